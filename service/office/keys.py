"""Enrolled keys: which Ed25519 key speaks for which account."""

import re
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import Conflict, NotFound, Unfit
from service.office.keyfile import KeyFile, enrolment
from service.office.people import read_account
from service.office.store import Office
from service.office.tables import KeyRow
from service.office.trail import Trail

LONGEST_PEM = 4096
_HEX_KEY = re.compile(r"[0-9a-f]{64}")
_SEALED = re.compile(
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    r"[A-Za-z0-9+/=\n]+"
    "-----END ENCRYPTED PRIVATE KEY-----\n?"
)


class Keys:
    """One valid key per account; a new one takes the place of the old."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._clock = clock
        self._trail = Trail(office, clock)

    async def enrol(self, account: str, keyfile: KeyFile, proof: str) -> None:
        """Enrol the key; ``proof`` is its signature (hex) over `enrolment`.

        Raises Unfit for a malformed key, an unencrypted private part or a wrong proof,
        Conflict for a key that was enrolled before.
        """
        _check(keyfile)
        check_signature(keyfile.public_key, enrolment(account, keyfile.public_key), proof)
        try:
            async with self._office.writing() as db:
                await read_account(db, account)
                await self._replace(db, account, keyfile)
        except IntegrityError as error:
            raise Conflict("这把密钥已经登记过，请另生成一把。", code="key.taken") from error

    async def of(self, account: str) -> KeyFile:
        """Return the account's valid key, with the part that only its owner can open."""
        async with self._office.reading() as db:
            row = await db.scalar(valid_key(account))
        if row is None:
            raise NotFound("这个账号还没有登记签名密钥。", code="key.none")
        return KeyFile(public_key=row.public_key, sealed_private=row.sealed_private)

    async def _replace(self, db: AsyncSession, account: str, keyfile: KeyFile) -> None:
        now = self._clock()
        await db.execute(
            update(KeyRow)
            .where(KeyRow.account == account, KeyRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        db.add(
            KeyRow(
                public_key=keyfile.public_key,
                account=account,
                sealed_private=keyfile.sealed_private,
                enrolled_at=now,
            )
        )
        public = keyfile.public_key
        self._trail.note(db, "key_enrolled", actor=account, subject=account, detail=public)


def valid_key(account: str) -> Select[KeyRow]:
    """Select the valid key of the account."""
    return select(KeyRow).where(KeyRow.account == account, KeyRow.revoked_at.is_(None))


def check_signature(public_key: str, statement: bytes, signature: str) -> None:
    """Raise Unfit unless ``signature`` (hex) of ``statement`` is by ``public_key`` (hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), statement)
    except (InvalidSignature, ValueError) as error:
        raise Unfit("签名不对：不是用登记的密钥对这份内容签的。", code="key.signature") from error


def _check(keyfile: KeyFile) -> None:
    if not _HEX_KEY.fullmatch(keyfile.public_key):
        raise Unfit("公钥应为 64 位小写十六进制。", code="key.malformed")
    sealed = keyfile.sealed_private
    if len(sealed) > LONGEST_PEM or not _SEALED.fullmatch(sealed):
        raise Unfit("私钥必须先用口令加密（PKCS#8 PEM）再上传。", code="key.unencrypted")
