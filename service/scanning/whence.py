"""From which file of scans the pages of a bundle came: places run over all files of a bundle."""

from collections.abc import Iterator, Sequence

import msgspec

from service.house import House
from service.office.bundles import Bundle, Page
from service.scanning.joined import Run


class _Whence(msgspec.Struct, frozen=True):
    """Of a kept page which page of which file it was."""

    file: str
    page: int


async def runs_of(house: House, election: str, number: int, bundle: Bundle) -> tuple[Run, ...]:
    """Return the runs of a bundle, in their order; they are looked up anew where there are more."""

    async def look_up() -> tuple[Run, ...]:
        pages = await house.bundles.pages(election, number, bundle.number)
        return tuple(_runs(pages))

    is_open = bundle.state == "open"  # else nothing of it changes any more
    there = await house.bundles.places(election, number, bundle.number) if is_open else ()
    return await house.runs.of((election, number, bundle.number), (is_open, *there), look_up)


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
