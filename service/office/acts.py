"""Acts that wait for several people's signatures.

Only who approved what lies here, until the act happens; what happened is in the log.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import Conflict, NotFound
from service.office.store import Office
from service.office.tables import ActRow, ApprovalRow

Means = Literal["key", "paper"]
PENDING, DONE, DROPPED = "pending", "done", "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """One person's approval: ``mark`` is a signature, or the SHA-256 of a scanned signed page."""

    role: str
    holder: int
    means: Means
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAct:
    """An act under way; ``statement`` is exactly what people sign."""

    id: str
    election: str
    act: str
    round: int
    statement: bytes
    approvals: tuple[Approved, ...]
    done: bool


class Acts:
    """Begin acts, add approvals, and mark them as done."""

    def __init__(
        self, office: Office, clock: Callable[[], int], entropy: Callable[[int], bytes]
    ) -> None:
        self._office = office
        self._clock = clock
        self._entropy = entropy

    async def begin(
        self, election: str, act: str, number: int, statement: bytes, *, by: str
    ) -> PendingAct:
        """Begin an act of a round; one that was begun before and not done is dropped."""
        row = ActRow(
            id=self._entropy(16).hex(),
            election=election,
            act=act,
            statement=statement,
            needed=json.dumps({"round": number}),
            begun_by=by,
            state=PENDING,
        )
        async with self._office.writing() as db:
            same = (ActRow.election == election, ActRow.act == act, ActRow.state == PENDING)
            await db.execute(update(ActRow).where(*same).values(state=DROPPED))
            db.add(row)
        return await self.get(election, row.id)

    async def get(self, election: str, act: str) -> PendingAct:
        """Return an act that is not dropped; raises NotFound."""
        async with self._office.reading() as db:
            row = await db.get(ActRow, act)
            if row is None or row.election != election or row.state == DROPPED:
                raise NotFound("没有这项待签事项，可能已经重新发起。", code="act.unknown")
            return await _read(db, row)

    async def pending(self, election: str) -> tuple[PendingAct, ...]:
        """Return the acts that wait for signatures."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(ActRow).where(ActRow.election == election, ActRow.state == PENDING)
            )
            return tuple([await _read(db, row) for row in rows])

    async def approve(
        self, election: str, act: str, account: str, approved: Approved
    ) -> PendingAct:
        """Add an approval: each seat once, and each account once by its own key.

        Raises NotFound, or Conflict for a second approval or an act that is done.
        """
        found = await self.get(election, act)
        if found.done:
            raise Conflict("这项事项已经完成。", code="act.done")
        row = ApprovalRow(
            act=act,
            account=account,
            role=approved.role,
            holder=approved.holder,
            approval=approved.means,
            mark=approved.mark,
        )
        try:
            async with self._office.writing() as db:
                if approved.means == "key" and await _signed(db, act, account):
                    raise Conflict("您已经签过这项事项，须由另一人签名。", code="act.approved")
                db.add(row)
        except IntegrityError as error:
            raise Conflict("这个席位已经签过这项事项。", code="act.approved") from error
        return await self.get(election, act)

    async def withdraw(self, act: str, role: str, holder: int) -> None:
        """Take an approval back: the act turned out not to be possible."""
        async with self._office.writing() as db:
            row = await db.get(ApprovalRow, (act, role, holder))
            if row is not None:
                await db.delete(row)

    async def complete(self, act: str) -> None:
        """Mark an act as done."""
        async with self._office.writing() as db:
            await db.execute(update(ActRow).where(ActRow.id == act).values(state=DONE))


async def _signed(db: AsyncSession, act: str, account: str) -> bool:
    """Say whether the account has signed the act with its key."""
    own = select(ApprovalRow.act).where(
        ApprovalRow.act == act, ApprovalRow.account == account, ApprovalRow.approval == "key"
    )
    return await db.scalar(own) is not None


async def _read(db: AsyncSession, row: ActRow) -> PendingAct:
    approvals = await db.scalars(select(ApprovalRow).where(ApprovalRow.act == row.id))
    found = [
        Approved(
            role=one.role,
            holder=one.holder,
            means="key" if one.approval == "key" else "paper",
            mark=one.mark,
        )
        for one in approvals
    ]
    return PendingAct(
        id=row.id,
        election=row.election,
        act=row.act,
        round=int(json.loads(row.needed)["round"]),
        statement=row.statement,
        approvals=tuple(sorted(found, key=lambda one: (one.role, one.holder))),
        done=row.state == DONE,
    )
