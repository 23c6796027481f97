"""From the frozen definition to the geometry of its sheets.

Fiducials stand 10 mm inside the edges, the code of the sheet beside the upper right one, the small
code in the opposite corner, so that one folded corner hides one of them only; rows of boxes keep
10.5 mm and more. Nothing is printed within 1.5 mm of a frame. Measures follow the trials that
docs/performance.md reports.

A list takes as few pages as its rows allow. In large type rows are as tall as the longest name
needs, and the back of paper that is used anyway is taken where nothing has to be left out then.
Rows of a short list are as tall as their texts need (`ballot.sheet.heights`).
"""

from collections.abc import Sequence

from ballot.definition import Definition
from ballot.errors import Refused
from ballot.sheet.format import Format
from ballot.sheet.geometry import Box, Cell, Marker, Row, SheetLayout, SheetPage
from ballot.sheet.heights import heightened
from ballot.sheet.measures import (
    BELOW_TABLE,
    EDGE,
    NUMBER,
    TABLE_LEFT,
    TABLE_TOP,
    WRITTEN,
    Measures,
    marker_side,
    measures_of,
)
from ballot.sheet.styles import Column, columns_of

MOST_PAGES = 12
"""4 fiducials a page of a dictionary of 50."""

_GAP = 3_000
_CODE, _SMALL = 26_000, 14_000
_WHOLE_LIST = 0


def layout_of(definition: Definition, sheet: Format) -> SheetLayout:
    """Return the layout of a round's sheets. Raises Refused for a list that no sheet can hold."""
    columns = columns_of(definition.rules)
    whole = definition.rules.ballot_mode == "whole_list"
    numbers = (*definition.numbers, _WHOLE_LIST) if whole else definition.numbers
    m = measures_of(definition, sheet, columns, len(numbers))
    m, count = heightened(m, definition, sheet, columns, len(numbers))
    if count > MOST_PAGES:
        raise Refused(
            f"候选项目 {len(definition.numbers)} 项，一张票最多 {MOST_PAGES} 面，"
            f"排不下，请改用更大的纸或者不用大字版。",
            code="sheet.pages",
        )
    middle = m.width // 2
    if sum(one.width for one in columns) > middle or (count > 1 and not m.two_sided(columns)):
        raise Refused(
            "票面的栏太多，纸上排不下，请减少等次或者改用更大的纸。", code="sheet.columns"
        )
    pages = tuple(
        _page(at, group, m, columns, sheet=sheet, whole=whole, last=at == count)
        for at, group in enumerate(_dealt(numbers, count), start=1)
    )
    return SheetLayout(format=sheet, marker=m.marker, pages=pages)


def _dealt(numbers: Sequence[int], pages: int) -> list[Sequence[int]]:
    """Deal the rows over ``pages`` evenly: no page with one row left over."""
    each, more = divmod(len(numbers), pages)
    groups, at = [], 0
    for page in range(pages):
        size = each + (page < more)
        groups.append(numbers[at : at + size])
        at += size
    return groups


def _page(
    number: int,
    group: Sequence[int],
    m: Measures,
    columns: Sequence[Column],
    *,
    sheet: Format,
    whole: bool,
    last: bool,
) -> SheetPage:
    pitch = m.pitch_of(len(group))
    left_of_boxes = m.width - TABLE_LEFT - sum(one.width for one in columns)
    first = TABLE_TOP + m.header
    rows, boxes, strip = [], [], None
    for place, project in enumerate(group):
        top = first + place * pitch
        right = left_of_boxes
        if whole and project == _WHOLE_LIST:
            strip = Cell(x=TABLE_LEFT, y=top, w=m.width - 2 * TABLE_LEFT, h=m.strip)
            top = strip.bottom
        # One box alone tells its column's width by where the texts end (counting/scan/outside).
        elif whole and (not last or len(columns) > 1):
            right = m.width - TABLE_LEFT
        rows.append(_row(project, top, pitch, right))
        if not whole or project == _WHOLE_LIST:
            boxes += _boxes(project, left_of_boxes, top, pitch, columns)
    table_end = rows[-1].number.bottom
    written = _written(m, table_end) if last and m.written else None
    return SheetPage(
        number=number,
        markers=markers_of(number, sheet),
        rows=tuple(rows),
        boxes=tuple(boxes),
        written=written,
        strip=strip,
        **_places(m, table_end if written is None else written.bottom),
    )


def _row(project: int, top: int, pitch: int, right: int) -> Row:
    left = TABLE_LEFT + NUMBER
    return Row(
        project=project,
        number=Cell(x=TABLE_LEFT, y=top, w=NUMBER, h=pitch),
        text=Cell(x=left, y=top, w=right - left, h=pitch),
    )


def _boxes(project: int, left: int, top: int, pitch: int, columns: Sequence[Column]) -> list[Box]:
    boxes = []
    for column in columns:
        w, h = column.box
        x, y = left + (column.width - w) // 2, top + (pitch - h) // 2
        boxes.append(Box(project=project, choice=column.choice, x=x, y=y, w=w, h=h))
        left += column.width
    return boxes


def markers_of(number: int, sheet: Format) -> tuple[Marker, ...]:
    """Return the fiducials of page ``number``: top left, top right, bottom right, bottom left."""
    width, height = sheet.size
    near = EDGE + marker_side(sheet) // 2
    far_x, far_y = width - near, height - near
    corners = ((near, near), (far_x, near), (far_x, far_y), (near, far_y))
    first = 4 * (number - 1)
    return tuple(Marker(id=first + at, x=x, y=y) for at, (x, y) in enumerate(corners))


def _written(m: Measures, table_end: int) -> Cell:
    """Return the zone below the table in which projects are written in."""
    return Cell(x=TABLE_LEFT, y=table_end + BELOW_TABLE, w=m.width - 2 * TABLE_LEFT, h=WRITTEN)


def _places(m: Measures, table_end: int) -> dict[str, Cell]:
    """Return the squares of the codes and the zones of the texts."""
    beside = EDGE + m.marker + _GAP
    code = Cell(x=m.width - beside - _CODE, y=EDGE, w=_CODE, h=_CODE)
    small = Cell(x=beside, y=m.height - EDGE - _SMALL, w=_SMALL, h=_SMALL)
    notes_left, notes_top = small.right + _GAP, table_end + BELOW_TABLE
    return {
        "code": code,
        "small_code": small,
        "title": Cell(x=beside, y=EDGE, w=code.x - _GAP - beside, h=22_000),
        "seal": Cell(x=beside, y=EDGE + 22_000, w=code.x - _GAP - beside, h=13_000),
        "header": Cell(x=TABLE_LEFT, y=TABLE_TOP, w=m.width - 2 * TABLE_LEFT, h=m.header),
        "notes": Cell(
            x=notes_left,
            y=notes_top,
            w=m.width - beside - notes_left,
            h=m.height - EDGE - notes_top,
        ),
    }
