"""A backup is one moment of the whole ledger, taken while voting runs, for either store."""

import asyncio
from pathlib import Path

import pytest

from ballot.canonical import digest
from service.ledger import Cast, Ledger, LogBroken, NotEmpty, StoreUnavailable
from service.ledger.copying import TABLES
from service.ledger.ledger import store_of
from service.ledger.objects import PART
from tests.support.polling import Polling, envelope
from tests.support.postgres import Cluster


async def test_a_backup_taken_while_voting_runs_holds_every_ballot_answered_before(
    ledger: Ledger, polling: Polling, tmp_path: Path
) -> None:
    before = [envelope() for _ in range(30)]
    await asyncio.gather(*(ledger.cast(polling.id, 1, one) for one in before))
    meanwhile = [ledger.cast(polling.id, 1, envelope()) for _ in range(200)]
    _, *answers = await asyncio.gather(ledger.backup(tmp_path / "backup.db"), *meanwhile)

    assert answers == [Cast.NEW] * 200
    restored = await Ledger.restore(tmp_path / "backup.db", f"sqlite:///{tmp_path / 'new.db'}")
    for one in before:
        assert (await restored.card(polling.id, 1, one.credential)).ballot == digest(one.ballot)
        assert await restored.cast(polling.id, 1, one) is Cast.SAME
    assert await restored.cast(polling.id, 1, envelope()) is Cast.NEW
    await restored.close()


async def test_a_restored_ledger_is_the_same_in_either_store(
    ledger: Ledger, polling: Polling, tmp_path: Path, cluster: Cluster
) -> None:
    large = await ledger.put_object(b"x" * (PART + 1))
    cast = [envelope() for _ in range(10)]
    for one in cast:
        await ledger.cast(polling.id, 1, one)
    burnt = envelope()
    await ledger.burn(polling.id, 1, burnt.unsigned)
    await ledger.close_round(polling.id, 1, polling.close_with())
    await ledger.save_checkpoint(polling.id, 3, "three")
    await ledger.backup(tmp_path / "backup.db")
    assert names_in(tmp_path, "backup.db") == ["backup.db"]

    for target in (f"sqlite:///{tmp_path / 'new.db'}", cluster.new_schema()):
        restored = await Ledger.restore(tmp_path / "backup.db", target)
        old, new = await ledger.head(polling.id), await restored.head(polling.id)
        assert (new.frontier, new.state) == (old.frontier, old.state)
        assert await restored.leaves(polling.id, 0, 999) == await ledger.leaves(polling.id, 0, 999)
        assert await restored.latest_checkpoint(polling.id) == (3, "three")
        assert await restored.burnt(polling.id, 1) == 1
        assert await restored.get_object(large) == b"x" * (PART + 1)
        for one in cast:
            name = digest(one.ballot)
            assert await restored.get_object(name) == one.ballot
            assert await restored.counted(polling.id, 1, name) == await ledger.counted(
                polling.id, 1, name
            )
        await restored.close()


def names_in(directory: Path, prefix: str) -> list[str]:
    return [path.name for path in directory.glob(f"{prefix}*")]


async def test_a_backup_is_the_same_in_whatever_order_the_ballots_came(tmp_path: Path) -> None:
    polling, cast, files = Polling().until_open(), [envelope(size=5_000) for _ in range(30)], []
    for number, order in enumerate((cast, cast[::-1])):
        ledger = await Ledger.open(f"sqlite:///{tmp_path / f'{number}.db'}")
        await ledger.create(polling.id, polling.events)
        for one in order:
            await ledger.cast(polling.id, 1, one)
        await ledger.backup(tmp_path / f"backup{number}.db")
        await ledger.close()
        files.append((tmp_path / f"backup{number}.db").read_bytes())

    assert cast[0].ballot[:100] in files[0]
    assert files[0] == files[1]


async def test_every_table_is_copied(ledger: Ledger) -> None:
    """A table that a later step adds must be added to the copy, or be named here."""
    connection = ledger._store.connect(writing=False)
    where = (
        "sqlite_master WHERE type = 'table'"
        if connection.dialect.keyed
        else "(SELECT tablename AS name, schemaname FROM pg_tables) AS t "
        "WHERE schemaname = current_schema()"
    )
    query = f"SELECT name FROM {where} AND name LIKE ?"  # noqa: S608
    names = connection.rows(query, ("ledger%",))
    connection.close()

    not_copied = {"ledger_schema", "ledger_chores", "ledger_urns"}
    assert {str(name) for (name,) in names} == {one.name for one in TABLES} | not_copied


async def test_a_backup_is_not_restored_over_anything(
    ledger: Ledger, polling: Polling, url: str, tmp_path: Path
) -> None:
    await ledger.backup(tmp_path / "backup.db")
    with pytest.raises(NotEmpty):
        await ledger.backup(tmp_path / "backup.db")
    await ledger.close()

    with pytest.raises(NotEmpty):
        await Ledger.restore(tmp_path / "backup.db", url)
    again = await Ledger.open(url)
    assert await again.size(polling.id) == len(polling.events)
    await again.close()


async def test_a_damaged_backup_is_refused_and_leaves_the_store_empty(
    ledger: Ledger, polling: Polling, tmp_path: Path
) -> None:
    await ledger.backup(tmp_path / "backup.db")
    connection = store_of(f"sqlite:///{tmp_path / 'backup.db'}").connect(writing=True)
    connection.run("UPDATE ledger_leaves SET body = ? WHERE leaf = 1", (b"{}",))
    connection.close()
    target = f"sqlite:///{tmp_path / 'new.db'}"

    with pytest.raises(LogBroken, match=polling.id):
        await Ledger.restore(tmp_path / "backup.db", target)
    empty = await Ledger.open(target)
    assert await empty.elections() == ()
    await empty.close()


async def test_a_missing_or_foreign_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database" * 1000)
    for name in ("missing.db", "text.db"):
        with pytest.raises(StoreUnavailable):
            await Ledger.restore(tmp_path / name, f"sqlite:///{tmp_path / 'new.db'}")
