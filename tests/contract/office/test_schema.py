"""The schema and its migrations, on both databases."""

import asyncio
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, text

from service.office.errors import SchemaTooNew, Unavailable
from service.office.schema import VERSION_TABLE, version
from service.office.store import Office, office_url
from service.office.tables import Base

from .conftest import PASSWORD, Desk


def differences(connection: Connection) -> list[object]:
    options = {"version_table": VERSION_TABLE, "compare_type": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


async def test_the_migrations_lead_to_the_tables_that_the_program_maps(desk: Desk) -> None:
    async with desk.office.reading() as db:
        connection = await db.connection()
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(version) == "0005"


async def test_opening_again_changes_nothing(url: URL) -> None:
    first = Desk(await Office.open(url))
    account = await first.accounts.add("李娜", PASSWORD, by="cli")
    await first.office.close()

    second = Desk(await Office.open(url))
    assert await second.accounts.all() == (account,)
    await second.office.close()


async def test_several_processes_may_open_an_empty_database_at_once(url: URL) -> None:
    offices = await asyncio.gather(*(Office.open(url) for _ in range(4)))
    for office in offices:
        await office.close()


async def test_tables_of_a_newer_program_are_refused_and_left_alone(url: URL) -> None:
    office = await Office.open(url)
    async with office.writing() as db:
        await db.execute(text("UPDATE office_version SET version_num = '9999'"))
    await office.close()

    with pytest.raises(SchemaTooNew, match="9999"):
        await Office.open(url)


async def test_what_a_failing_block_wrote_is_gone(desk: Desk) -> None:
    async def fail() -> None:
        async with desk.office.writing() as db:
            desk.trail.note(db, "logged_in", actor="somebody")
            await db.flush()
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await desk.trail.latest() == ()


async def test_nobody_else_on_the_machine_reads_the_sqlite_files(tmp_path: Path) -> None:
    office = await Office.open(office_url(tmp_path))
    modes = _modes(tmp_path)
    await office.close()
    assert modes == {0o600}


def _modes(directory: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}


async def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="missing"):
        await Office.open(office_url(tmp_path / "missing"))


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    url = office_url(tmp_path)
    assert url.database is not None
    _write(url.database, b"this is no database, " * 100)
    with pytest.raises(Unavailable):
        await Office.open(url)


def _write(file: str, content: bytes) -> None:
    Path(file).write_bytes(content)


@pytest.mark.parametrize("database", ["mysql://h/db", "no url at all", ""])
def test_only_postgresql_urls_are_taken(tmp_path: Path, database: str) -> None:
    with pytest.raises(Unavailable):
        office_url(tmp_path, database)
