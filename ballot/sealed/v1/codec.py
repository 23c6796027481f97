"""JSON as Belenios v1 writes it: compact, UTF-8, fields in a fixed order, absent ones left out."""

from base64 import b64encode
from hashlib import sha256
from typing import TypeVar

import msgspec

from ballot.sealed.fault import SealedFault

T = TypeVar("T")


class Wire(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A JSON object of the format; unknown fields are tolerated, as the format does."""


class Exact(Wire, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON object whose canonical bytes are enforced, so nothing else may be in it."""


class WireProof(Exact, frozen=True, kw_only=True):
    """Challenge and response in decimal."""

    challenge: str
    response: str


class WireCiphertext(Exact, frozen=True, kw_only=True):
    """An ElGamal ciphertext as two element texts."""

    alpha: str
    beta: str


class WireSigned(Wire, frozen=True, kw_only=True):
    """A text, usually JSON in itself, and a signature over it."""

    message: str
    signature: WireProof


def encode(value: object) -> bytes:
    """Return the compact JSON of ``value``."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, kind: type[T], what: str, code: str) -> T:
    """Return ``data`` as a ``kind``; raises SealedFault with ``code``, naming ``what`` in Chinese.

    The time is linear in the length of ``data``.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (ValueError, RecursionError) as error:
        raise SealedFault(f"{what}不是所要求的格式（{error}）。", code=code) from error


def decode_exact(data: bytes, kind: type[T], what: str, code: str) -> T:
    """Do the same and refuse every spelling but the canonical one."""
    value = decode(data, kind, what, code)
    if encode(value) != data:
        raise SealedFault(f"{what}不是规范的 JSON 写法。", code=code)
    return value


def sha_hex(data: bytes) -> str:
    """Return SHA-256 in lower-case hexadecimal."""
    return sha256(data).hexdigest()


def sha_b64(data: bytes) -> str:
    """Return SHA-256 in the standard Base64 alphabet without the padding: 43 characters."""
    return b64encode(sha256(data).digest()).decode().rstrip("=")
