"""A symbol that contradicts its box, or that strict rules do not name, is left to people."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import pytest

from ballot.reading import BoxReading
from ballot.rules import Rules
from ballot.rules.marks import prescribed
from ballot.sheet import Box
from counting.scan.opinion import Opinion
from counting.scan.prescribed import standing
from counting.scan.thresholds import THRESHOLDS
from tests.support.scanned import (
    Pen,
    circle,
    cross,
    definition_of,
    fill,
    png,
    printed,
    scanned,
    tick,
)
from tests.support.scanned import read as read_files
from tests.unit.counting.scan.test_marks import TICK as TICKED
from tests.unit.counting.scan.test_marks import measured

TICK, CIRCLE, CROSS, FILL = (
    replace(Opinion(marked=1000, blank=0, faint=0, struck=0), **{one: 1000})
    for one in ("tick", "circle", "cross", "fill")
)
LENIENT = Rules()
STRICT = Rules(adjudication="strict")


TICKED_BOX = tuple(measured(TICKED))
FULL = tuple(measured(TICKED, ink=THRESHOLDS.sure_filled, around=THRESHOLDS.sure_inside, through=0))


def read(
    choice: str, seen: Opinion | None, rules: Rules, features: Sequence[int] = TICKED_BOX
) -> str:
    box = Box(project=1, choice=choice, x=0, y=0, w=7_000, h=6_000)
    one = BoxReading(choice=choice, mark="marked", score=900, features=tuple(features))
    (told,) = standing([box], [one], {} if seen is None else {0: seen}, rules, THRESHOLDS)
    assert told.score == (900 if told.mark == "marked" else 0)
    return told.mark


@pytest.mark.parametrize("choice", ["approve", "abstain", "满意"])
@pytest.mark.parametrize("rules", [LENIENT, STRICT])
def test_a_cross_outside_the_box_of_those_against_is_left_to_people(
    choice: str, rules: Rules
) -> None:
    assert read(choice, CROSS, rules) == "doubtful"
    assert read("oppose", CROSS, rules) == "marked"


@pytest.mark.parametrize("seen", [TICK, CIRCLE, FILL])
@pytest.mark.parametrize("choice", ["approve", "oppose", "abstain"])
def test_lenient_rules_let_the_box_say_it(choice: str, seen: Opinion) -> None:
    assert read(choice, seen, LENIENT) == "marked"


@pytest.mark.parametrize(
    ("choice", "seen", "mark"),
    [
        ("approve", CIRCLE, "marked"),
        ("approve", TICK, "doubtful"),
        ("approve", FILL, "doubtful"),
        ("oppose", CIRCLE, "doubtful"),
        ("abstain", CIRCLE, "marked"),
        ("abstain", TICK, "doubtful"),
        ("基本满意", CIRCLE, "marked"),
    ],
)
def test_strict_rules_let_stand_what_they_name(choice: str, seen: Opinion, mark: str) -> None:
    assert read(choice, seen, STRICT) == mark


def test_a_cross_stands_where_the_rules_ask_for_it() -> None:
    crossed = Rules(mark_approve=("×",), mark_oppose=("○",))
    assert read("approve", CROSS, crossed) == "marked"
    assert read("approve", CROSS, msgspec.structs.replace(crossed, adjudication="strict")) == (
        "marked"
    )


def test_limits_say_how_sure_is_sure() -> None:
    crossed = replace(TICK, cross=THRESHOLDS.contrary)
    assert read("approve", crossed, LENIENT) == "doubtful"
    assert read("approve", replace(crossed, cross=THRESHOLDS.contrary - 1), LENIENT) == "marked"
    sure = replace(CIRCLE, circle=THRESHOLDS.prescribed)
    assert read("approve", sure, STRICT) == "marked"
    assert read("approve", replace(sure, circle=THRESHOLDS.prescribed - 1), STRICT) == "doubtful"
    both = Rules(adjudication="strict", mark_approve=("○", "√"))
    halves = replace(CIRCLE, circle=500, tick=500)
    assert read("approve", halves, both) == "marked", "it is one of the two"


def test_what_was_not_looked_at_stands_with_lenient_rules_alone() -> None:
    assert read("approve", None, LENIENT) == "marked"
    assert read("approve", None, STRICT) == "doubtful"


def test_a_box_filled_to_its_frame_is_filled_whatever_is_seen_of_it() -> None:
    by_fill = Rules(adjudication="strict", mark_approve=("fill",))
    beyond = (*FULL[:1], THRESHOLDS.sure_inside + 1, *FULL[2:])
    assert read("approve", None, by_fill, FULL) == "marked"
    assert read("approve", None, by_fill, beyond) == "doubtful"
    assert read("approve", None, STRICT, FULL) == "doubtful"


def test_what_is_written_stays() -> None:
    assert read("rank", CROSS, STRICT) == "marked"


def test_the_box_of_those_who_abstain_takes_the_mark_of_those_who_approve() -> None:
    assert prescribed("abstain", LENIENT) == ("○",)
    assert prescribed("abstain", Rules(mark_abstain=("√", "blank"))) == ("√",)
    assert prescribed("oppose", LENIENT) == ("×",)


CHOICES = {1: "approve", 2: "oppose", 3: "abstain"}


def seen(sign: Callable[[Pen, Box], None], said: dict[int, str], **rules: object) -> list[str]:
    """Return what a sheet reads that bears ``sign`` in the box of each choice."""
    sheet = printed(definition_of(4, 2, **rules))
    pixels = sheet.page()
    for box in sheet.layout.pages[0].boxes:
        if said.get(box.project) == box.choice:
            sign(Pen(pixels), box)
    (page,) = read_files(sheet, png(scanned(pixels)))
    return [row.reading for row in page.rows]


@pytest.mark.parametrize("sign", [tick, circle, fill])
def test_on_a_sheet_the_box_says_it(sign: Callable[[Pen, Box], None]) -> None:
    assert seen(sign, CHOICES) == ["approve", "oppose", "abstain", "abstain"]


def test_on_a_sheet_a_cross_is_a_vote_against_or_a_doubt() -> None:
    assert seen(cross, CHOICES) == ["doubtful", "oppose", "doubtful", "abstain"]


def test_on_a_sheet_of_one_box_a_cross_is_no_choice() -> None:
    read = seen(cross, {1: "approve"}, sheet_style="C", choices=("approve",))
    assert read == ["doubtful", *["abstain"] * 3]


def test_on_a_list_voted_on_as_a_whole_it_is_the_same() -> None:
    assert seen(cross, {0: "approve"}, ballot_mode="whole_list") == ["doubtful"]
    assert seen(cross, {0: "oppose"}, ballot_mode="whole_list") == ["oppose"]


@pytest.mark.parametrize(
    ("sign", "read"),
    [
        (circle, ["approve", "doubtful", "abstain", "abstain"]),
        (cross, ["doubtful", "oppose", "doubtful", "abstain"]),
        (tick, ["doubtful", "doubtful", "doubtful", "abstain"]),
    ],
)
def test_on_a_sheet_strict_rules_let_their_symbols_stand(
    sign: Callable[[Pen, Box], None], read: list[str]
) -> None:
    assert seen(sign, CHOICES, adjudication="strict") == read
