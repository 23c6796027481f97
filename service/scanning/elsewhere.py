"""What standing bundles have of the sheets of the one that is being scanned."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from ballot import events as e
from ballot.identity import sheet_name
from ballot.reading import SALT_BYTES, SheetReading
from ballot.state import Round
from counting.same_sheet import KnownRow, Marks, agree, marks_of
from service.house import House
from service.scanning.joined import Joined, Standing
from service.scanning.joining import copied
from service.scanning.reading import stranger_of

_TWICE = "这张票在第 {} 捆读过，编码和所画都相同。"
_COPY = (
    "编码与第 {} 捆的一张票相同而所画不同，可能有复印的票。都作为疑问票，由监票人对照纸质票认定。"
)
_ASIDE = "编码与第 {} 捆另放的一张相同，这里不再算另放。"


class _Known(msgspec.Struct, frozen=True):
    """Of a reading in the log what tells whether a sheet is read again."""

    identity: str | None
    rows: tuple[KnownRow, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The standing bundles of a round but the one that is looked at.

    ``unique``: every sheet has an identity of its own; else no sheet can be known again.
    """

    election: str
    current: Round
    batches: tuple[e.BatchRead, ...]
    unique: bool


async def beside(house: House, others: Others, joined: Joined) -> Joined:
    """Return ``joined`` with what ``others`` have already: sheets, copies, strangers."""
    before = await _standing(house, others) if others.unique else {}
    aside = await _set_aside(house, others, joined)
    names = {at: name for name, places in joined.strangers.items() for at in places}
    return replace(
        joined,
        sheets=tuple(
            (copied(one) if one.identity in before else one, places)
            for one, places in joined.sheets
        ),
        strangers={name: at for name, at in joined.strangers.items() if name not in aside},
        foreign=tuple(
            (at, why + (_ASIDE.format(aside[names[at]]) if names[at] in aside else ""))
            for at, why in joined.foreign
        ),
        elsewhere=tuple(_read_before(joined, before, same=True)),
        copied=(*joined.copied, *_read_before(joined, before, same=False)),
    )


def _read_before(joined: Joined, before: Standing, *, same: bool) -> Iterator[tuple[int, str]]:
    """Yield the sheets that standing bundles have, with the same marks, or with other ones."""
    for sheet, places in joined.sheets:
        marks = _marks(sheet)
        batches = {
            batch for batch, known in before.get(sheet.identity, ()) if agree(known, marks) is same
        }
        if batches:
            at, told = min(places), "、".join(map(str, sorted(batches)))
            yield at, joined.where.get(at, "") + (_TWICE if same else _COPY).format(told)


async def _standing(house: House, others: Others) -> Standing:
    """Return what was read of each sheet with an identity of its own, kept while bundles stand."""
    source = tuple(one.batch for one in others.batches)

    async def read() -> Standing:
        found: dict[str | None, list[tuple[int, Marks]]] = {}
        for batch in others.batches:
            for name in batch.sheets:
                raw = (await house.ledger.get_object(name))[SALT_BYTES:]
                known = msgspec.json.decode(raw, type=_Known)
                if known.identity is not None:
                    found.setdefault(known.identity, []).append((batch.batch, _marks(known)))
        return found

    return await house.standing.of((others.election, others.current.number), source, read)


async def _set_aside(house: House, others: Others, joined: Joined) -> dict[str, int]:
    """Return in which bundle a stranger of this one was set aside before, by its name.

    The log has numbers of strangers alone, so the pages are looked through; there are few.
    """
    found: dict[str, int] = {}
    tag = bytes.fromhex(others.current.definition or "")
    batches = [one for one in others.batches if one.foreign and joined.strangers]
    for batch in batches:
        for page in await house.bundles.pages(others.election, others.current.number, batch.batch):
            one = stranger_of(page.result)
            name = one.stranger or (sheet_name(tag, one.identity) if one.identity else "")
            if name in joined.strangers:
                found.setdefault(name, batch.batch)
    return found


def _marks(sheet: SheetReading | _Known) -> Marks:
    return marks_of(sheet.rows, unseen="frames_unseen" in sheet.doubts)
