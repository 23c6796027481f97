"""The replay of the log: how far it is legal, and what the books said at every outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot import events as e
from ballot.errors import BallotError
from ballot.fold import apply
from ballot.state import Election, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The first event that may not happen: its place (from 0), itself, and the rule's sentence."""

    index: int
    event: e.Event
    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A frozen list as it was: its place in the log, the event, the round after it."""

    index: int
    event: e.ListFrozen
    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An outcome as it was written: its place in the log, the event, the round's books then."""

    index: int
    event: e.OutcomeDecided
    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """``election`` is the state after the last legal event; ``refusal`` the first illegal one."""

    election: Election
    refusal: Refusal | None
    lists: tuple[Frozen, ...]
    outcomes: tuple[Decided, ...]


def fold_all(events: Sequence[e.Event]) -> Folding:
    """Replay ``events`` through the rules up to the first refusal."""
    election, refusal = Election(), None
    lists: list[Frozen] = []
    outcomes: list[Decided] = []
    for index, event in enumerate(events):
        try:
            apply(election, event)
        except BallotError as error:
            refusal = Refusal(index=index, event=event, code=error.code, sentence=error.sentence)
            break
        match event:
            case e.ListFrozen():
                now = election.rounds[event.round - 1].copy()
                lists.append(Frozen(index=index, event=event, round=now))
            case e.OutcomeDecided():
                now = election.rounds[event.round - 1].copy()
                outcomes.append(Decided(index=index, event=event, round=now))
    return Folding(election=election, refusal=refusal, lists=tuple(lists), outcomes=tuple(outcomes))
