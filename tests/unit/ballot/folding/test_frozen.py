"""A frozen definition never changes: no event that the log knows touches it, whoever signs."""

from contextlib import suppress
from typing import Any, get_args

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from ballot import events as e
from ballot.errors import Refused
from ballot.events.base import Role
from ballot.fold import apply
from ballot.rules import Rules
from tests.support.meddling import EVENTS, SIGNERS, Signers
from tests.support.tale import Tale

TIE = {1: 30, 2: 25, 3: 25, 4: 10}


def _begun() -> Tale:
    return Tale(rules=Rules(seats=2, roster_total=45)).begin()


STEPS: tuple[Any, ...] = (
    _begun,
    lambda: _begun().opened(),
    lambda: _begun().opened().closed(),
    lambda: _begun().played(TIE, elected=(1,), tied=(2, 3), seats_left=1),
    lambda: _begun().opened().closed().voided().decides("revote"),
)


def fixed(story: Tale) -> tuple[object, ...]:
    """What people froze: the rules of the election, and the first round's list."""
    first = story.election.rounds[0]
    return story.election.facts, first.definition, first.candidates, first.seats, first.threshold


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    step=st.sampled_from(STEPS), events=st.lists(st.tuples(EVENTS, SIGNERS), min_size=5, max_size=9)
)
def test_no_event_changes_what_was_frozen(step: Any, events: list[tuple[e.Event, Signers]]) -> None:
    story = step()
    before = fixed(story)

    for event, signers in events:
        if isinstance(event, e.DefinitionWithdrawn):
            continue
        act = story.signed(event, signers) if hasattr(event, "approvals") else event
        with suppress(Refused):
            apply(story.election, act)
        assert fixed(story) == before


def test_a_list_is_frozen_once_and_only_two_people_take_it_back_before_the_opening() -> None:
    both: list[tuple[Role, int]] = [("clerk", 1), ("presider", 1)]
    for at, step in enumerate(STEPS):
        story = step()
        before = fixed(story)
        again = e.ListFrozen(
            round=1,
            definition=story.election.rounds[0].definition or story.events[0].log_key,  # type: ignore[union-attr, arg-type]  # any digest
            candidates=(1, 2, 3),
            seats=2,
            at="2026-01-22T11:00+08:00",
            approvals=(),
        )
        withdrawn = e.DefinitionWithdrawn(
            round=1, reason="更正。", at="2026-01-22T11:00+08:00", approvals=()
        )
        for act in (again, withdrawn) if at else (again,):
            try:
                apply(story.election, story.signed(act, both))
            except Refused:
                assert fixed(story) == before
            else:
                raise AssertionError(type(act).__name__)


def test_every_kind_of_event_names_no_definition_but_the_frozen_list() -> None:
    kinds = {kind for chapter in get_args(e.Event) for kind in (get_args(chapter) or (chapter,))}

    assert {one for one in kinds if "definition" in one.__struct_fields__} == {e.ListFrozen}
    assert {one for one in kinds if "rules" in one.__struct_fields__} == {e.ElectionCreated}
