"""What digests in the log stand for, where the log may not say it: readings, rulings, identities.

Private rows beside the log, written in the transaction of the event that names them, so that no
digest is ever on record whose meaning is lost. They leave the house in the evidence alone. Keyed by
digest: a row has no sequence and no time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.canonical import Digest
from ballot.errors import Malformed
from ballot.events import Event, encode
from service.ledger.connection import Connection
from service.ledger.errors import UnnamedOpening

Kind = Literal["reading", "ruling", "identities"]

LIMIT = 1 << 20
"""Bytes of one value: one part of an object (``objects.PART``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """``digest`` is what the log names; ``salt`` and ``value`` are what it was made from.

    Whether they fit is the caller's business; the verifier looks again. Raises Malformed for a
    value of more than LIMIT bytes.
    """

    round: int
    kind: Kind
    digest: Digest
    salt: bytes
    value: bytes

    def __post_init__(self) -> None:
        """Bound the value."""
        if len(self.value) > LIMIT:
            raise Malformed(f"读票数据超过 {LIMIT} 字节，不予接收。", code="opening.too_long")


def check(openings: Sequence[Opening], events: Sequence[Event]) -> None:
    """Raise UnnamedOpening unless every opening's digest stands in one of ``events``."""
    if not openings:
        return
    leaves = b"".join(map(encode, events))
    if any(one.digest.encode() not in leaves for one in openings):
        raise UnnamedOpening("读票数据与要入账的事件不一致，未入账。请报告系统维护人员。")


def keep(connection: Connection, election: str, openings: Iterable[Opening]) -> None:
    """Store ``openings`` in the order of their digests."""
    connection.many(
        "INSERT INTO ledger_openings (election, round, digest, kind, salt, value) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [
            (election, one.round, one.digest, one.kind, one.salt, one.value)
            for one in sorted(openings, key=lambda one: (one.round, one.digest))
        ],
    )


def of_election(connection: Connection, election: str, kind: Kind) -> tuple[Opening, ...]:
    """Return the openings of one kind, of all rounds, in the order of round and digest."""
    rows = connection.rows(
        "SELECT round, digest, salt, value FROM ledger_openings "
        "WHERE election = ? AND kind = ? ORDER BY round, digest",
        (election, kind),
    )
    return tuple(
        Opening(round=int(number), kind=kind, digest=digest, salt=bytes(salt), value=bytes(value))
        for number, digest, salt, value in rows
    )


def one(connection: Connection, election: str, number: int, digest: Digest) -> Opening | None:
    """Return the opening of one digest, None if there is none."""
    rows = connection.rows(
        "SELECT kind, salt, value FROM ledger_openings "
        "WHERE election = ? AND round = ? AND digest = ?",
        (election, number, digest),
    )
    if not rows:
        return None
    kind, salt, value = rows[0]
    return Opening(round=number, kind=kind, digest=digest, salt=bytes(salt), value=bytes(value))
