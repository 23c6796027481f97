"""Nothing is answered before it is on the disk, and a disk that fails loses nothing answered."""

import errno
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psycopg
import pytest

from ballot import events as e
from ballot.events import decode, encode
from service.ledger import Cast, Ledger, StoreUnavailable, StoreUnsafe
from tests.support import child, disk, postgres
from tests.support.polling import CHIEF_AND_PRESIDER, Polling, envelope, opened
from tests.support.story import AT

CASTS = 20
LOGS = {"sqlite": "/ledger.db-wal", "postgres": "/pg_wal/"}
"""Where each store makes a commit durable."""

FILES = {"sqlite": "/ledger.db", "postgres": "/base/"}
"""Where each store needs room for a new ballot."""


@asynccontextmanager
async def recorded_child(
    store: str, tmp_path: Path, match: str, *, unsafe: bool = False
) -> AsyncIterator[tuple[child.Child, disk.Disk, Polling]]:
    """Run a ledger with an open round; whoever writes its files has the recorder preloaded."""
    polling = Polling().until_open()
    with disk.recorded(match) as recorder, database(store, tmp_path, recorder) as url:
        ledger = await Ledger.open(url)
        await ledger.create(polling.id, polling.events)
        await ledger.close()
        environment = recorder.environment() if store == "sqlite" else None
        with child.running(url, polling.id, unsafe=unsafe, environment=environment) as process:
            yield process, recorder, polling


@contextmanager
def database(store: str, tmp_path: Path, recorder: disk.Disk) -> Iterator[str]:
    if store == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.db'}"
        return
    with postgres.running(["autovacuum = off"], recorder.environment()) as cluster:
        yield cluster.new_database()


def flushed_first(window: str) -> bool:
    """Tell whether something was written and synced between the question and the answer."""
    return re.search("W+S", window) is not None


@pytest.mark.parametrize("store", LOGS)
async def test_every_answer_comes_after_its_flush(store: str, tmp_path: Path) -> None:
    async with recorded_child(store, tmp_path, LOGS[store]) as (process, recorder, _):
        process.ask("cast_marked", CASTS, str(recorder.log))
        windows = recorder.windows()

    assert len(windows) == CASTS
    assert all(flushed_first(window) for window in windows), windows
    if store == "sqlite":  # nobody else writes this file: nothing at all may be left unsynced
        assert all(window.endswith("S") for window in windows), windows


@pytest.mark.parametrize("store", LOGS)
async def test_the_recorder_sees_an_answer_before_its_flush(store: str, tmp_path: Path) -> None:
    """The test above is red with synchronous=OFF, or with synchronous_commit=off."""
    async with recorded_child(store, tmp_path, LOGS[store], unsafe=True) as (process, recorder, _):
        process.ask("cast_marked", CASTS, str(recorder.log))
        windows = recorder.windows()

    assert len(windows) == CASTS
    assert not all(flushed_first(window) for window in windows), windows


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("store", FILES)
async def test_a_failing_disk_refuses_casts_and_keeps_reading(
    store: str, number: int, tmp_path: Path
) -> None:
    async with recorded_child(store, tmp_path, FILES[store]) as (process, recorder, polling):
        closed = polling.signed(e.Closed(round=1, at=AT, approvals=()), CHIEF_AND_PRESIDER)
        before = process.ask("cast", 30)
        with recorder.failing(number):
            meanwhile = process.ask("cast", 100)
            size = process.ask("size")
        after = process.ask("cast", 30)
        process.ask("close", encode(closed).hex())
        leaves = process.ask("leaves")

    told = {word for word, *_ in meanwhile}
    # PostgreSQL may still have had room for a few ballots in the pages that it has.
    assert told - ({"new"} if store == "postgres" else set()) == {"store.unavailable"}
    assert size == len(polling.events)
    assert {word for word, *_ in before + after} == {"new"}
    answered = before + meanwhile + after
    receipts = sorted(ballot for word, ballot, *_ in answered if word == "new")
    events = [decode(leaf.encode()) for leaf in leaves]
    assert [one.ballot for one in events if isinstance(one, e.BallotCast)] == receipts


@pytest.fixture
def own_cluster() -> Iterator[postgres.Cluster]:
    """A server that the test may stop and spoil."""
    with postgres.running() as cluster:
        yield cluster


async def test_a_server_that_comes_back_is_used_again(own_cluster: postgres.Cluster) -> None:
    ledger = await Ledger.open(own_cluster.new_database())
    polling = await opened(ledger)
    own_cluster.stop("immediate")

    with pytest.raises(StoreUnavailable, match="重试"):
        await ledger.cast(polling.id, 1, envelope())
    own_cluster.start()
    assert await ledger.cast(polling.id, 1, envelope()) is Cast.NEW
    assert await ledger.size(polling.id) == len(polling.events)
    await ledger.close()


async def test_a_server_turned_read_only_refuses_casts_and_keeps_reading(
    own_cluster: postgres.Cluster,
) -> None:
    ledger = await Ledger.open(own_cluster.new_database())
    polling = await opened(ledger)
    own_cluster.stop()
    with (own_cluster.data / "postgresql.conf").open("a") as file:
        file.write("default_transaction_read_only = on\n")
    own_cluster.start()

    for _ in range(2):  # the first attempt finds the old session dead
        with pytest.raises(StoreUnavailable):
            await ledger.cast(polling.id, 1, envelope())
    assert await ledger.size(polling.id) == len(polling.events)
    await ledger.close()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
async def test_a_server_that_does_not_sync_is_not_used(
    own_cluster: postgres.Cluster, setting: str
) -> None:
    with psycopg.connect(own_cluster.url(), autocommit=True) as admin:
        admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        admin.execute("SELECT pg_reload_conf()")
    own_cluster.stop()
    own_cluster.start()

    with pytest.raises(StoreUnsafe, match=setting):
        await Ledger.open(own_cluster.url())
