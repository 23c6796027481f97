"""What people and programs sign, and how it is checked (Ed25519, RFC 8032)."""

from typing import Final, Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ballot.canonical import canonical
from ballot.errors import Refused
from ballot.events import Event

UNSIGNED: Final = frozenset({"approvals", "approval"})


class BadSignature(Refused):
    """A signature that does not belong to the key and the statement."""

    code = "signature.bad"


class Signer(Protocol):
    """Something that holds an Ed25519 key: a file of a person, the service's own key."""

    @property
    def public_key(self) -> str:
        """The public key, 64 hex digits."""

    def sign(self, message: bytes) -> str:
        """Return the signature over ``message``, 128 hex digits."""


def statement(election: str, act: Event) -> bytes:
    """Return the bytes that people sign to stand behind ``act`` in ``election``.

    Canonical JSON of the event without its approvals, under the name of the election, so that a
    signature can be used for nothing else.
    """
    content = {k: v for k, v in msgspec.to_builtins(act).items() if k not in UNSIGNED}
    return canonical({"piaojue": "act-1", "election": election, "content": content})


def check_signature(public_key: str, message: bytes, signature: str) -> None:
    """Raise BadSignature unless ``signature`` is ``public_key``'s over ``message``."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("签名与签字人的公钥不符，请重新签名。") from error
