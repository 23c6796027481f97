"""Groups are weighed by the 办法; one that has not rated is named and never dropped."""

from fractions import Fraction

import msgspec
import pytest

from ballot.results import Outcome
from ballot.rules import Rules
from counting.errors import WrongGrades
from counting.evaluation import graded_outcome
from counting.evaluation_groups import combine
from tests.support.ratings import GRADED, rated, round_of

WEIGHTS = {"群众": 60, "四套班子": 30, "网络": 10}
POINTS = msgspec.structs.replace(GRADED, grade_rule="weighted", grader_weights=WEIGHTS)
RATES = msgspec.structs.replace(POINTS, grade_rule="rate", grade_base="valid")


def outcome(rules: Rules, *rows: tuple[int, ...]) -> Outcome:
    items = [rated(n, *row, abstain=9 - sum(row)) for n, row in enumerate(rows, start=1)]
    return graded_outcome(rules, round_of(items))


def test_the_mean_is_that_of_the_groups_own_results() -> None:
    """A group of nine weighs what the 办法 gives it, however many others there are."""
    outcomes = {
        "群众": outcome(POINTS, (6, 2, 1), (9, 0, 0)),
        "四套班子": outcome(POINTS, (3, 0, 0), (0, 9, 0)),
        "网络": outcome(POINTS, (0, 0, 8), (0, 0, 9)),
    }
    first, second = combine(POINTS, outcomes)

    expected = (60 * Fraction(770, 9) + 30 * 100 + 10 * 30) / 100
    assert first.score == (expected.numerator, expected.denominator)
    assert second.score == (84, 1)
    assert first.sentence == (
        "第1项：群众（权重60%）得分85.6分；四套班子（权重30%）得分100分；"
        "网络（权重10%）得分30分；加权得分84.3分"
    )


def test_both_rates_are_weighed() -> None:
    outcomes = {name: outcome(RATES, (6, 3, 0)) for name in WEIGHTS}
    outcomes["网络"] = outcome(RATES, (0, 0, 9))
    (combined,) = combine(RATES, outcomes)

    assert (combined.top_rate, combined.pass_rate, combined.score) == ((3, 5), (9, 10), None)
    assert combined.sentence.endswith("；加权满意率60%、满意和基本满意率90%")


@pytest.mark.parametrize("silent", ["held no round", "did not list the project", "all abstained"])
def test_a_group_without_ratings_is_named_and_nothing_is_made_up(silent: str) -> None:
    outcomes = {
        "群众": outcome(POINTS, (6, 2, 1), (9, 0, 0)),
        "四套班子": outcome(POINTS, (3, 0, 0), (0, 9, 0)),
    }
    if silent == "did not list the project":
        outcomes["网络"] = outcome(POINTS, (1, 0, 0))
    elif silent == "all abstained":
        outcomes["网络"] = outcome(POINTS, (1, 0, 0), (0, 0, 0))
    second = combine(POINTS, outcomes)[1]

    assert (second.score, second.top_rate, second.pass_rate) == (None, None, None)
    assert [one.group for one in second.groups] == list(WEIGHTS)
    assert "网络（权重10%）没有有效评价；网络没有有效评价，不能按权重合成" in second.sentence


@pytest.mark.parametrize(
    ("clauses", "words"),
    [
        ({"grader_weights": {"群众": 60, "四套班子": 30}}, "合计为 90"),
        ({"grader_weights": None}, "合计为 0"),
        ({"grade_rule": "tier_majority"}, "不能按权重合成"),
        ({"grader_weights": {"代表": 100}}, "没有“群众”的权重"),
    ],
)
def test_weights_that_do_not_fit_are_refused(clauses: dict[str, object], words: str) -> None:
    rules = msgspec.structs.replace(POINTS, **clauses)

    with pytest.raises(WrongGrades, match=words):
        combine(rules, {"群众": outcome(POINTS, (1, 0, 0))})
