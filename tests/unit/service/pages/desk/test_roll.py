"""Whom a typed or scanned text means at the check-in desk."""

import pytest

from ballot.roll import Deputy
from service.pages.desk.roll import matches

ROLL = (
    Deputy(number=1, name="王岚", delegation="城关代表团", seat="1排2座"),
    Deputy(number=2, name="王岚英", delegation="东河代表团", seat="2"),
    Deputy(number=3, name="赵立冬", delegation="东河代表团", seat="1排1座"),
)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("王岚", [1]),
        ("王", [1, 2]),
        ("3", [3]),
        ("１排１座", [3]),
        (" 1 排 2 座 ", [1]),
        ("东河", [2, 3]),
        ("2", [2]),
        ("没有", []),
        ("  ", []),
    ],
)
def test_an_exact_line_seat_or_name_goes_before_a_part(query: str, numbers: list[int]) -> None:
    assert [one.number for one in matches(ROLL, query)] == numbers
