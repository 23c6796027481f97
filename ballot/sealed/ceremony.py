"""Generating a t-of-n election key: five rounds of messages, each checked by everybody.

1. Certificate: every member publishes a signing and an encryption key.  All devices show the same
   8-digit code of all certificates.
2. Commitment: every member publishes the hash of the commitments to its secret polynomial.  Only
   when all n are there does anybody reveal, so nobody can choose a polynomial after seeing others'.
3. Contribution: the commitments themselves and one encrypted share for every member.
4. Key: every member checks the shares it received, adds them up and publishes the verification key
   of the sum.  All devices show the same 8-digit code of the finished document.
5. Reloading: every member proves with the share, read back from where it is kept, that it can
   decrypt a test value.

Messages are JSON; they are not part of the published archive, the document of round 4 is.  Every
function is pure: what a member keeps is its ``TrusteeSecret``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group
from ballot.sealed.polynomial import committed_value, value_at
from ballot.sealed.proof import Entropy
from ballot.sealed.share import SealedShare, open_share, seal_share
from ballot.sealed.signature import check_text, prove_key, sign_message, sign_text
from ballot.sealed.trustee import TrusteeSecret
from ballot.sealed.trustees import (
    Certificate,
    Trustees,
    check_certificate,
    check_coefficients,
    check_distinct,
    check_threshold,
    check_trustees,
    coefficient_texts,
    spoken_code,
)
from ballot.sealed.v1.codec import (
    Exact,
    WireProof,
    WireSigned,
    decode,
    decode_exact,
    encode,
    sha_hex,
)
from ballot.sealed.v1.trustees import (
    WireCertificate,
    WireCoefficients,
    WireContext,
    WireKey,
    WirePedersen,
    bound_text,
    write_trustees,
)

_MESSAGE = 200_000
_CODE = "sealed.contribution"

T = TypeVar("T")


class Commitment(Exact, frozen=True, kw_only=True):
    """The signed text of round 2: which certificates, and sha_hex of the text to be revealed."""

    certificates: str
    coefexps: str


class Contribution(Exact, frozen=True, kw_only=True):
    """The message of round 3; ``shares`` has one entry for each member in order."""

    coefexps: WireSigned
    signature: WireProof
    shares: tuple[SealedShare, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """The members after round 1: checked certificates under one digest."""

    group: Group
    threshold: int
    certs: tuple[WireSigned, ...]
    members: tuple[Certificate, ...]
    digest: str
    spoken: str

    @property
    def size(self) -> int:
        """The number n of members."""
        return len(self.members)


def certificate(secret: TrusteeSecret, entropy: Entropy) -> bytes:
    """Round 1: return this member's certificate."""
    group = secret.suite()
    wire = WireCertificate(
        context=WireContext(
            group=group.name, size=secret.size, threshold=secret.threshold, index=secret.index
        ),
        verification=group.text(group.generate(secret.signing_key())),
        encryption=group.text(group.generate(secret.decryption_key())),
    )
    return encode(sign_message(group, secret.signing_key(), encode(wire).decode(), entropy))


def check_circle(group: Group, threshold: int, certificates: Sequence[bytes]) -> Circle:
    """Check all certificates, in the order of the members; raises SealedFault.

    ``spoken`` of the result is the first of the two codes that are read aloud.
    """
    size = len(certificates)
    check_threshold(threshold, size)
    certs = tuple(_message(raw, WireSigned, "监票人证书") for raw in certificates)
    members = tuple(
        check_certificate(group, signed, index, size, threshold)
        for index, signed in enumerate(certs, start=1)
    )
    check_distinct([each.verification for each in members], "证书")
    check_distinct([each.encryption for each in members], "证书")
    spoken = spoken_code("certificates", [signed.message for signed in certs])
    return Circle(group, threshold, certs, members, sha_hex(encode(certs)), spoken)


def commitment(secret: TrusteeSecret, circle: Circle, entropy: Entropy) -> bytes:
    """Round 2: return the signed commitment to this member's polynomial."""
    _check_own(secret, circle)
    text = _coefficients(secret, circle)
    wire = Commitment(certificates=circle.digest, coefexps=sha_hex(text.encode()))
    return encode(sign_message(circle.group, secret.signing_key(), encode(wire).decode(), entropy))


def check_commitments(circle: Circle, commitments: Sequence[bytes]) -> tuple[str, ...]:
    """Return the n hashes, in the order of the members, after checking signatures and context."""
    if len(commitments) != circle.size:
        raise SealedFault(
            "还有监票人没有提交承诺，此时任何人都不应公布多项式。", code="sealed.rushing"
        )
    hashes = tuple(
        _commitment(circle, member, raw)
        for member, raw in zip(circle.members, commitments, strict=True)
    )
    check_distinct(hashes, "承诺")
    return hashes


def contribution(
    secret: TrusteeSecret, circle: Circle, commitments: Sequence[bytes], entropy: Entropy
) -> bytes:
    """Round 3: reveal, once all n commitments are there, and send every member its share."""
    _check_own(secret, circle)
    hashes = check_commitments(circle, commitments)
    text = _coefficients(secret, circle)
    if hashes[secret.index - 1] != sha_hex(text.encode()):
        raise SealedFault("本机的承诺被人换过，请停止密钥生成。", code=_CODE)
    group, key = circle.group, secret.signing_key()
    signed = sign_message(group, key, text, entropy)
    coefficients = secret.polynomial(circle.digest)
    shares = tuple(
        seal_share(
            group,
            member.encryption,
            _context(circle, secret.index, place),
            value_at(coefficients, place, group.order),
            entropy,
        )
        for place, member in enumerate(circle.members, start=1)
    )
    bound = bound_text(circle.certs, coefficient_texts(signed))
    signature = sign_text(group, key, bound, entropy)
    return encode(Contribution(coefexps=signed, signature=signature, shares=shares))


def check_contribution(
    circle: Circle, commitments: Sequence[bytes], index: int, raw: bytes
) -> tuple[Element, ...]:
    """Return member ``index``'s polynomial commitments after checking what everybody can check.

    A text other than the one committed to in round 2 is refused as ``sealed.rushing``.
    """
    wire = _message(raw, Contribution, "监票人密钥贡献")
    if not 1 <= index <= circle.size or len(wire.shares) != circle.size:
        raise SealedFault("密钥分片个数与监票人数不符。", code=_CODE)
    if check_commitments(circle, commitments)[index - 1] != sha_hex(wire.coefexps.message.encode()):
        raise SealedFault(
            f"第 {index} 位监票人公布的多项式不是先前承诺的那个，不能接受。", code="sealed.rushing"
        )
    signer = circle.members[index - 1].verification
    points = check_coefficients(circle.group, wire.coefexps, signer, circle.threshold)
    bound = bound_text(circle.certs, coefficient_texts(wire.coefexps))
    check_text(circle.group, signer, bound, wire.signature, _CODE)
    return points


def finish(
    secret: TrusteeSecret,
    circle: Circle,
    commitments: Sequence[bytes],
    contributions: Sequence[bytes],
    entropy: Entropy,
) -> tuple[TrusteeSecret, bytes]:
    """Round 4: return the secret with its share of the election key, and the verification key.

    Raises SealedFault ``sealed.bad_share`` naming the sender whose share is not what it committed
    to; the ceremony is then started anew without that member or its device.
    """
    _check_own(secret, circle)
    _check_count(circle, contributions)
    share = sum(
        _received(secret, circle, commitments, sender, raw)
        for sender, raw in enumerate(contributions, start=1)
    )
    group = circle.group
    share %= group.order
    text = group.text(group.generate(share))
    key = WireKey(
        pok=prove_key(group, share, entropy),
        public_key=text,
        signature=sign_text(group, secret.signing_key(), text, entropy),
    )
    return msgspec.structs.replace(secret, share=str(share)), encode(key)


def trustees_document(
    circle: Circle, contributions: Sequence[bytes], keys: Sequence[bytes]
) -> Trustees:
    """Put the published document together and check all of it; ``spoken`` is the second code."""
    _check_count(circle, contributions)
    wires = [_message(raw, Contribution, "监票人密钥贡献") for raw in contributions]
    document = WirePedersen(
        threshold=circle.threshold,
        certs=circle.certs,
        coefexps=tuple(wire.coefexps for wire in wires),
        signatures=tuple(wire.signature for wire in wires),
        verification_keys=tuple(_message(raw, WireKey, "监票人验证公钥") for raw in keys),
    )
    return check_trustees(write_trustees([document]), circle.group)


def single_trustee(
    group: Group, entropy: Entropy, secret: TrusteeSecret
) -> tuple[TrusteeSecret, Trustees]:
    """Return the whole key of the one holder of a rehearsal: no shares, no rounds."""
    share = secret.decryption_key()
    key = WireKey(
        pok=prove_key(group, share, entropy), public_key=group.text(group.generate(share))
    )
    trustees = check_trustees(write_trustees([key]), group)
    return msgspec.structs.replace(secret, share=str(share)), trustees


def _received(
    secret: TrusteeSecret, circle: Circle, commitments: Sequence[bytes], sender: int, raw: bytes
) -> int:
    points = check_contribution(circle, commitments, sender, raw)
    sealed = _message(raw, Contribution, "监票人密钥贡献").shares[secret.index - 1]
    context = _context(circle, sender, secret.index)
    share = open_share(circle.group, secret.decryption_key(), context, sealed)
    if circle.group.generate(share) != committed_value(circle.group, points, secret.index):
        raise SealedFault(
            f"第 {sender} 位监票人发来的密钥分片与其承诺不符，请重新开始密钥生成。",
            code="sealed.bad_share",
        )
    return share


def _commitment(circle: Circle, member: Certificate, raw: bytes) -> str:
    signed = _message(raw, WireSigned, "监票人承诺")
    check_text(circle.group, member.verification, signed.message, signed.signature, _CODE)
    wire = decode(signed.message, Commitment, "监票人承诺", _CODE)
    if wire.certificates != circle.digest:
        raise SealedFault("一位监票人的承诺是对另一组证书作出的。", code=_CODE)
    return wire.coefexps


def _coefficients(secret: TrusteeSecret, circle: Circle) -> str:
    group = circle.group
    points = tuple(group.text(group.generate(a)) for a in secret.polynomial(circle.digest))
    return encode(WireCoefficients(coefexps=points)).decode()


def _check_own(secret: TrusteeSecret, circle: Circle) -> None:
    """Refuse a circle in which this device's own certificate is not in its place."""
    own = (secret.group, secret.size, secret.threshold)
    if own == (circle.group.name, circle.size, circle.threshold):
        group, member = circle.group, circle.members[secret.index - 1]
        mine = (group.generate(secret.signing_key()), group.generate(secret.decryption_key()))
        if mine == (member.verification, member.encryption):
            return
    raise SealedFault("所收到的证书中没有本机的证书，请停止密钥生成。", code="sealed.not_a_member")


def _check_count(circle: Circle, contributions: Sequence[bytes]) -> None:
    if len(contributions) != circle.size:
        raise SealedFault("监票人的密钥贡献不齐。", code=_CODE)


def _context(circle: Circle, sender: int, recipient: int) -> str:
    return f"{circle.digest}|{sender}|{recipient}"


def _message(raw: bytes, kind: type[T], what: str) -> T:
    if len(raw) > _MESSAGE:
        raise SealedFault(f"{what}过长。", code=_CODE)
    return decode_exact(raw, kind, what, _CODE)
