"""A holder's partial decryption of a tally, with the format's proof and the strong one.

The format's proof hashes the public key and the commitments but neither alpha nor the factor, so
its maker can choose the ciphertext after the proof (weak Fiat-Shamir).  The strong proof hashes
everything; docs/sealed-ballots.md specifies it, and a record must carry it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from ballot.sealed.election import SealedElection
from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.proof import Entropy, check_knowledge, prove_knowledge, read_proof
from ballot.sealed.v1.codec import WireProof, encode, sha_hex
from ballot.sealed.v1.tally import (
    WirePartial,
    WireStrong,
    WireTally,
    check_shape,
    read_partial,
    read_strong,
    read_tally,
)

Factors = tuple[tuple[Element, ...], ...]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial decryption for the archive (``v1``) and its strong proofs (``strong``)."""

    owner: int
    v1: bytes
    strong: bytes


@dataclass(frozen=True, slots=True)
class _Slot:
    """One ciphertext of a tally: where it stands, its alpha and its alpha's text."""

    question: int
    answer: int
    alpha: Element
    text: str


def partial_decryption(
    election: SealedElection, tally: bytes, share: int, owner: int, entropy: Entropy
) -> Partial:
    """Decrypt ``tally`` with a private ``share``; ``owner`` is its number, from 1.

    Whoever calls this has computed the tally itself from the closed log (see ``scrutineer``).
    """
    group = election.group
    key = group.text(group.generate(share))
    factors: list[list[str]] = [[] for _ in election.questions]
    weak: list[list[WireProof]] = [[] for _ in election.questions]
    strong: list[list[WireProof]] = [[] for _ in election.questions]
    for slot in _slots(election, tally):
        factor = group.text(group.power(slot.alpha, share))
        bases = [group.generator, slot.alpha]
        factors[slot.question].append(factor)
        weak[slot.question].append(
            prove_knowledge(group, _weak(election, key), bases, share, entropy).wire()
        )
        prefix = _strong(election, tally, owner, key, slot, factor)
        strong[slot.question].append(prove_knowledge(group, prefix, bases, share, entropy).wire())
    v1 = encode(WirePartial(decryption_factors=_rows(factors), decryption_proofs=_rows(weak)))
    beside = WireStrong(owner=owner, partial=sha_hex(v1), proofs=_rows(strong))
    return Partial(owner, v1, encode(beside))


def check_partial(election: SealedElection, tally: bytes, key: Element, v1: bytes) -> None:
    """Check the format's own proofs of a partial decryption by the holder of ``key``.

    Raises SealedFault ``sealed.partial_proof``.  A record needs ``check_strong`` too.
    """
    group = election.group
    wire, factors = read_partial(v1), factors_of(election, v1)
    prefix = _weak(election, group.text(key))
    for slot in _slots(election, tally):
        factor = factors[slot.question][slot.answer]
        group.check(factor)
        proof = read_proof(wire.decryption_proofs[slot.question][slot.answer], group.order)
        pairs = [(group.generator, key), (slot.alpha, factor)]
        check_knowledge(group, prefix, pairs, proof, "sealed.partial_proof")


def check_strong(election: SealedElection, tally: bytes, key: Element, partial: Partial) -> None:
    """Check the strong proofs of a partial decryption; raises SealedFault ``sealed.strong``."""
    group = election.group
    beside, factors = read_strong(partial.strong), factors_of(election, partial.v1)
    if (beside.owner, beside.partial) != (partial.owner, sha_hex(partial.v1)):
        raise SealedFault("强解密证明不是这份部分解密的。", code="sealed.strong")
    check_shape(_shape(election), beside.proofs, "sealed.strong")
    key_text = group.text(key)
    for slot in _slots(election, tally):
        factor = factors[slot.question][slot.answer]
        group.check(factor)
        proof = read_proof(beside.proofs[slot.question][slot.answer], group.order)
        prefix = _strong(election, tally, partial.owner, key_text, slot, group.text(factor))
        pairs = [(group.generator, key), (slot.alpha, factor)]
        check_knowledge(group, prefix, pairs, proof, "sealed.strong")


def factors_of(election: SealedElection, v1: bytes) -> Factors:
    """Return the factors of a partial decryption of the right shape, unverified."""
    wire = read_partial(v1)
    check_shape(_shape(election), wire.decryption_factors, "sealed.partial")
    check_shape(_shape(election), wire.decryption_proofs, "sealed.partial")
    read = election.group.read
    return tuple(tuple(read(text) for text in row) for row in wire.decryption_factors)


def _slots(election: SealedElection, tally: bytes) -> Iterator[_Slot]:
    rows: WireTally = read_tally(tally)
    check_shape(_shape(election), rows, "sealed.tally")
    for question, row in enumerate(rows):
        for answer, each in enumerate(row):
            yield _Slot(question, answer, election.group.read(each.alpha), each.alpha)


def _shape(election: SealedElection) -> list[int]:
    return [question.slots for question in election.questions]


def _weak(election: SealedElection, key: str) -> str:
    return f"decrypt|{election.fingerprint}|{key}|"


def _strong(
    election: SealedElection, tally: bytes, owner: int, key: str, slot: _Slot, factor: str
) -> str:
    place = f"{slot.question},{slot.answer}|{slot.text},{factor}"
    return f"piaojue-decrypt-1|{election.fingerprint}|{sha_hex(tally)}|{owner}|{key}|{place}|"


def _rows(rows: list[list[T]]) -> tuple[tuple[T, ...], ...]:
    return tuple(tuple(row) for row in rows)
