"""SQLite: one machine, one process that writes, one file.

``synchronous=FULL`` in WAL mode syncs the WAL at every commit, before the commit returns: that is
the promise behind every answer (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from service.ledger.connection import Connection, Dialect, Row, Value
from service.ledger.errors import AlreadyOpen, LedgerError, StoreMisfit, StoreUnavailable
from service.reasons import reason

_log = logging.getLogger(__name__)

DIALECT = Dialect(
    blob="BLOB",
    integer="INTEGER",
    text="TEXT",
    keyed=" STRICT, WITHOUT ROWID",
    # BEGIN IMMEDIATE holds the whole file already.
    for_update="",
    alone="",
)

BUSY_MS = 10_000
"""How long a statement waits for a reader that still looks at old pages."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Freed pages are zeroed, so that a dropped urn leaves no ballots behind in the file.
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
)


@dataclass(frozen=True, slots=True)
class SqliteConnection:
    """A connection in autocommit mode; transactions are begun and ended here alone."""

    raw: sqlite3.Connection
    dialect: Dialect = DIALECT

    @property
    def broken(self) -> bool:
        """Return False: a file is never far away.

        Opening it anew would write, which a full disk refuses, so a connection is kept for good.
        """
        return False

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query."""
        with _told():
            return self.raw.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        with _told():
            return self.raw.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each of ``rows``."""
        with _told():
            self.raw.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file for writing from the first statement on; commit at the end.

        After COMMIT has returned, the WAL frames of the transaction are synced to the disk.
        """
        if self.raw.in_transaction:  # left over from a disk that refused even a rollback
            self.run("ROLLBACK")
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # A failed COMMIT may have rolled back by itself.
            if self.raw.in_transaction:
                with suppress(LedgerError):
                    self.run("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one moment of the whole store until the end."""
        self.run("BEGIN")
        try:
            yield
        finally:
            with suppress(LedgerError):
                self.run("ROLLBACK")

    def close(self) -> None:
        """Give the connection back; never raises."""
        with suppress(sqlite3.Error):
            self.raw.close()


_claimed: set[Path] = set()
"""The files that this process holds."""


@dataclass(slots=True)
class SqliteStore:
    """The file at ``path`` and its lock file beside it."""

    path: Path
    _lock: int | None = field(default=None, init=False)

    def claim(self) -> None:
        """Lock the file for this ledger until ``release`` or the process's end.

        A POSIX record lock: it dies with the process even after kill -9, and child processes do
        not inherit it. The lock file itself stays; only the lock on it counts. Such a lock does
        not keep a process from its own files, hence ``_claimed``. Raises AlreadyOpen.
        """
        if self.path.resolve() in _claimed:
            raise self._already_open()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if not self.path.exists():  # SQLite would let everybody on the machine read it
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise _unavailable(reason(error)) from error
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise self._already_open() from error
        self._lock = lock
        _claimed.add(self.path.resolve())

    def release(self) -> None:
        """Give up the lock."""
        if self._lock is not None:
            _claimed.discard(self.path.resolve())
            os.close(self._lock)
            self._lock = None

    def _already_open(self) -> AlreadyOpen:
        return AlreadyOpen(
            f"数据文件 {self.path.name} 正在使用。同一个文件只能有一个服务在写，"
            "请先停掉另一个服务；多台机器或多个进程请改用 PostgreSQL。"
        )

    def connect(self, *, writing: bool) -> Connection:
        """Open a connection. Raises StoreUnavailable."""
        with _told():
            # Threads are kept apart by the ledger; only closing happens from another thread.
            raw = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                for pragma in PRAGMAS:
                    raw.execute(pragma)
                if not writing:
                    raw.execute("PRAGMA query_only = ON")
            except BaseException:
                raw.close()
                raise
        return SqliteConnection(raw)

    def scrub(self, connection: Connection) -> None:
        """Rewrite the file in the order of its keys and cut the WAL to nothing.

        secure_delete zeroes the pages of a dropped urn, but the list of free pages would still
        name them in the order of the ballots' hashes, and pages were taken in the order in which
        ballots came: both together give the order of arrival. VACUUM forgets the list.
        """
        connection.run("VACUUM")
        busy, _, _ = connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if not busy:
            connection.run("DELETE FROM ledger_chores")
            connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")


_MISFITS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
    sqlite3.InterfaceError,
    OverflowError,
    UnicodeError,
)


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own words what SQLite found."""
    try:
        yield
    except _MISFITS as error:
        raise StoreMisfit(f"数据库不接受这一项内容（{type(error).__name__}）。") from error
    except sqlite3.Error as error:
        if "no such table" in str(error):
            raise StoreMisfit("数据库里没有这张表。") from error
        _log.warning("the store failed: %s", error)
        raise _unavailable(str(error)) from error


def _unavailable(reason: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"数据文件现在不能写入或读取（{reason}）。这一项没有记下；"
        "请检查磁盘空间和读写权限，恢复后重试，已经回执的内容不受影响。"
    )
