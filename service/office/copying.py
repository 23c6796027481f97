"""A copy of the office's tables at one moment, from either database into an empty one.

Sessions and counted login attempts stay behind: whoever goes on from a copy signs in again, and a
session that was ended since does not come back to life. Of sheets that wait for the printer the
copy knows how many there are, not the pages: what is to be deleted must not lie in a backup, but
without the figure nobody could book the deletion.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Table, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import Conflict, Unavailable
from service.office.store import Office, office_url
from service.office.tables import AttemptRow, Base, PrintRow, SessionRow

LEFT_BEHIND = frozenset({SessionRow.__tablename__, AttemptRow.__tablename__})
EMPTIED = {PrintRow.__tablename__: {"pdf": b""}}
"""What stands in a copy instead of the content of some columns."""
PAGE = 500
"""Rows in memory at once."""


async def copy(source: Office, target: AsyncSession) -> None:
    """Copy what ``source`` holds now into ``target``, a transaction on empty tables.

    Raises Conflict if they are not empty, Unavailable if either cannot be used.
    """
    try:
        await _refuse_rows(target)
        async with source.reading() as db:
            await _copy(db, target)
    except SQLAlchemyError as error:
        raise Unavailable("办公数据表不能读写，文件可能已经损坏；没有复制。") from error


async def _refuse_rows(target: AsyncSession) -> None:
    for table in Base.metadata.sorted_tables:
        if (await target.execute(select(table).limit(1))).first() is not None:
            raise Conflict(
                "目标的办公数据表里已经有内容，不能恢复到其中；请换一个空的数据库。",
                code="office.not-empty",
            )


async def _copy(source: AsyncSession, target: AsyncSession) -> None:
    if source.get_bind().dialect.name == "postgresql":
        # One moment for all tables; SQLite's transactions are that by themselves.
        await source.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    for table in Base.metadata.sorted_tables:
        if table.name not in LEFT_BEHIND:
            await _copy_table(table, source, target)


async def _copy_table(table: Table, source: AsyncSession, target: AsyncSession) -> None:
    # Numbers that the database gives are given anew, in the same order: the target goes on with
    # its own count.
    given = table.autoincrement_column
    emptied = EMPTIED.get(table.name, {})
    columns = [one for one in table.columns if one is not given and one.name not in emptied]
    rows = await source.stream(select(*columns).order_by(*table.primary_key.columns))
    async for page in rows.mappings().partitions(PAGE):
        await target.execute(insert(table), [{**row, **emptied} for row in page])


async def backup(source: Office, directory: Path) -> None:
    """Write what ``source`` holds now to a new ``office.db`` in ``directory``."""
    async with at(directory) as target, target.writing() as db:
        await copy(source, db)


@asynccontextmanager
async def at(directory: Path, database: str | None = None) -> AsyncIterator[Office]:
    """Open the office of ``directory`` or ``database``, brought up to date, and close it."""
    office = await Office.open(office_url(directory, database))
    try:
        yield office
    finally:
        await office.close()
