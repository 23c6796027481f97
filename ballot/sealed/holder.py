"""Who holds a card: a proof by the card's own key, for questions about it.

Credentials are public once the lists are published. Whoever could ask by a public credential
whether it has voted would learn, by asking again and again, what the urn hides.
"""

from ballot.sealed.election import SealedElection
from ballot.sealed.group import read_member
from ballot.sealed.proof import Entropy, check_knowledge, prove_knowledge, read_proof
from ballot.sealed.v1.codec import WireProof, decode_exact, encode

_CODE = "sealed.holder"


def prove_holder(election: SealedElection, secret: int, entropy: Entropy) -> bytes:
    """Return the proof that the asker holds the card with this round's ``secret``.

    A Schnorr signature with the prefix ``piaojue-holder-1|φ|C|``; it is good for this round only.
    """
    group = election.group
    credential = group.text(group.generate(secret))
    prefix = _prefix(election, credential)
    return encode(prove_knowledge(group, prefix, [group.generator], secret, entropy).wire())


def check_holder(election: SealedElection, credential: str, proof: bytes) -> None:
    """Raise SealedFault ``sealed.holder`` unless ``proof`` is by the key of ``credential``."""
    group = election.group
    wire = decode_exact(proof, WireProof, "持卡证明", _CODE)
    pair = (group.generator, read_member(group, credential))
    shown = read_proof(wire, group.order)
    check_knowledge(group, _prefix(election, credential), [pair], shown, _CODE)


def _prefix(election: SealedElection, credential: str) -> str:
    return f"piaojue-holder-1|{election.fingerprint}|{credential}|"
