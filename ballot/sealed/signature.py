"""Signatures and proofs of knowledge of the key holders."""

from ballot.sealed.element import Element
from ballot.sealed.group import Group
from ballot.sealed.proof import Entropy, check_knowledge, prove_knowledge, read_proof
from ballot.sealed.v1.codec import WireProof, WireSigned


def sign_text(group: Group, secret: int, text: str, entropy: Entropy) -> WireProof:
    """Sign ``text`` with a signing key."""
    return prove_knowledge(group, f"sigmsg|{text}|", [group.generator], secret, entropy).wire()


def sign_message(group: Group, secret: int, text: str, entropy: Entropy) -> WireSigned:
    """Return ``text`` together with its signature."""
    return WireSigned(message=text, signature=sign_text(group, secret, text, entropy))


def check_text(group: Group, key: Element, text: str, signature: WireProof, code: str) -> None:
    """Raise SealedFault ``code`` unless ``signature`` is over ``text`` and by ``key``."""
    proof = read_proof(signature, group.order)
    check_knowledge(group, f"sigmsg|{text}|", [(group.generator, key)], proof, code)


def prove_key(group: Group, secret: int, entropy: Entropy) -> WireProof:
    """Prove knowledge of the private key of g^secret."""
    prefix = _key_prefix(group, group.generate(secret))
    return prove_knowledge(group, prefix, [group.generator], secret, entropy).wire()


def check_key(group: Group, key: Element, wire: WireProof, code: str) -> None:
    """Raise SealedFault ``code`` unless ``wire`` proves knowledge of the private key."""
    proof = read_proof(wire, group.order)
    check_knowledge(group, _key_prefix(group, key), [(group.generator, key)], proof, code)


def _key_prefix(group: Group, key: Element) -> str:
    return f"pok|{group.name}|{group.text(key)}|"
