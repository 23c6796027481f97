"""代写: only how many, never who or which."""

import msgspec
import pytest

from ballot import events as e
from ballot import refusals as r
from ballot.fold import apply, fold
from ballot.rules import Rules
from ballot.state import Election
from tests.support.hand_counted import hand_counted


def at_the_count(*, allowed: bool = True) -> Election:
    """Return a round that is closed, before its boxes were counted."""
    session = hand_counted()
    rules = msgspec.structs.replace(session.rules, assisted_writing=allowed)
    created = session.script[0]
    assert isinstance(created, e.ElectionCreated)
    session.script[0] = msgspec.structs.replace(created, rules=rules, clauses=())
    place = next(at for at, one in enumerate(session.script) if isinstance(one, e.BoxCounted))
    session.script = session.script[:place]
    return fold(session.sign(session.script))


def test_the_last_figures_before_the_outcome_count() -> None:
    election = at_the_count()
    apply(election, e.AssistedCounted(round=1, paper=3, tablet=0))
    apply(election, e.AssistedCounted(round=1, paper=2, tablet=0))

    assert election.current.assisted == (2, 0)


@pytest.mark.parametrize("event", [
    e.AssistedCounted(round=1, paper=100, tablet=0),
    e.AssistedCounted(round=1, paper=0, tablet=1),
])  # fmt: skip
def test_no_more_are_assisted_than_got_a_ballot(event: e.AssistedCounted) -> None:
    with pytest.raises(r.WrongFigures):
        apply(at_the_count(), event)


def test_where_the_rules_forbid_it_only_none_can_be_booked() -> None:
    election = at_the_count(allowed=False)
    with pytest.raises(r.WrongCourse):
        apply(election, e.AssistedCounted(round=1, paper=1, tablet=0))
    apply(election, e.AssistedCounted(round=1, paper=0, tablet=0))

    assert election.current.assisted == (0, 0)


def test_it_is_booked_between_the_close_and_the_outcome() -> None:
    whole = hand_counted()
    with pytest.raises(r.WrongStage):
        apply(fold(whole.sign(whole.script)), e.AssistedCounted(round=1, paper=0, tablet=0))


def test_the_event_says_figures_and_nothing_else() -> None:
    assert Rules().assisted_writing
    assert set(e.AssistedCounted.__struct_fields__) == {"round", "paper", "tablet"}
