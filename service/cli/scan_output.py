"""What ``piaojue scan`` says: text for people, JSON for programs, files for whoever looks."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace as replaced

from ballot.canonical import canonical, digest
from ballot.definition import Definition
from ballot.reading import DOUBTFUL, BoxReading, Doubt, RowReading, SheetReading
from counting.paper_form import form_of
from counting.scan import PageRead
from printing.papers.wording import in_runs
from service.cli.misuse import Misuse
from service.cli.scan_english import joined_in_english, sentences_of
from service.cli.scan_sum import COPIED, REPEATED, sum_of
from service.durable import PRIVATE
from service.pages.words import worded
from service.scanning.joined import Joined
from service.scanning.joining import join_read
from service.scanning.missing import lacking
from service.scanning.wording import DOUBT_NAMES, reading_name

_TWICE: Final = frozenset({REPEATED, COPIED})
_PLACE: Final = re.compile(r"(?:扫描)?第 (\d+) 页")
"""Another page in a sentence of the joining, which counts the pages of all files on end."""
_SAID: Final = frozenset({"item_doubtful", "identity_unreadable", "copied"})
"""Doubts of which a sentence about a page tells."""
_FOLDERS: Final = ("readings", "pages", "crops")
_WRONG_KEY: Final = (
    "没有一张票的签名与密钥 {} 相符：它多半是另一份定义的签票密钥。"
    "请核对 --key 和 --definition，指明与定义同时写下的 .key 文件，再扫一次。"
)
_WRONG_KEY_ENGLISH: Final = (
    "No sheet was signed with {}: it is probably the key of another definition. "
    "Name the .key file that was written with this one."
)


class Output:
    """One run of the command."""

    def __init__(self, args: argparse.Namespace, definition: Definition, key: str) -> None:
        """Make the folders of ``--out``; ``key`` names the key that the sheets are held to.

        Raises OSError, Misuse for folders that hold another scan.
        """
        self._key = key
        self._json: bool = args.json
        self._english: bool = args.lang == "en"
        self._out: Path | None = args.out
        self._definition = definition
        self._any = False
        self._pages: list[PageRead] = []
        self._seen: dict[RowReading, RowReading] = {}
        if self._out is not None:
            _make_folders(self._out)

    def tell(self, pages: Iterable[PageRead]) -> int:
        """Tell ``pages`` as they come; 0 if each was read and none is a copy, else 1."""
        if self._json:
            sys.stdout.write("[")
        for page in self._each(pages):
            self._pages.append(self._slim(page))
        if self._json:
            sys.stdout.write("]\n")
        joined = self._joined()
        for sheet, _ in joined.sheets:
            self._keep(sheet)
        self._settle()
        self._tell_of(joined)
        return self._sum_up(len(joined.sheets), sum(bool(one.doubts) for one, _ in joined.sheets))

    def _slim(self, page: PageRead) -> PageRead:
        """Return ``page`` without what joining has no use for.

        Nobody keeps measures without ``--out``, and rows that say the same are one: a page of them
        takes two kilobytes instead of thirty, and bundles may have thousands.
        """
        rows = page.rows
        if self._out is None:
            told = (replaced(row, boxes=tuple(map(_unmeasured, row.boxes))) for row in rows)
            rows = tuple(self._seen.setdefault(row, row) for row in told)
        return replace(page, image=b"", crops=(), warnings=(), rows=rows)

    def _joined(self) -> Joined:
        """Return the sheets as the service would join them; which were printed nobody knows."""
        named = {one.identity for one in self._pages if one.known_by not in {None, "batch"}}
        batch = any(one.known_by == "batch" for one in self._pages)
        known = None if batch else frozenset(one for one in named if one is not None)
        form = form_of(self._definition)
        pages = list(enumerate(map(_as_read, self._pages), 1))
        return join_read(self._definition, form, pages, known)

    def _tell_of(self, joined: Joined) -> None:
        """Say of pages that were read, where they lie in the scan, what else people must know.

        The list for programs has pages; what only their sheets tell is said beside it.
        """
        lone = [one for one in joined.unread if _as_read(self._pages[one[0] - 1]).status == "read"]
        for place, reason in (*lone, *joined.copied, *joined.behind):
            self._say(f"{self._where(self._pages[place - 1])}{self._placed(reason)}")
        for sheet, places in joined.sheets:
            self._tell_why(sheet, self._pages[min(places) - 1])

    def _tell_why(self, sheet: SheetReading, first: PageRead) -> None:
        """Say why people look at a sheet, where nothing that was said of its pages tells it."""
        lost = ("、", ", ")[self._english].join(map(str, lacking(sheet, first.sides)))
        whys = [one for one in sheet.doubts if one not in _SAID]
        if whys and self._english:
            listed = ", ".join(worded(DOUBT_NAMES[one], "en") for one in whys)
            lacks = f" (no side {lost})" if lost else ""
            self._say(f"{self._where(first)}people decide on the sheet: {listed}{lacks}")
        elif whys:
            sides = {"page_missing": f"缺第 {lost} 面"} if lost else {}
            listed = "、".join(sides.get(one, DOUBT_NAMES[one]) for one in whys)
            self._say(f"{self._where(first)}这张票{listed}，由监票人认定。")

    def _where(self, page: PageRead) -> str:
        if self._english:
            return f"{page.file} page {page.page}: " if page.page else f"{page.file}: "
        return f"{page.file} 第 {page.page} 页："

    def _placed(self, reason: str) -> str:
        """Return ``reason`` with the other pages in it named by file and page."""
        if self._english:
            others = (self._pages[int(one) - 1] for one in _PLACE.findall(reason))
            named = ", ".join(f"{one.file} page {one.page}" for one in others)
            return joined_in_english(reason, named)

        def there(found: re.Match[str]) -> str:
            page = self._pages[int(found[1]) - 1]
            return f" {page.file} 第 {page.page} 页"

        return _PLACE.sub(there, reason)

    def _say(self, sentence: str) -> None:
        print(sentence, file=sys.stderr if self._json else sys.stdout)

    def _each(self, pages: Iterable[PageRead]) -> Iterator[PageRead]:
        for done, page in enumerate(pages, 1):
            self._tell(page)
            self._file(page)
            if not self._json and sys.stderr.isatty():
                sys.stderr.write(f"\r{done} pages" if self._english else f"\r已读 {done} 页")
            yield page

    def _tell(self, page: PageRead) -> None:
        if self._json:
            sys.stdout.write(",\n" if self._any else "\n")
            sys.stdout.write(msgspec.json.encode(as_json(page)).decode())
            self._any = True
            return
        told = [*page.warnings, *((page.reason,) if page.reason else ())]
        for sentence in sentences_of(page, self._where(page)) if self._english else told:
            print(sentence)
        if page.rows:
            print(self._rows_of(page))

    def _rows_of(self, page: PageRead) -> str:
        """Say what each row of a page reads, so that it can be compared with the paper."""
        said: dict[str, list[int]] = {}
        for row in page.rows:
            said.setdefault(row.reading, []).append(row.project)
        if self._english:
            told = "; ".join(_in_english(one, numbers) for one, numbers in said.items())
            return f"{self._where(page)}{told}"
        names = {one: reading_name(one, self._definition.rules) for one in said}
        names[DOUBTFUL] = "由监票人辨认"
        told = "；".join(
            f"整个清单{names[one]}" if numbers == [0] else f"第{in_runs(numbers)}项{names[one]}"
            for one, numbers in said.items()
        )
        return f"{self._where(page)}{told}。"

    def _file(self, page: PageRead) -> None:
        if self._out is None or not page.image:
            return
        _write(self._out / "pages" / f"{page.digest}.jpg", page.image)
        for crop in page.crops:
            _write(self._out / "crops" / f"{page.digest}-{crop.project}.png", crop.png)

    def _keep(self, sheet: SheetReading) -> None:
        """Write the reading under its own digest: names tell no order."""
        if self._out is not None:
            raw = canonical(sheet)
            _write(self._out / "readings" / f"{digest(raw)}.json", raw)

    def _settle(self) -> None:
        """Give all files one time, in the order of their names: none tells the order of the scan.

        What marked sheets look like is for whoever scanned them alone.
        """
        for name in _FOLDERS if self._out is not None else ():
            assert self._out is not None  # noqa: S101  (see the condition)
            for path in sorted((self._out / name).iterdir()):
                os.utime(path, (0, 0))

    def _sum_up(self, sheets: int, doubtful: int) -> int:
        """Tell people what became of every page; return the exit code."""
        found = sum_of(self._pages)
        if not self._json:
            if sys.stderr.isatty():
                sys.stderr.write("\n")
            told = found.in_english if self._english else found.told
            print(told(sheets, doubtful))
        if found.key_fits_none:
            self._say((_WRONG_KEY, _WRONG_KEY_ENGLISH)[self._english].format(self._key))
        return int(found.fault)


def _make_folders(out: Path) -> None:
    """Make the folders. Raises Misuse where one holds files: nobody could tell two scans apart."""
    for folder in (out / name for name in _FOLDERS):
        if folder.is_dir() and any(folder.iterdir()):
            raise Misuse(
                f"{out} 里已有另一次扫描的结果，混在一起分不清：请换一个文件夹，或者先把它移走。",
                f"{out} holds the results of another scan: name another folder, or move it away.",
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _in_english(reading: str, numbers: Sequence[int]) -> str:
    said = "people decide on" if reading == DOUBTFUL else reading
    return f"{said} {'the whole list' if numbers == [0] else ', '.join(map(str, numbers))}"


def _unmeasured(box: BoxReading) -> BoxReading:
    return replaced(box, features=())


def _as_read(page: PageRead) -> PageRead:
    """Return a page that another one makes superfluous as it was read; joining settles which."""
    return replace(page, status="read") if page.code in _TWICE else page


def _write(path: Path, data: bytes) -> None:
    """Write a file that nobody else may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
        file.write(data)


def _doubts(page: PageRead) -> tuple[tuple[Doubt, bool], ...]:
    """Return what people look at on a page beside its rows."""
    return ("frames_unseen", page.unseen), ("writing_outside", page.written)


def as_json(page: PageRead) -> dict[str, Any]:
    """Return one page as programs read it."""
    return {
        "file": page.file,
        "page": page.page,
        "identity": None if page.identity is None else page.identity.hex(),
        "status": page.status,
        "reason": page.reason,
        "code": page.code or None,
        "warnings": list(page.warnings),
        "doubts": [name for name, met in _doubts(page) if met],
        "known_by": page.known_by,
        "side": page.number or None,
        "sides": page.sides or None,
        "scale": None if page.scale is None else page.scale / 1000,
        "image": page.digest if page.image else None,
        "rows": [
            {
                "project": row.project,
                "reading": row.reading,
                "boxes": {
                    box.choice: {"class": box.mark, "score": box.score / 1000} for box in row.boxes
                },
            }
            for row in page.rows
        ],
    }
