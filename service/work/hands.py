"""The processes that do what would keep the event loop waiting: proofs, spreadsheets, papers."""

import asyncio
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from service.work.attending import attend
from service.work.memory import one_thread_each

T = TypeVar("T")


class Hands:
    """Worker processes, all of them replaced when one dies, or none: then a thread works.

    A machine short of memory kills the largest process. Without the replacement a pool refuses
    everything from then on, and no tablet could cast until somebody restarts the service.
    """

    def __init__(self, processes: int) -> None:
        """Have so many ``processes``; they start with the first job."""
        self._processes = processes
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor | None:
        if self._processes < 1:
            return None
        one_thread_each()
        # Forking a process that has threads can deadlock the child, so workers start afresh.
        return ProcessPoolExecutor(
            self._processes, mp_context=get_context("spawn"), initializer=attend
        )

    async def do(self, job: Callable[..., T], *args: object) -> T:
        """Return what ``job`` returns; it must be a pure function, for it may be done twice.

        Raises what it raises, and BrokenExecutor if a worker dies of it again.
        """
        loop, call, pool = asyncio.get_running_loop(), partial(job, *args), self._pool
        try:
            return await loop.run_in_executor(pool, call)
        except BrokenExecutor:
            return await loop.run_in_executor(self._instead_of(pool), call)

    def _instead_of(self, broken: ProcessPoolExecutor | None) -> ProcessPoolExecutor | None:
        """Replace the ``broken`` pool, once for everybody who was waiting for it."""
        if broken is not None and self._pool is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = self._made()
        return self._pool

    def stop(self) -> None:
        """End the processes; waits for what they are doing."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
