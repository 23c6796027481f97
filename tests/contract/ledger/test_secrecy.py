"""After the close nothing in the store tells in which order the ballots came."""

import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

from ballot.canonical import digest
from service.ledger import DecideWithUrn, Envelope, Ledger
from service.ledger.desk import Desk
from service.ledger.heads import Heads
from service.ledger.jobs import Close
from service.ledger.ledger import store_of
from service.ledger.urn import Urn
from tests.support.polling import Polling, opened
from tests.support.postgres import Cluster

BALLOTS = 60


def ballots() -> list[Envelope]:
    """Ballots of several pages each, with marks that a search finds."""
    return [
        Envelope(
            credential=f"credential-{number:04}",
            unsigned=digest(b"unsigned-%d" % number),
            ballot=b"ballot-%04d-" % number + secrets.token_bytes(9_000),
            proofs=b"proofs-%04d-" % number + secrets.token_bytes(5_000),
        )
        for number in range(BALLOTS)
    ]


async def filled(path: Path, polling: Polling, cast: Sequence[Envelope]) -> Ledger:
    """Return a ledger into whose urn ``cast`` went in this order, one by one."""
    ledger = await Ledger.open(f"sqlite:///{path}")
    await ledger.create(polling.id, polling.events)
    for one in cast:
        await ledger.cast(polling.id, 1, one)
    return ledger


@pytest.mark.parametrize("crash", [False, True], ids=["at the close", "after a crash"])
async def test_the_file_is_the_same_in_whatever_order_the_ballots_came(
    tmp_path: Path, *, crash: bool
) -> None:
    """Byte for byte, and so no page number, free page or remnant can tell the order."""
    polling, cast, files = Polling().until_open(), ballots(), []
    closing = polling.close_with()
    for number, order in enumerate((cast, cast[::-1], sorted(cast, key=entry_of))):
        path = tmp_path / f"{number}.db"
        ledger = await filled(path, polling, order)
        if crash:
            await ledger.close()
            close_without_wiping(path, polling, closing)
            ledger = await Ledger.open(f"sqlite:///{path}")
            await ledger.put_object(b"")  # the writer wipes before it serves anybody
        else:
            await ledger.close_round(polling.id, 1, closing)
            assert path.with_name(f"{number}.db-wal").stat().st_size == 0
        await ledger.close()
        files.append(path.read_bytes())
        check_nothing_left(path)

    assert all(b"ballot-%04d-" % number in files[0] for number in range(BALLOTS))
    assert not any(one.unsigned.encode() in files[0] for one in cast)
    assert files[0] == files[1] == files[2]


async def test_without_the_wipe_the_file_would_tell_the_order(tmp_path: Path) -> None:
    """Why zeroing freed pages is not enough: the list of free pages gives the order away."""
    polling, cast, files = Polling().until_open(), ballots(), []
    closing = polling.close_with()
    for number, order in enumerate((cast, cast[::-1])):
        path = tmp_path / f"{number}.db"
        await (await filled(path, polling, order)).close()
        close_without_wiping(path, polling, closing)
        files.append(path.read_bytes())

    assert not any(one.unsigned.encode() in files[0] for one in cast)
    assert files[0] != files[1]


def entry_of(one: Envelope) -> str:
    return one.entry().ballot


def close_without_wiping(path: Path, polling: Polling, closing: DecideWithUrn) -> None:
    """Close the round as far as the commit, like a process that is killed right after it."""
    connection = store_of(f"sqlite:///{path}").connect(writing=True)
    with connection.transaction():
        Close(polling.id, 1, closing).work(Desk(connection, polling.id, Heads()))
    connection.close()


def check_nothing_left(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    urns = connection.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'urn%'")
    assert urns.fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM ledger_chores").fetchone() == (0,)
    connection.close()


async def test_the_urn_knows_no_order_time_or_device(ledger: Ledger, polling: Polling) -> None:
    """The columns are these and no others."""
    await ledger.cast(polling.id, 1, ballots()[0])
    connection = ledger._store.connect(writing=False)
    name = Urn(connection, polling.id, 1).name
    if connection.dialect.keyed:
        rows = connection.rows(f"SELECT name FROM pragma_table_info('{name}')")  # noqa: S608
        assert "WITHOUT ROWID" in str(
            connection.rows("SELECT sql FROM sqlite_master WHERE name = ?", (name,))[0][0]
        )
    else:
        rows = connection.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ?", (name,)
        )
    connection.close()

    columns = {str(row[0]) for row in rows}
    assert columns == {"ballot", "unsigned", "credential", "proofs_hash", "body", "proofs"}


async def test_no_table_of_the_urn_is_left_on_a_server(cluster: Cluster) -> None:
    url = cluster.new_schema()
    ledger = await Ledger.open(url)
    polling = await opened(ledger)
    for one in ballots():
        await ledger.cast(polling.id, 1, one)
    assert tables(url, "urn")
    await ledger.close_round(polling.id, 1, polling.close_with())

    assert tables(url, "urn") == []
    assert xmins(url, "ledger_counted") == 1
    assert xmins(url, "ledger_parts") == 1
    await ledger.close()


def tables(url: str, prefix: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT tablename FROM pg_tables "
            "WHERE schemaname = current_schema() AND tablename LIKE %s",
            (f"{prefix}%",),
        )
        return [name for (name,) in rows]


def xmins(url: str, table: str) -> int:
    """Return how many transactions wrote the rows of ``table``: one tells no order."""
    with psycopg.connect(url) as connection:
        query = f"SELECT count(DISTINCT xmin::text) FROM {table}"  # noqa: S608
        [(count,)] = connection.execute(query.encode()).fetchall()
        return int(count)
