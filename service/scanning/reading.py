"""What worker processes do with scans: count pages, read some, cut rows out of pictures.

Images are loaded here and in no other process: everything from ``counting.scan`` is imported when
it is called.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from ballot.definition import Definition
from ballot.sheet import SheetLayout
from counting.lost import Lost
from printing.ballots import specimen
from service.errors import BadRequest

if TYPE_CHECKING:
    from counting.scan import PageRead

PORTION = 4
"""Pages that a process reads before others may be told how far it is."""
MOST_PAGES = 1000
"""Of one file: a bundle of 50 sheets has 600 sides at most. A small file can name one large picture
many thousand times, and would keep all others waiting for hours."""
SET_ASIDE = frozenset({"sheet.foreign", "sheet.forged"})
"""Pages with a code that was not signed for this round, whatever is done to them.

A page that merely shows no sheet is none of these: it may be one of ours, lying on its face.
"""


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


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def portions(path: Path, name: str) -> list[tuple[int, int]]:
    """Return the (first, end) of every portion of a file. Raises BadRequest if it is unreadable."""
    from counting.scan.errors import ScanError  # noqa: PLC0415  (see the module)
    from counting.scan.source import Source  # noqa: PLC0415
    from counting.scan.source import portions as of  # noqa: PLC0415

    try:
        source = Source(name, partial(_opened, path))
        return [(one.first, one.end) for one in of(source, PORTION, MOST_PAGES)]
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


class Stranger(msgspec.Struct, frozen=True):
    """Of a kept page what tells sheets apart that are not of this round, each scanned or not."""

    stranger: str = ""
    identity: bytes | None = None
    """Of a page whose code is signed for this round; it may be in no printed set all the same."""


def stranger_of(result: bytes) -> Stranger:
    """Return the same from the JSON of what was read; no image library is loaded."""
    return msgspec.json.decode(result, type=Stranger)


def crop(layout: SheetLayout, number: int, image: bytes, project: int) -> bytes:
    """Return the row of ``project`` on the flattened ``image`` of page ``number`` as PNG."""
    from counting.scan.flattened import crops, decoded_page  # noqa: PLC0415  (see the module)

    found = list(crops(decoded_page(image), layout.pages[number - 1], frozenset({project})))
    if not found:
        raise BadRequest("这一面上没有这个项目。")
    return found[0].png


def written(layout: SheetLayout, number: int, image: bytes) -> bytes | None:
    """Return where projects are written in on page ``number`` as PNG, None where nowhere."""
    from counting.scan.flattened import decoded_page, written_in  # noqa: PLC0415  (see the module)

    return written_in(decoded_page(image), layout.pages[number - 1])


class PageShape(msgspec.Struct, frozen=True):
    """Of a kept page what says where its rows stand: the byte of its format, its number."""

    format: int
    number: int


def shape_of(result: bytes) -> PageShape:
    """Return the shape of a page from the JSON of what was read; no image library is loaded."""
    return msgspec.json.decode(result, type=PageShape)
