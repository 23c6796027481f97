"""For every clash: rules that contain it, and the one change that removes it."""

from typing import Any

from ballot.rules import Fraction, Rules, Scrutineers
from ballot.rules.values import BudgetCap, Channel, Choice, MarginMin

BOTH: tuple[Channel, ...] = ("paper", "tablet")
DONT_KNOW: tuple[Choice, ...] = ("approve", "oppose", "abstain", "dont_know")
HARD = BudgetCap(amount=9000, hard=True)
SOFT = BudgetCap(amount=9000, hard=False)

Row = tuple[Rules, dict[str, Any]]


def graded(**more: Any) -> Rules:
    """Return the rules of an evaluation."""
    return Rules(ballot_mode="graded", **more)


def ranked(**more: Any) -> Rules:
    """Return the rules of a vote by ranks."""
    return Rules(ballot_mode="ranked", rank_by="points", sheet_style="D", **more)


SHEETS: dict[str, Row] = {
    "blank_approves_all": (Rules(blank_means="approve"), {"ballot_mode": "per_item"}),
    "blank_approves_nothing": (
        Rules(blank_means="approve", ballot_mode="whole_list"),
        {"ballot_mode": "per_item"},
    ),
    "blank_reveals_dissent": (
        Rules(blank_means="approve", ballot_mode="per_item"),
        {"blank_means": "abstain"},
    ),
    "blank_approves_and_voids": (
        Rules(blank_means="approve", all_blank="void"),
        {"all_blank": "valid_abstain"},
    ),
    "blank_approves_and_abstains": (Rules(blank_means="approve"), {"mark_abstain": ("fill",)}),
    "blank_as_mark": (Rules(mark_oppose=("×", "blank")), {"mark_oppose": ("×",)}),
    "same_mark_approve_oppose": (
        Rules(sheet_style="A", mark_oppose=("○",)),
        {"sheet_style": "B"},
    ),
    "same_mark_approve_abstain": (
        Rules(sheet_style="A", mark_abstain=("○", "blank")),
        {"choices": ("approve", "oppose")},
    ),
    "same_mark_oppose_abstain": (
        Rules(sheet_style="A", mark_abstain=("×",)),
        {"channels": ("tablet",)},
    ),
    "no_box_to_oppose": (Rules(sheet_style="C"), {"choices": ("approve",)}),
    "rank_boxes_without_ranks": (Rules(sheet_style="D"), {"ballot_mode": "ranked"}),
    "ranks_without_rank_boxes": (
        Rules(ballot_mode="ranked", rank_by="points"),
        {"sheet_style": "D"},
    ),
    "oppose_without_effect": (Rules(ballot_mode="exactly_k"), {"rank_by": "approve_minus_oppose"}),
    "exact_but_fewer_valid": (Rules(ballot_mode="exactly_k"), {"undervote": "void"}),
    "fewer_void_but_not_exact": (Rules(undervote="void"), {"ballot_mode": "exactly_k"}),
    "blank_valid_but_exact": (Rules(ballot_mode="exactly_k"), {"all_blank": "void"}),
    "no_way_to_approve": (Rules(choices=("oppose",)), {"choices": ("approve", "oppose")}),
    "dont_know_outside_evaluation": (Rules(choices=DONT_KNOW), {"ballot_mode": "graded"}),
    "abstain_not_offered": (
        Rules(choices=("approve", "oppose")),
        {"choices": ("approve", "oppose", "abstain")},
    ),
    "item_without_oppose": (
        Rules(ballot_mode="per_item", choices=("approve", "abstain")),
        {"ballot_mode": "at_most_k"},
    ),
    "item_voids_but_all_valid": (
        Rules(item_illegible="ballot_void", all_illegible="valid"),
        {"all_illegible": "ballot_void"},
    ),
    "write_in_nowhere": (
        Rules(write_in="allowed", ballot_mode="whole_list"),
        {"write_in": "ballot_void"},
    ),
    "write_in_without_cost": (Rules(write_in="allowed", budget_cap=HARD), {"budget_cap": SOFT}),
    "write_in_shows_hand": (Rules(write_in="allowed"), {"identifying_mark": "ignore"}),
    "letters_without_script": (Rules(ballot_order="alphabet"), {"languages": ("zh", "mn")}),
    "no_assistance": (Rules(assisted_writing=False), {"assisted_writing": True}),
}
RESULTS: dict[str, Row] = {
    "no_margin": (Rules(seats=10, candidates_n=10), {"candidates_n": 11}),
    "part_of_the_whole": (
        Rules(ballot_mode="whole_list", seats=10, candidates_n=12),
        {"seats": 12},
    ),
    "narrow_margin": (Rules(seats=10, candidates_n=11), {"candidates_n": 12}),
    "base_below_statute": (Rules(threshold_base="valid"), {"body_type": "street_assembly"}),
    "line_below_statute": (
        Rules(threshold=Fraction((49, 100))),
        {"threshold": Fraction((1, 2))},
    ),
    "line_above_quorum": (Rules(threshold=Fraction((2, 3))), {"quorum_rule": "ge_4_5"}),
    "rank_by_missing_choice": (
        Rules(rank_by="approve_minus_oppose", choices=("approve",)),
        {"choices": ("approve", "oppose")},
    ),
    "points_without_ranks": (Rules(rank_by="points"), {"ballot_mode": "ranked"}),
    "points_not_falling": (ranked(rank_points=(3, 3, 1)), {"rank_points": (3, 2, 1)}),
    "points_for_other_ranks": (ranked(rank_points=(3, 2, 1), seats=4), {"seats": 3}),
    "quota_above_seats": (Rules(category_quota={"道路": 2, "教育": 2}, seats=3), {"seats": 4}),
    "quota_without_seats": (
        Rules(category_quota={"道路": 2}, ballot_mode="whole_list"),
        {"ballot_mode": "per_item"},
    ),
    "quota_with_cap": (
        Rules(category_quota={"道路": 2}, budget_cap=HARD),
        {"budget_cap": SOFT},
    ),
    "cap_without_choice": (Rules(budget_cap=HARD, ballot_mode="graded"), {"budget_cap": SOFT}),
    "cap_voids_blank": (
        Rules(budget_cap=HARD, blank_means="approve"),
        {"blank_means": "abstain"},
    ),
    "admitted_over_cap": (Rules(tie_rule="admit_all", budget_cap=SOFT), {"budget_cap": None}),
    "tie_off_statute": (Rules(tie_rule="lot"), {"body_type": "street_assembly"}),
    "no_round_for_runoff": (Rules(max_rounds=1), {"max_rounds": 2}),
    "no_round_to_repeat": (Rules(tie_again="repeat", max_rounds=2), {"max_rounds": 3}),
    "runoff_above_first": (
        Rules(threshold="plurality", runoff_threshold="majority"),
        {"threshold": "majority"},
    ),
    "no_round_for_fill": (
        Rules(shortfall_action="same_session", max_rounds=1),
        {"shortfall_action": "next_session"},
    ),
    "no_round_left_to_decide": (
        Rules(tie_rule="presidium", max_rounds=1),
        {"shortfall_action": "vacant"},
    ),
    "fill_below_statute": (
        Rules(shortfall_threshold="ge_1_3_ballots"),
        {"shortfall_action": "next_session"},
    ),
    "proposed_in_session": (
        Rules(shortfall_pool="new_proposal", shortfall_action="same_session"),
        {"shortfall_action": "next_session"},
    ),
}
HALL: dict[str, Row] = {
    "quorum_below_statute": (Rules(quorum_rule="gt_1_2"), {"body_type": "standing_committee"}),
    "more_present_than_members": (Rules(present=46, roster_total=45), {"present": 45}),
    "statutory_roster": (Rules(roster_basis="statutory"), {"threshold_base": "present"}),
    "proxy_in_congress": (Rules(proxy=True), {"body_type": "street_assembly"}),
    "proxy_breaks_books": (Rules(proxy=True, body_type="street_assembly"), {"proxy": False}),
    "street_words_in_congress": (
        Rules(result_verb="票选推荐"),
        {"body_type": "street_assembly"},
    ),
    "congress_words_in_street": (
        Rules(result_verb="票决产生", body_type="street_assembly"),
        {"result_verb": "票选产生"},
    ),
    "passed_but_not_whole": (Rules(result_verb="表决通过"), {"ballot_mode": "whole_list"}),
    "committee_chooses": (Rules(body_type="standing_committee"), {"ballot_mode": "graded"}),
    "blank_approves_on_tablet": (
        Rules(blank_means="approve", channels=BOTH),
        {"channels": ("paper",)},
    ),
    "hard_cap_on_tablet": (Rules(channels=BOTH, budget_cap=HARD), {"budget_cap": SOFT}),
    "quota_on_tablet": (
        Rules(channels=BOTH, category_quota={"道路": 2}),
        {"channels": ("paper",)},
    ),
    "ranks_on_tablet": (ranked(channels=BOTH), {"channels": ("paper",)}),
    "write_in_on_tablet": (Rules(channels=BOTH, write_in="allowed"), {"write_in": "ignore"}),
    "blank_void_on_tablet": (Rules(channels=BOTH, all_blank="void"), {"choices": ("approve",)}),
    "exact_on_tablet": (
        Rules(channels=BOTH, ballot_mode="exactly_k"),
        {"choices": ("approve",)},
    ),
    "uncast_but_exact": (
        Rules(channels=BOTH, ballot_mode="exactly_k", no_input_means="abstain"),
        {"no_input_means": "not_counted"},
    ),
    "uncast_but_blank_void": (
        Rules(channels=BOTH, all_blank="void", no_input_means="abstain"),
        {"all_blank": "valid_abstain"},
    ),
    "first_press_on_tablet": (Rules(channels=BOTH, last_press="first"), {"last_press": "last"}),
    "tablets_without_paper": (Rules(channels=("tablet",)), {"channels": BOTH}),
    "hands_are_seen": (Rules(fallback="show_of_hands"), {"fallback": "hand_count"}),
    "hands_cannot_show": (ranked(fallback="show_of_hands"), {"ballot_mode": "per_item"}),
    "own_phones": (Rules(channels=("paper", "phone_qr")), {"channels": BOTH}),
    "small_channel": (Rules(channels=BOTH, min_channel=9), {"min_channel": 10}),
    "channel_nobody_reaches": (
        Rules(channels=BOTH, min_channel=30, roster_total=29),
        {"roster_total": 30},
    ),
    "channels_too_many": (
        Rules(channels=BOTH, min_channel=30, roster_total=59),
        {"roster_total": 60},
    ),
    "few_keys": (
        Rules(channels=BOTH, scrutineers=Scrutineers(keys=3, threshold=1)),
        {"scrutineers": Scrutineers(keys=3, threshold=2)},
    ),
    "fewer_scrutineers_than_keys": (
        Rules(channels=BOTH, scrutineers=Scrutineers(keys=5, threshold=3, appointed=3)),
        {"scrutineers": Scrutineers(keys=5, threshold=3, appointed=5)},
    ),
    "one_scrutineer": (
        Rules(scrutineers=Scrutineers(appointed=1)),
        {"scrutineers": Scrutineers(appointed=2)},
    ),
    "live_display": (Rules(display="live"), {"display": "staged"}),
    "whole_sheets_published": (Rules(publish_paper="sheets"), {"publish_paper": "items"}),
    "items_published": (Rules(publish_paper="items"), {"publish_paper": "sheets"}),
    "signed_sheets_published": (
        Rules(publish_paper="items", identifying_mark="ignore"),
        {"publish_paper": "totals"},
    ),
    "marked_sheets": (Rules(), {"identifying_mark": "ignore"}),
    "small_groups_published": (
        Rules(breakdown="delegation", smallest_group=9),
        {"smallest_group": 10},
    ),
    "groups_on_tablet": (
        Rules(breakdown="delegation", smallest_group=10, channels=BOTH),
        {"channels": ("paper",)},
    ),
    "groups_without_figures": (
        Rules(breakdown="delegation", smallest_group=10, publish_level="names"),
        {"publish_level": "full"},
    ),
    "few_voters_published": (Rules(roster_total=9), {"roster_total": 10}),
    "order_tells_votes": (
        Rules(result_order="by_votes", publish_level="names"),
        {"result_order": "report_by_votes"},
    ),
}
EVALUATION: dict[str, Row] = {
    "grades_count": (graded(grades=("满意", "不满意")), {"grades": ("好", "中", "差")}),
    "grades_reserved": (graded(grades=("满意", "不满意", "弃权")), {"grades": ("好", "中", "差")}),
    "boundaries_count": (
        graded(grade_boundary_inclusive=(True, False, False)),
        {"grades": ("优", "良", "中", "差")},
    ),
    "points_of_grades": (
        graded(grade_rule="weighted", grade_points=(100, 70, 70)),
        {"grade_points": (100, 70, 30)},
    ),
    "weights_without_mean": (
        graded(grader_weights={"代表": 60, "群众": 40}),
        {"grade_rule": "weighted"},
    ),
    "weights_sum": (
        graded(grade_rule="weighted", grader_weights={"代表": 60, "群众": 41}),
        {"grader_weights": {"代表": 60, "群众": 40}},
    ),
    "rate_of_all": (graded(grade_rule="rate"), {"grade_base": "valid"}),
    "tiers_of_fewer": (
        graded(body_type="standing_committee", grade_base="valid"),
        {"grade_base": "all_members"},
    ),
}
ROWS: dict[str, Row] = {**SHEETS, **RESULTS, **HALL, **EVALUATION}
MARGIN_OF_CANDIDATES = MarginMin(ratio=(1, 5), base="of_candidates")
