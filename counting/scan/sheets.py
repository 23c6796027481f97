"""From pages to sheets: all sides of a sheet have to be there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ballot.canonical import Digest
from ballot.definition import Definition, freeze
from ballot.reading import Doubt, PageReading, SheetReading
from counting.doubts import rule_doubts
from counting.paper_form import PaperForm, form_of
from counting.scan.codes import KnownBy
from counting.scan.network import OPINION, SYMBOLS
from counting.scan.reading import PageRead
from counting.scan.thresholds import THRESHOLDS

READER = f"piaojue-{THRESHOLDS.version}-{OPINION.version}-{SYMBOLS.version}"
"""The versions of thresholds and of the networks that a reading names."""

_DUPLEX = 2
"""Sides of a sheet of which a scanner makes the two pages of one paper."""


def sheets_of(
    pages: Iterable[PageRead],
    definition: Definition,
    form: PaperForm | None = None,
    leaves: Mapping[Digest, Digest] | None = None,
) -> Iterator[SheetReading]:
    """Yield the sheets that ``pages`` make, each once its sides are there, the incomplete last.

    Sides belong together by identity, in any order. Where one code serves all sheets, by how they
    follow each other in a file. A side whose code cannot be read belongs to the other one that
    ``leaves`` (`counting.scan.leaves`) names for both, else it is a sheet of its own, and people
    find its other side. ``form`` is what the sheets ask where earlier rounds have spent money;
    None: where none has.
    """
    joiner = _Joiner(definition, form or form_of(definition), leaves or {})
    for page in pages:
        yield from joiner.add(replace(page, image=b"", crops=()))
    yield from joiner.rest()


class _Joiner:
    """Sides that wait for their other side; without pictures, so memory stays flat."""

    def __init__(
        self, definition: Definition, form: PaperForm, leaves: Mapping[Digest, Digest]
    ) -> None:
        self._definition = definition
        self._form = form
        self._leaves = leaves
        self._faces: dict[Digest, PageRead] = {}
        self._digest = freeze(definition)[1]
        self._waiting: dict[bytes, list[PageRead]] = {}
        self._batch: list[PageRead] = []
        self._blanks = 0

    def add(self, page: PageRead) -> Iterator[SheetReading]:
        """Take a page and yield the sheets that it completes."""
        if page.status == "refused":
            if page.code == "scan.blank":
                self._blanks += 1
            else:
                yield from self._flush()
            return
        if page.digest in self._leaves:
            yield from self._flush()
            yield from self._face(page)
        elif page.identity is None:
            yield from self._flush()
            yield self._sheet([page])
        elif page.known_by == "batch":
            yield from self._following(page)
        else:
            sides = self._waiting.setdefault(page.identity, [])
            sides.append(page)
            if len(sides) == page.sides:
                yield self._sheet(self._waiting.pop(page.identity))

    def rest(self) -> Iterator[SheetReading]:
        """Yield the sheets that lack a side."""
        yield from self._flush()
        for sides in (*self._waiting.values(), *([one] for one in self._faces.values())):
            yield self._sheet(sides)
        self._waiting.clear()
        self._faces.clear()

    def _face(self, page: PageRead) -> Iterator[SheetReading]:
        """Join the two faces of one leaf."""
        other = self._faces.pop(self._leaves[page.digest], None)
        if other is None:
            self._faces[page.digest] = page
        else:
            yield self._sheet([other, page])

    def _following(self, page: PageRead) -> Iterator[SheetReading]:
        """Join a page to the one before it: the next side, or the one before in a turned stack."""
        if self._batch and not _follows(self._batch, page, self._blanks):
            yield from self._flush()
        self._batch.append(page)
        self._blanks = 0
        if len(self._batch) == page.sides:
            yield from self._flush()

    def _flush(self) -> Iterator[SheetReading]:
        if self._batch:
            yield self._sheet(self._batch)
            self._batch = []

    def _sheet(self, sides: Sequence[PageRead]) -> SheetReading:
        sides = sorted(sides, key=lambda one: one.number)
        rows = tuple(row for one in sides for row in one.rows)
        complete = [one.number for one in sides] == list(range(1, sides[0].sides + 1))
        unread = any(one.identity is None for one in sides)
        doubts: list[Doubt] = ["identity_unreadable"] if unread else []
        if not complete:
            doubts.append("page_missing")
        if any(one.unseen for one in sides):
            doubts.append("frames_unseen")
        if any(one.written for one in sides):
            doubts.append("writing_outside")
        doubts += rule_doubts(rows, self._form)
        identity = next((one.identity for one in sides if one.identity is not None), None)
        return SheetReading(
            round=self._definition.round,
            definition=self._digest,
            identity=None if identity is None else identity.hex(),
            known_by=_weakest(sides),
            reader=READER,
            pages=tuple(
                PageReading(number=one.number, image=one.digest, scale=one.scale) for one in sides
            ),
            rows=rows,
            doubts=tuple(dict.fromkeys(doubts)),
        )


def _follows(batch: Sequence[PageRead], page: PageRead, blanks: int) -> bool:
    """Say whether ``page`` is the next side of the sheet, ``blanks`` empty pages behind the last.

    Nothing may be missing between them. Of sheets with two sides either order is possible, so that
    the back of one and the front of the next look like a sheet of a turned stack: which pages are
    the two sides of one paper then says their place in the file.
    """
    last = batch[-1]
    step = page.number - last.number
    steady = len(batch) == 1 or step == last.number - batch[-2].number
    next_ = last.file == page.file and page.page == last.page + blanks + 1
    return next_ and abs(step) == 1 and steady and (page.sides != _DUPLEX or last.page % 2 == 1)


def _weakest(sides: Sequence[PageRead]) -> KnownBy | None:
    """Return by what the sheet is known: by the small code where one side has no other."""
    found = [one.known_by for one in sides if one.known_by is not None]
    return "small_code" if "small_code" in found else next(iter(found), None)
