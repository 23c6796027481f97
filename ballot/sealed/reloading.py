"""keys_proven: a holder shows that the saved share, read back, still decrypts.

The device encrypts a random element to its own verification key, forgets it, keeps the ciphertext
and a hash.  After the saved file was loaded again it decrypts; only if the hash agrees does it sign
with the share.  The signature proves to everybody that the share is there.
"""

from hashlib import sha256

from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group, read_member
from ballot.sealed.proof import Entropy, check_knowledge, prove_knowledge, random_scalar, read_proof
from ballot.sealed.trustee import TrusteeSecret
from ballot.sealed.trustees import Trustees
from ballot.sealed.v1.codec import Exact, WireProof, decode_exact, encode, sha_hex

_CODE = "sealed.reloading"


class TestValue(Exact, frozen=True, kw_only=True):
    """A random element encrypted to one's own verification key, and the hash of its text."""

    __test__ = False  # it is no test case of pytest's

    alpha: str
    beta: str
    digest: str


def make_test(secret: TrusteeSecret, entropy: Entropy) -> bytes:
    """Return a test value for the share that ``secret`` holds now, before it is saved."""
    group = secret.suite()
    key = group.generate(secret.private_share())
    exponent = random_scalar(group, entropy)
    hidden = group.generate(random_scalar(group, entropy))
    return encode(
        TestValue(
            alpha=group.text(group.generate(exponent)),
            beta=group.text(group.multiply(group.power(key, exponent), hidden)),
            digest=_digest(group, hidden),
        )
    )


def prove_reloaded(
    reloaded: TrusteeSecret, trustees: Trustees, owner: int, test: bytes, entropy: Entropy
) -> bytes:
    """Decrypt the test value with the reloaded share and return the public proof.

    Raises SealedFault ``sealed.reloading`` if the share does not decrypt it or is not owner's.
    """
    group, share = reloaded.suite(), reloaded.private_share()
    wire = decode_exact(test, TestValue, "密钥试开数据", _CODE)
    alpha, beta = read_member(group, wire.alpha), read_member(group, wire.beta)
    if _digest(group, group.divide(beta, group.power(alpha, share))) != wire.digest:
        raise SealedFault("重新读入的密钥解不开试开数据，请重新保存密钥。", code=_CODE)
    if not 1 <= owner <= len(trustees.keys) or group.generate(share) != trustees.keys[owner - 1]:
        raise SealedFault("重新读入的密钥不是这位监票人的。", code=_CODE)
    prefix = _prefix(trustees, owner)
    return encode(prove_knowledge(group, prefix, [group.generator], share, entropy).wire())


def check_reloaded(group: Group, trustees: Trustees, owner: int, proof: bytes) -> None:
    """Raise SealedFault ``sealed.reloading`` unless ``owner`` (from 1) proved to hold its share."""
    if not 1 <= owner <= len(trustees.keys):
        raise SealedFault("没有这位监票人。", code=_CODE)
    wire = decode_exact(proof, WireProof, "密钥试开证明", _CODE)
    pair = (group.generator, trustees.keys[owner - 1])
    check_knowledge(group, _prefix(trustees, owner), [pair], read_proof(wire, group.order), _CODE)


def _prefix(trustees: Trustees, owner: int) -> str:
    return f"piaojue-reloaded-1|{sha_hex(trustees.raw)}|{owner}|"


def _digest(group: Group, element: Element) -> str:
    return sha256(f"piaojue-test|{group.text(element)}".encode()).hexdigest()
