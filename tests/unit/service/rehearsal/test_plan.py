"""What tellers find on the paper of a rehearsal, whatever mark the rules ask for."""

import pytest

from ballot.rules import Rules
from service.rehearsal.ballots import Row
from service.rehearsal.plan import count_paper

ROWS: list[Row] = [("approve", "oppose"), ("abstain", "approve"), ("abstain", "abstain")]


@pytest.mark.parametrize(
    "rules",
    [
        Rules(),
        Rules(mark_approve=("√",), mark_oppose=("√",)),
        Rules(mark_approve=("√",), mark_oppose=("√",), mark_abstain=("√",), all_blank="void"),
        Rules(mark_approve=("×",), mark_oppose=("○",)),
        Rules(blank_means="approve", mark_abstain=("fill",)),
    ],
)
def test_the_tellers_go_by_the_box(rules: Rules) -> None:
    tally = count_paper((1, 2), ROWS, rules, 1)

    assert (tally.returned, tally.valid) == (3, 3)
    found = [(one.approve, one.oppose, one.abstain) for one in tally.items]
    assert found == [(1, 0, 2), (1, 1, 1)]


def test_a_sheet_without_a_mark_is_what_the_rules_say() -> None:
    tally = count_paper((1, 2), ROWS, Rules(all_blank="void"), 1)

    assert (tally.valid, tally.invalid) == (2, 1)
