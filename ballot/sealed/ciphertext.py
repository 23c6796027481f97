"""ElGamal ciphertexts (g^r, y^r · g^m): multiplying them adds what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot.sealed.element import Element
from ballot.sealed.group import Group


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """Two elements and their text ``alpha,beta``, which is what the proofs hash."""

    alpha: Element
    beta: Element
    text: str


def ciphertext_of(group: Group, alpha: Element, beta: Element) -> Ciphertext:
    """Return the ciphertext with its text."""
    return Ciphertext(alpha, beta, f"{group.text(alpha)},{group.text(beta)}")


def product(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    """Return the ciphertext of the sum; of nothing, the neutral one."""
    if not ciphertexts:
        return ciphertext_of(group, group.neutral, group.neutral)
    alpha, beta = ciphertexts[0].alpha, ciphertexts[0].beta
    for each in ciphertexts[1:]:
        alpha, beta = group.multiply(alpha, each.alpha), group.multiply(beta, each.beta)
    return ciphertext_of(group, alpha, beta)
