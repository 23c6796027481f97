"""The face of a page: everything that all sheets share, drawn once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ballot.definition import Definition
from ballot.sheet import Cell, Marker, Row, SheetLayout, SheetPage, columns_of
from printing.ballots.drawing import Drawing, points
from printing.ballots.fiducials import MODULES, white_modules
from printing.ballots.fitting import Line
from printing.ballots.texts import SheetTexts
from printing.fonts import Face
from printing.papers.lines import Type
from printing.scripts import ScriptType

_HEADING = Type(Face.SANS, 12, 15)
_SEAL = Type(Face.SANS, 10.5, 13)
_SEAL_BOX = (30_000, 11_000)
_SEATS = Type(Face.SERIF_BOLD, 15, 17)
_PAGE = Type(Face.SANS, 10.5, 13)
_STAMP = Type(Face.SERIF_BOLD, 20, 24)
_STAMP_BOX = (22_000, 11_000)
_REHEARSAL = "演练"
_WATERMARK, _WATERMARK_GREY = Type(Face.SERIF_BOLD, 72, 90), 0.9
_WRITE_IN, _WRITE_IN_LABEL, _WRITE_IN_LINES = "另提项目", 24_000, 2
"""Lines far enough apart for a reader to tell what is written on them from the lines."""
_PADDING = 1_500
_BASELINE = 0.88
"""Where the baseline of a Chinese line lies, in sizes below its top."""


@dataclass(frozen=True, slots=True)
class PageFace:
    """One page of ``layout`` with the ``texts`` of ``definition``."""

    definition: Definition
    layout: SheetLayout
    texts: SheetTexts
    page: SheetPage

    def draw(self, on: Drawing) -> None:
        """Draw all but the codes."""
        if self.definition.rehearsal or self.definition.practice:
            self._rehearsal(on)
        for marker in self.page.markers:
            draw_marker(on, marker, self.layout.marker)
        self._head(on)
        self._table(on)
        for row in self.page.rows:
            self._row(on, row)
        for box in self.page.boxes:
            on.frame(box)
        if self.page.written is not None:
            self._written(on, self.page.written)
        _lines(on, self.page.notes, self.texts.notes[self.page.number - 1])

    def _head(self, on: Drawing) -> None:
        title, seal = self.page.title, self.page.seal
        used = _height(self.texts.title)
        _lines(on, title, self.texts.title, centred=True)
        below = Cell(x=title.x, y=title.y + used + 500, w=title.w, h=title.h - used - 500)
        _lines(on, below, self.texts.session, centred=True)
        w, h = _SEAL_BOX
        mark = Cell(x=seal.x + 10_000, y=seal.y, w=w, h=h)
        on.outlined(mark, (2, 2))
        _lines(on, mark, (("（盖章处）", _SEAL),), centred=True, middle=True)
        rest = Cell(x=mark.right, y=mark.y, w=seal.right - _STAMP_BOX[0] - mark.right, h=mark.h)
        _lines(on, rest, tuple(self._told()), centred=True, middle=True)

    def _told(self) -> Iterator[Line]:
        """Yield what stands beside the seal: how many are chosen, and which side this is."""
        if self.definition.rules.ballot_mode in {"at_most_k", "exactly_k"}:
            yield f"应选{self.definition.seats}项", _SEATS
        if (sides := len(self.layout.pages)) > 1:
            yield f"第{self.page.number}面（共{sides}面）", _PAGE

    def _table(self, on: Drawing) -> None:
        """Draw the rulings and the headings of the columns.

        Where a list is decided as a whole, its last row alone has boxes, headed in a strip of
        their own: columns elsewhere would ask for marks in every row.
        """
        header, rows, strip = self.page.header, self.page.rows, self.page.strip
        end = rows[-1].number.bottom
        # The question of a whole list stands beside the strip as well as beside the boxes.
        tops = [row.number.y for row in (rows if strip is None else rows[:-1])]
        for y in (header.y, header.bottom, *tops[1:], *(() if strip is None else (strip.y,)), end):
            on.ruling((header.x, y), (header.right, y))
        edges = [header.x, rows[0].text.x, header.right]
        for x in edges:
            on.ruling((x, header.y), (x, end))
        if not self._whole:
            edges[-1] = rows[0].text.right
        self._headings(on, header, edges, [(one,) for one in self.texts.list_headings])
        if not self._whole:
            self._columns(on, header, end)
        elif strip is not None:
            self._columns(on, strip, end)
            on.ruling((rows[-1].text.right, strip.bottom), (strip.right, strip.bottom))

    @property
    def _whole(self) -> bool:
        return self.definition.rules.ballot_mode == "whole_list"

    def _columns(self, on: Drawing, header: Cell, end: int) -> None:
        """Draw the columns of boxes and, in ``header``, what heads them."""
        edges = [self.page.rows[-1].text.right]
        for column in columns_of(self.definition.rules):
            edges.append(edges[-1] + column.width)
        for x in edges[:-1]:
            on.ruling((x, header.y), (x, end))
        self._headings(on, header, edges, self.texts.headings)

    def _headings(
        self, on: Drawing, header: Cell, edges: Sequence[int], headings: Sequence[tuple[Line, ...]]
    ) -> None:
        for (left, right), lines in zip(pairwise(edges), headings, strict=True):
            cell = Cell(x=left, y=header.y, w=right - left, h=header.h)
            _lines(on, cell, lines, centred=True, middle=True)

    def _row(self, on: Drawing, row: Row) -> None:
        if row.project:
            number = self.texts.numbers[row.project]
            _lines(on, row.number, (number,), centred=True, middle=True)
        above = 0 if row.project or self.page.strip is None else self.page.strip.h
        text = row.text
        inner = Cell(
            x=text.x + _PADDING, y=text.y - above, w=text.w - 2 * _PADDING, h=text.h + above
        )
        _lines(on, inner, self.texts.rows[row.project], middle=True)

    def _written(self, on: Drawing, zone: Cell) -> None:
        """Draw the lines on which projects are written in, and what they are for."""
        label = Cell(x=zone.x, y=zone.y, w=_WRITE_IN_LABEL, h=zone.h)
        _lines(on, label, ((_WRITE_IN, _HEADING),), centred=True, middle=True)
        for x in (zone.x, label.right, zone.right):
            on.ruling((x, zone.y), (x, zone.bottom))
        on.ruling((zone.x, zone.y), (zone.right, zone.y))
        for at in range(1, _WRITE_IN_LINES):
            y = zone.y + at * zone.h // _WRITE_IN_LINES
            on.ruling((label.right, y), (zone.right, y))
        on.ruling((zone.x, zone.bottom), (zone.right, zone.bottom))

    def _rehearsal(self, on: Drawing) -> None:
        """Mark a sheet of a rehearsal: in the head, and in grey behind the names, not the boxes."""
        seal = self.page.seal
        w, h = _STAMP_BOX
        cell = Cell(x=seal.right - w, y=seal.y, w=w, h=h)
        _lines(on, cell, ((_REHEARSAL, _STAMP),), centred=True, middle=True)
        on.outlined(cell)
        text = self.page.rows[0].text
        end = self.page.rows[-1].text.bottom
        behind = Cell(x=text.x, y=text.y, w=text.w, h=end - text.y)
        shown = ((_REHEARSAL, _WATERMARK),)
        _lines(on, behind, shown, centred=True, middle=True, grey=_WATERMARK_GREY)


def draw_marker(on: Drawing, marker: Marker, side: int) -> None:
    """Draw a fiducial of ``side`` µm around its centre."""
    left, top = marker.x - side // 2, marker.y - side // 2
    module = side // MODULES
    on.filled(Cell(x=left, y=top, w=side, h=side), 0)
    for row, column in white_modules(marker.id):
        on.filled(Cell(x=left + column * module, y=top + row * module, w=module, h=module), 1)


def _height(lines: Sequence[Line]) -> int:
    """Return the height of ``lines`` in µm."""
    return round(sum(kind.leading for _, kind in lines) / points(1_000) * 1_000)


def _lines(
    on: Drawing,
    cell: Cell,
    lines: Sequence[Line],
    *,
    centred: bool = False,
    middle: bool = False,
    grey: float = 0,
) -> None:
    """Write ``lines`` into ``cell`` from its top, or around its middle."""
    used = sum(kind.leading for _, kind in lines)
    top = points(cell.y) + ((points(cell.h) - used) / 2 if middle else 0)
    for text, kind in lines:
        left = points(cell.x)
        if isinstance(kind, ScriptType) and kind.right_to_left:
            left += points(cell.w) - kind.width(text)
        elif centred:
            left += (points(cell.w) - kind.width(text)) / 2
        on.line(left, top + _baseline(kind), text, kind, grey)
        top += kind.leading


def _baseline(kind: Type | ScriptType) -> float:
    """Return how far the baseline of a line is below its top, in points."""
    if isinstance(kind, ScriptType):
        return kind.baseline
    return (kind.leading - kind.size) / 2 + kind.size * _BASELINE
