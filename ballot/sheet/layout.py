"""From the frozen definition to the geometry of its sheets.

Fiducials stand 10 mm inside the edges, the code of the sheet beside the upper right one, the small
code in the opposite corner, so that one folded corner hides one of them only; rows of boxes keep
10.5 mm and more. Nothing is printed within 1.5 mm of a frame. Measures follow the trials that
docs/performance.md reports.

A list takes as few pages as its rows allow. In large type rows are as tall as the longest name
needs, and the back of paper that is used anyway is taken where nothing has to be left out then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ballot.definition import Definition
from ballot.errors import Refused
from ballot.sheet.format import Format
from ballot.sheet.geometry import Box, Cell, Marker, Row, SheetLayout, SheetPage
from ballot.sheet.legible import least_height, whole_height
from ballot.sheet.styles import Column, columns_of

MOST_PAGES = 12
"""4 fiducials a page of a dictionary of 50."""

_EDGE = 10_000
"""White margin outside the fiducials: printers cannot print there, and scanners crop."""
_GAP = 3_000
_CODE, _SMALL = 26_000, 14_000
_TABLE_LEFT = 20_000
_TABLE_TOP, _HEADER, _TALL_HEADER = 45_000, 6_500, 10_500
"""The header holds headings of one line, the tall one those of two."""
_HEADING_MARGIN = 1_200
_USUAL_HEADING, _LEAST_HEADING, _LARGE_HEADING = 3_705, 3_175, 4_235
"""Characters of 10.5, 9 and 12 pt: below the first, two lines are better where they take no page
more; below the second (in large type, the third) no heading may be."""
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
    """What follows from the format and the columns, in µm.

    ``strip``: height of the strip in which the boxes of a list decided as a whole are headed.
    """

    width: int
    height: int
    marker: int
    pitch: int
    widest: int
    notes: int
    written: int
    strip: int
    header: int = _HEADER

    def pages_of(self, rows: int) -> int:
        """Return how many pages ``rows`` take at the least."""
        return -(-rows // (self._rows_above(self.notes) // self.pitch))

    def tallest_of(self, rows: int) -> int:
        """Return the height that each of ``rows`` can have on one page."""
        return self._rows_above(self.notes) // rows

    def pitch_of(self, rows: int) -> int:
        """Return the height of each of ``rows``: tall ones, unless the 说明 needs the room."""
        roomy = self._rows_above(max(self.notes, _ROOMY_NOTES)) // rows
        pitch = max(self.pitch, min(self.widest, roomy))
        return pitch - pitch % 100

    def two_sided(self, columns: Sequence[Column]) -> bool:
        """Whether no boxes of the front lie behind those of the back: ink shows through."""
        return sum(one.width for one in columns) <= self.width // 2 - _TABLE_LEFT

    def text_width(self, columns: Sequence[Column]) -> int:
        return self.width - 2 * _TABLE_LEFT - _NUMBER - sum(one.width for one in columns)

    def _rows_above(self, notes: int) -> int:
        table = self.height - _EDGE - notes - self.written - _TABLE_TOP
        return table - self.header - self.strip


def layout_of(definition: Definition, sheet: Format) -> SheetLayout:
    """Return the layout of a round's sheets. Raises Refused for a list that no sheet can hold."""
    columns = columns_of(definition.rules)
    whole = definition.rules.ballot_mode == "whole_list"
    numbers = (*definition.numbers, _WHOLE_LIST) if whole else definition.numbers
    m = _measures(definition, sheet, columns)
    m = _headed(m, len(numbers), columns, large=sheet.large)
    count = m.pages_of(len(numbers))
    if sheet.large:
        m, count = _legible(m, count, len(numbers), definition, columns)
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


def _measures(definition: Definition, sheet: Format, columns: Sequence[Column]) -> _Measures:
    width, height = sheet.size
    tallest = max(one.box[1] for one in columns)
    # A frame needs 2.2 mm of white above and below it; large type needs a row of its own height.
    pitch = tallest + 4_500
    described = any(one.content for one in definition.candidates)
    written_in = definition.rules.write_in == "allowed"
    return _Measures(
        width=width,
        height=height,
        marker=marker_side(sheet),
        pitch=max(pitch, 15_500) if sheet.large else pitch,
        widest=_widest(sheet, described=described),
        notes=_LARGE_NOTES if sheet.large else _NOTES,
        written=_WRITTEN + _BELOW_TABLE if written_in else 0,
        strip=_HEADER if definition.rules.ballot_mode == "whole_list" else 0,
    )


def _headed(m: _Measures, rows: int, columns: Sequence[Column], *, large: bool) -> _Measures:
    """Return ``m`` with a header in which no heading of ``columns`` is too small to be read."""

    def on_one_line(character: int) -> bool:
        return all(len(one.heading) * character <= one.width - _HEADING_MARGIN for one in columns)

    tall = replace(m, header=_TALL_HEADER)
    if not on_one_line(_LARGE_HEADING if large else _LEAST_HEADING):
        return tall
    free = tall.pages_of(rows) == m.pages_of(rows)
    return tall if free and not on_one_line(_USUAL_HEADING) else m


def _legible(
    m: _Measures, count: int, rows: int, definition: Definition, columns: Sequence[Column]
) -> tuple[_Measures, int]:
    """Return measures and pages of large type: rows in which names fit, and if possible all."""
    if not m.two_sided(columns):
        return m, count
    width = m.text_width(columns)
    least = min(least_height(definition, width), m.tallest_of(1))
    m = replace(m, pitch=max(m.pitch, least))
    count = m.pages_of(rows)
    wanted = whole_height(definition, width)
    m = replace(m, widest=max(m.widest, wanted))
    with_back = count + count % 2
    if m.tallest_of(-(-rows // count)) < wanted <= m.tallest_of(-(-rows // with_back)):
        count = with_back
    return m, count


def _widest(sheet: Format, *, described: bool) -> int:
    """Return the height beyond which rows gain nothing from being taller.

    ``described``: below the name of a project stands what will be done, mostly two lines.
    """
    if sheet.large or described:
        return 24_000
    return 22_000 if sheet.paper == "A3" else 16_000


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
    m: _Measures,
    columns: Sequence[Column],
    *,
    sheet: Format,
    whole: bool,
    last: bool,
) -> SheetPage:
    pitch = m.pitch_of(len(group))
    left_of_boxes = m.width - _TABLE_LEFT - sum(one.width for one in columns)
    first = _TABLE_TOP + m.header
    rows, boxes, strip = [], [], None
    for place, project in enumerate(group):
        top = first + place * pitch
        right = left_of_boxes
        if whole and project == _WHOLE_LIST:
            strip = Cell(x=_TABLE_LEFT, y=top, w=m.width - 2 * _TABLE_LEFT, h=m.strip)
            top = strip.bottom
        # One box alone tells its column's width by where the texts end (counting/scan/outside).
        elif whole and (not last or len(columns) > 1):
            right = m.width - _TABLE_LEFT
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
    left = _TABLE_LEFT + _NUMBER
    return Row(
        project=project,
        number=Cell(x=_TABLE_LEFT, y=top, w=_NUMBER, h=pitch),
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
        "header": Cell(x=_TABLE_LEFT, y=_TABLE_TOP, w=m.width - 2 * _TABLE_LEFT, h=m.header),
        "notes": Cell(
            x=notes_left,
            y=notes_top,
            w=m.width - beside - notes_left,
            h=m.height - _EDGE - notes_top,
        ),
    }
