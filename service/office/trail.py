"""The trail of acts on accounts and access: who did what to whom, never a secret."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.roles import EVERYWHERE
from service.office.store import Office
from service.office.tables import TrailRow

Done = Literal[
    "account_added",
    "account_disabled",
    "account_enabled",
    "password_changed",
    "password_reset",
    "role_granted",
    "role_revoked",
    "key_enrolled",
    "logged_in",
    "login_failed",
    "logged_out",
    "logged_out_everywhere",
    "token_issued",
    "token_revoked",
    "draft_replaced",
    "pool_replaced",
    "roll_replaced",
    "act_begun",
    "act_approved",
    "act_completed",
    "act_withdrawn",
    "card_voided",
    "bundle_discarded",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act: ``actor`` and ``subject`` are account ids (or "cli", or an act's id)."""

    at: int
    actor: str
    act: str
    subject: str
    election: str
    detail: str


class Trail:
    """Write inside the transaction of the act itself; read for the administrator."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._clock = clock

    def note(
        self,
        db: AsyncSession,
        act: Done,
        *,
        actor: str,
        subject: str = "",
        election: str = EVERYWHERE,
        detail: str = "",
    ) -> None:
        """Add an entry that is durable exactly when the act is."""
        at = self._clock()
        db.add(
            TrailRow(at=at, actor=actor, act=act, subject=subject, election=election, detail=detail)
        )

    async def latest(self, count: int = 200) -> tuple[Entry, ...]:
        """Return the last ``count`` entries, the newest first."""
        return await self._entries(select(TrailRow), count)

    async def of(self, election: str, count: int = 500) -> tuple[Entry, ...]:
        """Return the last ``count`` entries about ``election``, the newest first."""
        return await self._entries(select(TrailRow).where(TrailRow.election == election), count)

    async def acts(self, election: str, act: Done, count: int = 500) -> tuple[Entry, ...]:
        """Return the last ``count`` entries of one kind about ``election``, the earliest first."""
        wanted = select(TrailRow).where(TrailRow.election == election, TrailRow.act == act)
        return tuple(reversed(await self._entries(wanted, count)))

    async def _entries(self, wanted: Select[TrailRow], count: int) -> tuple[Entry, ...]:
        async with self._office.reading() as db:
            rows = await db.scalars(wanted.order_by(TrailRow.id.desc()).limit(count))
            return tuple(
                Entry(
                    at=row.at,
                    actor=row.actor,
                    act=row.act,
                    subject=row.subject,
                    election=row.election,
                    detail=row.detail,
                )
                for row in rows
            )
