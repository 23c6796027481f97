"""Uploaded bytes to positioned cells: .xlsx, .xls and .csv, told apart by what they contain.

A spreadsheet can name one cell a million rows down and make a reader reserve memory for all that
lies between, so the limits are checked on the archive itself before calamine sees it.
"""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from ballot.importing.grid import EMPTY, Cell, Grid, Span
from service.office import parser
from service.office.errors import Unreadable
from service.office.workbook import Errors, checked_xlsx

LARGEST_FILE = 10_000_000
MOST_CELLS = parser.MOST_CELLS
MOST_MERGED = 1_000_000
"""Cells inside merged ranges, of one sheet; a list has a few hundred."""

PATIENCE = 60
"""Seconds that the parser may take, waiting included; its own limit is in CPU seconds."""

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_FILEPASS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""BOF of an .xls workbook, perhaps WRITEPROTECT, then FILEPASS: the rest is encrypted (MS-XLS)."""

_DELIMITERS = ",\t;|"
_HINT = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"


def read_sheets(data: bytes, name: str) -> tuple[Grid, ...]:
    """Return the sheets of an uploaded file; ``name`` is the file's, the sheet of a CSV bears it.

    Raises Unreadable, with one sentence, for what is too large, encrypted, broken, or no table.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，请只保留清单后再上传。", code="file.large"
        )
    if not data.strip():
        raise Unreadable("文件是空的。", code="file.empty")
    if data.startswith(_ZIP):
        contents, errors = checked_xlsx(data, MOST_CELLS)
        return _sheets(contents, errors)
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data or _FILEPASS.search(data):
            raise Unreadable("文件设有打开密码，请取消密码后再上传。", code="file.encrypted")
        return _sheets(data, ())
    return (_csv_grid(_text(data), name),)


def _sheets(data: bytes, errors: tuple[Errors, ...]) -> tuple[Grid, ...]:
    """Read a workbook; ``errors`` are, by sheet, the error cells that calamine shows as empty."""
    return tuple(
        _grid(sheet, errors[place] if place < len(errors) else {})
        for place, sheet in enumerate(_parsed(data))
    )


def _parsed(data: bytes) -> list[dict[str, Any]]:
    """Let the parser's process read the workbook: what breaks it does not break the service."""
    command = [sys.executable, "-I", str(Path(parser.__file__))]
    try:
        done = subprocess.run(  # noqa: S603 — our own interpreter and file, no word of the user's
            command, input=data, capture_output=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"电子表格读了太久仍没有读完。{_HINT}", code="file.large") from error
    if done.returncode == parser.TOO_LARGE:
        raise Unreadable("电子表格太大，请只保留清单后再上传。", code="file.large")
    if done.returncode:
        raise Unreadable(f"电子表格已损坏或不是 .xlsx、.xls。{_HINT}", code="file.broken")
    sheets: list[dict[str, Any]] = json.loads(done.stdout)
    return sheets


def _grid(sheet: dict[str, Any], errors: Errors) -> Grid:
    rows = tuple(
        tuple(EMPTY if cell is None else Cell(cell[1], cell[0]) for cell in cells)
        for cells in sheet["rows"]
    )
    if errors:
        rows = tuple(
            tuple(
                Cell(errors[row, column], "error") if (row, column) in errors else cell
                for column, cell in enumerate(cells, start=1)
            )
            for row, cells in enumerate(rows, start=1)
        )
    merged = [Span(*span) for span in sheet["merged"]]
    _check_merged(sheet["name"], merged, len(rows), max(map(len, rows), default=0))
    return Grid(sheet["name"], rows, merged)


def _check_merged(name: str, merged: list[Span], height: int, width: int) -> None:
    covered = sum(
        max(0, min(span.bottom, height) - span.top + 1)
        * max(0, min(span.right, width) - span.left + 1)
        for span in merged
    )
    if covered > MOST_MERGED:
        raise Unreadable(f"工作表“{name}”的合并单元格太多。{_HINT}", code="file.large")


def _text(data: bytes) -> str:
    """Decode a text file: UTF-8 and UTF-16 by their marks, plain UTF-8, else GB 18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or text.lstrip()[:1] == "<" or text.startswith("%PDF"):
            break
        return text
    raise Unreadable(
        f"这不是 .xlsx、.xls 或 .csv 文件，或编码无法识别。{_HINT}", code="file.unknown"
    )


def _csv_grid(text: str, name: str) -> Grid:
    told = text[:5].lower() == "sep=" + text[4:5].lower() and text[4:5] in _DELIMITERS
    candidates = text[4:5] if told else _DELIMITERS
    readings = [_csv_rows(text, delimiter) for delimiter in candidates]
    rows = max((one or [] for one in readings), key=_regularity)
    if None in readings and not any(len(row) > 1 for row in rows):
        raise Unreadable(f"CSV 里有引号没有成对。{_HINT}", code="file.broken")
    if sum(map(len, rows)) > MOST_CELLS:
        raise Unreadable("表格太大，请只保留清单。", code="file.large")
    stem = name.rpartition("/")[2].rpartition("\\")[2]
    first = ((),) if told else ()
    body = rows[1:] if told else rows
    cells = tuple(tuple(Cell(field) for field in row) for row in body)
    return Grid(stem or "CSV", (*first, *cells))


def _csv_rows(text: str, delimiter: str) -> list[list[str]] | None:
    """Return the rows under one delimiter, or None where the quotation marks do not match."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _regularity(rows: list[list[str]]) -> tuple[int, int]:
    """Rate a reading by how many rows share one width of several fields, then by that width."""
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return (0, len(rows) > 0)
    width = max(set(widths), key=lambda one: (widths.count(one), one))
    return (widths.count(width), width)
