"""What ``piaojue scan`` says: text for people, JSON for programs, files for whoever looks."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from ballot.canonical import canonical, digest
from ballot.definition import Definition
from ballot.reading import DOUBTFUL, SheetReading
from counting.scan import PageRead, sheets_of

_NO_FAULT: Final = "scan.blank"
"""The back of a one-sided sheet in a two-sided scan."""
_FOLDERS: Final = ("readings", "pages", "crops")


class Output:
    """One run of the command."""

    def __init__(self, args: argparse.Namespace, definition: Definition) -> None:
        """Make the folders of ``--out``. Raises OSError."""
        self._json: bool = args.json
        self._english: bool = args.lang == "en"
        self._out: Path | None = args.out
        self._definition = definition
        self._codes: Counter[str] = Counter()
        self._any = False
        for name in _FOLDERS if self._out is not None else ():
            (args.out / name).mkdir(parents=True, exist_ok=True)

    def tell(self, pages: Iterable[PageRead]) -> int:
        """Tell ``pages`` as they come; 0 if each was read, 1 if one was refused."""
        if self._json:
            sys.stdout.write("[")
        sheets = doubtful = 0
        for sheet in sheets_of(self._each(pages), self._definition):
            sheets += 1
            doubtful += bool(sheet.doubts)
            self._keep(sheet)
        if self._json:
            sys.stdout.write("]\n")
        else:
            self._sum_up(sheets, doubtful)
        return int(any(code != _NO_FAULT for code in self._codes))

    def _each(self, pages: Iterable[PageRead]) -> Iterator[PageRead]:
        for done, page in enumerate(pages, 1):
            self._tell(page)
            self._file(page)
            if page.status == "refused":
                self._codes[page.code] += 1
            if not self._json and sys.stderr.isatty():
                sys.stderr.write(f"\r{done} pages" if self._english else f"\r已读 {done} 页")
            yield page

    def _tell(self, page: PageRead) -> None:
        if self._json:
            sys.stdout.write(",\n" if self._any else "\n")
            sys.stdout.write(msgspec.json.encode(as_json(page)).decode())
            self._any = True
            return
        for sentence in (*page.warnings, *((page.reason,) if page.reason else ())):
            print(sentence)
        doubtful = [row.project for row in page.rows if row.reading == DOUBTFUL]
        if doubtful:
            listed = (
                ", ".join(map(str, doubtful)) if self._english else "、".join(map(str, doubtful))
            )
            told = f"{page.file} page {page.page}: people decide on {listed}"
            zh = f"{page.file} 第 {page.page} 页：第 {listed} 项由监票人辨认。"
            print(told if self._english else zh)

    def _file(self, page: PageRead) -> None:
        if self._out is None or page.status == "refused":
            return
        (self._out / "pages" / f"{page.digest}.jpg").write_bytes(page.image)
        for crop in page.crops:
            name = f"{page.digest}-{crop.project}.png"
            (self._out / "crops" / name).write_bytes(crop.png)

    def _keep(self, sheet: SheetReading) -> None:
        """Write the reading under its own digest: names tell no order."""
        if self._out is not None:
            raw = canonical(sheet)
            (self._out / "readings" / f"{digest(raw)}.json").write_bytes(raw)

    def _sum_up(self, sheets: int, doubtful: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        refused = sum(many for code, many in self._codes.items() if code != _NO_FAULT)
        blank = self._codes[_NO_FAULT]
        if self._english:
            print(f"{sheets} sheets read, {doubtful} for people; {refused} pages refused")
        else:
            print(
                f"读出 {sheets} 张，其中 {doubtful} 张有疑问，由监票人辨认；"
                f"没读出 {refused} 页，空白 {blank} 页。"
            )


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
        "known_by": page.known_by,
        "side": page.number or None,
        "sides": page.sides or None,
        "scale": None if page.scale is None else page.scale / 1000,
        "image": page.digest or None,
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
