"""Verification on several processes, in order and with bounded memory."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Self, TypeVar

BATCH = 4
"""Items that one process takes at a time."""
AHEAD = 8
"""Batches that wait for each process: enough that none is ever idle."""

T = TypeVar("T")
R = TypeVar("R")


class Workers:
    """A ``map`` over processes, started only when something is to be mapped.

    With one process everything happens in this one.
    """

    def __init__(self, processes: int | None, report: Callable[[int], None]) -> None:
        """Use as many ``processes`` as there are processors if None; ``report`` items done."""
        self._processes = processes or os.cpu_count() or 1
        self._report = report
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Return the map."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterator[R]:
        """Yield ``function`` of every item, in order."""
        done = 0
        for results in self._batches(function, items):
            done += len(results)
            self._report(done)
            yield from results

    def _batches(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[list[R]]:
        rest = iter(items)
        batches = iter(lambda: list(islice(rest, BATCH)), [])
        if self._processes == 1:
            yield from (apply(function, batch) for batch in batches)
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes)
        waiting: deque[Future[list[R]]] = deque()
        for batch in batches:
            waiting.append(self._pool.submit(apply, function, batch))
            if len(waiting) >= self._processes * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def apply(function: Callable[[T], R], batch: list[T]) -> list[R]:
    """Return ``function`` of every item of a batch; runs in a worker process."""
    return [function(item) for item in batch]
