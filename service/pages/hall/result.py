"""The result as the hall's screen shows it: which projects, which figures, from when on.

Never more than the rules publish (`publish_level`), whoever stands in front of the screen: its
address is open to everybody. Before the paper is frozen there is nothing at all to show, not even
to this module; `display` only says how long the screen waits from then on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ballot.course import choices, votes
from ballot.results import ItemTotals, Outcome
from ballot.state import Election, Round
from service.pages.words import Said, said

SIGNED = frozenset({"certified", "announced"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One project: ``score`` votes (or points) of ``most``, None where they are not published.

    ``chosen`` is None as long as nothing is decided. ``words`` are the figures as they are read.
    """

    number: int
    name: str
    chosen: bool | None
    score: int | None
    words: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What is shown: ``rows`` of it, ``hidden`` rows to come, ``line`` approvals needed.

    ``line`` is None where no line was drawn or no figures are published. ``notes`` say what the
    figures are not.
    """

    rows: tuple[Row, ...]
    most: int
    line: int | None
    hidden: int = 0
    notes: tuple[Said, ...] = ()


def result(state: Election, current: Round, names: Mapping[int, str], shown: int) -> Result | None:
    """Return what the screen shows of the round's result now; None for nothing yet.

    ``shown``: how many projects the presider has let it show, under `display: staged`.
    """
    mode, outcome = state.rules.display, current.outcome
    if outcome is None:
        return _paper(state, current, names) if mode == "live" else None
    if current.stage == "announced":
        return _whole(state, current, outcome, names)
    if mode == "staged" and current.stage == "certified":
        return _part(_whole(state, current, outcome, names), shown)
    if mode == "live" and current.stage in {"counted", "certified"}:
        return _whole(state, current, outcome, names)
    return None


def steps(state: Election, current: Round, names: Mapping[int, str]) -> int:
    """Return how many projects there are to show one by one."""
    outcome = current.outcome
    return 0 if outcome is None else len(_whole(state, current, outcome, names).rows)


def _part(whole: Result, shown: int) -> Result | None:
    if shown <= 0:
        return None
    rows = whole.rows[:shown]
    return Result(
        rows=rows,
        most=whole.most,
        line=whole.line,
        hidden=len(whole.rows) - len(rows),
        notes=whole.notes,
    )


def _paper(state: Election, current: Round, names: Mapping[int, str]) -> Result | None:
    """Return the frozen totals of the paper, as long as the tablets' sum is not open."""
    counted = current.paper_count
    rules = state.rules
    if (
        not current.paper_frozen
        or counted is None
        or current.stage != "closed"
        or rules.publish_level != "full"
        or rules.ballot_mode == "graded"
    ):
        return None
    kept = said("纸质票 {count} 张的计票数；平板票的合计还没有开启", count=counted.valid)
    alone = said("纸质票计票数，还没有按票决办法得出结果")
    return Result(
        rows=tuple(_row(state, one, names, chosen=None) for one in counted.items),
        most=_most(state, counted.items, counted.valid),
        line=None,
        notes=(kept if current.tablet.issued else alone,),
    )


def _whole(state: Election, current: Round, outcome: Outcome, names: Mapping[int, str]) -> Result:
    chosen = [one.number for one in choices(state) if one.round == current.number]
    level = state.rules.publish_level
    items = _ordered(state, outcome.counts, chosen)
    if level != "full" and not outcome.graded:
        items = [one for one in items if one.number in chosen]
    rows = [_row(state, one, names, chosen=one.number in chosen) for one in items]
    if level == "names":
        rows = [Row(number=one.number, name=one.name, chosen=True, score=None) for one in rows]
    if outcome.graded:
        rows = _graded(state, outcome, names)
    figures = level != "names" and not outcome.graded and state.rules.rank_by == "approve"
    unsigned = said("还没有经总监票人、监票人签字确认")
    return Result(
        rows=tuple(rows),
        most=_most(state, outcome.counts, outcome.ballots.valid),
        line=outcome.threshold if figures and outcome.threshold else None,
        notes=() if current.stage in SIGNED else (unsigned,),
    )


def _ordered(
    state: Election, counts: Sequence[ItemTotals], chosen: Sequence[int]
) -> list[ItemTotals]:
    """Return the chosen by rank, then all others by votes."""
    rank = {number: place for place, number in enumerate(chosen)}
    by = state.rules.rank_by
    return sorted(
        counts,
        key=lambda one: (rank.get(one.number, len(rank)), -votes(one, by), one.number),
    )


def _row(
    state: Election, item: ItemTotals, names: Mapping[int, str], *, chosen: bool | None
) -> Row:
    return Row(
        number=item.number,
        name=names.get(item.number, ""),
        chosen=chosen,
        score=votes(item, state.rules.rank_by),
        words=tuple(_figures(state, item)),
    )


def _figures(state: Election, item: ItemTotals) -> list[Said]:
    rules = state.rules
    if rules.rank_by == "points":
        return [said("积分 {count}", count=item.points)]
    found = [said("赞成 {count}", count=item.approve)]
    if rules.publish_level != "full":
        return found
    if "oppose" in rules.choices:
        found.append(said("反对 {count}", count=item.oppose))
    if "abstain" in rules.choices or rules.blank_means == "abstain":
        found.append(said("弃权 {count}", count=item.abstain))
    if item.illegible:
        found.append(said("辨认不清 {count}", count=item.illegible))
    return found


def _graded(state: Election, outcome: Outcome, names: Mapping[int, str]) -> list[Row]:
    """Return the grades reached; the ratings behind them only where all figures are published."""
    totals = {one.number: one for one in outcome.counts}
    full = state.rules.publish_level == "full"
    return [
        Row(
            number=one.number,
            name=names.get(one.number, ""),
            chosen=None,
            score=totals[one.number].grades[0] if full else None,
            words=(
                *([said(one.grade)] if one.grade else []),
                *(
                    [
                        said("{grade} {count}", grade=said(grade), count=count)
                        for grade, count in zip(
                            state.rules.grades, totals[one.number].grades, strict=True
                        )
                    ]
                    if full
                    else []
                ),
            ),
        )
        for one in outcome.graded
    ]


def _most(state: Election, items: Sequence[ItemTotals], valid: int) -> int:
    """Return the score of a full bar: every valid ballot, or the most points that there are."""
    if state.rules.rank_by == "points":
        return max((one.points for one in items), default=0)
    return valid
