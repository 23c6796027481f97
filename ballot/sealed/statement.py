"""What a ballot has to prove, in the words that its maker and its verifier both hash.

The *parts* of a question are its slots in order and then their sum (without slot 0 where that is
the blank flag).  A statement says: one of these parts holds the value beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot.sealed.question import Question


@dataclass(frozen=True, slots=True)
class Statement:
    """A disjunction over (part, value), the prefix it hashes and the fault code if it fails."""

    code: str
    prefix: str
    branches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements of one question."""

    individual: tuple[Statement, ...]
    overall: Statement
    blank: Statement | None


def bound_to(fingerprint: str, credential: str) -> str:
    """Return S0, which ties a proof to one election and one credential."""
    return f"{fingerprint}|{credential}"


def statements(question: Question, s0: str, texts: Sequence[str]) -> Statements:
    """Return what an answer proves; ``texts`` are the ``alpha,beta`` of every part."""
    total = question.slots
    s = f"{s0}|{','.join(texts[:total])}"
    individual = tuple(
        Statement("sealed.individual_proof", f"prove|{s0}|{texts[i]}|", ((i, 0), (i, 1)))
        for i in range(total)
    )
    limits = tuple((total, value) for value in range(question.minimum, question.maximum + 1))
    if not question.blank:
        overall = Statement("sealed.overall_proof", f"prove|{s}|{texts[total]}|", limits)
        return Statements(individual, overall, None)
    return Statements(
        individual,
        Statement("sealed.overall_proof", f"bproof1|{s}|", ((0, 1), *limits)),
        Statement("sealed.blank_proof", f"bproof0|{s}|", ((0, 0), (total, 0))),
    )


def exclusion(s0: str, ciphertexts: str, project: int, total: str) -> Statement:
    """Return the statement that one project (from 0) is not both approved and opposed.

    ``ciphertexts`` is L, all ``alpha,beta`` of 赞成 and then of 反对 joined with commas; ``total``
    the ``alpha,beta`` of the product of the project's two ciphertexts, which is part 0.
    """
    prefix = f"piaojue-excl-1|{s0}|{ciphertexts}|{project}|{total}|"
    return Statement("sealed.exclusion_proof", prefix, ((0, 0), (0, 1)))
