"""From which file of scans the pages of a bundle came: places run over all files of a bundle."""

from collections.abc import Iterator, Sequence

import msgspec

from service.file_names import shown_name
from service.house import House
from service.office.bundles import Bundle, Page
from service.scanning.joined import FilePage, Run


class _Whence(msgspec.Struct, frozen=True):
    """Of a kept page which page of which file it was."""

    file: str
    page: int


async def runs_of(house: House, election: str, number: int, bundle: Bundle) -> tuple[Run, ...]:
    """Return the runs of a bundle, in their order; they are looked up anew where there are more."""
    if bundle.state != "open":
        return await runs_entered(house, election, number, bundle.number)
    there = await house.bundles.places(election, number, bundle.number)
    return await _looked_up(house, (election, number, bundle.number), (True, *there))


async def runs_entered(house: House, election: str, number: int, bundle: int) -> tuple[Run, ...]:
    """Return the runs of a bundle in the log, of which nothing changes any more."""
    return await _looked_up(house, (election, number, bundle), (False,))


async def _looked_up(
    house: House, name: tuple[str, int, int], source: tuple[object, ...]
) -> tuple[Run, ...]:
    async def look_up() -> tuple[Run, ...]:
        return tuple(_runs(await house.bundles.pages(*name)))

    return await house.runs.of(name, source, look_up)


def file_page(runs: Sequence[Run], place: int) -> FilePage | None:
    """Return which page of which file lies at ``place``, None where ``place`` says it already.

    It does where all pages of the bundle come from one file, from its first page on.
    """
    at = next((one for one in runs if one.first <= place <= one.last), None)
    if at is None or (len(runs) == 1 and at.page == at.first):
        return None
    return FilePage(name=shown_name(at.file), page=at.page + place - at.first)


def _runs(pages: Sequence[Page]) -> Iterator[Run]:
    run: Run | None = None
    for one in pages:
        at = msgspec.json.decode(one.result, type=_Whence)
        if run is not None and run.goes_on(one.place, at.file, at.page):
            run = msgspec.structs.replace(run, last=one.place)
            continue
        if run is not None:
            yield run
        run = Run(first=one.place, last=one.place, file=at.file, page=at.page)
    if run is not None:
        yield run
