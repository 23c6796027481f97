"""The 勾稽 identities of a round, before its outcome too: whoever mends the books must see them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ballot.refusals import NotYet
from ballot.results import Reconciliation, Tally
from ballot.state import Election, Round
from counting.books import tally_of
from printing.papers import reconciliation_sheet, render
from printing.papers.identities import in_words
from printing.papers.values import Reconciled
from printing.tables import reconciliation_book
from service.documents import counted
from service.documents.desk import furnished
from service.house import House
from service.work.opening import opened_tally

CLOSED = frozenset({"closed", "counted", "certified", "announced"})


async def identities_of(
    house: House, state: Election, current: Round
) -> tuple[Reconciliation, ...]:
    """Return every identity of the round. Raises NotYet before item totals may be seen."""
    tally = await _tally(house, state, current)
    desk = await furnished(house, state, current)
    return counted.identities(state, current, tally, counted.candidates_of(desk, current))


async def sheet(house: House, state: Election, current: Round, form: str) -> bytes:
    """Return the 勾稽核对表 as ``docx``, ``pdf`` or ``xlsx``. Raises NotYet as `identities_of`."""
    tally = await _tally(house, state, current)
    desk = await furnished(house, state, current)
    facts = counted.reconciled(state, current, tally, desk)
    return await house.work(_made, facts, form)


def _made(facts: Reconciled, form: str) -> bytes:
    if form == "xlsx":
        return reconciliation_book(facts)
    rendered = render(reconciliation_sheet(facts))
    return rendered.docx if form == "docx" else rendered.pdf


async def _tally(house: House, state: Election, current: Round) -> Tally:
    """Return the totals that the outcome is, or will be, made from."""
    if current.tally is not None:
        return current.tally
    if current.stage not in CLOSED:
        raise NotYet("投票截止、计票数确定以后才能核对勾稽。")
    by_people = current.paper.issued or current.hands
    if by_people and not current.paper_frozen:
        raise NotYet("纸质票计票数还没有确定，确定以后才能核对勾稽。")
    tablet = await opened_tally(house, state, current) if current.tablet.issued else None
    return tally_of(current, tablet)


def shown(number: int, found: Sequence[Reconciliation]) -> dict[str, Any]:
    """Return identities as JSON: each with its name in words and its sentence."""
    rows = [{"words": in_words(one.name), **msgspec.to_builtins(one)} for one in found]
    return {"round": number, "holds": all(one.holds for one in found), "identities": rows}
