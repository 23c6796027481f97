"""What follows a round that did not settle everything."""

from collections.abc import Sequence

from ballot.course import left_open, pool
from ballot.events import Event, RoundOpened
from ballot.events.listing import RoundKind
from ballot.fold import Decide
from ballot.folding.listing import threshold_of
from ballot.refusals import WrongList
from ballot.state import Election
from counting.evaluation_rounds import unsatisfactory

CLAUSES: dict[RoundKind, str] = {
    "runoff": "因票数相等不能确定的，就票数相等的项目再次投票，以赞成票多的确定。",
    "fill": "获得过半数赞成的项目不足应选数的，不足部分另行票决。",
    "revote": "收回的票多于发出的票，本轮票决无效，重新票决。",
    "re_evaluation": "对测评结果不满意的项目责成整改，整改以后再次测评。",
}
HANDS = "设备故障不能继续，依照票决办法以举手方式重新表决；举手表决是公开表决。"


def next_round(kind: RoundKind, named: tuple[int, ...], at: str, *, hands: bool = False) -> Decide:
    """Return the command that starts a round of ``kind``.

    ``named`` are the projects to be evaluated again, where they are not those with the last 等次,
    and the candidates of a fill, where they are not those that 主席团 named or, without
    their decision, all that are left; those of a runoff and a revote follow from the log. So does
    a show of hands after failed devices; ``hands`` lets a round after such a one go on so.
    """

    def decide(now: Election) -> Sequence[Event]:
        candidates, seats = _contest(now, kind, named)
        failed = kind == "revote" and now.current.void_ground == "devices_failed"
        return [
            RoundOpened(
                round=len(now.rounds) + 1,
                kind=kind,
                candidates=candidates,
                seats=seats,
                threshold=threshold_of(now, kind),
                clause=HANDS if failed else CLAUSES.get(kind, "由主席团决定。"),
                at=at,
                hands=hands or failed,
            )
        ]

    return decide


def _contest(now: Election, kind: RoundKind, named: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """Return the candidates, in the order of the ballot, and the seats of the next round."""
    left, before = left_open(now), now.current
    if kind == "revote":
        return before.candidates, before.seats
    if before.outcome is None:
        raise WrongList("上一轮没有结果，不能据以开始这一轮。")
    if kind == "re_evaluation":
        chosen = _listed(now, named or unsatisfactory(now))
        if not chosen:
            raise WrongList("没有测评等次为末档的项目，请列明要再次测评的项目。")
        return chosen, len(chosen)
    if kind == "runoff":
        if left.tie is None or left.tie.outcome is None:
            raise WrongList("没有票数相等、尚未确定的项目，不能再次投票。")
        tied = set(left.tie.outcome.tied)
        listed = left.tie.candidates
        return tuple(one for one in listed if one in tied), left.tie.outcome.seats_left
    return _listed(now, named or _decided(now) or _all_left(now)), left.vacant


def _decided(now: Election) -> tuple[int, ...]:
    decided = now.current.decisions.get("shortfall")
    return decided.projects if decided is not None else ()


def _all_left(now: Election) -> tuple[int, ...]:
    return tuple(number for equals in pool(now) for number in equals)


def _listed(now: Election, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return ``numbers`` in the order of the first ballot, new ones after them."""
    known = now.rounds[0].candidates
    old = tuple(one for one in known if one in numbers)
    return (*old, *(one for one in numbers if one not in known))
