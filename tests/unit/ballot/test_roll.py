"""The roll of deputies, as secretariats write it."""

import pytest

from ballot.importing.faults import Faults, Imported
from ballot.importing.grid import Cell, Grid, Span
from ballot.roll import Deputy, read_roll
from tests.support.sheets import grid

HEADER = ("序号", "姓名", "代表团", "座位号")


def imported(*sheets: Grid) -> Imported[Deputy]:
    read = read_roll(sheets)
    assert isinstance(read, Imported), read
    return read


def codes(*sheets: Grid) -> list[tuple[str, int, str]]:
    read = read_roll(sheets)
    assert isinstance(read, Faults)
    return [(fault.code, fault.row, fault.column) for fault in read.faults]


def test_names_are_read_without_the_blanks_that_align_them() -> None:
    read = imported(
        grid(
            HEADER,
            ("1", "王　明", "第一代表团", Cell("12", "number")),
            ("2", " 阿依古丽·买买提 ", "第二代表团", "Ａ－３"),
            ("3", "㛃䶮𬱖", "第二代表团", ""),
            ("4", "Maria  Li", "第二代表团", "A 4"),
        )
    )
    assert read.values == (
        Deputy(number=1, name="王明", delegation="第一代表团", seat="12"),
        Deputy(number=2, name="阿依古丽·买买提", delegation="第二代表团", seat="A－3"),
        Deputy(number=3, name="㛃䶮𬱖", delegation="第二代表团"),
        Deputy(number=4, name="Maria Li", delegation="第二代表团", seat="A 4"),
    )


def test_a_delegation_may_be_merged_or_a_heading() -> None:
    by_cell = imported(
        grid(("姓名", "代表团"), ("王明", "一团"), ("李娜", ""), merged=(Span(2, 2, 3, 2),))
    )
    by_heading = imported(
        grid(
            ("序号", "姓名"),
            ("第一代表团（1人）",),
            ("1", "王明"),
            ("第二代表团：",),
            ("1", "李娜"),
        )
    )
    assert [one.delegation for one in by_cell.values] == ["一团", "一团"]
    assert [one.delegation for one in by_heading.values] == ["第一代表团", "第二代表团"]


def test_a_name_alone_is_a_roll() -> None:
    assert imported(grid(("代表姓名",), ("王明",), ("李娜",))).values == (
        Deputy(number=1, name="王明"),
        Deputy(number=2, name="李娜"),
    )


def test_two_people_of_one_name_are_told_apart_by_delegation_or_seat() -> None:
    rows = (("1", "王明", "一团", "1"), ("2", "王明", "二团", "2"), ("3", "王明", "二团", "3"))
    assert len(imported(grid(HEADER, *rows)).values) == 3


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("2", "王 明", "一团", ""), ("name.twice", 3, "B")),
        (("2", "", "一团", ""), ("name.none", 3, "B")),
        (("2", "李娜", "", ""), ("delegation.none", 3, "C")),
        (("2", "李娜", "一团", Cell("2026-03-12", "date")), ("cell.date", 3, "D")),
        (("2", "李娜", "一团", Cell("4403012026031212", "number")), ("cell.digits", 3, "D")),
        (("2", "李\ue863", "一团", ""), ("text.unprintable", 3, "B")),
        (("2", "李" * 81, "一团", ""), ("text.long", 3, "B")),
    ],
)
def test_a_fault_names_its_row_and_column(
    row: tuple[str | Cell, ...], fault: tuple[str, int, str]
) -> None:
    assert codes(grid(HEADER, ("1", "王明", "一团", ""), row)) == [fault]


def test_one_seat_holds_one_deputy() -> None:
    rows = (("1", "王明", "一团", "1排3"), ("2", "李娜", "一团", "1 排 3"))
    assert codes(grid(HEADER, *rows)) == [("seat.twice", 3, "D")]


def test_merged_names_and_seats_are_faults() -> None:
    spans = (Span(2, 2, 3, 2), Span(2, 4, 3, 4))
    found = codes(grid(HEADER, ("1", "王明", "一团", "9"), ("2", "", "二团", ""), merged=spans))
    assert ("cell.merged", 3, "B") in found
    assert ("cell.merged", 3, "D") in found


def test_all_faults_come_at_once() -> None:
    assert codes(grid(HEADER, ("1", "", "", ""), ("2", "李娜", "", ""))) == [
        ("name.none", 2, "B"),
        ("delegation.none", 2, "C"),
        ("delegation.none", 3, "C"),
    ]


def test_a_file_without_names_is_one_fault() -> None:
    assert codes(grid(("1", "王明"))) == [("header.none", 0, "")]
    assert codes(grid(HEADER)) == [("list.size", 1, "")]
