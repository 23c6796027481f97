"""Invented ballots lead to the case that is to be practised, under every kind of rules."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from ballot.rules import Fraction, Rules
from counting.figures import ChannelFigures, Figures, HandedOut, Project
from counting.outcome import decide
from service.rehearsal.ballots import Row
from service.rehearsal.plan import count_paper
from service.rehearsal.scenarios.contest import Contest, Unreachable, clear, short, tied
from service.rehearsal.scenarios.listing import categories, listed, quota_of
from service.rehearsal.scenarios.possible import Case

MODES: tuple[dict[str, Any], ...] = (
    {},
    {"ballot_mode": "exactly_k", "undervote": "void"},
    {"ballot_mode": "per_item"},
    {"ballot_mode": "ranked", "rank_by": "points"},
    {"choices": ("approve",)},
    {"rank_by": "approve_minus_oppose"},
    {"ballot_mode": "per_item", "blank_means": "approve"},
    {"category_quota": {"基础设施": 1}, "choices": ("approve", "abstain")},
)
LINES: tuple[dict[str, Any], ...] = (
    {},
    {"threshold": "plurality"},
    {"threshold": Fraction(fraction=(2, 3))},
    {"threshold_base": "valid", "body_type": "street_assembly"},
)
SIZES = ((57, 54), (15, 14), (400, 366), (12, 12))


def cases() -> list[Case]:
    return [
        Case(rules=Rules(seats=seats, roster_total=roster, **mode, **line), roster=roster, voters=v)
        for mode, line, seats, (roster, v) in product(MODES, LINES, (1, 2, 3, 10), SIZES)
    ]


def status(case: Case, rows: tuple[Row, ...]) -> tuple[str, int]:
    """The outcome of ``rows`` on paper: its status, and how many are elected."""
    rules, numbers = case.rules, tuple(range(1, listed(case.rules) + 1))
    tally = count_paper(numbers, rows, rules, rules.seats or 0)
    handed = HandedOut(printed=len(rows), issued=len(rows))
    figures = Figures(
        roster=case.roster,
        present=len(rows),
        seats=rules.seats or 0,
        channels=(ChannelFigures(handed=handed, tally=tally, box_counted=len(rows)),),
        projects={
            number: Project(cost_fen=number, category=name)
            for number, name in zip(numbers, categories(rules), strict=False)
        },
        quota=quota_of(rules) or None,
    )
    found = decide(rules, figures)
    return found.status, len(found.elected)


def reached(make: Callable[[Contest], tuple[Row, ...]]) -> list[tuple[Case, tuple[str, int]]]:
    """The outcomes of all cases that can be made."""
    found = []
    for case in cases():
        try:
            found.append((case, status(case, make(case.contest))))
        except Unreachable:
            continue
    return found


def test_a_clear_result_fills_every_seat_under_all_rules() -> None:
    found = reached(clear)

    assert len(found) == len(cases())
    assert [one for one in found if one[1] != ("final", one[0].rules.seats)] == []


def test_a_tie_is_one_at_the_last_seat() -> None:
    found = reached(tied)

    assert len(found) > len(cases()) * 3 // 4
    expected = [("tie_at_cutoff", (case.rules.seats or 0) - 1) for case, _ in found]
    assert [one for _, one in found] == expected


def test_a_shortfall_is_one_seat_short() -> None:
    found = reached(short)

    assert len(found) > len(cases()) // 2
    expected = [("shortfall", (case.rules.seats or 0) - 1) for case, _ in found]
    assert [one for _, one in found] == expected


@pytest.mark.parametrize("seats", [3, 5])
def test_a_whole_list_passes_and_ratings_are_counted(seats: int) -> None:
    whole = Rules(seats=seats, roster_total=15, ballot_mode="whole_list")
    case = Case(rules=whole, roster=15, voters=14)
    assert status(case, clear(case.contest)) == ("final", seats)

    graded = Rules(seats=seats, roster_total=15, ballot_mode="graded")
    rated = Case(rules=graded, roster=15, voters=14)
    assert status(rated, clear(rated.contest)) == ("final", 0)


def test_nobody_can_tie_for_a_single_seat_with_a_majority() -> None:
    case = Case(rules=Rules(seats=1, roster_total=15), roster=15, voters=14)

    with pytest.raises(Unreachable):
        tied(case.contest)


def test_any_vote_is_enough_under_plurality_so_no_seat_stays_empty() -> None:
    case = Case(rules=Rules(seats=3, roster_total=15, threshold="plurality"), roster=15, voters=14)

    with pytest.raises(Unreachable):
        short(case.contest)
