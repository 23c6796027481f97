"""A bundle from its hand count to the log: scanned, also after a jam, entered when it fits."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from audit.record.batches import form_for
from ballot import events as e
from ballot.canonical import Digest
from ballot.definition import Definition, read_definition
from ballot.folding.guards import at_stage, the_round
from ballot.folding.reading import readable
from ballot.identity import read_identities
from ballot.reading import (
    DOUBTFUL,
    SALT_BYTES,
    RowReading,
    SheetReading,
    opening,
)
from ballot.refusals import NotYet
from ballot.state import Election, Round, Stage
from counting.paper_form import PaperForm
from service.commands import just
from service.errors import BadRequest
from service.house import House
from service.office.bundles import Added, Bundle, OpenBundle, Standing, check_size
from service.office.errors import Conflict
from service.scanning.apart import portions_apart, read_apart
from service.scanning.elsewhere import Others, beside
from service.scanning.fitting import (
    SetAside,
    check_box,
    check_elsewhere,
    check_foreign,
    check_gap,
)
from service.scanning.joined import Joined
from service.scanning.joining import KeptPage, join
from service.scanning.put_down import put_down
from service.scanning.reading import TakenPage


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


async def _open_paper(house: House, election: str, number: int) -> Paper:
    """Return the round whose paper the machine may still read.

    Raises as `paper_of`, AlreadyDone once the paper is frozen, CountedOtherwise where people count.
    """
    paper = await paper_of(house, election, number)
    readable(paper.state, number)
    return paper


async def begin(house: House, election: str, number: int, declared: int) -> Bundle:
    """Begin a bundle of ``declared`` sheets, counted by hand. Raises NotYet before the box was.

    Raises WrongBatch for more sheets than the box has left.
    """
    check_size(declared)
    async with house.turns.of(election, number):
        paper = await _open_paper(house, election, number)
        if paper.current.box_counted is None:
            raise NotYet("请先清点票箱，再分捆读票。")
        check_box(paper.current, declared)
        await _tell_office(house, paper)
        return await house.bundles.begin(election, number, declared)


async def discard(
    house: House, election: str, number: int, bundle: int, *, by: str, reason: str
) -> None:
    """Throw away what was scanned of an open bundle; the office keeps who did it, and why.

    Raises Conflict for one in the log.
    """
    async with house.turns.of(election, number):
        current = the_round((await house.ledger.head(election)).state, number)
        if bundle in current.batches:
            # Entered before a crash, and nobody could tell the office: its number is used.
            await house.bundles.entered(election, number, bundle)
            raise Conflict(
                f"第 {bundle} 捆已经入账，不能放弃；确需重扫的，请撤回这一捆。",
                code="bundle.closed",
            )
        await house.bundles.discard(election, number, bundle, by=by, reason=reason)
        house.inbox.forget(OpenBundle(election=election, round=number, number=bundle))


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
) -> Added:
    """Read a file of scans into an open bundle and return which pages are new.

    Pages are kept portion by portion, in their order, so that others see how far it is and nothing
    is lost if it breaks off. Raises BadRequest for a file that is no scan.
    """
    paper = await _open_paper(house, election, number)
    with put_down(house.settings.data) as path:
        await asyncio.to_thread(path.write_bytes, data)
        read = partial(read_apart, house.readers, paper.definition, paper.key, path, name)
        whole = await portions_apart(house.readers, path, name)
        jobs = [asyncio.create_task(read(portion)) for portion in whole]
        try:
            found = Added()
            for job in jobs:
                found += await _keep(house, election, number, bundle, await job, data)
        finally:
            # The folder goes with us: nobody may be reading from it any more.
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
    return found


async def _keep(
    house: House, election: str, number: int, bundle: int, taken: Sequence[TakenPage], file: bytes
) -> Added:
    pages = []
    for one in taken:
        if one.image:
            name = await house.ledger.put_object(one.image)
        else:
            # A refused page has no picture; the same page of the same file is the same.
            name = Digest(sha256(sha256(file).digest() + one.result).hexdigest())
        pages.append((name, one.result))
    async with house.turns.of(election, number):
        current = readable((await house.ledger.head(election)).state, number)
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
    current = paper.current
    batches = tuple(one for one in current.live if one.batch != bundle)
    numbers = tuple(one.batch for one in batches)
    source = (bundle, there, numbers, current.definition, tuple(current.commitments))
    others = Others(election=election, current=current, batches=batches, unique=paper.unique)

    async def joined() -> Joined:
        return await beside(house, others, await _joined(house, paper, bundle))

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
        paper = await _open_paper(house, election, number)
        found = await house.bundles.get(election, number, bundle)
        if found.state == "open" and bundle in paper.current.batches:
            await _tell_office(house, paper)
            return len(paper.current.batches[bundle].doubtful)
        if found.state != "open":
            raise BadRequest(f"第 {bundle} 捆已经入账或者撤回。")
        state = await progress(house, election, number, bundle)
        aside = SetAside(foreign=foreign, by_hand=by_hand)
        _check_fit(paper, state, aside)
        event = await _read(house, paper, state, aside)
        await house.ledger.run(election, just(event))
        await house.bundles.entered(election, number, bundle)
        return len(event.doubtful)


def _check_fit(paper: Paper, state: Progress, aside: SetAside) -> None:
    bundle, joined = state.bundle, state.joined
    check_foreign(bundle, joined, aside, alike=not paper.unique)
    check_elsewhere(joined)
    check_gap(bundle, joined, aside, alike=not paper.unique)
    check_box(paper.current, bundle.declared)


async def _read(house: House, paper: Paper, state: Progress, aside: SetAside) -> e.BatchRead:
    """Keep the readings of a bundle and return the event that names them."""
    readings = [reading for reading, _ in state.joined.sheets]
    readings += [_unread(paper)] * aside.by_hand
    digests = [await _keep_reading(house, one) for one in readings]
    doubtful = [name for name, one in zip(digests, readings, strict=True) if one.doubts]
    return e.BatchRead(
        round=paper.current.number,
        batch=state.bundle.number,
        declared=state.bundle.declared,
        sheets=tuple(sorted(digests)),
        foreign=aside.foreign,
        doubtful=tuple(sorted(doubtful)),
    )


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
        doubts=("identity_unreadable", "item_doubtful"),
    )


async def _keep_reading(house: House, reading: SheetReading) -> Digest:
    """Keep a reading under its salted digest; until an event names that, it counts for nothing."""
    return await house.ledger.put_object(opening(os.urandom(SALT_BYTES), reading))
