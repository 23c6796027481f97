"""What can go wrong between the ledger and its store.

    LedgerError
     ├── UnknownStore       the address names no database that the ledger can use
     ├── StoreUnavailable   the disk is full, failing or read-only, or the database does not answer
     ├── StoreUnsafe        the store is set up so that an answer would not survive a power cut
     ├── StoreMisfit        the store will not take this one value; the others are not concerned
     ├── AlreadyOpen        another process writes to this SQLite file
     ├── SchemaTooNew       a newer version of the program has been here
     ├── LogBroken          the leaves do not give the stored right edge
     ├── UnknownElection    there is no log under this id
     ├── ElectionExists     there is one already
     ├── ObjectMissing      no object under this hash
     ├── NotEmpty           a backup is to be restored over something else
     └── UrnMismatch        a close would lose, add or change a ballot

``BallotBurnt`` and ``BallotInUrn`` are refusals of an act, so their root is ``ballot``'s Refused.
"""

from ballot.errors import Refused


class LedgerError(Exception):
    """Root of everything that the ledger raises on purpose, refused acts apart."""

    code = "ledger"

    def __init__(self, sentence: str) -> None:
        """Keep ``sentence``: Chinese, complete, what is wrong and what to do."""
        super().__init__(sentence)
        self.sentence = sentence


class UnknownStore(LedgerError):
    """The address names no database that the ledger can use."""

    code = "store.unknown"


class StoreUnavailable(LedgerError):
    """The store cannot be written or reached now; the act was not acknowledged."""

    code = "store.unavailable"


class StoreUnsafe(LedgerError):
    """The store would acknowledge what a power cut can undo; the service does not start on it."""

    code = "store.unsafe"


class StoreMisfit(LedgerError):
    """The store refuses a value or does not know a table; other acts are not concerned."""

    code = "store.misfit"


class AlreadyOpen(LedgerError):
    """Another process holds this SQLite file for writing."""

    code = "store.already_open"


class SchemaTooNew(LedgerError):
    """The tables were made by a newer version of the program."""

    code = "store.schema_too_new"


class LogBroken(LedgerError):
    """The stored leaves do not give the stored right edge: the file was damaged or edited."""

    code = "log.broken"


class UnknownElection(LedgerError):
    """There is no log under this id."""

    code = "election.unknown"


class ElectionExists(LedgerError):
    """A log with this id exists already."""

    code = "election.exists"


class ObjectMissing(LedgerError):
    """There is no object with this hash."""

    code = "object.missing"


class NotEmpty(LedgerError):
    """A backup is to be restored into a store that holds elections, or a file that exists."""

    code = "store.not_empty"


class UrnMismatch(LedgerError):
    """The ballots of a close are not exactly those of the urn."""

    code = "urn.mismatch"


class BallotBurnt(Refused):
    """The ballot was opened for 检验 and can never be cast."""

    code = "ballot.burnt"


class BallotInUrn(Refused):
    """The ballot lies in the urn already and must not be opened for 检验."""

    code = "ballot.in_urn"
