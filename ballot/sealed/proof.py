"""Proofs in the one form of Belenios v1: a challenge and a response, commitments not stored.

Convention everywhere: response z = w - secret · c mod q, so a verifier recomputes the commitment as
base^z · public^c.  The challenge is SHA-256 over a text prefix and the commitments' texts, read
big-endian and reduced modulo q.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ballot.sealed.element import Element, read_scalar
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group
from ballot.sealed.v1.codec import WireProof

Entropy = Callable[[int], bytes]
"""n -> n unpredictable bytes."""

_DRAW = 48  # 384 bits reduced modulo 256: the bias is below 2^-128


@dataclass(frozen=True, slots=True)
class Proof:
    """Challenge and response, both scalars."""

    challenge: int
    response: int

    def wire(self) -> WireProof:
        """Return the proof as the public format writes it."""
        return WireProof(challenge=str(self.challenge), response=str(self.response))


@dataclass(frozen=True, slots=True)
class Claim:
    """One branch of a disjunction as its prover knows it.

    The branch says of a ciphertext (alpha, beta) = (g^exponent, y^exponent · g^value) that its
    value is ``target``.
    """

    exponent: int
    value: int
    target: int


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch as its verifier sees it: alpha and beta / g^target."""

    alpha: Element
    shifted: Element


def read_proof(wire: WireProof, order: int) -> Proof:
    """Return the proof with both numbers checked; raises SealedFault ``sealed.scalar``."""
    return Proof(read_scalar(wire.challenge, order), read_scalar(wire.response, order))


def random_scalar(group: Group, entropy: Entropy) -> int:
    """Return a uniform scalar."""
    return int.from_bytes(entropy(_DRAW), "big") % group.order


def challenge(group: Group, prefix: str, commitments: Sequence[str]) -> int:
    """Return the hash-to-scalar H(prefix, commitments) of the public format."""
    text = prefix + ",".join(commitments)
    return int.from_bytes(sha256(text.encode()).digest(), "big") % group.order


def prove_disjunction(
    group: Group,
    key: Callable[[int], Element],
    prefix: str,
    claims: Sequence[Claim],
    entropy: Entropy,
) -> tuple[Proof, ...]:
    """Prove that one of ``claims`` is true without telling which; ``key`` maps w to y^w.

    The prover knows exponent and value of every branch, so the commitments of a false branch,
    g^z · alpha^c and y^z · (beta/g^M)^c, are g^w and y^w · g^((m-M)·c) with w = z + r·c: every
    exponentiation has base g or y.
    """
    order = group.order
    true = next(i for i, claim in enumerate(claims) if claim.value == claim.target)
    weights = [random_scalar(group, entropy) for _ in claims]
    challenges = [0 if i == true else random_scalar(group, entropy) for i in range(len(claims))]
    texts = []
    for i, claim in enumerate(claims):
        beta = key(weights[i])
        if i != true:
            slack = (claim.value - claim.target) * challenges[i] % order
            beta = group.multiply(beta, group.generate(slack))
        texts += [group.text(group.generate(weights[i])), group.text(beta)]
    challenges[true] = (challenge(group, prefix, texts) - sum(challenges)) % order
    return tuple(
        Proof(c, (w - claim.exponent * c) % order)
        for claim, w, c in zip(claims, weights, challenges, strict=True)
    )


def check_disjunction(
    group: Group,
    key: Callable[[int], Element],
    prefix: str,
    branches: Sequence[Branch],
    proofs: Sequence[Proof],
    code: str,
) -> None:
    """Check that the challenges add up to the hash of the recomputed commitments.

    Raises SealedFault with ``code``, which names what was being proven.
    """
    generate, power, multiply, text = group.generate, group.power, group.multiply, group.text
    texts, total = [], 0
    for branch, proof in zip(branches, proofs, strict=True):
        c, z = proof.challenge, proof.response
        total += c
        texts.append(text(multiply(generate(z), power(branch.alpha, c))))
        texts.append(text(multiply(key(z), power(branch.shifted, c))))
    if challenge(group, prefix, texts) != total % group.order:
        raise SealedFault("封票的一项合格证明不成立，已拒绝，请重新投票。", code=code)


def prove_knowledge(
    group: Group, prefix: str, bases: Sequence[Element], secret: int, entropy: Entropy
) -> Proof:
    """Prove that base^secret is the same known secret for every one of ``bases``.

    One base: a Schnorr proof or signature; two: equality of discrete logarithms.
    """
    weight = random_scalar(group, entropy)
    texts = [group.text(group.power(base, weight)) for base in bases]
    c = challenge(group, prefix, texts)
    return Proof(c, (weight - secret * c) % group.order)


def check_knowledge(
    group: Group,
    prefix: str,
    pairs: Sequence[tuple[Element, Element]],
    proof: Proof,
    code: str,
) -> None:
    """Check that every (base, public) of ``pairs`` has one common known exponent.

    Raises SealedFault with ``code``.
    """
    texts = [
        group.text(
            group.multiply(group.power(base, proof.response), group.power(public, proof.challenge))
        )
        for base, public in pairs
    ]
    if challenge(group, prefix, texts) != proof.challenge:
        raise SealedFault("一项零知识证明或签名不成立，已拒绝。", code=code)
