"""Bundles of scanned paper as the evidence tells them: their sheets opened, and their totals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from ballot.canonical import Digest
from ballot.definition import read_definition
from ballot.errors import Malformed
from ballot.events import BatchRead
from ballot.events.base import Value
from ballot.reading import SheetReading, read_reading, read_ruling
from ballot.results import ChannelTally
from ballot.state import Election, Round
from counting.books import spent_before
from counting.errors import CountingError
from counting.paper import ReadSheet, count
from counting.paper_form import PaperForm, form_of

Fetch = Callable[[Digest], bytes]


class BatchTotals(Value, frozen=True, kw_only=True):
    """What one bundle adds up to, as people can compare it with the sheets in their hands.

    ``standing``: it was not withdrawn. ``tally`` is None where somebody had still to decide.
    """

    piaojue: Literal["batch-1"] = "batch-1"
    round: int
    batch: int
    standing: bool
    tally: ChannelTally | None


def open_sheets(
    batch: BatchRead, rulings: Mapping[Digest, Digest], fetch: Fetch
) -> tuple[ReadSheet, ...]:
    """Return the sheets of ``batch`` with the last ruling on each.

    Raises Malformed; the errors of ``fetch`` pass through.
    """
    return tuple(
        ReadSheet(
            digest=name,
            reading=read_reading(fetch(name)),
            ruling=read_ruling(fetch(rulings[name])) if name in rulings else None,
        )
        for name in batch.sheets
    )


def form_for(election: Election, current: Round, get_object: Fetch) -> PaperForm:
    """Return what the sheets of ``current`` ask. Raises Malformed without its definition."""
    if current.definition is None:
        raise Malformed("读过票的一轮没有票决定义。", code="record.incomplete")
    names = [one.definition for one in election.rounds[: current.number] if one.definition]
    definitions = [read_definition(get_object(name)) for name in names]
    candidates = [one for each in definitions for one in each.candidates]
    return form_of(definitions[-1], spent_before(election, current, candidates))


def totals_of(
    batch: BatchRead, sheets: Sequence[ReadSheet], form: PaperForm, *, standing: bool
) -> BatchTotals:
    """Return the totals of ``batch``, or none where its sheets cannot be counted."""
    try:
        tally = count(sheets, form, set_aside=batch.foreign)
    except CountingError:
        tally = None
    return BatchTotals(round=batch.round, batch=batch.batch, standing=standing, tally=tally)


def images_of(readings: Iterable[SheetReading]) -> frozenset[Digest]:
    """Return the digests of the kept images."""
    return frozenset(page.image for reading in readings for page in reading.pages)
