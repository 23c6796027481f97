"""The clauses of both texts in their order, in the first wording."""

from ballot.rules.text.spec import Spec, Texts
from ballot.rules.text.wording_1 import ballot_clauses as ballot
from ballot.rules.text.wording_1 import evaluation_clauses as evaluation
from ballot.rules.text.wording_1 import hall_clauses as hall
from ballot.rules.text.wording_1 import result_clauses as result

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
TEXTS: Texts = {"vote": VOTE, "evaluation": EVALUATION}
