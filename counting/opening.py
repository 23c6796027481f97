"""What the opened sum of the sealed ballots says, as totals of projects."""

from collections.abc import Sequence

from ballot.results import ChannelTally, ItemTotals
from ballot.sealed import Question, totals


def tablet_tally(
    questions: Sequence[Question],
    result: Sequence[Sequence[int]],
    numbers: Sequence[int],
    cast: int,
) -> ChannelTally:
    """Return the tablets' totals: ``result`` per question and answer, over ``cast`` ballots.

    Every sealed ballot is valid by its proofs; 弃权 is the remainder (design, section 6).
    """
    items = tuple(
        ItemTotals(number=number, approve=approve, oppose=oppose, abstain=abstain, illegible=0)
        for number, (approve, oppose, abstain) in zip(
            numbers, totals(questions, result, cast), strict=True
        )
    )
    return ChannelTally(
        channel="tablet", returned=cast, valid=cast, invalid=0, foreign=0, items=items
    )
