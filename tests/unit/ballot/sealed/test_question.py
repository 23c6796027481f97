"""The rules' modes become questions, marks become plaintexts, results become counts."""

import pytest

from ballot.sealed import (
    Question,
    SealedFault,
    Unsupported,
    exclusive,
    graded_plaintext,
    plaintext,
    questions_for,
    totals,
)

TITLES = ("甲", "乙", "丙", "丁")
APPROVE_ONLY = frozenset({"approve"})
ALL = frozenset({"approve", "oppose", "abstain"})


def shape(questions: tuple[Question, ...]) -> list[tuple[str, int, int, int]]:
    return [(q.question, len(q.answers), q.minimum, q.maximum) for q in questions]


@pytest.mark.parametrize(
    ("mode", "choices", "expected"),
    [
        ("at_most_k", APPROVE_ONLY, [("赞成", 4, 0, 2)]),
        ("exactly_k", APPROVE_ONLY, [("赞成", 4, 2, 2)]),
        ("per_item", APPROVE_ONLY, [("赞成", 4, 0, 4)]),
        ("at_most_k", ALL, [("赞成", 4, 0, 2), ("反对", 4, 0, 4)]),
        ("exactly_k", ALL, [("赞成", 4, 2, 2), ("反对", 4, 0, 4)]),
        ("per_item", ALL, [("赞成", 4, 0, 4), ("反对", 4, 0, 4)]),
        ("whole_list", ALL, [("甲；乙；丙；丁", 2, 0, 1)]),
    ],
)
def test_each_mode_has_its_questions(
    mode: str, choices: frozenset[str], expected: list[tuple[str, int, int, int]]
) -> None:
    questions = questions_for(mode, choices, TITLES, 2)

    assert shape(questions) == expected
    assert exclusive(questions) == (len(expected) == 2)


def test_an_evaluation_has_one_question_for_each_project() -> None:
    questions = questions_for("graded", ALL, TITLES, 1, ("满意", "基本满意", "不满意"))

    assert shape(questions) == [(title, 3, 0, 1) for title in TITLES]
    assert graded_plaintext(questions, (0, 2, None, 1)) == (
        (1, 0, 0),
        (0, 0, 1),
        (0, 0, 0),
        (0, 1, 0),
    )
    for wrong in ((0,), (0, 1, 2, 3), (-1, 0, 0, 0)):
        with pytest.raises(SealedFault):
            graded_plaintext(questions, wrong)


def test_what_cannot_be_proven_is_not_supported() -> None:
    with pytest.raises(Unsupported):
        questions_for("ranked", APPROVE_ONLY, TITLES, 2)
    with pytest.raises(Unsupported):
        questions_for("at_most_k", frozenset({"approve", "dont_know"}), TITLES, 2)
    for titles, seats in (((), 1), (TITLES, 0), (TITLES, 5)):
        with pytest.raises(SealedFault):
            questions_for("at_most_k", APPROVE_ONLY, titles, seats)
    with pytest.raises(SealedFault):
        questions_for("graded", ALL, TITLES, 1)


def test_marks_become_a_plaintext_and_too_many_are_refused() -> None:
    questions = questions_for("at_most_k", ALL, TITLES, 2)

    assert plaintext(questions, ("approve", "oppose", "abstain", "approve")) == (
        (1, 0, 0, 1),
        (0, 1, 0, 0),
    )
    for wrong in (("approve",) * 3 + ("abstain",), ("approve",) * 2, ()):
        with pytest.raises(SealedFault):
            plaintext(questions, wrong)


def test_exactly_k_refuses_fewer_and_approvals_alone_refuse_opposition() -> None:
    exact = questions_for("exactly_k", APPROVE_ONLY, TITLES, 2)
    with pytest.raises(SealedFault):
        plaintext(exact, ("approve", "abstain", "abstain", "abstain"))
    with pytest.raises(SealedFault):
        plaintext(exact, ("approve", "approve", "oppose", "abstain"))


def test_a_whole_list_takes_one_mark() -> None:
    questions = questions_for("whole_list", ALL, TITLES, 4)

    assert plaintext(questions, ("oppose",)) == ((0, 1),)
    assert totals(questions, ((5, 2),), 9) == ((5, 2, 2),)


def test_abstentions_are_the_remainder() -> None:
    both = questions_for("at_most_k", ALL, TITLES[:2], 2)
    alone = questions_for("at_most_k", APPROVE_ONLY, TITLES[:2], 2)

    assert totals(both, ((3, 1), (1, 4)), 5) == ((3, 1, 1), (1, 4, 0))
    assert totals(alone, ((3, 1),), 5) == ((3, 0, 2), (1, 0, 4))


@pytest.mark.parametrize("result", [((3, 1), (3, 4)), ((3, 1),), ((3,), (1,)), ((-1, 1), (1, 4))])
def test_a_result_that_cannot_be_is_refused(result: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(SealedFault):
        totals(questions_for("at_most_k", ALL, TITLES[:2], 2), result, 5)
