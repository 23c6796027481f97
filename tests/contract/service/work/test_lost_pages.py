"""A page that hangs its reader, or kills it, is named and refused; all others are read."""

import io
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from counting.scan import Source, read_files
from service.scanning.apart import portions_apart, read_apart
from service.work.contained import Contained
from tests.support import scanned as s
from tests.support.spoilt import nested

SECONDS = 4.0
"""For a portion: what reads does so in half a second, also on a busy machine."""
DEADLY = bytes(range(7, 27)) * 2
"""Pixels in the margin of a page, at which the process that sees them ends."""


class Deadly(io.FileIO):
    """A file that kills whoever reads the marked page, as a fault in a C library does."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if DEADLY in data:
            os.kill(os.getpid(), signal.SIGKILL)
        return data


def deadly(path: Path) -> Deadly:
    return Deadly(path)


def opened(path: Path) -> io.FileIO:
    return io.FileIO(path)


@pytest.fixture(scope="module")
def readers() -> Iterator[Contained]:
    with Contained(1, seconds=SECONDS) as contained:
        yield contained


@pytest.fixture(scope="module")
def sheet() -> s.Printed:
    return s.printed(s.definition_of(3, 2), count=3)


@pytest.fixture(scope="module")
def scans(sheet: s.Printed) -> list[s.Pixels]:
    return [s.scanned(s.marked(sheet, {1: "approve"}, at=at), seed=at) for at in range(3)]


def test_a_page_that_kills_its_reader_is_refused_alone(
    readers: Contained, sheet: s.Printed, scans: list[s.Pixels], tmp_path: Path
) -> None:
    marked = scans[1].copy()
    marked[2000, 100 : 100 + len(DEADLY)] = np.frombuffer(DEADLY, np.uint8)
    path = tmp_path / "scan.tif"
    path.write_bytes(s.tiff([scans[0], marked, scans[2]], compression="raw"))
    source = Source("票.tif", partial(deadly, path))
    read = list(read_files([source], sheet.definition, s.KEY, readers))
    assert [(one.page, one.status, one.code) for one in read] == [
        (1, "read", ""),
        (2, "refused", "scan.crash"),
        (3, "read", ""),
    ]
    assert read[1].reason is not None
    assert read[1].reason.startswith("票.tif 第 2 页：读这一页时程序异常中止")


def test_a_page_that_is_never_done_is_refused_and_the_next_file_is_read(
    readers: Contained, sheet: s.Printed, scans: list[s.Pixels], tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(nested())
    (tmp_path / "b.pdf").write_bytes(s.pdf(scans[:1]))
    sources = [Source(name, partial(opened, tmp_path / name)) for name in ("a.pdf", "b.pdf")]
    slow, good = read_files(sources, sheet.definition, s.KEY, readers)
    assert (slow.code, good.status) == ("scan.time", "read")
    assert slow.reason is not None
    assert slow.reason.startswith("a.pdf 第 1 页：读这一页超过时限")


def test_a_file_that_kills_whoever_opens_it_is_refused_as_a_whole(
    readers: Contained, sheet: s.Printed, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + DEADLY)
    source = Source("a.pdf", partial(deadly, tmp_path / "a.pdf"))
    (refused,) = read_files([source], sheet.definition, s.KEY, readers)
    assert (refused.page, refused.code) == (0, "scan.crash")
    assert refused.reason is not None
    assert refused.reason.startswith("a.pdf：读这一文件时程序异常中止")


async def test_a_service_keeps_the_page_with_its_reason(
    readers: Contained, sheet: s.Printed, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(nested())
    (portion,) = await portions_apart(readers, path, "票.pdf")
    (page,) = await read_apart(readers, sheet.definition, s.KEY, path, "票.pdf", portion)
    assert (page.status, page.code, page.image) == ("refused", "scan.time", b"")
    assert page.reason.startswith("票.pdf 第 1 页：")
