"""Files of scans: what kind each is, how many pages it has, one page at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from counting.scan.errors import UnreadableFile
from counting.scan.image import PageImage
from counting.scan.pdf import Pdf
from counting.scan.raster import Raster

MOST_BYTES: Final = 8_000_000_000
"""Of one file; 5,000 sheets of both sides in grey take some 5 GB."""
MOST_PAGES: Final = 20_000
"""Of one file."""
_HEAD: Final = 1024
"""A PDF may begin with other bytes (ISO 32000-1, annex H, note 13)."""
_RASTERS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of scans: its ``name`` for messages, and how it is opened, here or in a process."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Portion:
    """Some pages of a file, from ``first`` up to but without ``end`` (from 0)."""

    source: Source
    first: int
    end: int


def portions(source: Source, size: int, most: int = MOST_PAGES) -> Iterator[Portion]:
    """Yield the pages of ``source``, ``size`` at a time.

    Raises UnreadableFile, also for more than ``most`` pages.
    """
    with source.open() as file:
        pages = _opened(file).count(most)
    if pages > most:
        raise UnreadableFile(f"文件超过 {most} 页，未读，请分成几个文件。", code="scan.pages")
    if not pages:
        raise UnreadableFile("文件里一页也没有。", code="scan.empty")
    for first in range(0, pages, size):
        yield Portion(source, first, min(first + size, pages))


def pages(file: BinaryIO, first: int, end: int) -> Iterator[Callable[[], PageImage]]:
    """Yield for each page how it is decoded, so that one bad page stops no other.

    Raises UnreadableFile; each of the callables raises RefusedPage.
    """
    opened = _opened(file)
    for at in range(first, end):
        yield lambda at=at: opened.page(at)  # type: ignore[misc]  # mypy infers no default's type


def _opened(file: BinaryIO) -> Pdf | Raster:
    head = file.read(_HEAD)
    if file.seek(0, 2) > MOST_BYTES:
        raise UnreadableFile("文件过大，未读，请分成几个文件。", code="scan.bytes")
    file.seek(0)
    if not head:
        raise UnreadableFile("文件是空的（0 字节），请重新扫描或者重新复制。", code="scan.empty")
    if head.startswith(_RASTERS):
        return Raster(file)
    if b"%PDF-" in head:
        return Pdf(file)
    raise UnreadableFile(
        "不是 PDF、TIFF、PNG 或 JPEG 文件，未读。请用扫描仪存成这几种格式。", code="scan.kind"
    )
