"""Which sides of a sheet no page shows: a reading has those that were scanned."""

from contextlib import suppress

import msgspec

from ballot.canonical import Digest
from ballot.reading import SheetReading
from service.house import House
from service.office.errors import NotFound


class _Sides(msgspec.Struct, frozen=True):
    """Of a kept page of how many sides its sheet is."""

    sides: int


def lacking(reading: SheetReading, sides: int) -> tuple[int, ...]:
    """Return the numbers of those of ``sides`` that were not scanned, none of a whole sheet."""
    there = {one.number for one in reading.pages}
    return tuple(one for one in range(1, sides + 1) if one not in there)


async def sides_missing(
    house: House, election: str, number: int, reading: SheetReading
) -> tuple[int, ...]:
    """Return the same by what the office keeps of a page; none where it keeps none any more.

    A sheet that no scan could read lacks no side: people hold the whole of it.
    """
    if "page_missing" not in reading.doubts or not reading.pages:
        return ()
    with suppress(NotFound):
        page = await house.bundles.page(election, number, Digest(reading.pages[0].image))
        return lacking(reading, msgspec.json.decode(page.result, type=_Sides).sides)
    return ()
