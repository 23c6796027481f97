"""认定记录 tells of views that were changed what they were before."""

import pytest
from msgspec.structs import replace

from printing.errors import PaperRefused
from printing.papers.adjudication import (
    Adjudicated,
    Held,
    RuledItem,
    RuledSheet,
    adjudication_record,
)
from printing.papers.content import Paragraph, Table
from printing.papers.values import Session

FOR, SPLIT, AGAINST = ("赞成", "赞成"), ("赞成", "弃权"), ("反对", "弃权")
OTHER = Held(scrutineer=2, said=FOR)
CHANGED = replace(OTHER, former=(Held(scrutineer=2, said=SPLIT),))
SHEET = RuledSheet(
    batch=1,
    place=17,
    reasons=("抽样复核",),
    items=(
        RuledItem(number=2, machine="赞成", ruled="赞成"),
        RuledItem(number=3, machine="赞成", ruled="赞成"),
    ),
    views=(Held(scrutineer=1, said=FOR), OTHER),
    clause="票决办法第五条",
    sampled=True,
)


def held(
    *course: tuple[tuple[str, ...], str | None], other: Held = OTHER, place: int = 17
) -> RuledSheet:
    """Return a sheet of which 监票人 1 held one after the other what is told."""
    *former, last = (Held(scrutineer=1, said=said, void=void) for said, void in course)
    return replace(SHEET, place=place, views=(replace(last, former=tuple(former)), other))


def record(*sheets: RuledSheet) -> tuple[list[str], str]:
    """Return what is told of the views of every sheet, and the paragraph above the table."""
    made = adjudication_record(
        Adjudicated(
            session=Session(
                congress="青禾县第十八届人民代表大会第四次会议", subject="民生实事项目"
            ),
            sheets=sheets,
            state="signed",
            date="2026年1月1日",
        )
    )
    (table,) = [one for one in made.blocks if isinstance(one, Table)]
    (total, *_) = [one.text for one in made.blocks if isinstance(one, Paragraph)]
    return [row[3].text for row in table.body], total


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (
            held((SPLIT, None), (FOR, None)),
            "2:0　第2、3项赞成。1号原认为第3项弃权，后改为第3项赞成",
        ),
        (
            held((FOR, None), (AGAINST, None)),
            (
                "1:1　1号认为第2项反对；第3项弃权；2号认为第2、3项赞成。"
                "1号原认为第2、3项赞成，后改为第2项反对、第3项弃权"
            ),
        ),
        (
            held((FOR, None), (SPLIT, None), (FOR, None)),
            "2:0　第2、3项赞成。1号原认为第3项赞成，后改为第3项弃权，又改为第3项赞成",
        ),
        (
            held((FOR, "多选"), (SPLIT, None), (FOR, None)),
            (
                "2:0　第2、3项赞成。"
                "1号原认为整票无效（多选），后改为第3项弃权、整票有效，又改为第3项赞成、整票有效"
            ),
        ),
        (
            held((FOR, "全部空白"), (FOR, None), other=CHANGED),
            (
                "2:0　第2、3项赞成。1号原认为整票无效（全部空白），后改为整票有效；"
                "2号原认为第3项弃权，后改为第3项赞成"
            ),
        ),
    ],
)
def test_a_changed_view_is_told_as_it_was_and_as_it_is(sheet: RuledSheet, told: str) -> None:
    assert record(sheet)[0] == [told]


def test_of_a_sheet_held_void_each_time_the_items_are_nothing() -> None:
    views, total = record(held((FOR, "多选"), (SPLIT, "多选")))
    assert "原" not in views[0] + total


def test_the_total_says_on_how_many_sheets_views_were_changed() -> None:
    changed = [held((SPLIT, None), (FOR, None), place=at) for at in (1, 2)]
    assert record(*changed, SHEET)[1].endswith("监票人改过意见的2张，原来的意见一并列出。")
    assert "改过" not in record(SHEET)[1]


def test_a_former_view_of_other_items_is_not_recorded() -> None:
    with pytest.raises(PaperRefused, match="项数与列出的项数不符"):
        record(held((("赞成",), None), (FOR, None)))
