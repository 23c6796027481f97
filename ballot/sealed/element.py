"""Group elements and scalars as the sealed ballots handle them.

An ``Element`` is the fixed-length binary form of one group element, in the encoding of its group;
only the group that made it knows how to read it.  A scalar is an ``int`` with 0 <= x < order.
"""

from typing import NewType

from ballot.sealed.fault import SealedFault

Element = NewType("Element", bytes)
"""One group element in its group's binary encoding."""

SCALAR_DIGITS = 77
"""No order of a supported group has more decimal digits, so longer texts are refused unread."""


def read_scalar(text: str, order: int) -> int:
    """Return the scalar that the decimal ``text`` names.

    Raises SealedFault ``sealed.scalar`` unless the text is canonical (ASCII digits, no sign, no
    leading zero) and smaller than ``order``.  The length is checked before any arithmetic.
    """
    canonical = 0 < len(text) <= SCALAR_DIGITS and text.isascii() and text.isdigit()
    if canonical and (text[0] != "0" or text == "0"):
        value = int(text)
        if value < order:
            return value
    raise SealedFault(
        "封票中有一个数不是规范写法或超出范围，请重新投票。",
        code="sealed.scalar",
    )
