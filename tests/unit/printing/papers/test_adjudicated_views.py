"""认定记录 leaves nobody's view out, however many 监票人 looked."""

import pytest
from msgspec.structs import replace

from printing.papers.adjudication import (
    Adjudicated,
    Held,
    RuledItem,
    RuledSheet,
    adjudication_record,
)
from printing.papers.content import Cell, Table
from printing.papers.values import Session

SHEET = RuledSheet(
    batch=1,
    place=17,
    reasons=("有项目机器判读不了（第2项）",),
    items=(
        RuledItem(number=2, machine="疑问", ruled="赞成"),
        RuledItem(number=3, machine="疑问", ruled="赞成"),
    ),
    views=(),
    clause="票决办法第五条",
)
FOR, SPLIT = ("赞成", "赞成"), ("赞成", "弃权")


def held(*views: tuple[tuple[str, ...], str | None]) -> RuledSheet:
    given = [Held(scrutineer=at, said=said, void=void) for at, (said, void) in enumerate(views, 1)]
    return replace(SHEET, views=tuple(given))


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (held((FOR, None), (FOR, None), (FOR, None)), "3:0　第2、3项赞成"),
        (
            held((SPLIT, None), (FOR, None), (FOR, None)),
            "2:1　2号、3号认为第2、3项赞成；1号认为第2项赞成；第3项弃权",
        ),
        (
            held((FOR, "多选"), (FOR, None), (FOR, "署名或者作了记号")),
            (
                "1:1:1　1号认为整票无效（多选）；2号认为第2、3项赞成；"
                "3号认为整票无效（署名或者作了记号）"
            ),
        ),
        (replace(held(((), None), ((), None), ((), None)), items=()), "3:0　整票有效"),
    ],
)
def test_every_view_is_told(sheet: RuledSheet, told: str) -> None:
    assert [row[3].text for row in table(sheet)] == [told]


def table(*sheets: RuledSheet) -> tuple[tuple[Cell, ...], ...]:
    made = Adjudicated(
        session=Session(congress="青禾县第十八届人民代表大会第四次会议", subject="民生实事项目"),
        sheets=sheets,
        state="signed",
        date="2026年1月1日",
    )
    (found,) = [one for one in adjudication_record(made).blocks if isinstance(one, Table)]
    return found.body


def test_each_row_of_the_record_tells_the_views_of_its_own_sheet() -> None:
    """Sheets of the sample stand last, whichever place they had."""
    three = replace(held((FOR, None), (SPLIT, None), (FOR, None)), place=1, sampled=True)
    two = held((FOR, None), (FOR, None))
    rows = [(row[0].text, row[3].text.partition("　")[0]) for row in table(three, two)]
    assert rows == [("第1捆第17页", "2:0"), ("第1捆第1页", "2:1")]
