"""From the pages of a bundle to its sheets, in a worker process.

Sides that belong together are found, sheets scanned again, copies of a sheet, and what is no sheet
of this round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from ballot.canonical import Digest
from ballot.definition import Definition, freeze
from ballot.identity import sheet_name
from ballot.reading import DOUBTFUL, SheetReading
from counting.paper_form import PaperForm
from counting.same_sheet import Marks, agree, marks_of
from service.scanning.joined import FilePage, Joined
from service.scanning.reading import SET_ASIDE, stranger_of

if TYPE_CHECKING:
    from counting.scan import PageRead

_LIKE_A_BACK = frozenset({"scan.mirrored", "scan.unlocated"})
"""What the back of a one-sided sheet may be taken for, if the front shows through."""
_LOOK_BEHIND = "它也可能是前后一张票的背面，请看那张票的背面有没有字迹。"
_LONE_FACE = (
    "这一面的编码读不出，也看不出它的另一面是哪一页，没有计入。"
    "请把这张票单独放进扫描仪，两面扫成一个文件；仍读不出的，登记为人工辨认。"
)


_UNPRINTED = "票面标识不在本轮印制的票中，已另放。"
_BEHIND = "扫描第 {} 页的背面有字迹或者痕迹，那张票作为疑问票，由监票人看纸质票的背面。"
_SAME_STRANGER = "与扫描第 {} 页编码相同，是同一张票，只算一张。"
_REPEATED = "与扫描第 {} 页编码和所画都相同，只计一张；手里是两张的，其中一张是复印的。"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page as it was kept: its ``place`` in the bundle and the JSON of what was read."""

    place: int
    result: bytes


def join(
    definition: Definition,
    form: PaperForm,
    pages: Sequence[KeptPage],
    known: frozenset[bytes] | None,
) -> Joined:
    """Join the pages of a bundle to sheets.

    ``known`` is the set of identities that were printed, None where all sheets bear one code. The
    same side read twice is one side, and the clearer reading stays. One code over different marks
    is two sheets, both of them ``copied``: which is the copy, people see.
    """
    from counting.scan import PageRead  # noqa: PLC0415  (images in workers alone)

    read = [(one.place, msgspec.json.decode(one.result, type=PageRead)) for one in pages]
    names = {one.place: stranger_of(one.result).stranger for one in pages}
    where = {at: f"{FilePage(name=one.file, page=one.page).told}：" for at, one in read}
    return join_read(definition, form, read, known, names).found_by(where)


def join_read(
    definition: Definition,
    form: PaperForm,
    read: Sequence[tuple[int, "PageRead"]],
    known: frozenset[bytes] | None,
    names: Mapping[int, str] | None = None,
) -> Joined:
    """Return the same of pages with their places.

    ``names`` tell apart the sheets of pages that were set aside (`ballot.identity.sheet_name`), by
    place; without a name a page is a sheet of its own.
    """
    from counting.scan import sheets_of  # noqa: PLC0415  (images in workers alone)
    from counting.scan.leaves import backs_of, leaves_of  # noqa: PLC0415

    sides = [page for _, page in read]
    backs = backs_of(sides)
    tag = bytes.fromhex(freeze(definition)[1])
    bundle = _Bundle(known=known, leaves=leaves_of(sides), tag=tag, names=names or {})
    for at, (place, page) in enumerate(read):
        if at in backs:
            bundle.behind.append((place, _BEHIND.format(read[backs[at]][0])))
        else:
            written = at in backs.values()
            bundle.take(place, replace(page, written=True) if written else page)
    bundle.place_faces()
    groups = [(bundle.plain(), False), *((one, True) for one in bundle.copies())]
    found = [
        copied(sheet) if twice else sheet
        for group, twice in groups
        for sheet in sheets_of(group, definition, form, bundle.faces)
    ]
    return Joined(
        sheets=tuple((one, tuple(bundle.places[p.image] for p in one.pages)) for one in found),
        foreign=tuple(bundle.told_of_strangers()),
        unread=tuple(bundle.unread),
        copied=tuple(bundle.told_of_copies()),
        repeated=tuple(bundle.told_of_repeats()),
        behind=tuple(bundle.behind),
        strangers={name: tuple(places) for name, places in bundle.strangers.items()},
    )


def copied(sheet: SheetReading) -> SheetReading:
    """Return ``sheet`` as one that bears the code of another."""
    return msgspec.structs.replace(sheet, doubts=tuple(dict.fromkeys((*sheet.doubts, "copied"))))


def _marks(page: "PageRead") -> Marks:
    return marks_of(page.rows, unseen=page.unseen)


Layer = dict[int, list["PageRead"]]
"""The sides of one sheet by number, each as often as it was scanned."""


@dataclass(slots=True, kw_only=True)
class _Bundle:
    """The pages of a bundle: those that make sheets, and why the others do not.

    ``tag`` is the digest of the definition; ``faces`` are the leaves (`counting.scan.leaves`) of
    which both sides count; ``strangers`` are the places of the sheets that are none of ours.
    """

    known: frozenset[bytes] | None
    leaves: Mapping[Digest, Digest]
    tag: bytes
    names: Mapping[int, str]
    layers: dict[bytes, list[Layer]] = field(default_factory=dict)
    nameless: list["PageRead"] = field(default_factory=list)
    others: list[tuple[int, "PageRead"]] = field(default_factory=list)
    faces: dict[Digest, Digest] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    foreign: list[tuple[int, str]] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    behind: list[tuple[int, str]] = field(default_factory=list)
    strangers: dict[str, list[int]] = field(default_factory=dict)

    def take(self, place: int, page: "PageRead") -> None:
        """Sort one page in."""
        if page.status == "refused":
            self._refused(place, page)
            return
        self.places[page.digest] = place
        if page.identity is None or self.known is None:
            self.nameless.append(page)
        elif page.identity not in self.known:
            self._foreign(place, sheet_name(self.tag, page.identity), _UNPRINTED)
        else:
            self._named(place, page, self.layers.setdefault(page.identity, []))

    def _refused(self, place: int, page: "PageRead") -> None:
        self.others.append((place, page))
        reason = page.reason or ""
        if page.code in SET_ASIDE:
            self._foreign(place, self.names.get(place) or f"page {place}", reason)
        elif page.code in _LIKE_A_BACK:
            self.unread.append((place, reason + _LOOK_BEHIND))
        elif page.code != "scan.blank":
            self.unread.append((place, reason))

    def _foreign(self, place: int, name: str, reason: str) -> None:
        self.strangers.setdefault(name, []).append(place)
        self.foreign.append((place, reason))

    def _named(self, place: int, page: "PageRead", layers: list[Layer]) -> None:
        """Put a side with a code of its own to its sheet, also one that was scanned before."""
        marks = _marks(page)
        for layer in layers:
            before = layer.get(page.number, [])
            if before and all(agree(_marks(one), marks) for one in before):
                before.append(page)
                return
        lacking = [one for one in layers if page.number not in one]
        beside = [
            one
            for one in lacking
            if any(abs(self.places[side.digest] - place) == 1 for side in _scans(one))
        ]
        if not lacking:
            layers.append({})
        (beside or lacking or layers[-1:])[0][page.number] = [page]

    def place_faces(self) -> None:
        """Give every side without a code to the other face of its leaf, or set it aside."""
        alone = []
        for page in self.nameless:
            other = None if page.digest in self.faces else self._other(page)
            if other is not None:
                self.faces |= {page.digest: other, other: page.digest}
            elif page.identity is None and page.sides > 1 and page.digest not in self.faces:
                alone.append(page)
                self.unread.append((self.places[page.digest], _LONE_FACE))
        self.nameless = [one for one in self.nameless if one not in alone]

    def _other(self, page: "PageRead") -> Digest | None:
        """Return the face behind ``page``, if that counts and has no other one already."""
        other = self.leaves.get(page.digest)
        for layer in self._layers():
            for scans in layer.values():
                if other in {scan.digest for scan in scans}:
                    return None if page.number in layer else self._free(clearest(scans).digest)
        nameless = {one.digest for one in self.nameless}
        return self._free(other) if other in nameless else None

    def _free(self, face: Digest | None) -> Digest | None:
        return None if face in self.faces else face

    def _layers(self) -> Iterator[Layer]:
        for layers in self.layers.values():
            yield from layers

    def plain(self) -> list["PageRead"]:
        """Return the sides of all sheets but those of which there may be copies, as scanned.

        With the pages between them that were refused: what follows what is seen by them.
        """
        apart = {page.digest for copy in self.copies() for page in copy}
        sides = [clearest(scans) for layer in self._layers() for scans in layer.values()]
        found = [
            (self.places[one.digest], one)
            for one in (*self.nameless, *sides)
            if one.digest not in apart
        ]
        return [page for _, page in sorted((*self.others, *found), key=lambda one: one[0])]

    def copies(self) -> list[list["PageRead"]]:
        """Return the sides of each sheet whose code another sheet bears as well."""
        nameless = {one.digest: one for one in self.nameless}
        return [
            [
                *sides,
                *(nameless[self.faces[one.digest]] for one in sides if one.digest in self.faces),
            ]
            for layers in self.layers.values()
            if len(layers) > 1
            for layer in layers
            for sides in ([clearest(scans) for scans in layer.values()],)
        ]

    def told_of_copies(self) -> Iterator[tuple[int, str]]:
        """Yield where each of several sheets with one code lies, and what to do."""
        for layers in self.layers.values():
            places = [min(self.places[side.digest] for side in _scans(one)) for one in layers]
            for place in places if len(places) > 1 else ():
                others = "、".join(f"第 {one} 页" for one in places if one != place)
                told = f"编码与扫描{others}相同而所画不同，可能有复印的票。"
                yield place, told + "都作为疑问票，由监票人对照纸质票认定。"

    def told_of_strangers(self) -> Iterator[tuple[int, str]]:
        """Yield where each page lies that is none of ours, and the first of the same sheet."""
        first = {at: places[0] for places in self.strangers.values() for at in places}
        for place, reason in self.foreign:
            same = "" if first[place] == place else _SAME_STRANGER.format(first[place])
            yield place, reason + same

    def told_of_repeats(self) -> Iterator[tuple[int, str]]:
        """Yield where each side lies that was scanned before, and where it was."""
        for layer in self._layers():
            for first, *again in layer.values():
                for one in again:
                    before = self.places[first.digest]
                    yield self.places[one.digest], _REPEATED.format(before)


def _scans(layer: Layer) -> list["PageRead"]:
    return [scan for scans in layer.values() for scan in scans]


def clearest(scans: Sequence["PageRead"]) -> "PageRead":
    """Return the scan of a side that leaves least in doubt, the first of several.

    What any of them shows beside the boxes stays a doubt: dirt may hide writing, nothing makes it.
    """
    best = min(scans, key=lambda one: sum(row.reading == DOUBTFUL for row in one.rows))
    return replace(best, written=any(one.written for one in scans))
