"""Passwords: what is accepted, and how they are kept (argon2id, RFC 9106 section 4)."""

import asyncio
import unicodedata
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from service.office.errors import Unfit

SHORTEST = 12
LONGEST = 256
AT_ONCE = 2
"""Each hash takes 64 MiB; fifty logins at once must not take three gigabytes."""

Entropy = Callable[[int], bytes]
SALT_BYTES = 16


class Passwords:
    """Hash and verify in threads, at most AT_ONCE at a time in this process."""

    def __init__(self, entropy: Entropy, hasher: PasswordHasher | None = None) -> None:
        """``hasher`` defaults to RFC_9106_LOW_MEMORY (64 MiB, three passes, four lanes)."""
        self._entropy = entropy
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str, *, name: str) -> str:
        """Return the PHC string of ``password`` for the account ``name``.

        Raises Unfit for a password that is too short, too long or contains the name.
        """
        prepared = _prepared(password)
        _check(prepared, name)
        return await self._hashed(prepared)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Say whether ``password`` belongs to ``stored``; for None, hash all the same.

        An unknown name costs what a known one costs, so that names cannot be told by the time.
        """
        prepared = _prepared(password)
        if len(prepared) > LONGEST:
            prepared = ""
        if stored is None:
            await self._checked(await self._of_nobody(), prepared)
            return False
        return await self._checked(stored, prepared)

    async def renewed(self, stored: str, password: str) -> str | None:
        """Return a new hash of the verified ``password`` if ``stored`` has old parameters."""
        if not self._hasher.check_needs_rehash(stored):
            return None
        return await self._hashed(_prepared(password))

    async def _of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = await self._hashed(self._entropy(SALT_BYTES).hex())
        return self._nobody

    async def _hashed(self, prepared: str) -> str:
        salt = self._entropy(SALT_BYTES)
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, prepared, salt=salt)

    async def _checked(self, stored: str, prepared: str) -> bool:
        async with self._room:
            return await asyncio.to_thread(self._matches, stored, prepared)

    def _matches(self, stored: str, prepared: str) -> bool:
        try:
            return self._hasher.verify(stored, prepared)
        except (VerificationError, InvalidHashError):
            return False


def _prepared(password: str) -> str:
    """Fold full-width and composed forms together: the same keys give the same password."""
    return unicodedata.normalize("NFKC", password)


def _check(prepared: str, name: str) -> None:
    if len(prepared) < SHORTEST:
        raise Unfit(f"口令至少 {SHORTEST} 个字符，请换一个更长的。", code="password.short")
    if len(prepared) > LONGEST:
        raise Unfit(f"口令最多 {LONGEST} 个字符。", code="password.long")
    if len(set(prepared)) < SHORTEST // 2 or _prepared(name).casefold() in prepared.casefold():
        raise Unfit("口令不能含有姓名，也不能只是几个字符的重复。", code="password.weak")
