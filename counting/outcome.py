"""From a round's figures to its outcome, in the order in which a 总监票人 reads it out.

1. quorum  2. issue (发出 <= 实到)  3. returned (收回 <= 发出)  4. identities  5. threshold
6. rank  7. budget  8. tie  9. shortfall

The first of 1 to 4 that fails decides alone (`counting.gate`): nothing is ranked then. Each step
leaves a `Decision` naming the rules and the clauses that made it. What a status asks for next is in
``action``; the act itself is the 主席团's or the lot's.

A list voted on as a whole stands or falls as one; grades (满意度测评) take the place of 5 to 9.

The caller's duty: that ``figures`` are those of the log, and that ``kind`` is the round's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from ballot.errors import Refused
from ballot.events.listing import RoundKind
from ballot.money import FEN_PER_WAN
from ballot.results import (
    Action,
    ChannelOutcome,
    Decision,
    GroupOutcome,
    ItemTotals,
    Outcome,
    Status,
)
from ballot.rules import Rules
from ballot.rules.text import numbering as generated_numbering
from counting import closing, decisions, gate, unused
from counting.citation import cited
from counting.errors import UnequalCandidates
from counting.evaluation import cited_grades, graded_outcome
from counting.figures import Figures, added, ballots_of
from counting.groups import joined, rank_groups
from counting.line import Line, RoundLine, line_of
from counting.quota import seats_by_category
from counting.ranking import Purse, Ranking, Terms, rank
from counting.tally import join_items


def decide(
    rules: Rules,
    figures: Figures,
    *,
    kind: RoundKind = "first",
    threshold: RoundLine | None = None,
    numbering: Mapping[str, int] | None = None,
    another_round: bool = True,
) -> Outcome:
    """Return the outcome of a round of ``kind`` with ``figures`` under ``rules``.

    ``threshold`` is the line that the opening of the round named, where it named one; else the
    rules' line for that kind of round holds. ``numbering`` gives the clause of the passed text
    for each parameter; None: the generated text's. ``another_round``: the rules and the cards
    allow a further round; without one a tie is the 主席团's and a vacancy stays.

    Raises UnequalCandidates for channels that do not list the same projects (or, where projects
    are to be ranked, list none), WrongQuota for categories with more seats than there are, Refused
    for 分类名额 beside a hard 资金上限: nobody said which category may first use the money.
    """
    drawn = _decided(rules, figures, kind, threshold, another=another_round)
    numbers = generated_numbering(rules) if numbering is None else numbering
    named = tuple(cited(one, numbers, rules) for one in drawn.decisions)
    graded = cited_grades(rules, drawn.graded, numbers)
    return msgspec.structs.replace(drawn, decisions=named, graded=graded)


def _decided(
    rules: Rules, figures: Figures, kind: RoundKind, threshold: RoundLine | None, *, another: bool
) -> Outcome:
    stop = gate.stopped(rules, figures)
    if stop is not None:
        return _stopped(unused.forgotten(figures), stop)
    quorum = decisions.quorum(rules, figures)
    idle = decisions.unused_cards(rules, figures)
    settled = unused.settled(figures, rules)
    if rules.ballot_mode == "graded":
        done = graded_outcome(rules, settled)
        return msgspec.structs.replace(done, decisions=(quorum, *idle, *done.decisions))
    counts = join_items([part.tally for part in settled.channels])
    if not counts:
        raise UnequalCandidates("没有任何项目的合计数，不能确定票决结果，请先完成计票。")
    drawn = line_of(rules, settled, kind, threshold)
    seated = _seated(rules, settled, kind, drawn, counts)
    status, action, last = closing.close(rules, seated.ranking, kind, another=another)
    apart = decisions.written_in(rules, settled)
    steps = (quorum, *idle, decisions.line_drawn(seated.line), *seated.decisions, *apart, *last)
    return _outcome(settled, counts, seated, status, action, steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seated:
    """Who takes the seats, by which line, with the decisions of the steps 6 and 7."""

    line: Line
    ranking: Ranking
    decisions: tuple[Decision, ...]
    groups: tuple[GroupOutcome, ...] = ()


def _seated(
    rules: Rules, figures: Figures, kind: RoundKind, drawn: Line, counts: tuple[ItemTotals, ...]
) -> _Seated:
    """Steps 6 and 7: rank for the seats, in one list, by category, or the list as a whole."""
    if rules.ballot_mode == "whole_list":
        return _as_a_whole(rules, figures, drawn, counts)
    terms = _terms(rules, figures, kind, drawn)
    quota = figures.quota
    if quota is None:
        quota = seats_by_category(rules, figures.seats)
    if quota is None:
        ranking = rank(counts, terms)
        budget = decisions.budget(rules, figures, ranking)
        order = decisions.order(rules, ranking)
        return _Seated(line=drawn, ranking=ranking, decisions=(order, *budget))
    if terms.purse is not None:
        raise Refused(
            "分类名额与硬性的资金上限不能并用：没有规定哪一类项目先用资金，请修改票决办法。",
            code="rules.quota_and_cap",
        )
    groups = rank_groups(counts, figures.projects, quota, terms)
    ranking = joined(groups, counts, terms)
    orders = [decisions.order_in(rules, g.category, g.seats, g.ranking) for g in groups]
    return _Seated(
        line=drawn,
        ranking=ranking,
        decisions=(*orders, *decisions.budget(rules, figures, ranking)),
        groups=tuple(group.outcome() for group in groups),
    )


def _as_a_whole(
    rules: Rules, figures: Figures, drawn: Line, counts: tuple[ItemTotals, ...]
) -> _Seated:
    """整体表决: every project has the question's totals; without a line 赞成 outweighs 反对."""
    if drawn.needed == 0:
        needed = counts[0].oppose + 1
        drawn = replace(drawn, needed=needed, base=counts[0].oppose, base_name="反对票数")
    ranking = rank(counts, Terms(line=drawn.needed, seats=len(counts)))
    budget = decisions.budget(rules, figures, ranking)
    return _Seated(line=drawn, ranking=ranking, decisions=(decisions.whole_list(ranking), *budget))


def _terms(rules: Rules, figures: Figures, kind: RoundKind, drawn: Line) -> Terms:
    cap = rules.budget_cap
    hard = cap is not None and cap.hard
    # A tie rule settles the tie of a first round; what a second tie asks for is tie_again's.
    tie_rule = None if kind == "runoff" else rules.tie_rule
    costs: dict[int, int | None] = {}
    if hard or tie_rule == "lower_cost":
        costs = {number: one.cost_fen for number, one in figures.projects.items()}
    return Terms(
        line=drawn.needed,
        seats=figures.seats,
        rank_by=rules.rank_by,
        tie_rule=tie_rule,
        costs=costs,
        purse=None
        if cap is None or not hard
        else Purse(left=cap.amount * FEN_PER_WAN - figures.spent_fen, costs=costs),
    )


def _stopped(figures: Figures, stop: gate.Stop) -> Outcome:
    channels = _by_channel(figures)
    return Outcome(
        status=stop.status,
        action=stop.action,
        counts=join_items([part.tally for part in figures.channels]),
        ballots=added([one.ballots for one in channels.values()]),
        channels=channels,
        failed=stop.failed,
        decisions=stop.decisions,
    )


def _outcome(
    figures: Figures,
    counts: tuple[ItemTotals, ...],
    seated: _Seated,
    status: Status,
    action: Action | None,
    steps: tuple[Decision, ...],
) -> Outcome:
    ranking, channels = seated.ranking, _by_channel(figures)
    return Outcome(
        status=status,
        action=action,
        threshold=seated.line.needed,
        base=seated.line.base,
        elected=ranking.elected,
        tied=ranking.tied,
        seats_left=ranking.seats_left,
        vacant=ranking.vacant,
        not_elected=ranking.losing,
        counts=counts,
        ballots=added([one.ballots for one in channels.values()]),
        channels=channels,
        decisions=steps,
        groups=seated.groups,
    )


def _by_channel(figures: Figures) -> dict[str, ChannelOutcome]:
    return {
        part.tally.channel: ChannelOutcome(
            ballots=ballots_of(part), counts=part.tally.items, written=part.tally.written
        )
        for part in figures.channels
    }
