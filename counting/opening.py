"""What the opened sum of the sealed ballots says, as totals of projects."""

from collections.abc import Sequence

from ballot.contest import ratings_of
from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from ballot.sealed import Question, SealedFault, totals


def tablet_tally(
    questions: Sequence[Question],
    result: Sequence[Sequence[int]],
    numbers: Sequence[int],
    cast: int,
    rules: Rules,
) -> ChannelTally:
    """Return the tablets' totals: ``result`` per question and answer, over ``cast`` ballots.

    Every sealed ballot is valid by its proofs; 弃权 is the remainder (design, section 6).
    Raises SealedFault ``sealed.result`` for figures that cannot come from these questions.
    """
    if rules.ballot_mode == "graded":
        items = _graded(result, numbers, cast, rules)
    else:
        rows = totals(questions, result, cast)
        # A list voted on as a whole has one question; what it says, it says of every project.
        items = _marked(numbers, rows * len(numbers) if rules.ballot_mode == "whole_list" else rows)
    return ChannelTally(
        channel="tablet", returned=cast, valid=cast, invalid=0, foreign=0, items=items
    )


def _marked(numbers: Sequence[int], rows: Sequence[tuple[int, int, int]]) -> tuple[ItemTotals, ...]:
    if len(rows) != len(numbers):
        raise SealedFault("开票结果的项目数与候选项目数不同。", code="sealed.result")
    return tuple(
        ItemTotals(number=number, approve=approve, oppose=oppose, abstain=abstain, illegible=0)
        for number, (approve, oppose, abstain) in zip(numbers, rows, strict=True)
    )


def _graded(
    result: Sequence[Sequence[int]], numbers: Sequence[int], cast: int, rules: Rules
) -> tuple[ItemTotals, ...]:
    """One question for each project; the answers are its 等次, then 不了解 where it is offered."""
    answers = len(ratings_of(rules))
    if len(result) != len(numbers) or any(len(row) != answers for row in result):
        raise SealedFault("开票结果的形状与测评项目、等次不符。", code="sealed.result")
    if any(min((*row, cast - sum(row))) < 0 for row in result):
        raise SealedFault("开票结果超过有效票数，不能成立。", code="sealed.result")
    most = len(rules.grades)
    return tuple(
        ItemTotals(
            number=number,
            approve=0,
            oppose=0,
            abstain=cast - sum(row),
            illegible=0,
            grades=tuple(row[:most]),
            dont_know=sum(row[most:]),
        )
        for number, row in zip(numbers, result, strict=True)
    )
