"""Amounts of money in whole 分: 1 元 = 100 分, 1 万元 = 1,000,000 分. Never a float."""

import re
from decimal import Decimal

from ballot.errors import Malformed
from ballot.importing.wording import compact

FEN_PER_WAN = 1_000_000
LARGEST = 2**53 - 1
"""What canonical JSON carries; some 9,000 亿元."""

FEN_PER = {
    "元": 100,
    "万": FEN_PER_WAN,
    "万元": FEN_PER_WAN,
    "亿": 10_000 * FEN_PER_WAN,
    "亿元": 10_000 * FEN_PER_WAN,
}
_AMOUNT = re.compile(
    r"(?:人民币|[￥¥])?(?P<digits>\d{1,15}|\d{1,3}(?:[,，]\d{3}){1,4})(?P<rest>\.\d{1,10})?"
    r"(?P<unit>亿元|万元|亿|万|元)?",
    re.ASCII,
)


def read_amount(text: str, unit: str) -> int:
    """Return an amount in 分. A unit in ``text`` goes before ``unit`` (a key of FEN_PER).

    Takes "1,200.50", "１２０", "120万元", "1.2亿". Raises Malformed for everything else, and for
    what is no whole number of 分 or too large: nothing is rounded.
    """
    found = _AMOUNT.fullmatch(compact(text).replace("．", "."))
    if found is None:
        raise Malformed("不是金额", code="money.malformed")
    digits = re.sub("[,，]", "", found["digits"]) + (found["rest"] or "")
    fen = Decimal(digits) * FEN_PER[found["unit"] or unit]
    if fen != int(fen):
        raise Malformed("金额精确不到分", code="money.fraction")
    if fen > LARGEST:
        raise Malformed("金额太大", code="money.large")
    return int(fen)


def in_wan(fen: int) -> str:
    """Return an amount of 分 in 万元 as exact decimal digits: 1205000 is "1.205"."""
    whole, rest = divmod(fen, FEN_PER_WAN)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")
