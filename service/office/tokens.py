"""Tokens of programs: bound to one election, a set of scopes and an end."""

import base64
import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import select

from service.office.errors import NotAllowed, NotFound, NotSignedIn, Unfit
from service.office.people import read_account
from service.office.store import Office
from service.office.tables import TokenRow
from service.office.trail import Trail

PREFIX = "pjt_"
LONGEST_DAYS = 366
LONGEST_NAME = 40
_SCOPE = re.compile(r"[a-z]+(?:[_:-][a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program that showed a valid token."""

    id: str
    name: str
    election: str
    scopes: frozenset[str]
    ends_at: int

    def require(self, scope: str, election: str) -> None:
        """Raise NotAllowed unless the token has ``scope`` in ``election``."""
        if election != self.election:
            raise NotAllowed("这个令牌属于另一次票决。", code="token.other-election")
        if scope not in self.scopes:
            raise NotAllowed(f"这个令牌没有“{scope}”权限。", code="token.scope")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new token: ``token`` is shown once and kept nowhere else."""

    token: str
    program: Program


class Tokens:
    """Issue, recognise and revoke tokens of programs."""

    def __init__(
        self, office: Office, clock: Callable[[], int], entropy: Callable[[int], bytes]
    ) -> None:
        self._office = office
        self._clock = clock
        self._entropy = entropy
        self._trail = Trail(office, clock)

    async def issue(
        self, name: str, *, election: str, scopes: Collection[str], seconds: int, by: str
    ) -> Issued:
        """Issue a token that lasts ``seconds``; ``by`` is the account that answers for it.

        Raises Unfit for an empty name, no election, no or malformed scopes, or too long a life.
        """
        _check(name, election, scopes, seconds)
        now = self._clock()
        token = PREFIX + base64.urlsafe_b64encode(self._entropy(32)).decode().rstrip("=")
        row = TokenRow(
            id=self._entropy(16).hex(),
            token_hash=_hash(token),
            name=name,
            made_by=by,
            election=election,
            scopes=" ".join(sorted(set(scopes))),
            created_at=now,
            ends_at=now + seconds,
        )
        async with self._office.writing() as db:
            await read_account(db, by)
            db.add(row)
            self._trail.note(
                db, "token_issued", actor=by, subject=row.id, election=election, detail=row.scopes
            )
        return Issued(token=token, program=_program(row))

    async def program(self, token: str) -> Program:
        """Return whose token this is; raises NotSignedIn if unknown, revoked or expired."""
        async with self._office.reading() as db:
            row = await db.scalar(select(TokenRow).where(TokenRow.token_hash == _hash(token)))
        if row is None or row.revoked_at is not None or self._clock() >= row.ends_at:
            raise NotSignedIn("令牌无效或已过期，请换发。", code="token.invalid")
        return _program(row)

    async def of_election(self, election: str) -> tuple[Program, ...]:
        """Return the election's tokens that are still valid, by name."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(TokenRow)
                .where(
                    TokenRow.election == election,
                    TokenRow.revoked_at.is_(None),
                    TokenRow.ends_at > self._clock(),
                )
                .order_by(TokenRow.name, TokenRow.id)
            )
            return tuple(map(_program, rows))

    async def revoke(self, token_id: str, *, by: str) -> None:
        """Revoke the token of this id; raises NotFound."""
        async with self._office.writing() as db:
            row = await db.get(TokenRow, token_id)
            if row is None:
                raise NotFound("没有这个令牌。", code="token.unknown")
            if row.revoked_at is None:
                row.revoked_at = self._clock()
            self._trail.note(db, "token_revoked", actor=by, subject=row.id, election=row.election)


def _check(name: str, election: str, scopes: Collection[str], seconds: int) -> None:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Unfit(f"令牌名称应为 1 至 {LONGEST_NAME} 个可见字符。", code="token.name")
    if not election:
        raise Unfit("令牌必须属于一次票决。", code="token.election")
    if not scopes or not all(_SCOPE.fullmatch(scope) for scope in scopes):
        raise Unfit("令牌至少要有一项权限，用小写英文写。", code="token.scopes")
    if not 0 < seconds <= LONGEST_DAYS * 86400:
        raise Unfit(f"令牌有效期最长 {LONGEST_DAYS} 天。", code="token.lifetime")


def _program(row: TokenRow) -> Program:
    return Program(
        id=row.id,
        name=row.name,
        election=row.election,
        scopes=frozenset(row.scopes.split()),
        ends_at=row.ends_at,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
