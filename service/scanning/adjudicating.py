"""The adjudication desk: doubtful sheets, two views apart, the chief's decision, all on record."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from ballot import events as e
from ballot.canonical import Digest, canonical
from ballot.reading import (
    SALT_BYTES,
    Doubt,
    RuledRow,
    Ruling,
    SheetReading,
    View,
    opening,
    read_reading,
    read_ruling,
)
from ballot.refusals import NotYet, WrongRuling
from counting.doubts import GROUND_NAMES, clause_behind
from counting.paper import check_ruling
from counting.paper_form import weighed
from service.documents.facts import numbers_of
from service.errors import BadRequest
from service.house import House
from service.office.views import DraftRuling, GivenView
from service.scanning.bundles import Paper, paper_of

VIEWS = 2
"""监票人 who look at a sheet before the chief decides."""

NO_CLAUSE = "票决办法没有写明，由总监票人会同监票人认定。"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulSheet:
    """A sheet that people look at, as far as they are.

    ``place`` is where its first page lies in its bundle, 0 for one that no scan could read.
    ``ruled`` is the last signed decision, ``draft`` one that is not signed yet.
    """

    digest: Digest
    batch: int
    place: int
    reading: SheetReading
    reasons: tuple[Doubt, ...]
    views: tuple[View, ...]
    draft: Ruling | None
    ruled: Ruling | None


async def doubtful_sheets(house: House, election: str, number: int) -> tuple[DoubtfulSheet, ...]:
    """Return the sheets of standing bundles that people have to look at, in the stack's order."""
    return await looked_at(house, await paper_of(house, election, number))


async def looked_at(house: House, paper: Paper) -> tuple[DoubtfulSheet, ...]:
    """Return the same of a round at any stage after its close."""
    places = await house.bundles.places(paper.state.id, paper.current.number)
    desk = await _desk(house, paper, places)
    found = [
        await _opened(house, desk, batch.batch, digest)
        for batch in paper.current.live
        for digest in batch.sheets
        if _is_looked_at(paper, batch, digest)
    ]
    return tuple(sorted(found, key=lambda one: (one.batch, one.place, one.digest)))


async def sheet_of(house: House, paper: Paper, digest: Digest) -> DoubtfulSheet:
    """Return one sheet. Raises BadRequest for one that nobody has to look at."""
    for batch in paper.current.live:
        if digest in batch.sheets and _is_looked_at(paper, batch, digest):
            places = await house.bundles.places(paper.state.id, paper.current.number, batch.batch)
            desk = await _desk(house, paper, places, digest)
            return await _opened(house, desk, batch.batch, digest)
    raise BadRequest("没有这张疑问票，它所在的一捆可能已经撤回，请刷新。")


def _is_looked_at(paper: Paper, batch: e.BatchRead, digest: Digest) -> bool:
    return digest in batch.doubtful or digest in (paper.current.sample or ())


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies on the desk: where pages are in their bundles, what people hold of sheets."""

    paper: Paper
    places: Mapping[Digest, int]
    views: Mapping[Digest, tuple[View, ...]]
    drafts: Mapping[Digest, Ruling]


async def _desk(
    house: House, paper: Paper, places: Mapping[Digest, int], sheet: Digest | None = None
) -> _Desk:
    """Return it with what people hold of one ``sheet``, or of all."""
    election, number = paper.state.id, paper.current.number
    views: dict[Digest, tuple[View, ...]] = {}
    for one in await house.views.given(election, number, sheet):
        view = msgspec.json.decode(one.view, type=View)
        views[one.sheet] = (*views.get(one.sheet, ()), view)
    drafts = await house.views.rulings(election, number, sheet)
    return _Desk(paper, places, views, {one.sheet: read_ruling(one.opening) for one in drafts})


async def _opened(house: House, desk: _Desk, batch: int, digest: Digest) -> DoubtfulSheet:
    reading = _read(await house.ledger.get_object(digest))
    signed = desk.paper.current.rulings.get(digest)
    return DoubtfulSheet(
        digest=digest,
        batch=batch,
        place=desk.places.get(Digest(reading.pages[0].image), 0) if reading.pages else 0,
        reading=reading,
        reasons=reading.doubts or ("sample",),
        views=desk.views.get(digest, ()),
        draft=desk.drafts.get(digest),
        ruled=None if signed is None else read_ruling(await house.ledger.get_object(signed)),
    )


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
    """Keep what a 监票人 holds. Raises BadRequest, NotOnTheSheet, Conflict once it is decided."""
    paper = await paper_of(house, election, number)
    await sheet_of(house, paper, digest)
    weighed(view.rows, paper.form)
    given = GivenView(sheet=digest, scrutineer=view.scrutineer, view=canonical(view))
    await house.views.give(election, number, given)


async def rule(
    house: House,
    election: str,
    number: int,
    digest: Digest,
    decided: tuple[tuple[RuledRow, ...], str | None, tuple[str, ...]],
) -> Ruling:
    """Keep the chief's decision (rows, void, written in) until it is signed, and return it.

    Raises NotYet before two 监票人 have given their views, RulingContradicts where the rules do
    not bear it out.
    """
    paper = await paper_of(house, election, number)
    sheet = await sheet_of(house, paper, digest)
    if len(sheet.views) < VIEWS:
        raise NotYet(f"须先由 {VIEWS} 名监票人各自提出意见，现有 {len(sheet.views)} 名。")
    rows, void, written = decided
    ruling = Ruling(
        sheet=digest,
        rows=rows,
        void=void,
        clause=_clause(paper, sheet.reasons, void),
        written=written,
        views=sheet.views[:VIEWS],
    )
    check_ruling(ruling, paper.form)
    kept = opening(os.urandom(SALT_BYTES), ruling)
    await house.views.rule(election, number, DraftRuling(sheet=digest, opening=kept))
    return ruling


def _clause(paper: Paper, reasons: Sequence[Doubt], void: str | None) -> str:
    """Return the rule that a decision follows: why people looked, and why the sheet is void."""
    grounds = [*reasons, *(one for one in GROUND_NAMES if one == void)]
    return clause_behind(grounds, numbers_of(paper.state), paper.state.rules) or NO_CLAUSE


async def page_of_rulings(house: House, election: str, number: int) -> e.SheetsAdjudicated:
    """Return the unsigned event over all decisions that wait. Raises WrongRuling for none."""
    drafts = await house.views.rulings(election, number)
    if not drafts:
        raise WrongRuling("没有等待签字的认定。")
    rulings = tuple(e.RuledSheet(sheet=one.sheet, ruling=one.digest) for one in drafts)
    return e.SheetsAdjudicated(round=number, rulings=rulings, approvals=())


async def keep_rulings(house: House, election: str, act: e.SheetsAdjudicated) -> None:
    """Keep the decisions that ``act`` names. Raises WrongRuling for one changed meanwhile."""
    drafts = {one.sheet: one for one in await house.views.rulings(election, act.round)}
    for one in act.rulings:
        draft = drafts.get(one.sheet)
        if draft is None or draft.digest != one.ruling:
            raise WrongRuling("签字期间有认定被改动，请撤回这一页，重新提请签字。")
        await house.ledger.put_object(draft.opening)
