"""Contradictions block, doubts are named, silence is listed."""

import pytest

from ballot.errors import Refused
from ballot.rules import Rules, Scrutineers
from ballot.rules.clashes import CLASHES, Clash
from ballot.rules.lint import NEEDED, NEEDED_WITH_TABLETS, findings, require_sound
from ballot.rules.values import BudgetCap, MarginMin

TABLET = ("paper", "tablet")
CLASHING = {
    "blank_approves_all": Rules(blank_means="approve"),
    "blank_reveals_dissent": Rules(blank_means="approve", ballot_mode="per_item"),
    "blank_approves_on_tablet": Rules(blank_means="approve", channels=TABLET),
    "oppose_without_effect": Rules(ballot_mode="exactly_k", undervote="void"),
    "exact_but_fewer_valid": Rules(ballot_mode="exactly_k"),
    "fewer_void_but_not_exact": Rules(undervote="void"),
    "no_way_to_approve": Rules(choices=("oppose",)),
    "rank_by_missing_choice": Rules(rank_by="approve_minus_oppose", choices=("approve",)),
    "points_without_ranks": Rules(rank_by="points"),
    "no_margin": Rules(seats=10, candidates_n=10),
    "narrow_margin": Rules(seats=10, candidates_n=11),
    "base_below_statute": Rules(threshold_base="valid"),
    "quorum_below_statute": Rules(quorum_rule="gt_1_2"),
    "proxy_in_congress": Rules(proxy=True),
    "live_display": Rules(display="live"),
    "own_phones": Rules(channels=("phone_qr",)),
    "whole_sheets_published": Rules(publish_paper="sheets"),
    "few_keys": Rules(channels=TABLET, scrutineers=Scrutineers(keys=3, threshold=1)),
    "hard_cap_on_tablet": Rules(channels=TABLET, budget_cap=BudgetCap(amount=9000, hard=True)),
    "quota_on_tablet": Rules(channels=TABLET, category_quota={"道路": 2}),
    "ranks_on_tablet": Rules(channels=TABLET, ballot_mode="ranked"),
    "write_in_on_tablet": Rules(channels=TABLET, write_in="allowed"),
    "blank_void_on_tablet": Rules(channels=TABLET, all_blank="void"),
}
SOUND = Rules(seats=10, candidates_n=12, channels=TABLET)


def codes(rules: Rules) -> set[str]:
    return {finding.code for finding in findings(rules)}


def test_the_statutory_default_with_tablets_has_no_finding() -> None:
    assert findings(SOUND) == ()
    require_sound(SOUND)


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.code)
def test_a_clash_is_found_where_it_stands(clash: Clash) -> None:
    found = {finding.code: finding for finding in findings(CLASHING[clash.code])}

    assert found[clash.code].severity == clash.severity
    assert set(clash.identifiers) <= set(Rules.__struct_fields__)


def test_twelve_for_ten_seats_is_margin_enough_on_both_bases_as_the_rules_say() -> None:
    of_candidates = MarginMin(ratio=(1, 5), base="of_candidates")

    assert "narrow_margin" not in codes(Rules(seats=10, candidates_n=12))
    assert "narrow_margin" in codes(Rules(seats=10, candidates_n=12, margin_min=of_candidates))


def test_a_soft_cap_goes_with_tablets() -> None:
    soft = Rules(channels=TABLET, budget_cap=BudgetCap(amount=9000, hard=False))

    assert "hard_cap_on_tablet" not in codes(soft)


def test_a_street_assembly_may_choose_its_own_base() -> None:
    rules = Rules(body_type="street_assembly", threshold_base="present", quorum_rule="gt_1_2")

    assert codes(rules) == set()


def test_a_refusal_is_raised_and_a_warning_is_not() -> None:
    require_sound(CLASHING["narrow_margin"])
    with pytest.raises(Refused, match="不是差额票决"):
        require_sound(CLASHING["no_margin"])


def test_silence_is_listed_clause_by_clause() -> None:
    missing = [finding.identifiers[0] for finding in findings(Rules(), frozenset())]

    assert missing == list(NEEDED)


def test_tablets_need_clauses_of_their_own() -> None:
    missing = [finding.identifiers[0] for finding in findings(SOUND, frozenset(NEEDED))]

    assert missing == list(NEEDED_WITH_TABLETS)


def test_refusals_come_before_warnings() -> None:
    severities = [one.severity for one in findings(CLASHING["blank_approves_all"], frozenset())]

    assert severities == sorted(severities)
    assert severities[0] == "refusal"
