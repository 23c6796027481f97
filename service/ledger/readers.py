"""Reading: off the event loop, beside the writer, on connections of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

from service.ledger.connection import Connection, Store
from service.ledger.errors import StoreUnavailable

T = TypeVar("T")

THREADS = 4


class Readers:
    """A few threads that ask the store questions."""

    def __init__(self, store: Store) -> None:
        """Read from ``store``; connections are opened when they are first needed."""
        self._store = store
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="ledger-reader")

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """Return what ``question`` finds. Raises StoreUnavailable and whatever it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._ask, question)

    def stop(self) -> None:
        """Wait for the questions under way and close the connections."""
        self._pool.shutdown()
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _ask(self, question: Callable[[Connection], T]) -> T:
        connection = self._taken()
        try:
            return self._with(connection, question)
        except StoreUnavailable:
            if not connection.broken:
                raise
            # It died with its server while it was idle; the server may be back.
            return self._with(self._store.connect(writing=False), question)

    def _with(self, connection: Connection, question: Callable[[Connection], T]) -> T:
        try:
            return question(connection)
        finally:
            if connection.broken:
                connection.close()
            else:
                self._idle.put(connection)

    def _taken(self) -> Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._store.connect(writing=False)
