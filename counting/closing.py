"""How a ranked round ends: final, tied at the last seat, or with seats that nobody fills."""

from ballot.events.listing import RoundKind
from ballot.results import Action, Decision, Status
from ballot.rules import Rules
from ballot.rules.values import ShortfallAction
from counting import decisions
from counting.ranking import Ranking

_SHORTFALL: dict[ShortfallAction, Action] = {
    "presidium_decides": "presidium",
    "vacant": "leave_vacant",
    "same_session": "fill_same_session",
    "next_session": "fill_next_session",
}


def close(
    rules: Rules, ranking: Ranking, kind: RoundKind, *, another: bool
) -> tuple[Status, Action | None, tuple[Decision, ...]]:
    """Return the status, what it asks for, and the decisions on ties and vacancies.

    ``another``: a further round is allowed. Under 分类名额 one category may be tied while another
    has a vacancy; then the tie comes first, and the vacancy is told beside it.
    """
    settled = (decisions.settled_tie(rules, ranking),) if ranking.settled else ()
    last: tuple[Decision, ...] = ()
    status: Status = "final"
    action: Action | None = None
    if ranking.vacant:
        status, action, last = _shortfall(rules, ranking, another=another)
    if ranking.tied:
        status, action, tie = _tie(rules, ranking, kind, another=another)
        last = (tie, *last)
    return status, action, (*settled, *last)


def _tie(
    rules: Rules, ranking: Ranking, kind: RoundKind, *, another: bool
) -> tuple[Status, Action, Decision]:
    if kind == "runoff":
        again = rules.tie_again == "repeat"
        status: Status = "undecided_second_tie"
        parameter = "tie_again"
    else:
        again = rules.tie_rule == "re_vote_tied"
        status, parameter = "tie_at_cutoff", "tie_rule"
    action: Action = "presidium"
    if again and another:
        action = "runoff"
    elif kind != "runoff" and rules.tie_rule == "lot":
        action = "draw_lot"
    limited = ("max_rounds",) if again and not another else ()
    return status, action, decisions.tie(rules, (parameter, *limited), ranking, action)


def _shortfall(
    rules: Rules, ranking: Ranking, *, another: bool
) -> tuple[Status, Action, tuple[Decision, ...]]:
    parameters: tuple[str, ...] = ("shortfall_action",)
    action = _SHORTFALL[rules.shortfall_action]
    if rules.ballot_mode == "whole_list":
        parameters, action = ("ballot_mode", "shortfall_action"), "leave_vacant"
    elif action == "fill_same_session" and not another:
        parameters, action = ("shortfall_action", "max_rounds"), "leave_vacant"
    return "shortfall", action, (decisions.shortfall(rules, parameters, ranking, action),)
