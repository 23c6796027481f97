"""Which parameter matters under which rules: nothing that a 票决办法 states may mean nothing.

A parameter that is absent from the table matters always. `ballot.rules.lint` warns where one is set
that does not matter, and asks for no clause that would not; presets leave it out.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from ballot.rules.clashes.clash import chosen, on_paper, on_tablets
from ballot.rules.parameters import Rules

DEFAULTS = Rules()
_OTHER_MARKS = frozenset({"ranked", "graded"})
"""Modes whose sheets take figures, or one symbol for whichever grade."""


class Condition(msgspec.Struct, frozen=True):
    """A parameter matters where ``holds``, which depends on the parameters ``on``."""

    on: tuple[str, ...]
    holds: Callable[[Rules], bool]


def _graded(rules: Rules) -> bool:
    return rules.ballot_mode == "graded"


def _refills(rules: Rules) -> bool:
    return chosen(rules) and rules.shortfall_action != "vacant"


def _runs_off(rules: Rules) -> bool:
    return chosen(rules) and rules.tie_rule == "re_vote_tied"


def _goes_on(rules: Rules) -> bool:
    """A further round may come: 再次测评, 再次票决 or 另行票决; a void one counts for nothing."""
    return _graded(rules) or _runs_off(rules) or _refills(rules)


def _unknown_counts(rules: Rules) -> bool:
    """不了解 changes a mean, and a base of valid ballots; no other base."""
    offered = _graded(rules) and "dont_know" in rules.choices
    return offered and (rules.grade_rule == "weighted" or rules.grade_base == "valid")


def _marked(opinion: str) -> Condition:
    """A symbol matters on sheets that offer the opinion."""
    return Condition(
        ("channels", "choices", "ballot_mode"),
        lambda r: on_paper(r) and opinion in r.choices and r.ballot_mode not in _OTHER_MARKS,
    )


_PAPER = Condition(("channels",), on_paper)
_TABLETS = Condition(("channels",), on_tablets)
_GRADED = Condition(("ballot_mode",), _graded)
_NOT_GRADED = Condition(("ballot_mode",), lambda r: not _graded(r))
_CHOSEN = Condition(("ballot_mode",), chosen)
_LIMITED = Condition(("ballot_mode",), lambda r: r.ballot_mode in {"at_most_k", "exactly_k"})
_REFILLS = Condition(("shortfall_action", "ballot_mode"), _refills)
_RUNS_OFF = Condition(("tie_rule", "ballot_mode"), _runs_off)

RELEVANT: Mapping[str, Condition] = MappingProxyType(
    {
        "result_verb": _NOT_GRADED,
        "margin_min": _CHOSEN,
        "choices": Condition(("ballot_mode",), lambda r: r.ballot_mode != "ranked"),
        "sheet_style": _PAPER,
        "mark_approve": Condition(
            ("channels", "choices", "ballot_mode"),
            lambda r: on_paper(r) and (_graded(r) or _marked("approve").holds(r)),
        ),
        "mark_oppose": _marked("oppose"),
        "mark_abstain": _marked("abstain"),
        "category_quota": _CHOSEN,
        "budget_cap": _NOT_GRADED,
        "blank_means": Condition(
            ("channels", "ballot_mode"), lambda r: on_paper(r) and not _graded(r)
        ),
        "overvote": _LIMITED,
        "undervote": _LIMITED,
        "all_blank": _PAPER,
        "adjudication": _PAPER,
        "item_illegible": _PAPER,
        "all_illegible": _PAPER,
        "identifying_mark": _PAPER,
        "write_in": Condition(
            ("channels", "ballot_mode"), lambda r: on_paper(r) and not _graded(r)
        ),
        "identity": _PAPER,
        "publish_paper": _PAPER,
        "audit_sample": _PAPER,
        "no_input_means": _TABLETS,
        "last_press": _TABLETS,
        "min_channel": _TABLETS,
        "threshold": _NOT_GRADED,
        "threshold_base": Condition(
            ("threshold", "ballot_mode"), lambda r: not _graded(r) and r.threshold != "plurality"
        ),
        "rank_by": _CHOSEN,
        "rank_points": Condition(("ballot_mode",), lambda r: r.ballot_mode == "ranked"),
        "tie_rule": _CHOSEN,
        "runoff_threshold": _RUNS_OFF,
        "tie_again": _RUNS_OFF,
        "shortfall_action": _CHOSEN,
        "max_rounds": Condition(("ballot_mode", "tie_rule", "shortfall_action"), _goes_on),
        "shortfall_pool": _REFILLS,
        "shortfall_threshold": _REFILLS,
        "publish_level": _NOT_GRADED,
        "result_order": _NOT_GRADED,
        "smallest_group": Condition(("breakdown",), lambda r: r.breakdown == "delegation"),
        "grades": _GRADED,
        "grade_rule": _GRADED,
        "grade_base": Condition(
            ("grade_rule", "ballot_mode"), lambda r: _graded(r) and r.grade_rule != "weighted"
        ),
        "dual_channel": _GRADED,
        "grader_weights": _GRADED,
        "grade_points": Condition(
            ("grade_rule", "ballot_mode"), lambda r: _graded(r) and r.grade_rule == "weighted"
        ),
        "grade_boundary_inclusive": Condition(
            ("grade_rule", "ballot_mode"), lambda r: _graded(r) and r.grade_rule == "tier_majority"
        ),
        "dont_know": Condition(
            ("choices", "grade_base", "grade_rule", "ballot_mode"), _unknown_counts
        ),
    }
)


def matters(rules: Rules, identifier: str) -> bool:
    """Return whether the parameter ``identifier`` has any effect under ``rules``."""
    condition = RELEVANT.get(identifier)
    return condition is None or condition.holds(rules)


def idle(rules: Rules) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (identifier, those that it depends on) of each parameter set to no effect."""
    return tuple(
        (identifier, condition.on)
        for identifier, condition in RELEVANT.items()
        if getattr(rules, identifier) != getattr(DEFAULTS, identifier)
        and not condition.holds(rules)
    )
