"""Clauses on 满意度测评: grades, how they are reached, who rates."""

from itertools import pairwise

from ballot.rules.clashes.clash import Clash, refusal, warning
from ballot.rules.parameters import Rules

GRADE_COUNTS = (3, 4)
RESERVED_GRADES = frozenset({"不了解", "弃权", "辨认不清"})
"""Answers and columns of their own, which no grade may be mistaken for."""
WHOLE_WEIGHT = 100
LEAST_GROUPS = 2


def _graded(rules: Rules) -> bool:
    return rules.ballot_mode == "graded"


def _weights_unfit(rules: Rules) -> bool:
    weights = rules.grader_weights
    return (
        _graded(rules)
        and weights is not None
        and (len(weights) < LEAST_GROUPS or sum(weights.values()) != WHOLE_WEIGHT)
    )


def _points_unfit(rules: Rules) -> bool:
    falling = all(before > after for before, after in pairwise(rules.grade_points))
    return (
        _graded(rules)
        and rules.grade_rule == "weighted"
        and (len(rules.grade_points) != len(rules.grades) or not falling)
    )


EVALUATION: tuple[Clash, ...] = (
    refusal(
        "grades_count",
        ("grades", "ballot_mode"),
        "“表决模式”为测评的，“测评等次”应为三档或者四档，由高到低。",
        lambda r: _graded(r) and len(r.grades) not in GRADE_COUNTS,
    ),
    refusal(
        "grades_reserved",
        ("grades", "choices"),
        "“测评等次”中不能有不了解、弃权、辨认不清；要设不了解的，写在“选项”中。",
        lambda r: _graded(r) and not RESERVED_GRADES.isdisjoint(r.grades),
    ),
    refusal(
        "boundaries_count",
        ("grade_boundary_inclusive", "grades"),
        "“半数边界”应比“测评等次”少一个：末档不需要边界。",
        lambda r: (
            _graded(r)
            and r.grade_rule == "tier_majority"
            and len(r.grade_boundary_inclusive) != len(r.grades) - 1
        ),
    ),
    refusal(
        "points_of_grades",
        ("grade_points", "grades"),
        "“等次分值”的个数应与“测评等次”相同，并且由高到低逐档减少。",
        _points_unfit,
    ),
    refusal(
        "weights_without_mean",
        ("grader_weights", "grade_rule"),
        "“测评判定”为逐档过半数时没有可以加权的数，“多主体权重”须与满意率或者加权平均分并用。",
        lambda r: _graded(r) and r.grader_weights is not None and r.grade_rule == "tier_majority",
    ),
    refusal(
        "weights_sum",
        ("grader_weights", "ballot_mode"),
        "“表决模式”为测评的，“多主体权重”至少要有两类测评人员，合计须为100。",
        _weights_unfit,
    ),
    warning(
        "rate_of_all",
        ("grade_rule", "grade_base"),
        "“测评判定”为满意率，而“测评基数”为全体：缺席的人会拉低满意率，通行做法以有效票为基数。",
        lambda r: _graded(r) and r.grade_rule == "rate" and r.grade_base == "all_members",
    ),
    warning(
        "tiers_of_fewer",
        ("grade_base", "body_type", "grade_rule"),
        "“会议主体”为常委会、“测评判定”为逐档过半数的，通行做法以全体组成人员为“测评基数”。",
        lambda r: (
            _graded(r)
            and r.body_type == "standing_committee"
            and r.grade_rule == "tier_majority"
            and r.grade_base != "all_members"
        ),
    ),
)
