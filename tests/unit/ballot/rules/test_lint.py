"""Contradictions block, doubts are named, silence is listed."""

import pytest
from msgspec.structs import replace

from ballot.errors import Refused
from ballot.rules import Fraction, Rules, Scrutineers
from ballot.rules.clashes import CLASHES, Clash
from ballot.rules.lint import Finding, findings, require_sound
from ballot.rules.missing import NEEDED
from ballot.rules.relevance import RELEVANT, matters
from ballot.rules.terms import CHINESE
from ballot.rules.text import clause_names, draft, numbering
from ballot.rules.values import BudgetCap
from tests.unit.ballot.rules.clash_rows import BOTH, MARGIN_OF_CANDIDATES, ROWS, graded

SOUND = Rules(seats=10, candidates_n=12, channels=BOTH, scrutineers=Scrutineers(appointed=5))
ALWAYS = {"marked_sheets"}
"""Said of every vote on sheets that carry an identity: the default, and worth a word."""


def codes(rules: Rules) -> set[str]:
    return {finding.code for finding in findings(rules)} - ALWAYS


def missing(rules: Rules, *given: str) -> list[str]:
    found = findings(rules, frozenset(given))
    return [one.identifiers[0] for one in found if one.code == "missing_clause"]


def test_the_statutory_default_with_tablets_has_no_finding() -> None:
    assert codes(SOUND) == set()
    require_sound(SOUND)


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.code)
def test_a_clash_is_found_where_it_stands_and_not_beside_it(clash: Clash) -> None:
    clashing, cure = ROWS[clash.code]

    found = {finding.code: finding for finding in findings(clashing)}

    assert found[clash.code].severity == clash.severity
    assert clash.code not in {one.code for one in findings(replace(clashing, **cure))}


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.code)
def test_a_clash_names_every_parameter_and_its_clauses(clash: Clash) -> None:
    clashing, _ = ROWS[clash.code]
    found = next(one for one in findings(clashing) if one.code == clash.code)
    numbers = numbering(clashing)

    assert all(CHINESE[one] in clash.sentence for one in clash.identifiers)
    assert set(found.clauses) == {numbers[one] for one in clash.identifiers if one in numbers}
    assert clause_names(found.clauses) in found.sentence
    assert found.sentence.endswith("。")
    assert "。（" not in found.sentence


def test_every_clash_has_one_code_and_one_row() -> None:
    listed = [clash.code for clash in CLASHES]

    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == set(ROWS)


def test_twelve_for_ten_seats_is_margin_enough_on_both_bases_as_the_rules_say() -> None:
    assert "narrow_margin" not in codes(Rules(seats=10, candidates_n=12))
    assert "narrow_margin" in codes(
        Rules(seats=10, candidates_n=12, margin_min=MARGIN_OF_CANDIDATES)
    )


def test_a_soft_cap_goes_with_tablets() -> None:
    soft = Rules(channels=BOTH, budget_cap=BudgetCap(amount=9000, hard=False))

    assert "hard_cap_on_tablet" not in codes(soft)


def test_a_street_assembly_may_choose_its_own_base() -> None:
    rules = Rules(body_type="street_assembly", threshold_base="present", quorum_rule="gt_1_2")

    assert codes(rules) == set()


def test_plurality_in_a_congress_is_named_as_below_the_statute() -> None:
    assert "line_below_statute" in codes(Rules(threshold="plurality"))
    assert "line_below_statute" not in codes(Rules(threshold=Fraction((2, 3))))


def test_only_scrutineers_hold_keys_as_the_ceremony_takes_them() -> None:
    with_the_chief = Scrutineers(keys=4, threshold=2, appointed=3)
    enough = Scrutineers(keys=4, threshold=2, appointed=4)

    assert codes(Rules(channels=BOTH, scrutineers=with_the_chief)) == {
        "fewer_scrutineers_than_keys"
    }
    assert codes(Rules(channels=BOTH, scrutineers=enough)) == set()


def test_a_refusal_is_raised_and_a_warning_is_not() -> None:
    require_sound(ROWS["narrow_margin"][0])
    with pytest.raises(Refused, match="不是差额票决"):
        require_sound(ROWS["no_margin"][0])


IDLE = {
    "result_verb": graded(result_verb="票决产生"),
    "margin_min": Rules(ballot_mode="whole_list", margin_min=MARGIN_OF_CANDIDATES),
    "choices": Rules(ballot_mode="ranked", choices=("approve",)),
    "write_in": graded(write_in="ballot_void"),
    "rank_points": Rules(rank_points=(3, 2, 1)),
    "tie_again": Rules(tie_rule="lot", tie_again="repeat"),
    "runoff_threshold": Rules(tie_rule="presidium", runoff_threshold="majority"),
    "shortfall_pool": Rules(shortfall_action="vacant", shortfall_pool="new_proposal"),
    "no_input_means": Rules(no_input_means="abstain"),
    "min_channel": Rules(min_channel=20),
    "threshold_base": Rules(threshold="plurality", threshold_base="valid"),
    "mark_oppose": Rules(choices=("approve",), mark_oppose=("fill",)),
    "identifying_mark": Rules(channels=("tablet",), identifying_mark="ignore"),
    "smallest_group": Rules(smallest_group=20),
    "grades": Rules(grades=("优", "良", "差")),
    "grade_points": graded(grade_points=(3, 2, 1)),
    "grade_boundary_inclusive": graded(grade_rule="rate", grade_boundary_inclusive=(False, False)),
    "dont_know": graded(dont_know="counted"),
    "tie_rule": Rules(ballot_mode="whole_list", tie_rule="lot"),
    "grader_weights": Rules(grader_weights={"代表": 60, "群众": 40}),
}
"""Rules in which the parameter is set and decides nothing."""


@pytest.mark.parametrize("identifier", IDLE)
def test_a_clause_without_effect_is_named_with_what_makes_it_idle(identifier: str) -> None:
    found = [one for one in findings(IDLE[identifier]) if one.code == "without_effect"]
    named = {one.identifiers[0]: one for one in found}

    assert all(CHINESE[one] in named[identifier].sentence for one in RELEVANT[identifier].on)
    assert named[identifier].severity == "warning"


def test_a_default_is_never_called_idle() -> None:
    for rules in (Rules(), graded(), Rules(ballot_mode="whole_list"), Rules(channels=("tablet",))):
        assert "without_effect" not in codes(rules)


@pytest.mark.parametrize(
    "rules",
    [Rules(), graded(), SOUND, Rules(channels=("tablet",)), graded(choices=("dont_know",))],
)
def test_what_matters_stands_in_the_text(rules: Rules) -> None:
    said = {name for one in draft(rules) for name in (*one.parameters, *one.repeats)}
    mattering = {name for name in Rules.__struct_fields__ if matters(rules, name)}

    assert mattering - said <= {"present", "seats"}


def test_silence_is_listed_clause_by_clause() -> None:
    asked = [name for name in NEEDED if matters(Rules(), name)]

    assert missing(Rules()) == [
        *(name for name in asked if name not in {"channels", "dual_channel"}),
        "scrutineers",
    ]


def test_what_the_text_says_is_not_listed() -> None:
    stated = replace(Rules(), scrutineers=Scrutineers(appointed=3))

    assert missing(stated, *NEEDED) == []


def test_silence_says_what_then_holds_and_what_could_be_written() -> None:
    tie = next(one for one in findings(Rules(), ()) if one.identifiers == ("tie_rule",))

    assert tie.sentence == (
        "缺条款：没有写明末位并列（tie_rule），即末位票数相等怎么办，"
        "将按默认的“票数相等的项目再次投票”执行。"
        "可以写：“因票数相等不能确定的，就票数相等的项目再次投票，以赞成票多的确定”"
        "（见票决办法第八条）。"
    )


def test_tablets_need_clauses_of_their_own() -> None:
    given = [name for name in NEEDED if name not in {"channels", "no_input_means", "min_channel"}]

    assert missing(SOUND, *given) == ["channels", "no_input_means", "min_channel", "scrutineers"]


def test_an_evaluation_is_asked_for_its_own_clauses() -> None:
    asked = missing(graded(channels=BOTH))

    assert {"grade_rule", "grade_base", "grade_boundary_inclusive", "dual_channel"} <= set(asked)
    assert {"seats", "threshold", "tie_rule", "shortfall_action", "grade_points"}.isdisjoint(asked)
    assert "dont_know" in missing(
        graded(choices=("abstain", "dont_know"), grade_base="valid", grade_rule="rate")
    )


def test_refusals_come_before_warnings() -> None:
    found: list[Finding] = [*findings(ROWS["blank_approves_all"][0], frozenset())]
    severities = [one.severity for one in found]

    assert severities == sorted(severities)
    assert severities[0] == "refusal"
