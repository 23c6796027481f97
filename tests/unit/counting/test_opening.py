"""An opened sum becomes totals of projects, or is refused."""

import pytest

from ballot.rules import Rules
from ballot.sealed import SealedFault, questions_for
from counting.opening import tablet_tally

RULES = Rules(ballot_mode="graded", choices=("abstain", "dont_know"))
QUESTIONS = questions_for(
    "graded", frozenset(), ["1 公交", "2 公厕"], 2, ("满意", "基本满意", "不满意", "不了解")
)


def test_answers_of_an_evaluation_are_its_grades_and_the_rest_abstains() -> None:
    tally = tablet_tally(QUESTIONS, ((5, 2, 1, 1), (0, 0, 0, 0)), (1, 2), 10, RULES)

    first, second = tally.items
    assert (first.grades, first.dont_know, first.abstain) == ((5, 2, 1), 1, 1)
    assert (second.grades, second.dont_know, second.abstain) == ((0, 0, 0), 0, 10)
    assert (tally.returned, tally.valid, tally.invalid) == (10, 10, 0)


@pytest.mark.parametrize(
    "result",
    [((5, 2, 1, 1),), ((5, 2, 1), (0, 0, 0)), ((5, 3, 2, 1), (0, 0, 0, 0)), ((-1, 0, 0, 0),) * 2],
    ids=["a project missing", "an answer missing", "more than ballots", "negative"],
)
def test_a_sum_that_cannot_come_from_the_questions_is_refused(
    result: tuple[tuple[int, ...], ...],
) -> None:
    with pytest.raises(SealedFault) as caught:
        tablet_tally(QUESTIONS, result, (1, 2), 10, RULES)
    assert caught.value.code == "sealed.result"
