"""The pass line, in integers, and how line and quorum are called."""

from collections.abc import Callable

from ballot.rules import Fraction, Rules
from ballot.rules.values import QuorumRule, Threshold
from counting.figures import Figures

_BASES: dict[str, Callable[[Figures], int]] = {
    "all_members": lambda figures: figures.roster,
    "present": lambda figures: figures.present,
    "returned": lambda figures: figures.returned,
    "valid": lambda figures: figures.valid,
}
QUORUM_NAMES: dict[QuorumRule, str] = {
    "ge_2_3": "三分之二以上",
    "gt_2_3": "超过三分之二",
    "gt_1_2": "超过半数",
    "ge_4_5": "五分之四以上",
    "gt_4_5": "超过五分之四",
}
BASE_NAMES = {
    "all_members": "全体代表",
    "present": "实到代表",
    "returned": "收回票数",
    "valid": "有效票数",
}


def base_of(rules: Rules, figures: Figures) -> int:
    """Return the number (of people or ballots) that the pass line is a share of."""
    return _BASES[rules.threshold_base](figures)


def pass_line(threshold: Threshold, base: int) -> int:
    """Return the approvals needed: 0 for plurality, else the least number above the share.

    过半数 is strict: of 200 it is 101 (地方组织法 Art. 25).
    """
    match threshold:
        case "plurality":
            return 0
        case "majority":
            return base // 2 + 1
        case Fraction(fraction=(numerator, denominator)):
            return base * numerator // denominator + 1
