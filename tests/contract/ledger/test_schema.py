"""The tables: made once, brought up to date at the start, never touched if they are newer."""

import pytest

from service.ledger import Ledger, SchemaTooNew
from service.ledger.ledger import store_of
from service.ledger.schema import NEWEST
from tests.support.polling import opened


async def test_opening_again_changes_no_table(url: str) -> None:
    first = await Ledger.open(url)
    polling = await opened(first)
    await first.close()
    second = await Ledger.open(url)

    assert await second.size(polling.id) == len(polling.events)
    connection = store_of(url).connect(writing=False)
    assert connection.rows("SELECT version FROM ledger_schema") == [(NEWEST,)]
    connection.close()
    await second.close()


async def test_tables_of_a_newer_program_are_refused_and_left_alone(url: str) -> None:
    await (await Ledger.open(url)).close()
    connection = store_of(url).connect(writing=True)
    connection.run("UPDATE ledger_schema SET version = ?", (NEWEST + 1,))

    with pytest.raises(SchemaTooNew, match=str(NEWEST + 1)):
        await Ledger.open(url)
    assert connection.rows("SELECT version FROM ledger_schema") == [(NEWEST + 1,)]
    connection.close()


async def test_an_upgrade_that_fails_half_way_leaves_nothing(url: str) -> None:
    connection = store_of(url).connect(writing=True)
    # A table that stands in the way of the step's last one.
    connection.run("CREATE TABLE ledger_chores (other INTEGER)")

    with pytest.raises(Exception, match="数据"):
        await Ledger.open(url)
    connection.run("DROP TABLE ledger_chores")
    await (await Ledger.open(url)).close()
    connection.close()
