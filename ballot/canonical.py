"""Canonical JSON (RFC 8785) and the digests taken over it."""

import hashlib
from typing import NewType

import msgspec
import rfc8785

from ballot.errors import Malformed

Digest = NewType("Digest", str)
"""SHA-256 as 64 lower-case hex digits."""


def canonical(value: object) -> bytes:
    """Return the RFC 8785 bytes of ``value`` (a msgspec Struct, dataclass or plain JSON value).

    Raises Malformed for what canonical JSON cannot carry, such as integers of 2^53 and above.
    """
    try:
        return rfc8785.dumps(msgspec.to_builtins(value))
    except rfc8785.CanonicalizationError as error:
        raise Malformed(
            f"内容不能写成规范 JSON：{error}", code="canonical.unrepresentable"
        ) from error


def digest(data: bytes) -> Digest:
    """Return the SHA-256 of ``data`` in hex: the name under which an object is stored."""
    return Digest(hashlib.sha256(data).hexdigest())


def digest_of(value: object) -> Digest:
    """Return the digest of the canonical JSON of ``value``."""
    return digest(canonical(value))
