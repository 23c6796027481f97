"""分类名额 through tie, runoff and fill: no category ever gets more than its seats."""

import functools
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ballot import events as e
from ballot.candidates import Candidate
from ballot.course import chosen_by, left_open, pool
from ballot.results import ChannelTally, ItemTotals, Tally
from ballot.rules import Rules
from ballot.state import Election, Round, Tokens
from counting.books import outcome_of
from counting.quota import seats_by_category
from tests.support.hand_counted import hand_counted

VOTERS = 10
VOTES = st.sampled_from([2, 6, 7, 7, 8])
CATEGORIES = st.sampled_from(["教育", "教育", "养老", "交通"])
"""Many of one category, so that somebody of a full one is left; votes that pass and do not."""


@functools.cache
def created() -> e.ElectionCreated:
    return next(one for one in hand_counted().script if isinstance(one, e.ElectionCreated))


def beginning(rules: Rules) -> Election:
    return Election(created=msgspec.structs.replace(created(), rules=rules, clauses=()))


def held(now: Election, kind: str, numbers: Sequence[int], seats: int) -> Round:
    """Begin a round in which everybody votes on paper."""
    current = Round(
        number=len(now.rounds) + 1,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds
        threshold="plurality" if kind == "runoff" else "majority",
        clause="",
        seats=seats,
        candidates=tuple(numbers),
        roster_total=VOTERS,
        present=VOTERS,
        stage="counted",
        paper=Tokens(printed=VOTERS, issued=VOTERS),
    )
    now.rounds.append(current)
    return current


def counted(
    data: st.DataObject, now: Election, current: Round, listed: Sequence[Candidate]
) -> None:
    items = []
    for number in current.candidates:
        yes = data.draw(VOTES)
        items.append(
            ItemTotals(number=number, approve=yes, oppose=0, abstain=VOTERS - yes, illegible=0)
        )
    part = ChannelTally(
        channel="paper",
        returned=VOTERS,
        valid=VOTERS,
        invalid=0,
        foreign=0,
        items=tuple(items),
    )
    current.outcome = outcome_of(now, current, Tally(channels=(part,)), listed)


def category(one: Candidate, whole: Mapping[str, int]) -> str:
    return one.category if one.category in whole else ""


@settings(max_examples=250)
@given(data=st.data())
def test_no_category_gets_more_than_its_seats_in_any_round(data: st.DataObject) -> None:
    named = data.draw(st.lists(CATEGORIES, min_size=5, max_size=7))
    listed = tuple(
        Candidate(number=n, name=f"项目{n}", category=each) for n, each in enumerate(named, 1)
    )
    seats = data.draw(st.integers(2, 3))
    rules = Rules(
        seats=seats,
        ballot_mode="per_item",
        category_quota={"教育": 1, "养老": 0},
        max_rounds=8,
    )
    now = beginning(rules)
    whole = seats_by_category(rules, seats)
    assert whole is not None
    counted(data, now, held(now, "first", [one.number for one in listed], seats), listed)
    for _ in range(3):
        left = left_open(now)
        if left.tie is not None and left.tie.outcome is not None:
            tied = left.tie.outcome
            current = held(now, "runoff", tied.tied, tied.seats_left)
        elif left.vacant and (stand := [one for equals in pool(now) for one in equals]):
            current = held(now, "fill", stand, left.vacant)
        else:
            break
        counted(data, now, current, listed)
        chosen = set(chosen_by(now, len(now.rounds)))
        taken = Counter(category(one, whole) for one in listed if one.number in chosen)
        assert all(taken[name] <= whole[name] for name in taken), (taken, whole)
        assert len(chosen) + left_open(now).vacant + _waiting(now) == seats


def _waiting(now: Election) -> int:
    tie = left_open(now).tie
    return 0 if tie is None or tie.outcome is None else tie.outcome.seats_left
