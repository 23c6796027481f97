"""The adjudication desk: doubtful sheets as they lie there, and two views apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from ballot import events as e
from ballot.canonical import Digest, canonical
from ballot.folding.reading import readable
from ballot.reading import (
    Doubt,
    Ruling,
    SheetReading,
    View,
    earlier_views,
    read_reading,
    read_ruling,
)
from ballot.state import Round
from counting.paper_form import weighed
from service.errors import BadRequest
from service.house import House
from service.office.views import GivenView
from service.scanning.bundles import Paper, paper_of
from service.scanning.copies import reasons_of
from service.scanning.joined import FilePage
from service.scanning.whence import file_page, runs_entered

VIEWS = 2
"""监票人 who look at a sheet before the chief decides."""

NO_CLAUSE = "票决办法没有写明，由总监票人会同监票人认定。"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulSheet:
    """A sheet that people look at, as far as they are.

    ``place`` is where its first page lies in its bundle, 0 for one that no scan could read; such
    ones are numbered within their bundle (``by_hand``, from 1; 0 for the others), and people write
    that number on the paper. ``file`` is where that page lies in its file, if ``place``, which runs
    over all files of a bundle, does not say it.
    ``former`` are views that their people changed since, as `ballot.reading.Ruling` orders them.
    ``ruled`` is the last signed decision, ``draft`` one that is not signed yet.
    """

    digest: Digest
    batch: int
    place: int
    by_hand: int
    file: FilePage | None
    reading: SheetReading
    reasons: tuple[Doubt, ...]
    views: tuple[View, ...]
    former: tuple[View, ...]
    draft: Ruling | None
    ruled: Ruling | None

    @property
    def sampled(self) -> bool:
        """Whether people look at it for the sample alone: the machine is certain of all of it."""
        return self.reasons == ("sample",)

    @property
    def name(self) -> str:
        """Where it lies, as people find it."""
        where = f"扫描第 {self.place} 页" if self.place else f"人工辨认的第 {self.by_hand} 张"
        return f"第 {self.batch} 捆{where}" + (f"（{self.file.told}）" if self.file else "")


async def doubtful_sheets(house: House, election: str, number: int) -> tuple[DoubtfulSheet, ...]:
    """Return the sheets of standing bundles that people have to look at, in the stack's order."""
    return await looked_at(house, await paper_of(house, election, number))


async def looked_at(house: House, paper: Paper) -> tuple[DoubtfulSheet, ...]:
    """Return the same of a round at any stage after its close."""
    current = paper.current
    places = await house.bundles.places(paper.state.id, current.number)
    reasons = reasons_of(current, await house.copies.of(paper.state.id, current))
    desk = await _desk(house, paper, places)
    found = [
        await _opened(house, desk, batch, digest, reasons[digest])
        for batch in current.live
        for digest in batch.sheets
        if digest in reasons
    ]
    return tuple(sorted(found, key=lambda one: (one.batch, one.place, one.digest)))


async def sheet_of(house: House, paper: Paper, digest: Digest) -> DoubtfulSheet:
    """Return one sheet. Raises BadRequest for one that nobody has to look at."""
    current = paper.current
    reasons = reasons_of(current, await house.copies.of(paper.state.id, current))
    batch = next((one for one in current.live if digest in one.sheets), None)
    if batch is None or digest not in reasons:
        raise BadRequest("没有这张疑问票，它所在的一捆可能已经撤回，请刷新。")
    places = await house.bundles.places(paper.state.id, current.number, batch.batch)
    desk = await _desk(house, paper, places, digest)
    return await _opened(house, desk, batch, digest, reasons[digest])


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies on the desk: where pages are in their bundles, what people hold of sheets."""

    paper: Paper
    places: Mapping[Digest, int]
    views: Mapping[Digest, Sequence[GivenView]]
    drafts: Mapping[Digest, Ruling]


async def _desk(
    house: House, paper: Paper, places: Mapping[Digest, int], sheet: Digest | None = None
) -> _Desk:
    """Return it with what people hold of one ``sheet``, or of all."""
    election, number = paper.state.id, paper.current.number
    views: dict[Digest, list[GivenView]] = defaultdict(list)
    for one in await house.views.given(election, number, sheet):
        views[one.sheet].append(one)
    drafts = await house.views.rulings(election, number, sheet)
    waiting = [one for one in drafts if waits(paper.current, one.sheet, one.digest)]
    return _Desk(paper, places, views, {one.sheet: read_ruling(one.opening) for one in waiting})


async def _opened(
    house: House, desk: _Desk, batch: e.BatchRead, digest: Digest, reason: Doubt
) -> DoubtfulSheet:
    """Return a sheet; ``reason`` is why people look at one that the machine did not doubt."""
    reading = await reading_of(house, digest)
    given = desk.views.get(digest, ())
    signed = desk.paper.current.rulings.get(digest)
    place = desk.places.get(Digest(reading.pages[0].image), 0) if reading.pages else 0
    return DoubtfulSheet(
        digest=digest,
        batch=batch.batch,
        place=place,
        by_hand=0 if reading.pages else await _by_hand(house, batch, digest),
        file=await _file(house, desk.paper, batch, place),
        reading=reading,
        reasons=reading.doubts or (reason,),
        views=tuple(_view(one.view) for one in given),
        former=tuple(_view(view) for one in given for view in one.former),
        draft=desk.drafts.get(digest),
        ruled=None if signed is None else read_ruling(await house.ledger.get_object(signed)),
    )


async def _file(house: House, paper: Paper, batch: e.BatchRead, place: int) -> FilePage | None:
    runs = await runs_entered(house, paper.state.id, paper.current.number, batch.batch)
    return file_page(runs, place)


def _view(kept: bytes) -> View:
    return msgspec.json.decode(kept, type=View)


async def _by_hand(house: House, batch: e.BatchRead, digest: Digest) -> int:
    """Return the number of a sheet that no scan could read among those of its bundle."""
    before = [await reading_of(house, one) for one in batch.doubtful if one < digest]
    return 1 + sum(not one.pages for one in before)


async def reading_of(house: House, digest: Digest) -> SheetReading:
    """Return what was read of a sheet. Raises Malformed."""
    return _read(await house.ledger.get_object(digest))


@lru_cache(maxsize=512)
def _read(raw: bytes) -> SheetReading:
    """Return a reading, checked once: a page of doubts asks for the same hundred again and again.

    Raises Malformed.
    """
    return read_reading(raw)


async def give_view(
    house: House,
    election: str,
    number: int,
    digest: Digest,
    view: View,
) -> None:
    """Keep what a 监票人 holds, and what the same person held before it.

    Raises BadRequest, NotOnTheSheet, Conflict once it is decided or for too many changes.

    Raises as `readable` where the machine's reading decides nothing any more.
    """
    paper = await paper_of(house, election, number)
    readable(paper.state, number)
    await sheet_of(house, paper, digest)
    weighed(view.rows, paper.form)
    async with house.turns.of(election, number, digest):
        await house.views.give(election, number, given_view(digest, view))


def given_view(digest: Digest, view: View, former: Sequence[View] = ()) -> GivenView:
    """Return a view as the office keeps it, with those of ``former`` that are the same person's."""
    return GivenView(
        sheet=digest,
        scrutineer=view.scrutineer,
        view=canonical(view),
        former=tuple(map(canonical, earlier_views(view, former))),
    )


def waits(current: Round, sheet: Digest, ruling: Digest) -> bool:
    """Say whether a decision can still be signed: its sheet stands, and it was not signed yet."""
    return ruling not in current.salted and any(sheet in one.sheets for one in current.live)
