"""The adjudication desk offers what the round's rules let a sheet be, and nothing else."""

import pytest
from msgspec.structs import replace

from ballot.rules import Rules
from ballot.rules.values import BudgetCap
from service.api.adjudication_shown import choices_of
from tests.support.scanned import definition_of

STRICT = Rules(
    seats=2,
    ballot_mode="exactly_k",
    undervote="void",
    all_blank="void",
    item_illegible="ballot_void",
    all_illegible="ballot_void",
    identifying_mark="ballot_void",
    write_in="ballot_void",
    budget_cap=BudgetCap(amount=100, hard=True),
)
LENIENT = Rules(
    seats=2,
    ballot_mode="per_item",
    all_blank="valid_abstain",
    item_illegible="item_invalid",
    all_illegible="valid",
    identifying_mark="ignore",
    write_in="ignore",
    budget_cap=BudgetCap(amount=100, hard=False),
)
MARKS = ["identifying_mark", "write_in", "item_illegible", "all_illegible", "all_blank"]


@pytest.mark.parametrize(
    ("rules", "offered"),
    [
        (STRICT, [*MARKS, "overvote", "undervote", "over_budget", "not_genuine"]),
        (LENIENT, ["not_genuine"]),
        (replace(LENIENT, ballot_mode="at_most_k"), ["overvote", "not_genuine"]),
        (replace(STRICT, ballot_mode="ranked"), [*MARKS, "overvote", "over_budget", "not_genuine"]),
        (replace(STRICT, ballot_mode="whole_list"), [*MARKS, "not_genuine"]),
        (
            replace(STRICT, ballot_mode="graded"),
            [one for one in MARKS if one != "write_in"] + ["not_genuine"],
        ),
    ],
)
def test_grounds_that_the_rules_exclude_are_not_offered(rules: Rules, offered: list[str]) -> None:
    choices = choices_of(replace(definition_of(3, 2), rules=rules))
    assert [one["value"] for one in choices["void"]] == offered
