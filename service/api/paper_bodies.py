"""Bodies of the routes about paper: printing, bundles, doubtful sheets."""

from typing import Annotated

import msgspec

from ballot.events.base import Count, Number, Sentence
from ballot.reading import RuledRow
from ballot.sheet.format import PaperSize
from service.api.bodies import Body, Short


class NewPrint(Body, frozen=True, kw_only=True):
    """Paper ballots to be made: how many, on which paper."""

    count: Number
    paper: PaperSize = "A4"
    landscape: bool = False
    large: bool = False


class NewBundle(Body, frozen=True, kw_only=True):
    """A bundle of paper, counted by hand before it is scanned."""

    declared: Number


class BundleEnd(Body, frozen=True, kw_only=True):
    """What people found in a bundle beside what was read.

    ``foreign`` sheets are not of this round; ``by_hand`` sheets no scan can read.
    """

    foreign: Count = 0
    by_hand: Count = 0


class BundleDiscard(Body, frozen=True, kw_only=True):
    """Why a bundle is thrown away before it was entered; refused with a sentence without one."""

    reason: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class Opinions(Body, frozen=True, kw_only=True):
    """What somebody holds of a sheet: every row, or that the whole of it is void and why."""

    rows: tuple[RuledRow, ...]
    void: Short | None = None


class Decision(Opinions, frozen=True, kw_only=True):
    """The chief's decision; ``written`` are projects written in beside the list."""

    written: tuple[Sentence, ...] = ()
