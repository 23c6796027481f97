"""Every value of every rule that decides the outcome has a case in which it shows.

The table is by parameter and value; a value of the vocabulary without a case fails the test, and so
does a parameter that nobody sorted into those that decide and those that do not.
"""

from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from ballot.rules import Rules
from ballot.rules.values import AuditSample
from ballot.sampling import sample_size
from service.cli.decide import outcome_for

Case = dict[str, Any]
HALL = {"total": 9, "present": 7, "issued": 6, "returned": 6, "valid": 5, "seats": 1}
"""Nine members: the line is 5 of all, 4 of those present, 4 of the returned, 3 of the valid."""


def votes(*approve: int, **more: object) -> Case:
    """A hall in which projects A, B, … have so many approvals."""
    return {**HALL, "mode": "per_item", "for": dict(zip("ABCDE", approve, strict=False)), **more}


def sheets(*marks: list[str] | Case, seats: int = 1, **more: object) -> Case:
    """Single sheets; the policy is the value that the case is about."""
    listed = [one if isinstance(one, dict) else {"marks": one, "flag": ""} for one in marks]
    candidates = len(listed[0]["marks"])
    return {"total": 3, "seats": seats, "candidates": candidates, "ballots": listed, **more}


EQUAL = votes(5, 5)
COSTLY = votes(5, 5, cost_fen={"A": 2_000_000, "B": 1_000_000})
EMPTY = votes(5, 1, seats=2)
TABLET = votes(4, 1, returned=4, valid=4, unused=2, base="returned")
GRADES = {"total": 33, "present": 29, "issued": 29, "returned": 29, "mode": "graded"}

# Each row: the input, what of the outcome the value decides.
TABLE: dict[str, dict[str, tuple[Case, Case]]] = {
    "body_type": {
        "npc_congress": (votes(9), {"said": "全体代表 9 名"}),
        "standing_committee": (votes(9), {"said": "常务委员会全体组成人员 9 名"}),
        "street_assembly": (votes(9), {"said": "全体议事代表 9 名"}),
    },
    "quorum_rule": {
        "ge_2_3": (votes(5, total=9, present=6), {"status": "final"}),
        "gt_2_3": (votes(5, total=9, present=6), {"status": "no_quorum"}),
        "gt_1_2": (votes(5, total=8, present=4, issued=4, returned=4), {"status": "no_quorum"}),
        "ge_4_5": (votes(5, total=10, present=8), {"status": "shortfall"}),
        "gt_4_5": (votes(5, total=10, present=8), {"status": "no_quorum"}),
    },
    "ballot_mode": {
        "at_most_k": (votes(4, 4), {"status": "integrity_error_sum_gt_valid_x_k"}),
        "exactly_k": (votes(3, 1), {"status": "integrity_error"}),
        "per_item": (votes(5, 5), {"status": "tie_at_cutoff"}),
        "whole_list": (votes(5, 5), {"status": "final", "elected": ["A", "B"]}),
        "ranked": (
            votes(3, 2, points={"A": 3, "B": 2}, rank_by="points", threshold="plurality"),
            {"elected": ["A"]}),
        "graded": (GRADES, {"grades": "满意"}),
    },
    "blank_means": {
        "abstain": (sheets([""], mode="per_item"), {"abstain": [1]}),
        "approve": (sheets([""], mode="per_item"), {"for_": [1]}),
    },
    "no_input_means": {
        "not_returned": (TABLET, {"returned": 4, "unused": 0, "base": 4}),
        "abstain": (TABLET, {"returned": 6, "unused": 2, "base": 6}),
        "not_counted": (TABLET, {"returned": 4, "unused": 2, "base": 4}),
    },
    "all_blank": {
        "valid_abstain": (sheets(["", ""]), {"valid": 1}),
        "void": (sheets(["", ""]), {"void_grounds": {"all_blank": 1}}),
    },
    "overvote": {"ballot_void": (sheets(["○", "○"]), {"void_grounds": {"overvote": 1}})},
    "undervote": {
        "valid": (sheets(["○", "×"], seats=2), {"valid": 1}),
        "void": (
            sheets(["○", "×"], seats=2, mode="exactly_k"), {"void_grounds": {"undervote": 1}}),
    },
    "adjudication": {
        "lenient_intent": (sheets(["√"]), {"for_": [1]}),
        "strict": (sheets(["√", "×"]), {"item_invalid": [1, 0]}),
    },
    "item_illegible": {
        "item_invalid": (sheets(["○", "smudge"]), {"item_invalid": [0, 1]}),
        "item_abstain": (sheets(["○", "smudge"]), {"abstain": [0, 1]}),
        "ballot_void": (sheets(["○", "smudge"]), {"void_grounds": {"item_illegible": 1}}),
    },
    "all_illegible": {
        "ballot_void": (sheets(["smudge"]), {"void_grounds": {"all_illegible": 1}}),
        "valid": (sheets(["smudge"]), {"item_invalid": [1]}),
    },
    "identifying_mark": {
        "ballot_void": (sheets({"marks": ["○"], "flag": "signed"}), {"void": 1}),
        "ignore": (sheets({"marks": ["○"], "flag": "signed"}), {"for_": [1]}),
    },
    "write_in": {
        "no": (sheets({"marks": ["○"], "flag": "", "written": ["修桥"]}), {"for_": [1]}),
        "ignore": (sheets({"marks": ["○"], "flag": "", "written": ["修桥"]}), {"for_": [1]}),
        "ballot_void": (
            sheets({"marks": ["○"], "flag": "", "written": ["修桥"]}),
            {"void_grounds": {"write_in": 1}}),
        "allowed": (
            sheets({"marks": [""], "flag": "", "written": ["修桥"]}),
            {"written": {"修桥": 1}, "elected": []}),
    },
    "returned_gt_issued": {
        "void_revote": (votes(5, returned=7, valid=7), {"status": "void_returned_gt_issued"}),
    },
    "revote_by": {
        "presidium": (votes(5, returned=7, valid=7), {"said": "由主席团决定重新票决"}),
        "automatic": (votes(5, returned=7, valid=7), {"said": "随即重新票决"}),
    },
    "threshold": {
        "majority": (votes(4, 2), {"threshold": 5, "elected": []}),
        "plurality": (votes(4, 2), {"threshold": 0, "elected": ["A"]}),
        '{"fraction":[1,3]}': (votes(4, 2), {"threshold": 4, "elected": ["A"]}),
    },
    "threshold_base": {
        "all_members": (votes(4), {"threshold": 5, "base": 9, "elected": []}),
        "present": (votes(4), {"threshold": 4, "base": 7, "elected": ["A"]}),
        "returned": (votes(4), {"threshold": 4, "base": 6, "elected": ["A"]}),
        "valid": (votes(3), {"threshold": 3, "base": 5, "elected": ["A"]}),
    },
    "rank_by": {
        "approve": (votes(5, 4, threshold="plurality"), {"elected": ["A"]}),
        "approve_minus_oppose": (
            votes(4, 3, against={"A": 1}, threshold="plurality", seats=1), {"tied": ["A", "B"]}),
        "points": (
            votes(5, 5, mode="ranked", seats=2, points={"A": 6, "B": 9}),
            {"elected": ["B", "A"]}),
    },
    "rank_points": {
        "null": (sheets(["1", "2"], mode="ranked", seats=2), {"points": [2, 1]}),
        "[9,1]": (sheets(["1", "2"], mode="ranked", seats=2), {"points": [9, 1]}),
    },
    "tie_rule": {
        "re_vote_tied": (EQUAL, {"status": "tie_at_cutoff", "action": "runoff"}),
        "presidium": (EQUAL, {"status": "tie_at_cutoff", "action": "presidium"}),
        "admit_all": (EQUAL, {"status": "final", "elected": ["A", "B"]}),
        "lot": (EQUAL, {"status": "tie_at_cutoff", "action": "draw_lot"}),
        "lower_cost": (COSTLY, {"status": "final", "elected": ["B"], "lost": "dearer_of_tied"}),
    },
    "runoff_threshold": {
        "plurality": (votes(3, 2, kind="runoff"), {"elected": ["A"]}),
        "majority": (votes(3, 2, kind="runoff"), {"status": "shortfall"}),
    },
    "tie_again": {
        "presidium": (votes(2, 2, kind="runoff"), {"action": "presidium"}),
        "repeat": (
            votes(2, 2, kind="runoff"), {"status": "undecided_second_tie", "action": "runoff"}),
    },
    "max_rounds": {"3": (votes(5, 5, last_round=True), {"action": "presidium"})},
    "shortfall_action": {
        "presidium_decides": (EMPTY, {"vacant": 1, "action": "presidium"}),
        "vacant": (EMPTY, {"vacant": 1, "action": "leave_vacant"}),
        "same_session": (EMPTY, {"vacant": 1, "action": "fill_same_session"}),
        "next_session": (EMPTY, {"vacant": 1, "action": "fill_next_session"}),
    },
    "shortfall_threshold": {
        "majority_all": (votes(2, kind="fill"), {"threshold": 5, "elected": []}),
        "ge_1_3_ballots": (votes(2, kind="fill"), {"threshold": 2, "elected": ["A"]}),
    },
    "category_quota": {
        "null": (votes(5, 4, threshold="plurality", category={"B": "教育"}), {"elected": ["A"]}),
        '{"教育":1}': (
            votes(5, 4, threshold="plurality", category={"B": "教育"}),
            {"elected": ["B"], "lost": "category_full"}),
    },
    "budget_cap": {
        "null": (votes(5, cost_fen={"A": 2_000_000}), {"elected": ["A"]}),
        '{"amount":1,"hard":false}': (
            votes(5, cost_fen={"A": 2_000_000}), {"elected": ["A"], "said": "超过 1 万元"}),
        '{"amount":1,"hard":true}': (
            votes(5, cost_fen={"A": 2_000_000}), {"elected": [], "lost": "over_budget"}),
    },
}  # fmt: skip

APART = {
    "audit_sample": "a test of its own below",
    "choices": "tests/unit/counting/test_validity.py",
    "mark_approve": "tests/unit/counting/test_validity.py",
    "mark_oppose": "tests/unit/counting/test_validity.py",
    "mark_abstain": "tests/unit/counting/test_validity.py",
    **dict.fromkeys(
        ["grades", "grade_rule", "grade_points", "grade_base", "grade_boundary_inclusive",
         "dont_know", "dual_channel", "grader_weights"],
        "tests/unit/counting/test_evaluation.py"),
    **dict.fromkeys(
        ["result_verb", "roster_total", "roster_basis", "present", "seats", "candidates_n",
         "margin_min", "proxy", "assisted_writing", "recusal_check", "languages", "sheet_style",
         "ballot_order", "last_press", "shortfall_pool", "channels", "min_channel", "identity",
         "scrutineers", "display", "publish_level", "publish_paper", "breakdown",
         "smallest_group", "result_order", "fallback", "retention"],
        "before or after the arithmetic"),
}  # fmt: skip
"""Parameters without a row above, and where they are tried instead."""

ROWS = [(key, value, *row) for key, rows in TABLE.items() for value, row in rows.items()]


def given_value(text: str) -> object:
    """Values that are no words stand in the table as JSON."""
    try:
        return msgspec.json.decode(text.encode())
    except msgspec.DecodeError:
        return text


@pytest.mark.parametrize(
    ("key", "value", "given", "expected"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS]
)
def test_the_value_shows_in_the_outcome(key: str, value: str, given: Case, expected: Case) -> None:
    if value == "graded":
        pytest.skip("tests/unit/counting/test_evaluation.py")

    found = answer(key, value, given)

    words = expected.get("said", "")
    assert words in found.get("said", "")
    exact = {name: value for name, value in expected.items() if name != "said"}
    assert {name: found[name] for name in exact} == exact


def answer(key: str, value: str, given: Case) -> Case:
    """Decide the case with the value, and flatten what the table asks for."""
    short = {"ballot_mode": "mode"}.get(key, key)
    given = {name: one for name, one in given.items() if name not in {short, key}}
    if "ballots" in given:
        return outcome_for("X", {**given, key: given_value(value), "policies": AS_IT_IS})["it"]
    return flat(outcome_for("X", {**given, key: given_value(value)}))


AS_IT_IS = {"it": {"quorum_rule": "ge_2_3"}}
"""The rules of the case under a name: the default once more."""


def flat(outcome: Case) -> Case:
    said = "".join(one["sentence"] for one in outcome["decisions"])
    lost = [one["reason"] for one in outcome["not_elected"]]
    ballots = {name: outcome["ballots"].get(name, 0) for name in ("returned", "unused")}
    return {
        "vacant": 0,
        "elected": [],
        **outcome,
        **ballots,
        "said": said,
        "lost": next(iter(lost), None),
    }


def vocabulary(key: str) -> set[str]:
    """The words that the parameter may take; none for numbers, lists and objects."""
    hint = get_type_hints(Rules)[key]
    parts = get_args(hint) if get_origin(hint) is not Literal else (hint,)
    words = [one for part in parts if get_origin(part) is Literal for one in get_args(part)]
    return {one for one in words if isinstance(one, str)}


@pytest.mark.parametrize("key", TABLE)
def test_no_value_of_the_vocabulary_is_without_a_case(key: str) -> None:
    assert vocabulary(key) <= TABLE[key].keys()


def test_every_parameter_decides_here_or_elsewhere() -> None:
    assert set(Rules.__struct_fields__) == TABLE.keys() | APART.keys()
    assert not TABLE.keys() & APART.keys()


def test_a_sample_is_what_the_rules_say() -> None:
    rules = Rules(audit_sample=AuditSample(ratio=(1, 10), all_up_to=5))

    assert [sample_size(rules, sheets) for sheets in (5, 6, 100)] == [5, 1, 10]
