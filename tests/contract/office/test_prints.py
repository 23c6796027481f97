"""Sheets on their way to the printer: there until they are printed, then gone."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from service.office.errors import NotFound
from service.office.prints import Print, Prints
from tests.contract.office.conftest import Desk

E = "election"
PDF = b"%PDF the only sheets of their kind %%EOF" * 2000


async def test_a_pdf_is_fetched_as_often_as_the_printer_jams(desk: Desk) -> None:
    prints = Prints(desk.office)
    await prints.keep(E, 1, Print(name="a", count=60), PDF)

    assert await prints.waiting(E, 1) == (Print(name="a", count=60),)
    assert await prints.waiting(E, 2) == ()
    assert await prints.pdf(E, 1, "a") == await prints.pdf(E, 1, "a") == PDF


async def test_a_destroyed_pdf_is_gone(desk: Desk) -> None:
    prints = Prints(desk.office)
    await prints.keep(E, 1, Print(name="a", count=60), PDF)

    # It stays listed until its deletion is booked, and may be deleted again after a crash.
    for _ in range(2):
        assert await prints.erase(E, 1, "a") == 60
        assert await prints.waiting(E, 1) == (Print(name="a", count=60),)
    with pytest.raises(NotFound):
        await prints.pdf(E, 1, "a")
    await prints.forget(E, 1, "a")
    assert await prints.waiting(E, 1) == ()
    for lost in (prints.pdf(E, 1, "a"), prints.erase(E, 1, "a"), prints.forget(E, 1, "a")):
        with pytest.raises(NotFound):
            await lost


async def test_nothing_of_a_destroyed_pdf_stays_in_the_file(desk: Desk) -> None:
    """SQLite alone: PostgreSQL keeps dead rows until its own vacuum (docs/trust.md)."""
    prints = Prints(desk.office)
    url = desk.office._engine.url
    await prints.keep(E, 1, Print(name="a", count=60), PDF)
    await prints.erase(E, 1, "a")
    if url.get_backend_name() != "sqlite":
        return
    assert url.database is not None
    with sqlite3.connect(url.database) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = await asyncio.to_thread(Path(url.database).read_bytes)
    assert b"the only sheets of their kind" not in left
