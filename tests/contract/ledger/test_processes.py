"""Several processes and one log."""

import asyncio
from pathlib import Path

import pytest

from audit.merkle import Tree, leaf_hash
from ballot import events as e
from ballot.events import decode, encode
from ballot.fold import fold
from service.ledger import AlreadyOpen, Ledger, UnknownStore
from tests.support import child
from tests.support.polling import CHIEF_AND_PRESIDER, Polling
from tests.support.postgres import Cluster
from tests.support.story import AT


async def test_receipts_of_two_services_racing_a_close_are_exactly_the_closed_log(
    cluster: Cluster,
) -> None:
    """200 casts over two processes; one of them closes the round meanwhile."""
    url, polling = cluster.new_schema(), Polling().until_open()
    ledger = await Ledger.open(url)
    await ledger.create(polling.id, polling.events)
    closed = polling.signed(e.Closed(round=1, at=AT, approvals=()), CHIEF_AND_PRESIDER)

    with child.running(url, polling.id) as first, child.running(url, polling.id) as second:
        first.tell("cast_and_close", 50, encode(closed).hex())
        second.tell("cast", 50)
        answers = first.hear() + second.hear()
        second.tell("cast", 50)
        answers += second.hear()
    size = await ledger.size(polling.id)
    leaves = await ledger.leaves(polling.id, 0, size)
    head = await ledger.head(polling.id)
    await ledger.close()

    receipts = [tuple(rest) for told, *rest in answers if told == "new"]
    assert {told for told, *_ in answers} == {"new", "stage.wrong"}
    assert len(receipts) >= 50
    events = [decode(leaf) for leaf in leaves]
    logged = [
        (one.ballot, one.proofs, one.credential) for one in events if isinstance(one, e.BallotCast)
    ]
    assert logged == sorted(receipts)
    assert head.state == fold(events)
    assert head.frontier.root == Tree.of(map(leaf_hash, leaves)).root()


async def test_two_services_append_to_one_log_without_losing_a_leaf(cluster: Cluster) -> None:
    url, polling = cluster.new_schema(), Polling().until_open()
    first, second = await Ledger.open(url), await Ledger.open(url)
    await first.create(polling.id, polling.events)
    act = e.Replaced(round=1, from_channel="paper", to_channel="paper", count=1)
    answers = await asyncio.gather(
        *(one.run(polling.id, lambda _now: [act]) for one in (first, second) * 30)
    )
    heads = [await one.head(polling.id) for one in (first, second)]
    await first.close()
    await second.close()

    places = sorted(one.start for one in answers)
    assert places == [*range(len(polling.events), len(polling.events) + 60)]
    assert heads[0].frontier == heads[1].frontier
    assert heads[0].state == heads[1].state


async def test_an_sqlite_file_is_written_by_one_process_alone(tmp_path: Path) -> None:
    url, polling = f"sqlite:///{tmp_path / 'ledger.db'}", Polling().until_open()
    ledger = await Ledger.open(url)
    await ledger.create(polling.id, polling.events)
    await ledger.close()

    with child.running(url, polling.id) as other:
        with pytest.raises(AlreadyOpen, match="正在使用"):
            await Ledger.open(url)
        other.process.kill()
        other.process.wait()
        again = await Ledger.open(url)
        assert await again.size(polling.id) == len(polling.events)
        await again.close()


async def test_an_sqlite_file_is_opened_once_in_one_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = await Ledger.open(url)

    with pytest.raises(AlreadyOpen):
        await Ledger.open(url)
    await ledger.close()
    await (await Ledger.open(url)).close()


async def test_nobody_else_on_the_machine_reads_the_files(tmp_path: Path) -> None:
    ledger = await Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    await ledger.put_object(b"something, so that the writer has all its files open")
    modes = modes_in(tmp_path)
    await ledger.close()

    assert {"ledger.db", "ledger.db-wal", "ledger.db.lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


def modes_in(directory: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in directory.iterdir()}


async def test_two_services_that_start_at_once_make_the_tables_once(cluster: Cluster) -> None:
    url = cluster.new_schema()
    ledgers = await asyncio.gather(*(Ledger.open(url) for _ in range(4)))

    for ledger in ledgers:
        assert await ledger.elections() == ()
        await ledger.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "ledger.db", "sqlite:ledger.db", ""])
async def test_an_address_of_no_store_is_refused(url: str) -> None:
    with pytest.raises(UnknownStore):
        await Ledger.open(url)
