"""Who votes how: the split of the ballots over the channels, and the paper's count."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import msgspec

from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from ballot.rules.marks import marks_named
from counting.readings import Box
from counting.validity import Ballot, Sheet, count
from service.rehearsal.ballots import BadBallots, Ballots, Cell, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The ballots of a round by channel, each in the order in which they are cast."""

    paper: tuple[Row, ...]
    tablet: tuple[Row, ...]


def split(
    ballots: Ballots, rules: Rules, seats: int, paper_share: float, seed: int | None
) -> Split:
    """Return who votes on paper and who on a tablet; ``seed`` makes it repeatable.

    Ballots that approve more than ``seats`` can only be cast on paper, where they are invalid.
    Raises BadBallots if there are more of them than the paper's share takes.
    """
    order = list(ballots.rows)
    # Practice only: who sits where in a rehearsal is no secret and gives no key material.
    draw = Random(seed)  # noqa: S311
    draw.shuffle(order)
    spoilt = [row for row in order if overvoted(row, rules, seats)]
    good = [row for row in order if not overvoted(row, rules, seats)]
    paper = round(len(order) * paper_share)
    if len(spoilt) > paper:
        raise BadBallots(
            f"有 {len(spoilt)} 张票赞成多于 {seats} 项，平板上投不出这样的票；"
            "请改正，或者用 --paper-share 让它们投在纸上（按无效票计）。"
        )
    cut = paper - len(spoilt)
    on_paper = spoilt + good[:cut]
    draw.shuffle(on_paper)
    return Split(paper=tuple(on_paper), tablet=tuple(good[cut:]))


def check_choices(ballots: Ballots, rules: Rules) -> None:
    """Raise BadBallots for the first cell that says what the rules do not offer."""
    for at, row in enumerate(ballots.rows, 2):
        for column, mark in enumerate(row, 1):
            if mark == "oppose" and "oppose" not in rules.choices:
                raise BadBallots(
                    f"第 {at} 行第 {column} 列是反对（-1），但规则的 choices 没有反对，请改正其一。"
                )


def overvoted(row: Row, rules: Rules, seats: int) -> bool:
    """Say whether a ballot approves more projects than the rules allow."""
    return rules.ballot_mode == "at_most_k" and row.count("approve") > seats


def count_paper(
    numbers: Sequence[int], rows: Sequence[Row], rules: Rules, seats: int
) -> ChannelTally:
    """Return what two careful tellers find on the paper ballots ``rows``."""
    if rules.ballot_mode == "graded":
        return _rated(numbers, rows, rules)
    # What is drawn into the box of an opinion may be the same for all of them: the tellers go by
    # the box, and what they find is told with one mark each.
    by_mark = msgspec.structs.replace(
        rules,
        mark_approve=("○",),
        mark_oppose=("×",),
        mark_abstain=("blank",) if "blank" in rules.mark_abstain else ("fill",),
    )
    sheets = [_sheet(row, by_mark) for row in rows]
    return count(sheets, by_mark, numbers=numbers, ballot=Ballot(seats=seats))


def _sheet(row: Row, rules: Rules) -> Sheet:
    """Return the marked sheet; one box alone where the list is voted on as a whole."""
    cells = row[:1] if rules.ballot_mode == "whole_list" else row
    return Sheet(boxes=tuple(_box(one, rules) for one in cells))


def _box(cell: Cell, rules: Rules) -> Box:
    if isinstance(cell, int):
        return Box(rank=cell)
    marks = marks_named(cell, rules)
    return Box(symbols=() if "blank" in marks else marks[:1])


def _rated(numbers: Sequence[int], rows: Sequence[Row], rules: Rules) -> ChannelTally:
    return ChannelTally(
        channel="paper",
        returned=len(rows),
        valid=len(rows),
        invalid=0,
        foreign=0,
        items=tuple(
            _rating(number, [row[at] for row in rows], rules) for at, number in enumerate(numbers)
        ),
    )


def _rating(number: int, cells: Sequence[Cell], rules: Rules) -> ItemTotals:
    grades = len(rules.grades)
    return ItemTotals(
        number=number,
        approve=0,
        oppose=0,
        abstain=sum(1 for one in cells if not isinstance(one, int)),
        illegible=0,
        grades=tuple(cells.count(at) for at in range(grades)),
        dont_know=cells.count(grades),
    )
