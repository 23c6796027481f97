"""How much height the texts of a project take in given sizes, estimated for short lists.

An estimate for the reason that `ballot.sheet.legible` gives, but with every script's own widths:
where few rows share a page, a row far too tall would cost a second side. Longer lists keep the
simpler estimate, under which their layouts are known.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ballot.candidates import Candidate
from ballot.definition import Definition
from ballot.rules.languages import CHINESE
from ballot.sheet.legible import INVESTMENT, WIDE, rounded

_UM_PER_INCH, _TENTHS_PER_INCH = 25_400, 720
_BESIDE = 2 * 1_500
_WHOLE, _NARROW, _BLANK = 1_000, 560, 280
"""Widths in thousandths of the size: of Chinese characters, Latin letters and digits, blanks."""
_WIDTHS = {"bo": 535, "ii": 580, "kk": 450, "ko": 920, "ky": 450, "mn": 560, "ug": 450, "za": 580}
"""Widths of letters of other scripts: means, and a little more."""
_TIGHT = 1_180
LEADINGS = {
    "bo": 1_800,
    "ii": 1_250,
    "kk": 1_500,
    "ko": 1_250,
    "ky": 1_500,
    "mn": 1_250,
    "ug": 1_500,
}
"""Distances of lines in thousandths of the size, as the types of these scripts have them."""
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f7e"
    "\u0f80-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u180b-\u180f\u200b-\u200f]"
)
"""What stands above, below or within other letters: it takes no width of its own."""
_WORD = re.compile(r"[^\s\u0f0b]+[\s\u0f0b]*|[\s\u0f0b]+")
_UNIT = re.compile(
    r"[（“《]*(?:[!-~]*\d(?:[万亿]?元|[票张项名号年月日])|[!-~]+|.)[，。、；：！？）》”…]*"
)
"""What is not broken: words, syllables; in Chinese a number with what it counts."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of names, of what stands below them and of names in other languages, in tenths of a point."""

    name: int
    detail: int
    title: int


@dataclass(frozen=True, slots=True)
class Particulars:
    """What stands below the names: the content, and the investment with the department."""

    content: bool
    amounts: bool

    def of(self, candidate: Candidate) -> Iterator[str]:
        """Yield what is told of ``candidate``."""
        if self.content:
            yield from candidate.content.splitlines()
        if self.amounts:
            yield "" if candidate.investment_fen is None else INVESTMENT
            yield candidate.department


def height_in(definition: Definition, width: int, sizes: Sizes, particulars: Particulars) -> int:
    """Return the height of rows that hold every project in ``sizes`` in a cell of ``width`` µm."""
    width -= _BESIDE
    others = [code for code in definition.rules.languages if code != CHINESE]

    def height(one: Candidate) -> int:
        below = _joined(particulars.of(one), sizes.detail, width)
        return (
            _height(one.name, CHINESE, sizes.name, width)
            + sum(_height(one.titles.get(code, ""), code, sizes.title, width) for code in others)
            + sum(_height(text, CHINESE, sizes.detail, width) for text in below)
        )

    return rounded(max(map(height, definition.candidates)))


def _joined(particulars: Iterable[str], size: int, width: int) -> Iterator[str]:
    """Yield lines of whole ``particulars``, as many to a line as fit, and long ones alone."""
    line = ""
    for one in filter(None, particulars):
        longer = f"{line}　{one}" if line else one
        if line and _lines(longer, CHINESE, _room(size, width)) > 1:
            yield line
            longer = one
        line = longer
    yield line


def _height(text: str, code: str, size: int, width: int) -> int:
    """Return the height in µm of ``text`` in ``size``, broken into lines."""
    line = -(-size * _UM_PER_INCH * LEADINGS.get(code, _TIGHT) // (_TENTHS_PER_INCH * 1_000))
    return _lines(text, code, _room(size, width)) * line


def _room(size: int, width: int) -> int:
    """Return ``width`` in thousandths of ``size``."""
    return width * 1_000 * _TENTHS_PER_INCH // (size * _UM_PER_INCH)


def _lines(text: str, code: str, room: int) -> int:
    """Return how many lines ``text`` takes; ``room`` in thousandths of the size."""
    unit = _UNIT if code == CHINESE else _WORD
    lines = used = 0
    for word in unit.findall(_MARKS.sub("", text)):
        width = sum(_width(char, code) for char in word)
        if not lines or used + width > room:
            # A word that is wider than a line is broken anywhere.
            lines += max(-(-width // room), 1)
            used = width % room if width > room else width
        else:
            used += width
    return lines


def _width(char: str, code: str) -> int:
    if char.isspace() and ord(char) < WIDE:
        return _BLANK
    narrow = char.isascii() and (code == CHINESE or char.isdigit())
    return _NARROW if narrow else _WIDTHS.get(code, _WHOLE)
