"""An .xlsx archive, checked and repacked before a parser may see it.

Sizes that an archive declares can lie, and two cells can span a billion: every part is unpacked
here under a limit and packed anew, and the cells that hold something are measured first.
"""

import html
import io
import posixpath
import re
import zipfile
import zlib

from service.office.errors import Unreadable

LARGEST_UNPACKED = 200_000_000
MOST_PARTS = 2_000
_BROKEN = "电子表格已损坏或不是 .xlsx，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
_LARGE = "电子表格太大：有内容的单元格离得太远或解压后太大，请把清单复制到新文件后再上传。"

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\b\w+:id\s*=\s*[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)\s*=\s*[\"']([^\"']*)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d{1,10})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c((?:\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*)?)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,4})(\d{1,10})[\"']")
_IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_VALUE = re.compile(rb"[^<]*<(?:\w+:)?(?:f\b.*?</(?:\w+:)?f>\s*<(?:\w+:)?)?v>([^<]*)<", re.DOTALL)

Errors = dict[tuple[int, int], str]
"""The error cells of a sheet (#REF!, #DIV/0!) by row and column from 1."""


def checked_xlsx(data: bytes, most_cells: int) -> tuple[bytes, tuple[Errors, ...]]:
    """Return the archive repacked, and the error cells of every sheet in order.

    Raises Unreadable for an archive that is broken, no .xlsx, or larger than it may be.
    """
    try:
        parts = _unpacked(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(_BROKEN, code="file.broken") from error
    if "xl/workbook.xml" not in parts:
        raise Unreadable(
            "这个文件不是 .xlsx 电子表格，请另存为 .xlsx 后再上传。", code="file.unknown"
        )
    for part in parts.values():
        if b"sheetData" in part.replace(b"\x00", b""):
            _check_extent(part, most_cells)
    errors = tuple(_errors(parts.get(name, b"")) for name in _sheet_parts(parts))
    return _packed(parts), errors


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Unpack every part; the total of what really comes out is bounded, not what is declared."""
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.infolist()
        if len(names) > MOST_PARTS:
            raise Unreadable(_LARGE, code="file.large")
        for entry in names:
            with archive.open(entry) as part:
                parts[entry.filename] = part.read(left + 1)
            left -= len(parts[entry.filename])
            if left < 0:
                raise Unreadable(_LARGE, code="file.large")
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()


def _check_extent(sheet: bytes, most_cells: int) -> None:
    """Refuse a sheet whose cells span more than ``most_cells``, whatever lies between them.

    Empty styled cells do not count: spreadsheets write them to the last row and column.
    """
    if b"\x00" in sheet:  # UTF-16, which no spreadsheet program writes here
        raise Unreadable(_BROKEN, code="file.broken")
    lowest, widest, unplaced = 1, 1, 0
    for attributes in _CELL.findall(sheet):
        place = _PLACE.search(attributes)
        if place is None:
            unplaced += 1
        elif not attributes.endswith(b"/"):
            lowest, widest = max(lowest, int(place[2])), max(widest, _column(place[1]))
    if unplaced:
        # Cells without a place follow the one before, in the row that the row element names.
        rows = (int(row) for row in _ROW.findall(sheet))
        lowest, widest = max(lowest, *rows, 1) + unplaced, widest + unplaced
    if lowest * widest > most_cells:
        raise Unreadable(_LARGE, code="file.large")


def _sheet_parts(parts: dict[str, bytes]) -> list[str]:
    """Return the parts of the sheets, in the order in which the workbook names them."""
    targets: dict[bytes, str] = {}
    for relation in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        found = dict(_ATTRIBUTE.findall(relation))
        target = html.unescape(found.get(b"Target", b"").decode(errors="replace"))
        targets[found.get(b"Id", b"")] = posixpath.join("/xl", target).lstrip("/")
    return [targets.get(one, "") for one in _SHEET.findall(parts["xl/workbook.xml"])]


def _errors(sheet: bytes) -> Errors:
    found: Errors = {}
    for cell in _CELL.finditer(sheet):
        place = _PLACE.search(cell[1])
        if place is not None and _IS_ERROR.search(cell[1]):
            value = _VALUE.match(sheet, cell.end())
            shown = html.unescape(value[1].decode(errors="replace")) if value else "#ERROR!"
            found[int(place[2]), _column(place[1])] = shown
    return found


def _column(name: bytes) -> int:
    column = 0
    for letter in name.upper():
        column = column * 26 + letter - ord("A") + 1
    return column
