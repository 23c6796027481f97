"""Where the office's tables live, and its two kinds of transactions.

SQLite: a file ``office.db`` of its own beside the ledger, mode 0600. PostgreSQL: the ledger's
database; all tables begin with ``office_``. Commits are explicit: `writing` commits when its
block ends and rolls back when the block raises; `reading` never commits.
"""

import hashlib
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, event, func, inspect, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from service.office.errors import Unavailable
from service.office.schema import check, migrate
from service.reasons import reason

BUSY_SECONDS = 10

# The driver writes every statement with its values at DEBUG, password hashes and names included.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)

_WRITES = "office_writes"


class Office:
    """The office's database: hand it to the services, dispose of it at the end."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._readers = async_sessionmaker(engine, expire_on_commit=False)
        writers = engine.execution_options(**{_WRITES: True})
        self._writers = async_sessionmaker(writers, expire_on_commit=False)

    @classmethod
    async def open(cls, url: URL) -> Self:
        """Open the database and bring its tables to this program's schema.

        Raises SchemaTooNew when a newer program has been there, Unavailable when the database
        does not answer; the driver's own words stay out, they may hold its password.
        """
        if url.get_backend_name() == "sqlite":
            _create_private_file(url)
        return await cls._ready(url, migrate, writes=True)

    @classmethod
    async def attach(cls, url: URL) -> Self:
        """Open the database for reading, as it is, also while a service uses it.

        Raises SchemaTooNew, and Unavailable where the tables are missing or older.
        """
        if url.get_backend_name() == "sqlite" and not _is_there(url):
            raise Unavailable(f"没有办公数据文件 {url.database}，请核对 --data。")
        return await cls._ready(url, check, writes=False)

    @classmethod
    async def _ready(cls, url: URL, prepare: Callable[[Connection], None], *, writes: bool) -> Self:
        engine = create_async_engine(url, hide_parameters=True)
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        try:
            async with engine.execution_options(**{_WRITES: writes}).begin() as connection:
                await connection.run_sync(prepare)
        except SQLAlchemyError as error:
            await engine.dispose()
            raise Unavailable("办公数据库不能使用，请检查数据目录或数据库地址。") from error
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Yield a session that only reads; what it changes is lost."""
        async with self._readers() as db:
            yield db

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Yield a session in one transaction; durable when the block has ended, not before."""
        async with self._writers.begin() as db:
            yield db

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()


async def insert_or_ignore(
    db: AsyncSession, table: type[DeclarativeBase], values: Mapping[str, object]
) -> bool:
    """Insert a row unless one of its keys is there; say whether it was inserted."""
    statement = insert_into(db, table).values(**values).on_conflict_do_nothing()
    key = inspect(table).primary_key[0]
    return (await db.execute(statement.returning(key))).first() is not None


async def wait_for_turn(db: AsyncSession, *name: object) -> None:
    """Let writing transactions on the thing of this ``name`` wait for each other until they end.

    On SQLite all of them do so anyhow. The lock is one of the database: it binds other processes.
    """
    if db.get_bind().dialect.name == "postgresql":
        told = hashlib.sha256(repr(name).encode()).digest()
        lock = int.from_bytes(told[:8], signed=True)
        await db.execute(select(func.pg_advisory_xact_lock(lock)))


def insert_into(
    db: AsyncSession, table: type[DeclarativeBase]
) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT, in the words of the session's database."""
    if db.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def office_url(data: Path, database: str | None = None) -> URL:
    """Return where the office of ``data`` lives: ``database`` (PostgreSQL) or a file in it.

    Raises Unavailable for a database URL that is not one of PostgreSQL.
    """
    if database is None:
        return URL.create("sqlite+aiosqlite", database=str(data / "office.db"))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise Unavailable("数据库地址写法不对，应为 postgresql://用户@主机/库名。") from error
    if url.get_backend_name() != "postgresql":
        raise Unavailable("只支持 postgresql:// 开头的数据库地址；不写则用本机 SQLite。")
    return url.set(drivername="postgresql+psycopg")


def _is_there(url: URL) -> bool:
    return Path(url.database or "").is_file()


def _create_private_file(url: URL) -> None:
    """Create the database file unreadable for others; SQLite gives its WAL the same mode."""
    if url.database is None:
        raise Unavailable("SQLite 数据库必须有文件名。")
    try:
        os.close(os.open(url.database, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unavailable(f"不能写数据目录：{reason(error)}（{url.database}）。") from error


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """Let SQLAlchemy's own BEGIN rule, and take the write lock at the start of every writing.

    A deferred transaction that turns from reading to writing fails at once when another one
    wrote in between, whatever the busy timeout says.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted here is meant to be gone: the PDF of printed sheets above all.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
