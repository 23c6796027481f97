"""A process of its own that lets calamine read one workbook: bytes in, cells out as JSON.

calamine panics on some damaged .xls files and reserves gigabytes on others; here either ends
this process under its limits and not the service. `reading` starts this file; it imports nothing
of the project, so that it starts quickly.

Output: ``[{"name", "rows": [[cell]], "merged": [[top, left, bottom, right]]}]``, rows and columns
from 1; a cell is null, or [kind, text] as `ballot.importing.grid.Cell` has them.
"""

import datetime as dt
import io
import json
import resource
import sys
from decimal import Decimal

import python_calamine as calamine

MEMORY = 1_500_000_000
CPU_SECONDS = 20
MOST_SHEETS = 50
MOST_CELLS = 1_000_000
MOST_CHARACTERS = 20_000_000
EXACT_DIGITS = 15

BROKEN, TOO_LARGE = 3, 4
"""Exit codes; every other one but 0 means that calamine broke down, which is BROKEN too."""


class _TooLargeError(Exception):
    """The workbook holds more than a list of projects or people can."""


def main() -> int:
    """Read the workbook on standard input; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        sheets = _sheets(sys.stdin.buffer.read())
    except calamine.CalamineError:
        return BROKEN
    except _TooLargeError:
        return TOO_LARGE
    json.dump(sheets, sys.stdout, ensure_ascii=True)
    return 0


def _sheets(data: bytes) -> list[dict[str, object]]:
    with calamine.load_workbook(io.BytesIO(data)) as workbook:
        names = workbook.sheet_names
        if len(names) > MOST_SHEETS:
            raise _TooLargeError
        return [_sheet(workbook.get_sheet_by_index(place)) for place in range(len(names))]


def _sheet(sheet: calamine.CalamineSheet) -> dict[str, object]:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise _TooLargeError
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    if sum(len(cell[1]) for row in rows for cell in row if cell) > MOST_CHARACTERS:
        raise _TooLargeError
    merged = [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return {"name": sheet.name, "rows": rows, "merged": merged}


def _cell(value: object) -> tuple[str, str] | None:
    match value:
        case str():
            return ("text", value) if value else None
        case bool():
            return ("text", str(value).upper())
        case int() | float():
            return ("number", _digits(value))
        case dt.datetime() if value.time() == dt.time():
            return ("date", value.date().isoformat())
        case _:
            # Dates, times and durations: str() writes them as ISO 8601 or hours and minutes.
            return ("date", str(value))


def _digits(value: float) -> str:
    """Return a number as a spreadsheet shows it: 15 significant digits, never an exponent."""
    text = format(Decimal(format(value, f".{EXACT_DIGITS}g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


if __name__ == "__main__":
    sys.exit(main())
