"""The holders of an election key, as everybody can check them from the published document."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from msgspec import UnsetType

from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group, read_member
from ballot.sealed.polynomial import committed_value
from ballot.sealed.signature import check_key, check_text
from ballot.sealed.v1.codec import WireSigned, decode
from ballot.sealed.v1.trustees import (
    WireCertificate,
    WireCoefficients,
    WireKey,
    WirePedersen,
    bound_text,
    read_trustees,
)

MEMBERS = 100
"""No group of trustees has more members."""

_CODE = "sealed.trustees"


@dataclass(frozen=True, slots=True)
class Holders:
    """One item of the document: any ``threshold`` of ``keys`` together decrypt its part.

    A single trustee is 1 of 1.
    """

    threshold: int
    keys: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Trustees:
    """A checked document; ``spoken`` is the 8-digit code that the holders read aloud."""

    raw: bytes
    public_key: Element
    items: tuple[Holders, ...]
    spoken: str

    @property
    def keys(self) -> tuple[Element, ...]:
        """The verification keys in the order of the owner numbers, owner 1 first."""
        return tuple(key for item in self.items for key in item.keys)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A member's checked signing key (``verification``) and encryption key."""

    verification: Element
    encryption: Element


def check_trustees(raw: bytes, group: Group) -> Trustees:
    """Return the trustees after checking every key, commitment, proof and signature.

    Every element is checked to be a member and not neutral, every verification key to be what the
    commitments say, every proof of knowledge and signature to hold; nobody appears twice.  Raises
    SealedFault ``sealed.trustees`` or the fault of the element.
    """
    wires = read_trustees(raw)
    if not wires:
        raise SealedFault("监票人密钥文件中没有密钥。", code=_CODE)
    public_key, items, texts = group.neutral, [], []
    for wire in wires:
        holders, share, spoken = (
            _single(group, wire) if isinstance(wire, WireKey) else _pedersen(group, wire)
        )
        public_key = group.multiply(public_key, share)
        items.append(holders)
        texts += spoken
    if sum(len(item.keys) for item in items) > MEMBERS:
        raise SealedFault("监票人密钥过多。", code=_CODE)
    return Trustees(raw, public_key, tuple(items), spoken_code("key", texts))


def spoken_code(label: str, texts: Sequence[str]) -> str:
    """Return the 8 digits that people compare by reading aloud.

    SHA-256 of ``piaojue-code|LABEL`` and, for every text, ``|`` and its own SHA-256 in hex; modulo
    10^8.  Signatures are left out, so nobody can try signatures until two codes agree.
    """
    parts = [sha256(text.encode()).hexdigest() for text in texts]
    joined = "|".join(["piaojue-code", label, *parts])
    number = int.from_bytes(sha256(joined.encode()).digest(), "big") % 10**8
    return f"{number:08}"


def check_certificate(
    group: Group, signed: WireSigned, index: int, size: int, threshold: int
) -> Certificate:
    """Return member ``index``'s keys after checking the certificate's context and signature."""
    wire = decode(signed.message, WireCertificate, "监票人证书", _CODE)
    if not isinstance(wire.context, UnsetType):
        context = wire.context
        named = (context.group, context.size, context.threshold, context.index)
        if named != (group.name, size, threshold, index):
            raise SealedFault(f"第 {index} 位监票人的证书不是为本次密钥生成所做。", code=_CODE)
    certificate = Certificate(
        read_member(group, wire.verification), read_member(group, wire.encryption)
    )
    check_text(group, certificate.verification, signed.message, signed.signature, _CODE)
    return certificate


def check_coefficients(
    group: Group, signed: WireSigned, signer: Element, threshold: int
) -> tuple[Element, ...]:
    """Return the ``threshold`` commitments of one member after checking them and the signature."""
    check_text(group, signer, signed.message, signed.signature, _CODE)
    texts = coefficient_texts(signed)
    if len(texts) != threshold:
        raise SealedFault("一位监票人的多项式承诺个数不对。", code=_CODE)
    return tuple(read_member(group, text) for text in texts)


def coefficient_texts(signed: WireSigned) -> tuple[str, ...]:
    """Return the commitments in a signed message as texts."""
    return decode(signed.message, WireCoefficients, "监票人多项式承诺", _CODE).coefexps


def check_distinct(values: Sequence[object], what: str) -> None:
    """Raise SealedFault if two members present the same thing: one of them copied it."""
    if len(set(values)) != len(values):
        raise SealedFault(f"两位监票人的{what}相同，不能接受。", code="sealed.copied")


def check_threshold(threshold: int, size: int) -> None:
    """Raise SealedFault unless 1 <= t <= n <= MEMBERS."""
    if not 1 <= threshold <= size <= MEMBERS:
        raise SealedFault(f"不能由 {size} 人中的 {threshold} 人共同开票。", code=_CODE)


def _single(group: Group, wire: WireKey) -> tuple[Holders, Element, list[str]]:
    key = read_member(group, wire.public_key)
    check_key(group, key, wire.pok, _CODE)
    return Holders(1, (key,)), key, [wire.public_key]


def _pedersen(group: Group, wire: WirePedersen) -> tuple[Holders, Element, list[str]]:
    size = len(wire.certs)
    check_threshold(wire.threshold, size)
    _check_lengths(wire, size)
    certificates = [
        check_certificate(group, signed, index, size, wire.threshold)
        for index, signed in enumerate(wire.certs, start=1)
    ]
    check_distinct([each.verification for each in certificates], "证书")
    commitments = [
        check_coefficients(group, signed, certificate.verification, wire.threshold)
        for signed, certificate in zip(wire.coefexps, certificates, strict=True)
    ]
    check_distinct([each[0] for each in commitments], "多项式承诺")
    _check_bound(group, wire, certificates)
    sums = sum_commitments(group, commitments)
    keys = tuple(
        _member_key(group, key, committed_value(group, sums, place), certificate)
        for place, (key, certificate) in enumerate(
            zip(wire.verification_keys, certificates, strict=True), start=1
        )
    )
    spoken = [signed.message for signed in (*wire.certs, *wire.coefexps)]
    return Holders(wire.threshold, keys), sums[0], spoken


def sum_commitments(group: Group, commitments: Sequence[Sequence[Element]]) -> tuple[Element, ...]:
    """Return the commitments of the sum of all members' polynomials; the first is their key."""
    sums = [group.neutral] * len(commitments[0])
    for row in commitments:
        sums = [group.multiply(a, b) for a, b in zip(sums, row, strict=True)]
    return tuple(sums)


def _check_lengths(wire: WirePedersen, size: int) -> None:
    lists: list[tuple[object, ...]] = [wire.coefexps, wire.verification_keys]
    if not isinstance(wire.signatures, UnsetType):
        lists.append(wire.signatures)
    if any(len(each) != size for each in lists):
        raise SealedFault("监票人门限密钥的各项个数不一致。", code=_CODE)


def _check_bound(group: Group, wire: WirePedersen, certificates: Sequence[Certificate]) -> None:
    if isinstance(wire.signatures, UnsetType):
        return  # the shape of belenios-tool 2.0
    for signed, signature, certificate in zip(
        wire.coefexps, wire.signatures, certificates, strict=True
    ):
        text = bound_text(wire.certs, coefficient_texts(signed))
        check_text(group, certificate.verification, text, signature, _CODE)


def _member_key(
    group: Group, wire: WireKey, expected: Element, certificate: Certificate
) -> Element:
    key = read_member(group, wire.public_key)
    if key != expected:
        raise SealedFault("一位监票人的验证公钥与各人的承诺不符。", code=_CODE)
    check_key(group, key, wire.pok, _CODE)
    if not isinstance(wire.signature, UnsetType):
        check_text(group, certificate.verification, wire.public_key, wire.signature, _CODE)
    return key
