"""Where the log has which ballot: a projection of ``ballot_cast``, rebuilt from the log at will."""

from collections.abc import Sequence

from ballot.canonical import Digest
from ballot.events import Event
from ballot.events.casting import BallotCast
from service.ledger.connection import Connection, Row
from service.ledger.values import UrnBallot


def note(connection: Connection, election: str, start: int, events: Sequence[Event]) -> None:
    """Enter the ballots among ``events``, whose first one is leaf ``start``."""
    connection.many(
        "INSERT INTO ledger_counted (election, round, ballot, proofs, credential, leaf) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [
            (election, event.round, event.ballot, event.proofs, event.credential, start + index)
            for index, event in enumerate(events)
            if isinstance(event, BallotCast)
        ],
    )


def forget(connection: Connection, election: str) -> None:
    """Drop the projection of one election; ``note`` makes it anew from the log."""
    connection.run("DELETE FROM ledger_counted WHERE election = ?", (election,))


def by_ballot(
    connection: Connection, election: str, number: int, ballot: Digest
) -> tuple[UrnBallot, int] | None:
    """Return a counted ballot and its leaf by its hash."""
    rows = connection.rows(
        "SELECT ballot, proofs, credential, leaf FROM ledger_counted "
        "WHERE election = ? AND round = ? AND ballot = ?",
        (election, number, ballot),
    )
    return _found(rows)


def by_credential(
    connection: Connection, election: str, number: int, credential: str
) -> tuple[UrnBallot, int] | None:
    """Return the ballot that a credential cast in a closed round, and its leaf."""
    rows = connection.rows(
        "SELECT ballot, proofs, credential, leaf FROM ledger_counted "
        "WHERE election = ? AND round = ? AND credential = ?",
        (election, number, credential),
    )
    return _found(rows)


def _found(rows: list[Row]) -> tuple[UrnBallot, int] | None:
    if not rows:
        return None
    ballot, proofs, credential, leaf = rows[0]
    return UrnBallot(ballot=ballot, proofs=proofs, credential=credential), int(leaf)
