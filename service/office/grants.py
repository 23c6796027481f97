"""Roles given and taken back, inside the caller's transaction."""

from collections.abc import Collection
from typing import get_args

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from ballot.events.base import Role as Officer
from service.office.errors import Conflict
from service.office.people import read_account
from service.office.roles import TITLES, Grant, Role
from service.office.tables import AccountRow, RoleRow
from service.office.trail import Trail


async def give(
    db: AsyncSession,
    trail: Trail,
    account: str,
    grant: Grant,
    *,
    by: str,
    beside: Collection[Role] = (),
) -> None:
    """Give a role; raises Conflict if another one in the same election is not in ``beside``."""
    held = (await read_account(db, account, lock=True)).grants
    if grant in held:
        return
    for other in held:
        if other.role != grant.role and other.meets(grant) and other.role not in beside:
            raise Conflict(
                f"同一人不能既是{TITLES[other.role]}又是{TITLES[grant.role]}；"
                "确需兼任的，须由票决办法写明。",
                code="role.together",
            )
    db.add(RoleRow(account=account, election=grant.election, role=grant.role))
    await db.flush()
    trail.note(
        db, "role_granted", actor=by, subject=account, election=grant.election, detail=grant.role
    )


async def take(db: AsyncSession, trail: Trail, account: str, grant: Grant, *, by: str) -> None:
    """Take a role back; raises Conflict for the last administrator."""
    await lock_administrators(db)
    await read_account(db, account)
    await db.execute(
        delete(RoleRow).where(
            RoleRow.account == account,
            RoleRow.election == grant.election,
            RoleRow.role == grant.role,
        )
    )
    if grant.role == "administrator":
        await check_administered(db)
    trail.note(
        db, "role_revoked", actor=by, subject=account, election=grant.election, detail=grant.role
    )


async def dismiss(
    db: AsyncSession,
    trail: Trail,
    election: str,
    staying: Collection[tuple[str, Officer]],
    *,
    by: str,
) -> None:
    """Take the officers' roles in ``election`` from all who are not ``staying``."""
    held = select(RoleRow).where(RoleRow.election == election, RoleRow.role.in_(get_args(Officer)))
    for row in (await db.scalars(held)).all():
        if (row.account, row.role) not in staying:
            await db.delete(row)
            trail.note(
                db,
                "role_revoked",
                actor=by,
                subject=row.account,
                election=election,
                detail=row.role,
            )
    await db.flush()


async def lock_administrators(db: AsyncSession) -> None:
    """Let two acts that each remove one of the last two administrators wait for each other."""
    await db.execute(select(RoleRow).where(RoleRow.role == "administrator").with_for_update())


async def check_administered(db: AsyncSession) -> None:
    """Refuse to leave the service without an administrator who can log in."""
    left = await db.scalar(
        select(RoleRow.account)
        .join(AccountRow, AccountRow.id == RoleRow.account)
        .where(RoleRow.role == "administrator", AccountRow.disabled.is_(False))
        .limit(1)
    )
    if left is None:
        raise Conflict("这是最后一个运维管理员，请先设另一个。", code="account.last-administrator")
