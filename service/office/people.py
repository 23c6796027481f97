"""One account as a value, read inside the caller's transaction."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import NotFound, Unfit
from service.office.roles import Grant, Role
from service.office.tables import AccountRow, RoleRow, SessionRow

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who works with the service; ``name`` is also what they log in with."""

    id: str
    name: str
    must_change: bool
    disabled: bool
    grants: frozenset[Grant]

    def holds(self, role: Role, election: str) -> bool:
        """Say whether the account has ``role`` in ``election`` (EVERYWHERE for none)."""
        return any(grant.covers(role, election) for grant in self.grants)


def account_name(name: str) -> str:
    """Return ``name`` as it is stored and compared; raises Unfit for what is no name."""
    folded = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 1 <= len(folded) <= LONGEST_NAME or not folded.isprintable():
        raise Unfit(f"姓名应为 1 至 {LONGEST_NAME} 个可见字符。", code="account.name")
    return folded


async def read_account(db: AsyncSession, account: str, *, lock: bool = False) -> Account:
    """Return the account of this id; ``lock`` it until the caller's commit. Raises NotFound."""
    row = await db.get(AccountRow, account, populate_existing=True, with_for_update=lock or None)
    if row is None:
        raise NotFound("没有这个账号。", code="account.unknown")
    return account_of(row, (await read_grants(db, account)).get(account, frozenset()))


async def read_grants(db: AsyncSession, account: str | None = None) -> dict[str, frozenset[Grant]]:
    """Return the grants of one account, or of all, by account id."""
    wanted = select(RoleRow)
    if account is not None:
        wanted = wanted.where(RoleRow.account == account)
    found: dict[str, frozenset[Grant]] = {}
    for row in await db.scalars(wanted):
        found[row.account] = found.get(row.account, frozenset()) | {_grant(row)}
    return found


async def read_session(db: AsyncSession, token_hash: str) -> tuple[SessionRow, Account] | None:
    """Return the session of this token and whose it is, in one statement: each click asks for both.

    None if there is no such session.
    """
    wanted = (
        select(SessionRow, AccountRow, RoleRow)
        .join(AccountRow, AccountRow.id == SessionRow.account)
        .outerjoin(RoleRow, RoleRow.account == SessionRow.account)
        .where(SessionRow.token_hash == token_hash)
    )
    rows = (await db.execute(wanted)).all()
    if not rows:
        return None
    session, account, _ = rows[0]
    # The typing of an outer join does not know that an account may have no role at all.
    roles: list[RoleRow | None] = [role for *_, role in rows]
    return session, account_of(account, frozenset(_grant(one) for one in roles if one))


def _grant(row: RoleRow) -> Grant:
    return Grant(row.role, row.election)  # type: ignore[arg-type]  # Grant checks the role


async def end_sessions(db: AsyncSession, account: str) -> None:
    """End every session of the account."""
    await db.execute(delete(SessionRow).where(SessionRow.account == account))


def account_of(row: AccountRow, grants: frozenset[Grant]) -> Account:
    """Return the value of a row and its grants; the password's hash stays behind."""
    return Account(
        id=row.id,
        name=row.name,
        must_change=row.must_change,
        disabled=row.disabled,
        grants=grants,
    )
