"""The ledger as the service sees it: asynchronous, one store, many elections."""

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar

from ballot.canonical import Digest, digest
from ballot.events import Event
from ballot.fold import Decide
from ballot.folding.guards import the_round
from ballot.state import Election
from service.ledger import counted, jobs, log, objects, transfer
from service.ledger.connection import Connection, Store
from service.ledger.errors import UnknownStore
from service.ledger.heads import Head, Heads
from service.ledger.jobs import DecideWithUrn
from service.ledger.postgres import PostgresStore
from service.ledger.readers import Readers
from service.ledger.sqlite import SqliteStore
from service.ledger.urn import Urn
from service.ledger.values import Appended, Card, Cast, Envelope, UrnBallot
from service.ledger.writer import Answer, Writer

__all__ = ["Decide", "DecideWithUrn", "Ledger", "store_of"]

T = TypeVar("T")


def store_of(url: str) -> Store:
    """Return the store behind ``url``. Raises UnknownStore.

    ``sqlite:///relative/path`` or ``sqlite:////absolute/path``; ``postgresql://…`` as libpq has it.
    """
    if url.startswith("sqlite:///"):
        return SqliteStore(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresStore(url)
    raise UnknownStore("数据库地址应以 sqlite:/// 或 postgresql:// 开头，请检查 --database。")


class Ledger:
    """All logs of one store. Belongs to the event loop that opened it.

    Every method that writes returns after the commit that holds what it wrote, and raises
    StoreUnavailable if that commit did not happen.
    """

    def __init__(self, store: Store) -> None:
        """Use ``open`` or ``over``."""
        self._store = store
        self._heads = Heads()
        self._loop = asyncio.get_running_loop()
        self._readers = Readers(store)
        self._writer = Writer(store, self._heads, self._deliver)

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the ledger at ``url``, bring its tables up to date and check every right edge.

        Raises UnknownStore, AlreadyOpen, StoreUnavailable, StoreUnsafe, SchemaTooNew, LogBroken.
        """
        return await cls.over(store_of(url))

    @classmethod
    async def over(cls, store: Store) -> Self:
        """Open the ledger in ``store``; raises as ``open`` does."""
        await asyncio.to_thread(transfer.prepare, store)
        ledger = cls(store)
        ledger._writer.start()
        return ledger

    async def close(self) -> None:
        """Finish what was submitted and give everything back."""
        await asyncio.to_thread(self._writer.stop)
        await asyncio.to_thread(self._readers.stop)
        self._store.release()

    async def create(self, election: str, events: Sequence[Event]) -> Appended:
        """Begin a log. Raises ElectionExists, Refused."""
        return await self._write(jobs.Create(election, tuple(events)))

    async def run(self, election: str, decide: Decide) -> Appended:
        """Ask ``decide`` at the head, apply and append what it returns; all of it or nothing.

        ``decide`` must be a pure function: it may be asked again. It gets a state of its own.
        A card that has cast is not voided here. Raises UnknownElection, Refused, CardSpent, and
        whatever ``decide`` raises.
        """
        return await self._write(jobs.Run(election, decide))

    async def close_round(self, election: str, number: int, decide: DecideWithUrn) -> Appended:
        """截止: ask ``decide`` with the urn's ballots; it returns ``closed`` and all of them.

        One transaction appends the events, makes objects of the ballots and drops the urn.
        Raises Refused, UrnMismatch, and whatever ``decide`` raises.
        """
        return await self._write(jobs.Close(election, number, decide))

    async def cast(self, election: str, number: int, envelope: Envelope) -> Cast:
        """Put a verified ballot in the urn of round ``number``; the same bytes again are the same.

        Raises WrongStage, NoSuchRound, CardVoid, CardSpent, BallotBurnt.
        """
        job = jobs.PutInUrn(election, number, envelope, envelope.entry())
        return await self._write(job)

    async def burn(self, election: str, number: int, unsigned: Digest) -> None:
        """检验: after this returns, no ballot with this unsigned hash can be cast.

        Raises WrongStage, BallotInUrn.
        """
        await self._write(jobs.Burn(election, number, unsigned))

    async def burnt(self, election: str, number: int) -> int:
        """Return how many ballots of the round were opened for 检验."""
        return await self._readers.ask(lambda on: Urn(on, election, number).burnt())

    async def card(self, election: str, number: int, credential: str) -> Card:
        """Return what a card scanned again may be told. Raises UnknownElection, NoSuchRound."""
        return await self._readers.ask(lambda on: self._card(on, election, number, credential))

    async def counted(
        self, election: str, number: int, ballot: Digest
    ) -> tuple[UrnBallot, int] | None:
        """Return a ballot of the closed log and its leaf, None if the log has no such ballot."""
        return await self._readers.ask(lambda on: counted.by_ballot(on, election, number, ballot))

    async def state(self, election: str) -> Election:
        """Return the state at the head, the caller's own to change. Raises UnknownElection."""
        return (await self.head(election)).state.copy()

    async def head(self, election: str) -> Head:
        """Return the head, shared and not to be changed. Raises UnknownElection, LogBroken."""
        return await self._readers.ask(lambda on: self._heads.caught_up(on, election))

    async def size(self, election: str) -> int:
        """Return how many leaves the log has. Raises UnknownElection."""
        return await self._readers.ask(lambda on: log.frontier(on, election).size)

    async def leaves(self, election: str, start: int, stop: int) -> list[bytes]:
        """Return the leaves from ``start`` up to, not including, ``stop``."""
        return await self._readers.ask(lambda on: log.leaves(on, election, start, stop))

    async def leaf_hashes(self, election: str, start: int, stop: int) -> list[bytes]:
        """Return the RFC 6962 hashes of the same leaves."""
        return await self._readers.ask(lambda on: log.leaf_hashes(on, election, start, stop))

    async def elections(self) -> tuple[str, ...]:
        """Return the ids of all elections, sorted."""
        return await self._readers.ask(log.elections)

    async def put_object(self, data: bytes) -> Digest:
        """Store ``data`` and return the hash that names it; again is the same."""
        job = jobs.KeepObject(digest(data), len(data), io.BytesIO(data))
        await self._write(job)
        return job.name

    async def put_file(self, file: BinaryIO) -> Digest:
        """Store a seekable file of any size, read from its start; it is read twice."""
        name, size = await asyncio.to_thread(_hashed, file)
        await self._write(jobs.KeepObject(name, size, file))
        return name

    async def get_object(self, name: Digest) -> bytes:
        """Return an object as a whole. Raises ObjectMissing."""
        return await self._readers.ask(lambda on: b"".join(objects.parts(on, name)))

    async def object_parts(self, name: Digest) -> AsyncIterator[bytes]:
        """Yield an object in parts of at most ``objects.PART`` bytes. Raises ObjectMissing."""
        await self._readers.ask(lambda on: objects.size(on, name))
        number = 0
        while body := await self._readers.ask(partial(objects.part, name=name, number=number)):
            yield body
            number += 1

    async def object_size(self, name: Digest) -> int:
        """Return the bytes of an object. Raises ObjectMissing."""
        return await self._readers.ask(lambda on: objects.size(on, name))

    async def save_checkpoint(self, election: str, size: int, note: str) -> str:
        """Keep the signed note of ``size``; return the one that was kept first for this size."""
        return await self._write(jobs.KeepCheckpoint(election, size, note))

    async def latest_checkpoint(self, election: str) -> tuple[int, str] | None:
        """Return size and note of the newest checkpoint, None if there is none."""
        return await self._readers.ask(lambda on: log.latest_checkpoint(on, election))

    async def checkpoints(self, election: str) -> tuple[tuple[int, str], ...]:
        """Return size and note of every checkpoint, smallest first."""
        return await self._readers.ask(lambda on: log.checkpoints(on, election))

    async def rebuild(self, election: str) -> int:
        """Make the projections anew from the log; return how many leaves were read."""
        return await self._write(jobs.Rebuild(election))

    async def backup(self, path: Path) -> None:
        """Write the whole ledger at this moment into a new SQLite file; voting goes on meanwhile.

        The file appears under its name when it is complete and synced. Raises NotEmpty if it
        exists, StoreUnavailable.
        """
        await asyncio.to_thread(transfer.backup, self._store, path)

    @classmethod
    async def restore(cls, path: Path, url: str) -> Self:
        """Fill the empty store at ``url`` from the backup ``path`` and open it.

        Raises NotEmpty, LogBroken, and what ``open`` raises. Whether the backup is the newest
        log is the caller's to find out, from a checkpoint kept elsewhere.
        """
        await asyncio.to_thread(transfer.restore, path, store_of(url))
        return await cls.open(url)

    async def _write(self, job: jobs.Job[T]) -> T:
        ticket: asyncio.Future[T] = self._loop.create_future()
        self._writer.submit(job, ticket)
        return await ticket

    def _deliver(self, answers: Sequence[Answer]) -> None:
        """Take the writer's answers to the event loop, all with one call."""
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            self._loop.call_soon_threadsafe(_settle, answers)

    def _card(self, on: Connection, election: str, number: int, credential: str) -> Card:
        # The urn first: if a close comes in between, the ballot is found where it went.
        found = Urn(on, election, number).of_card(credential)
        if found is None:
            logged = counted.by_credential(on, election, number, credential)
            found = logged[0] if logged else None
        if found is not None:
            return Card(state="spent", ballot=found.ballot)
        state = self._heads.caught_up(on, election).state
        dead = credential in state.dead[the_round(state, number).number - 1]
        return Card(state="voided" if dead else "unspent")


def _settle(answers: Sequence[Answer]) -> None:
    for ticket, answer in answers:
        future: asyncio.Future[Any] = ticket
        if future.done():  # the caller went away; what was committed stays
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)


def _hashed(file: BinaryIO) -> tuple[Digest, int]:
    file.seek(0)
    hasher, size = hashlib.sha256(), 0
    while body := file.read(objects.PART):
        hasher.update(body)
        size += len(body)
    return Digest(hasher.hexdigest()), size
