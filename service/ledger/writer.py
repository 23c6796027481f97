"""The one writer of a process: a thread that commits many waiting jobs at once.

Group commit is what makes 3,000 deputies pressing within a minute possible on one disk: one sync
serves everybody who waited for it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from ballot.errors import BallotError
from service.ledger.connection import Connection, Store
from service.ledger.desk import Desk
from service.ledger.errors import LedgerError, StoreMisfit, StoreUnavailable
from service.ledger.heads import Heads
from service.ledger.jobs import Job, Undecided

_log = logging.getLogger(__name__)

GROUP = 512
"""Jobs that are taken from the queue at once."""

Ticket = Any
"""What the caller recognises its answer by; the writer only hands it back."""

Answer = tuple[Ticket, object]
"""A ticket and the result, or the exception to be raised."""

Errand = tuple[Job[object], Ticket]


@dataclass(frozen=True, slots=True)
class _Stop:
    """The last thing in the queue."""


class Writer:
    """Owns the only connection of this process that writes."""

    def __init__(
        self, store: Store, heads: Heads, deliver: Callable[[Sequence[Answer]], None]
    ) -> None:
        """Serve ``store``; answers go to ``deliver``, called in the writer's own thread."""
        self._store = store
        self._heads = heads
        self._deliver = deliver
        self._queue: SimpleQueue[Errand | _Stop] = SimpleQueue()
        self._connection: Connection | None = None
        self._thread = Thread(target=self._serve, name="ledger-writer", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def submit(self, job: Job[object], ticket: Ticket) -> None:
        """Put ``job`` behind the others; returns at once."""
        self._queue.put((job, ticket))

    def stop(self) -> None:
        """Serve what was submitted before, then end; waits for it."""
        self._queue.put(_Stop())
        self._thread.join()

    def _serve(self) -> None:
        self._scrub()
        running = True
        while running:
            waiting = self._waiting()
            errands = [one for one in waiting if not isinstance(one, _Stop)]
            running = len(errands) == len(waiting)
            for group in _by_election(errands):
                self._answer(group)
        self._disconnect()

    def _waiting(self) -> list[Errand | _Stop]:
        """Wait for one errand and take with it whatever else is waiting."""
        waiting = [self._queue.get()]
        with suppress(Empty):
            while len(waiting) < GROUP:
                waiting.append(self._queue.get_nowait())
        return waiting

    def _answer(self, group: Sequence[Errand]) -> None:
        """Commit ``group`` and only then answer it; nobody hears of anything uncommitted."""
        dropped = False
        try:
            answers, dropped = self._committed(group)
        except StoreUnavailable as failure:
            answers = [(ticket, failure) for _, ticket in group]
        except Exception as fault:  # noqa: BLE001 - a dead writer would answer nobody any more
            if len(group) > 1:
                # What one job brings with it must not spoil the others: each goes alone.
                for errand in group:
                    self._answer([errand])
                return
            answers = [(group[0][1], _told(fault))]
        if dropped:
            self._scrub()
        self._deliver(answers)

    def _committed(self, group: Sequence[Errand]) -> tuple[list[Answer], bool]:
        """Return the answers of ``group``, and whether an urn was dropped."""
        connection = self._connected()
        desk = Desk(connection, group[0][0].election, self._heads)
        with connection.transaction():
            answers = [(ticket, _worked(job, desk)) for job, ticket in group]
        # The transaction is on the disk: from here on every answer survives kill -9 and power loss.
        desk.committed()
        return answers, desk.urn_dropped

    def _scrub(self) -> None:
        """Wipe what a dropped urn left behind; what fails is tried at the next close or start."""
        try:
            connection = self._connected()
            if connection.rows("SELECT name FROM ledger_chores"):
                self._store.scrub(connection)
        except LedgerError as failure:
            _log.warning("a dropped urn is not wiped yet: %s", failure.sentence)

    def _connected(self) -> Connection:
        if self._connection is not None and self._connection.broken:
            self._disconnect()
        if self._connection is None:
            self._connection = self._store.connect(writing=True)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _worked(job: Job[object], desk: Desk) -> object:
    """Return the job's answer, or the exception that is its answer.

    The store's own failures are not answers: they end the transaction.
    """
    try:
        return job.work(desk)
    except (StoreUnavailable, StoreMisfit):
        raise
    except (BallotError, LedgerError) as refusal:
        return refusal
    except Undecided as wrapped:
        return wrapped.fault


def _told(fault: Exception) -> LedgerError:
    """Return what the caller hears of ``fault``.

    What is not ours is logged by its kind and place: its words may quote a ballot or a card.
    """
    if isinstance(fault, LedgerError):
        return fault
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    _log.error("the writer met a fault of its own: %s at %s", type(fault).__name__, where)
    return StoreUnavailable("服务内部出错，这一项没有记下，请重试；仍不行请查看日志。")


def _by_election(errands: Iterable[Errand]) -> Iterable[list[Errand]]:
    """Split into one group per election, keeping the order within each."""
    groups: dict[str, list[Errand]] = {}
    for errand in errands:
        groups.setdefault(errand[0].election, []).append(errand)
    return groups.values()
