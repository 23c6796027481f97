"""The closing line of ``piaojue scan``: what became of every page, so that the figures add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from counting.scan import PageRead
from printing.papers.wording import in_runs

BLANK: Final = "scan.blank"
"""The back of a one-sided sheet in a two-sided scan."""
REPEATED: Final = "scan.repeated"
"""A page that was read, and was read before."""
COPIED: Final = "scan.copied"
"""A page that was read, as one of two sheets with one code."""
FORGED: Final = "sheet.forged"
_MOST_NAMED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Every page in one of four heaps, and files of which there is no page beside them."""

    read: Sequence[PageRead]
    unread: Sequence[PageRead]
    repeated: Sequence[PageRead]
    blank: Sequence[PageRead]
    files: Sequence[PageRead]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return sum(map(len, (self.read, self.unread, self.repeated, self.blank)))

    @property
    def fault(self) -> bool:
        """Whether somebody has something to do: pages to scan again, two sheets to compare."""
        return bool(self.unread or self.files) or any(one.code == COPIED for one in self.read)

    @property
    def key_fits_none(self) -> bool:
        """Whether there are signed pages, and the key is that of none."""
        refused = [one for one in self.unread if one.code == FORGED]
        known = (*self.read, *self.repeated)
        return bool(refused) and all(one.identity is None for one in known)

    def told(self, sheets: int, doubtful: int) -> str:
        """Return the line in Chinese, with the ``sheets`` that the pages make."""
        files = f"另有 {len(self.files)} 个文件没有读出{_listed(self.files)}。"
        return (
            f"共 {self.pages} 页：读出 {len(self.read)} 页，"
            f"没读出 {len(self.unread)} 页{_listed(self.unread)}，"
            f"重复 {len(self.repeated)} 页{_listed(self.repeated)}，空白 {len(self.blank)} 页。"
            f"{files if self.files else ''}"
            f"读出的是 {sheets} 张票，其中 {doubtful} 张有疑问，由监票人辨认。"
        )

    def in_english(self, sheets: int, doubtful: int) -> str:
        """Return the same in English."""
        files = f"{len(self.files)} files not read{_in_english(self.files)}; "
        return (
            f"{self.pages} pages: {len(self.read)} read, "
            f"{len(self.unread)} not read{_in_english(self.unread)}, "
            f"{len(self.repeated)} repeated{_in_english(self.repeated)}, "
            f"{len(self.blank)} blank; {files if self.files else ''}"
            f"{sheets} sheets, {doubtful} of them for people"
        )


def sum_of(pages: Sequence[PageRead]) -> Sum:
    """Return what became of ``pages``."""
    heaps: dict[str, list[PageRead]] = {
        name: [] for name in ("read", "unread", "repeated", "blank", "files")
    }
    for page in pages:
        heaps[_heap(page)].append(page)
    return Sum(**heaps)


def _heap(page: PageRead) -> str:
    special = {BLANK: "blank", REPEATED: "repeated", COPIED: "read"}
    if page.code in special:
        return special[page.code]
    if page.status == "read":
        return "read"
    return "unread" if page.page else "files"


def _listed(pages: Sequence[PageRead]) -> str:
    named = [
        f"{file} 第 {in_runs(numbers)} 页" if all(numbers) else file
        for file, numbers in _by_file(pages)
    ]
    more = "等" if len(pages) > _MOST_NAMED else ""
    return f"（{'；'.join(named)}{more}）" if pages else ""


def _in_english(pages: Sequence[PageRead]) -> str:
    named = [
        f"{file} page {', '.join(map(str, numbers))}" if all(numbers) else file
        for file, numbers in _by_file(pages)
    ]
    more = "; …" if len(pages) > _MOST_NAMED else ""
    return f" ({'; '.join(named)}{more})" if pages else ""


def _by_file(pages: Sequence[PageRead]) -> Iterator[tuple[str, list[int]]]:
    """Yield the first of ``pages`` file by file."""
    for file, those in groupby(pages[:_MOST_NAMED], lambda one: one.file):
        yield file, [one.page for one in those]
