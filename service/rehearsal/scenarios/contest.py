"""Candidates and ballots made so that the rules lead to the case that is to be practised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ballot.events.listing import RoundThreshold
from ballot.rules import Rules
from ballot.rules.values import BallotMode
from ballot.sealed import Mark
from counting.line import pass_line
from service.rehearsal.ballots import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Who stands in a round: ``sure`` of a seat, at the ``edge`` of the last one, and the rest.

    ``most``: approvals that a ballot may have, None for no limit; ``exact``: and must have.
    ``line``: approvals needed, at least 1. ``against`` is how a ballot says no,
    ``idle`` how it says nothing. ``grades``: how
    many 等次 a 满意度测评 has.
    """

    sure: tuple[int, ...]
    edge: tuple[int, ...]
    rest: tuple[int, ...]
    voters: int
    line: int
    most: int | None
    exact: bool
    against: Mark
    idle: Mark
    mode: BallotMode
    grades: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """Everybody who stands, ascending."""
        return tuple(sorted((*self.sure, *self.edge, *self.rest)))


Bounds = dict[int, tuple[int, int]]
"""The fewest and the most approvals that each project may get."""


@dataclass(frozen=True, slots=True)
class Group:
    """Projects that compete among themselves for ``seats``: a category, or all there are."""

    seats: int
    numbers: tuple[int, ...]


class Unreachable(Exception):
    """No ballots under these rules lead to the case."""


def clear(contest: Contest) -> tuple[Row, ...]:
    """Return ballots by which the sure ones and the first at the edge are chosen, nobody else."""
    if contest.mode == "graded":
        return _ratings(contest)
    if contest.mode == "whole_list":
        return _together(contest)
    winners = (*contest.sure, *contest.edge[:1])
    losers = (*contest.edge[1:], *contest.rest)
    for least in _likely(contest):
        bounds = dict.fromkeys(winners, (least, contest.voters))
        bounds |= dict.fromkeys(losers, (0, least - 1))
        if _possible(contest, bounds):
            return _rows(contest, _totals(contest, bounds))
    raise Unreachable


def tied(contest: Contest) -> tuple[Row, ...]:
    """Return ballots by which all at the edge have as many votes, above the line."""
    if contest.mode == "ranked":
        return tied_ranks(contest)
    for votes in _likely(contest):
        bounds = dict.fromkeys(contest.sure, (votes + 1, contest.voters))
        bounds |= dict.fromkeys(contest.edge, (votes, votes))
        bounds |= dict.fromkeys(contest.rest, (0, votes - 1))
        if _possible(contest, bounds):
            return _rows(contest, _totals(contest, bounds))
    raise Unreachable


def _likely(contest: Contest) -> Iterator[int]:
    """Yield votes for whoever decides it: three fifths first, as in life, then all others."""
    middle = max(contest.line, contest.voters * 3 // 5)
    yield from range(middle, contest.line - 1, -1)
    yield from range(middle + 1, contest.voters + 1)


def short(contest: Contest) -> tuple[Row, ...]:
    """Return ballots by which only the sure ones reach the line."""
    bounds = dict.fromkeys(contest.sure, (contest.line, contest.voters))
    bounds |= dict.fromkeys((*contest.edge, *contest.rest), (0, contest.line - 1))
    if contest.line <= 1 or not _possible(contest, bounds):
        raise Unreachable
    return _rows(contest, _totals(contest, bounds))


def _possible(contest: Contest, bounds: Bounds) -> bool:
    if any(low > high or high > contest.voters for low, high in bounds.values()):
        return False
    room = contest.voters * (len(bounds) if contest.most is None else contest.most)
    enough = not contest.exact or sum(high for _, high in bounds.values()) >= room
    return sum(low for low, _ in bounds.values()) <= room and enough


def _totals(contest: Contest, bounds: Bounds) -> dict[int, int]:
    """Return approvals within ``bounds``: those of real ballots differ, so the sure ones step down.

    Where a ballot must approve exactly so many, everything that the bounds leave is given out.
    """
    totals = {number: low for number, (low, _) in bounds.items()}
    room = contest.voters * (len(bounds) if contest.most is None else contest.most)
    spare = room - sum(totals.values())
    for at, (number, (low, high)) in enumerate(bounds.items()):
        wanted = high if contest.exact else _natural(low, high, at)
        more = min(spare, wanted - low)
        totals[number] += more
        spare -= more
    return totals


def _natural(low: int, high: int, at: int) -> int:
    """Return a figure between the bounds, a little less for each further project."""
    return max(low, low + (high - low) * 2 // 3 - at)


def _rows(contest: Contest, totals: dict[int, int]) -> tuple[Row, ...]:
    """Deal the approvals round the hall, so that no two ballots differ by more than one."""
    approved: list[set[int]] = [set() for _ in range(contest.voters)]
    place = 0
    for number, votes in totals.items():
        for _ in range(votes):
            approved[place % contest.voters].add(number)
            place += 1
    return tuple(_row(contest, one) for one in approved)


def _together(contest: Contest) -> tuple[Row, ...]:
    """Return ballots on the list as a whole (整体表决), by which it passes."""
    votes = next(_likely(contest))
    marks: list[Mark] = [
        "approve" if voter < votes else contest.against for voter in range(contest.voters)
    ]
    return tuple(tuple(mark for _ in contest.numbers) for mark in marks)


def _ratings(contest: Contest) -> tuple[Row, ...]:
    """Return ratings that spread over the 等次, the first of them most often."""
    places = [0, 0, *range(contest.grades), 0]
    return tuple(
        tuple(places[(voter + at) % len(places)] for at in range(len(contest.numbers)))
        for voter in range(contest.voters)
    )


def _row(contest: Contest, approved: set[int]) -> Row:
    if contest.mode == "ranked":
        return ranked_row(contest.numbers, sorted(approved))
    return tuple(
        "approve" if one in approved else contest.against if one in contest.rest else contest.idle
        for one in contest.numbers
    )


def contest_of(
    rules: Rules, groups: Sequence[Group], *, line: int, seats: int, voters: int
) -> Contest:
    """Return the contest of a round; the last seat of the last group with seats is in question.

    ``groups``: one for each category with a quota, or one of all; ``line`` and ``seats`` are the
    whole round's.
    """
    open_groups = [one for one in groups if one.seats]
    last = open_groups[-1]
    sure = [n for one in open_groups for n in one.numbers[: one.seats - (one is last)]]
    edge = last.numbers[last.seats - 1 : last.seats + 1]
    everybody = [n for one in groups for n in one.numbers]
    limited = rules.ballot_mode in {"at_most_k", "exactly_k", "ranked"}
    return Contest(
        sure=tuple(sure),
        edge=edge,
        rest=tuple(one for one in everybody if one not in sure and one not in edge),
        voters=voters,
        line=max(1, line),
        most=seats if limited else None,
        exact=rules.ballot_mode == "exactly_k",
        against="oppose" if "oppose" in rules.choices else "abstain",
        idle="abstain" if rules.blank_means == "abstain" else "oppose",
        mode=rules.ballot_mode,
        grades=len(rules.grades),
    )


def ranked_row(numbers: Sequence[int], order: Sequence[int]) -> Row:
    """Return a sheet on which the projects ``order`` are ranked from 1."""
    return tuple(order.index(one) + 1 if one in order else "abstain" for one in numbers)


def tied_ranks(contest: Contest) -> tuple[Row, ...]:
    """Return ranked ballots by which the two at the edge have as many points, above the line.

    Most ballots rank all sure ones first and one of the two last; the others rank both last, in
    turn, and leave out one sure project, each time another. Raises Unreachable.
    """
    seats, (one, other) = contest.most or 0, contest.edge
    both = max(0, 2 * contest.line - contest.voters)
    both += both % 2
    single = (contest.voters - both) // 2
    if contest.voters % 2 or (both and seats < 2) or both > contest.voters:  # noqa: PLR2004
        raise Unreachable
    orders = [(*contest.sure, edge) for edge in contest.edge for _ in range(single)]
    for at in range(both):
        out = contest.sure[at % len(contest.sure)]
        rest = tuple(sure for sure in contest.sure if sure != out)
        orders.append((*rest, one, other) if at % 2 else (*rest, other, one))
    if not all(_ahead(contest, orders, sure) for sure in contest.sure):
        raise Unreachable
    return tuple(ranked_row(contest.numbers, order) for order in orders)


def _ahead(contest: Contest, orders: Sequence[Sequence[int]], sure: int) -> bool:
    """Say whether a sure project reaches the line and has more points than those at the edge."""
    seats = contest.most or 0

    def points(project: int) -> int:
        return sum(seats - order.index(project) for order in orders if project in order)

    votes = sum(1 for order in orders if sure in order)
    return votes >= contest.line and points(sure) > points(contest.edge[0])


def line_of(rules: Rules, threshold: RoundThreshold, *, voters: int, roster: int) -> int:
    """Return the approvals needed if everybody present votes and every ballot is valid."""
    if threshold == "ge_1_3_ballots":
        return -(-voters // 3)
    return pass_line(threshold, roster if rules.threshold_base == "all_members" else voters)
