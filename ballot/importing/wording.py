"""How people type: full-width digits, padding, lines inside cells; and what no font can print."""

import re
import unicodedata

_FULL_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94) if chr(0x21 + place).isalnum()}
_INVISIBLE = dict.fromkeys(
    [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
"""Zero-width and direction marks, which come along when text is copied from a chat."""

_SPELLING = frozenset("\u180e\u200c\u200d")
"""Joiners and the Mongolian vowel separator: without them Mongolian and Uyghur are misspelt."""

_CJK = r"\u3007\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GAP_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")


def tidy(text: str) -> str:
    """Return ``text`` on one line: full-width digits and letters folded, padding dropped.

    Chinese punctuation stays full-width, and compatibility characters stay what they are: a name
    is printed as its owner writes it. A line break between two Chinese characters vanishes.
    """
    folded = text.translate(_INVISIBLE).translate(_FULL_WIDTH)
    lines = [" ".join(line.split()) for line in folded.splitlines()]
    joined = "\n".join(line for line in lines if line)
    return re.sub(rf"(?<=[{_CJK}，。；：、）])\n|\n(?=[{_CJK}（])", "", joined).replace("\n", " ")


def tidy_name(text: str) -> str:
    """Return a person's name: as `tidy`, and without the blanks that align 王　明 in a list."""
    return _GAP_IN_CHINESE.sub("", tidy(text))


def tidy_script(text: str) -> str:
    """Return a name in another script on one line: only blanks at its ends and line ends dropped.

    Marks that join or part letters (U+180E, U+200C, U+200D, U+202F) are spelling there.
    """
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def compact(text: str) -> str:
    """Return ``text`` for comparing and parsing: `tidy`, no blanks at all, lower case."""
    return re.sub(r"\s+", "", tidy(text)).casefold()


def unprintable(text: str) -> str | None:
    """Return the first character that cannot stand in a record or on a ballot, or None.

    That is a control, U+FFFD (a file read in the wrong encoding), and the private use area, where
    old systems keep rare characters such as 䶮 that Unicode has now. Characters that this Python
    does not know yet pass: Unicode grows, and names use it before we do.
    """
    for char in text:
        if char in _SPELLING:
            continue
        if char == "\ufffd" or unicodedata.category(char) in {"Cc", "Cs", "Co", "Cf"}:
            return char
    return None
