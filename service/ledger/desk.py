"""One write transaction on one election, with its head held."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ballot.errors import Refused
from ballot.events import Event, Opened, RoundVoided, encode
from ballot.fold import apply
from ballot.state import Election
from service.ledger import counted, log
from service.ledger.connection import Connection
from service.ledger.heads import Head, Heads
from service.ledger.urn import Urn
from service.ledger.values import Appended


@dataclass(slots=True)
class Desk:
    """Where the acts of one transaction are worked off, one after the other.

    Whatever is checked here is checked against the head that this transaction holds, so nothing
    that another process does can come between the check and the commit.
    """

    connection: Connection
    election: str
    _heads: Heads
    _head: Head | None = field(default=None, init=False)
    urn_dropped: bool = field(default=False, init=False)
    """Whether the store has something to wipe after the commit."""

    @property
    def head(self) -> Head:
        """The head, taken at the first look and held from then on. Raises UnknownElection."""
        if self._head is None:
            self._head = self._heads.caught_up(self.connection, self.election, hold=True)
        return self._head

    def urn(self, number: int) -> Urn:
        """Return the urn of round ``number``."""
        return Urn(self.connection, self.election, number)

    def judged(self, state: Election, events: Sequence[Event]) -> Election:
        """Let ``events`` happen to ``state``, a copy of the head's, and return it.

        Raises Refused; then nothing was written.
        """
        if not events:
            raise Refused("这一操作没有产生任何事件。", code="act.empty")
        for event in events:
            apply(state, event)
        return state

    def append(self, events: Sequence[Event], state: Election) -> Appended:
        """Write ``events``, which lead to ``state``, behind the head."""
        start, bodies = self.head.size, [encode(event) for event in events]
        frontier = log.append(self.connection, self.election, self.head.frontier, bodies)
        counted.note(self.connection, self.election, start, events)
        for event in events:
            self._follow(event)
        self._head = Head(frontier, state)
        return Appended(start=start, events=tuple(events))

    def empty_urn(self, number: int) -> None:
        """Move the round's ballots to the objects and drop their urn."""
        self.urn(number).empty_into_objects()
        self.urn_dropped = True

    def committed(self) -> None:
        """Show the new head to everybody; called after the commit alone."""
        if self._head is not None:
            self._heads.publish(self.election, self._head)

    def _follow(self, event: Event) -> None:
        if isinstance(event, Opened):
            self.urn(event.round).set_up()
        elif isinstance(event, RoundVoided) and self.urn(event.round).stands():
            # A void round's ballots are never opened and never enter the log.
            self.urn(event.round).drop()
            self.urn_dropped = True
