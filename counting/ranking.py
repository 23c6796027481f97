"""From totals and a line to elected, tied and left out; no status, no papers.

Projects are taken by score, equal scores together. Equal scores inside or outside the seats need
nothing; equal scores across the last seat are tied, all of them and nobody else.

Under a hard 资金上限 a project that alone costs more than what is left is passed over, and the next
one has its turn. Equal scores that would fit one by one but not together are tied for as many seats
as can be paid; nobody behind such a tie is taken, because nobody knows yet what it leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from ballot.results import ItemTotals, Losing, LosingReason
from ballot.rules.values import RankBy, TieRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """A hard 资金上限: what is ``left`` of it (in 分), and what each project costs, if known."""

    left: int
    costs: Mapping[int, int | None]

    def cost(self, number: int) -> int:
        """Return the cost of a project; one without a known cost is taken for free."""
        return self.costs.get(number) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By which rules the seats are given.

    ``line``: approvals needed, at least one in any case. ``tie_rule``: admit_all and lower_cost
    settle a tie here, with the ``costs``; every other rule (None too) leaves it open. ``full``:
    how a project above the line loses when all seats are taken.
    """

    line: int
    seats: int
    rank_by: RankBy = "approve"
    tie_rule: TieRule | None = None
    costs: Mapping[int, int | None] = field(default_factory=dict)
    purse: Purse | None = None
    full: LosingReason = "above_line_out_of_rank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Project numbers: ``elected`` in order of rank, ``tied`` for ``seats_left``, the losing.

    ``passed`` is the number of projects that reached the line. ``settled`` are those of the elected
    that a tie rule chose among equals.
    """

    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    seats_left: int = 0
    vacant: int = 0
    losing: tuple[Losing, ...] = ()
    passed: int = 0
    settled: tuple[int, ...] = ()


def score_of(item: ItemTotals, rank_by: RankBy) -> int:
    """Return what ``item`` is ranked by: approvals, approvals less opposals, or points."""
    match rank_by:
        case "approve":
            return item.approve
        case "approve_minus_oppose":
            return item.approve - item.oppose
        case "points":
            return item.points


def in_order(items: Iterable[ItemTotals], rank_by: RankBy) -> list[ItemTotals]:
    """Return ``items`` by score; equal scores are listed by printed number."""
    return sorted(items, key=lambda item: (-score_of(item, rank_by), item.number))


def rank(items: Iterable[ItemTotals], terms: Terms) -> Ranking:
    """Give the seats of ``terms`` to ``items``."""
    ordered = in_order(items, terms.rank_by)
    least = max(terms.line, 1)
    passed = [item for item in ordered if item.approve >= least]
    money = None if terms.purse is None else terms.purse.left
    seating = _Seating(terms=terms, free=terms.seats, money=money)
    for _, level in groupby(passed, key=lambda item: score_of(item, terms.rank_by)):
        if seating.tied or seating.free <= 0:
            break
        seating.take([item.number for item in level])
    seated = {*seating.elected, *seating.tied}
    above = {item.number for item in passed}
    return Ranking(
        elected=tuple(seating.elected),
        tied=tuple(seating.tied),
        seats_left=seating.seats_left,
        vacant=max(seating.free, 0) - seating.seats_left,
        losing=tuple(
            Losing(number=number, reason=_reason(number, above, seating))
            for number in (item.number for item in ordered)
            if number not in seated
        ),
        passed=len(passed),
        settled=tuple(seating.settled),
    )


def _reason(number: int, above: set[int], seating: "_Seating") -> LosingReason:
    if number not in above:
        return "below_line"
    return seating.reasons.get(number, seating.terms.full)


@dataclass(slots=True, kw_only=True)
class _Seating:
    """Who sits so far; ``free`` seats and ``money`` remain. Made and used by `rank` alone."""

    terms: Terms
    free: int
    money: int | None
    elected: list[int] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    seats_left: int = 0
    reasons: dict[int, LosingReason] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)

    def take(self, level: Sequence[int]) -> None:
        """Give seats to projects of one score, or find them tied."""
        within = self._affordable(level)
        fits = self._fits(within)
        if fits == len(within):
            self._elect(within)
        elif self.terms.tie_rule == "admit_all" and self._payable(within) == len(within):
            self._elect(within)
            self.settled += within
        elif self.terms.tie_rule == "lower_cost":
            self._cheapest(within, fits)
        else:
            self.tied, self.seats_left = list(within), fits

    def _affordable(self, level: Sequence[int]) -> Sequence[int]:
        if self.money is None or self.terms.purse is None:
            return level
        cost = self.terms.purse.cost
        for number in level:
            if cost(number) > self.money:
                self.reasons[number] = "over_budget"
        return [number for number in level if cost(number) <= self.money]

    def _fits(self, level: Sequence[int]) -> int:
        """How many of ``level`` find both a seat and the money."""
        return min(self.free, self._payable(level))

    def _payable(self, level: Sequence[int]) -> int:
        """How many of ``level`` the money allows at most, the cheapest first."""
        if self.money is None or self.terms.purse is None:
            return len(level)
        costs = accumulate(sorted(map(self.terms.purse.cost, level)))
        return sum(1 for total in costs if total <= self.money)

    def _elect(self, level: Sequence[int]) -> None:
        self.elected += level
        self.free -= len(level)
        if self.money is not None and self.terms.purse is not None:
            self.money -= sum(map(self.terms.purse.cost, level))

    def _cheapest(self, level: Sequence[int], seats: int) -> None:
        """投资小者优先; a missing cost or equal costs at the last seat leave the tie open."""
        known = {number: self.terms.costs.get(number) for number in level}
        costs = {number: cost for number, cost in known.items() if cost is not None}
        if len(costs) < len(known):
            self.tied, self.seats_left = list(level), seats
            return
        last, after = sorted(costs.values())[seats - 1 : seats + 1]
        limit = last if last < after else last - 1
        chosen = [number for number in level if costs[number] <= limit]
        self._elect(chosen)
        self.settled += chosen
        self.reasons |= {n: "dearer_of_tied" for n in level if costs[n] > last}
        if last == after:
            self.tied = [number for number in level if costs[number] == last]
            self.seats_left = seats - len(chosen)
