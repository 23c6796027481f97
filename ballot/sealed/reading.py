"""Reading a ballot without any group operation, at a cost bounded by its length."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import UnsetType

from ballot.sealed.ciphertext import Ciphertext
from ballot.sealed.election import SealedElection
from ballot.sealed.element import Element
from ballot.sealed.fault import SealedFault
from ballot.sealed.group import Group
from ballot.sealed.proof import Proof, read_proof
from ballot.sealed.question import Question
from ballot.sealed.v1.ballot import (
    WireAnswer,
    WireExclusions,
    read_exclusions,
    read_wire,
    unsigned_bytes,
)
from ballot.sealed.v1.codec import WireCiphertext, WireProof, sha_b64, sha_hex

Proofs = tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The ciphertexts of one question and their proofs; ``blank`` is empty where not asked for."""

    choices: tuple[Ciphertext, ...]
    individual: tuple[Proofs, ...]
    overall: Proofs
    blank: Proofs


@dataclass(frozen=True, slots=True)
class ReadBallot:
    """A ballot whose form is right and whose proofs are not yet checked.

    ``digest`` (sha_hex) names it, ``tracker`` (sha_b64, the same digest) is shown to the voter,
    ``hash`` is what the signature covers, ``exclusions`` has a pair of proofs for each project.
    """

    raw: bytes
    digest: str
    tracker: str
    credential: str
    signer: Element
    answers: tuple[ReadAnswer, ...]
    hash: str
    signature: Proof
    exclusions: tuple[Proofs, ...]


def read_ballot(election: SealedElection, ballot: bytes, proofs: bytes | None = b"") -> ReadBallot:
    """Return the ballot after every check that needs no group operation.

    These are: size, canonical bytes, uuid and fingerprint, the counts of choices and proofs, the
    length and range of every number, the hash under the signature, and that ``proofs`` belong to
    this ballot.  ``None`` for ``proofs`` reads a bare archive, which carries none.

    Raises SealedFault.
    """
    group = election.group
    wire = read_wire(ballot, election.questions, group.text_limit)
    if wire.election_uuid != election.uuid or wire.election_hash != election.fingerprint:
        raise SealedFault("这张封票不是本轮票决的。", code="sealed.other_election")
    if len(wire.answers) != len(election.questions):
        raise SealedFault("封票的题目数与本轮票决不符。", code="sealed.ballot_form")
    hashed = sha_b64(unsigned_bytes(ballot))
    if wire.signature.hash != hashed:
        raise SealedFault("封票签名所覆盖的内容与封票不符。", code="sealed.signature_hash")
    digest = sha_hex(ballot)
    beside = None if proofs is None else read_exclusions(proofs, election.questions)
    return ReadBallot(
        raw=ballot,
        digest=digest,
        tracker=sha_b64(ballot),
        credential=wire.credential,
        signer=group.read(wire.credential),
        answers=tuple(
            _answer(group, question, answer)
            for question, answer in zip(election.questions, wire.answers, strict=True)
        ),
        hash=hashed,
        signature=read_proof(wire.signature.proof, group.order),
        exclusions=() if beside is None else _exclusions(election, beside, digest),
    )


def _answer(group: Group, question: Question, wire: WireAnswer) -> ReadAnswer:
    blank = () if isinstance(wire.blank_proof, UnsetType) else wire.blank_proof
    branches = question.maximum - question.minimum + 1 + question.blank
    counts = (len(wire.choices), len(wire.individual_proofs), len(wire.overall_proof), len(blank))
    if counts != (question.slots, question.slots, branches, 2 * question.blank):
        raise SealedFault("封票的选项数或证明数与题目不符。", code="sealed.ballot_form")
    return ReadAnswer(
        choices=tuple(_ciphertext(group, choice) for choice in wire.choices),
        individual=tuple(_proofs(group, pair) for pair in wire.individual_proofs),
        overall=_proofs(group, wire.overall_proof),
        blank=_proofs(group, blank),
    )


def _exclusions(
    election: SealedElection, beside: WireExclusions, digest: str
) -> tuple[Proofs, ...]:
    if beside.ballot != digest:
        raise SealedFault("互斥证明不是这张封票的。", code="sealed.other_ballot")
    if len(beside.proofs) != len(election.questions[0].answers):
        raise SealedFault("互斥证明的个数与候选项目数不符。", code="sealed.exclusion_form")
    return tuple(_proofs(election.group, pair) for pair in beside.proofs)


def _ciphertext(group: Group, wire: WireCiphertext) -> Ciphertext:
    alpha, beta = group.read(wire.alpha), group.read(wire.beta)
    return Ciphertext(alpha, beta, f"{wire.alpha},{wire.beta}")


def _proofs(group: Group, wires: Sequence[WireProof]) -> Proofs:
    order = group.order
    return tuple(read_proof(wire, order) for wire in wires)
