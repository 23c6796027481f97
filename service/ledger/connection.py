"""What the ledger's SQL runs on: two drivers, one form of SQL, no ORM.

Statements are written once, with ``?`` for values, in the SQL that both databases share. What
really differs is behind the drivers: how a transaction begins, how a head is locked, how a broken
disk shows itself, and what is left on the disk after an urn was dropped.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

Value = str | int | bytes | None
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The words in which the two databases differ."""

    blob: str
    integer: str
    text: str
    keyed: str
    """Follows a CREATE TABLE: rows live in the order of their key and of nothing else."""
    for_update: str
    """Follows the SELECT that takes an election's head."""
    alone: str
    """Run first in a transaction that changes the tables themselves; may be empty."""


class Connection(Protocol):
    """One connection, used by one thread. Driver errors leave it as LedgerError."""

    @property
    def dialect(self) -> Dialect:
        """The words of this database."""

    @property
    def broken(self) -> bool:
        """Whether the session is lost and a new connection must be opened."""

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query."""

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run a statement and return how many rows it changed."""

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each of ``rows``."""

    def transaction(self) -> AbstractContextManager[None]:
        """Begin to write; commit durably at the end, roll back on any exception."""

    def snapshot(self) -> AbstractContextManager[None]:
        """See one moment of the whole store until the end, whatever others commit."""

    def close(self) -> None:
        """Give the connection back; never raises."""


class Store(Protocol):
    """A database that can hold a ledger."""

    def claim(self) -> None:
        """Make sure that this process may write here. Raises AlreadyOpen, StoreUnavailable."""

    def release(self) -> None:
        """Give up what ``claim`` took."""

    def connect(self, *, writing: bool) -> Connection:
        """Open a connection. Raises StoreUnavailable, StoreUnsafe."""

    def scrub(self, connection: Connection) -> None:
        """Wipe what a dropped urn left on the disk, and then its note in ``ledger_chores``.

        A step of its own because it cannot run inside a transaction; what does not succeed keeps
        the note. Raises StoreUnavailable.
        """
