"""Tables, strips of figures and signature lines of the DOCX papers."""

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell as Place
from docx.table import _Row as Row

from printing.papers.content import (
    TYPE_WIDTH_MM,
    Cell,
    KeyFigures,
    Names,
    Signatures,
    Table,
    placed,
)
from printing.papers.flowables import LINE, name_columns, signature_columns
from printing.papers.word_type import (
    CELL,
    CELL_HEAD,
    CELL_STRONG,
    FANGSONG,
    FIGURE,
    LABEL,
    SIGN,
    SMALL_CELL,
    SMALL_HEAD,
    SMALL_STRONG,
    Font,
    space,
    write,
)
from printing.papers.wording import spaced

#: How far from the left the line of somebody who signs alone ends.
_LONE_WIDTH_MM = 115


def add_table(document: Document, table: Table) -> None:
    """Add a ruled table whose head is repeated and whose rows are not divided."""
    rows = table.head + table.body
    grid = _grid(document, len(rows), table.widths)
    # Taken once: python-docx walks the whole table each time it is asked for a cell.
    places = [row.cells for row in grid.rows]
    for row, column, cell in placed(rows):
        place = places[row][column]
        if (cell.rows, cell.columns) != (1, 1):
            place = place.merge(places[row + cell.rows - 1][column + cell.columns - 1])
        _fill(place, cell, _font(table, cell, head=row < len(table.head)))
    for number, line in enumerate(grid.rows):
        _mark(line, "w:cantSplit")
        if number < len(table.head):
            _mark(line, "w:tblHeader")
    _gap(document)


def _font(table: Table, cell: Cell, *, head: bool) -> Font:
    plain, strong, heading = (
        (SMALL_CELL, SMALL_STRONG, SMALL_HEAD) if table.crowded else (CELL, CELL_STRONG, CELL_HEAD)
    )
    return heading if head else strong if cell.strong else plain


def add_figures(document: Document, block: KeyFigures) -> None:
    """Add a strip: small labels above large figures."""
    each = TYPE_WIDTH_MM // len(block.pairs)
    grid = _grid(document, 2, (each,) * len(block.pairs))
    for column, (label, figure) in enumerate(block.pairs):
        _fill(grid.cell(0, column), Cell(label), LABEL)
        _fill(grid.cell(1, column), Cell(figure), FIGURE)
    _gap(document)


def _gap(document: Document) -> None:
    """Put a low line under a table: two tables without one between them become one in Word."""
    space(document.add_paragraph(), 8)


def _grid(document: Document, rows: int, widths: tuple[int, ...]) -> Grid:
    grid: Grid = document.add_table(rows, len(widths), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    _narrow_margins(grid)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
        for place in column.cells:
            place.width = Mm(width)
    return grid


def _narrow_margins(grid: Grid) -> None:
    """Leave 1 mm beside and under the text of every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(1).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tblPr.append(margins)  # noqa: SLF001 -- python-docx has no call for it


def _fill(place: Place, cell: Cell, font: Font) -> None:
    place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    line = place.paragraphs[0]
    space(line, font.size * 1.4)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT if cell.left else WD_ALIGN_PARAGRAPH.CENTER
    write(line, cell.text, font)


def _mark(row: Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 -- python-docx has no call for it


def add_signatures(document: Document, block: Signatures) -> None:
    """Add a role and, for everybody who signs by hand, the name and a line."""
    if len(block.names) <= 1:
        name = "".join(spaced(name) for name in block.names)
        _signature_line(document, (f"{block.role}（签名）：{name}",), 1)
        return
    role = document.add_paragraph()
    space(role, 34)
    role.paragraph_format.keep_with_next = True
    write(role, f"{block.role}（签名）：", SIGN)
    columns = signature_columns(block.names)
    for start in range(0, len(block.names), columns):
        names = tuple(spaced(name) for name in block.names[start : start + columns])
        _signature_line(document, names, columns)


def add_names(document: Document, block: Names) -> None:
    """Add names in even columns, set in by two characters."""
    columns, indent = name_columns(block.names), 2 * FANGSONG.size
    each = (Mm(TYPE_WIDTH_MM) - Pt(indent)) // columns
    for start in range(0, len(block.names), columns):
        line = document.add_paragraph()
        space(line, LINE)
        line.paragraph_format.left_indent = Pt(indent)
        for place in range(1, columns):
            line.paragraph_format.tab_stops.add_tab_stop(Pt(indent) + each * place)
        write(line, "\t".join(block.names[start : start + columns]), FANGSONG)


def _signature_line(document: Document, labels: tuple[str, ...], columns: int) -> None:
    line = document.add_paragraph()
    space(line, 34)
    line.paragraph_format.keep_with_next = True
    each = TYPE_WIDTH_MM / columns if columns > 1 else _LONE_WIDTH_MM
    stops = line.paragraph_format.tab_stops
    for place in range(1, columns + 1):
        stops.add_tab_stop(Mm(each * place - 3), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        if place < columns:
            stops.add_tab_stop(Mm(each * place))
    write(line, "\t".join(f"{label}\t" for label in labels), SIGN)
