"""Sessions of people: from the right password to the last logout.

A token is 32 random bytes; the server keeps its SHA-256 only, so that a stolen database opens
no session. A session ends after 12 hours, or after 30 minutes without use.
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import NotSignedIn, Unavailable, Unfit, WrongLogin
from service.office.passwords import Passwords
from service.office.people import Account, account_name, end_sessions, read_account, read_session
from service.office.store import Office
from service.office.tables import AccountRow, SessionRow
from service.office.throttle import Throttle
from service.office.trail import Trail

PREFIX = "pjs_"
_WRONG = "姓名或口令不对。"
SEEN_EVERY = 60
"""Seconds between two writes of ``seen_at``: not every click is worth a flush to disk."""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Seconds until a session ends, whatever happens, and without use."""

    absolute: int = 12 * 3600
    idle: int = 30 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A new session: the ``token`` is shown to the browser once and kept nowhere else."""

    token: str
    account: Account
    ends_at: int


class Sessions:
    """Log in, recognise and log out people."""

    def __init__(
        self,
        office: Office,
        passwords: Passwords,
        throttle: Throttle,
        clock: Callable[[], int],
        entropy: Callable[[int], bytes],
        lifetimes: Lifetimes | None = None,
    ) -> None:
        self._office = office
        self._passwords = passwords
        self._throttle = throttle
        self._clock = clock
        self._entropy = entropy
        self._lifetimes = lifetimes or Lifetimes()
        self._trail = Trail(office, clock)

    async def login(self, name: str, password: str, *, place: str) -> Started:
        """Start a session; ``place`` is where the request came from, for the throttle only.

        Raises WrongLogin (one sentence for every cause), TooManyAttempts, and Unavailable
        when the attempt cannot be counted: without the counter there is no login.
        """
        try:
            name = account_name(name)
        except Unfit:
            name = ""
        await self._count(name, place)
        async with self._office.reading() as db:
            row = await db.scalar(select(AccountRow).where(AccountRow.name == name))
        right = await self._passwords.verify(row.password_hash if row else None, password)
        if row is None or not right:
            await self._note_failure(row.id if row else "")
            raise WrongLogin(_WRONG)
        return await self._start(row.id, name, row.password_hash, password, place)

    async def account(self, token: str, *, used: bool = True) -> Account:
        """Return whose session ``token`` is; it counts as ``used`` unless a page asks by itself.

        Raises NotSignedIn for an unknown or ended one.
        """
        now = self._clock()
        async with self._office.reading() as db:
            found = await read_session(db, _hash(token))
        if found is None or not self._alive(found[0], now):
            raise NotSignedIn("登录已失效，请重新登录。")
        row, account = found
        if used and now - row.seen_at >= SEEN_EVERY:
            await self._seen(row.token_hash, now)
        return account

    async def logout(self, token: str) -> None:
        """End this session; an unknown one is as good as ended."""
        async with self._office.writing() as db:
            row = await db.get(SessionRow, _hash(token))
            if row is not None:
                await db.delete(row)
                self._trail.note(db, "logged_out", actor=row.account, subject=row.account)

    async def logout_everywhere(self, account: str, *, by: str) -> None:
        """End every session of the account."""
        async with self._office.writing() as db:
            await end_sessions(db, account)
            self._trail.note(db, "logged_out_everywhere", actor=by, subject=account)

    async def _count(self, name: str, place: str) -> None:
        try:
            async with self._office.writing() as db:
                await self._throttle.count(db, name=name, place=place)
        except SQLAlchemyError as error:
            raise Unavailable(
                "登录计数暂时不能写入，为安全起见不能登录，请联系管理员。", code="login.unavailable"
            ) from error

    async def _note_failure(self, account: str) -> None:
        """Note the failure without the name that was typed: it may be a mistyped password."""
        async with self._office.writing() as db:
            self._trail.note(db, "login_failed", actor="", subject=account)

    async def _start(
        self, account: str, name: str, stored: str, password: str, place: str
    ) -> Started:
        renewed = await self._passwords.renewed(stored, password)
        now = self._clock()
        token = PREFIX + base64.urlsafe_b64encode(self._entropy(32)).decode().rstrip("=")
        ends_at = now + self._lifetimes.absolute
        async with self._office.writing() as db:
            found = await self._unchanged(db, account, stored)
            if renewed is not None:
                await db.execute(
                    update(AccountRow).where(AccountRow.id == account).values(password_hash=renewed)
                )
            await self._throttle.forget(db, name, place)
            await db.execute(delete(SessionRow).where(SessionRow.ends_at <= now))
            db.add(
                SessionRow(
                    token_hash=_hash(token),
                    account=account,
                    created_at=now,
                    seen_at=now,
                    ends_at=ends_at,
                )
            )
            self._trail.note(db, "logged_in", actor=account, subject=account)
        # The session is durable from here on; only now may the token leave.
        return Started(token=token, account=found, ends_at=ends_at)

    async def _unchanged(self, db: AsyncSession, account: str, stored: str) -> Account:
        """Return the account if it is open and its password is still the one verified."""
        current = await db.scalar(
            select(AccountRow.password_hash)
            .where(AccountRow.id == account, AccountRow.disabled.is_(False))
            .with_for_update()
        )
        if current != stored:
            raise WrongLogin(_WRONG)
        return await read_account(db, account)

    async def _seen(self, token_hash: str, now: int) -> None:
        async with self._office.writing() as db:
            await db.execute(
                update(SessionRow).where(SessionRow.token_hash == token_hash).values(seen_at=now)
            )

    def _alive(self, row: SessionRow, now: int) -> bool:
        return now < row.ends_at and now - row.seen_at < self._lifetimes.idle


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
