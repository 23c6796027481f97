"""What invented voters draw on printed sheets is what a machine reads there, or is refused."""

from typing import Any

import pytest

from ballot.rules import Rules
from ballot.sheet import layout_of
from printing.ballots import pdf_pages_of
from service.rehearsal.pens import Unmarkable, marked, require_markable
from tests.support.scanned import definition_of, printed, read, readings

GRADES = ("满意", "基本满意", "不满意")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({}, {1: "approve", 2: "oppose", 3: "abstain"}),
        ({"sheet_style": "C", "choices": ("approve",)}, {1: "approve", 2: "abstain", 3: "abstain"}),
        (
            {
                "ballot_mode": "graded",
                "grades": GRADES,
                "choices": ("approve", "oppose", "abstain", "dont_know"),
            },
            {1: "满意", 2: "不满意", 3: "dont_know"},
        ),
        ({"ballot_mode": "whole_list"}, {0: "oppose"}),
        ({"sheet_style": "A"}, {1: "approve", 2: "oppose", 3: "abstain"}),
        ({"adjudication": "strict"}, {1: "approve", 2: "oppose", 3: "abstain"}),
    ],
    ids=["B", "C", "graded", "whole list", "A", "strict"],
)
def test_what_is_drawn_is_read(rules: dict[str, Any], said: dict[int, str]) -> None:
    sheet = printed(definition_of(projects=3, seats=2, **rules), count=3)

    pdf = marked(sheet.pdf, sheet.layout, {1: said}, sheet.definition.rules)
    (page,) = read(sheet, pdf)

    assert page.identity == sheet.identities[1]
    assert readings(page) == said


def test_a_pen_that_runs_dry_leaves_something_for_people_to_look_at() -> None:
    sheet = printed(definition_of(projects=3, seats=2))
    said = {1: "approve", 2: "oppose", 3: "abstain"}

    pdf = marked(sheet.pdf, sheet.layout, {0: said}, sheet.definition.rules, faint={0})
    (page,) = read(sheet, pdf)

    assert "doubtful" in readings(page).values()


def test_two_blank_sheets_of_one_code_are_two_pictures() -> None:
    definition = definition_of(projects=3, seats=2, identity="batch")
    sheet = printed(definition, count=2)
    blank: dict[int, str] = {}

    pdf = marked(sheet.pdf, sheet.layout, {0: blank, 1: blank}, definition.rules)
    pages = read(sheet, pdf)

    assert len({page.digest for page in pages}) == 2
    assert [set(readings(page).values()) for page in pages] == [{"abstain"}] * 2


def test_every_side_of_a_sheet_is_marked() -> None:
    definition = definition_of(projects=30)
    assert pdf_pages_of(layout_of(definition, printed(definition).layout.format)) == 2
    sheet = printed(definition, count=2)
    said = {one: "approve" if one % 3 else "oppose" for one in range(1, 31)}

    pages = read(sheet, marked(sheet.pdf, sheet.layout, {1: said}, definition.rules))

    assert {number: one for page in pages for number, one in readings(page).items()} == said


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(seats=2, ballot_mode="ranked", rank_by="points"), "手写数字"),
        (Rules(seats=2, sheet_style="A", mark_approve=("fill",)), "画不出"),
    ],
)
def test_signs_that_no_pen_of_ours_draws_are_refused_in_a_sentence(rules: Rules, said: str) -> None:
    with pytest.raises(Unmarkable, match=said):
        require_markable(rules)


def test_signs_and_ticks_are_no_reason_to_refuse() -> None:
    require_markable(Rules(seats=2))
    require_markable(Rules(seats=2, sheet_style="A"))
    require_markable(Rules(seats=2, ballot_mode="whole_list"))


def test_strict_rules_whose_marks_no_pen_draws_are_refused() -> None:
    rules = Rules(adjudication="strict", mark_approve=("fill",))
    with pytest.raises(Unmarkable, match="请去掉 --scan"):
        require_markable(rules)
    require_markable(Rules(mark_approve=("fill",)))
