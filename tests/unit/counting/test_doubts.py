"""What a machine hands to people, and the clause by which they decide."""

import re
from typing import get_args

import pytest

from ballot.reading import BoxReading, Doubt, Mark, RowReading
from ballot.rules import Rules
from ballot.rules.text import draft, numbering, numbering_of
from counting.doubts import clause_behind, ground_name, row_of_boxes, rule_doubts, rules_behind
from counting.errors import NotOnTheSheet
from counting.validity import Ground
from tests.support.read_sheets import form, row

B = Rules()


def boxes(*marks: Mark) -> tuple[BoxReading, ...]:
    choices = ("approve", "oppose", "abstain")
    return tuple(
        BoxReading(choice=choice, mark=mark, score=900)
        for choice, mark in zip(choices, marks, strict=False)
    )


@pytest.mark.parametrize(
    ("marks", "rules", "expected"),
    [
        (("marked", "blank", "blank"), B, "approve"),
        (("blank", "blank", "marked"), B, "abstain"),
        (("blank", "blank", "blank"), B, "abstain"),
        (("blank", "blank"), Rules(ballot_mode="per_item", blank_means="approve"), "approve"),
        (("marked", "marked", "blank"), B, "doubtful"),
        (("marked", "doubtful", "blank"), B, "doubtful"),
        (("doubtful", "blank", "blank"), B, "doubtful"),
        (("marked",), Rules(sheet_style="A"), None),
        (("blank",), Rules(sheet_style="A"), "abstain"),
        (("doubtful",), Rules(ballot_mode="ranked"), "doubtful"),
    ],
)
def test_a_row_says_what_its_one_mark_says(
    marks: tuple[Mark, ...], rules: Rules, expected: str | None
) -> None:
    assert row_of_boxes(boxes(*marks), rules) == expected


CHOICES = {"+": ("approve",), "-": ("oppose",), "0": (), "?": ("approve", "oppose")}


@pytest.mark.parametrize(
    ("marks", "rules", "expected"),
    [
        ("++--", B, ()),
        ("+++-", B, ("overvote",)),
        ("+++?", B, ("item_doubtful", "overvote")),
        ("++?-", B, ("item_doubtful",)),
        ("????", B, ("item_doubtful",)),
        ("0000", B, ()),
        ("0000", Rules(all_blank="void"), ("all_blank",)),
        ("000?", Rules(all_blank="void"), ("item_doubtful",)),
        ("+---", Rules(ballot_mode="exactly_k", undervote="void"), ("undervote",)),
        ("+--?", Rules(ballot_mode="exactly_k", undervote="void"), ("item_doubtful",)),
    ],
)
def test_the_doubts_are_those_that_the_rules_make_of_the_rows(
    marks: str, rules: Rules, expected: tuple[Doubt, ...]
) -> None:
    rows = [row(n, rules, *CHOICES[one]) for n, one in enumerate(marks, start=1)]

    assert rule_doubts(rows, form(rules)) == expected


def test_a_row_that_the_machine_holds_for_illegible_goes_to_people() -> None:
    rules = Rules(item_illegible="ballot_void")
    rows = [RowReading(project=n, reading="illegible", boxes=()) for n in (1, 2, 3, 4)]

    assert rule_doubts(rows, form(rules)) == ("item_illegible",)
    assert rule_doubts(rows, form(B)) == ("item_illegible", "all_illegible")


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("+-", ("page_missing",)),
        ("00", ("page_missing",)),
        ("+++", ("page_missing", "overvote")),
        ("?", ("page_missing", "item_doubtful")),
        ("", ("page_missing",)),
    ],
)
def test_of_a_side_that_is_missing_nothing_is_assumed(
    marks: str, expected: tuple[Doubt, ...]
) -> None:
    rules = Rules(all_blank="void")
    rows = [row(n, rules, *CHOICES[one]) for n, one in enumerate(marks, start=1)]

    assert rule_doubts(rows, form(rules)) == expected


@pytest.mark.parametrize("projects", [(2, 1), (1, 1), (1, 7), (1, 2, 3, 4, 5)])
def test_rows_out_of_order_are_no_missing_side(projects: tuple[int, ...]) -> None:
    with pytest.raises(NotOnTheSheet):
        rule_doubts([row(n, B) for n in projects], form(B))


def test_rows_of_another_list_are_no_reading_of_this_sheet() -> None:
    with pytest.raises(NotOnTheSheet, match="逐项"):
        rule_doubts([row(7, B)], form(B))


REASONS = sorted({*get_args(Doubt), *get_args(Ground), "not_genuine"})


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_clause_in_the_generated_text(reason: str) -> None:
    rules = Rules(seats=2)
    found = clause_behind([reason], numbering_of(draft(rules)), rules)  # type: ignore[list-item]  # one of the two

    budget = reason == "over_budget"
    assert re.fullmatch("（依据票决办法第[一二三四五六七八九十、第条]+）", found) or budget, reason
    assert rules_behind(reason)  # type: ignore[arg-type]  # one of the two


def test_several_reasons_cite_each_clause_once() -> None:
    rules = Rules(seats=2)

    assert clause_behind(["overvote", "all_blank"], numbering(rules), rules) == clause_behind(
        ["overvote"], numbering(rules), rules
    )
    assert clause_behind(["overvote"], {}, rules) == ""


@pytest.mark.parametrize("ground", [*get_args(Ground), "not_genuine", None])
def test_every_ground_has_a_name(ground: str | None) -> None:
    assert re.fullmatch("[\u4e00-\u9fff（）]+", ground_name(ground))
