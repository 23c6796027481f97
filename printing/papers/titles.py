"""Break a title where its sense breaks (GB/T 9704, 7.3.1): 词意完整，排列对称，长短适宜.

A word is not divided while a line can hold it. The best places are joints of the sense: before the
year, before 民生实事, behind the name of a body. Of such breaks the one into lines of like length
is taken.
"""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate, pairwise

from printing.papers.lines import CLOSING, KEPT, OPENING, ORDINAL, Type, units, wrap

_ACTS = "满意度测评|票决|票选|表决|测评|投票"
_NAMES = (
    "人民代表大会|常务委员会|主席团|居民议事会|选民议政会|街道工作委员会|街道|社区|代表|"
    rf"候选项目|项目|清单|名单|建议|结果|情况|办理|完成|推进|实施|工作|报告|关于|会议|办法|工程|"
    rf"(?:再次|另行|重新)?满意度|(?:再次|另行|重新)?(?:{_ACTS})[票表卡]?"
)
_PROJECTS = (
    "民生实事(?:候选)?(?:项目)?(?:再次|另行|重新)?(?:满意度)?"
    rf"(?:(?:{_ACTS})(?:结果|办法|[票表卡])?)?"
)
_PLACE = r"(?:(?![省市州盟县旗区乡镇届第])[\u4e00-\u9fff]){2,12}(?:自治[区州县旗]|特别行政区)"
_YEAR = r"(?:\d{4}|[〇一二三四五六七八九]{4})年度?"
_WORD = re.compile(
    rf"[{OPENING}]*(?:{ORDINAL}(?:会议)?|{_YEAR}|{_PROJECTS}|{_NAMES}|{_PLACE}|{KEPT})[{CLOSING}]*",
    re.DOTALL,
)
_SENSE = re.compile(
    rf"(?<=[^{OPENING}])(?=[{OPENING}]?{_YEAR})|(?=民生实事)|(?=第[〇一二三四五六七八九十百]+次)"
    "|(?<=人民代表大会)|(?<=常务委员会)|(?<=会议)"
)
_PLACES = re.compile(
    r"(?<=[省市州盟县旗乡镇])(?![场民城区政域级容委长内外直辖属街村乡镇道舰])|(?<=街道)|(?<=自治区)"
)
"""Behind a place, unless the character is part of a word: 市场, 县城, 乡村, 镇区."""
_AT_WORD, _WITHIN = 50, 5_000
"""What a break between words and one that may divide a word cost, beside how far lines are from
the mean, in characters, squared: lines may be longer for the sense, and much longer for a word."""


def titled(text: str, kind: Type, width: float) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``width`` points, as few as hold its words.

    What is wider than a line is divided anywhere. ``"".join(lines)`` is ``text`` without the blanks
    at which a line was broken.
    """
    words = units(text, kind, width, _WORD)
    count = len(wrap(text, kind, width, unit_of=_WORD))
    even = kind.width(text) / count
    costs = _costs(words)

    def uneven(line: str) -> float:
        return ((kind.width(line) - even) / kind.size) ** 2

    # The best ways to set the text before each place in as many lines as were tried so far.
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0, ())}
    for _ in range(count):
        longer: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, end, line in _lines(words, best, kind, width):
            cost, before = best[start]
            found = (cost + costs[end] + uneven(line), (*before, line))
            longer[end] = min(longer.get(end, found), found)
        best = longer
    return best[len(text)][1]


def _lines(
    words: Sequence[str], starts: Container[int], kind: Type, width: float
) -> Iterator[tuple[int, int, str]]:
    """Yield every line of whole ``words`` from one of ``starts``: its start, its end, its text."""
    ends = (0, *accumulate(map(len, words)))
    text = "".join(words)
    for at, start in enumerate(ends):
        for end in ends[at + 1 :] if start in starts else ():
            line = text[start:end].strip(" ")
            if kind.width(line) > width:
                break
            yield start, end, line


def _costs(words: Sequence[str]) -> dict[int, int]:
    """Return what a break behind each of ``words`` costs, by its place; the end is no break."""
    text = "".join(words)
    sense, places = ({found.start() for found in one.finditer(text)} for one in (_SENSE, _PLACES))
    costs = {len(text): 0}
    for end, (word, next_) in zip(accumulate(map(len, words)), pairwise(words), strict=False):
        between = end in places or len(word) > 1 or len(next_) > 1
        costs[end] = 0 if end in sense else _AT_WORD if between else _WITHIN
    return costs
