"""A copier's folder: when a file is taken, where it goes, what people are told.

The bundles are those of a desk in memory; the clock is the tests'.
"""

import os
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from service.errors import BadRequest
from service.office.bundles import Added, OpenBundle
from service.office.errors import Conflict
from service.scanning.folder import BROKEN_SECONDS, NOT_READ, NOTICE, SETTLED_SECONDS, Folder

FIRST = OpenBundle(election="a" * 22, round=1, number=1)
SECOND = OpenBundle(election="b" * 22, round=1, number=4)
SCAN = b"%PDF-1.4 ... %%EOF"
LATER = SETTLED_SECONDS


@dataclass
class DeskInMemory:
    """Bundles that are open, and which files were read; a file read before adds nothing."""

    bundles: list[OpenBundle] = field(default_factory=lambda: [FIRST])
    taken: list[tuple[OpenBundle, str]] = field(default_factory=list)
    known: set[bytes] = field(default_factory=set)
    elsewhere: frozenset[int] = frozenset()
    trouble: Exception | None = None
    waiting: int = 0
    refused: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    async def open(self) -> list[OpenBundle]:
        return list(self.bundles)

    async def take(self, bundle: OpenBundle, name: str, data: bytes) -> Added:
        if self.trouble is not None:
            raise self.trouble
        self.taken.append((bundle, name))
        found = Added(elsewhere=self.elsewhere) if data in self.known else Added(new=3)
        self.known.add(data)
        return found

    async def tell(self, waiting: int, refused: Sequence[str], unread: Sequence[str]) -> None:
        self.waiting = waiting
        self.refused += refused
        self.unread = list(unread)


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def folder(tmp_path: Path, desk: DeskInMemory) -> Folder:
    return Folder(tmp_path, desk)


def drop(root: Path, name: str, data: bytes = SCAN) -> None:
    (root / name).write_bytes(data)


def files(root: Path) -> set[str]:
    return {str(one.relative_to(root)) for one in root.rglob("*") if one.is_file()}


def said(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8-sig")


async def swept(folder: Folder, *times: float) -> None:
    for time in times:
        await folder.sweep(time)


async def test_a_file_is_taken_once_it_has_lain_still(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    drop(tmp_path, "a.pdf", SCAN[:9])
    await swept(folder, 0, 1.5)
    drop(tmp_path, "a.pdf")
    await swept(folder, 2.5, 4.0)
    assert desk.taken == []

    await swept(folder, 4.5)
    assert desk.taken == [(FIRST, "a.pdf")]
    assert files(tmp_path) == {"done/a.pdf"}


async def test_files_are_read_in_the_order_in_which_they_were_scanned(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    for name, at in (("c.pdf", 1), ("a.pdf", 2), ("b.pdf", 3)):
        drop(tmp_path, name)
        os.utime(tmp_path / name, (at, at))
    await swept(folder, 0, LATER)

    assert [name for _, name in desk.taken] == ["c.pdf", "a.pdf", "b.pdf"]


async def test_a_file_that_is_not_whole_waits_and_is_refused_in_the_end(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    drop(tmp_path, "a.pdf", SCAN[:9])
    await swept(folder, 0, LATER, BROKEN_SECONDS - 1)
    assert files(tmp_path) == {"a.pdf"}

    await swept(folder, BROKEN_SECONDS)
    assert desk.taken == []
    assert files(tmp_path) == {"refused/a.pdf", "refused/a.pdf.txt"}
    assert "文件不完整" in said(tmp_path, "refused/a.pdf.txt")


async def test_an_empty_file_is_told_at_once_and_refused_in_the_end(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    drop(tmp_path, "票 （1）.PDF", b"")
    await swept(folder, 0)
    assert desk.unread == []
    await swept(folder, LATER)
    (told,) = desk.unread
    assert told.startswith("票 （1）.PDF 还没有写完")

    await swept(folder, BROKEN_SECONDS)
    assert desk.unread == []
    assert desk.refused == [said(tmp_path, "refused/票 （1）.PDF.txt")]
    assert "文件是空的" in desk.refused[0]


async def test_scans_in_a_subfolder_are_named_and_left_where_they_are(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    for name in ("任务1/第一页", "任务2", "#recycle", "空", "说明"):
        (tmp_path / name).mkdir(parents=True)
    left = {"任务1/第一页/a.pdf", "任务2/b.JPG", "#recycle/c.pdf", "说明/读我.txt", "d.pdf"}
    for name in left:
        drop(tmp_path, name)
    await swept(folder, 0, LATER)

    assert desk.taken == [(FIRST, "d.pdf")]
    (told,) = desk.unread
    assert "子文件夹里的扫描件没有读：任务1、任务2。" in told
    assert said(tmp_path, NOT_READ) == told
    assert files(tmp_path) == left - {"d.pdf"} | {"done/d.pdf", NOT_READ}

    (tmp_path / "任务1/第一页/a.pdf").rename(tmp_path / "a.pdf")
    (tmp_path / "任务2/b.JPG").unlink()
    await swept(folder, 10, 10 + LATER)
    assert desk.taken[1:] == [(FIRST, "a.pdf")]
    assert desk.unread == []
    assert NOT_READ not in files(tmp_path)


async def test_many_subfolders_are_named_in_one_sentence(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    for at in range(12):
        (tmp_path / f"{at:02}").mkdir()
        drop(tmp_path, f"{at:02}/a.pdf")
    await swept(folder, 0)
    (told,) = desk.unread
    assert "08、09等 12 个。" in told


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (BadRequest("a.pdf：文件里一页也没有。"), "文件里一页也没有"),
        (BrokenExecutor(), "异常中止"),
    ],
)
async def test_a_file_that_cannot_be_read_is_set_aside_with_the_reason(
    tmp_path: Path, folder: Folder, desk: DeskInMemory, trouble: Exception, reason: str
) -> None:
    desk.trouble = trouble
    drop(tmp_path, "a.pdf")
    await swept(folder, 0, LATER)

    assert files(tmp_path) == {"refused/a.pdf", "refused/a.pdf.txt"}
    told = said(tmp_path, "refused/a.pdf.txt")
    assert reason in told
    assert told.count("a.pdf") == 1
    assert desk.refused == [told]
    await swept(folder, LATER + 1)
    assert desk.refused == [told]


async def test_another_kind_of_file_is_refused_and_what_is_no_scan_is_left_alone(
    tmp_path: Path, folder: Folder
) -> None:
    left = {"说明.txt", ".hidden.pdf", "~$a.pdf", "a.pdf.part", "Thumbs.db"}
    for name in (*left, "a.docx"):
        drop(tmp_path, name)
    (tmp_path / "link.pdf").symlink_to(tmp_path / "说明.txt")
    await swept(folder, 0, LATER)

    ours = {"refused/a.docx", "refused/a.docx.txt", NOT_READ}
    assert files(tmp_path) == {*left, "link.pdf", *ours}
    assert said(tmp_path, NOT_READ).startswith("链接不读：link.pdf。")


async def test_without_a_bundle_files_wait_and_a_notice_says_what_to_do(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    desk.bundles = []
    drop(tmp_path, "a.pdf")
    await swept(folder, 0, LATER)
    assert files(tmp_path) == {"a.pdf", NOTICE}
    assert "a.pdf" in said(tmp_path, NOTICE)
    assert "请先人工清点一捆票，在“分捆读票”网页登记张数" in said(tmp_path, NOTICE)
    assert desk.waiting == 1

    desk.bundles = [FIRST]
    await swept(folder, LATER + 1)
    assert files(tmp_path) == {"done/a.pdf"}


async def test_with_two_bundles_nobody_guesses(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    desk.bundles = [FIRST, SECOND]
    drop(tmp_path, "a.pdf")
    await swept(folder, 0, LATER)

    assert desk.taken == []
    assert "有 2 捆票同时在扫描" in said(tmp_path, NOTICE)


async def test_the_same_file_again_adds_nothing_and_says_so(tmp_path: Path, folder: Folder) -> None:
    drop(tmp_path, "a.pdf")
    await swept(folder, 0, LATER)
    drop(tmp_path, "a.pdf")
    await swept(folder, 10, 10 + LATER)

    assert files(tmp_path) == {"done/a.pdf", "done/a（2）.pdf", "done/a（2）.pdf.txt"}
    assert "没有增加" in said(tmp_path, "done/a（2）.pdf.txt")


async def test_what_a_crash_interrupted_is_read_at_the_start(
    tmp_path: Path, desk: DeskInMemory
) -> None:
    (tmp_path / "processing").mkdir()
    drop(tmp_path / "processing", "a.pdf")
    await swept(Folder(tmp_path, desk), 0)

    assert files(tmp_path) == {"done/a.pdf"}


async def test_a_bundle_that_ends_meanwhile_leaves_the_file_for_the_next(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    desk.trouble = Conflict("第 1 捆已经完成扫描。")
    drop(tmp_path, "a.pdf")
    await swept(folder, 0, LATER)
    assert files(tmp_path) == {"processing/a.pdf"}

    desk.trouble, desk.bundles = None, [SECOND]
    await swept(folder, LATER + 1)
    assert desk.taken == [(SECOND, "a.pdf")]
    assert files(tmp_path) == {"done/a.pdf"}


async def test_a_file_of_another_bundle_says_which_one_has_its_pages(
    tmp_path: Path, folder: Folder, desk: DeskInMemory
) -> None:
    drop(tmp_path, "a.pdf")
    await swept(folder, 0, LATER)
    desk.elsewhere = frozenset({3, 2})
    drop(tmp_path, "b.pdf")
    await swept(folder, LATER + 1, 2 * LATER + 1)
    assert said(tmp_path, "done/b.pdf.txt") == "b.pdf：各页以前都在第 2、3 捆读过，没有增加。"
