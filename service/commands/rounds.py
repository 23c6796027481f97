"""What follows a round that did not settle everything."""

from collections.abc import Sequence

from ballot.events import Event, RoundOpened
from ballot.events.listing import RoundKind
from ballot.fold import Decide
from ballot.folding.listing import threshold_of
from ballot.refusals import WrongList
from ballot.state import Election

CLAUSES: dict[RoundKind, str] = {
    "runoff": "因票数相等不能确定的，就票数相等的项目再次投票，以赞成票多的确定。",
    "fill": "获得过半数赞成的项目不足应选数的，不足部分另行票决。",
    "revote": "收回的票多于发出的票，本轮票决无效，重新票决。",
}


def next_round(kind: RoundKind, chosen: tuple[int, ...], at: str) -> Decide:
    """Return the command that starts a round of ``kind``.

    ``chosen`` are the candidates of a fill; those of a runoff and a revote follow from the log.
    """

    def decide(now: Election) -> Sequence[Event]:
        candidates, seats = _contest(now, kind, chosen)
        return [
            RoundOpened(
                round=len(now.rounds) + 1,
                kind=kind,
                candidates=candidates,
                seats=seats,
                threshold=threshold_of(now, kind),
                clause=CLAUSES.get(kind, "由主席团决定。"),
                at=at,
            )
        ]

    return decide


def _contest(
    now: Election, kind: RoundKind, chosen: tuple[int, ...]
) -> tuple[tuple[int, ...], int]:
    """Return the candidates, in the order of the ballot, and the seats of the next round."""
    before = now.current
    if kind == "revote":
        return before.candidates, before.seats
    if before.outcome is None:
        raise WrongList("上一轮没有结果，不能据以开始这一轮。")
    if kind == "runoff":
        tied = set(before.outcome.tied)
        return tuple(one for one in before.candidates if one in tied), before.outcome.seats_left
    left = set(before.candidates) - set(before.outcome.elected)
    pool = set(chosen) or left
    return tuple(one for one in before.candidates if one in pool), before.outcome.vacant
