"""The trustees' document and the signed texts in it, as Belenios v1 writes them."""

from collections.abc import Sequence

import msgspec

from ballot.sealed.fault import SealedFault
from ballot.sealed.v1.codec import Wire, WireProof, WireSigned, decode, encode

_LIMIT = 4_000_000
_CODE = "sealed.trustees"


class WireKey(Wire, frozen=True, kw_only=True):
    """A public key and the proof that its owner knows the private one.

    In a threshold group also the member's signature over the key's text.
    """

    pok: WireProof
    public_key: str
    signature: WireProof | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET


class WireContext(Wire, frozen=True, kw_only=True):
    """Which group of trustees a certificate was made for, and as which member (from 1)."""

    group: str
    size: int
    threshold: int
    index: int


class WireCertificate(Wire, frozen=True, kw_only=True):
    """The text of a certificate: the member's signing and encryption keys."""

    context: WireContext | msgspec.UnsetType = msgspec.UNSET
    verification: str
    encryption: str


class WireCoefficients(Wire, frozen=True, kw_only=True):
    """The text that carries the commitments to a member's polynomial, constant term first."""

    coefexps: tuple[str, ...]


class WireBound(Wire, frozen=True, kw_only=True):
    """What a member signs besides: all certificates together with the own commitments."""

    certs: tuple[WireSigned, ...]
    coefexps: tuple[str, ...]


class WirePedersen(Wire, frozen=True, kw_only=True):
    """A threshold group: n entries in every list, in the order of the members.

    ``signatures`` are missing in what belenios-tool 2.0 writes.
    """

    threshold: int
    certs: tuple[WireSigned, ...]
    coefexps: tuple[WireSigned, ...]
    signatures: tuple[WireProof, ...] | msgspec.UnsetType = msgspec.UNSET
    verification_keys: tuple[WireKey, ...]


def write_trustees(items: Sequence[WireKey | WirePedersen]) -> bytes:
    """Return the document that lists ``items`` in order."""
    return encode([("Single" if isinstance(item, WireKey) else "Pedersen", item) for item in items])


def read_trustees(raw: bytes) -> tuple[WireKey | WirePedersen, ...]:
    """Return the items of the document; raises SealedFault ``sealed.trustees``."""
    if len(raw) > _LIMIT:
        raise SealedFault("监票人密钥文件过大。", code=_CODE)
    pairs = decode(raw, tuple[tuple[str, msgspec.Raw], ...], "监票人密钥文件", _CODE)
    return tuple(_item(kind, bytes(body)) for kind, body in pairs)


def bound_text(certs: Sequence[WireSigned], coefficients: Sequence[str]) -> str:
    """Return the text of a member's second signature."""
    bound = WireBound(certs=tuple(certs), coefexps=tuple(coefficients))
    return "certs_sig|" + encode(bound).decode()


def _item(kind: str, body: bytes) -> WireKey | WirePedersen:
    if kind == "Single":
        return decode(body, WireKey, "监票人公钥", _CODE)
    if kind == "Pedersen":
        return decode(body, WirePedersen, "监票人门限密钥", _CODE)
    raise SealedFault(f"监票人密钥文件中有不认识的一项“{kind[:20]}”。", code=_CODE)
