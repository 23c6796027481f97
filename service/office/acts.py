"""Acts that need several people, waiting in the office until all have approved.

The log's `apply` decides what an act needs and checks every signature again; here approvals are
gathered, and the ones that could never be accepted are refused at once. Office and ledger are
two databases: append to the log first, then `complete`. After a crash between the two the act
is still pending; appending again is refused by the log, and completing again is harmless.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ballot.canonical import Digest
from ballot.events.base import Approval, KeyApproval, PaperApproval, Role
from service.office.errors import Conflict, NotAllowed, NotFound, Unfit
from service.office.keys import check_signature, valid_key
from service.office.people import read_account
from service.office.roles import TITLES
from service.office.store import Office
from service.office.tables import ActRow, ApprovalRow
from service.office.trail import Trail

State = Literal["pending", "completed", "withdrawn"]
_ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAct:
    """An act, the ``statement`` that its people sign, and who has approved so far."""

    id: str
    election: str
    act: str
    statement: bytes
    needed: tuple[Role, ...]
    approvals: tuple[Approval, ...]
    begun_by: str
    state: State

    @property
    def missing(self) -> tuple[Role, ...]:
        """The roles that have still to approve, one entry per person."""
        left = Counter(self.needed)
        left.subtract(one.role for one in self.approvals)
        return tuple(role for role in _ROLES for _ in range(left[role]))


class Acts:
    """Begin, approve, complete and withdraw acts of several people."""

    def __init__(
        self, office: Office, clock: Callable[[], int], entropy: Callable[[int], bytes]
    ) -> None:
        self._office = office
        self._entropy = entropy
        self._trail = Trail(office, clock)

    async def begin(
        self, election: str, act: str, statement: bytes, needed: Sequence[Role], *, by: str
    ) -> PendingAct:
        """Begin an act, or return the same one where it is already waiting.

        Raises Conflict when ``act`` waits with another statement: withdraw that one first.
        """
        if not needed:
            raise Unfit("这项操作必须写明由谁批准。", code="act.nobody")
        try:
            async with self._office.writing() as db:
                row = await self._waiting(db, election, act)
                if row is None:
                    row = self._begun(db, election, act, statement, needed, by)
                    await db.flush()
                pending = await _read(db, row)
        except IntegrityError as error:
            raise Conflict("他人刚刚发起了同一操作，请刷新。", code="act.pending") from error
        if pending.statement != statement or pending.needed != tuple(needed):
            raise Conflict("同一操作已在等待批准，但内容不同；请先撤回原来的。", code="act.pending")
        return pending

    async def get(self, act_id: str) -> PendingAct:
        """Return the act of this id, in whatever state; raises NotFound."""
        async with self._office.reading() as db:
            return await _read(db, await _row(db, act_id))

    async def pending(self, election: str) -> tuple[PendingAct, ...]:
        """Return the acts of the election that wait for somebody."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(ActRow)
                .where(ActRow.election == election, ActRow.state == "pending")
                .order_by(ActRow.act)
            )
            return tuple([await _read(db, row) for row in rows.all()])

    async def approve(self, act_id: str, approval: Approval, *, by: str) -> PendingAct:
        """Add an approval and return the act with it.

        A signature must be by the enrolled key of the account ``by``, which holds the role. A
        scanned page may also be entered by the clerk, for officers who sign by hand.
        Raises NotAllowed, Conflict (not wanted, given already, not pending), Unfit (signature).
        """
        async with self._office.writing() as db:
            row = await _row(db, act_id, lock=True)
            act = await _read(db, row)
            _check_pending(act)
            await self._check_person(db, act, approval, by)
            _check_wanted(act, approval)
            db.add(_approval_row(act_id, approval, by))
            await db.flush()
            self._note(db, "act_approved", act, by, approval.role)
            return await _read(db, row)

    async def complete(self, act_id: str, *, by: str) -> None:
        """Say that the act stands in the log. Completing it twice is once.

        Raises Conflict while an approval is missing, or when the act was withdrawn.
        """
        async with self._office.writing() as db:
            row = await _row(db, act_id, lock=True)
            act = await _read(db, row)
            if act.state == "completed":
                return
            _check_pending(act)
            if act.missing:
                titles = "、".join(TITLES[role] for role in act.missing)
                raise Conflict(f"还缺{titles}的批准。", code="act.incomplete")
            row.state = "completed"
            self._note(db, "act_completed", act, by)

    async def withdraw(self, act_id: str, *, by: str) -> None:
        """Withdraw a pending act; its approvals are worth nothing any more."""
        async with self._office.writing() as db:
            row = await _row(db, act_id, lock=True)
            act = await _read(db, row)
            _check_pending(act)
            row.state = "withdrawn"
            self._note(db, "act_withdrawn", act, by)

    async def _waiting(self, db: AsyncSession, election: str, act: str) -> ActRow | None:
        return await db.scalar(
            select(ActRow).where(
                ActRow.election == election, ActRow.act == act, ActRow.state == "pending"
            )
        )

    def _begun(
        self,
        db: AsyncSession,
        election: str,
        act: str,
        statement: bytes,
        needed: Sequence[Role],
        by: str,
    ) -> ActRow:
        row = ActRow(
            id=self._entropy(16).hex(),
            election=election,
            act=act,
            statement=statement,
            needed=" ".join(needed),
            begun_by=by,
            state="pending",
        )
        db.add(row)
        self._trail.note(db, "act_begun", actor=by, subject=row.id, election=election, detail=act)
        return row

    async def _check_person(
        self, db: AsyncSession, act: PendingAct, approval: Approval, by: str
    ) -> None:
        person = await read_account(db, by)
        holds = person.holds(approval.role, act.election)
        if isinstance(approval, PaperApproval):
            holds = holds or person.holds("clerk", act.election)
        if person.disabled or not holds:
            raise NotAllowed(f"这项批准须由{TITLES[approval.role]}作出。", code="act.role")
        if isinstance(approval, KeyApproval):
            await _check_own_signature(db, act, approval, by)

    def _note(
        self,
        db: AsyncSession,
        done: Literal["act_approved", "act_completed", "act_withdrawn"],
        act: PendingAct,
        by: str,
        detail: str = "",
    ) -> None:
        self._trail.note(
            db, done, actor=by, subject=act.id, election=act.election, detail=detail or act.act
        )


def _check_pending(act: PendingAct) -> None:
    if act.state != "pending":
        word = "完成" if act.state == "completed" else "撤回"
        raise Conflict(f"这项操作已经{word}。", code=f"act.{act.state}")


def _check_wanted(act: PendingAct, approval: Approval) -> None:
    given = {(one.role, one.holder) for one in act.approvals}
    if (approval.role, approval.holder) in given:
        raise Conflict("这个人已经批准过了。", code="act.approved")
    if approval.role not in act.missing:
        raise Conflict(f"这项操作不再需要{TITLES[approval.role]}批准。", code="act.not-wanted")


async def _check_own_signature(
    db: AsyncSession, act: PendingAct, approval: KeyApproval, by: str
) -> None:
    """Two approvals by keys are two accounts: nobody signs in two roles or under two numbers."""
    again = await db.scalar(
        select(ApprovalRow).where(
            ApprovalRow.act == act.id, ApprovalRow.account == by, ApprovalRow.approval == "key"
        )
    )
    if again is not None:
        raise Conflict("同一账号不能批准两次，请由另一人批准。", code="act.approved")
    key = await db.scalar(valid_key(by))
    if key is None:
        raise NotFound("这个账号还没有登记签名密钥。", code="key.none")
    check_signature(key.public_key, act.statement, approval.signature)


def _approval_row(act_id: str, approval: Approval, by: str) -> ApprovalRow:
    kind, mark = (
        ("key", approval.signature)
        if isinstance(approval, KeyApproval)
        else ("paper", approval.page)
    )
    return ApprovalRow(
        act=act_id,
        role=approval.role,
        holder=approval.holder,
        account=by,
        approval=kind,
        mark=mark,
    )


async def _row(db: AsyncSession, act_id: str, *, lock: bool = False) -> ActRow:
    row = await db.get(ActRow, act_id, with_for_update=lock or None)
    if row is None:
        raise NotFound("没有这项待批准的操作。", code="act.unknown")
    return row


async def _read(db: AsyncSession, row: ActRow) -> PendingAct:
    approvals = await db.scalars(
        select(ApprovalRow)
        .where(ApprovalRow.act == row.id)
        .order_by(ApprovalRow.role, ApprovalRow.holder)
    )
    return PendingAct(
        id=row.id,
        election=row.election,
        act=row.act,
        statement=row.statement,
        needed=tuple(role for name in row.needed.split() for role in _ROLES if role == name),
        approvals=tuple(map(_approval, approvals)),
        begun_by=row.begun_by,
        state=next(state for state in get_args(State) if state == row.state),
    )


def _approval(row: ApprovalRow) -> Approval:
    role = next(role for role in _ROLES if role == row.role)
    if row.approval == "key":
        return KeyApproval(role=role, holder=row.holder, signature=row.mark)
    return PaperApproval(role=role, holder=row.holder, page=Digest(row.mark))
