"""The log: appended at the head, all or nothing, the same in every process and after a restart."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from audit.merkle import Tree, leaf_hash
from ballot import events as e
from ballot.canonical import digest
from ballot.errors import Refused
from ballot.events import Event, encode
from ballot.fold import Decide, fold
from ballot.refusals import WrongFigures, WrongStage
from ballot.state import Election
from service.ledger import (
    ElectionExists,
    Ledger,
    LogBroken,
    StoreUnavailable,
    UnknownElection,
    UrnMismatch,
)
from service.ledger.connection import Connection, Dialect, Row, Value
from service.ledger.desk import Desk
from service.ledger.heads import Heads
from service.ledger.jobs import Run
from service.ledger.ledger import store_of
from tests.support.polling import Polling
from tests.support.story import AT


def replaced(count: int = 1) -> Decide:
    act = e.Replaced(round=1, from_channel="paper", to_channel="paper", count=count)
    return lambda _now: [act]


async def test_a_new_log_holds_its_events_in_order(ledger: Ledger, polling: Polling) -> None:
    leaves = await ledger.leaves(polling.id, 0, 1000)

    assert leaves == [encode(event) for event in polling.events]
    assert await ledger.size(polling.id) == len(leaves)


async def test_the_state_at_the_head_is_the_fold_of_the_log(
    ledger: Ledger, polling: Polling
) -> None:
    assert await ledger.state(polling.id) == fold(polling.events)


async def test_a_state_handed_out_is_the_callers_own(ledger: Ledger, polling: Polling) -> None:
    (await ledger.state(polling.id)).current.stage = "void"

    assert (await ledger.state(polling.id)).current.stage == "open"


async def test_appended_events_are_told_with_their_place(ledger: Ledger, polling: Polling) -> None:
    before = len(polling.events)
    appended = await ledger.run(polling.id, replaced())

    assert (appended.start, appended.size) == (before, before + 1)
    assert await ledger.leaves(polling.id, before, appended.size) == [
        encode(event) for event in appended.events
    ]


async def test_the_stored_edge_is_the_root_of_the_leaves(ledger: Ledger, polling: Polling) -> None:
    for _ in range(5):
        await ledger.run(polling.id, replaced())
    head = await ledger.head(polling.id)
    leaves = await ledger.leaves(polling.id, 0, head.size)

    assert head.frontier.root == Tree.of(map(leaf_hash, leaves)).root()
    assert await ledger.leaf_hashes(polling.id, 0, head.size) == [*map(leaf_hash, leaves)]


async def test_a_refused_command_writes_nothing(ledger: Ledger, polling: Polling) -> None:
    with pytest.raises(WrongFigures):
        await ledger.run(polling.id, replaced(100_000))

    assert await ledger.size(polling.id) == len(polling.events)


async def test_a_command_whose_second_event_is_refused_writes_nothing(
    ledger: Ledger, polling: Polling
) -> None:
    def decide(now: Election) -> Sequence[Event]:
        return [*replaced(1)(now), *replaced(100_000)(now)]

    with pytest.raises(WrongFigures):
        await ledger.run(polling.id, decide)

    assert await ledger.state(polling.id) == fold(polling.events)
    assert await ledger.size(polling.id) == len(polling.events)


async def test_a_refused_command_spoils_no_other(ledger: Ledger, polling: Polling) -> None:
    waiting = [
        ledger.run(polling.id, replaced(100_000 if number % 3 == 1 else 1)) for number in range(60)
    ]
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    refused = [isinstance(answer, WrongFigures) for answer in answers]
    assert refused == [number % 3 == 1 for number in range(60)]
    assert await ledger.size(polling.id) == len(polling.events) + 40


async def test_a_command_that_fails_by_itself_is_told_so_and_spoils_no_other(
    ledger: Ledger, polling: Polling
) -> None:
    def faulty(_now: Election) -> Sequence[Event]:
        raise ZeroDivisionError

    waiting = [ledger.run(polling.id, faulty), ledger.run(polling.id, replaced())]
    failed, done = await asyncio.gather(*waiting, return_exceptions=True)

    assert isinstance(failed, ZeroDivisionError)
    assert not isinstance(done, BaseException)


async def test_a_fault_is_logged_without_the_words_that_it_quotes(
    ledger: Ledger, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StoreUnavailable):
        await ledger.run(polling.id, lambda _now: [cast("Event", "somebody's credential")])

    assert "AssertionError" in caplog.text
    assert "credential" not in caplog.text


async def test_a_command_that_decides_nonsense_spoils_no_other(
    ledger: Ledger, polling: Polling
) -> None:
    def nonsense(_now: Election) -> Sequence[Event]:
        return [cast("Event", "no event")]

    waiting = [ledger.run(polling.id, replaced()), ledger.run(polling.id, nonsense)]
    waiting += [ledger.run(polling.id, replaced()) for _ in range(5)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    assert isinstance(answers[1], StoreUnavailable)
    assert [isinstance(one, Exception) for one in answers] == [False, True, *[False] * 5]
    assert await ledger.size(polling.id) == len(polling.events) + 6


async def test_a_decision_that_changes_its_state_changes_nothing(
    ledger: Ledger, polling: Polling
) -> None:
    def meddling(now: Election) -> Sequence[Event]:
        now.current.stage = "void"
        return []

    with pytest.raises(Refused):
        await ledger.run(polling.id, meddling)

    assert (await ledger.state(polling.id)).current.stage == "open"


async def test_each_command_is_decided_at_the_head_left_by_the_one_before(
    ledger: Ledger, polling: Polling
) -> None:
    seen: list[int] = []

    def decide(now: Election) -> Sequence[Event]:
        seen.append(now.size)
        return replaced()(now)

    await asyncio.gather(*(ledger.run(polling.id, decide) for _ in range(50)))

    first = len(polling.events)
    assert seen == [*range(first, first + 50)]


async def test_readers_beside_the_writer_see_whole_states_that_only_grow(
    ledger: Ledger, polling: Polling
) -> None:
    async def watch() -> list[int]:
        heads = [await ledger.head(polling.id) for _ in range(50)]
        assert all(head.size == head.state.size for head in heads)
        return [head.size for head in heads]

    writing = (ledger.run(polling.id, replaced()) for _ in range(100))
    sizes, *_ = await asyncio.gather(watch(), watch(), watch(), *writing)

    assert sizes == sorted(sizes)


@dataclass
class Overtaken:
    """A connection that is overtaken by ``meanwhile`` right after its first question."""

    inner: Connection
    meanwhile: Callable[[], object]
    overtaken: bool = False

    @property
    def dialect(self) -> Dialect:
        return self.inner.dialect

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        answer = self.inner.rows(sql, values)
        if not self.overtaken:
            self.overtaken = True
            self.meanwhile()
        return answer


async def test_a_reader_overtaken_by_the_writer_still_sees_a_whole_state(url: str) -> None:
    polling, heads = Polling().until_open(), Heads()
    ledger = await Ledger.open(url)
    await ledger.create(polling.id, polling.events)
    await ledger.close()
    reading, writing = (store_of(url).connect(writing=one) for one in (False, True))

    def append() -> None:
        desk = Desk(writing, polling.id, heads)
        with writing.transaction():
            Run(polling.id, replaced()).work(desk)
        desk.committed()

    overtaken = cast("Connection", Overtaken(reading, append))
    before = heads.caught_up(overtaken, polling.id)
    after = heads.caught_up(reading, polling.id)
    reading.close()
    writing.close()

    assert (before.size, before.state.size) == (len(polling.events),) * 2
    assert (after.size, after.state.size) == (len(polling.events) + 1,) * 2


async def test_an_election_is_created_once(ledger: Ledger, polling: Polling) -> None:
    with pytest.raises(ElectionExists):
        await ledger.create(polling.id, polling.events)


async def test_an_election_is_created_under_its_own_id(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="编号"):
        await ledger.create("another", Polling().until_open().events)

    assert await ledger.elections() == ()


async def test_an_unknown_election_is_named(ledger: Ledger) -> None:
    with pytest.raises(UnknownElection, match="nowhere"):
        await ledger.run("nowhere", replaced())
    with pytest.raises(UnknownElection, match="nowhere"):
        await ledger.state("nowhere")


async def test_elections_do_not_touch_each_other(ledger: Ledger, polling: Polling) -> None:
    other = Polling().until_open()
    await ledger.create(other.id, other.events)
    await asyncio.gather(*(ledger.run(one.id, replaced()) for one in (polling, other, polling)))

    assert await ledger.elections() == tuple(sorted((polling.id, other.id)))
    assert await ledger.size(polling.id) == len(polling.events) + 2
    assert await ledger.size(other.id) == len(other.events) + 1


async def test_a_close_cannot_go_round_the_urn(ledger: Ledger, polling: Polling) -> None:
    closing = polling.close_with()
    with pytest.raises(UrnMismatch):
        await ledger.run(polling.id, lambda now: closing(now, ()))


async def test_a_restart_finds_the_log_as_it_was(url: str) -> None:
    polling = Polling().until_open()
    first = await Ledger.open(url)
    await first.create(polling.id, polling.events)
    await first.run(polling.id, replaced())
    before = await first.head(polling.id)
    await first.close()

    second = await Ledger.open(url)
    try:
        after = await second.head(polling.id)
    finally:
        await second.close()

    assert (after.frontier, after.state) == (before.frontier, before.state)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ledger_leaves SET body = ? WHERE leaf = (SELECT max(leaf) FROM ledger_leaves)",
        "DELETE FROM ledger_leaves WHERE leaf = (SELECT max(leaf) + ? FROM ledger_leaves)",
        "UPDATE ledger_heads SET size = size - 1 WHERE election <> ?",
        "UPDATE ledger_heads SET size = size + 1 WHERE election <> ?",
    ],
)
async def test_a_damaged_right_edge_stops_the_start(url: str, damage: str) -> None:
    polling = Polling().until_open()
    ledger = await Ledger.open(url)
    await ledger.create(polling.id, polling.events)
    await ledger.close()
    values = {"UPDATE ledger_leaves": b"{}", "DELETE": 0, "UPDATE ledger_heads": "nothing"}
    tamper(url, damage, next(value for word, value in values.items() if word in damage))

    with pytest.raises(LogBroken):
        await Ledger.open(url)


async def test_a_leaf_changed_in_the_middle_is_found_when_the_log_is_folded(url: str) -> None:
    polling = Polling().until_open()
    ledger = await Ledger.open(url)
    await ledger.create(polling.id, polling.events)
    await ledger.close()
    changed = encode(e.AttendanceDeclared(round=1, roster_total=3000, present=2999, at=AT))
    at = next(n for n, one in enumerate(polling.events) if isinstance(one, e.AttendanceDeclared))
    tamper(url, "UPDATE ledger_leaves SET body = ? WHERE leaf = ?", changed, at)

    ledger = await Ledger.open(url)
    try:
        with pytest.raises(LogBroken):
            await ledger.state(polling.id)
        with pytest.raises(LogBroken):
            await ledger.run(polling.id, replaced())
    finally:
        await ledger.close()


def tamper(url: str, statement: str, *values: str | int | bytes) -> None:
    """Change the store behind the ledger's back."""
    connection = store_of(url).connect(writing=True)
    connection.run(statement, values)
    connection.close()


async def test_the_first_checkpoint_of_a_size_stays(ledger: Ledger, polling: Polling) -> None:
    assert await ledger.latest_checkpoint(polling.id) is None

    assert await ledger.save_checkpoint(polling.id, 3, "three") == "three"
    assert await ledger.save_checkpoint(polling.id, 3, "three again") == "three"
    await ledger.save_checkpoint(polling.id, 5, "five")
    await ledger.save_checkpoint(polling.id, 4, "four")

    assert await ledger.latest_checkpoint(polling.id) == (5, "five")
    assert await ledger.checkpoints(polling.id) == ((3, "three"), (4, "four"), (5, "five"))


async def test_no_checkpoint_is_kept_beyond_the_log(ledger: Ledger, polling: Polling) -> None:
    with pytest.raises(Refused, match="检查点"):
        await ledger.save_checkpoint(polling.id, len(polling.events) + 1, "too far")


async def test_a_small_object_comes_back(ledger: Ledger) -> None:
    name = await ledger.put_object(b"some bytes")

    assert name == digest(b"some bytes")
    assert await ledger.put_object(b"some bytes") == name
    assert await ledger.get_object(name) == b"some bytes"


async def test_an_act_at_the_wrong_stage_is_refused(ledger: Ledger, polling: Polling) -> None:
    with pytest.raises(WrongStage):
        await ledger.run(polling.id, lambda _now: [e.BoxCounted(round=1, count=1)])
