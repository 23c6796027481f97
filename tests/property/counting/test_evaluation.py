"""Laws of every evaluation, and a second, naive implementation to agree with."""

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement, product
from random import Random
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot.results import Graded, ItemTotals
from ballot.rules import Rules
from ballot.rules.values import DontKnow, GradeBase, GradeRule
from counting.evaluation import graded_outcome
from tests.support.ratings import around, channel, rated

ANSWERS = ("满意", "基本满意", "不满意", "不了解", "弃权", "辨认不清")
WORST_FIRST = ("不满意", "基本满意", "满意")
BASES: tuple[str, ...] = get_args(GradeBase)
RULES: tuple[str, ...] = get_args(GradeRule)


def rules_with(**clauses: object) -> Rules:
    rules = Rules(ballot_mode="graded", choices=("abstain", "dont_know"))
    return msgspec.structs.replace(rules, **clauses)


def totals(ballots: list[str]) -> ItemTotals:
    found = Counter(ballots)
    return rated(
        1,
        *(found[one] for one in ANSWERS[:3]),
        dont_know=found["不了解"],
        abstain=found["弃权"],
        illegible=found["辨认不清"],
    )


def graded(rules: Rules, *channels: list[str], roster: int) -> Graded:
    parts = (
        channel(name, totals(ballots))
        for name, ballots in zip(("paper", "tablet"), channels, strict=False)
    )
    (found,) = graded_outcome(rules, around(tuple(parts), roster=roster)).graded
    return found


@st.composite
def all_rules(draw: st.DrawFn) -> Rules:
    return rules_with(
        grade_rule=draw(st.sampled_from(RULES)),
        grade_base=draw(st.sampled_from(BASES)),
        dont_know=draw(st.sampled_from(get_args(DontKnow))),
        grade_boundary_inclusive=(draw(st.booleans()), draw(st.booleans())),
    )


BALLOTS = st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=30)


@given(BALLOTS, all_rules(), st.integers(0, 9), st.randoms())
def test_neither_order_nor_channel_of_the_ballots_changes_anything(
    ballots: list[str], rules: Rules, absent: int, random: Random
) -> None:
    roster = len(ballots) + absent
    shuffled = ballots[:]
    random.shuffle(shuffled)
    cut = random.randint(0, len(ballots))

    whole = graded(rules, ballots, roster=roster)
    assert graded(rules, shuffled[:cut], shuffled[cut:], roster=roster) == whole


@given(BALLOTS, all_rules(), st.integers(0, 9), st.data())
def test_who_is_more_satisfied_never_lowers_the_result(
    ballots: list[str], rules: Rules, absent: int, data: st.DataObject
) -> None:
    """One ballot moves up by one 等次; what was not rated before is not touched."""
    movable = [place for place, one in enumerate(ballots) if one in ("基本满意", "不满意")]
    if not movable:
        return
    place = data.draw(st.sampled_from(movable))
    better = ballots[:]
    better[place] = ANSWERS[ANSWERS.index(ballots[place]) - 1]
    roster = len(ballots) + absent
    before, after = (graded(rules, one, roster=roster) for one in (ballots, better))

    assert rank(after) >= rank(before)
    for pair in ("top_rate", "pass_rate", "score"):
        assert share(getattr(after, pair)) >= share(getattr(before, pair))


@given(BALLOTS, all_rules(), st.integers(1, 9))
def test_one_more_top_rating_never_lowers_the_result(
    ballots: list[str], rules: Rules, absent: int
) -> None:
    """Somebody who had stayed away comes and says 满意."""
    roster = len(ballots) + absent
    before = graded(rules, ballots, roster=roster)
    after = graded(rules, [*ballots, "满意"], roster=roster)

    assert rank(after) >= rank(before)
    for pair in ("top_rate", "pass_rate", "score"):
        assert share(getattr(after, pair)) >= share(getattr(before, pair))


def rank(found: Graded) -> int:
    return -1 if found.grade is None else WORST_FIRST.index(found.grade)


def share(pair: tuple[int, int] | None) -> Fraction:
    return Fraction(-1) if pair is None else Fraction(*pair)


@pytest.mark.parametrize("base", BASES)
def test_every_small_evaluation_agrees_with_a_naive_count(base: str) -> None:
    """All ballots of up to 6 voters, each base, both treatments of 不了解, each boundary."""
    tried = 0
    variants = [
        rules_with(grade_base=base, dont_know=unknown, grade_boundary_inclusive=(one, two))
        for unknown, one, two in product(get_args(DontKnow), (True, False), (True, False))
    ]
    for voters in range(1, 7):
        for ballots in combinations_with_replacement(ANSWERS, voters):
            for rules, absent in product(variants, (0, 1, 2)):
                found = graded(rules, list(ballots), roster=voters + absent)
                assert found.grade == naive(rules, ballots, voters + absent), (rules, ballots)
                tried += 1
    print(f"\n{base}: {tried} evaluations")  # noqa: T201  (how many were tried)
    assert tried == 923 * 8 * 3


def naive(rules: Rules, ballots: tuple[str, ...], roster: int) -> str | None:
    """Ask every voter in turn, with fractions, and look at the lines from the top."""
    people = {
        "all_members": roster,
        "returned": len(ballots),
        "valid": len([one for one in ballots if rules.dont_know == "counted" or one != "不了解"]),
    }[rules.grade_base]
    if people == 0:
        return None
    first_inclusive, second_inclusive = rules.grade_boundary_inclusive
    happy = Fraction(len([one for one in ballots if one == "满意"]), people)
    content = Fraction(len([one for one in ballots if one in ("满意", "基本满意")]), people)
    half = Fraction(1, 2)
    if happy > half or (first_inclusive and happy == half):
        return "满意"
    if content > half or (second_inclusive and content == half):
        return "基本满意"
    return "不满意"
