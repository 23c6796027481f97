"""Ratings become 等次, rates or scores as the 办法 of the place says; real rows where there are."""

from dataclasses import replace

import msgspec
import pytest

from ballot.results import Graded
from ballot.rules import Rules
from counting.errors import UnequalCandidates, WrongGrades
from counting.evaluation import graded_outcome
from counting.outcome import decide
from tests.support.ratings import (
    GRADED,
    WITH_DONT_KNOW,
    around,
    channel,
    rated,
    round_of,
)

ZHENHAI = (
    (28, 1, 0),
    (20, 8, 1),
    (26, 3, 0),
    (29, 0, 0),
    (17, 11, 1),
    (26, 3, 0),
    (17, 11, 1),
    (28, 1, 0),
)
"""宁波镇海, 常委会 of 2022-01-21: eight projects, 29 present."""
FOUR = ("满意", "较满意", "较不满意", "不满意")


def changed(rules: Rules, **clauses: object) -> Rules:
    return msgspec.structs.replace(rules, **clauses)


def only(rules: Rules, *grades: int, roster: int = 0, **more: int) -> Graded:
    """What one project with these ratings amounts to."""
    found = graded_outcome(rules, round_of([rated(1, *grades, **more)], roster=roster))
    (graded,) = found.graded
    return graded


def test_the_eight_projects_of_zhenhai_are_all_satisfactory() -> None:
    items = [rated(number, *row) for number, row in enumerate(ZHENHAI, start=1)]
    rules = changed(GRADED, body_type="standing_committee")
    outcome = graded_outcome(rules, round_of(items, roster=33))

    assert outcome.status == "final"
    assert [one.grade for one in outcome.graded] == ["满意"] * 8
    assert (outcome.elected, outcome.threshold, outcome.base) == ((), None, 33)
    assert outcome.graded[4].sentence == (
        "第5项：满意17、基本满意11、不满意1、弃权0，"
        "满意票超过常务委员会全体组成人员（33名）半数，测评等次为满意。"
    )


def test_the_base_is_everybody_and_not_those_present() -> None:
    """The row that makes 满意 of 33 makes 基本满意 of 36."""
    assert only(GRADED, 17, 11, 1, roster=33).grade == "满意"
    assert only(GRADED, 17, 11, 1, roster=36).grade == "基本满意"
    assert only(changed(GRADED, grade_base="valid"), 17, 11, 1, roster=36).grade == "满意"


def test_exactly_half_counts_as_the_rules_say_line_by_line() -> None:
    """镇海: 满意 at half or more; 满意 and 基本满意 at exactly half (含半数) is 不满意."""
    assert only(GRADED, 9, 6, 10, roster=30).grade == "不满意"
    assert only(GRADED, 15, 0, 10, roster=30).grade == "满意"
    strict, lenient = (False, False), (True, True)
    assert only(changed(GRADED, grade_boundary_inclusive=strict), 15, 0, 10, roster=30).grade == (
        "不满意"
    )
    assert only(changed(GRADED, grade_boundary_inclusive=lenient), 9, 6, 10, roster=30).grade == (
        "基本满意"
    )


def test_exactly_half_reads_differently_from_more_and_from_less() -> None:
    assert (
        "满意票恰为全体代表（30名）半数，按规定达到要求"
        in only(GRADED, 15, 0, 10, roster=30).sentence
    )
    assert (
        "满意票未达全体代表（30名）半数，满意票与基本满意票合计15票恰为半数，按规定未达到要求"
        in only(GRADED, 9, 6, 10, roster=30).sentence
    )


def test_the_result_is_told_as_it_is_read_out() -> None:
    figures = round_of(
        [rated(1, 201, 19, 2, abstain=4), rated(2, 109, 74, 31, abstain=12)], roster=236
    )
    first, second = graded_outcome(GRADED, figures).graded

    assert first.sentence == (
        "第1项：满意201、基本满意19、不满意2、弃权4，满意票超过全体代表（236名）半数，"
        "测评等次为满意。"
    )
    assert second.sentence == (
        "第2项：满意109、基本满意74、不满意31、弃权12，满意票未达全体代表（236名）半数，"
        "满意票与基本满意票合计183票超过半数，测评等次为基本满意。"
    )


@pytest.mark.parametrize(
    ("row", "grade"),
    [((6, 0, 0, 4), "满意"), ((3, 3, 0, 4), "较满意"), ((2, 2, 2, 4), "较不满意"),
     ((2, 1, 2, 5), "不满意")],
)  # fmt: skip
def test_four_grades_have_three_lines(row: tuple[int, ...], grade: str) -> None:
    rules = changed(GRADED, grades=FOUR, grade_boundary_inclusive=(True, False, False))

    assert only(rules, *row).grade == grade


def test_two_rates_are_named_both() -> None:
    """龙游 2018: 152, 30, 0."""
    graded = only(changed(GRADED, grade_rule="rate", grade_base="valid"), 152, 30, 0, roster=200)

    assert (graded.grade, graded.top_rate, graded.pass_rate) == (None, (152, 182), (182, 182))
    assert graded.sentence.endswith(
        "以有效票（182张）为基数，满意率83.5%（152票），满意和基本满意率100%（182票）。"
    )


def test_points_are_averaged_over_those_who_rated() -> None:
    rules = changed(WITH_DONT_KNOW, grade_rule="weighted")
    graded = only(rules, 60, 25, 5, dont_know=10, abstain=7, roster=120)

    assert (graded.score, graded.base) == ((7900, 90), 90)
    assert graded.sentence.endswith("参评90票，得分87.8分。")
    counted = only(changed(rules, dont_know="counted"), 60, 25, 5, dont_know=10, roster=120)
    assert counted.score == (7900, 100)


def test_who_does_not_know_is_taken_off_the_valid_ballots_only() -> None:
    rules = changed(WITH_DONT_KNOW, grade_base="valid")
    row, more = (10, 2, 6), {"dont_know": 4}

    assert (only(rules, *row, **more).grade, only(rules, *row, **more).base) == ("满意", 18)
    counted = only(changed(rules, dont_know="counted"), *row, **more)
    assert (counted.grade, counted.base) == ("基本满意", 22)
    assert only(changed(rules, grade_base="returned"), *row, **more).base == 22
    assert only(changed(rules, grade_base="all_members"), *row, **more, roster=40).base == 40


def test_returned_ballots_count_the_invalid_ones_too() -> None:
    rules = changed(GRADED, grade_base="returned")
    outcome = graded_outcome(rules, round_of([rated(1, 5, 0, 4)], returned=12))

    assert (outcome.base, outcome.graded[0].grade) == (12, "不满意")


@pytest.mark.parametrize("rule", ["tier_majority", "rate", "weighted"])
def test_where_nobody_rated_nothing_is_made_up(rule: str) -> None:
    rules = changed(WITH_DONT_KNOW, grade_rule=rule, grade_base="valid")
    graded = only(rules, 0, 0, 0, dont_know=12)

    assert (graded.grade, graded.top_rate, graded.pass_rate, graded.score) == (None,) * 4
    assert graded.sentence.endswith("没有有效评价，不确定测评结果。")


def test_channels_are_added_and_shown_side_by_side() -> None:
    both = around(
        (channel("paper", rated(1, 3, 4, 5)), channel("tablet", rated(1, 6, 1, 0))), roster=19
    )
    outcome = graded_outcome(GRADED, both)

    assert outcome.counts[0].grades == (9, 5, 5)
    assert {name: one.counts[0].grades for name, one in outcome.channels.items()} == {
        "paper": (3, 4, 5),
        "tablet": (6, 1, 0),
    }


def test_the_clauses_that_decided_are_named() -> None:
    numbering = {"grade_rule": 7, "grade_base": 7, "grade_boundary_inclusive": 8, "dont_know": 6}
    outcome = decide(GRADED, round_of([rated(1, 3, 0, 0)]), numbering=numbering)
    decision, (graded,) = outcome.decisions[-1], outcome.graded

    assert decision.step == "grades"
    assert decision.rules == ("grade_rule", "grade_base", "grade_boundary_inclusive")
    assert decision.clauses == (7, 8)
    assert decision.sentence.endswith("（依据满意度测评办法第七条、第八条）。")
    assert graded.sentence.endswith("测评等次为满意（依据满意度测评办法第七条、第八条）。")


def test_the_gates_of_every_vote_hold_for_an_evaluation() -> None:
    figures = round_of([rated(1, 3, 0, 0)])

    assert decide(GRADED, replace(figures, roster=5)).status == "no_quorum"
    assert decide(GRADED, replace(figures, present=2)).status == "issue_exceeds_present"
    spoilt = replace(
        figures, channels=(channel("paper", rated(1, 3, 0, 0), rated(2, 1, 1, 0)),), seats=2
    )
    stopped = decide(GRADED, spoilt)
    assert (stopped.status, stopped.graded) == ("integrity_error", ())
    assert [one.number for one in stopped.failed] == [2]


@pytest.mark.parametrize(
    ("clauses", "words"),
    [
        ({"grades": ("满意", "不满意")}, "2 档"),
        ({"grades": (*FOUR, "差")}, "5 档"),
        ({"grades": FOUR}, "3 条半数边界"),
        ({"grades": FOUR, "grade_rule": "weighted"}, "4 个分值"),
        ({"grades": FOUR, "grade_rule": "rate"}, "第 1 号项目有 3 个等次"),
    ],
)
def test_grades_that_do_not_fit_are_refused(clauses: dict[str, object], words: str) -> None:
    with pytest.raises(WrongGrades, match=words):
        only(changed(GRADED, **clauses), 3, 2, 1)


def test_ratings_that_the_ballot_did_not_offer_are_refused() -> None:
    with pytest.raises(WrongGrades, match="没有“不了解”"):
        only(GRADED, 3, 2, 1, dont_know=1)


def test_nothing_is_graded_without_totals() -> None:
    figures = round_of([rated(1, 1, 0, 0)])
    part = figures.channels[0]
    bare = replace(part, tally=msgspec.structs.replace(part.tally, items=()))

    with pytest.raises(UnequalCandidates):
        graded_outcome(GRADED, replace(figures, channels=(bare,)))
