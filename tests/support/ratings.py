"""Evaluations in figures: totals of projects and the round around them."""

from collections.abc import Sequence

from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from counting.figures import ChannelFigures, Figures, HandedOut

GRADED = Rules(ballot_mode="graded")
WITH_DONT_KNOW = Rules(ballot_mode="graded", choices=("abstain", "dont_know"))


def rated(
    number: int, *grades: int, abstain: int = 0, dont_know: int = 0, illegible: int = 0
) -> ItemTotals:
    """One project's totals."""
    return ItemTotals(
        number=number,
        approve=0,
        oppose=0,
        abstain=abstain,
        illegible=illegible,
        grades=grades,
        dont_know=dont_know,
    )


def channel(name: str, *items: ItemTotals, returned: int | None = None) -> ChannelFigures:
    """One channel; as many ballots as the first project has marks, unless said otherwise."""
    first = items[0]
    marks = sum(first.grades) + first.dont_know + first.abstain + first.illegible
    back = marks if returned is None else returned
    tally = ChannelTally(
        channel=name, returned=back, valid=marks, invalid=back - marks, foreign=0, items=items
    )
    return ChannelFigures(handed=HandedOut(printed=back, issued=back), tally=tally)


def round_of(
    items: Sequence[ItemTotals], *, roster: int = 0, returned: int | None = None
) -> Figures:
    """A round on paper alone; ``roster`` 0 means as many as ballots came back."""
    return around((channel("paper", *items, returned=returned),), roster=roster)


def around(channels: tuple[ChannelFigures, ...], *, roster: int = 0) -> Figures:
    """A round of several channels."""
    back = sum(one.tally.returned for one in channels)
    seats = len(channels[0].tally.items)
    return Figures(roster=roster or back, present=back, seats=seats, channels=channels)
