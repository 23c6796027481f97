"""From the frozen definition to the geometry of its sheets.

Fiducials stand 10 mm inside the edges, the code of the sheet beside the upper right one, the small
code in the opposite corner, so that one folded corner hides one of them only; rows of boxes keep
10.5 mm and more. Nothing is printed within 1.5 mm of a frame. Measures follow the trials that
docs/performance.md reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot.definition import Definition
from ballot.errors import Refused
from ballot.sheet.format import Format
from ballot.sheet.geometry import Box, Cell, Marker, Row, SheetLayout, SheetPage
from ballot.sheet.styles import Column, columns_of

MOST_PAGES = 12
"""4 fiducials a page of a dictionary of 50."""

_EDGE = 10_000
"""White margin outside the fiducials: printers cannot print there, and scanners crop."""
_GAP = 3_000
_CODE, _SMALL = 26_000, 14_000
_TABLE_LEFT = 20_000
_TABLE_TOP, _HEADER = 45_000, 6_500
_NUMBER = 11_000
_WHOLE_LIST = 0
_NOTES = 25_500
_ROOMY_NOTES, _LARGE_NOTES = 38_000, 44_000
"""Height of the zone of the 说明, from the table's end to the lower edge less _EDGE: at the least,
where the rows leave room for more, and in large type."""
_WRITTEN, _BELOW_TABLE = 24_000, 2_000
"""Height of the zone in which projects are written in, and the white above what follows a table."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """What follows from the format and the columns, in µm."""

    width: int
    height: int
    marker: int
    pitch: int
    widest: int
    notes: int
    written: int

    @property
    def per_page(self) -> int:
        return self._rows_above(self.notes) // self.pitch

    def pitch_of(self, rows: int) -> int:
        """Return the height of each of ``rows``: tall ones, unless the 说明 needs the room."""
        roomy = self._rows_above(max(self.notes, _ROOMY_NOTES)) // rows
        pitch = max(self.pitch, min(self.widest, roomy))
        return pitch - pitch % 100

    def _rows_above(self, notes: int) -> int:
        return self.height - _EDGE - notes - self.written - _TABLE_TOP - _HEADER


def layout_of(definition: Definition, sheet: Format) -> SheetLayout:
    """Return the layout of a round's sheets. Raises Refused for a list that no sheet can hold."""
    columns = columns_of(definition.rules)
    m = _measures(
        sheet,
        columns,
        written_in=definition.rules.write_in == "allowed",
        described=any(one.content for one in definition.candidates),
    )
    whole = definition.rules.ballot_mode == "whole_list"
    numbers = (*definition.numbers, _WHOLE_LIST) if whole else definition.numbers
    groups = _dealt(numbers, m.per_page)
    if len(groups) > MOST_PAGES:
        raise Refused(
            f"候选项目 {len(definition.numbers)} 项，一张票最多 {MOST_PAGES} 面，"
            f"排不下，请改用更大的纸或者不用大字版。",
            code="sheet.pages",
        )
    # Boxes printed on both sides of the paper may not lie behind each other: ink shows through.
    middle = m.width // 2 - (_TABLE_LEFT if len(groups) > 1 else 0)
    if sum(one.width for one in columns) > middle:
        raise Refused(
            "票面的栏太多，纸上排不下，请减少等次或者改用更大的纸。", code="sheet.columns"
        )
    pages = tuple(
        _page(at, group, m, columns, sheet=sheet, whole=whole, last=at == len(groups))
        for at, group in enumerate(groups, start=1)
    )
    return SheetLayout(format=sheet, marker=m.marker, pages=pages)


def _measures(
    sheet: Format, columns: Sequence[Column], *, written_in: bool, described: bool
) -> _Measures:
    width, height = sheet.size
    tallest = max(one.box[1] for one in columns)
    # A frame needs 2.2 mm of white above and below it; large type needs a row of its own height.
    pitch = tallest + 4_500
    return _Measures(
        width=width,
        height=height,
        marker=marker_side(sheet),
        pitch=max(pitch, 15_500) if sheet.large else pitch,
        widest=_widest(sheet, described=described),
        notes=_LARGE_NOTES if sheet.large else _NOTES,
        written=_WRITTEN + _BELOW_TABLE if written_in else 0,
    )


def _widest(sheet: Format, *, described: bool) -> int:
    """Return the height beyond which rows gain nothing from being taller.

    ``described``: below the name of a project stands what will be done, mostly two lines.
    """
    if sheet.large or described:
        return 24_000
    return 22_000 if sheet.paper == "A3" else 16_000


def _dealt(numbers: Sequence[int], most: int) -> list[Sequence[int]]:
    """Deal the rows over as few pages as possible, evenly: no page with one row left over."""
    pages = -(-len(numbers) // most)
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
    m: _Measures,
    columns: Sequence[Column],
    *,
    sheet: Format,
    whole: bool,
    last: bool,
) -> SheetPage:
    pitch = m.pitch_of(len(group))
    left_of_boxes = m.width - _TABLE_LEFT - sum(one.width for one in columns)
    rows, boxes = [], []
    for place, project in enumerate(group):
        top = _TABLE_TOP + _HEADER + place * pitch
        rows.append(
            Row(
                project=project,
                number=Cell(x=_TABLE_LEFT, y=top, w=_NUMBER, h=pitch),
                text=Cell(
                    x=_TABLE_LEFT + _NUMBER,
                    y=top,
                    w=left_of_boxes - _TABLE_LEFT - _NUMBER,
                    h=pitch,
                ),
            )
        )
        if not whole or project == _WHOLE_LIST:
            boxes += _boxes(project, left_of_boxes, top, pitch, columns)
    table_end = _TABLE_TOP + _HEADER + pitch * len(group)
    written = _written(m, table_end) if last and m.written else None
    return SheetPage(
        number=number,
        markers=markers_of(number, sheet),
        rows=tuple(rows),
        boxes=tuple(boxes),
        written=written,
        **_places(m, table_end if written is None else written.bottom),
    )


def _boxes(project: int, left: int, top: int, pitch: int, columns: Sequence[Column]) -> list[Box]:
    boxes = []
    for column in columns:
        w, h = column.box
        x, y = left + (column.width - w) // 2, top + (pitch - h) // 2
        boxes.append(Box(project=project, choice=column.choice, x=x, y=y, w=w, h=h))
        left += column.width
    return boxes


def marker_side(sheet: Format) -> int:
    """Return the side of a fiducial: larger on A3, which is photographed from farther away."""
    return 12_000 if sheet.paper == "A3" else 9_000


def markers_of(number: int, sheet: Format) -> tuple[Marker, ...]:
    """Return the fiducials of page ``number``: top left, top right, bottom right, bottom left."""
    width, height = sheet.size
    near = _EDGE + marker_side(sheet) // 2
    far_x, far_y = width - near, height - near
    corners = ((near, near), (far_x, near), (far_x, far_y), (near, far_y))
    first = 4 * (number - 1)
    return tuple(Marker(id=first + at, x=x, y=y) for at, (x, y) in enumerate(corners))


def _written(m: _Measures, table_end: int) -> Cell:
    """Return the zone below the table in which projects are written in."""
    return Cell(x=_TABLE_LEFT, y=table_end + _BELOW_TABLE, w=m.width - 2 * _TABLE_LEFT, h=_WRITTEN)


def _places(m: _Measures, table_end: int) -> dict[str, Cell]:
    """Return the squares of the codes and the zones of the texts."""
    beside = _EDGE + m.marker + _GAP
    code = Cell(x=m.width - beside - _CODE, y=_EDGE, w=_CODE, h=_CODE)
    small = Cell(x=beside, y=m.height - _EDGE - _SMALL, w=_SMALL, h=_SMALL)
    notes_left, notes_top = small.right + _GAP, table_end + _BELOW_TABLE
    return {
        "code": code,
        "small_code": small,
        "title": Cell(x=beside, y=_EDGE, w=code.x - _GAP - beside, h=22_000),
        "seal": Cell(x=beside, y=_EDGE + 22_000, w=code.x - _GAP - beside, h=13_000),
        "header": Cell(x=_TABLE_LEFT, y=_TABLE_TOP, w=m.width - 2 * _TABLE_LEFT, h=_HEADER),
        "notes": Cell(
            x=notes_left,
            y=notes_top,
            w=m.width - beside - notes_left,
            h=m.height - _EDGE - notes_top,
        ),
    }
