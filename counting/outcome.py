"""From a round's figures to its outcome, in the order in which a 总监票人 reads it out.

1. quorum  2. issue (发出 <= 实到)  3. returned (收回 <= 发出)  4. identities  5. threshold
6. rank  7. tie  8. shortfall

The first of 1 to 4 that fails decides alone: nothing is ranked then. Each step leaves a
`Decision` naming the rules that made it. What a status asks for next is in ``action``; the act
itself is the 主席团's.

The caller's duty: that ``figures`` are those of the log, and that ``kind`` is the round's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ballot import attendance
from ballot.events.listing import RoundKind
from ballot.results import (
    Action,
    ChannelOutcome,
    Decision,
    ItemTotals,
    Outcome,
    Reconciliation,
    Status,
    Step,
)
from ballot.rules import Rules, Threshold
from ballot.rules.handled import require_handled
from ballot.rules.values import ShortfallAction
from counting import line, reconciliation
from counting.errors import UnequalCandidates
from counting.figures import Figures, ballots_of
from counting.ranking import Ranking, rank
from counting.tally import join_items

_SHORTFALL: dict[ShortfallAction, Action] = {
    "presidium_decides": "presidium",
    "vacant": "leave_vacant",
    "same_session": "fill_same_session",
    "next_session": "fill_next_session",
}


def decide(
    rules: Rules,
    figures: Figures,
    *,
    kind: RoundKind = "first",
    threshold: Threshold | Literal["ge_1_3_ballots"] | None = None,
    numbering: Mapping[str, int] | None = None,
    another_round: bool = True,
) -> Outcome:
    """Return the outcome of a round of ``kind`` with ``figures`` under ``rules``.

    ``threshold`` is the line that the opening of the round named, where it named one; else the
    rules' line for that kind of round holds. ``numbering`` gives the clause of the passed text
    for each parameter. ``another_round``: the rules and the cards allow a further round.

    Raises ballot.errors.Refused for rules that this version does not carry out, and
    UnequalCandidates for channels that do not list the same projects (or, where projects are to
    be ranked, list none).
    """
    require_handled(rules)
    counts = join_items([part.tally for part in figures.channels])
    gate = _gate(rules, figures)
    if gate is not None:
        return _outcome(figures, counts, gate)
    if not counts:
        raise UnequalCandidates("没有任何项目的合计数，不能确定票决结果，请先完成计票。")
    drawn = threshold or (rules.runoff_threshold if kind == "runoff" else rules.threshold)
    return _outcome(figures, counts, _ranked(rules, figures, kind, drawn, counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What the steps found; the totals are added by `_outcome`."""

    status: Status
    action: Action | None
    decisions: tuple[Decision, ...]
    threshold: int | None = None
    base: int | None = None
    ranking: Ranking | None = None
    failed: tuple[Reconciliation, ...] = ()


def _gate(rules: Rules, figures: Figures) -> _Finding | None:
    """Steps 1 to 4: return why nothing may be ranked, or None."""
    quorum = _quorum(rules, figures)
    if figures.present < attendance.quorum(rules.quorum_rule, figures.roster):
        return _Finding(status="no_quorum", action="await_quorum", decisions=(quorum,))
    failed = reconciliation.failures(reconciliation.reconcile(figures, rules))
    if not failed:
        return None
    stop = _verdict({identity.name for identity in failed})
    named = tuple(identity for identity in failed if stop.name in (None, identity.name))
    sentence = "".join(identity.sentence for identity in named)
    decision = Decision(step=stop.step, rules=stop.rules, sentence=sentence + stop.consequence)
    return _Finding(
        status=stop.status, action=stop.action, decisions=(quorum, decision), failed=named
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stop:
    """What a failed identity means; ``name`` limits the report to one identity, None shows all."""

    status: Status
    action: Action
    step: Step
    rules: tuple[str, ...]
    consequence: str
    name: str | None = None


_ISSUE = _Stop(
    status="issue_exceeds_present",
    action="recall_surplus",
    step="issue",
    rules=("present",),
    consequence="请收回多发的票，再开始投票。",
    name=reconciliation.ISSUED,
)
_RETURNED = _Stop(
    status="void_returned_gt_issued",
    action="re_vote",
    step="returned",
    rules=("returned_gt_issued", "revote_by"),
    consequence="收回多于发出，本次票决无效，由主席团决定重新票决。",
    name=reconciliation.RETURNED,
)
_SUM = _Stop(
    status="integrity_error_sum_gt_valid_x_k",
    action="recount",
    step="identities",
    rules=("ballot_mode", "seats", "overvote"),
    consequence="计票有误，不得宣布结果，请重新计票。",
)
_OTHER = _Stop(
    status="integrity_error",
    action="recount",
    step="identities",
    rules=(),
    consequence="不得宣布结果，请逐项核对。",
)


def _verdict(names: set[str]) -> _Stop:
    """The earliest step at which one of the failed identities ``names`` stops the round."""
    if reconciliation.ISSUED in names:
        return _ISSUE
    if reconciliation.RETURNED in names:
        return _RETURNED
    return _SUM if reconciliation.SUM_APPROVE in names else _OTHER


def _ranked(
    rules: Rules,
    figures: Figures,
    kind: RoundKind,
    threshold: Threshold,
    counts: tuple[ItemTotals, ...],
) -> _Finding:
    """Steps 5 to 8: the line, the order, and what stays open."""
    base = line.base_of(rules, figures)
    needed = line.pass_line(threshold, base)
    ranking = rank(counts, line=needed, seats=figures.seats, rank_by=rules.rank_by)
    status, action, last = _close(rules, ranking, kind)
    quorum = _quorum(rules, figures)
    return _Finding(
        status=status,
        action=action,
        threshold=needed,
        base=base,
        ranking=ranking,
        decisions=(quorum, _line_drawn(rules, kind, needed, base), _order(rules, ranking), *last),
    )


def _close(
    rules: Rules, ranking: Ranking, kind: RoundKind
) -> tuple[Status, Action | None, tuple[Decision, ...]]:
    """Steps 7 and 8: a tie at the last seat, seats that nobody fills, or a final result."""
    if ranking.tied and kind == "runoff":
        return "undecided_second_tie", "presidium", (_tie("tie_again", ranking),)
    if ranking.tied:
        action: Action = "runoff" if rules.tie_rule == "re_vote_tied" else "presidium"
        return "tie_at_cutoff", action, (_tie("tie_rule", ranking),)
    if ranking.vacant:
        sentence = f"入选 {len(ranking.elected)} 项，空缺 {ranking.vacant} 项。"
        decision = Decision(step="shortfall", rules=("shortfall_action",), sentence=sentence)
        return "shortfall", _SHORTFALL[rules.shortfall_action], (decision,)
    return "final", None, ()


def _quorum(rules: Rules, figures: Figures) -> Decision:
    needed = attendance.quorum(rules.quorum_rule, figures.roster)
    verdict = "符合" if figures.present >= needed else "不符合"
    return Decision(
        step="quorum",
        rules=("quorum_rule", "roster_total", "present"),
        sentence=f"全体代表 {figures.roster} 名，实到 {figures.present} 名；"
        f"到会须为{line.QUORUM_NAMES[rules.quorum_rule]}（{needed} 名），{verdict}法定人数。",
    )


def _line_drawn(rules: Rules, kind: RoundKind, needed: int, base: int) -> Decision:
    parameter = "runoff_threshold" if kind == "runoff" else "threshold"
    if needed == 0:
        sentence = "按得票多少确定，至少有一票赞成。"
        return Decision(step="threshold", rules=(parameter,), sentence=sentence)
    sentence = f"以{line.BASE_NAMES[rules.threshold_base]} {base} 为基数，通过线为 {needed} 票。"
    return Decision(step="threshold", rules=(parameter, "threshold_base"), sentence=sentence)


def _order(rules: Rules, ranking: Ranking) -> Decision:
    by = "赞成票数" if rules.rank_by == "approve" else "赞成票数减反对票数"
    sentence = f"达到通过线的按{by}由多到少排列，确定入选 {len(ranking.elected)} 项。"
    return Decision(step="rank", rules=("rank_by", "seats"), sentence=sentence)


def _tie(parameter: str, ranking: Ranking) -> Decision:
    numbers = "、".join(str(number) for number in ranking.tied)
    sentence = f"第 {numbers} 号项目票数相等，争 {ranking.seats_left} 个名额，不能确定。"
    return Decision(step="tie", rules=(parameter,), sentence=sentence)


def _outcome(figures: Figures, counts: tuple[ItemTotals, ...], finding: _Finding) -> Outcome:
    ranking = finding.ranking or Ranking(elected=(), tied=(), seats_left=0, vacant=0, losing=())
    return Outcome(
        status=finding.status,
        action=finding.action,
        threshold=finding.threshold,
        base=finding.base,
        elected=ranking.elected,
        tied=ranking.tied,
        seats_left=ranking.seats_left,
        vacant=ranking.vacant,
        not_elected=ranking.losing,
        counts=counts,
        ballots=ballots_of(figures.channels),
        channels=_by_channel(figures),
        failed=finding.failed,
        decisions=finding.decisions,
    )


def _by_channel(figures: Figures) -> dict[str, ChannelOutcome]:
    return {
        part.tally.channel: ChannelOutcome(ballots=ballots_of((part,)), counts=part.tally.items)
        for part in figures.channels
    }
