"""Exact fractions as people read them: rounded half up, once, when they are written."""

_TENTHS = 10


def tenths(numerator: int, denominator: int) -> str:
    """Return numerator/denominator (>= 0, denominator > 0) with one decimal, none if it is 0.

    Rounded half up, as in school: 7900/90 is 87.8, 87.25 is 87.3.
    """
    found = (2 * _TENTHS * numerator + denominator) // (2 * denominator)
    whole, part = divmod(found, _TENTHS)
    return f"{whole}.{part}" if part else str(whole)


def percent(numerator: int, denominator: int) -> str:
    """Return the share in per cent: 152 of 182 is 83.5%, all of them 100%.

    What is not all is never written 100%, and what is not nothing never 0%.
    """
    shown = tenths(100 * numerator, denominator)
    if shown == "100" and numerator < denominator:
        return "不足100%"
    return "不足0.1%" if shown == "0" and numerator else f"{shown}%"
