"""Values of the geometry. Lengths are whole µm, the origin is the top left corner of the page."""

from typing import Annotated, Literal

import msgspec

from ballot.canonical import Digest, digest_of
from ballot.events.base import Value
from ballot.sheet.format import Format

Length = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class Cell(Value, frozen=True, kw_only=True):
    """A rectangle: ``x``, ``y`` of its top left corner, ``w`` and ``h``."""

    x: Length
    y: Length
    w: Length
    h: Length

    @property
    def right(self) -> int:
        """Where it ends on the right."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + self.h


class Box(Cell, frozen=True, kw_only=True):
    """What is marked: the inner edge of a printed frame.

    ``project`` is the printed number, 0 for the one row of a list voted on as a whole. ``choice``
    is the opinion of the box (``approve`` …, a 等次, ``dont_know``), ``symbol`` where the mark
    itself says it, ``rank`` where a number is written.
    """

    project: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    choice: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Row(Value, frozen=True, kw_only=True):
    """One project's row: the cells of its number and of its text; boxes stand apart."""

    project: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
    number: Cell
    text: Cell


class Marker(Value, frozen=True, kw_only=True):
    """A fiducial of DICT_4X4_50: its ``id`` and its centre."""

    id: Annotated[int, msgspec.Meta(ge=0, le=49)]
    x: Length
    y: Length


class SheetPage(Value, frozen=True, kw_only=True, omit_defaults=True):
    """One side of paper.

    ``markers``: top left, top right, bottom right, bottom left, ids 4·(number − 1) + 0 … 3.
    ``code`` and ``small_code`` are the squares of the two symbols without their quiet zones.
    ``title``, ``seal``, ``header`` and ``notes`` are where the texts go. ``written`` is where
    projects beside the list are written in (另提), on the last page where the rules allow them.
    ``strip`` stands above the one row with boxes of a list that is decided as a whole: there they
    are headed.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=12)]
    markers: tuple[Marker, ...]
    code: Cell
    small_code: Cell
    title: Cell
    seal: Cell
    header: Cell
    notes: Cell
    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    written: Cell | None = None
    strip: Cell | None = None


class SheetLayout(Value, frozen=True, kw_only=True):
    """Where everything stands on every page of a round's sheets."""

    piaojue: Literal["sheet-1"] = "sheet-1"
    format: Format
    marker: Length
    pages: Annotated[tuple[SheetPage, ...], msgspec.Meta(min_length=1, max_length=12)]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a page."""
        return self.format.size

    @property
    def digest(self) -> Digest:
        """SHA-256 of the canonical JSON: the name under which the log keeps the layout."""
        return digest_of(self)
