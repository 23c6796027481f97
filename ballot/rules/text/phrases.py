"""A clause as phrases, their numbers in one form: what two wordings are compared by."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from math import gcd

_BREAKS = re.compile(r"[，。；：、！？\n]")
_WIDE = str.maketrans(",;:", "，；：")
_NUMERALS = "零〇一二两三四五六七八九十百千万"
_AMOUNT = rf"(?:\d+|[{_NUMERALS}]+)"
_COUNTED = re.compile(
    rf"({_AMOUNT})分之({_AMOUNT})|(\d+)%|(半数)|(\d+)|([{_NUMERALS}]+)(?=项|名|张|轮|人|票|分|年)"
)
_NUMBER = re.compile(r"\d+(?:/\d+)?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_HUNDRED = 100
_COMPARED = 200
"""Characters of a phrase; between two punctuation marks stand a few dozen."""


def plain(text: str) -> str:
    """Return ``text`` without blanks, its punctuation full-width, its digits ASCII."""
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    return joined.translate(_WIDE)


def phrases(text: str) -> dict[str, str]:
    """Return the phrases of ``text`` between punctuation marks: form to compare -> as written."""
    return {form(part): part for part in parts(text)}


def parts(text: str) -> tuple[str, ...]:
    """Return the phrases of ``text`` as written, one for each time that it stands there."""
    return tuple(part for part in _BREAKS.split(plain(text)) if part)


def form(phrase: str) -> str:
    """Return ``phrase`` with its numbers in one form."""
    return _COUNTED.sub(_figure, phrase)


def numbers(phrase: str) -> tuple[str, ...]:
    """Return the numbers in the form to compare, in order."""
    return tuple(_NUMBER.findall(phrase))


def without_numbers(phrase: str) -> str:
    """Return the form to compare with every number replaced by one sign."""
    return _NUMBER.sub("#", phrase)


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> float:
    """Return how alike two phrases are, from 0 to 1 (a heuristic; nothing is counted by it).

    The wordings of other values repeat themselves, so most pairs come many times.
    """
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()


def nearest(phrase: str, among: Iterable[str], least: float = 0) -> float:
    """Return how alike ``phrase`` and the likest of ``among`` are; below ``least`` it may be 0."""
    best = 0.0
    for one in among:
        most = 2 * min(len(phrase), len(one)) / (len(phrase) + len(one))
        if most > best and most >= least:
            best = max(best, alike(phrase, one))
    return best


def _figure(found: "re.Match[str]") -> str:
    """Write 十 as 10, 三分之二 as 2/3, 5% and 百分之五 as 1/20, 半数 as 1/2."""
    denominator, numerator, percent, half, digits, numeral = found.groups()
    if denominator:
        return _reduced(_value(numerator), _value(denominator))
    if percent:
        return _reduced(int(percent), _HUNDRED)
    return "1/2" if half else digits or str(_value(numeral))


def _reduced(numerator: int, denominator: int) -> str:
    common = gcd(numerator, denominator) or 1
    return f"{numerator // common}/{denominator // common}"


def _value(written: str) -> int:
    if written.isascii():
        return int(written)
    total = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += max(digit, 1) * _PLACES[character]
            digit = 0
    return total + digit
