"""From the pages of a bundle to its sheets, in a worker process.

Sides that belong together are found, sheets scanned again, copies of a sheet, and what is no sheet
of this round.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from ballot.canonical import Digest
from ballot.definition import Definition
from ballot.reading import DOUBTFUL, SheetReading
from counting.paper_form import PaperForm, Row

if TYPE_CHECKING:
    from counting.scan import PageRead

_SET_ASIDE = frozenset({"sheet.foreign", "sheet.forged", "scan.not_a_sheet"})
"""Pages that are no sheet of this round, whatever is done to them; others can be scanned again."""
_LONE_FACE = (
    "这一面的编码读不出，也看不出它的另一面是哪一页，没有计入。"
    "请把这张票单独放进扫描仪，两面扫成一个文件；仍读不出的，登记为人工辨认。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page as it was kept: its ``place`` in the bundle and the JSON of what was read."""

    place: int
    result: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The sheets of a bundle: the readings, with the places of their pages, and what is none.

    ``foreign`` are the places of pages that are no sheet of this round, ``unread`` those of pages
    that must be scanned again or decided by hand, ``copied`` those of sheets that bear the code of
    another one; each with the reason.
    """

    sheets: tuple[tuple[SheetReading, tuple[int, ...]], ...]
    foreign: tuple[tuple[int, str], ...]
    unread: tuple[tuple[int, str], ...]
    copied: tuple[tuple[int, str], ...]


def join(
    definition: Definition,
    form: PaperForm,
    pages: Sequence[KeptPage],
    known: frozenset[bytes] | None,
) -> Joined:
    """Join the pages of a bundle to sheets.

    ``known`` is the set of identities that were printed, None where all sheets bear one code. The
    same side read twice is one side. One code over different marks is two sheets, both of them
    ``copied``: which is the copy, people see.
    """
    from counting.scan import PageRead, sheets_of  # noqa: PLC0415  (images in workers alone)
    from counting.scan.leaves import leaves_of  # noqa: PLC0415

    read = [(one.place, msgspec.json.decode(one.result, type=PageRead)) for one in pages]
    bundle = _Bundle(known=known, leaves=leaves_of([page for _, page in read]))
    for place, page in read:
        bundle.take(place, page)
    bundle.place_faces()
    groups = [(bundle.plain(), False), *((one, True) for one in bundle.copies())]
    found = [
        copied(sheet) if twice else sheet
        for group, twice in groups
        for sheet in sheets_of(group, definition, form, bundle.faces)
    ]
    return Joined(
        sheets=tuple((one, tuple(bundle.places[p.image] for p in one.pages)) for one in found),
        foreign=tuple(bundle.foreign),
        unread=tuple(bundle.unread),
        copied=tuple(bundle.told_of_copies()),
    )


def copied(sheet: SheetReading) -> SheetReading:
    """Return ``sheet`` as one that bears the code of another."""
    return msgspec.structs.replace(sheet, doubts=tuple(dict.fromkeys((*sheet.doubts, "copied"))))


def agree(one: Mapping[int, str], other: Mapping[int, str]) -> bool:
    """Say whether two readings by project may be of one sheet: none is certain and different."""
    pairs = ((one[project], other[project]) for project in one.keys() & other.keys())
    return all(a == b or DOUBTFUL in {a, b} for a, b in pairs)


def by_project(rows: Iterable[Row]) -> dict[int, str]:
    """Return what was read of each project."""
    return {row.project: row.reading for row in rows}


Layer = dict[int, "PageRead"]
"""The sides of one sheet by number."""


@dataclass(slots=True, kw_only=True)
class _Bundle:
    """The pages of a bundle: those that make sheets, and why the others do not.

    ``faces`` are the leaves (`counting.scan.leaves`) of which both sides count.
    """

    known: frozenset[bytes] | None
    leaves: Mapping[Digest, Digest]
    layers: dict[bytes, list[Layer]] = field(default_factory=dict)
    nameless: list["PageRead"] = field(default_factory=list)
    faces: dict[Digest, Digest] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    foreign: list[tuple[int, str]] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    _same: dict[Digest, Digest] = field(default_factory=dict)
    """A page scanned again, and the one that stands for it."""

    def take(self, place: int, page: "PageRead") -> None:
        """Sort one page in."""
        self.places[page.digest] = place
        if page.status == "refused":
            self._refused(place, page)
        elif page.identity is None or self.known is None:
            self.nameless.append(page)
        elif page.identity not in self.known:
            self.foreign.append((place, "票面标识不在本轮印制的票中，已另放。"))
        else:
            self._named(place, page, self.layers.setdefault(page.identity, []))

    def _refused(self, place: int, page: "PageRead") -> None:
        if page.code != "scan.blank":
            aside = page.code in _SET_ASIDE
            (self.foreign if aside else self.unread).append((place, page.reason or ""))

    def _named(self, place: int, page: "PageRead", layers: list[Layer]) -> None:
        """Put a side with a code of its own to its sheet; of one scanned again the less certain."""
        for layer in layers:
            before = layer.get(page.number)
            if before is not None and agree(by_project(before.rows), by_project(page.rows)):
                stays, goes = sorted((before, page), key=_certain)
                layer[page.number] = stays
                self._same[goes.digest] = stays.digest
                return
        lacking = [one for one in layers if page.number not in one]
        beside = [
            one
            for one in lacking
            if any(abs(self.places[side.digest] - place) == 1 for side in one.values())
        ]
        if not lacking:
            layers.append({})
        (beside or lacking or layers[-1:])[0][page.number] = page

    def place_faces(self) -> None:
        """Give every side without a code to the other face of its leaf, or set it aside."""
        alone = []
        for page in self.nameless:
            other = self._other(page)
            if other is not None:
                self.faces |= {page.digest: other, other: page.digest}
            elif page.identity is None and page.sides > 1 and page.digest not in self.faces:
                alone.append(page)
                self.unread.append((self.places[page.digest], _LONE_FACE))
        self.nameless = [one for one in self.nameless if one not in alone]

    def _other(self, page: "PageRead") -> Digest | None:
        """Return the face behind ``page``, if that counts and has no other one already."""
        other = self.leaves.get(page.digest)
        while other in self._same:
            other = self._same[other]
        if other is None or other in self.faces or page.digest in self.faces:
            return None
        if other in {one.digest for one in self.nameless}:
            return other
        for layer in self._layers():
            if other in {side.digest for side in layer.values()}:
                return None if page.number in layer else other
        return None

    def _layers(self) -> Iterator[Layer]:
        for layers in self.layers.values():
            yield from layers

    def plain(self) -> list["PageRead"]:
        """Return the sides of all sheets but those of which there may be copies, as scanned."""
        apart = {page.digest for copy in self.copies() for page in copy}
        sides = [side for layer in self._layers() for side in layer.values()]
        found = [one for one in (*self.nameless, *sides) if one.digest not in apart]
        return sorted(found, key=lambda one: self.places[one.digest])

    def copies(self) -> list[list["PageRead"]]:
        """Return the sides of each sheet whose code another sheet bears as well."""
        nameless = {one.digest: one for one in self.nameless}
        return [
            [
                *layer.values(),
                *(
                    nameless[self.faces[side.digest]]
                    for side in layer.values()
                    if side.digest in self.faces
                ),
            ]
            for layers in self.layers.values()
            if len(layers) > 1
            for layer in layers
        ]

    def told_of_copies(self) -> Iterator[tuple[int, str]]:
        """Yield where each of several sheets with one code lies, and what to do."""
        for layers in self.layers.values():
            places = [min(self.places[side.digest] for side in one.values()) for one in layers]
            for place in places if len(places) > 1 else ():
                others = "、".join(f"第 {one} 页" for one in places if one != place)
                told = f"编码与扫描{others}相同而所画不同，可能有复印的票。"
                yield place, told + "都作为疑问票，由监票人对照纸质票认定。"


def _certain(page: "PageRead") -> int:
    return -sum(row.reading == DOUBTFUL for row in page.rows)
