"""A worker that hangs, dies or takes all memory loses one piece of work; the rest is done."""

import gc
import os
import signal
from collections.abc import Iterator

import pytest

from counting.lost import Lost
from service.work.contained import MOST_MEMORY, Contained, _Worker

LIMIT = 1.0
"""Seconds after which a worker that loops is ended."""


@pytest.fixture(scope="module")
def workers() -> Iterator[Contained]:
    with Contained(1, seconds=LIMIT, memory=2 * 1024**3) as contained:
        yield contained


def spoilt(what: object) -> object:
    """Do to this process what the item says, or return it."""
    if what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "fault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "loop":
        while True:
            pass
    if what == "memory":
        return len(bytearray(4 * 1024**3))
    if what == "wrong":
        raise ValueError("错")
    return what


@pytest.mark.parametrize(
    ("what", "lost"),
    [("killed", Lost(slow=False)), ("fault", Lost(slow=False)), ("loop", Lost(slow=True))],
)
def test_what_a_worker_does_not_survive_is_lost_and_nothing_else(
    workers: Contained, what: str, lost: Lost
) -> None:
    assert list(workers(spoilt, [1, what, 2, 3])) == [1, lost, 2, 3]


def test_a_worker_that_starts_too_slowly_does_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.work.contained.STARTING", 0.0)
    worker = _Worker(MOST_MEMORY)
    monkeypatch.undo()
    try:
        # What it says at last, that it is there, is no answer to what it is asked later.
        assert worker.do(spoilt, (1,), LIMIT) == Lost(slow=True)
    finally:
        worker.end()


def frozen(_: int) -> int:
    return gc.get_freeze_count()


def test_what_a_worker_loaded_is_not_looked_through_for_garbage(workers: Contained) -> None:
    assert list(workers(frozen, [1, 2]))[1] > 0


def test_memory_without_end_is_an_error_of_that_work(workers: Contained) -> None:
    with pytest.raises(MemoryError):
        list(workers(spoilt, ["memory"]))
    assert list(workers(spoilt, [4])) == [4]


def test_an_error_comes_back_and_the_worker_stays(workers: Contained) -> None:
    before = list(workers(pid, [0]))
    with pytest.raises(ValueError, match="错"):
        list(workers(spoilt, ["wrong"]))
    assert list(workers(pid, [0])) == before


def pid(_: object) -> int:
    return os.getpid()


async def test_a_service_is_told_the_same(workers: Contained) -> None:
    assert await workers.do(spoilt, "killed") == Lost(slow=False)
    assert await workers.do(spoilt, 5) == 5


async def test_without_processes_work_is_done_by_a_thread() -> None:
    with Contained(0) as none:
        assert await none.do(os.getpid) == os.getpid()


def test_the_end_does_not_wait_for_what_is_being_done() -> None:
    with Contained(1) as contained:
        assert next(iter(contained(spoilt, [1, *["loop"] * 9]))) == 1
