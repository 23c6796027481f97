"""From totals and a line to elected, tied and left out; no status, no papers."""

from collections.abc import Iterable
from dataclasses import dataclass

from ballot.results import ItemTotals, Losing, LosingReason
from ballot.rules.values import RankBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Project numbers: ``elected`` in order of rank, ``tied`` for ``seats_left``, the losing."""

    elected: tuple[int, ...]
    tied: tuple[int, ...]
    seats_left: int
    vacant: int
    losing: tuple[Losing, ...]


def rank(items: Iterable[ItemTotals], *, line: int, seats: int, rank_by: RankBy) -> Ranking:
    """Rank ``items`` that reach ``line`` approvals (at least one in any case) for ``seats``.

    Equal scores inside or outside the seats need nothing; equal scores across the last seat are
    tied, all of them and nobody else. Equal scores are listed by printed number.
    """
    ordered = sorted(items, key=lambda item: (-_score(item, rank_by), item.number))
    passed = [item for item in ordered if item.approve >= max(line, 1)]
    within, tied = _cut(passed, seats, rank_by)
    named = {item.number for item in (*within, *tied)}
    above = {item.number for item in passed}
    return Ranking(
        elected=tuple(item.number for item in within),
        tied=tuple(item.number for item in tied),
        seats_left=seats - len(within) if tied else 0,
        vacant=max(seats - len(passed), 0),
        losing=tuple(
            Losing(number=item.number, reason=_reason(item, above))
            for item in ordered
            if item.number not in named
        ),
    )


def _cut(
    passed: list[ItemTotals], seats: int, rank_by: RankBy
) -> tuple[list[ItemTotals], list[ItemTotals]]:
    """Split ``passed`` at the last seat: those certainly in, those who share the last score."""
    if len(passed) <= seats:
        return passed, []
    last = _score(passed[seats - 1], rank_by)
    if _score(passed[seats], rank_by) != last:
        return passed[:seats], []
    return (
        [item for item in passed if _score(item, rank_by) > last],
        [item for item in passed if _score(item, rank_by) == last],
    )


def _reason(item: ItemTotals, above: set[int]) -> LosingReason:
    return "above_line_out_of_rank" if item.number in above else "below_line"


def _score(item: ItemTotals, rank_by: RankBy) -> int:
    return item.approve - item.oppose if rank_by == "approve_minus_oppose" else item.approve
