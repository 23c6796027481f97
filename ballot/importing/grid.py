"""Cells with their positions, as a spreadsheet or a CSV file holds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "date", "error"]

LONGEST_EXACT = 15
"""Spreadsheets keep numbers as binary floats: beyond 15 digits they are no longer exact."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and what the program that wrote it took it for.

    A number comes as plain decimal digits ("120.5", never "1.2e2"), rounded to the 15 significant
    digits that spreadsheets show; a date as ``2026-03-12``; an error as ``#REF!``.
    """

    text: str
    kind: Kind = "text"

    @property
    def digits_lost(self) -> bool:
        """Say whether this number may have had more digits than a spreadsheet keeps."""
        whole = self.text.lstrip("-").partition(".")[0]
        return self.kind == "number" and len(whole) > LONGEST_EXACT


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range: rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid:
    """One sheet: ``rows`` of cells from A1 on (rows may differ in length), and merged ranges."""

    def __init__(
        self, sheet: str, rows: tuple[tuple[Cell, ...], ...], merged: Iterable[Span] = ()
    ) -> None:
        self.sheet = sheet
        self.rows = rows
        self.width = max(map(len, rows), default=0)
        self._corners: dict[tuple[int, int], tuple[int, int]] = {}
        for span in merged:
            self._merge(span)

    def own(self, row: int, column: int) -> Cell:
        """Return what this very cell holds; rows and columns count from 1."""
        if not 1 <= row <= len(self.rows):
            return EMPTY
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else EMPTY

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Return where the text shown in a cell stands: itself, or the corner of its range."""
        return self._corners.get((row, column), (row, column))

    def at(self, row: int, column: int) -> Cell:
        """Return what a reader sees in the cell: a merged range shows its corner everywhere."""
        return self.own(*self.origin(row, column))

    def _merge(self, span: Span) -> None:
        for row in range(span.top, min(span.bottom, len(self.rows)) + 1):
            for column in range(span.left, min(span.right, self.width) + 1):
                self._corners.setdefault((row, column), (span.top, span.left))


def letters(column: int) -> str:
    """Return a column as spreadsheets name it: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name
