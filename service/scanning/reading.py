"""What worker processes do with scans: count pages, read some, join them to sheets, cut rows out.

Images are loaded here and in no other process: everything from ``counting.scan`` is imported when
it is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from ballot.definition import Definition
from ballot.reading import SheetReading
from ballot.sheet import SheetLayout
from counting.lost import Lost
from counting.paper_form import PaperForm
from printing.ballots import specimen
from service.errors import BadRequest

if TYPE_CHECKING:
    from counting.scan import PageRead

PORTION = 4
"""Pages that a process reads before others may be told how far it is."""

_SET_ASIDE = frozenset({"sheet.foreign", "sheet.forged", "scan.not_a_sheet"})
"""Pages that are no sheet of this round, whatever is done to them; others can be scanned again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPage:
    """A page as it is kept until its bundle is entered: what was read, and the picture of it.

    ``result`` is the JSON of the page without pictures; ``image`` is empty for a refused page.
    """

    status: str
    code: str
    reason: str
    result: bytes
    image: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page as it was kept: its ``place`` in the bundle and the JSON of what was read."""

    place: int
    result: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The sheets of a bundle: the readings, with the places of their pages, and what is none.

    ``foreign`` are the places of pages that are no sheet of this round or a copy of one, ``unread``
    those of pages that must be scanned again or decided by hand, both with the reason.
    """

    sheets: tuple[tuple[SheetReading, tuple[int, ...]], ...]
    foreign: tuple[tuple[int, str], ...]
    unread: tuple[tuple[int, str], ...]


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def portions(path: Path, name: str) -> list[tuple[int, int]]:
    """Return the (first, end) of every portion of a file. Raises BadRequest if it is unreadable."""
    from counting.scan.errors import ScanError  # noqa: PLC0415  (see the module)
    from counting.scan.source import Source  # noqa: PLC0415
    from counting.scan.source import portions as of  # noqa: PLC0415

    try:
        source = Source(name, partial(_opened, path))
        return [(one.first, one.end) for one in of(source, PORTION)]
    except ScanError as error:
        raise BadRequest(f"{name}：{error.sentence}") from error


def read(
    definition: Definition, key: str, path: Path, name: str, portion: tuple[int, int]
) -> list[TakenPage]:
    """Read a portion of the file; ``key`` is the public key of the round's sheets (hex)."""
    from counting.scan.page import reader_for  # noqa: PLC0415  (see the module)
    from counting.scan.reading import read_portion  # noqa: PLC0415
    from counting.scan.source import Portion, Source  # noqa: PLC0415

    source = Source(name, partial(_opened, path))
    reader = reader_for(definition, key, specimen)
    return [_taken(one) for one in read_portion(reader, Portion(source, *portion))]


def unread(name: str, at: int, lost: Lost) -> TakenPage:
    """Return page ``at`` (from 1), whose reading was ``lost``, as refused."""
    from counting.scan.reading import lost_page  # noqa: PLC0415  (see the module)

    return _taken(lost_page(name, at, lost))


def lost_file(name: str, lost: Lost) -> str:
    """Return why no page of a file can be had whose pages could not even be counted."""
    from counting.scan.reading import lost_page  # noqa: PLC0415  (see the module)

    return lost_page(name, 0, lost).reason or ""


def _taken(page: "PageRead") -> TakenPage:
    return TakenPage(
        status=page.status,
        code=page.code,
        reason=page.reason or "",
        result=msgspec.json.encode(replace(page, image=b"", crops=())),
        image=page.image,
    )


def join(
    definition: Definition,
    form: PaperForm,
    pages: Sequence[KeptPage],
    known: frozenset[bytes] | None,
) -> Joined:
    """Join the pages of a bundle to sheets.

    ``known`` is the set of identities that were printed, None where all sheets bear one code. The
    same side read twice is one side; the same code over other marks is a copy, and set aside.
    """
    from counting.scan import PageRead, sheets_of  # noqa: PLC0415  (see the module)

    sorted_ = _Sorted(known)
    for kept in pages:
        sorted_.take(kept.place, msgspec.json.decode(kept.result, type=PageRead))
    sheets = tuple(
        (one, tuple(sorted_.places[page.image] for page in one.pages))
        for one in sheets_of(sorted_.good, definition, form)
    )
    return Joined(sheets=sheets, foreign=tuple(sorted_.foreign), unread=tuple(sorted_.unread))


class _Sorted:
    """The pages of a bundle: those that make sheets, and why the others do not."""

    def __init__(self, known: frozenset[bytes] | None) -> None:
        self._known = known
        self._seen: dict[tuple[bytes, int], PageRead] = {}
        self.good: list[PageRead] = []
        self.places: dict[str, int] = {}
        self.foreign: list[tuple[int, str]] = []
        self.unread: list[tuple[int, str]] = []

    def take(self, place: int, page: "PageRead") -> None:
        """Sort one page in."""
        if page.status == "refused":
            self._refused(place, page)
        elif self._is_first(place, page):
            self.places[page.digest] = place
            self.good.append(page)

    def _refused(self, place: int, page: "PageRead") -> None:
        if page.code != "scan.blank":
            aside = page.code in _SET_ASIDE
            (self.foreign if aside else self.unread).append((place, page.reason or ""))

    def _is_first(self, place: int, page: "PageRead") -> bool:
        """Say whether the page is a side of ours that was not read before."""
        if self._known is None or page.identity is None:
            return True
        if page.identity not in self._known:
            self.foreign.append((place, "票面标识不在本轮印制的票中，已另放。"))
            return False
        before = self._seen.setdefault((page.identity, page.number), page)
        if before is page:
            return True
        if [one.reading for one in before.rows] != [one.reading for one in page.rows]:
            self.foreign.append((place, "编码与前面一张相同而所画不同，可能是复印的票，已另放。"))
        return False


def crop(layout: SheetLayout, number: int, image: bytes, project: int) -> bytes:
    """Return the row of ``project`` on the flattened ``image`` of page ``number`` as PNG."""
    from counting.scan.flattened import crops, decoded_page  # noqa: PLC0415  (see the module)

    found = list(crops(decoded_page(image), layout.pages[number - 1], frozenset({project})))
    if not found:
        raise BadRequest("这一面上没有这个项目。")
    return found[0].png


class PageShape(msgspec.Struct, frozen=True):
    """Of a kept page what says where its rows stand: the byte of its format, its number."""

    format: int
    number: int


def shape_of(result: bytes) -> PageShape:
    """Return the shape of a page from the JSON of what was read; no image library is loaded."""
    return msgspec.json.decode(result, type=PageShape)
