"""Somebody who works on a session: signs in, holds a key, signs acts."""

import os
from dataclasses import dataclass
from typing import Any

from ballot.events.base import Role
from service.client.api import Api
from service.office.keyfile import KeyFile, enrolment, new_keyfile, open_keyfile


class PersonalKey:
    """An Ed25519 key that is made, and stays, on its owner's device."""

    def __init__(self, keyfile: KeyFile, passphrase: str) -> None:
        """Open ``keyfile``. Raises Unfit for a wrong passphrase."""
        self._private = open_keyfile(keyfile, passphrase)
        self.keyfile = keyfile

    @classmethod
    def generate(cls, passphrase: str) -> "PersonalKey":
        """Return a new key, its private part sealed under ``passphrase``."""
        return cls(new_keyfile(passphrase, os.urandom), passphrase)

    @property
    def public_key(self) -> str:
        """The public key, 64 hex digits."""
        return self.keyfile.public_key

    def sign(self, message: bytes) -> str:
        """Return the signature over ``message``, 128 hex digits."""
        return self._private.sign(message).hex()


@dataclass(frozen=True, slots=True)
class Person:
    """An account signed in, with the key by which it signs."""

    name: str
    api: Api
    key: PersonalKey
    account: str

    @classmethod
    async def sign_in(cls, api: Api, name: str, password: str, key: PersonalKey) -> "Person":
        """Log in. Raises ApiProblem."""
        answer = await api.post("/api/login", {"name": name, "password": password})
        return cls(name, api.signed_in(answer["token"]), key, answer["account"]["id"])

    async def enrol(self) -> None:
        """Enrol the key with its sealed private part."""
        proof = self.key.sign(enrolment(self.account, self.key.public_key))
        await self.api.post(
            "/api/me/key",
            {
                "public_key": self.key.public_key,
                "sealed_private": self.key.keyfile.sealed_private,
                "proof": proof,
            },
        )

    async def approve(self, election: str, act: dict[str, Any], role: Role, holder: int) -> Any:
        """Sign the statement of a pending act; the last needed signature makes it happen."""
        signature = self.key.sign(bytes.fromhex(act["statement"]))
        return await self.api.post(
            f"/api/elections/{election}/acts/{act['id']}/approvals",
            {"role": role, "holder": holder, "signature": signature},
        )
