"""Laws that every outcome obeys, under all rules of the outcome at once.

Two of them have their limits, and say so: 赞成 can hurt a project only by making its sheet void
(too many approvals, too much money), and more than all seats are given only where a text lets all
the tied in.
"""

from dataclasses import replace
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ballot.results import Outcome
from ballot.rules import Rules
from counting.figures import Figures, Project
from counting.reconciliation import failing
from counting.validity import judge
from tests.property.counting.halls import Hall, halls
from tests.support.exhaustive import compare
from tests.support.naive import naive

ELECTED = {"final", "shortfall", "tie_at_cutoff", "undecided_second_tie"}


def words_of(rules: Rules) -> dict[str, object]:
    """The rules in the words of the naive count."""
    words = {name: getattr(rules, name) for name in rules.__struct_fields__}
    if not isinstance(rules.threshold, str):
        words["threshold"] = rules.threshold.fraction
    cap = rules.budget_cap
    words["cap_fen"] = cap.amount * 1_000_000 if cap is not None and cap.hard else None
    return words


def naively(hall: Hall) -> dict[str, object]:
    figures = hall.figures()
    (part,) = figures.channels
    people = {
        "roster": figures.roster, "present": figures.present, "seats": hall.seats,
        "issued": figures.issued, "returned": figures.returned, "valid": figures.valid,
    }  # fmt: skip
    keys = ("approve", "oppose", "abstain", "illegible", "points")
    rows = {item.number: {key: getattr(item, key) for key in keys} for item in part.tally.items}
    projects = {n: (one.cost_fen, one.category) for n, one in figures.projects.items()}
    return naive(people, rows, words_of(hall.rules), projects, kind=hall.kind, another=hall.another)


@settings(max_examples=600)
@given(halls())
def test_the_naive_count_says_the_same(hall: Hall) -> None:
    compare(hall.outcome(), naively(hall), hall)


@given(halls(), st.randoms())
def test_the_order_of_ballots_changes_nothing(hall: Hall, random: Random) -> None:
    shuffled = tuple(random.sample(hall.ballots, len(hall.ballots)))

    assert replace(hall, ballots=shuffled).outcome() == hall.outcome()


@settings(max_examples=300)
@given(halls(), st.randoms())
def test_renumbering_projects_renumbers_the_outcome(hall: Hall, random: Random) -> None:
    order = random.sample(range(len(hall.projects)), len(hall.projects))

    before, after = hall.outcome(), hall.reordered(order).outcome()

    def renamed(numbers: tuple[int, ...]) -> set[int]:
        return {order[n - 1] + 1 for n in numbers}

    assert renamed(after.elected) == set(before.elected)
    assert renamed(after.tied) == set(before.tied)
    assert {(order[x.number - 1] + 1, x.reason) for x in after.not_elected} == {
        (x.number, x.reason) for x in before.not_elected
    }
    assert (after.status, after.action, after.vacant, after.seats_left) == (
        before.status, before.action, before.vacant, before.seats_left
    )  # fmt: skip
    assert [(g.category, g.seats, renamed(g.elected)) for g in after.groups] == [
        (g.category, g.seats, set(g.elected)) for g in before.groups
    ]


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(halls(modes=("at_most_k", "per_item")), st.data())
def test_one_more_approval_never_hurts_while_its_sheet_stays_valid(
    hall: Hall, data: st.DataObject
) -> None:
    before = hall.outcome()
    assume(before.elected)
    number = data.draw(st.sampled_from(before.elected))
    places = [
        place
        for place, ballot in enumerate(hall.ballots)
        if ballot[number - 1] != "+" and hall.valid(ballot) and hall.valid(plus(ballot, number))
    ]
    assume(places)
    chosen = data.draw(st.sampled_from(places))
    ballots = list(hall.ballots)
    ballots[chosen] = plus(ballots[chosen], number)

    assert number in replace(hall, ballots=tuple(ballots)).outcome().elected


def plus(ballot: tuple[str, ...], number: int) -> tuple[str, ...]:
    return (*ballot[: number - 1], "+", *ballot[number:])


def test_an_approval_too_many_hurts_because_it_voids_the_sheet() -> None:
    """The limit of the law above: K approvals and one more are none at all."""
    rules = Rules(threshold_base="present", tie_rule="presidium")
    hall = Hall(rules=rules, seats=1, ballots=(("+", "0"),), projects=(Project(), Project()))

    assert hall.outcome().elected == (1,)
    assert replace(hall, ballots=(("+", "+"),)).outcome().elected == ()


@given(halls())
def test_elected_vacant_and_open_seats_make_all_seats(hall: Hall) -> None:
    result = hall.outcome()
    given_out = len(result.elected) + result.vacant + result.seats_left

    if hall.rules.tie_rule == "admit_all" and hall.kind != "runoff":
        assert given_out >= hall.seats
    else:
        assert given_out == hall.seats
    listed = [*result.elected, *result.tied, *(one.number for one in result.not_elected)]
    assert sorted(listed) == list(range(1, len(hall.projects) + 1))


@given(halls())
def test_the_categories_add_up_to_the_whole(hall: Hall) -> None:
    result = hall.outcome()
    assume(result.groups)

    assert sum(group.seats for group in result.groups) == hall.seats
    for name in ("seats_left", "vacant"):
        assert sum(getattr(group, name) for group in result.groups) == getattr(result, name)
    for name in ("elected", "tied"):
        joined = [number for group in result.groups for number in getattr(group, name)]
        assert sorted(joined) == sorted(getattr(result, name))


@given(halls(), st.data())
def test_how_ballots_are_split_over_channels_changes_nothing(
    hall: Hall, data: st.DataObject
) -> None:
    hall = hall.valid_only()  # a tablet lets nobody cast a void ballot
    assume(hall.ballots)
    # 辨认不清 too is on paper only, so those sheets come first.
    hall = replace(
        hall, ballots=tuple(sorted(hall.ballots, key=lambda one: not doubtful(hall, one)))
    )
    illegible = sum(doubtful(hall, ballot) for ballot in hall.ballots)
    split = data.draw(st.integers(illegible, len(hall.ballots)))

    whole, parts = hall.outcome(), hall.outcome(split)

    for name in Outcome.__struct_fields__:
        if name != "channels":
            assert getattr(parts, name) == getattr(whole, name), name


def doubtful(hall: Hall, ballot: tuple[str, ...]) -> bool:
    (sheet,) = replace(hall, ballots=(ballot,)).sheets
    return "illegible" in judge(sheet, hall.rules, hall.ballot).readings


@given(halls())
def test_a_runoff_is_between_exactly_the_tied(hall: Hall) -> None:
    result = hall.outcome()
    if result.status not in {"tie_at_cutoff", "undecided_second_tie"}:
        assert (result.tied, result.seats_left) == ((), 0)
        return
    ties = [(g.tied, g.seats_left) for g in result.groups if g.tied] or [
        (result.tied, result.seats_left)
    ]
    for tied, seats_left in ties:
        assert 0 < seats_left < len(tied)
        assert len({score(result, hall.rules, number) for number in tied}) == 1
    if not result.groups:
        last = score(result, hall.rules, result.tied[0])
        assert all(score(result, hall.rules, number) >= last for number in result.elected)
        full = [x for x in result.not_elected if x.reason == "above_line_out_of_rank"]
        assert all(score(result, hall.rules, one.number) < last for one in full)


def score(result: Outcome, rules: Rules, number: int) -> int:
    item = result.counts[number - 1]
    match rules.rank_by:
        case "points":
            return item.points
        case "approve_minus_oppose":
            return item.approve - item.oppose
    return item.approve


@given(halls())
def test_every_identity_holds_by_construction(hall: Hall) -> None:
    assert failing(hall.figures(), hall.rules) == ()
    assert hall.outcome().status in ELECTED


@given(halls(), st.sampled_from(["returned", "valid", "invalid", "foreign", "approve"]))
def test_a_figure_that_is_off_by_one_decides_nothing(hall: Hall, cell: str) -> None:
    figures = hall.figures()
    failed = failing(with_one_more(figures, cell), hall.rules)

    # A foreign sheet is known only where a box was counted.
    assert bool(failed) == (cell != "foreign")


def with_one_more(figures: Figures, cell: str) -> Figures:
    (part,) = figures.channels
    tally = part.tally
    if cell == "approve":
        first = tally.items[0]
        items = (msgspec.structs.replace(first, approve=first.approve + 1), *tally.items[1:])
        tally = msgspec.structs.replace(tally, items=items)
    else:
        tally = msgspec.structs.replace(tally, **{cell: getattr(tally, cell) + 1})
    return replace(figures, channels=(replace(part, tally=tally),))


@pytest.mark.parametrize("threshold", ["majority", "plurality"])
@given(marks=st.lists(st.sampled_from("+-0"), min_size=1, max_size=12))
def test_a_whole_list_stands_or_falls_as_one(threshold: str, marks: list[str]) -> None:
    rules = Rules(ballot_mode="whole_list", threshold=threshold)
    hall = Hall(
        rules=rules, seats=3, ballots=tuple((mark,) for mark in marks), projects=(Project(),) * 3
    )

    result = hall.outcome()

    votes, against = marks.count("+"), marks.count("-")
    passed = votes * 2 > len(marks) if threshold == "majority" else votes > against
    assert result.elected == ((1, 2, 3) if passed else ())
    assert (result.vacant, result.tied) == (0 if passed else 3, ())
    assert (result.status, result.action) == (
        ("final", None) if passed else ("shortfall", "leave_vacant")
    )
