"""Why nothing may be ranked: no quorum, too many handed out or returned, figures that disagree.

These are steps 1 to 4 of `counting.outcome`; the first that fails decides alone.
"""

from dataclasses import dataclass

from ballot import attendance
from ballot.results import Action, Decision, Reconciliation, Status, Step
from ballot.rules import Rules
from ballot.rules.text import words_of
from counting import decisions, identities, reconciliation
from counting.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The status that ends the round, what it asks for, and the identities that do not hold."""

    status: Status
    action: Action
    decisions: tuple[Decision, ...]
    failed: tuple[Reconciliation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What a failed identity means; ``name`` limits the report to one identity, None shows all."""

    status: Status
    action: Action
    step: Step
    rules: tuple[str, ...]
    consequence: str
    name: str | None = None


_ISSUE = _Ground(
    status="issue_exceeds_present",
    action="recall_surplus",
    step="issue",
    rules=("present",),
    consequence="请收回多发的票，再开始投票。",
    name=identities.ISSUED,
)
_RETURNED = _Ground(
    status="void_returned_gt_issued",
    action="re_vote",
    step="returned",
    rules=("returned_gt_issued", "revote_by"),
    consequence="收回多于发出，本次{vote}无效，由{leaders}决定重新{vote}。",
    name=identities.RETURNED,
)
_AT_ONCE = "收回多于发出，本次{vote}无效，随即重新{vote}。"
_SUM = _Ground(
    status="integrity_error_sum_gt_valid_x_k",
    action="recount",
    step="identities",
    rules=("ballot_mode", "seats", "overvote"),
    consequence="计票有误，不得宣布结果，请重新计票。",
)
_OTHER = _Ground(
    status="integrity_error",
    action="recount",
    step="identities",
    rules=("ballot_mode", "choices"),
    consequence="不得宣布结果，请逐项核对。",
)


def stopped(rules: Rules, figures: Figures) -> Stop | None:
    """Return why the figures of the round may not be ranked, or None."""
    if figures.present < attendance.quorum(rules.quorum_rule, figures.roster):
        quorum = decisions.quorum(rules, figures)
        return Stop(status="no_quorum", action="await_quorum", decisions=(quorum,))
    failed = reconciliation.failing(figures, rules)
    return None if not failed else _stop(rules, figures, failed)


def _stop(rules: Rules, figures: Figures, failed: tuple[Reconciliation, ...]) -> Stop:
    ground = _ground(failed)
    named = tuple(one for one in failed if ground.name in (None, one.name))
    sentence = "".join(one.sentence for one in named) + _consequence(rules, ground)
    decision = Decision(step=ground.step, rules=ground.rules, sentence=sentence)
    return Stop(
        status=ground.status,
        action=ground.action,
        decisions=(decisions.quorum(rules, figures), decision),
        failed=named,
    )


def _consequence(rules: Rules, ground: _Ground) -> str:
    """Say what follows, in the words of the body."""
    at_once = ground is _RETURNED and rules.revote_by == "automatic"
    text = _AT_ONCE if at_once else ground.consequence
    words = words_of(rules)
    return text.format(vote=words.vote, leaders=words.leaders)


def _ground(failed: tuple[Reconciliation, ...]) -> _Ground:
    """The earliest step at which one of the ``failed`` identities stops the round."""
    names = {one.name for one in failed}
    if identities.ISSUED in names:
        return _ISSUE
    if identities.RETURNED in names:
        return _RETURNED
    more = any(
        one.name in {identities.AT_MOST_K, identities.EXACTLY_K} and one.difference > 0
        for one in failed
    )
    return _SUM if more else _OTHER
