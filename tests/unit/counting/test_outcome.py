"""The order of evaluation and every edge of quorum, line, rank, tie and shortfall."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ballot.canonical import canonical
from ballot.errors import Refused
from ballot.results import ChannelTally, ItemTotals, Outcome, WrittenIn
from ballot.rules import Fraction, Rules
from ballot.rules.text.numerals import chinese
from ballot.rules.values import BudgetCap
from counting.errors import UnequalCandidates, WrongQuota
from counting.figures import ChannelFigures, Figures, HandedOut, not_returned
from counting.outcome import decide

Case = dict[str, Any]
CASES: dict[str, Case] = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "cases.json").read_text())
}


def figures(case: Case) -> Figures:
    valid = case["valid"]
    items = tuple(
        ItemTotals(number=n, approve=votes, oppose=0, abstain=valid - votes, illegible=0)
        for n, votes in enumerate(case["approve"], start=1)
    )
    tally = ChannelTally(
        channel="paper",
        returned=case["returned"],
        valid=valid,
        invalid=case["returned"] - valid,
        foreign=0,
        items=items,
    )
    handed = HandedOut(printed=case["issued"], issued=case["issued"])
    return Figures(
        roster=case["roster"],
        present=case["present"],
        seats=case["seats"],
        channels=(ChannelFigures(handed=handed, tally=tally),),
    )


def decided(case: Case, rules: Rules | None = None, **more: object) -> Outcome:
    rules = rules or msgspec.convert(case["rules"], Rules)
    return decide(rules, figures(case), **more)


def test_what_is_written_in_is_reported_and_never_chosen() -> None:
    case = CASES["C02"]
    found = figures(case)
    (part,) = found.channels
    items = tuple(
        msgspec.structs.replace(one, approve=one.approve - 20, abstain=one.abstain + 20)
        for one in part.tally.items
    )
    written = (WrittenIn(title="新建水库", approve=180),)
    tally = msgspec.structs.replace(part.tally, items=items, written=written)
    rules = msgspec.structs.replace(msgspec.convert(case["rules"], Rules), write_in="allowed")
    outcome = decide(rules, replace(found, channels=(replace(part, tally=tally),)))

    assert outcome.elected == ()
    assert {one.number for one in outcome.counts} == {1, 2, 3, 4}
    assert outcome.channels["paper"].written == written
    (said,) = [one for one in outcome.decisions if one.step == "write_in"]
    assert said.rules == ("write_in",)
    assert "另提项目 1 项，不参加排序，汇总后交主席团研究" in said.sentence


@pytest.mark.parametrize(
    ("rank_by", "words"),
    [("approve", "票数相等"), ("approve_minus_oppose", "赞成票数减反对票数相等")],
)
def test_a_tie_is_told_by_what_is_equal(rank_by: str, words: str) -> None:
    """8 less 2 is 7 less 1: the votes differ, and what the rules rank by does not."""
    row = ItemTotals(number=1, approve=8, oppose=2, abstain=0, illegible=0)
    other = ItemTotals(number=2, approve=7, oppose=1, abstain=2, illegible=0)
    if rank_by == "approve":
        other = msgspec.structs.replace(row, number=2)
    tally = ChannelTally(
        channel="paper", returned=10, valid=10, invalid=0, foreign=0, items=(row, other)
    )
    part = ChannelFigures(handed=HandedOut(printed=10, issued=10), tally=tally)
    rules = Rules(rank_by=rank_by, ballot_mode="per_item")
    outcome = decide(rules, Figures(roster=10, present=10, seats=1, channels=(part,)))

    assert outcome.tied == (1, 2)
    assert f"第 1、2 号项目{words}，" in outcome.decisions[-1].sentence


def runoff(*approve: int) -> Case:
    return {**CASES["C04"], "returned": 114, "valid": 114, "seats": 1, "approve": approve}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_worked_case_has_its_outcome(case: Case) -> None:
    outcome = json.loads(msgspec.json.encode(decided(case)))

    assert {key: outcome[key] for key in case["outcome"]} == case["outcome"]


def test_there_are_cases_for_every_status_that_a_first_round_can_have() -> None:
    assert {case["outcome"]["status"] for case in CASES.values()} == {
        "final",
        "tie_at_cutoff",
        "shortfall",
        "no_quorum",
        "issue_exceeds_present",
        "void_returned_gt_issued",
        "integrity_error_sum_gt_valid_x_k",
    }


def test_more_than_two_thirds_excludes_exactly_two_thirds() -> None:
    assert decided(CASES["C11"], Rules(quorum_rule="gt_2_3")).status == "no_quorum"


@pytest.mark.parametrize(
    ("rule", "least"),
    [("ge_2_3", 10), ("gt_2_3", 11), ("gt_1_2", 8), ("ge_4_5", 12), ("gt_4_5", 13)],
)
def test_a_quorum_is_met_by_exactly_this_many_of_fifteen(rule: str, least: int) -> None:
    def status(present: int) -> str:
        case = {**CASES["C11"], "roster": 15, "present": present, "issued": 5, "returned": 5}
        return decided({**case, "valid": 5, "approve": [3, 2]}, Rules(quorum_rule=rule)).status

    assert status(least - 1) == "no_quorum"
    assert status(least) != "no_quorum"


@pytest.mark.parametrize(
    ("base", "line"), [("all_members", 119), ("present", 115), ("returned", 114), ("valid", 113)]
)
def test_each_base_draws_its_own_line(base: str, line: int) -> None:
    assert decided(CASES["C19"], Rules(threshold_base=base)).threshold == line


def test_a_fraction_is_strictly_exceeded() -> None:
    case = {**CASES["C02"], "approve": [134, 133, 100, 60], "seats": 4}

    outcome = decided(case, Rules(threshold=Fraction((2, 3))))

    assert (outcome.threshold, outcome.elected) == (134, (1,))


@pytest.mark.parametrize(
    ("fraction", "line"), [((1, 2), 101), ((2, 5), 81), ((2, 3), 134), ((3, 4), 151)]
)
def test_exactly_the_fraction_is_not_enough(fraction: tuple[int, int], line: int) -> None:
    assert decided(CASES["C02"], Rules(threshold=Fraction(fraction))).threshold == line


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_an_outcome_survives_its_canonical_form(case: Case) -> None:
    outcome = decided(case)

    assert msgspec.json.decode(canonical(outcome), type=Outcome) == outcome


def test_plurality_asks_for_at_least_one_approval() -> None:
    case = {**CASES["C02"], "approve": [5, 1, 0, 0]}

    outcome = decided(case, Rules(threshold="plurality"))

    assert (outcome.status, outcome.elected, outcome.vacant) == ("shortfall", (1, 2), 1)


def test_losing_below_the_line_differs_from_losing_by_rank() -> None:
    losing = {one.number: one.reason for one in decided(CASES["C19"]).not_elected}

    assert losing == {11: "above_line_out_of_rank", 12: "below_line"}


def test_a_runoff_is_won_by_more_approvals_without_a_line() -> None:
    outcome = decided(runoff(60, 51), Rules(), kind="runoff")

    assert (outcome.status, outcome.threshold, outcome.elected) == ("final", 0, (1,))


def test_a_runoff_with_a_majority_line_may_leave_the_seat_empty() -> None:
    outcome = decided(runoff(60, 51), Rules(runoff_threshold="majority"), kind="runoff")

    assert (outcome.status, outcome.threshold, outcome.vacant) == ("shortfall", 61, 1)


def test_a_second_tie_goes_to_the_presidium() -> None:
    outcome = decided(runoff(55, 55), Rules(), kind="runoff")

    assert (outcome.status, outcome.action) == ("undecided_second_tie", "presidium")
    assert (outcome.tied, outcome.seats_left) == ((1, 2), 1)


def test_the_line_named_when_the_round_was_opened_wins() -> None:
    outcome = decided(runoff(60, 51), Rules(), kind="runoff", threshold="majority")

    assert outcome.threshold == 61


@pytest.mark.parametrize(("rule", "action"), [("re_vote_tied", "runoff"), ("presidium",) * 2])
def test_a_tie_asks_for_what_the_rules_say(rule: str, action: str) -> None:
    assert decided(CASES["C04"], Rules(tie_rule=rule)).action == action


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        ("presidium_decides", "presidium"),
        ("vacant", "leave_vacant"),
        ("same_session", "fill_same_session"),
        ("next_session", "fill_next_session"),
    ],
)
def test_a_shortfall_asks_for_what_the_rules_say(rule: str, action: str) -> None:
    assert decided(CASES["C02"], Rules(shortfall_action=rule)).action == action


def test_approvals_minus_opposals_rank_but_do_not_pass() -> None:
    case = figures({**CASES["C02"], "seats": 1, "approve": [120, 110, 100, 60]})
    part = case.channels[0]
    first = msgspec.structs.replace(part.tally.items[0], oppose=70, abstain=0)
    tally = msgspec.structs.replace(part.tally, items=(first, *part.tally.items[1:]))
    changed = Figures(
        roster=200,
        present=190,
        seats=1,
        channels=(ChannelFigures(handed=part.handed, tally=tally),),
    )

    outcome = decide(Rules(rank_by="approve_minus_oppose", ballot_mode="per_item"), changed)

    assert outcome.elected == (2,)
    assert [one.reason for one in outcome.not_elected if one.number == 3] == ["below_line"]


def test_every_step_names_the_rules_that_made_it() -> None:
    decisions = decided(CASES["C04"]).decisions

    assert [decision.step for decision in decisions] == ["quorum", "threshold", "rank", "tie"]
    known = set(Rules.__struct_fields__)
    assert all(decision.rules and set(decision.rules) <= known for decision in decisions)


def test_more_approvals_than_ballots_is_an_integrity_error_even_in_per_item() -> None:
    case = {**CASES["C15"], "approve": [34, 32, 31, 30, 29, 28]}

    outcome = decided(case)

    assert (outcome.status, outcome.elected) == ("integrity_error", ())
    assert {one.name for one in outcome.failed} == {"least>=0"}


def test_nothing_is_ranked_without_totals() -> None:
    with pytest.raises(UnequalCandidates):
        decided({**CASES["C01"], "approve": []})


@pytest.mark.parametrize(
    ("means", "returned", "unused", "base"),
    [("not_returned", 50, 0, 50), ("abstain", 54, 4, 54), ("not_counted", 50, 4, 50)],
)
def test_four_of_54_keypads_are_not_pressed(
    means: str, returned: int, unused: int, base: int
) -> None:
    """K1: after the close they are what the rules say, and the totals add up all the same."""
    items = (ItemTotals(number=1, approve=40, oppose=6, abstain=4, illegible=0),)
    tally = ChannelTally(channel="tablet", returned=50, valid=50, invalid=0, foreign=0, items=items)
    handed = HandedOut(printed=54, issued=54)
    part = ChannelFigures(handed=handed, tally=tally, cast=50, unused=4)
    rules = Rules(ballot_mode="per_item", threshold_base="returned", no_input_means=means)

    outcome = decide(rules, Figures(roster=60, present=54, seats=1, channels=(part,)))

    assert (outcome.ballots.returned, outcome.ballots.unused) == (returned, unused)
    assert (outcome.base, outcome.elected) == (base, (1,))
    assert outcome.counts[0].abstain == 4 + returned - 50
    assert not_returned(outcome.ballots, rules) == (4 if means == "not_returned" else 0)
    assert [one.rules for one in outcome.decisions if one.step == "returned"] == [
        ("no_input_means",)
    ]


def test_a_quota_beside_a_hard_cap_is_refused() -> None:
    cap = BudgetCap(amount=1, hard=True)
    rules = Rules(ballot_mode="per_item", category_quota={"教育": 1}, budget_cap=cap)

    with pytest.raises(Refused, match="哪一类项目先用资金"):
        decided(CASES["C15"], rules)


def test_more_seats_in_categories_than_there_are_cannot_be_decided() -> None:
    with pytest.raises(WrongQuota):
        decided(CASES["C15"], Rules(ballot_mode="per_item", category_quota={"教育": 6}))


def test_the_body_is_called_by_its_own_words() -> None:
    case = {**CASES["C15"], "approve": [33, 32, 31, 30, 29, 29]}
    rules = Rules(ballot_mode="per_item", body_type="street_assembly", tie_rule="presidium")

    said = "".join(one.sentence for one in decided(case, rules).decisions)

    assert "全体议事代表 33 名" in said
    assert "由街道人大工委决定（依据票选办法第八条）。" in said


def test_every_decision_cites_the_clauses_of_its_rules() -> None:
    for case in CASES.values():
        for decision in decided(case).decisions:
            numbers = "、".join(f"第{chinese(number)}条" for number in decision.clauses)
            assert bool(decision.clauses) == (decision.step != "issue")
            if decision.clauses:
                assert decision.sentence.endswith(f"（依据票决办法{numbers}）。")
