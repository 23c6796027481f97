"""From rules to the 票决办法（草案）: which clauses there are, in which order and numbered how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from ballot.rules.parameters import Rules
from ballot.rules.text import ballot_clauses as ballot
from ballot.rules.text import evaluation_clauses as evaluation
from ballot.rules.text import hall_clauses as hall
from ballot.rules.text import result_clauses as result
from ballot.rules.text.clause import Clause
from ballot.rules.text.facts import TextFacts
from ballot.rules.text.writing import Writing

FIGURES = ("present",)
"""Counted in the hall on the day; no text can state it beforehand."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A clause to be: the identifiers that it ``states`` and the hand that writes it."""

    states: tuple[str, ...]
    write: Callable[[Writing], str]


_ATTENDANCE = Spec(
    ("quorum_rule", "roster_basis", "roster_total", "proxy", "assisted_writing"), ballot.attendance
)
_RETURNED = Spec(("returned_gt_issued", "revote_by"), ballot.returned)
_HALL = (
    Spec(("scrutineers", "recusal_check"), hall.scrutineers),
    Spec(
        ("channels", "last_press", "no_input_means", "min_channel", "identity", "display"),
        hall.casting,
    ),
    Spec(("fallback", "audit_sample"), hall.counting),
    Spec((), hall.order_of_voting),
)
_AFTERWARDS = (Spec(("retention",), hall.keeping), Spec((), hall.effect))
_MARKING = ("choices", "sheet_style", "mark_approve", "mark_oppose", "mark_abstain")
_UNCLEAR = ("all_blank", "identifying_mark", "adjudication", "item_illegible", "all_illegible")
_PUBLIC = ("publish_level", "publish_paper", "breakdown", "smallest_group", "result_order")
_CHOSEN = ("threshold", "threshold_base", "rank_by", "seats", "category_quota", "budget_cap")
_FILL = ("shortfall_action", "shortfall_pool", "shortfall_threshold", "max_rounds")

VOTE: tuple[Spec, ...] = (
    Spec(("body_type", "result_verb", "candidates_n", "margin_min"), ballot.subject),
    Spec(("ballot_order", "languages"), ballot.candidates),
    _ATTENDANCE,
    Spec((*_MARKING, "blank_means", "write_in", "rank_points"), ballot.marking),
    Spec(("ballot_mode", "undervote", "overvote", *_UNCLEAR), ballot.validity),
    _RETURNED,
    Spec(_CHOSEN, result.chosen),
    Spec(("tie_rule", "runoff_threshold", "tie_again"), result.tied),
    Spec(_FILL, result.vacant),
    *_HALL,
    Spec(_PUBLIC, hall.publication),
    *_AFTERWARDS,
)
_GRADES = ("grade_base", "grade_boundary_inclusive", "grade_points", "dont_know", "grader_weights")
EVALUATION: tuple[Spec, ...] = (
    Spec(("body_type", "candidates_n"), evaluation.subject),
    Spec(("ballot_order", "languages"), evaluation.items),
    _ATTENDANCE,
    Spec(("ballot_mode", "grades", "choices", "sheet_style", "mark_approve"), evaluation.marking),
    Spec(_UNCLEAR, evaluation.validity),
    _RETURNED,
    Spec(("grade_rule", *_GRADES), evaluation.grading),
    Spec(("dual_channel",), evaluation.one_rating),
    Spec(("max_rounds",), evaluation.consequences),
    *_HALL,
    Spec(("publish_paper", "breakdown", "smallest_group"), hall.publication),
    *_AFTERWARDS,
)
"""满意度测评: what is said of a project differs from the choice between projects throughout."""

Family = Literal["vote", "evaluation"]
_FAMILIES: dict[Family, tuple[Spec, ...]] = {"vote": VOTE, "evaluation": EVALUATION}

_SHARED = frozenset(VOTE) & frozenset(EVALUATION)
"""Clauses of both texts; that one of the others stands there at all is due to ``ballot_mode``."""


def _numbers(specs: tuple[Spec, ...]) -> Mapping[str, int]:
    return {name: number for number, one in enumerate(specs, start=1) for name in one.states}


_NUMBERS = {family: _numbers(specs) for family, specs in _FAMILIES.items()}


def family_of(rules: Rules) -> Family:
    """Return which of the two texts ``rules`` make."""
    return "evaluation" if rules.ballot_mode == "graded" else "vote"


def numbering(rules: Rules) -> Mapping[str, int]:
    """Return identifier -> number of the clause of the generated text that states it.

    It equals ``numbering_of(draft(rules))`` and costs nothing. Identifiers that the kind of text
    does not know (等次 in a 票决) and the figures of the day are absent.
    """
    return _NUMBERS[family_of(rules)]


def draft(rules: Rules, facts: TextFacts | None = None) -> tuple[Clause, ...]:
    """Return the 票决办法（草案） of ``rules``, clause by clause; unknown ``facts`` are blank."""
    specs = _FAMILIES[family_of(rules)]
    known = facts or TextFacts()
    return tuple(_clause(number, spec, rules, known) for number, spec in enumerate(specs, start=1))


def _clause(number: int, spec: Spec, rules: Rules, facts: TextFacts) -> Clause:
    writing = Writing.of(rules, facts)
    text = spec.write(writing)
    if spec not in _SHARED:
        writing.read["ballot_mode"] = None
    repeats = tuple(name for name in writing.read if name not in spec.states)
    return Clause(number=number, parameters=spec.states, text=text, repeats=repeats)
