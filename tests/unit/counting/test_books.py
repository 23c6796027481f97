"""What a later round takes over from the earlier ones: seats by category, money, the clauses."""

import msgspec
import pytest

from ballot import events as e
from ballot.candidates import Candidate
from ballot.results import ChannelTally, GroupOutcome, ItemTotals, Outcome, Tally
from ballot.rules import Rules
from ballot.rules.text import Clause
from ballot.rules.values import BudgetCap
from ballot.state import Election, Round, Tokens
from counting.books import figures_of, outcome_of, tally_of
from tests.support.hand_counted import hand_counted

WAN = 1_000_000
LIST = tuple(
    Candidate(number=n, name=f"项目{n}", investment_fen=n * WAN, category=category)
    for n, category in enumerate(("教育", "教育", "养老", "交通"), start=1)
)
QUOTA = Rules(category_quota={"教育": 1, "养老": 1}, ballot_mode="per_item")


def votes(*approve: int, channel: str = "paper", numbers: tuple[int, ...] = ()) -> Tally:
    items = tuple(
        ItemTotals(number=n, approve=a, oppose=0, abstain=10 - a, illegible=0)
        for n, a in zip(numbers or range(1, len(approve) + 1), approve, strict=True)
    )
    part = ChannelTally(channel=channel, returned=10, valid=10, invalid=0, foreign=0, items=items)
    return Tally(channels=(part,))


def round_of(number: int, kind: str, seats: int, **more: object) -> Round:
    return Round(
        number=number, kind=kind, threshold="plurality" if kind == "runoff" else "majority",
        clause="", seats=seats, roster_total=10, present=10, stage="counted",
        paper=Tokens(printed=10, issued=10), **more,
    )  # fmt: skip


def election(rules: Rules, *rounds: Round, clauses: tuple[Clause, ...] = ()) -> Election:
    (created,) = [one for one in hand_counted().script if isinstance(one, e.ElectionCreated)]
    created = msgspec.structs.replace(created, rules=rules, clauses=clauses)
    return Election(created=created, rounds=list(rounds))


def decided(now: Election, number: int, tally: Tally) -> Outcome:
    """Book the outcome of a round, as the fold does."""
    current = now.rounds[number - 1]
    current.outcome = outcome_of(now, current, tally, LIST)
    return current.outcome


def test_a_first_round_has_all_seats_of_the_quota() -> None:
    now = election(QUOTA, round_of(1, "first", 3))

    assert figures_of(now, now.rounds[0], votes(9, 9, 9, 9), LIST).quota == {
        "教育": 1, "养老": 1, "": 1
    }  # fmt: skip


def test_a_runoff_has_the_seats_of_the_tied_categories() -> None:
    now = election(QUOTA, round_of(1, "first", 3), round_of(2, "runoff", 1))

    first = decided(now, 1, votes(9, 9, 8, 7))
    second = decided(now, 2, votes(6, 4, numbers=(1, 2)))

    assert (first.status, first.tied, first.elected) == ("tie_at_cutoff", (1, 2), (3, 4))
    assert second.elected == (1,)
    assert second.groups == (GroupOutcome(category="教育", seats=1, members=(1, 2), elected=(1,)),)


def test_a_fill_has_the_seats_that_no_round_before_filled() -> None:
    now = election(QUOTA, round_of(1, "first", 3), round_of(2, "runoff", 1), round_of(3, "fill", 1))

    first = decided(now, 1, votes(9, 9, 2, 7))
    decided(now, 2, votes(6, 4, numbers=(1, 2)))
    third = figures_of(now, now.rounds[2], votes(6, numbers=(3,)), LIST)

    assert (first.tied, first.vacant) == ((1, 2), 1)
    assert third.quota == {"养老": 1}


def test_a_full_category_does_not_compete_for_the_rest() -> None:
    """教育 has its seat; the open one is for categories without a quota, whatever 2 gets."""
    fill = round_of(2, "fill", 1, candidates=(2, 4))
    now = election(QUOTA, round_of(1, "first", 3), fill)
    first = decided(now, 1, votes(9, 8, 9, 2))
    second = decided(now, 2, votes(9, 6, numbers=(2, 4)))

    assert (first.elected, first.vacant) == ((1, 3), 1)
    assert second.elected == (4,)
    assert [(one.number, one.reason) for one in second.not_elected] == [(2, "category_full")]


def test_a_revote_has_the_seats_of_the_void_round() -> None:
    void = round_of(2, "runoff", 1)
    void.stage = "void"
    now = election(QUOTA, round_of(1, "first", 3), void, round_of(3, "revote", 1))
    decided(now, 1, votes(9, 9, 8, 7))

    assert figures_of(now, now.rounds[2], votes(6, 4, numbers=(1, 2)), LIST).quota == {"教育": 1}


def test_a_later_round_has_what_is_left_of_the_money() -> None:
    rules = Rules(ballot_mode="per_item", budget_cap=BudgetCap(amount=5, hard=True))
    now = election(rules, round_of(1, "first", 2), round_of(2, "fill", 1))

    first = decided(now, 1, votes(2, 2, 9, 8))
    second = decided(now, 2, votes(6, 8, numbers=(1, 2)))

    assert (first.elected, first.vacant) == ((3,), 1)
    assert figures_of(now, now.rounds[1], votes(6, 8, numbers=(1, 2)), LIST).spent_fen == 3 * WAN
    assert (second.elected, second.decisions[-1].sentence) == (
        (2,), "入选项目投资合计 5 万元，资金上限 5 万元，没有超过（依据票决办法第七条）。"
    )  # fmt: skip


def test_the_clauses_cited_are_those_of_the_passed_text() -> None:
    clauses = (
        Clause(number=1, parameters=("quorum_rule",), text="到会。"),
        Clause(number=2, parameters=("threshold", "threshold_base", "rank_by"), text="通过。"),
    )
    now = election(Rules(ballot_mode="per_item"), round_of(1, "first", 4), clauses=clauses)

    decisions = decided(now, 1, votes(9, 9, 9, 9)).decisions

    assert [one.clauses for one in decisions] == [(1,), (2,), (2,)]
    assert decisions[0].sentence.endswith("（依据票决办法第一条）。")


@pytest.mark.parametrize(("most", "action"), [(1, "presidium"), (2, "runoff")])
def test_a_tie_of_the_last_round_is_the_presidiums(most: int, action: str) -> None:
    rules = Rules(ballot_mode="per_item", max_rounds=most)
    now = election(rules, round_of(1, "first", 1))

    assert decided(now, 1, votes(9, 9)).action == action


def test_hands_are_counted_without_tokens() -> None:
    shown = votes(6, 3, channel="hands")
    now = election(Rules(), round_of(1, "first", 1, hands=True))
    current = now.rounds[0]
    current.paper = Tokens()
    current.hand_count = shown.channels[0]

    outcome = decided(now, 1, tally_of(current, None))

    assert (outcome.status, outcome.elected) == ("final", (1,))
    assert (outcome.ballots.printed, outcome.ballots.issued) == (0, 10)
