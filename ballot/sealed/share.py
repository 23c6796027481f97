"""A private share on its way between two scrutineers, through a service that must not read it.

ElGamal key encapsulation in the election's own group with AES-256-GCM; the key is used once, so the
nonce is constant.  Key: SHA-256 of ``piaojue-share-1|CONTEXT|alpha|recipient|shared``, where
alpha = g^r, shared = recipient^r, and CONTEXT names certificates, sender and recipient, so that a
share taken out of its place does not open.
"""

from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group, read_member
from ballot.sealed.proof import Entropy, random_scalar
from ballot.sealed.v1.codec import Exact

_NONCE = bytes(12)
_SIZE = 32
_DATA = 2 * (_SIZE + 16)


class SealedShare(Exact, frozen=True, kw_only=True):
    """``alpha`` as an element text, ``data`` as hexadecimal of ciphertext and tag."""

    alpha: str
    data: str


def seal_share(
    group: Group, recipient: Element, context: str, share: int, entropy: Entropy
) -> SealedShare:
    """Encrypt the scalar ``share`` to the holder of ``recipient``'s private key."""
    exponent = random_scalar(group, entropy)
    alpha = group.text(group.generate(exponent))
    key = _key(group, context, alpha, recipient, group.power(recipient, exponent))
    data = AESGCM(key).encrypt(_NONCE, share.to_bytes(_SIZE, "big"), None)
    return SealedShare(alpha=alpha, data=data.hex())


def open_share(group: Group, secret: int, context: str, sealed: SealedShare) -> int:
    """Return the scalar; raises SealedFault ``sealed.share`` if it was not meant for us here."""
    alpha = read_member(group, sealed.alpha)
    shared = group.power(alpha, secret)
    key = _key(group, context, sealed.alpha, group.generate(secret), shared)
    data = sealed.data if len(sealed.data) == _DATA else ""
    try:
        plain = AESGCM(key).decrypt(_NONCE, bytes.fromhex(data), None)
    except (InvalidTag, ValueError) as error:
        raise SealedFault("一份密钥分片解不开，请发送方重新生成。", code="sealed.share") from error
    share = int.from_bytes(plain, "big")
    if share >= group.order:
        raise SealedFault("一份密钥分片超出范围。", code="sealed.share")
    return share


def _key(group: Group, context: str, alpha: str, recipient: Element, shared: Element) -> bytes:
    parts = ["piaojue-share-1", context, alpha, group.text(recipient), group.text(shared)]
    return sha256("|".join(parts).encode()).digest()
