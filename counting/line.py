"""The pass line, in integers, and how line and quorum are called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ballot.events.listing import RoundKind
from ballot.rules import Fraction, Rules, Threshold
from ballot.rules.text import words_of
from ballot.rules.values import QuorumRule
from counting.figures import Figures

RoundLine = Threshold | Literal["ge_1_3_ballots"]
"""A round's line; the last one is for 另行票决 only (选举法 Art. 45, by analogy)."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The line of a round: ``needed`` approvals of ``base``, and the ``rules`` that draw it.

    ``needed`` is 0 where there is none: the most votes win, with at least one.
    """

    needed: int
    base: int
    base_name: str
    rules: tuple[str, ...]


def line_of(rules: Rules, figures: Figures, kind: RoundKind, drawn: RoundLine | None) -> Line:
    """Return the line of a round of ``kind``; ``drawn`` is what its opening named, if anything."""
    threshold = drawn or _threshold(rules, kind)
    if threshold == "ge_1_3_ballots":
        return Line(
            needed=-(-figures.returned // 3),
            base=figures.returned,
            base_name="收回票数",
            rules=("shortfall_threshold",),
        )
    return Line(
        needed=pass_line(threshold, base := _BASES[rules.threshold_base](figures)),
        base=base,
        base_name=_base_name(rules),
        rules=_parameters(kind, threshold),
    )


def _threshold(rules: Rules, kind: RoundKind) -> RoundLine:
    if kind == "runoff":
        return rules.runoff_threshold
    if kind == "fill" and rules.shortfall_threshold == "ge_1_3_ballots":
        return "ge_1_3_ballots"
    return rules.threshold


def _parameters(kind: RoundKind, threshold: Threshold) -> tuple[str, ...]:
    own = {"runoff": ("runoff_threshold",), "fill": ("shortfall_threshold", "threshold")}
    base = () if threshold == "plurality" else ("threshold_base",)
    return (*own.get(kind, ("threshold",)), *base)


def _base_name(rules: Rules) -> str:
    words = words_of(rules)
    names = {
        "all_members": words.everybody,
        "present": f"实到{words.members}",
        "returned": "收回票数",
        "valid": "有效票数",
    }
    return names[rules.threshold_base]


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
