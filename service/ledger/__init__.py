"""The ledger: one append-only log per election, the urn beside it, and nothing else that is true.

``Ledger.open(url)`` is the way in. Two stores stand behind it, chosen by the URL: SQLite for one
machine, PostgreSQL for several. Every write goes through one writer thread per process that holds
the election's head, commits many waiting acts at once and answers each only after its commit.
"""

from service.ledger.errors import (
    AlreadyOpen,
    BallotBurnt,
    BallotInUrn,
    ElectionExists,
    LedgerError,
    LogBroken,
    NotEmpty,
    ObjectMissing,
    SchemaTooNew,
    StoreUnavailable,
    StoreUnsafe,
    UnknownElection,
    UnknownStore,
    UrnMismatch,
)
from service.ledger.ledger import Decide, DecideWithUrn, Ledger
from service.ledger.values import Appended, Card, Cast, Envelope, UrnBallot

__all__ = [
    "AlreadyOpen",
    "Appended",
    "BallotBurnt",
    "BallotInUrn",
    "Card",
    "Cast",
    "Decide",
    "DecideWithUrn",
    "ElectionExists",
    "Envelope",
    "Ledger",
    "LedgerError",
    "LogBroken",
    "NotEmpty",
    "ObjectMissing",
    "SchemaTooNew",
    "StoreUnavailable",
    "StoreUnsafe",
    "UnknownElection",
    "UnknownStore",
    "UrnBallot",
    "UrnMismatch",
]
