"""What is printed is read: forms whose rows or headers stand elsewhere than usual."""

import pytest
from msgspec.structs import replace

from ballot.sheet import Box, Format
from tests.support.scanned import (
    Pen,
    Printed,
    definition_of,
    marked,
    png,
    printed,
    read,
    readings,
    scanned,
    tick,
)

GRADES = {
    "ballot_mode": "graded",
    "mark_approve": ("√",),
    "choices": ("approve", "dont_know"),
    "grades": ("非常满意", "满意", "基本满意", "不满意"),
    "grade_points": (4, 3, 2, 1),
}


def read_page(sheet: Printed, at: int, choices: dict[int, str]) -> dict[int, str]:
    [page] = read(sheet, png(scanned(marked(sheet, choices, at=at, strokes=(tick,)))))
    assert page.status == "read"
    assert not page.written
    return readings(page)


@pytest.mark.parametrize("style", ["A", "B"])
@pytest.mark.parametrize("projects", [1, 25])
@pytest.mark.parametrize("sheet", [Format(), Format(large=True)])
def test_a_list_decided_as_a_whole_is_read_in_its_last_row(
    style: str, projects: int, sheet: Format
) -> None:
    rules = {"ballot_mode": "whole_list", "sheet_style": style}
    made = printed(definition_of(projects, projects, **rules), sheet=sheet)
    last = len(made.layout.pages) - 1

    for at in range(last):
        assert read_page(made, at, {}) == {}
    assert read_page(made, last, {}) == {0: "abstain"}
    if style == "B":
        for choice in ("approve", "oppose", "abstain"):
            assert read_page(made, last, {0: choice}) == {0: choice}


@pytest.mark.parametrize("sheet", [Format(), Format(large=True)])
def test_grades_below_a_tall_header_are_read(sheet: Format) -> None:
    made = printed(definition_of(12, 12, **GRADES), sheet=sheet)
    assert made.layout.pages[0].header.h > 10_000

    for at, page in enumerate(made.layout.pages):
        wanted = {row.project: GRADES["grades"][row.project % 4] for row in page.rows}
        assert read_page(made, at, wanted) == wanted


def of_content(rules: dict[str, object], sheet: Format) -> Printed:
    definition = definition_of(3, 3, **rules)
    first, *others = definition.candidates
    first = replace(first, content="改造老旧小区供水管网18公里，惠及居民6200户，" * 11)
    return printed(replace(definition, candidates=(first, *others)), sheet=sheet)


@pytest.mark.parametrize("rules", [{"sheet_style": "A"}, {"sheet_style": "B"}, GRADES])
@pytest.mark.parametrize("sheet", [Format(), Format(large=True)])
def test_rows_as_tall_as_a_long_content_are_read(rules: dict[str, object], sheet: Format) -> None:
    made = of_content(rules, sheet)
    assert made.layout.pages[0].rows[0].text.h > 40_000

    for at, page in enumerate(made.layout.pages):
        blank = {row.project: "abstain" for row in page.rows}
        assert read_page(made, at, {}) == blank
        for choice in {box.choice for box in page.boxes} - {"symbol"}:
            wanted = dict.fromkeys(blank, choice)
            assert read_page(made, at, wanted) == wanted


def test_what_is_written_far_below_a_box_in_a_tall_row_is_seen() -> None:
    def far_below(pen: Pen, box: Box) -> None:
        tick(pen, replace(box, y=box.y + 20_000))

    made = of_content({"sheet_style": "B"}, Format())
    [page] = read(made, png(scanned(marked(made, {3: "oppose"}, strokes=(far_below,)))))

    assert page.status == "read"
    assert readings(page) == {1: "abstain", 2: "abstain", 3: "doubtful"}
