"""The scanning desk: bundles of sheets, counted by hand, and the pages that were read of them.

A bundle is the unit of the books: what the scanner read must be what people counted into it. Until
it is entered in the log it can be scanned on after a jam, or thrown away and scanned anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ballot.canonical import Digest
from ballot.events.reading import MOST_IN_BATCH
from service.office.discards import Discarded, discarded_of, subject_of
from service.office.errors import Conflict, NotFound, Unfit
from service.office.store import Office, insert_or_ignore
from service.office.tables import BundleRow, PageRow
from service.office.trail import Trail

Standing = Literal["entered", "withdrawn"]
State = Literal["open"] | Standing

MOST_BUNDLES = 1_000_000
"""Numbers that are looked up; a database's integers end somewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Bundle ``number`` of a round: ``declared`` sheets by hand count, ``pages`` scanned so far."""

    number: int
    declared: int
    state: State
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBundle:
    """A bundle that is being scanned, and whose it is."""

    election: str
    round: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A scanned page: its ``place`` in the bundle from 1, its ``image``, what was read of it."""

    place: int
    image: Digest
    result: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of pages that were handed in: how many are ``new``, and where the others lie.

    ``elsewhere`` are the other bundles that had some of them already, as the same pictures.
    """

    new: int = 0
    elsewhere: frozenset[int] = frozenset()

    def __add__(self, other: "Added") -> "Added":
        return Added(new=self.new + other.new, elsewhere=self.elsewhere | other.elsewhere)


def check_size(declared: int) -> None:
    """Raise Unfit for a bundle that no hands can count."""
    if not 1 <= declared <= MOST_IN_BATCH:
        raise Unfit(
            f"一捆票应在 1 与 {MOST_IN_BATCH} 张之间，请分捆清点后再扫描。", code="bundle.size"
        )


class Bundles:
    """The bundles of all rounds."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._trail = Trail(office, clock)

    async def begin(self, election: str, number: int, declared: int) -> Bundle:
        """Begin the next bundle of round ``number``. Raises Conflict while another is scanned."""
        check_size(declared)
        try:
            async with self._office.writing() as db:
                last = await db.scalar(
                    select(func.max(BundleRow.number)).where(_of(election, number))
                )
                row = BundleRow(
                    election=election,
                    round=number,
                    number=(last or 0) + 1,
                    declared=declared,
                    state="open",
                )
                db.add(row)
                await db.flush()
                return Bundle(number=row.number, declared=declared, state="open", pages=0)
        except IntegrityError as error:
            raise Conflict(
                "还有一捆票正在扫描；请先完成那一捆，或者放弃后重扫。", code="bundle.open"
            ) from error

    async def all(self, election: str, number: int) -> tuple[Bundle, ...]:
        """Return the bundles of the round in their order."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(BundleRow).where(_of(election, number)).order_by(BundleRow.number)
            )
            return tuple([await _bundle(db, row) for row in rows.all()])

    async def open(self) -> tuple[OpenBundle, ...]:
        """Return the bundles of all rounds that are being scanned."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(BundleRow)
                .where(BundleRow.state == "open")
                .order_by(BundleRow.election, BundleRow.round)
            )
            return tuple(
                OpenBundle(election=row.election, round=row.round, number=row.number)
                for row in rows.all()
            )

    async def get(self, election: str, number: int, bundle: int) -> Bundle:
        """Return one bundle. Raises NotFound."""
        async with self._office.reading() as db:
            return await _bundle(db, await _row(db, election, number, bundle))

    async def add(
        self, election: str, number: int, bundle: int, pages: Sequence[tuple[Digest, bytes]]
    ) -> Added:
        """Add pages (image, what was read) in the order of the scan; return which are new.

        A page that was handed in before, in whichever bundle, is not added again. Raises NotFound,
        Conflict where the bundle is no longer being scanned.
        """
        async with self._office.writing() as db:
            row = await _row(db, election, number, bundle, lock=True)
            _must_be_open(row)
            last = await db.scalar(
                select(func.max(PageRow.place)).where(_pages_of(election, number, bundle))
            )
            place = last or 0
            for image, result in pages:
                values = {
                    "election": election,
                    "round": number,
                    "image": image,
                    "bundle": bundle,
                    "place": place + 1,
                    "result": result,
                }
                place += await insert_or_ignore(db, PageRow, values)
            names = [image for image, _ in pages]
            return Added(
                new=place - (last or 0),
                elsewhere=await _others(db, election, number, bundle, names),
            )

    async def pages(self, election: str, number: int, bundle: int) -> tuple[Page, ...]:
        """Return the pages of a bundle in the order of the scan."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(PageRow).where(_pages_of(election, number, bundle)).order_by(PageRow.place)
            )
            return tuple(
                Page(place=row.place, image=Digest(row.image), result=row.result)
                for row in rows.all()
            )

    async def places(
        self, election: str, number: int, bundle: int | None = None
    ) -> dict[Digest, int]:
        """Return where every page lies in its bundle, by image, without what was read of it.

        Of one ``bundle``, in the order of the scan, or of all bundles of the round.
        """
        wanted = select(PageRow.image, PageRow.place).where(
            PageRow.election == election, PageRow.round == number
        )
        if bundle is not None:
            wanted = wanted.where(PageRow.bundle == bundle)
        async with self._office.reading() as db:
            rows = await db.execute(wanted.order_by(PageRow.bundle, PageRow.place))
            return {Digest(image): place for image, place in rows.all()}

    async def page(self, election: str, number: int, image: Digest) -> Page:
        """Return the page whose picture this is. Raises NotFound."""
        async with self._office.reading() as db:
            row = await db.get(PageRow, (election, number, image))
        if row is None:
            raise NotFound("没有这一页，它所在的一捆可能已经撤回，请刷新。", code="page.unknown")
        return Page(place=row.place, image=Digest(row.image), result=row.result)

    async def entered(self, election: str, number: int, bundle: int) -> None:
        """Say that the bundle stands in the log; again is the same."""
        await self._become(election, number, bundle, "entered")

    async def withdrawn(self, election: str, number: int, bundle: int) -> None:
        """Say that the log has withdrawn the bundle; its pages may be scanned again."""
        await self._become(election, number, bundle, "withdrawn")

    async def stand(
        self, election: str, number: int, known: Mapping[int, tuple[int, Standing]]
    ) -> None:
        """Take over what the log knows of bundles: their hand counts and states, by number.

        A bundle that is missing here was entered by a service whose office was lost since.
        """
        async with self._office.writing() as db:
            rows = await db.scalars(select(BundleRow).where(_of(election, number)))
            here = {row.number: row for row in rows.all()}
            for bundle, (declared, state) in known.items():
                row = here.get(bundle)
                if row is None:
                    row = BundleRow(
                        election=election, round=number, number=bundle, declared=declared
                    )
                    db.add(row)
                row.state = state
                if state == "withdrawn":
                    await _forget_pages(db, election, number, bundle)

    async def discard(
        self, election: str, number: int, bundle: int, *, by: str, reason: str
    ) -> None:
        """Throw away what was scanned of an open bundle, to scan it anew. Raises Conflict.

        The trail keeps that it was done, by whom, how much of it was scanned, and why.
        """
        async with self._office.writing() as db:
            row = await _row(db, election, number, bundle, lock=True)
            _must_be_open(row)
            thrown = Discarded(
                number=bundle,
                declared=row.declared,
                pages=(await _bundle(db, row)).pages,
                reason=reason,
            )
            self._trail.note(
                db,
                "bundle_discarded",
                actor=by,
                subject=subject_of(number, thrown),
                election=election,
                detail=reason,
            )
            await _forget_pages(db, election, number, bundle)
            await db.delete(row)

    async def discarded(self, election: str, number: int) -> tuple[Discarded, ...]:
        """Return the bundles of the round that were thrown away, the earliest first."""
        found = await self._trail.acts(election, "bundle_discarded")
        return tuple(one for of, one in map(discarded_of, found) if of == number)

    async def _become(self, election: str, number: int, bundle: int, state: State) -> None:
        async with self._office.writing() as db:
            row = await _row(db, election, number, bundle, lock=True)
            row.state = state
            if state == "withdrawn":
                await _forget_pages(db, election, number, bundle)


async def _others(
    db: AsyncSession, election: str, number: int, bundle: int, images: Sequence[Digest]
) -> frozenset[int]:
    """Return which other bundles have some of ``images``."""
    found = await db.scalars(
        select(PageRow.bundle)
        .distinct()
        .where(
            PageRow.election == election,
            PageRow.round == number,
            PageRow.bundle != bundle,
            PageRow.image.in_(images),
        )
    )
    return frozenset(found.all())


async def _forget_pages(db: AsyncSession, election: str, number: int, bundle: int) -> None:
    await db.execute(delete(PageRow).where(_pages_of(election, number, bundle)))


def _of(election: str, number: int) -> ColumnElement[bool]:
    return and_(BundleRow.election == election, BundleRow.round == number)


def _pages_of(election: str, number: int, bundle: int) -> ColumnElement[bool]:
    return and_(PageRow.election == election, PageRow.round == number, PageRow.bundle == bundle)


def _must_be_open(row: BundleRow) -> None:
    if row.state != "open":
        raise Conflict(
            f"第 {row.number} 捆已经完成扫描，不能再加页；确需重扫的，请先撤回这一捆。",
            code="bundle.closed",
        )


async def _row(
    db: AsyncSession, election: str, number: int, bundle: int, *, lock: bool = False
) -> BundleRow:
    known = 0 < bundle <= MOST_BUNDLES
    key = (election, number, bundle)
    row = await db.get(BundleRow, key, with_for_update=lock) if known else None
    if row is None:
        raise NotFound(f"没有第 {bundle} 捆，请核对捆号。", code="bundle.unknown")
    return row


async def _bundle(db: AsyncSession, row: BundleRow) -> Bundle:
    pages = await db.scalar(
        select(func.count())
        .select_from(PageRow)
        .where(_pages_of(row.election, row.round, row.number))
    )
    state: State = row.state  # type: ignore[assignment]  # written by this module alone
    return Bundle(number=row.number, declared=row.declared, state=state, pages=pages or 0)
