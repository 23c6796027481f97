"""Who is chosen after all rounds and by what, what is vacant, what the rules ask for next."""

from typing import Any

import pytest

from ballot.results import Losing
from ballot.rules import Rules
from counting.standing import standing
from tests.support.tale import Tale

TIE = {1: 30, 2: 25, 3: 25, 4: 10}
SHORT = {1: 30, 2: 15, 3: 15, 4: 10}


def tale(**rules: Any) -> Tale:
    return Tale(rules=Rules(seats=2, roster_total=45, **rules)).begin()


def tied(**rules: Any) -> Tale:
    return tale(**rules).played(TIE, elected=(1,), tied=(2, 3), seats_left=1)


def short(**rules: Any) -> Tale:
    return tale(**rules).played(SHORT, elected=(1,), vacant=1)


def hows(story: Tale) -> list[tuple[int, int, str]]:
    return [(one.number, one.round, one.how) for one in standing(story.election).chosen]


def test_nothing_is_chosen_while_the_first_round_is_under_way() -> None:
    found = standing(tale().opened().election)

    assert (found.chosen, found.pending, found.under_way) == ((), None, 1)


def test_a_tie_waits_and_then_says_who_was_chosen_by_a_runoff() -> None:
    story = tied()
    found = standing(story.election)
    assert (found.tied, found.seats_left, found.pending) == ((2, 3), 1, "runoff")

    story.follows("runoff", (2, 3), 1)
    assert (standing(story.election).under_way, standing(story.election).tied) == (2, ())
    story.played({2: 10, 3: 28}, elected=(3,))

    assert hows(story) == [(1, 1, "vote"), (3, 2, "runoff")]
    assert standing(story.election).pending is None


def test_who_was_chosen_by_the_presidium_or_by_lot_is_told_apart() -> None:
    assert hows(tied(tie_rule="presidium").decides("tie", 2))[1] == (2, 1, "presidium")
    story = tied(tie_rule="lot")
    assert standing(story.election).pending == "draw_lot"
    assert hows(story.draws())[1][1:] == (1, "lot")


def test_who_was_chosen_for_a_lower_cost_is_told_apart() -> None:
    losing = (
        Losing(number=3, reason="dearer_of_tied"),
        Losing(number=4, reason="below_line"),
    )
    story = tale(tie_rule="lower_cost").played(TIE, elected=(1, 2), not_elected=losing)

    assert hows(story) == [(1, 1, "vote"), (2, 1, "cost")]


@pytest.mark.parametrize(
    ("rules", "pending"),
    [
        ({}, "presidium"),
        ({"shortfall_action": "vacant"}, "leave_vacant"),
        ({"shortfall_action": "next_session"}, "fill_next_session"),
        ({"shortfall_action": "same_session"}, "fill_same_session"),
    ],
)
def test_a_vacancy_says_what_the_rules_do_about_it(rules: dict[str, Any], pending: str) -> None:
    found = standing(short(**rules).election)

    assert (found.vacant, found.pending) == (1, pending)


def test_what_the_presidium_said_about_a_vacancy_is_what_comes_next() -> None:
    assert standing(short().decides("shortfall").election).pending == "leave_vacant"
    story = short().decides("shortfall", 2, 3)
    assert standing(story.election).pending == "fill_same_session"

    story.follows("fill", (2, 3), 1).played({2: 30, 3: 8}, elected=(2,))
    assert hows(story) == [(1, 1, "vote"), (2, 2, "fill")]
    assert standing(story.election).vacant == 0


def test_no_fill_is_asked_for_once_the_rounds_are_used_up() -> None:
    story = short(shortfall_action="same_session", max_rounds=2).follows("fill", (2, 3), 1)
    story.played({2: 15, 3: 14}, vacant=1)

    assert (standing(story.election).vacant, standing(story.election).pending) == (
        1,
        "leave_vacant",
    )


def test_a_void_round_waits_for_the_presidium_and_then_for_a_revote() -> None:
    story = tale().opened().closed().voided()
    assert standing(story.election).pending == "presidium"

    assert standing(story.decides("revote").election).pending == "re_vote"


def test_chosen_tied_and_vacant_are_the_seats_at_every_step() -> None:
    for story in (tied(), short(), tied(tie_rule="lot").draws(), short().decides("shortfall")):
        found = standing(story.election)
        assert len(found.chosen) + found.seats_left + found.vacant == 2
        assert found.numbers == tuple(one.number for one in found.chosen)
