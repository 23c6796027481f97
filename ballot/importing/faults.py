"""What is wrong in a list that was to be imported: all of it, by sheet, row and column."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from ballot.importing.grid import Grid, letters

T = TypeVar("T")
LONGEST_SHOWN = 60


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing wrong: where it stands, what was found, what is expected there.

    ``row`` counts from 1 as spreadsheets do; 0 means the sheet as a whole. ``column`` is a letter
    such as ``C``; empty means the whole row. ``code`` is stable.
    """

    code: str
    sheet: str
    row: int
    column: str
    found: str
    expected: str

    @property
    def sentence(self) -> str:
        """The fault as a sentence for the person who wrote the list."""
        place = f"“{self.sheet}”"
        if self.row:
            place += f"第 {self.row} 行"
        if self.column:
            place += f" {self.column} 列"
        return f"{place}：{self.found}；应为{self.expected}。"


@dataclass(frozen=True, slots=True)
class Faults:
    """All faults of a list, in the order of reading. Nothing of the list was imported."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Generic[T]):
    """A list without a fault: its values in order, and what the reader passed over or assumed."""

    sheet: str
    values: tuple[T, ...]
    notes: tuple[str, ...]


def fault(grid: Grid, code: str, row: int, column: int, found: str, expected: str) -> Fault:
    """Return the fault of a cell; column 0 means the whole row, row 0 the whole sheet."""
    return Fault(
        code=code,
        sheet=grid.sheet,
        row=row,
        column=letters(column),
        found=found,
        expected=expected,
    )


def shown(text: str) -> str:
    """Return ``text`` in quotation marks, cut to what fits in a sentence, controls made visible."""
    visible = "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in text)
    if len(visible) > LONGEST_SHOWN:
        visible = visible[: LONGEST_SHOWN - 1] + "…"
    return f"“{visible}”"
