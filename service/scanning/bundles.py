"""A bundle from its hand count to the log: scanned, also after a jam, entered when it fits."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import msgspec

from audit.record.batches import form_for
from ballot import events as e
from ballot.canonical import Digest
from ballot.definition import Definition, read_definition
from ballot.folding.guards import at_stage, the_round
from ballot.identity import read_identities
from ballot.reading import (
    DOUBTFUL,
    SALT_BYTES,
    RowReading,
    SheetReading,
    opening,
)
from ballot.refusals import NotYet, WrongBatch
from ballot.state import Election, Round, Stage
from counting.paper_form import PaperForm
from counting.same_sheet import KnownRow, Marks, agree, marks_of
from service.commands import just
from service.errors import BadRequest
from service.house import House
from service.office.bundles import Bundle, Standing
from service.office.errors import Conflict
from service.scanning.apart import portions_apart, read_apart
from service.scanning.joining import Joined, KeptPage, copied, join
from service.scanning.reading import TakenPage

MOST_NAMED = 10
"""Pages that a sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A round whose paper is being read, and what its sheets ask (``form``)."""

    state: Election
    current: Round
    definition: Definition
    form: PaperForm
    key: str

    @property
    def unique(self) -> bool:
        """Whether every sheet has an identity of its own."""
        return self.state.rules.identity == "unique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an open bundle is: what would be entered now, and what is in the way."""

    bundle: Bundle
    joined: Joined

    @property
    def doubtful(self) -> int:
        """Sheets that people will look at."""
        return sum(bool(reading.doubts) for reading, _ in self.joined.sheets)


async def paper_of(house: House, election: str, number: int) -> Paper:
    """Return the round whose paper can be read. Raises WrongStage, NotYet."""
    return await read_paper(house, election, number, "closed")


async def read_paper(house: House, election: str, number: int, *stages: Stage) -> Paper:
    """Return the round at one of ``stages`` whose paper a machine reads or has read.

    Raises WrongStage, NotYet.
    """
    state = (await house.ledger.head(election)).state
    current = at_stage(state, number, *stages)
    if current.definition is None or current.identity_key is None:
        raise NotYet("本轮的票没有印防伪码，不能扫描读票，请人工计票。")
    names = {one.definition for one in state.rounds[:number] if one.definition is not None}
    objects = {name: await house.ledger.get_object(name) for name in names}
    return Paper(
        state=state,
        current=current,
        definition=read_definition(objects[current.definition]),
        form=form_for(state, current, objects.__getitem__),
        key=current.identity_key,
    )


async def begin(house: House, election: str, number: int, declared: int) -> Bundle:
    """Begin a bundle of ``declared`` sheets, counted by hand. Raises NotYet before the box was."""
    async with house.turns.of(election, number):
        paper = await paper_of(house, election, number)
        if paper.current.box_counted is None:
            raise NotYet("请先清点票箱，再分捆读票。")
        await _tell_office(house, paper)
        return await house.bundles.begin(election, number, declared)


async def discard(house: House, election: str, number: int, bundle: int) -> None:
    """Throw away what was scanned of an open bundle. Raises Conflict for one in the log."""
    async with house.turns.of(election, number):
        current = the_round((await house.ledger.head(election)).state, number)
        if bundle in current.batches:
            # Entered before a crash, and nobody could tell the office: its number is used.
            await house.bundles.entered(election, number, bundle)
            raise Conflict(
                f"第 {bundle} 捆已经入账，不能放弃；确需重扫的，请撤回这一捆。",
                code="bundle.closed",
            )
        await house.bundles.discard(election, number, bundle)


async def _tell_office(house: House, paper: Paper) -> None:
    """Tell the office of bundles in the log that a crash or an older backup kept from it."""
    current = paper.current
    known: dict[int, tuple[int, Standing]] = {
        one.batch: (one.declared, "withdrawn" if one.batch in current.withdrawn else "entered")
        for one in current.batches.values()
    }
    await house.bundles.stand(paper.state.id, current.number, known)


async def take(
    house: House, election: str, number: int, bundle: int, name: str, data: bytes
) -> int:
    """Read a file of scans into an open bundle and return how many pages are new.

    Pages are kept portion by portion, in their order, so that others see how far it is and nothing
    is lost if it breaks off. Raises BadRequest for a file that is no scan.
    """
    paper = await paper_of(house, election, number)
    with tempfile.TemporaryDirectory(dir=house.settings.data, prefix="scan-") as folder:
        path = Path(folder) / "pages"
        await asyncio.to_thread(path.write_bytes, data)
        read = partial(read_apart, house.readers, paper.definition, paper.key, path, name)
        whole = await portions_apart(house.readers, path, name)
        jobs = [asyncio.create_task(read(portion)) for portion in whole]
        try:
            new = 0
            for job in jobs:
                new += await _keep(house, election, number, bundle, await job, data)
        finally:
            # The folder goes with us: nobody may be reading from it any more.
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
    return new


async def _keep(
    house: House, election: str, number: int, bundle: int, taken: Sequence[TakenPage], file: bytes
) -> int:
    pages = []
    for one in taken:
        if one.image:
            name = await house.ledger.put_object(one.image)
        else:
            # A refused page has no picture; the same page of the same file is the same.
            name = Digest(sha256(sha256(file).digest() + one.result).hexdigest())
        pages.append((name, one.result))
    async with house.turns.of(election, number):
        current = the_round((await house.ledger.head(election)).state, number)
        if bundle in current.batches:
            raise Conflict(
                f"第 {bundle} 捆已经入账，这个文件没有读完的页没有读入，请把这些票扫到下一捆。",
                code="bundle.closed",
            )
        return await house.bundles.add(election, number, bundle, pages)


async def progress(house: House, election: str, number: int, bundle: int) -> Progress:
    """Return what the pages of a bundle make so far; they are joined anew where there are more."""
    paper = await paper_of(house, election, number)
    found = await house.bundles.get(election, number, bundle)
    there = tuple(await house.bundles.places(election, number, bundle))
    source = (bundle, there, paper.current.definition, tuple(paper.current.commitments))

    async def joined() -> Joined:
        return await _joined(house, paper, bundle)

    return Progress(bundle=found, joined=await house.joined.of((election, number), source, joined))


async def _joined(house: House, paper: Paper, bundle: int) -> Joined:
    kept = [
        KeptPage(place=one.place, result=one.result)
        for one in await house.bundles.pages(paper.state.id, paper.current.number, bundle)
    ]
    known = await _identities(house, paper) if paper.unique else None
    return await house.work(join, paper.definition, paper.form, kept, known)


async def _identities(house: House, paper: Paper) -> frozenset[bytes]:
    """Return the identities of all sheets that were printed for the round."""
    sets = [await house.ledger.get_object(one) for one in paper.current.commitments]
    return frozenset().union(*map(read_identities, sets))


async def enter(
    house: House, election: str, number: int, bundle: int, *, foreign: int, by_hand: int
) -> int:
    """Enter a bundle in the log and return how many of its sheets await people.

    ``foreign`` sheets were set aside by people, as many as codes tell to be of another vote;
    ``by_hand`` sheets no scan could read, and people decide on them with the paper in their hands.
    A bundle that stands in the log since before a crash is told to the office, and nothing else.
    Raises WrongBatch where that is not what was counted into the bundle, and where a sheet stands
    in another bundle already. No page comes to the bundle and nobody throws it away meanwhile.
    """
    async with house.turns.of(election, number):
        paper = await paper_of(house, election, number)
        found = await house.bundles.get(election, number, bundle)
        if found.state == "open" and bundle in paper.current.batches:
            await _tell_office(house, paper)
            return len(paper.current.batches[bundle].doubtful)
        if found.state != "open":
            raise BadRequest(f"第 {bundle} 捆已经入账或者撤回。")
        state = await progress(house, election, number, bundle)
        _check_foreign(state, foreign)
        _check_gap(state, foreign, by_hand)
        event = await _read(house, paper, state, foreign, by_hand)
        await house.ledger.run(election, just(event))
        await house.bundles.entered(election, number, bundle)
        return len(event.doubtful)


async def _read(
    house: House, paper: Paper, state: Progress, foreign: int, by_hand: int
) -> e.BatchRead:
    """Keep the readings of a bundle and return the event that names them."""
    readings = await _once(house, paper, [reading for reading, _ in state.joined.sheets])
    readings += [_unread(paper)] * by_hand
    digests = [await _keep_reading(house, one) for one in readings]
    doubtful = [name for name, one in zip(digests, readings, strict=True) if one.doubts]
    return e.BatchRead(
        round=paper.current.number,
        batch=state.bundle.number,
        declared=state.bundle.declared,
        sheets=tuple(sorted(digests)),
        foreign=foreign,
        doubtful=tuple(sorted(doubtful)),
    )


def _check_foreign(state: Progress, foreign: int) -> None:
    """Raise WrongBatch for more foreign sheets than their codes tell: the others need a ruling."""
    most = state.joined.strange
    if foreign > most:
        raise WrongBatch(
            f"第 {state.bundle.number} 捆登记另放 {foreign} 张，"
            f"而由编码认出不是本轮的只有 {most} 张。"
            "没有编码、编码读不出和复印的票，不能由一人另放：请登记为人工辨认，"
            "由两名监票人和总监票人对照纸质票，认定为“不是本次印制的票”。"
        )


def _check_gap(state: Progress, foreign: int, by_hand: int) -> None:
    """Raise WrongBatch with all that is known of the gap between hand count and scan."""
    joined, declared = state.joined, state.bundle.declared
    read_ = len(joined.sheets)
    found = read_ + foreign + by_hand
    if found == declared:
        return
    gap = f"少 {declared - found} 张" if found < declared else f"多 {found - declared} 张"
    told_of = (joined.unread, joined.foreign, joined.copied, joined.behind, joined.repeated)
    places = [f"扫描第 {place} 页：{reason}" for one in told_of for place, reason in one]
    rest = len(places) - MOST_NAMED
    told = "".join(places[:MOST_NAMED]) + (f"另有 {rest} 页。" if rest > 0 else "")
    raise WrongBatch(
        f"第 {state.bundle.number} 捆人工清点 {declared} 张，读出 {read_} 张，"
        f"另放 {foreign} 张，人工辨认 {by_hand} 张，{gap}。{told}"
        "请把没有读出的票补扫一遍；确实读不出的，登记为人工辨认；"
        "编码说明不是本轮的票，登记为另放。"
    )


class _Known(msgspec.Struct, frozen=True):
    """Of a reading in the log what tells whether a sheet is read again."""

    identity: str | None
    rows: tuple[KnownRow, ...]
    doubts: tuple[str, ...]


async def _once(house: House, paper: Paper, readings: Sequence[SheetReading]) -> list[SheetReading]:
    """Return ``readings``, as copies where a standing bundle has the code over other marks.

    Raises WrongBatch for a sheet that was read in a standing bundle.
    """
    before = await _standing(house, paper) if paper.unique else {}
    again = {one.identity for one in readings if one.identity in before}
    twice = {
        batch
        for one in readings
        for batch, marks in before.get(one.identity, ())
        if agree(marks, _marks(one))
    }
    if twice:
        named = "、".join(f"第 {batch} 捆" for batch in sorted(twice))
        raise WrongBatch(
            f"这一捆里有在{named}读过的票，同一张票只能计一次。"
            "请查明是重复扫描还是复印的票：整捆放弃后重新分捆；"
            "复印的取出来不扫，登记为人工辨认，认定为“不是本次印制的票”。"
        )
    return [copied(one) if one.identity in again else one for one in readings]


async def _standing(house: House, paper: Paper) -> dict[str | None, list[tuple[int, Marks]]]:
    """Return by identity the bundles that stand and what was read there of the sheet."""
    found: dict[str | None, list[tuple[int, Marks]]] = {}
    for batch in paper.current.live:
        for name in batch.sheets:
            raw = (await house.ledger.get_object(name))[SALT_BYTES:]
            known = msgspec.json.decode(raw, type=_Known)
            if known.identity is not None:
                found.setdefault(known.identity, []).append((batch.batch, _marks(known)))
    return found


def _marks(sheet: SheetReading | _Known) -> Marks:
    return marks_of(sheet.rows, unseen="frames_unseen" in sheet.doubts)


def _unread(paper: Paper) -> SheetReading:
    """Return the reading of a sheet of which no scan could be read: everything is in doubt."""
    assert paper.current.definition is not None  # noqa: S101  (paper_of has looked)
    return SheetReading(
        round=paper.current.number,
        definition=paper.current.definition,
        identity=None,
        known_by=None,
        reader="by-hand",
        pages=(),
        rows=tuple(RowReading(project=one, reading=DOUBTFUL, boxes=()) for one in paper.form.rows),
        doubts=("identity_unreadable", "page_missing", "item_doubtful"),
    )


async def _keep_reading(house: House, reading: SheetReading) -> Digest:
    """Keep a reading under its salted digest; until an event names that, it counts for nothing."""
    return await house.ledger.put_object(opening(os.urandom(SALT_BYTES), reading))
