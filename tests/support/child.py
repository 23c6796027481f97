"""A ledger in a process of its own, asked through a pipe: one JSON list a line, one answer a line.

Run as ``python -m tests.support.child URL ELECTION [unsafe]``; ``unsafe`` switches the store's
syncing off, to see the tests of it fail.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ballot.errors import BallotError
from ballot.events import Event, decode
from ballot.state import Election
from service.ledger import Ledger, LedgerError, UrnBallot
from service.ledger.connection import Connection
from service.ledger.ledger import store_of
from service.ledger.postgres import PostgresStore
from service.ledger.sqlite import SqliteStore
from tests.support.disk import mark
from tests.support.polling import cast_event, envelope

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Child:
    """The other process, seen from the test."""

    process: subprocess.Popen[str]

    def tell(self, *words: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the other process ended without an answer")
        return json.loads(line)

    def ask(self, *words: object) -> Any:
        self.tell(*words)
        return self.hear()


@contextmanager
def running(
    url: str, election: str, *, unsafe: bool = False, environment: Mapping[str, str] | None = None
) -> Iterator[Child]:
    """Start a process that has the ledger at ``url`` open, until the block ends."""
    command = [sys.executable, "-m", "tests.support.child", url, election]
    with subprocess.Popen(
        [*command, "unsafe"] if unsafe else command,
        cwd=ROOT,
        env=os.environ | (environment or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        child = Child(process)
        try:
            assert child.hear() == "ready"
            yield child
        finally:
            process.kill()


class Clerk:
    """The other process, seen from inside: one method for each word it understands."""

    def __init__(self, ledger: Ledger, election: str) -> None:
        self._ledger = ledger
        self._election = election

    async def cast(self, count: int) -> list[list[str | None]]:
        """Cast ``count`` new ballots at once; tell what became of each."""
        return await asyncio.gather(*(self._one() for _ in range(count)))

    async def cast_and_close(self, count: int, closed: str) -> list[list[str | None]]:
        """Cast ``count`` ballots, and then as many again while the round closes."""
        first = await self.cast(count)
        closing = asyncio.ensure_future(self.close(closed))
        second = await self.cast(count)
        await closing
        return first + second + await self.cast(1)

    async def close(self, closed: str) -> int:
        event = decode(bytes.fromhex(closed))

        def decide(_now: Election, urn: Sequence[UrnBallot]) -> list[Event]:
            return [event, *map(cast_event, urn)]

        return (await self._ledger.close_round(self._election, 1, decide)).size

    async def cast_marked(self, count: int, log: str) -> None:
        """Cast one ballot after the other and mark each question and answer in ``log``."""
        for _ in range(count):
            mark(log, "ask")
            await self._one()
            mark(log, "told")

    async def leaves(self) -> list[str]:
        leaves = await self._ledger.leaves(self._election, 0, await self.size())
        return [leaf.decode() for leaf in leaves]

    async def size(self) -> int:
        return await self._ledger.size(self._election)

    async def _one(self) -> list[str | None]:
        one = envelope()
        entry = one.entry()
        try:
            told = str(await self._ledger.cast(self._election, 1, one))
        except (BallotError, LedgerError) as error:
            told = error.code
        return [told, entry.ballot, entry.proofs, entry.credential]


class UnsafeSqlite(SqliteStore):
    """Syncs nothing."""

    def connect(self, *, writing: bool) -> Connection:
        connection = super().connect(writing=writing)
        connection.run("PRAGMA synchronous = OFF")
        return connection


class UnsafePostgres(PostgresStore):
    """Does not wait for the WAL."""

    def connect(self, *, writing: bool) -> Connection:
        connection = super().connect(writing=writing)
        connection.run("SET synchronous_commit = off")
        return connection


async def _serve(url: str, election: str, *, unsafe: bool) -> None:
    store = store_of(url)
    if unsafe and isinstance(store, SqliteStore):
        store = UnsafeSqlite(store.path)
    elif unsafe and isinstance(store, PostgresStore):
        store = UnsafePostgres(store.url)
    ledger = await Ledger.over(store)
    clerk = Clerk(ledger, election)
    _say("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        word, *arguments = json.loads(line)
        _say(await getattr(clerk, word)(*arguments))
    await ledger.close()


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2], unsafe="unsafe" in sys.argv[3:]))
