"""公布纸质票: images of the sheets that counted, as far as the 票决办法 have them made public.

An image is a public object named by its digest. Lists are in ascending order, so that they tell
nothing of the order in which sheets were scanned; equal images are named as often as they occur.
No event here names a reading: whoever knows a sheet's code could else look its marks up.
"""

from typing import Annotated, Literal

import msgspec

from ballot.events.base import Count, Fact, Number, RoundNumber, Sha256, Value

ImageLevel = Literal["items", "sheets"]
Project = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Opinion = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Withheld(Value, frozen=True, kw_only=True):
    """Sheets that are not shown although their level would show them, by the reason.

    ``marked``: a name or a special mark is on them; ``written``: something was written in beside
    the list; ``unscanned``: there is no picture of every side. A sheet has one reason, the first.
    """

    marked: Count
    written: Count
    unscanned: Count

    @property
    def total(self) -> int:
        """All of them."""
        return self.marked + self.written + self.unscanned


class ItemImages(Value, frozen=True, kw_only=True):
    """The boxes of ``project`` (0: the whole list), cut out of one sheet each, in no order."""

    project: Project
    crops: Annotated[tuple[Sha256, ...], msgspec.Meta(min_length=1)]


class SheetImages(Value, frozen=True, kw_only=True):
    """One sheet: its ``pages`` with the codes painted over, and its final ``rows`` as printed.

    ``void`` is the ground on which it is invalid, None where it is valid.
    """

    pages: Annotated[tuple[Sha256, ...], msgspec.Meta(min_length=1, max_length=12)]
    rows: Annotated[tuple[Opinion, ...], msgspec.Meta(min_length=1)]
    void: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] | None


class PaperPublished(Fact, frozen=True, kw_only=True):
    """Part ``part`` of ``parts`` of what a round makes public of its paper.

    ``items``: of every valid sheet each project's boxes apart; ``sheets``: every counted sheet as a
    whole. ``withheld`` is the same in all parts.
    """

    round: RoundNumber
    level: ImageLevel
    part: Number
    parts: Number
    withheld: Withheld
    items: tuple[ItemImages, ...] = ()
    sheets: tuple[SheetImages, ...] = ()
