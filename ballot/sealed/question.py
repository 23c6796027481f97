"""How a 票决 becomes questions of the public format, and back.

========================================  =====================================================
at_most_k, 赞成 only                      one question, N answers, 0..K
exactly_k, 赞成 only                      one question, N answers, K..K
per_item, 赞成 only                       one question, N answers, 0..N
the same with 反对                        that question called 赞成, then 反对 with N answers, 0..N
whole_list, motions                       one question, answers 赞成 and 反对, 0..1
graded                                    one question for each project, its grades, 0..1
========================================  =====================================================

弃权 is never encrypted: it is valid - 赞成 - 反对, which the exclusivity proof keeps at 0 or above.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from ballot.sealed.fault import SealedFault, Unsupported

Mark = Literal["approve", "oppose", "abstain"]

APPROVE, OPPOSE = "赞成", "反对"


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A homomorphic question: between ``minimum`` and ``maximum`` of its answers are chosen.

    With ``blank`` slot 0 of a plaintext, a ciphertext and a result is the blank flag, and a blank
    ballot chooses nothing whatever ``minimum`` is.
    """

    answers: tuple[str, ...]
    blank: bool = False
    minimum: int = msgspec.field(name="min")
    maximum: int = msgspec.field(name="max")
    question: str

    @property
    def slots(self) -> int:
        """The number of ciphertexts."""
        return len(self.answers) + self.blank


def questions_for(
    mode: str,
    choices: frozenset[str],
    titles: Sequence[str],
    seats: int,
    grades: Sequence[str] = (),
) -> tuple[Question, ...]:
    """Return the questions for ``titles`` (the projects, or the one motion) under the rules.

    ``mode`` and ``choices`` are the rules' ``ballot_mode`` and ``choices``; ``seats`` is 应选数 K;
    ``grades`` are needed for ``graded`` only.  Raises Unsupported for what cannot be proven on
    sealed ballots.
    """
    if not titles:
        raise SealedFault("没有候选项目，不能生成封票题目。", code="sealed.question")
    if mode == "graded":
        return tuple(
            Question(answers=_filled(grades), minimum=0, maximum=1, question=title)
            for title in titles
        )
    if "approve" not in choices or not choices <= {"approve", "oppose", "abstain"}:
        raise Unsupported("平板票只支持赞成、反对、弃权，请改用纸质票。", code="sealed.choices")
    if mode == "whole_list":
        name = "；".join(titles)
        return (Question(answers=(APPROVE, OPPOSE), minimum=0, maximum=1, question=name),)
    approve = _approvals(mode, tuple(titles), seats)
    if "oppose" not in choices:
        return (approve,)
    oppose = Question(answers=tuple(titles), minimum=0, maximum=len(titles), question=OPPOSE)
    return (approve, oppose)


def _filled(grades: Sequence[str]) -> tuple[str, ...]:
    if not grades:
        raise SealedFault("满意度测评没有给出等次，不能生成封票题目。", code="sealed.question")
    return tuple(grades)


def _approvals(mode: str, titles: tuple[str, ...], seats: int) -> Question:
    limits = {
        "at_most_k": (0, seats),
        "exactly_k": (seats, seats),
        "per_item": (0, len(titles)),
    }
    if mode not in limits:
        raise Unsupported(
            f"“{mode}”方式不能在封票上证明合规，请改用纸质票。", code="sealed.ballot_mode"
        )
    low, high = limits[mode]
    if not 1 <= seats <= len(titles):
        raise SealedFault("应选数须在 1 与候选项目数之间。", code="sealed.question")
    return Question(answers=titles, minimum=low, maximum=high, question=APPROVE)


def exclusive(questions: Sequence[Question]) -> bool:
    """Tell whether each answer may be chosen in one of the two questions only.

    True for exactly the pair 赞成 and 反对 over the same answers without blank; a ballot then
    carries one exclusivity proof for each answer.
    """
    return (
        len(questions) == 2  # noqa: PLR2004  (赞成 and 反对)
        and [each.question for each in questions] == [APPROVE, OPPOSE]
        and questions[0].answers == questions[1].answers
        and not any(each.blank for each in questions)
    )


def plaintext(questions: Sequence[Question], marks: Sequence[Mark]) -> tuple[tuple[int, ...], ...]:
    """Return what is encrypted for ``marks``, one for each project (one alone for a whole list).

    Raises SealedFault ``sealed.marks`` if they do not fit the questions.
    """
    if exclusive(questions):
        slots: tuple[tuple[int, ...], ...] = (_ones(marks, "approve"), _ones(marks, "oppose"))
    elif _whole(questions) and len(marks) == 1:
        slots = ((int(marks[0] == "approve"), int(marks[0] == "oppose")),)
    elif len(questions) == 1 and "oppose" not in marks:
        slots = (_ones(marks, "approve"),)
    else:
        raise SealedFault("所作的选择与本次票决的题目不符。", code="sealed.marks")
    check_plaintext(questions, slots)
    return slots


def graded_plaintext(
    questions: Sequence[Question], grades: Sequence[int | None]
) -> tuple[tuple[int, ...], ...]:
    """Return what is encrypted for one grade (its place from 0, None for 弃权) of each project.

    Raises SealedFault ``sealed.marks`` if they do not fit the questions.
    """
    if len(grades) != len(questions):
        raise SealedFault("所作的评价与项目数不符。", code="sealed.marks")
    slots = tuple(
        tuple(int(place == grade) for place in range(len(question.answers)))
        for question, grade in zip(questions, grades, strict=True)
    )
    if any(g is not None and not any(row) for g, row in zip(grades, slots, strict=True)):
        raise SealedFault("所作的评价不在等次之内。", code="sealed.marks")
    return slots


def check_plaintext(questions: Sequence[Question], slots: Sequence[Sequence[int]]) -> None:
    """Raise SealedFault ``sealed.marks`` unless ``slots`` is a lawful ballot for ``questions``."""
    fits = len(slots) == len(questions) and all(
        len(row) == question.slots and set(row) <= {0, 1} and _within(question, row)
        for question, row in zip(questions, slots, strict=True)
    )
    if fits and exclusive(questions):
        fits = all(a + b <= 1 for a, b in zip(slots[0], slots[1], strict=True))
    if not fits:
        raise SealedFault("所作的选择超出票决办法的规定，请改正后再投。", code="sealed.marks")


def _within(question: Question, row: Sequence[int]) -> bool:
    chosen = sum(row) - (row[0] if question.blank else 0)
    if question.blank and row[0]:
        return chosen == 0
    return question.minimum <= chosen <= question.maximum


def totals(
    questions: Sequence[Question], result: Sequence[Sequence[int]], valid: int
) -> tuple[tuple[int, int, int], ...]:
    """Return (赞成, 反对, 弃权) for each project in order from an opened result.

    ``valid`` is the number of valid ballots, of which 弃权 is the remainder.  A whole list gives
    one row.  Raises SealedFault ``sealed.result`` if the figures cannot come from these questions.
    """
    shapes = [question.slots for question in questions]
    if [len(row) for row in result] != shapes:
        raise SealedFault("开票结果的形状与题目不符。", code="sealed.result")
    if exclusive(questions):
        pairs = list(zip(result[0], result[1], strict=True))
    elif _whole(questions):
        pairs = [(result[0][0], result[0][1])]
    elif len(questions) == 1 and not questions[0].blank:
        pairs = [(count, 0) for count in result[0]]
    else:
        raise SealedFault("这些题目的结果不能换算为赞成、反对、弃权。", code="sealed.result")
    if any(min(a, b, valid - a - b) < 0 for a, b in pairs):
        raise SealedFault("开票结果超过有效票数，不能成立。", code="sealed.result")
    return tuple((a, b, valid - a - b) for a, b in pairs)


def _ones(marks: Sequence[Mark], wanted: Mark) -> tuple[int, ...]:
    return tuple(int(mark == wanted) for mark in marks)


def _whole(questions: Sequence[Question]) -> bool:
    return (
        len(questions) == 1
        and questions[0].answers == (APPROVE, OPPOSE)
        and (questions[0].minimum, questions[0].maximum, questions[0].blank) == (0, 1, False)
    )
