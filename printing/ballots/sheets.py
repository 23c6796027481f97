"""The PDF of a printing: the face of every page once, the codes of every sheet on top of it."""

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from ballot.definition import Definition
from ballot.identity import CODE_BYTES, SMALL_CODE_BYTES
from ballot.print_run import PageCodes, SheetCodes
from ballot.sheet import SheetLayout, SheetPage
from printing.ballots.codes import symbol_of
from printing.ballots.drawing import Drawing, points
from printing.ballots.face import PageFace
from printing.ballots.texts import texts_of
from printing.errors import PaperRefused


def require_printable(definition: Definition, layout: SheetLayout) -> None:
    """Check that every text can be drawn and fits. Raises MissingGlyph and PaperRefused."""
    texts_of(definition, layout)


def ballots_pdf(definition: Definition, layout: SheetLayout, sheets: Sequence[SheetCodes]) -> bytes:
    """Return the pages of ``sheets`` in their order.

    A sheet of an uneven number of sides, three or more, is followed by an empty page, so that a
    duplex printer puts the next sheet on paper of its own. Raises MissingGlyph for a character
    that cannot be drawn, PaperRefused for a text that does not fit and for no sheets.
    """
    if not sheets:
        raise PaperRefused("没有要印的票。")
    if any(len(sheet) != len(layout.pages) for sheet in sheets):
        raise PaperRefused("票面的面数与版式不符，没有印票。")
    written = io.BytesIO()
    canvas = _canvas(written, definition, layout)
    _define_faces(canvas, definition, layout)
    drawing = Drawing(canvas, layout.size[1])
    for sheet in sheets:
        for page, codes in zip(layout.pages, sheet, strict=True):
            canvas.doForm(_form(page))
            _draw_codes(drawing, page, codes)
            canvas.showPage()
        if pdf_pages_of(layout) > len(layout.pages):
            canvas.showPage()
    canvas.save()
    return written.getvalue()


def specimen(definition: Definition, layout: SheetLayout) -> bytes:
    """Return one sheet with empty codes: what a scanned one bears besides was written on it."""
    codes = PageCodes(code=bytes(CODE_BYTES), small=bytes(SMALL_CODE_BYTES))
    return ballots_pdf(definition, layout, [(codes,) * len(layout.pages)])


def pdf_pages_of(layout: SheetLayout) -> int:
    """Return how many pages of the PDF a sheet takes."""
    sides = len(layout.pages)
    return sides if sides == 1 else sides + sides % 2


def _canvas(written: io.BytesIO, definition: Definition, layout: SheetLayout) -> Canvas:
    width, height = layout.size
    canvas = Canvas(
        written,
        pagesize=(points(width), points(height)),
        pageCompression=1,
        invariant=1,
        lang="zh-CN",
    )
    canvas.setTitle(definition.title)
    # Readers then offer 100 % and, for several sides, to turn the paper about its upright edge.
    canvas.setViewerPreference("PrintScaling", "None")
    if len(layout.pages) > 1:
        edge = "Short" if layout.format.landscape else "Long"
        canvas.setViewerPreference("Duplex", f"DuplexFlip{edge}Edge")
    return canvas


def _define_faces(canvas: Canvas, definition: Definition, layout: SheetLayout) -> None:
    texts = texts_of(definition, layout)
    width, height = layout.size
    for page in layout.pages:
        canvas.beginForm(_form(page), 0, 0, points(width), points(height))
        PageFace(definition, layout, texts, page).draw(Drawing(canvas, height))
        canvas.endForm()


def _form(page: SheetPage) -> str:
    return f"page{page.number}"


def _draw_codes(drawing: Drawing, page: SheetPage, codes: PageCodes) -> None:
    for cell, payload in ((page.code, codes.code), (page.small_code, codes.small)):
        rows, modules = symbol_of(payload)
        drawing.bitmap(cell, rows, modules)
