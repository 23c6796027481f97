"""Worker processes: a dead one is replaced, and what it was doing is done."""

import asyncio
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor

import pytest

from service.work.hands import Hands


@pytest.fixture
def hands() -> Iterator[Hands]:
    found = Hands(1)
    yield found
    found.stop()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_a_killed_worker_is_replaced(hands: Hands) -> None:
    worker = await hands.do(os.getpid)
    os.kill(worker, signal.SIGKILL)
    answers = await asyncio.gather(*(hands.do(abs, -number) for number in range(5)))

    assert answers == [0, 1, 2, 3, 4]
    assert await hands.do(os.getpid) not in {worker, os.getpid()}


async def test_a_job_that_kills_its_worker_spoils_no_other(hands: Hands) -> None:
    with pytest.raises(BrokenExecutor):
        await hands.do(die)

    assert await hands.do(abs, -1) == 1


async def test_without_workers_the_service_works_itself() -> None:
    assert await Hands(0).do(os.getpid) == os.getpid()


LARGE = 16 * 1024 * 1024


def faults() -> int:
    """Return how often the kernel hands memory out for arrays that were freed just before."""
    for _ in range(2):
        _made()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    _made()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _made() -> None:
    held = [b"x" * LARGE for _ in range(5)]
    del held


async def test_a_worker_keeps_the_memory_of_one_page_for_the_next(hands: Hands) -> None:
    assert await hands.do(faults) < LARGE // resource.getpagesize()
