"""The state at the head of every log that this process has looked at.

A published ``Head`` is never changed again: whoever wants to change the state copies it first. So
readers in other threads need no lock on it, and a refused act has nothing to undo.
"""

from dataclasses import dataclass, field
from threading import Lock

from audit.merkle import Frontier, leaf_hash
from ballot.errors import BallotError
from ballot.events import decode
from ballot.fold import apply
from ballot.state import Election
from service.ledger import log
from service.ledger.connection import Connection


@dataclass(frozen=True, slots=True)
class Head:
    """The right edge of a log and the state that its leaves fold to; shared, not to be changed."""

    frontier: Frontier = field(default_factory=Frontier)
    state: Election = field(default_factory=Election)

    @property
    def size(self) -> int:
        """How many leaves the log has."""
        return self.frontier.size


@dataclass(slots=True)
class Heads:
    """The newest head known of each election. Safe to use from several threads."""

    _known: dict[str, Head] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def caught_up(self, connection: Connection, election: str, *, hold: bool = False) -> Head:
        """Return the head as it is stored now, folding what others have appended since.

        With ``hold`` nobody else can append until the transaction ends. Raises UnknownElection,
        and LogBroken if the leaves do not fold or do not give the stored right edge.
        """
        # In this order: what is known was committed, so the store is never behind it.
        known = self._known.get(election, Head())
        stored = log.frontier(connection, election, hold=hold)
        if known.size > stored.size:
            raise log.broken(election)
        if known.frontier == stored:
            return known
        head = _grown(election, known, log.leaves(connection, election, known.size, stored.size))
        if head.frontier != stored:
            raise log.broken(election)
        self.publish(election, head)
        return head

    def publish(self, election: str, head: Head) -> None:
        """Make ``head`` the newest one; only after its leaves were committed."""
        with self._lock:
            known = self._known.get(election)
            if known is None or known.size < head.size:
                self._known[election] = head


def _grown(election: str, known: Head, leaves: list[bytes]) -> Head:
    state = known.state.copy()
    try:
        for leaf in leaves:
            apply(state, decode(leaf))
    except BallotError as error:
        raise log.broken(election) from error
    return Head(known.frontier.extend(leaf_hash(leaf) for leaf in leaves), state)
