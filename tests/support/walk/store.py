"""The real ledger of a walk, in a directory of its own, and a second look at its tables."""

import asyncio
import io
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from audit.merkle import Frontier, leaf_hash
from audit.record.body import hashed
from audit.record.writer import write_evidence, write_record
from audit.verify.checks import Report
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot.canonical import Digest
from ballot.events import decode
from ballot.fold import apply, fold
from ballot.state import Election
from service.ledger import Ledger
from service.ledger.examination import examine
from service.ledger.ledger import store_of

T = TypeVar("T")
TABLES = ("heads", "leaves", "checkpoints", "urns", "burnt", "counted", "objects", "chores")


class Store:
    """One SQLite file; ``read`` is what was folded from leaves that were read back from it."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "ledger.db"
        self.runner = asyncio.Runner()
        self.ledger: Ledger = self.runner.run(self._opened())
        self.leaves: list[bytes] = []
        self.read = Election()

    async def _opened(self) -> Ledger:
        return await Ledger.open(self.url)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def ask(self, question: Callable[[Ledger], Coroutine[Any, Any, T]]) -> T:
        return self.runner.run(question(self.ledger))

    def restart(self) -> None:
        self.ask(lambda ledger: ledger.close())
        self.ledger = self.runner.run(self._opened())

    def close(self) -> None:
        self.ask(lambda ledger: ledger.close())
        self.runner.close()

    def keep(self, objects: dict[Digest, bytes]) -> None:
        """Store what the log is going to name."""
        for data in objects.values():
            self.ask(lambda ledger, data=data: ledger.put_object(data))  # type: ignore[misc]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but the objects' bodies, urns included."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            names = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'ledger_parts'"
                )
            ]
            return {
                name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
                for name in names
            }

    def caught_up(self) -> Election:
        """Fold the leaves that are new in the file; the old ones must be as they were."""
        stored = self.rows("SELECT leaf, hash, body FROM ledger_leaves ORDER BY leaf")
        assert [leaf for leaf, _, _ in stored] == list(range(len(stored)))
        bodies = [body for _, _, body in stored]
        assert bodies[: len(self.leaves)] == self.leaves
        assert all(leaf_hash(body) == kept for _, kept, body in stored)
        for body in bodies[len(self.leaves) :]:
            apply(self.read, decode(body))
        self.leaves = bodies
        return self.read

    def edge(self) -> tuple[int, tuple[bytes, ...]]:
        """Size and peaks as the tree of the leaves gives them."""
        frontier = Frontier().extend([leaf_hash(one) for one in self.leaves])
        return frontier.size, frontier.peaks

    def folded_anew(self) -> Election:
        return fold(map(decode, self.leaves))

    def faults(self) -> list[str]:
        """What the doctor finds in the file while the service runs on it."""
        return [one.code for one in examine(store_of(self.url)).faults]

    def verified(self, note: bytes, log_key: str) -> Report:
        """Write record and evidence from the ledger and verify them."""

        def fetch(name: Digest) -> bytes:
            return self.ask(lambda ledger: ledger.get_object(name))

        evidence, record = io.BytesIO(), io.BytesIO()
        write_evidence(evidence, self.leaves, fetch)
        evidence.seek(0)
        name, _ = hashed(evidence)
        write_record(record, self.leaves, note, fetch, evidence=name)
        record.seek(0)
        expected = Expectations(log_key=log_key, checkpoint=note, evidence=evidence)
        return verify_record(record, expectations=expected)


def sizes(everything: dict[str, Sequence[object]]) -> dict[str, int]:
    return {name: len(rows) for name, rows in everything.items()}
