"""Views that somebody changed are kept on both databases, whoever acts at the same time."""

import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from ballot.canonical import Digest, digest
from ballot.reading import MOST_CHANGES
from service.office import migrations
from service.office.errors import Conflict
from service.office.store import Office
from service.office.views import DraftRuling, GivenView, Views
from tests.contract.office.conftest import Desk

E = "election"
SHEET, OTHER = digest(b"sheet"), digest(b"other")
SHEETS = tuple(digest(f"sheet {number}".encode()) for number in range(40))


def view(scrutineer: int, now: str, *former: str, sheet: Digest = SHEET) -> GivenView:
    """Return a view as the office keeps it, each told by a word."""
    before = tuple(one.encode() for one in former)
    return GivenView(sheet=sheet, scrutineer=scrutineer, view=now.encode(), former=before)


def ruling(sheet: Digest = SHEET) -> DraftRuling:
    return DraftRuling(sheet=sheet, opening=bytes(32))


async def test_former_views_are_kept_in_their_order_each_persons_own(desk: Desk) -> None:
    views = Views(desk.office)
    for one in (view(1, "blind"), view(2, "other"), view(1, "second"), view(1, "blind")):
        await views.give(E, 1, one)
    await views.give(E, 1, view(1, "other", sheet=OTHER))
    await views.give(E, 2, view(1, "other"))

    of_sheet = (view(1, "blind", "blind", "second"), view(2, "other"))
    assert await views.given(E, 1, SHEET) == of_sheet
    assert set(await views.given(E, 1)) == {*of_sheet, view(1, "other", sheet=OTHER)}
    assert await views.given(E, 2) == (view(1, "other"),)


async def test_the_same_view_again_is_no_change(desk: Desk) -> None:
    views = Views(desk.office)
    for _ in range(2):
        await views.give(E, 1, view(1, "blind"))

    assert await views.given(E, 1) == (view(1, "blind"),)


async def test_what_somebody_says_was_held_before_is_not_asked(desk: Desk) -> None:
    views = Views(desk.office)
    await views.give(E, 1, view(1, "blind", "invented"))

    assert await views.given(E, 1) == (view(1, "blind"),)


async def test_former_views_outlive_a_decision_that_is_taken_back(desk: Desk) -> None:
    views = Views(desk.office)
    await views.give(E, 1, view(1, "blind"))
    await views.rule(E, 1, ruling(), [view(1, "blind")])
    await views.forget(E, 1, (SHEET,))
    await views.give(E, 1, view(1, "second"))

    assert await views.given(E, 1) == (view(1, "second", "blind"),)


async def test_no_decision_stands_that_does_not_know_a_former_view(desk: Desk) -> None:
    """The view is the same again, and yet something happened since the chief looked."""
    views = Views(desk.office)
    for word in ("blind", "second", "blind"):
        await views.give(E, 1, view(1, word))

    with pytest.raises(Conflict) as refused:
        await views.rule(E, 1, ruling(), [view(1, "blind")])
    assert refused.value.code == "view.changed"
    await views.rule(E, 1, ruling(), [view(1, "blind", "blind", "second")])


async def test_nobody_changes_a_view_without_end(desk: Desk) -> None:
    views = Views(desk.office)
    for number in range(MOST_CHANGES + 1):
        await views.give(E, 1, view(1, str(number)))

    with pytest.raises(Conflict, match="总监票人") as refused:
        await views.give(E, 1, view(1, "again"))
    assert refused.value.code == "view.changes"
    await views.give(E, 1, view(1, str(MOST_CHANGES)))
    (held,) = await views.given(E, 1)
    assert held == view(1, str(MOST_CHANGES), *map(str, range(MOST_CHANGES)))


async def test_of_views_given_at_once_none_is_lost(desk: Desk) -> None:
    views = Views(desk.office)
    words = {"first", "second"}
    await asyncio.gather(
        *(views.give(E, 1, view(1, word, sheet=sheet)) for sheet in SHEETS for word in words)
    )

    kept = [{one.view, *one.former} for one in await views.given(E, 1)]
    assert kept == [{word.encode() for word in words}] * len(SHEETS)


async def test_a_view_changed_beside_a_decision_is_in_it_or_refused(desk: Desk) -> None:
    views = Views(desk.office)
    for sheet in SHEETS:
        await views.give(E, 1, view(1, "blind", sheet=sheet))

    async def race(sheet: Digest) -> list[object]:
        return await asyncio.gather(
            views.rule(E, 1, ruling(sheet), [view(1, "blind", sheet=sheet)]),
            views.give(E, 1, view(1, "second", sheet=sheet)),
            return_exceptions=True,
        )

    for decided, changed in await asyncio.gather(*map(race, SHEETS)):
        assert isinstance(decided, Conflict) != isinstance(changed, Conflict)


def older(connection: Connection) -> None:
    """Make the tables as they were before former views were kept, with a view in them."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "0004")
    row = {"election": E, "round": 1, "sheet": SHEET, "scrutineer": 1, "view": b"blind"}
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO office_view ({names}) VALUES ({values})"), row)  # noqa: S608, names of this test


async def test_an_older_database_keeps_its_views(url: URL) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(older)
    await engine.dispose()

    office = await Office.open(url)
    views = Views(office)
    assert await views.given(E, 1) == (view(1, "blind"),)
    await views.give(E, 1, view(1, "second"))
    assert await views.given(E, 1) == (view(1, "second", "blind"),)
    await office.close()
