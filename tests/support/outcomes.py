"""Outcomes as a count would give them, made by hand for tests of what follows from them."""

from collections.abc import Mapping
from typing import Any

from ballot.results import BallotFigures, ChannelTally, ItemTotals, Outcome, Status

VALID = 38


def tally(approvals: Mapping[int, int], valid: int = VALID, channel: str = "paper") -> ChannelTally:
    """Totals in which whoever does not approve opposes."""
    items = tuple(
        ItemTotals(number=number, approve=given, oppose=valid - given, abstain=0, illegible=0)
        for number, given in approvals.items()
    )
    return ChannelTally(
        channel=channel, returned=valid, valid=valid, invalid=0, foreign=0, items=items
    )


def outcome(counted: ChannelTally, elected: tuple[int, ...] = (), **more: Any) -> Outcome:
    """An outcome whose status follows from what is ``tied`` and ``vacant`` among ``more``."""
    status: Status = "final"
    if more.get("tied"):
        status = "tie_at_cutoff"
    elif more.get("vacant"):
        status = "shortfall"
    figures = BallotFigures(
        printed=0,
        issued=0,
        replaced=0,
        archived=0,
        left_over=0,
        returned=counted.returned,
        valid=counted.valid,
        invalid=counted.invalid,
        foreign=0,
    )
    return Outcome(
        status=status,
        elected=elected,
        counts=counted.items,
        ballots=figures,
        channels={},
        decisions=(),
        **more,
    )
