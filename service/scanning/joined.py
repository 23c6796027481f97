"""What the pages of a bundle make: its sheets, what is none, and what people must know of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from ballot.reading import SheetReading
from counting.same_sheet import Marks

Standing = Mapping[str | None, Sequence[tuple[int, Marks]]]
"""By identity the bundles that stand and what was read there of the sheet."""
Told = tuple[tuple[int, str], ...]
"""Places of pages, each with what people must know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The sheets of a bundle: the readings, with the places of their pages, and what is none.

    ``foreign`` are the places of pages that are no sheet of this round, ``unread`` those of pages
    that must be scanned again or decided by hand, ``copied`` those of sheets that bear the code of
    another one, ``repeated`` those of sides that were scanned before, ``behind`` those of backs on
    which nothing was printed and something is seen, ``elsewhere`` those of sheets that another
    bundle has already; each with the reason. ``strangers`` are the sheets that ``foreign`` pages
    make, by what tells them apart, each with the places of its pages.
    """

    sheets: tuple[tuple[SheetReading, tuple[int, ...]], ...]
    foreign: Told
    unread: Told
    copied: Told
    repeated: Told
    behind: Told
    strangers: Mapping[str, tuple[int, ...]]
    elsewhere: Told = ()
    where: Mapping[int, str] = field(default_factory=dict)
    """In which file each page is, and which page of it: places run over all files."""

    @property
    def told(self) -> Told:
        """All places with their reasons, those that keep a bundle from being entered first."""
        first = (*self.elsewhere, *self.unread, *self.foreign)
        return (*first, *self.copied, *self.behind, *self.repeated)

    def found_by(self, where: Mapping[int, str]) -> "Joined":
        """Return the same with the file and its page before each reason."""

        def named(told: Told) -> Told:
            return tuple((at, where[at] + why.removeprefix(where[at])) for at, why in told)

        return replace(
            self,
            foreign=named(self.foreign),
            unread=named(self.unread),
            copied=named(self.copied),
            repeated=named(self.repeated),
            behind=named(self.behind),
            where=where,
        )


class FilePage(msgspec.Struct, frozen=True, kw_only=True):
    """Page ``page`` (from 1) of the file of scans called ``name``."""

    name: str
    page: int

    @property
    def told(self) -> str:
        """Where that is, as people find it."""
        return f"{self.name} 第 {self.page} 页"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Places ``first`` to ``last`` of a bundle: pages of one ``file``, from ``page`` of it on."""

    first: int
    last: int
    file: str
    page: int

    def goes_on(self, place: int, file: str, page: int) -> bool:
        """Say whether a page of a file at ``place`` is the next one of the run."""
        same = file == self.file and page - self.page == place - self.first
        return same and place == self.last + 1
