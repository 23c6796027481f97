"""Work that may hang or kill the process that does it: what strangers' files are read with.

Libraries in C read PDF, TIFF and JPEG, and a file that is made for it, or just broken, can send
them into a loop, take all memory or end them. Each worker is given one piece of work at a time,
with a limit of time and of memory; one that oversteps it, or dies, is replaced, and the caller is
told which piece it was. All other work goes on.
"""

import asyncio
import gc
import resource
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import LifoQueue
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from counting.lost import Lost
from service.work.attending import attend
from service.work.memory import one_thread_each

SECONDS: Final = 30.0
"""For one piece of work. Four pages take one second; the largest that are read, on a machine that
has much else to do, 20 seconds each, and then they are given out one by one."""
STARTING: Final = 120.0
"""Seconds until a worker has loaded its libraries, on a machine that has much else to do."""
MOST_MEMORY: Final = 4 * 1024**3
"""Bytes of address space of a worker: its libraries take 1, the largest page less than 2."""
_AHEAD: Final = 8
"""Pieces that wait for each worker: enough that none is ever idle."""

T = TypeVar("T")
R = TypeVar("R")


class Contained:
    """Workers, started with the first work. With none of them work is done by a thread."""

    def __init__(self, processes: int, seconds: float = SECONDS, memory: int = MOST_MEMORY) -> None:
        """Have so many ``processes``, each with ``seconds`` for a piece of work."""
        self._processes = processes
        self._seconds, self._memory = seconds, memory
        self._threads = ThreadPoolExecutor(max(processes, 1))
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        self._alive: set[_Worker] = set()
        for _ in range(processes):
            self._idle.put(None)

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes."""
        self.stop()

    async def do(self, job: Callable[..., T], *args: object) -> T | Lost:
        """Return what ``job`` returns, or that it was lost. Raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(self._done, job, args))

    def __call__(self, job: Callable[[T], R], items: Iterable[T], /) -> Iterator[R | Lost]:
        """Yield what ``job`` makes of every item, in order. Raises what it raises."""
        waiting: deque[Future[R | Lost]] = deque()
        for item in items:
            waiting.append(self._threads.submit(self._done, job, (item,)))
            if len(waiting) >= max(self._processes, 1) * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in tuple(self._alive):
            worker.end()
        self._threads.shutdown()

    def _done(self, job: Callable[..., T], args: tuple[object, ...]) -> T | Lost:
        if not self._processes:
            return job(*args)
        worker = self._idle.get()
        try:
            if worker is None:
                worker = _Worker(self._memory)
                self._alive.add(worker)
            done = worker.do(job, args, self._seconds)
            if isinstance(done, Lost):
                worker.end()
                self._alive.discard(worker)
                worker = None
        finally:
            self._idle.put(worker)
        if isinstance(done, BaseException):
            raise done
        return done  # type: ignore[no-any-return]  # what job returned came through a pipe


class _Worker:
    """A process, and the pipe to it."""

    def __init__(self, memory: int) -> None:
        """Start it and wait until it is ready."""
        one_thread_each()
        # Forking a process that has threads can deadlock the child, so workers start afresh.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, memory), daemon=True)
        self._process.start()
        theirs.close()
        # Who does not wait for this answer would take it for that to the first work.
        self._lost = self._answer(STARTING)

    def do(self, job: Callable[..., object], args: tuple[object, ...], seconds: float) -> Any:
        """Return what ``job`` returns or raises, or that it was lost."""
        if self._lost is not None:
            return self._lost
        try:
            self._pipe.send((job, args))
        except OSError:
            return Lost(slow=False)
        # Time runs once the worker has taken the work, for which it loads the job's module.
        lost = self._answer(STARTING)
        return self._answer(seconds) if lost is None else lost

    def end(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _answer(self, seconds: float) -> Any:
        try:
            return self._pipe.recv() if self._pipe.poll(seconds) else Lost(slow=True)
        except (EOFError, OSError):
            return Lost(slow=False)


def _serve(pipe: "Connection[Any, Any]", memory: int) -> None:
    """Do what comes through ``pipe`` until it is closed; runs in a worker process."""
    attend()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    pipe.send(None)
    going = _next(pipe)
    # What is loaded by now stays until the end: nobody need look through it for garbage again.
    gc.collect()
    gc.freeze()
    while going:
        going = _next(pipe)


def _next(pipe: "Connection[Any, Any]") -> bool:
    """Do the next work and say whether there was any."""
    try:
        job, args = pipe.recv()
    except EOFError:
        return False
    pipe.send(None)
    try:
        done = job(*args)
    except Exception as error:  # noqa: BLE001  (the caller raises it again)
        done = error
    pipe.send(done)
    return True
