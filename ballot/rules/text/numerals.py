"""Numbers as a 办法 writes them: Chinese numerals for clauses and fractions."""

from ballot.rules.values import Fraction

_DIGITS = "零一二三四五六七八九"
_PLACES = ("千", "百", "十", "")
_LARGEST = 9999


def chinese(number: int) -> str:
    """Return ``number`` in Chinese numerals from 1 to 9999 (十二, 一百零五), else in digits."""
    if not 1 <= number <= _LARGEST:
        return str(number)
    written = ""
    for digit, place in zip(f"{number:04}", _PLACES, strict=True):
        if digit != "0":
            written += _DIGITS[int(digit)] + place
        elif written and not written.endswith("零"):
            written += "零"
    written = written.rstrip("零")
    return written[1:] if written.startswith("一十") else written


def share(fraction: tuple[int, int]) -> str:
    """Return n/d as 三分之二; a half as 半数 is the caller's business."""
    numerator, denominator = fraction
    return f"{chinese(denominator)}分之{chinese(numerator)}"


def above(base: str, threshold: Fraction) -> str:
    """Return the strict line: 超过全体代表的三分之二."""
    return f"超过{base}的{share(threshold.fraction)}"
