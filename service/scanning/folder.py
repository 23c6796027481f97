"""A copier's folder: scans that are dropped into it go into the one bundle that is being scanned.

``DIR/x.pdf`` is taken once it has lain still and is whole, moved to ``processing/``, read, and
moved to ``done/`` or to ``refused/`` with the reason beside it. All moves are renames in one
directory tree, so that after a crash every file is in one place, and what lies in ``processing/``
is read again: a page that was read before is not added again.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ballot.errors import BallotError
from counting.errors import CountingError
from service.errors import ServiceError
from service.office.bundles import Added, OpenBundle
from service.office.errors import OfficeError
from service.scanning.arrival import ended
from service.scanning.astray import KINDS, OWN, astray

SETTLED_SECONDS = 2.0
"""A file whose size and time have not changed for so long is written, as far as anybody can see."""
BROKEN_SECONDS = 60.0
"""A file that lay still for so long and is not whole will never be."""
LARGEST_FILE = 400_000_000
"""Bytes of one file of scans: 50 sheets of both sides in colour."""

NOTICE = "请先登记一捆.txt"
NOT_READ = "有扫描件没有读.txt"
_NEVER_SCANS = frozenset({".txt", ".tmp", ".part", ".partial", ".filepart", ".db", ".ini"})
"""Our own notices, files that are still being copied, what file managers leave behind."""
_EMPTY = "文件是空的，什么也没有写进来。请重新扫描这一捆，再看复印机的存储空间和网络是否正常。"
_CUT_OFF = "文件不完整，后面的部分没有写进来。请重新扫描这一捆。"
_UNFINISHED = "{} 还没有写完，先不读；一分钟没有变化的，移到 refused，不再读。"


class Desk(Protocol):
    """Where bundles are scanned."""

    async def open(self) -> Sequence[OpenBundle]:
        """Return the bundles that are being scanned now, of all elections."""

    async def take(self, bundle: OpenBundle, name: str, data: bytes) -> Added:
        """Read a file into the bundle and return which pages are new."""

    async def tell(self, waiting: int, refused: Sequence[str], unread: Sequence[str]) -> None:
        """Hear how many files wait for a bundle, and what was refused since it was told last.

        ``unread`` says of all that lies there now and is not taken why it is not.
        """


@dataclass(frozen=True, slots=True)
class _Seen:
    """How a file looked, and since when."""

    look: tuple[int, int]
    since: float


class Folder:
    """The folder at ``root``; one `sweep` is done at a time."""

    def __init__(self, root: Path, desk: Desk) -> None:
        """Watch ``root``, an existing directory; nothing is read before the first sweep."""
        self._root, self._desk = root, desk
        self._seen: dict[str, _Seen] = {}
        self._refused: list[str] = []
        self._unread: list[str] = []

    async def sweep(self, now: float) -> None:
        """Take every file that is whole; ``now`` in seconds of a clock that never goes back.

        Raises OSError where the folder cannot be used, and what reading raises beside our errors;
        the file then stays in ``processing/`` and is taken by the next sweep.
        """
        arrived = await asyncio.to_thread(self._arrived, now)
        waiting = 0
        try:
            waiting = await self._take(arrived)
        finally:
            refused, self._refused = self._refused, []
            await self._desk.tell(waiting, refused, self._unread)

    async def _take(self, arrived: Sequence[Path]) -> int:
        """Read the files into the open bundle; return how many wait for one."""
        for at, path in enumerate(arrived):
            found = await self._desk.open()
            if len(found) != 1:
                names = [one.name for one in arrived[at:]]
                await asyncio.to_thread(self._tell, NOTICE, _what_to_do(len(found), names))
                return len(names)
            await self._read(path, found[0])
        await asyncio.to_thread(self._tell, NOTICE, "")
        return 0

    def _arrived(self, now: float) -> list[Path]:
        """Return the files to read, those that a crash interrupted first, in the scan's order."""
        for name in OWN:
            (self._root / name).mkdir(mode=0o700, exist_ok=True)
        self._unread = astray(self._root)
        self._tell(NOT_READ, "\n".join(self._unread))
        begun = [one for one in (self._root / "processing").iterdir() if _scan(one)]
        there = {one.name: one for one in self._root.iterdir() if _scan(one)}
        for name in self._seen.keys() - there.keys():
            del self._seen[name]
        settled = [one for one in there.values() if self._settled(one, now)]
        return [*sorted(begun, key=_order), *sorted(settled, key=_order)]

    def _settled(self, path: Path, now: float) -> bool:
        """Say whether the file may be read; what can never be read is refused at once."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return False
        look = (found.st_size, found.st_mtime_ns)
        seen = self._seen.get(path.name)
        if seen is None or seen.look != look:
            seen = self._seen[path.name] = _Seen(look, now)
        still = now - seen.since
        if still < SETTLED_SECONDS:
            return False
        if path.suffix.lower() not in KINDS:
            self._refuse(path, "不是 PDF、TIFF、PNG 或 JPEG 文件。请在扫描仪上改存成这几种格式。")
        elif look[0] > LARGEST_FILE:
            self._refuse(path, "文件超过 400 MB。请按捆扫描，每捆一个文件。")
        elif ended(path):
            return True
        elif still >= BROKEN_SECONDS:
            self._refuse(path, _CUT_OFF if look[0] else _EMPTY)
        else:
            self._unread.append(_UNFINISHED.format(path.name))
        return False

    async def _read(self, path: Path, bundle: OpenBundle) -> None:
        begun = await asyncio.to_thread(self._move, path, "processing")
        if begun is None:
            return
        data = await asyncio.to_thread(begun.read_bytes)
        try:
            new = await self._desk.take(bundle, begun.name, data)
        except (BallotError, OfficeError):
            # The bundle was entered or given up meanwhile: the file waits for the next one.
            return
        except (ServiceError, CountingError) as error:
            await asyncio.to_thread(self._refuse, begun, error.sentence)
        except BrokenExecutor:
            said = "读这个文件时程序两次异常中止。请重新扫描这一捆，存成另一种格式。"
            await asyncio.to_thread(self._refuse, begun, said)
        else:
            await asyncio.to_thread(self._done, begun, new)

    def _done(self, path: Path, found: Added) -> None:
        done = self._move(path, "done")
        if done is not None and not found.new:
            batches = "、".join(map(str, sorted(found.elsewhere)))
            where = f"在第 {batches} 捆" if batches else ""
            _write(_beside(done), f"{path.name}：各页以前都{where}读过，没有增加。")

    def _refuse(self, path: Path, why: str) -> None:
        refused = self._move(path, "refused")
        if refused is not None:
            told = f"{path.name} 没有读：{why.removeprefix(f'{path.name}：')}"
            _write(_beside(refused), told)
            self._refused.append(told)

    def _move(self, path: Path, where: str) -> Path | None:
        """Move a file, never over another; None if somebody else was faster."""
        target = self._root / where / path.name
        if path.parent == target.parent:
            return path
        number = 1
        while target.exists():
            number += 1
            target = target.with_name(f"{path.stem}（{number}）{path.suffix}")
        try:
            path.rename(target)
        except FileNotFoundError:
            return None
        return target

    def _tell(self, name: str, text: str) -> None:
        """Say what people have to do, or that there is nothing to be done any more."""
        notice = self._root / name
        if not text:
            notice.unlink(missing_ok=True)
        elif not notice.exists() or notice.read_text(encoding="utf-8-sig") != text:
            _write(notice, text)


def _what_to_do(bundles: int, names: Sequence[str]) -> str:
    waits = f"有 {len(names)} 个扫描文件在等：{'、'.join(names)}。不必重新扫描。\n"
    if bundles:
        return waits + (
            f"现在有 {bundles} 捆票同时在扫描，系统不知道这些文件属于哪一捆。"
            "请先完成或者放弃其余各捆，只留正在扫描的一捆，系统随后自动读入。\n"
        )
    return waits + (
        "现在没有正在扫描的一捆。请先人工清点一捆票，在“分捆读票”网页登记张数，系统随后自动读入。\n"
    )


def _scan(path: Path) -> bool:
    """Say whether somebody may mean the file as a scan; links are never followed."""
    hidden = path.name.startswith((".", "~"))
    return not hidden and path.suffix.lower() not in _NEVER_SCANS and _plain(path)


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _order(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.txt")


def _write(path: Path, text: str) -> None:
    """Write a note as Windows' own editor reads it, all of it or nothing."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8-sig")
    part.replace(path)
