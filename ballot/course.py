"""The course of an election: what its rounds have chosen, what is open, what may follow.

Read from the state alone; no votes are added here. The order of votes of the first round, by which
a fill takes its candidates, is that of the totals in its outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ballot.results import ItemTotals
from ballot.rules.values import RankBy
from ballot.state import ROUNDS, Election, Round

Way = Literal["runoff", "presidium", "lot"]
"""How a tie is settled: 再次投票, 主席团决定, 抽签."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Project ``number`` was chosen in ``round`` by the count itself, by 主席团 or by lot."""

    number: int
    round: int
    by: Literal["count", "presidium", "lot"]


def choices(election: Election) -> tuple[Choice, ...]:
    """Return everything chosen so far, round by round, in the order of rank."""
    return tuple(choice for one in election.rounds for choice in _choices(one))


def chosen_by(election: Election, number: int) -> tuple[int, ...]:
    """Return the projects chosen up to round ``number``, in the order of their choice."""
    return tuple(one.number for one in choices(election) if one.round <= number)


def _choices(current: Round) -> list[Choice]:
    if current.outcome is None:
        return []
    counted = [
        Choice(number=number, round=current.number, by="count")
        for number in current.outcome.elected
    ]
    by: Literal["presidium", "lot"] = "presidium" if current.lot is None else "lot"
    settled = [Choice(number=one, round=current.number, by=by) for one in current.settled]
    return counted + settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What nobody has settled: the round with a tie, seats without a project, a void round."""

    tie: Round | None = None
    vacant: int = 0
    void: Round | None = None


def left_open(election: Election) -> Open:
    """Return what the rounds so far leave open; a round under way has taken it up."""
    tie, vacant, void = None, 0, None
    for one in election.rounds:
        void = one if one.stage == "void" else None
        tie = None if one.kind == "runoff" else tie
        vacant = 0 if one.kind == "fill" else vacant
        if one.outcome is not None:
            tie = one if one.outcome.tied and not one.settled else tie
            vacant += one.outcome.vacant
    return Open(tie=tie, vacant=vacant, void=void)


def rounds_left(election: Election) -> bool:
    """Say whether the rules and the cards allow a further round; a void one counts for nothing."""
    counted = sum(1 for one in election.rounds if one.stage != "void")
    return len(election.rounds) < ROUNDS and counted < election.rules.max_rounds


def way_out(election: Election, tied: Round) -> Way:
    """Return how the rules settle the tie of ``tied``; without a further round, 主席团 decides."""
    rules = election.rules
    if election.contest(tied) == "runoff":
        again = rules.tie_again == "repeat"
    elif rules.tie_rule == "lot":
        return "lot"
    else:
        again = rules.tie_rule == "re_vote_tied"
    return "runoff" if again and rounds_left(election) else "presidium"


def may_fill(election: Election, named: Sequence[int]) -> bool:
    """Say whether ``named`` may stand in a fill: enough of them, none chosen, by the rules' pool.

    by_order: those not chosen, in the order of votes of the first round, as many as there shall
    be; whoever has as many votes as the last of them is among them. new_proposal: any others.
    """
    chosen = set(chosen_by(election, len(election.rounds)))
    stand = set(named)
    if len(stand) < max(len(named), left_open(election).vacant, 1) or stand & chosen:
        return False
    if election.rules.shortfall_pool == "new_proposal":
        return True
    reached: set[int] = set()
    for equal in pool(election):
        reached |= set(equal)
        if reached >= stand:
            break
    return reached == stand


def pool(election: Election) -> tuple[tuple[int, ...], ...]:
    """Return those of the first round who are not chosen, by its votes; equals stand together.

    Under 分类名额 those whose category has no seat left are not among them: they could take votes
    and no seat.
    """
    chosen = set(chosen_by(election, len(election.rounds))) | _full(election)
    rank_by = election.rules.rank_by
    for one in election.rounds:
        if one.outcome is not None:
            left = [item for item in one.outcome.counts if item.number not in chosen]
            ordered = sorted(left, key=lambda item: (-votes(item, rank_by), item.number))
            equals = groupby(ordered, key=lambda item: votes(item, rank_by))
            return tuple(tuple(item.number for item in same) for _, same in equals)
    return ()


def _full(election: Election) -> set[int]:
    """Return the projects of the first round whose category has all its seats taken."""
    chosen = set(chosen_by(election, len(election.rounds)))
    first = next((one.outcome for one in election.rounds if one.outcome is not None), None)
    groups = () if first is None else first.groups
    return {
        number
        for group in groups
        if len(chosen.intersection(group.members)) >= group.seats
        for number in group.members
    }


def votes(item: ItemTotals, rank_by: RankBy) -> int:
    """Return what a project is ranked by: approvals, approvals minus oppositions, or points."""
    if rank_by == "points":
        return item.points
    return item.approve - item.oppose if rank_by == "approve_minus_oppose" else item.approve
