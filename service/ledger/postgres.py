"""PostgreSQL: several processes and machines that write to one log.

An election's head row is taken ``FOR UPDATE`` by every transaction that writes to the election, so
what was checked at the head still holds at the commit. The waiting is fair and ends with a commit,
a rollback or the death of the session.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

import psycopg

from service.ledger.connection import Connection, Dialect, Row, Value
from service.ledger.errors import LedgerError, StoreMisfit, StoreUnavailable, StoreUnsafe

_log = logging.getLogger(__name__)

DIALECT = Dialect(
    blob="bytea",
    integer="bigint",
    # Hashes sort by their bytes on every machine, whatever its locale.
    text='text COLLATE "C"',
    keyed="",
    for_update=" FOR UPDATE",
    alone="SELECT pg_advisory_xact_lock(7381964205)",
)

SETTINGS = (
    # A replica that hangs while it holds a head loses its session and with it the head.
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET lock_timeout = '15s'",
)

CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class PostgresConnection:
    """A session in autocommit mode; transactions are begun and ended here alone."""

    raw: psycopg.Connection[Row]
    dialect: Dialect = DIALECT

    @property
    def broken(self) -> bool:
        """Whether the session is lost."""
        return self.raw.closed

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query."""
        with _told(), self.raw.cursor(binary=True) as cursor:
            return cursor.execute(_spelled(sql), values).fetchall()

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        with _told(), self.raw.cursor() as cursor:
            return cursor.execute(_spelled(sql), values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each of ``rows``, without waiting between them."""
        with _told(), self.raw.cursor() as cursor:
            cursor.executemany(_spelled(sql), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Begin to write; commit at the end.

        After COMMIT has returned, the transaction is on the disk of this server and, where
        ``synchronous_standby_names`` says so, of its standby. If the session dies during COMMIT,
        nobody knows: the caller is told that nothing is certain and sends the same again.
        """
        self.run("BEGIN")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with suppress(LedgerError):
                self.run("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one moment of the whole store until the end."""
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            with suppress(LedgerError):
                self.run("ROLLBACK")

    def close(self) -> None:
        """Give the connection back; never raises."""
        with suppress(psycopg.Error):
            self.raw.close()


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """The database at ``url`` (``postgresql://…``, as libpq reads it)."""

    url: str

    def claim(self) -> None:
        """Do nothing: many processes may write here, one head at a time."""

    def release(self) -> None:
        """Do nothing; see ``claim``."""

    def connect(self, *, writing: bool) -> Connection:
        """Open a session. Raises StoreUnavailable, StoreUnsafe."""
        with _told():
            raw = psycopg.connect(
                self.url,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                # Statements prepared on the server do not survive a transaction pooler.
                prepare_threshold=None,
            )
        connection = PostgresConnection(raw)
        try:
            for setting in SETTINGS:
                connection.run(setting)
            if writing:
                _insist_on_durability(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def scrub(self, connection: Connection) -> None:
        """Clear the note alone: dropping the urn's table has removed its files at the commit."""
        connection.run("DELETE FROM ledger_chores")


def _insist_on_durability(connection: Connection) -> None:
    """Refuse a server that would lose what it acknowledged. Raises StoreUnsafe."""
    for name in ("fsync", "full_page_writes"):
        if connection.rows(f"SHOW {name}") != [("on",)]:
            raise StoreUnsafe(
                f"PostgreSQL 的 {name} 没有打开，断电会丢票。"
                "请在 postgresql.conf 中改为 on 后重启。"
            )
    if connection.rows("SHOW synchronous_commit") != [("remote_apply",)]:
        connection.run("SET synchronous_commit = on")


@lru_cache(maxsize=256)
def _spelled(sql: str) -> bytes:
    """Return ``sql`` with psycopg's placeholders; ours hold no other ``?`` or ``%``."""
    return sql.replace("?", "%s").encode()


_UNAVAILABLE = (
    psycopg.OperationalError,
    psycopg.InternalError,  # among them: a read-only transaction
    psycopg.errors.InsufficientPrivilege,  # a file system that turned read-only says so
)


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own words what PostgreSQL found; its detail may quote rows, so it is left out."""
    try:
        yield
    except _UNAVAILABLE as error:
        _log.warning("the store failed: %s %s", type(error).__name__, error.sqlstate)
        raise StoreUnavailable(
            f"数据库现在不能写入或读取（{type(error).__name__}）。这一项是否记下不能确定，"
            "请原样重试；仍不行请检查数据库服务、磁盘空间和网络，已经回执的内容不受影响。"
        ) from error
    except (psycopg.Error, UnicodeError) as error:
        raise StoreMisfit(f"数据库不接受这一项内容（{type(error).__name__}）。") from error
