"""Files in, one value per page out: in this process or over many, with flat memory."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import tee
from typing import Final, Literal, Protocol, TypeVar, cast

import cv2
import msgspec

from ballot.canonical import Digest, digest
from ballot.definition import Definition
from ballot.errors import BallotError
from ballot.identity import ForeignSheet
from ballot.reading import DOUBTFUL, RowReading
from counting.lost import Lost
from counting.same_sheet import Marks, agree, marks_of
from counting.scan.codes import KnownBy
from counting.scan.errors import ScanError, UnreadableFile
from counting.scan.faces import Draw, added, face_of
from counting.scan.flattened import Crop, crops, doubtful_projects, encoded_page, flatten, overview
from counting.scan.image import PageImage, Pixels
from counting.scan.page import Reader, Sheetside, read_page, reader_for
from counting.scan.source import Portion, Source, pages, portions

NO_PICTURE: Final = Digest("")
PORTION: Final = 4
"""Pages that a process reads before it opens the file again."""

_REPEATED = ("scan.repeated", "与{}是同一张票，不重复计，以读得清楚的一次为准。")
_COPIED = (
    "scan.copied",
    "编码与{}相同，所画的却不同，可能是复印的票。请监票人把两张票都找出来核对。",
)

T = TypeVar("T")
R = TypeVar("R")


class Mapper(Protocol):
    """``map``, or the ``map`` of a pool of processes."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T], /) -> Iterable[R | Lost]:
        """Return ``function`` of every item, in order, or that the item was lost with a process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """One page of a file: read, or refused with the ``reason``.

    ``page`` counts from 1, 0 where the whole file is refused. ``number`` is the page of the sheet
    out of ``sides``, ``format`` the byte of its layout, ``scale`` the printed size in permille
    (None: the file states no resolution). ``unseen``: too few frames were found; ``written``:
    something is written where nothing is printed. ``image`` is the page laid flat (JPEG), filed
    under its SHA-256 ``digest``; ``crops`` are its doubtful rows. Where pages are not kept there is
    no ``image``, and ``digest`` only names the page. ``stranger`` tells a sheet of another vote
    apart from others (`ballot.identity.sheet_name`), as far as its code does.
    """

    file: str
    page: int
    status: Literal["read", "refused"]
    code: str = ""
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    identity: bytes | None = None
    known_by: KnownBy | None = None
    format: int = 0
    number: int = 0
    sides: int = 0
    scale: int | None = None
    rows: tuple[RowReading, ...] = ()
    unseen: bool = False
    written: bool = False
    image: bytes = b""
    digest: Digest = NO_PICTURE
    crops: tuple[Crop, ...] = ()
    stranger: str = ""


@dataclass(frozen=True, slots=True)
class _Refused:
    """A file of which no page can be had."""

    name: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A page that was read before: where it lies, and its marks in a kilobyte, not in thirty."""

    file: str
    page: int
    packed: bytes

    @property
    def marks(self) -> Marks:
        """What was read of it."""
        return dict(msgspec.msgpack.decode(self.packed, type=list[tuple[tuple[int, str], str]]))


_Before = dict[tuple[bytes, int], list[list[_Earlier]]]
"""By identity and side the scans so far: one list for each sheet that bears the code."""


def read_files(
    files: Iterable[Source],
    definition: Definition,
    key: str,
    each: Mapper = map,
    draw: Draw | None = None,
    *,
    keep: bool = True,
) -> Iterator[PageRead]:
    """Yield every page of ``files``, in order; ``key`` is the public key of the sheets (hex).

    ``draw`` prints a sheet of the definition (a function that another process can import): with it
    writing is found anywhere in and below the table, without it only beside the boxes. Unless
    pages are to ``keep``, they have no image.

    What cannot be read is a page too, with its reason; the rest goes on. ``each`` may be a pool's
    map: sources and results go between processes, and a page is held by one of them only.
    """
    reader = replace(reader_for(definition, key, draw), keep=keep)
    before: _Before = {}
    read_some = partial(_read_packed, pickle.dumps(reader))
    works, told = tee(_work(files, each))
    for work, read in zip(told, each(read_some, works), strict=True):
        for page in _again(read_some, work, each) if isinstance(read, Lost) else read:
            yield _once(page, before)


def _again(
    read_some: Callable[[Portion], list[PageRead]], work: Portion | _Refused, each: Mapper
) -> Iterator[PageRead]:
    """Read the pages of a portion that was lost one by one; what is lost again is refused."""
    if isinstance(work, _Refused):
        yield _refused(work.name, 0, work.code, work.sentence)
        return
    pages = [Portion(work.source, at, at + 1) for at in range(work.first, work.end)]
    for one, read in zip(pages, each(read_some, pages), strict=True):
        yield from [lost_page(one.source.name, one.end, read)] if isinstance(read, Lost) else read


def lost_page(name: str, at: int, lost: Lost) -> PageRead:
    """Return page ``at`` (from 1, 0 for the whole file), whose reading was ``lost``, as refused."""
    what = "文件" if at == 0 else "页"
    again = f"这一{what}未读。请用 200 dpi 灰度重新扫描；仍不行的，由监票人人工辨认。"
    if lost.slow:
        return _refused(name, at, "scan.time", f"读这一{what}超过时限，已经中止，{again}")
    return _refused(name, at, "scan.crash", f"读这一{what}时程序异常中止，{again}")


def _once(page: PageRead, before: _Before) -> PageRead:
    """Mark a page of a sheet that was read already as refused: a sheet counts once.

    What was read of it stays with it, for people and for whoever joins the pages. A page is the
    same sheet as those with which all of it agrees; one that agrees so with none is a copy, or a
    copy's original.
    """
    if page.identity is None or page.known_by == "batch":
        return page
    sheets = before.setdefault((page.identity, page.number), [])
    marks = marks_of(page.rows, unseen=page.unseen)
    this = _Earlier(page.file, page.page, msgspec.msgpack.encode(list(marks.items())))
    same = next((one for one in sheets if not _unlike(one, marks)), None)
    if same is not None:
        same.append(this)
        return _seen_before(page, same[0], _REPEATED)
    unlike = [other for one in sheets for other in _unlike(one, marks)]
    sheets.append([this])
    return _seen_before(page, unlike[0], _COPIED) if unlike else page


def _unlike(scans: list[_Earlier], marks: Marks) -> list[_Earlier]:
    """Return those of ``scans`` that are certain of something else."""
    return [one for one in scans if not agree(one.marks, marks)]


def _seen_before(page: PageRead, other: _Earlier, told: tuple[str, str]) -> PageRead:
    code, sentence = told
    where = f"{other.file} 第 {other.page} 页"
    reason = _sentence(page.file, page.page, sentence.format(where))
    return replace(page, status="refused", code=code, reason=reason)


def _work(files: Iterable[Source], each: Mapper) -> Iterator[Portion | _Refused]:
    sources, told = tee(files)
    for source, counted in zip(told, each(_counted, sources), strict=True):
        if isinstance(counted, Lost):
            refused = lost_page(source.name, 0, counted)
            yield _Refused(source.name, refused.code, (refused.reason or "").partition("：")[2])
        else:
            yield from counted


def _counted(source: Source) -> list[Portion | _Refused]:
    """Return what is to be read of a file; runs in a worker process."""
    try:
        return list(portions(source, PORTION))
    except ScanError as error:
        return [_Refused(source.name, error.code, error.sentence)]
    except OSError:
        return [_Refused(source.name, "scan.missing", "文件打不开，请核对文件名和权限。")]


def _read_packed(reader: bytes, work: Portion | _Refused) -> list[PageRead]:
    """Return what `read_portion` does; a process makes the reader once, not for every portion."""
    return read_portion(_unpacked(reader), work)


@lru_cache(maxsize=2)
def _unpacked(reader: bytes) -> Reader:
    return cast("Reader", pickle.loads(reader))  # noqa: S301  (our own, from `read_files`)


def read_portion(reader: Reader, work: Portion | _Refused) -> list[PageRead]:
    """Return the pages of a portion, each read or refused; runs in a worker process."""
    # Pages are spread over processes; threads within one would only contend.
    cv2.setNumThreads(1)
    if isinstance(work, _Refused):
        return [_refused(work.name, 0, work.code, work.sentence)]
    read: list[PageRead] = []
    try:
        with work.source.open() as file:
            for at, decode in enumerate(pages(file, work.first, work.end), work.first + 1):
                read.append(_one(reader, work.source.name, at, decode))
    except (UnreadableFile, OSError) as error:
        told = error.sentence if isinstance(error, ScanError) else "读文件时出错，请重试。"
        return [
            *read,
            *(
                _refused(work.source.name, at + 1, "scan.broken", told)
                for at in range(work.first + len(read), work.end)
            ),
        ]
    return read


def _one(reader: Reader, name: str, at: int, decode: Callable[[], PageImage]) -> PageRead:
    try:
        return _page(reader, name, at, decode())
    except ForeignSheet as error:
        return replace(_refused(name, at, error.code, error.sentence), stranger=error.sheet)
    except (ScanError, BallotError) as error:
        return _refused(name, at, error.code, error.sentence)
    except MemoryError:
        return _refused(name, at, "scan.memory", "内存不足，这一页未读。")
    except Exception as error:  # noqa: BLE001  (of whatever one page is made, the others are read)
        fault = f"读这一页时程序出错（{type(error).__name__}），这一页未读。"
        return _refused(name, at, "scan.fault", f"{fault}请重新扫描；仍不行的，由监票人人工辨认。")


def _page(reader: Reader, name: str, at: int, image: PageImage) -> PageRead:
    side = read_page(image, reader)
    page, layout = side.placement.page, side.placement.layout
    small = overview(image, side.placement)
    rows, written = with_writing(side, small, reader)
    doubtful = doubtful_projects(rows)
    flat = flatten(image, side.placement) if reader.keep or doubtful else None
    picture = b"" if flat is None or not reader.keep else encoded_page(flat)
    return PageRead(
        file=name,
        page=at,
        status="read",
        warnings=tuple(_sentence(name, at, one) for one in side.warnings),
        identity=None if side.known is None else side.known.identity,
        known_by=side.known_by,
        format=layout.format.byte,
        number=page.number,
        sides=len(layout.pages),
        scale=side.scale,
        rows=rows,
        unseen=side.unseen,
        written=written,
        image=picture,
        digest=digest(picture or small.tobytes()),
        crops=() if flat is None else tuple(crops(flat, page, doubtful)),
    )


def with_writing(
    side: Sheetside, small: Pixels, reader: Reader
) -> tuple[tuple[RowReading, ...], bool]:
    """Return the rows of ``side``, doubtful where people must see what is written on their text.

    The second value is whether something is written where nothing is printed. ``small`` is the page
    as `flattened.overview` gives it. Of a reader that cannot draw, what it has seen by the boxes.
    """
    page, layout = side.placement.page, side.placement.layout
    if reader.draw is None:
        return side.rows, side.written
    name = reader.issuer.definition
    face = face_of(reader.draw, reader.definition, name, layout, page.number)
    written, somewhere = added(small, face, page, side.offsets, side.rows)
    rows = tuple(
        msgspec.structs.replace(one, reading=DOUBTFUL) if one.project in written else one
        for one in side.rows
    )
    return rows, side.written or somewhere


def _refused(name: str, at: int, code: str, sentence: str) -> PageRead:
    return PageRead(
        file=name, page=at, status="refused", code=code, reason=_sentence(name, at, sentence)
    )


def _sentence(name: str, at: int, sentence: str) -> str:
    return f"{name}：{sentence}" if at == 0 else f"{name} 第 {at} 页：{sentence}"
