"""公布纸质票 after the announcement: images made in workers, kept as objects, named in the log.

After the announcement and not before it: nobody in the hall waits for pictures, and what is shown
belongs to what was announced. Until it is done a verifier says that it is still to come.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from audit.record.batches import open_sheets
from ballot import events as e
from ballot.canonical import Digest
from ballot.events.publishing import ImageLevel
from ballot.folding.publishing import publishable, rows_of, shown_of
from ballot.refusals import WrongPublication
from ballot.sheet import layout_of, read_format
from counting.paper import ReadSheet
from counting.publication import Publication, publication_of
from service.commands import just
from service.commands.publishing import items_published, sheets_published
from service.house import House
from service.scanning.bundles import Paper, read_paper
from service.scanning.images import Side, boxes, pages
from service.scanning.reading import shape_of

MOST_IMAGES = 60_000
"""Images of a round: a record has 65,534 members at most."""
ABREAST = 8
"""Sheets whose pages are in memory at a time."""
PUT_ABREAST = 500
"""Objects that the writer is handed at a time; it commits as many with one flush."""

T = TypeVar("T")


async def publish(house: House, election: str, number: int) -> Publication:
    """Publish the round's paper at the level of the rules, and return what is shown of it.

    Raises WrongStage, WrongPublication, AlreadyDone (`ballot.folding.publishing`).
    """
    state = (await house.ledger.head(election)).state
    current = publishable(state, number)
    paper = await read_paper(house, election, number, "announced")
    level: ImageLevel = "items" if state.rules.publish_paper == "items" else "sheets"
    found = publication_of(await _standing(house, paper), paper.form, level)
    # Refused before pictures are made, and again by the fold.
    shown_of(state, current, level, found.withheld)
    _check_number(paper, found, level)
    made = await (_items if level == "items" else _sheets)(house, election, paper, found)
    await house.ledger.run(election, just(*made))
    return found


async def _standing(house: House, paper: Paper) -> list[ReadSheet]:
    """Return the sheets that count, by their salted digests: an order that says nothing."""
    names = {*chain.from_iterable(one.sheets for one in paper.current.live)}
    names |= {*paper.current.rulings.values()}
    objects = {name: await house.ledger.get_object(name) for name in names}
    sheets = (
        open_sheets(one, paper.current.rulings, objects.__getitem__) for one in paper.current.live
    )
    return sorted(chain.from_iterable(sheets), key=lambda one: one.digest)


def _check_number(paper: Paper, found: Publication, level: ImageLevel) -> None:
    each = len(paper.form.rows) if level == "items" else 1
    if len(found.shown) * each > MOST_IMAGES:
        raise WrongPublication(
            f"须公布的图像超过 {MOST_IMAGES} 份，一个记录包装不下，本轮纸质票只公布合计数。"
        )


async def _items(
    house: House, election: str, paper: Paper, found: Publication
) -> Sequence[e.PaperPublished]:
    """Cut the boxes out of all sheets; they are kept in no order of theirs either."""
    cut = chain.from_iterable(await _made(house, election, paper, found, boxes))
    crops = sorted((png, project) for project, png in cut)
    named = []
    for some in _dealt(crops, PUT_ABREAST):
        names = await asyncio.gather(*(house.ledger.put_object(png) for png, _ in some))
        named += [(project, name) for name, (_, project) in zip(names, some, strict=True)]
    rows = rows_of(paper.state, paper.current)
    return items_published(paper.current.number, found.withheld, named, rows)


async def _sheets(
    house: House, election: str, paper: Paper, found: Publication
) -> Sequence[e.PaperPublished]:
    """Paint the codes of all sheets over."""
    sheets = []
    for some in _dealt(found.shown, ABREAST):
        part = Publication(shown=tuple(some), withheld=found.withheld)
        made = await _made(house, election, paper, part, pages)
        for one, images in zip(some, made, strict=True):
            names: list[Digest] = [await house.ledger.put_object(png) for png in images]
            sheets.append(e.SheetImages(pages=tuple(names), rows=one.rows, void=one.void))
    return sheets_published(paper.current.number, found.withheld, sheets)


async def _made(
    house: House,
    election: str,
    paper: Paper,
    found: Publication,
    job: Callable[[Sequence[Side]], list[T]],
) -> list[list[T]]:
    """Return what ``job`` makes of the sides of every sheet, a few sheets at a time."""

    async def one(sheet: ReadSheet) -> list[T]:
        return await house.work(job, await _sides(house, election, paper, sheet))

    made: list[list[T]] = []
    for some in _dealt(found.shown, ABREAST):
        made += await asyncio.gather(*(one(each.sheet) for each in some))
    return made


async def _sides(house: House, election: str, paper: Paper, sheet: ReadSheet) -> list[Side]:
    sides = []
    for page in sheet.reading.pages:
        kept = await house.bundles.page(election, paper.current.number, page.image)
        shape = shape_of(kept.result)
        image = await house.ledger.get_object(page.image)
        layout = layout_of(paper.definition, read_format(shape.format))
        sides.append(Side(layout=layout, number=shape.number, image=image))
    return sides


def _dealt(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
