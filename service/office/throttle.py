"""How often a name, or a place, may try to log in: a counter in SQL, shared by all processes.

The attempt is counted and committed before the password is looked at, so that attempts sent
at the same time cannot slip through together; if it cannot be counted there is no login.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import TooManyAttempts
from service.office.store import insert_into
from service.office.tables import AttemptRow

Clock = Callable[[], int]
"""Whole seconds since 1970 UTC."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Wrong attempts in ``window`` seconds, by name and by place."""

    name: int = 10
    place: int = 100
    window: int = 900


class Throttle:
    """Count attempts inside the caller's transaction."""

    def __init__(self, clock: Clock, limits: Limits | None = None) -> None:
        self._clock = clock
        self._limits = limits or Limits()

    async def count(self, db: AsyncSession, *, name: str, place: str) -> None:
        """Count one attempt of ``name`` from ``place``.

        Raises TooManyAttempts beyond the limit; the caller's transaction then rolls back.
        """
        now = self._clock()
        limits = self._limits
        await self._sweep(db, now)
        for subject, limit in (
            (_subject("place", place), limits.place),
            (_subject("name", name), limits.name),
        ):
            started, count = await self._raised(db, subject, now)
            if count > limit:
                raise TooManyAttempts(started + limits.window - now)

    async def forget(self, db: AsyncSession, name: str, place: str | None = None) -> None:
        """Start again for ``name``, after a right password or a reset.

        From the ``place`` of a right password that one attempt is taken back, so that a hall in
        which many log in at one computer is not shut out; its wrong ones count on.
        """
        await db.execute(delete(AttemptRow).where(AttemptRow.subject == _subject("name", name)))
        if place is not None:
            right = AttemptRow.subject == _subject("place", place)
            await db.execute(update(AttemptRow).where(right).values(count=AttemptRow.count - 1))

    async def _sweep(self, db: AsyncSession, now: int) -> None:
        """Delete what is over; rows that another process holds are left to it, no deadlock."""
        over = select(AttemptRow.subject).where(AttemptRow.started_at <= now - self._limits.window)
        free = over.with_for_update(skip_locked=True)
        await db.execute(delete(AttemptRow).where(AttemptRow.subject.in_(free)))

    async def _raised(self, db: AsyncSession, subject: str, now: int) -> tuple[int, int]:
        """Add one to the subject's counter; return when its window began, and the count."""
        row = insert_into(db, AttemptRow).values(subject=subject, started_at=now, count=1)
        over = AttemptRow.started_at <= now - self._limits.window
        upsert = row.on_conflict_do_update(
            index_elements=[AttemptRow.subject],
            set_={
                "started_at": case((over, now), else_=AttemptRow.started_at),
                "count": case((over, 1), else_=AttemptRow.count + 1),
            },
        ).returning(AttemptRow.started_at, AttemptRow.count)
        started, count = (await db.execute(upsert)).one()
        return started, count


def _subject(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}|{value}".encode()).hexdigest()
