"""Amounts are exact or refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.errors import Malformed
from ballot.money import FEN_PER, LARGEST, in_wan, read_amount


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("120", "万元", 120_000_000),
        ("1,200.50", "万元", 1_200_500_000),
        ("１，２００．５", "万元", 1_200_500_000),
        ("1 200", "元", 120_000),
        ("5000元", "万元", 500_000),
        ("1.2亿元", "万元", 12_000_000_000),
        ("3万", "元", 3_000_000),
        ("¥12.34", "元", 1_234),
        ("0.000001", "万元", 1),
        ("0", "亿元", 0),
    ],
)
def test_an_amount_is_read_in_its_unit(text: str, unit: str, fen: int) -> None:
    assert read_amount(text, unit) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("约120", "money.malformed"),
        ("120-150", "money.malformed"),
        ("-5", "money.malformed"),
        ("1,20", "money.malformed"),
        ("12,3456", "money.malformed"),
        ("1.2.3", "money.malformed"),
        ("1e3", "money.malformed"),
        ("", "money.malformed"),
        ("٣", "money.malformed"),
        ("120美元", "money.malformed"),
        ("0.001", "money.fraction"),
        ("999999999999999", "money.large"),
    ],
)
def test_what_is_no_exact_amount_is_refused(text: str, code: str) -> None:
    unit = "元" if code == "money.fraction" else "亿元"
    with pytest.raises(Malformed) as caught:
        read_amount(text, unit)
    assert caught.value.code == code


@given(st.integers(0, LARGEST))
def test_an_amount_written_in_wan_reads_back(fen: int) -> None:
    assert read_amount(in_wan(fen), "万元") == fen


@given(st.text(), st.sampled_from(sorted(FEN_PER)))
def test_any_text_is_an_amount_or_refused(text: str, unit: str) -> None:
    with contextlib.suppress(Malformed):
        assert 0 <= read_amount(text, unit) <= LARGEST


@pytest.mark.parametrize(
    ("fen", "written"), [(0, "0"), (1, "0.000001"), (1_205_000, "1.205"), (10_000_000, "10")]
)
def test_an_amount_in_wan_has_no_needless_digit(fen: int, written: str) -> None:
    assert in_wan(fen) == written
