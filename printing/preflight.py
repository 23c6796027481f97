"""Whether papers can print what stands on a list, found out before anybody has voted.

The committed fonts draw Chinese and Latin letters; Mongolian (which also runs downwards), Tibetan,
Uyghur, Kazakh, Kyrgyz, Korean and Yi they do not. A blank box on a signed paper is worse than no
paper, so such names are refused by project and character.
"""

from collections.abc import Iterable, Iterator, Sequence

from ballot.candidates import Candidate
from ballot.rules.languages import CHINESE, LANGUAGES
from printing.errors import MissingGlyph
from printing.fonts import Face, missing_glyphs, named_glyphs

MOST_TOLD = 10
"""Faulty texts that one sentence names."""


def told(found: Sequence[str]) -> str:
    """Return the first of the sentences ``found``, and how many more there are."""
    more = len(found) - MOST_TOLD
    return "".join(found[:MOST_TOLD]) + (f"另有 {more} 处。" if more > 0 else "")


def unprintable(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Return a sentence for each Chinese text of a project that papers cannot print."""
    return tuple(
        f"第 {one.number} 号项目的{what}含有字体中没有的字符：{named_glyphs(missing)}，"
        "文书印出来会成空白，请改用规范汉字。"
        for one in candidates
        for what, text in (("名称", one.name), ("责任单位", one.department), ("类别", one.category))
        if (missing := _missing(text))
    )


def unprintable_titles(
    candidates: Iterable[Candidate], languages: Sequence[str]
) -> tuple[str, ...]:
    """Return a sentence for each name in another of ``languages`` that papers cannot print."""
    return tuple(
        f"第 {number} 号项目“{name}”的{LANGUAGES[code]}名称含有字体中没有的字符："
        f"{named_glyphs(missing)}，文书印出来会成空白。"
        for number, name, code, missing in _titles(candidates, languages)
    )


def require_printable_titles(candidates: Iterable[Candidate], languages: Sequence[str]) -> None:
    """Raise MissingGlyph for names in other languages that would print as blank boxes."""
    found = unprintable_titles(candidates, languages)
    if found:
        others = "、".join(LANGUAGES[code] for code in languages if code != CHINESE)
        raise MissingGlyph(
            f"{told(found)}本文书没有出具；可以出具只有汉文名称的文书"
            f"（在请求上加 chinese_only=true），{others}名称另行印发。"
        )


def _titles(
    candidates: Iterable[Candidate], languages: Sequence[str]
) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    for one in candidates:
        for code in languages:
            missing = () if code == CHINESE else _missing(one.titles.get(code, ""))
            if missing:
                yield one.number, one.name, code, missing


def _missing(text: str) -> tuple[str, ...]:
    """Return what any of the faces lacks: a name may stand in each of them."""
    return tuple(dict.fromkeys(char for face in Face for char in missing_glyphs(text, face)))
