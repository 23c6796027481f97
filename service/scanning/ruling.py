"""The adjudication desk: what the chief decides of doubtful sheets, until it is signed."""

import os
from collections.abc import Sequence

from msgspec import UNSET

from ballot import events as e
from ballot.canonical import Digest
from ballot.events.reading import MOST_RULINGS
from ballot.reading import SALT_BYTES, Doubt, RuledRow, Ruling, opening, read_ruling
from ballot.refusals import NotYet, WrongRuling
from counting.doubts import GROUND_NAMES, NOT_GENUINE, clause_behind
from counting.paper import check_ruling
from service.documents.facts import numbers_of
from service.house import House
from service.office.views import DraftRuling
from service.scanning.adjudicating import (
    NO_CLAUSE,
    VIEWS,
    DoubtfulSheet,
    given_view,
    reading_of,
    sheet_of,
    waits,
)
from service.scanning.bundles import Paper, paper_of


async def rule(
    house: House,
    election: str,
    number: int,
    digest: Digest,
    decided: tuple[tuple[RuledRow, ...], str | None, tuple[str, ...]],
) -> Ruling:
    """Keep the chief's decision (rows, void, written in) until it is signed, and return it.

    Raises NotYet before two 监票人 have given their views, RulingContradicts where the rules do
    not bear it out, Conflict for a view that changed meanwhile.
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
        views=sheet.views,
        former=sheet.former or UNSET,
    )
    check_ruling(ruling, paper.form)
    if void != NOT_GENUINE:
        await _check_code(house, paper, sheet)
    kept = opening(os.urandom(SALT_BYTES), ruling)
    seen = [given_view(digest, one, sheet.former) for one in sheet.views]
    async with house.turns.of(election, number, digest):
        await house.views.rule(election, number, DraftRuling(sheet=digest, opening=kept), seen)
    return ruling


async def _check_code(house: House, paper: Paper, sheet: DoubtfulSheet) -> None:
    """Raise WrongRuling where another sheet with the code of ``sheet`` counts by a decision."""
    identity = sheet.reading.identity
    if identity is None or not paper.unique:
        return
    drafts = await house.views.rulings(paper.state.id, paper.current.number)
    decided = {*paper.current.rulings, *(one.sheet for one in drafts)} - {sheet.digest}
    standing = {one for batch in paper.current.live for one in batch.sheets}
    for name in sorted(decided & standing):
        if (await reading_of(house, name)).identity != identity:
            continue
        other = await sheet_of(house, paper, name)
        ruling = other.draft or other.ruled
        if ruling is not None and ruling.void != NOT_GENUINE:
            raise WrongRuling(
                f"编码相同的票里只有一张是真的，而{other.name}已经认定为本次印制的票。"
                f"请把两张都取出来核对：那一张是复印的，先把它改为“不是本次印制的票”；"
                f"{sheet.name}是复印的，认定为“不是本次印制的票”。"
            )


def _clause(paper: Paper, reasons: Sequence[Doubt], void: str | None) -> str:
    """Return the rule that a decision follows: why people looked, and why the sheet is void."""
    grounds = [*reasons, *(one for one in GROUND_NAMES if one == void)]
    return clause_behind(grounds, numbers_of(paper.state), paper.state.rules) or NO_CLAUSE


async def page_of_rulings(house: House, election: str, number: int) -> e.SheetsAdjudicated:
    """Return the unsigned event over the decisions that wait, as many as a page holds.

    The rest stands on the next page. Raises WrongRuling for none.
    """
    paper = await paper_of(house, election, number)
    drafts = await house.views.rulings(election, number)
    gone = tuple(one.sheet for one in drafts if not waits(paper.current, one.sheet, one.digest))
    if gone:
        # Signed, or withdrawn with their bundle, and a crash kept the office from forgetting them.
        await house.views.forget(election, number, gone)
    rulings = tuple(
        e.RuledSheet(sheet=one.sheet, ruling=one.digest) for one in drafts if one.sheet not in gone
    )
    if not rulings:
        raise WrongRuling("没有等待签字的认定。")
    return e.SheetsAdjudicated(round=number, rulings=rulings[:MOST_RULINGS], approvals=())


async def unsigned(house: House, election: str, number: int) -> list[tuple[e.RuledSheet, Ruling]]:
    """Return the decisions that the office keeps, under the digests that people sign."""
    await paper_of(house, election, number)
    return [
        (e.RuledSheet(sheet=one.sheet, ruling=one.digest), read_ruling(one.opening))
        for one in await house.views.rulings(election, number)
    ]


async def keep_rulings(house: House, election: str, act: e.SheetsAdjudicated) -> None:
    """Keep the decisions that ``act`` names. Raises WrongRuling for one changed meanwhile."""
    drafts = {one.sheet: one for one in await house.views.rulings(election, act.round)}
    for one in act.rulings:
        draft = drafts.get(one.sheet)
        if draft is None or draft.digest != one.ruling:
            raise WrongRuling("签字期间有认定被改动，请撤回这一页，重新提请签字。")
        await house.ledger.put_object(draft.opening)
