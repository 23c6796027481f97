"""Fractions are rounded once, half up, and never to all or nothing."""

import pytest

from counting.percent import percent, tenths


@pytest.mark.parametrize(
    ("pair", "shown"),
    [((7900, 90), "87.8"), ((87, 1), "87"), ((8725, 100), "87.3"), ((8724, 100), "87.2"),
     ((0, 5), "0"), ((1, 3), "0.3")],
)  # fmt: skip
def test_one_decimal_rounded_half_up(pair: tuple[int, int], shown: str) -> None:
    assert tenths(*pair) == shown


@pytest.mark.parametrize(
    ("pair", "shown"),
    [((152, 182), "83.5%"), ((182, 182), "100%"), ((9999, 10000), "不足100%"),
     ((1, 10000), "不足0.1%"), ((0, 10000), "0%")],
)  # fmt: skip
def test_a_share_is_all_or_nothing_only_if_it_is(pair: tuple[int, int], shown: str) -> None:
    assert percent(*pair) == shown
