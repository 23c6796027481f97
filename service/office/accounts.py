"""Accounts: who works with the service, and in which roles."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ballot.events.base import Role as Officer
from service.office.errors import Conflict, NotFound, Unfit, WrongLogin
from service.office.grants import check_administered, dismiss, give, lock_administrators, take
from service.office.passwords import Passwords
from service.office.people import (
    Account,
    account_name,
    account_of,
    end_sessions,
    read_account,
    read_grants,
)
from service.office.roles import EVERYWHERE, Grant, Role
from service.office.store import Office
from service.office.tables import AccountRow, RoleRow, TokenRow
from service.office.throttle import Throttle
from service.office.trail import Entry, Trail


class Accounts:
    """Add, list and change accounts; every act leaves an entry in the trail."""

    def __init__(
        self,
        office: Office,
        passwords: Passwords,
        throttle: Throttle,
        clock: Callable[[], int],
        entropy: Callable[[int], bytes],
    ) -> None:
        self._office = office
        self._passwords = passwords
        self._throttle = throttle
        self._clock = clock
        self._entropy = entropy
        self._trail = Trail(office, clock)

    async def add(
        self,
        name: str,
        password: str,
        grants: Sequence[Grant] = (),
        *,
        by: str,
        must_change: bool = True,
    ) -> Account:
        """Add an account with its first roles.

        ``must_change`` (the default) makes it choose a password of its own at the first login.
        Raises Unfit for the name or the password, Conflict for a taken name or roles that
        one person may not hold together.
        """
        name = account_name(name)
        password_hash = await self._passwords.hash(password, name=name)
        row = AccountRow(
            id=self._entropy(16).hex(),
            name=name,
            password_hash=password_hash,
            must_change=must_change,
            disabled=False,
            created_at=self._clock(),
        )
        try:
            async with self._office.writing() as db:
                db.add(row)
                await db.flush()
                self._trail.note(db, "account_added", actor=by, subject=row.id, detail=name)
                for grant in grants:
                    await give(db, self._trail, row.id, grant, by=by)
        except IntegrityError as error:
            raise Conflict(f"姓名“{name}”已有账号，请加以区别。", code="account.taken") from error
        return await self.get(row.id)

    async def get(self, account: str) -> Account:
        """Return the account of this id; raises NotFound."""
        async with self._office.reading() as db:
            return await read_account(db, account)

    async def named(self, name: str) -> Account:
        """Return the account of this name; raises NotFound."""
        async with self._office.reading() as db:
            wanted = select(AccountRow.id).where(AccountRow.name == account_name(name))
            found = await db.scalar(wanted)
            if found is None:
                raise NotFound(f"没有姓名为“{name}”的账号。", code="account.unknown")
            return await read_account(db, found)

    async def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        async with self._office.reading() as db:
            rows = (await db.scalars(select(AccountRow).order_by(AccountRow.name))).all()
            grants = await read_grants(db)
            return tuple(account_of(row, grants.get(row.id, frozenset())) for row in rows)

    async def trail(self, election: str) -> tuple[Entry, ...]:
        """Return what people did in the office about ``election``, the newest first."""
        return await self._trail.of(election)

    async def card_voided(self, election: str, reason: str, *, by: str) -> None:
        """Note why a voting card was made void; which card it was is not noted."""
        async with self._office.writing() as db:
            self._trail.note(db, "card_voided", actor=by, election=election, detail=reason)

    async def grant(
        self, account: str, grant: Grant, *, by: str, beside: Collection[Role] = ()
    ) -> None:
        """Give a role. Roles held in the same election must be named in ``beside``.

        ``beside`` is what the rules of the session let one person hold together with it;
        everything else is refused with Conflict.
        """
        async with self._office.writing() as db:
            await give(db, self._trail, account, grant, by=by, beside=beside)

    async def appoint(
        self, election: str, officers: Collection[tuple[str, Officer, int]], *, by: str
    ) -> None:
        """Let exactly these accounts hold these numbered seats in ``election``; all or nothing.

        Raises Conflict for roles that one person may not hold together, and for two seats.
        """
        people = [account for account, _, _ in officers]
        if len(set(people)) < len(people):
            raise Conflict(
                "名单中有人占了两个位置，一人只能占一个，请核对。", code="role.two-seats"
            )
        staying = [(account, role) for account, role, _ in officers]
        async with self._office.writing() as db:
            await dismiss(db, self._trail, election, staying, by=by)
            for account, role, number in officers:
                await give(db, self._trail, account, Grant(role, election), by=by)
                await db.execute(
                    update(RoleRow)
                    .where(
                        RoleRow.account == account,
                        RoleRow.election == election,
                        RoleRow.role == role,
                    )
                    .values(number=number)
                )

    async def seats(self, election: str) -> dict[tuple[str, int], str]:
        """Return the names of the accounts on the list of ``election``, by role and number."""
        async with self._office.reading() as db:
            wanted = select(RoleRow.role, RoleRow.number, AccountRow.name).join(
                AccountRow, AccountRow.id == RoleRow.account
            )
            rows = await db.execute(wanted.where(RoleRow.election == election))
            return {(role, number): name for role, number, name in rows if number}

    async def revoke(self, account: str, grant: Grant, *, by: str) -> None:
        """Take a role back; raises Conflict for the last administrator."""
        async with self._office.writing() as db:
            await take(db, self._trail, account, grant, by=by)

    async def disable(self, account: str, *, by: str) -> None:
        """Close an account: its sessions end and its tokens are revoked at once."""
        async with self._office.writing() as db:
            await lock_administrators(db)
            was = await read_account(db, account)
            await db.execute(
                update(AccountRow).where(AccountRow.id == account).values(disabled=True)
            )
            if was.holds("administrator", EVERYWHERE):
                await check_administered(db)
            await end_sessions(db, account)
            await db.execute(
                update(TokenRow)
                .where(TokenRow.made_by == account, TokenRow.revoked_at.is_(None))
                .values(revoked_at=self._clock())
            )
            self._trail.note(db, "account_disabled", actor=by, subject=account)

    async def enable(self, account: str, *, by: str) -> None:
        """Open a disabled account again; its old sessions and tokens stay dead."""
        async with self._office.writing() as db:
            await read_account(db, account)
            await db.execute(
                update(AccountRow).where(AccountRow.id == account).values(disabled=False)
            )
            self._trail.note(db, "account_enabled", actor=by, subject=account)

    async def reset_password(
        self, account: str, password: str, *, by: str, must_change: bool = True
    ) -> None:
        """Set a password for somebody who lost theirs; ends sessions, lifts the throttle."""
        name = (await self.get(account)).name
        await self._set_password(account, password, name, must_change=must_change, by=by)

    async def change_password(self, account: str, old: str, new: str) -> None:
        """Let somebody choose their own password; every session of theirs ends.

        Raises WrongLogin for the old password, TooManyAttempts, Unfit for the new one.
        """
        async with self._office.writing() as db:
            name = (await read_account(db, account)).name
            await self._throttle.count(db, name=name, place=account)
            row = await db.get_one(AccountRow, account)
            stored = row.password_hash
        if not await self._passwords.verify(stored, old):
            raise WrongLogin("原口令不对。")
        if old == new:
            raise Unfit("新口令不能与原口令相同。", code="password.same")
        await self._set_password(account, new, name, must_change=False, by=account)

    async def _set_password(
        self, account: str, password: str, name: str, *, must_change: bool, by: str
    ) -> None:
        password_hash = await self._passwords.hash(password, name=name)
        async with self._office.writing() as db:
            await db.execute(
                update(AccountRow)
                .where(AccountRow.id == account)
                .values(password_hash=password_hash, must_change=must_change)
            )
            await end_sessions(db, account)
            await self._throttle.forget(db, name)
            self._trail.note(
                db,
                "password_changed" if by == account else "password_reset",
                actor=by,
                subject=account,
            )
