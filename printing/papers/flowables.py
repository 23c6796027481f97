"""What ReportLab's page filler moves about: lines of text, ruled tables, signature lines."""

from collections.abc import Sequence
from typing import Literal

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from printing.fonts import Face
from printing.papers.content import (
    TYPE_WIDTH_MM,
    Cell,
    KeyFigures,
    Names,
    Signatures,
    Table,
    placed,
)
from printing.papers.lines import Type, balanced, draw, draw_centred, spread_to, wrap
from printing.papers.wording import spaced

#: 225 mm in 22 lines.
LINE = 28.95
WIDTH = TYPE_WIDTH_MM * mm

_CELL = Type(Face.SERIF, 14, 20)
_CELL_STRONG = Type(Face.SERIF_BOLD, 14, 20)
_CELL_HEAD = Type(Face.SANS, 14, 20)
_SMALL_CELL = Type(Face.SERIF, 11, 15.5)
_SMALL_STRONG = Type(Face.SERIF_BOLD, 11, 15.5)
_SMALL_HEAD = Type(Face.SANS, 10, 14)
_FIGURE_LABEL = Type(Face.SANS, 14, 22)
_FIGURE = Type(Face.SERIF_BOLD, 26, 36)
_SIGN = Type(Face.SERIF, 14, 34)
_NAME = Type(Face.SERIF, 16, LINE)
_ROLE = Type(Face.SERIF, 14, 34)
_PADDING = 3.0
_RULE = 0.6
#: Of 1 em, how far below the top of its line a baseline lies, beyond the leading's share.
_ASCENT = 0.88

Align = Literal["left", "centre", "justify"]


class Lines(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Lines of one type; may be divided between pages at any line but the first and the last."""

    def __init__(
        self, lines: Sequence[str], kind: Type, align: Align = "left", indent: float = 0
    ) -> None:
        """Take ``lines`` as already broken; ``indent`` moves the first one to the right."""
        super().__init__()
        self.lines, self.kind, self.align, self.indent = tuple(lines), kind, align, indent

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the width on offer and one leading per line."""
        self.width, self.height = width, self.kind.leading * len(self.lines)
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Leave as many lines as fit, and never a single one on either side."""
        fitting = min(int(height / self.kind.leading + 1e-6), len(self.lines) - 2)
        if fitting < 2:  # noqa: PLR2004 -- a lone line is what this rule avoids
            return []
        head = Lines(self.lines[:fitting], self.kind, self.align, self.indent)
        return [head, Lines(self.lines[fitting:], self.kind, self.align)]

    def draw(self) -> None:
        """Draw from the top line down; a stretched paragraph leaves its last line alone."""
        kind = self.kind
        drop = (kind.leading - kind.size) / 2 + kind.size * _ASCENT
        for place, text in enumerate(self.lines):
            y = self.height - place * kind.leading - drop
            if self.align == "centre":
                draw_centred(self.canv, (self.width / 2, y), text, kind)
                continue
            x = self.indent if place == 0 else 0
            stretched = self.align == "justify" and place < len(self.lines) - 1
            spread = spread_to(text, kind, self.width - x) if stretched else 0
            draw(self.canv, (x, y), text, kind, spread)


class ClosingLines(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Issuer and date, centred on each other, four (or, if long, two) characters from the right."""

    def __init__(self, lines: Sequence[str], kind: Type) -> None:
        """Break lines that are longer than the type area."""
        super().__init__()
        self.kind = kind
        self.lines = [part for line in lines for part in wrap(line, kind, WIDTH - 2 * kind.size)]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take an empty line above, where the seal goes if there is an issuer."""
        self.width, self.height = width, self.kind.leading * (len(self.lines) + 1)
        return self.width, self.height

    def draw(self) -> None:
        """Centre every line on the axis that the longest and the last line allow."""
        kind = self.kind
        longest = max(kind.width(line) for line in self.lines)
        axis = min(
            self.width - 4 * kind.size - kind.width(self.lines[-1]) / 2,
            self.width - 2 * kind.size - longest / 2,
        )
        for place, line in enumerate(reversed(self.lines)):
            y = place * kind.leading + (kind.leading - kind.size)
            draw_centred(self.canv, (max(axis, longest / 2), y), line, kind)


class SignatureRow(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Names side by side, each followed by a line to sign on."""

    def __init__(self, labels: Sequence[str], columns: int) -> None:
        """Divide the type area into ``columns``."""
        super().__init__()
        self.labels, self.columns = tuple(labels), columns

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Leave the height that a signature needs."""
        self.width, self.height = width, _SIGN.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw every name at its column and the line up to the next one."""
        each = self.width / self.columns
        for place, label in enumerate(self.labels):
            left = place * each
            draw(self.canv, (left, 8), label, _SIGN)
            start = left + _SIGN.width(label) + 3
            self.canv.setLineWidth(_RULE)
            self.canv.line(start, 5, min(left + each - 8, start + 70 * mm), 5)


def signature_rows(block: Signatures) -> list[Flowable]:
    """Lay out a role and those who sign: three, two or one beside each other.

    All rows stay with each other and with what follows, as long as a page can hold them: nobody
    signs below an empty page, and no date stands alone.
    """
    role = f"{block.role}（签名）："
    if len(block.names) <= 1:
        rows = [SignatureRow((role + "".join(spaced(name) for name in block.names),), 1)]
    else:
        columns = signature_columns(block.names)
        names = [spaced(name) for name in block.names]
        rows = [
            SignatureRow(names[start : start + columns], columns)
            for start in range(0, len(names), columns)
        ]
        rows.insert(0, Lines((role,), _ROLE))
    for row in rows:
        row.keepWithNext = 1
    return rows


def signature_columns(names: Sequence[str]) -> int:
    """Return how many people sign beside each other, each with at least 28 mm to sign on."""
    longest = max(_SIGN.width(spaced(name)) for name in names)
    return next((columns for columns in (3, 2) if longest <= WIDTH / columns - 28 * mm), 1)


class NameRow(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Names side by side, set in by two characters."""

    def __init__(self, names: Sequence[str], columns: int) -> None:
        """Divide what the indent leaves of the type area into ``columns``."""
        super().__init__()
        self.names, self.columns = tuple(names), columns

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take one line."""
        self.width, self.height = width, _NAME.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw every name at its column."""
        indent = 2 * _NAME.size
        each = (self.width - indent) / self.columns
        drop = (_NAME.leading - _NAME.size) / 2 + _NAME.size * _ASCENT
        for place, name in enumerate(self.names):
            draw(self.canv, (indent + place * each, self.height - drop), name, _NAME)


def name_rows(block: Names) -> list[Flowable]:
    """Lay out names in even columns, as many as the longest of them allows."""
    columns = name_columns(block.names)
    rows = [
        NameRow(block.names[start : start + columns], columns)
        for start in range(0, len(block.names), columns)
    ]
    for row in rows[:1]:
        row.keepWithNext = 1
    return [*rows]


def name_columns(names: Sequence[str]) -> int:
    """Return how many names stand beside each other, a character apart; at most four."""
    room = WIDTH - 2 * _NAME.size
    longest = max(_NAME.width(name) for name in names) + _NAME.size
    return next((columns for columns in (4, 3, 2) if longest <= room / columns), 1)


def ruled(table: Table) -> Grid:
    """Lay out a table; its head is repeated on every page."""
    rows = table.head + table.body
    widths = [width * mm for width in table.widths]
    content: list[list[list[Flowable]]] = [[[] for _ in widths] for _ in rows]
    style: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), _RULE, black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    for row, column, cell in placed(rows):
        width = sum(widths[column : column + cell.columns]) - 2 * _PADDING
        head = row < len(table.head)
        content[row][column] = [_cell(cell, width, head=head, small=table.crowded)]
        last = (column + cell.columns - 1, row + cell.rows - 1)
        style.append(("SPAN", (column, row), last))
    return Grid(content, colWidths=widths, repeatRows=len(table.head), style=style)


def _cell(cell: Cell, width: float, *, head: bool, small: bool) -> Lines:
    plain, strong, heading = (
        (_SMALL_CELL, _SMALL_STRONG, _SMALL_HEAD) if small else (_CELL, _CELL_STRONG, _CELL_HEAD)
    )
    kind = heading if head else strong if cell.strong else plain
    if cell.text.replace(",", "").isdecimal() and kind.width(cell.text) > width:
        # A figure is never broken: it is set as small as its column needs it.
        kind = Type(kind.face, kind.size * (width - 0.1) / kind.width(cell.text), kind.leading)
    lines = [part for line in cell.text.split("\n") for part in balanced(line, kind, width)]
    return Lines(lines, kind, "left" if cell.left else "centre")


def figures_table(block: KeyFigures) -> Grid:
    """Lay out a strip of figures: small labels above large figures."""
    each = WIDTH / len(block.pairs)
    labels = [[Lines((label,), _FIGURE_LABEL, "centre")] for label, _ in block.pairs]
    figures = [[Lines((figure,), _FIGURE, "centre")] for _, figure in block.pairs]
    style = [("BOX", (0, 0), (-1, -1), _RULE, black), ("LINEAFTER", (0, 0), (-2, -1), _RULE, black)]
    return Grid([labels, figures], colWidths=[each] * len(block.pairs), style=style)
