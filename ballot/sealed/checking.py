"""Verifying the proofs and the signature of a ballot: everything that costs group operations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ballot.sealed.ciphertext import Ciphertext, product
from ballot.sealed.election import SealedElection, parse_election
from ballot.sealed.element import Element
from ballot.sealed.group import Group
from ballot.sealed.proof import Branch, Proof, check_disjunction, check_knowledge
from ballot.sealed.question import Question, exclusive
from ballot.sealed.reading import ReadAnswer, ReadBallot, read_ballot
from ballot.sealed.statement import Statement, bound_to, exclusion, statements


@dataclass(frozen=True, slots=True)
class _Verifier:
    """A group and the election key raised to what a proof asks for."""

    group: Group
    key: Callable[[int], Element]

    def check(
        self, statement: Statement, parts: Sequence[Ciphertext], proofs: Sequence[Proof]
    ) -> None:
        """Check one disjunction."""
        branches = [
            Branch(parts[part].alpha, _shifted(self.group, parts[part].beta, value))
            for part, value in statement.branches
        ]
        check_disjunction(self.group, self.key, statement.prefix, branches, proofs, statement.code)


def verify_ballot(election: SealedElection, ballot: ReadBallot, *, bare: bool = False) -> None:
    """Check what ``read_ballot`` could not; raises SealedFault, whose code names the fault.

    1. Credential and ciphertexts are members of the group and not neutral.
    2. Every ciphertext holds 0 or 1.
    3. Every question's sum is within its limits (or the ballot is blank, where that is allowed).
    4. No project is both approved and opposed, unless ``bare`` (an archive without side proofs).
    5. The credential signed all of it.

    That the credential is in the list and was not used before is the caller's to check.
    """
    group = election.group
    verifier = _Verifier(group, group.fixed(election.public_key))
    s0 = bound_to(election.fingerprint, ballot.credential)
    group.admit(ballot.signer)
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        _check_answer(verifier, question, answer, s0)
    if exclusive(election.questions) and not bare:
        _check_exclusions(verifier, ballot, s0)
    check_knowledge(
        group,
        f"sig|{ballot.hash}|",
        [(group.generator, ballot.signer)],
        ballot.signature,
        "sealed.signature",
    )


def check_sealed(election_raw: bytes, ballot: bytes, proofs: bytes) -> str:
    """Read and verify a ballot in a worker process and return its credential.

    The parsed election is kept from call to call.  Raises SealedFault.
    """
    election = _parsed(election_raw)
    read = read_ballot(election, ballot, proofs)
    verify_ballot(election, read)
    return read.credential


def check_cast(election_raw: bytes, cast: tuple[bytes, bytes]) -> str:
    """Do the same for a ballot and its proofs as one value, which is what a pool's map takes."""
    return check_sealed(election_raw, *cast)


_parsed = lru_cache(maxsize=8)(parse_election)


def _check_answer(verifier: _Verifier, question: Question, answer: ReadAnswer, s0: str) -> None:
    group = verifier.group
    for choice in answer.choices:
        group.admit(choice.alpha)
        group.admit(choice.beta)
    total = product(group, answer.choices[question.blank :])
    parts = (*answer.choices, total)
    todo = statements(question, s0, [part.text for part in parts])
    for statement, proofs in zip(todo.individual, answer.individual, strict=True):
        verifier.check(statement, parts, proofs)
    verifier.check(todo.overall, parts, answer.overall)
    if todo.blank:
        verifier.check(todo.blank, parts, answer.blank)


def _check_exclusions(verifier: _Verifier, ballot: ReadBallot, s0: str) -> None:
    approve, oppose = (answer.choices for answer in ballot.answers)
    ciphertexts = ",".join(choice.text for choice in (*approve, *oppose))
    pairs = zip(approve, oppose, ballot.exclusions, strict=True)
    for project, (yes, no, proofs) in enumerate(pairs):
        both = product(verifier.group, (yes, no))
        statement = exclusion(s0, ciphertexts, project, both.text)
        verifier.check(statement, (both,), proofs)


def _shifted(group: Group, beta: Element, value: int) -> Element:
    """Return beta / g^value."""
    return group.multiply(beta, _inverse(group, value)) if value else beta


@lru_cache(maxsize=4096)
def _inverse(group: Group, value: int) -> Element:
    return group.generate(group.order - value)
