"""Laws that every outcome obeys, and a second, naive implementation to agree with."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.results import ChannelTally, ItemTotals, Outcome
from ballot.rules import Rules
from counting.figures import ChannelFigures, Figures, HandedOut
from counting.outcome import decide

Vote = tuple[list[list[str]], int]
"""Ballots of marks + - 0 per project, and the seats."""


def channel(name: str, ballots: list[list[str]], projects: int) -> ChannelFigures:
    columns = list(zip(*ballots, strict=True)) if ballots else [()] * projects
    items = tuple(
        ItemTotals(
            number=n,
            approve=column.count("+"),
            oppose=column.count("-"),
            abstain=column.count("0"),
            illegible=0,
        )
        for n, column in enumerate(columns, start=1)
    )
    size = len(ballots)
    return ChannelFigures(
        handed=HandedOut(printed=size, issued=size),
        tally=ChannelTally(
            channel=name, returned=size, valid=size, invalid=0, foreign=0, items=items
        ),
    )


def outcome(
    ballots: list[list[str]], seats: int, rules: Rules | None = None, *, split: int | None = None
) -> Outcome:
    projects = len(ballots[0])
    parts = [ballots] if split is None else [ballots[:split], ballots[split:]]
    channels = tuple(
        channel(name, part, projects)
        for name, part in zip(("paper", "tablet"), parts, strict=False)
    )
    figures = Figures(roster=len(ballots), present=len(ballots), seats=seats, channels=channels)
    return decide(rules or Rules(), figures)


@st.composite
def elections(draw: st.DrawFn) -> Vote:
    projects = draw(st.integers(2, 5))
    seats = draw(st.integers(1, projects))
    ballot = st.lists(st.sampled_from("+-0"), min_size=projects, max_size=projects).filter(
        lambda marks: marks.count("+") <= seats
    )
    return draw(st.lists(ballot, min_size=1, max_size=12)), seats


RULES = st.sampled_from(
    [Rules(threshold=line, rank_by=by) for line in ("majority", "plurality")
     for by in ("approve", "approve_minus_oppose")]
)  # fmt: skip


@given(elections(), RULES, st.randoms())
def test_the_order_of_ballots_changes_nothing(election: Vote, rules: Rules, random: Random) -> None:
    ballots, seats = election
    shuffled = random.sample(ballots, len(ballots))

    assert outcome(shuffled, seats, rules) == outcome(ballots, seats, rules)


@given(elections(), RULES, st.randoms())
def test_renumbering_projects_renumbers_the_outcome(
    election: Vote, rules: Rules, random: Random
) -> None:
    ballots, seats = election
    order = random.sample(range(len(ballots[0])), len(ballots[0]))
    renumbered = [[ballot[old] for old in order] for ballot in ballots]

    before, after = outcome(ballots, seats, rules), outcome(renumbered, seats, rules)

    assert {order[n - 1] + 1 for n in after.elected} == set(before.elected)
    assert {order[n - 1] + 1 for n in after.tied} == set(before.tied)
    assert after.status == before.status


@given(elections(), st.data())
def test_one_more_approval_never_hurts_its_project(election: Vote, data: st.DataObject) -> None:
    ballots, seats = election
    rules = Rules(ballot_mode="per_item")
    before = outcome(ballots, seats, rules)
    number = data.draw(st.sampled_from(before.elected or (1,)))
    voter = data.draw(st.integers(0, len(ballots) - 1))
    better = [list(ballot) for ballot in ballots]
    better[voter][number - 1] = "+"

    after = outcome(better, seats, rules)

    assert number not in before.elected or number in after.elected


@given(elections(), RULES)
def test_elected_vacant_and_open_seats_make_all_seats(election: Vote, rules: Rules) -> None:
    ballots, seats = election
    result = outcome(ballots, seats, rules)

    assert len(result.elected) + result.vacant + result.seats_left == seats
    listed = [*result.elected, *result.tied, *(one.number for one in result.not_elected)]
    assert sorted(listed) == list(range(1, len(ballots[0]) + 1))


@given(elections(), RULES, st.data())
def test_how_ballots_are_split_over_channels_changes_nothing(
    election: Vote, rules: Rules, data: st.DataObject
) -> None:
    ballots, seats = election
    split = data.draw(st.integers(0, len(ballots)))

    whole, parts = outcome(ballots, seats, rules), outcome(ballots, seats, rules, split=split)

    assert parts.counts == whole.counts
    assert (parts.status, parts.elected, parts.tied) == (whole.status, whole.elected, whole.tied)


@given(elections(), RULES)
def test_a_runoff_is_between_exactly_the_tied(election: Vote, rules: Rules) -> None:
    ballots, seats = election
    result = outcome(ballots, seats, rules)
    if result.status != "tie_at_cutoff":
        assert (result.tied, result.seats_left) == ((), 0)
        return
    by = rules.rank_by

    def score(number: int) -> int:
        item = result.counts[number - 1]
        return item.approve - (item.oppose if by == "approve_minus_oppose" else 0)

    (last,) = {score(number) for number in result.tied}
    assert 0 < result.seats_left < len(result.tied)
    assert all(score(number) > last for number in result.elected)
    out_of_rank = [x for x in result.not_elected if x.reason == "above_line_out_of_rank"]
    assert all(score(one.number) < last for one in out_of_rank)


def naive(ballots: list[list[str]], seats: int) -> tuple[set[int], set[int]]:
    """The statutory default by counting places, without sorting: who surely is in, who may be."""
    voters, projects = len(ballots), range(len(ballots[0]))
    votes = [sum(ballot[p] == "+" for ballot in ballots) for p in projects]
    passed = [p for p in projects if votes[p] * 2 > voters]
    ahead = {p: sum(votes[q] > votes[p] for q in passed) for p in passed}
    beside = {p: sum(votes[q] >= votes[p] for q in passed) for p in passed}
    surely = {p + 1 for p in passed if beside[p] <= seats}
    perhaps = {p + 1 for p in passed if ahead[p] < seats < beside[p]}
    return surely, perhaps


@pytest.mark.parametrize("seats", [1, 2, 3])
def test_three_projects_and_four_voters_agree_with_the_naive_count(seats: int) -> None:
    kinds = [k for k in product("+0", repeat=3) if k.count("+") <= seats]
    for ballots in product(kinds, repeat=4):
        surely, perhaps = naive(ballots, seats)

        result = outcome(list(ballots), seats)

        assert (set(result.elected), set(result.tied)) == (surely, perhaps)
        assert result.vacant == (0 if perhaps else seats - len(surely))
