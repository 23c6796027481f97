"""Sheets for the tests of lists: cells by hand, or a real .xlsx by xlsxwriter."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from ballot.importing.grid import Cell, Grid, Span


def grid(*rows: Sequence[str | Cell], merged: Iterable[Span] = (), sheet: str = "清单") -> Grid:
    """Return a sheet; a plain string is a text cell."""
    cells = tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows)
    return Grid(sheet, cells, merged)


def xlsx(*rows: Sequence[object], merged: Iterable[str] = (), sheet: str = "清单") -> bytes:
    """Return an .xlsx of one sheet; ``merged`` are ranges such as ``A1:D1``, filled already."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page = book.add_worksheet(sheet)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
        for span in merged:
            first = span.partition(":")[0]
            column, row = ord(first[0]) - ord("A"), int(first[1:]) - 1
            page.merge_range(span, rows[row][column])
    return file.getvalue()
