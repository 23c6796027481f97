"""Invented voters mark printed sheets: strokes drawn into the PDF, for rehearsals alone.

Vector strokes on the page that the service made: the scan then goes the whole way of a real one,
from the picture of a page to the log. What real pens, hands and scanners add is not in them.
"""

import ctypes
import io
from collections.abc import Container, Mapping, Sequence
from random import Random
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ballot.sheet import Box, SheetLayout
from printing.ballots import pdf_pages_of

POINT = 25.4 / 72 * 1000
"""µm of a typographic point."""
CLEAR, FAINT = 60, 205
"""Grey of a pen that writes, and of one that runs dry: people look at what it leaves."""
_WIDTH = 1.6


def marked(
    pdf: bytes,
    layout: SheetLayout,
    sheets: Mapping[int, Mapping[int, str]],
    *,
    faint: Container[int] = (),
) -> bytes:
    """Return some sheets of ``pdf``, marked: by their place (from 0) the choice for each project.

    Sheets in ``faint`` are marked with a pen that runs dry.
    """
    pages_each = pdf_pages_of(layout)
    draw = Random(2026)  # noqa: S311  (how invented people move their pens is no secret)
    document = pypdfium2.PdfDocument(pdf)
    for at, said in sheets.items():
        for side, page in enumerate(layout.pages):
            boxes = [box for box in page.boxes if said.get(box.project) == box.choice]
            grey = FAINT if at in faint else CLEAR
            _mark(document[at * pages_each + side], layout.size[1], boxes, grey, draw)
    for place in range(len(document) - 1, -1, -1):
        if place // pages_each not in sheets:
            document.del_page(place)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _mark(page: Any, height: int, boxes: Sequence[Box], grey: int, draw: Random) -> None:
    for box in boxes:
        path = _tick(box, height, draw)
        pdfium.FPDFPageObj_SetStrokeColor(path, grey, grey, grey, 255)
        pdfium.FPDFPageObj_SetStrokeWidth(path, _WIDTH)
        pdfium.FPDFPath_SetDrawMode(path, pdfium.FPDF_FILLMODE_NONE, True)
        pdfium.FPDFPage_InsertObject(page.raw, path)
    pdfium.FPDFPage_GenerateContent(page.raw)


def _tick(box: Box, height: int, draw: Random) -> Any:
    """Return a √ inside the box, a little different every time."""
    corners = ((0.2, 0.5), (0.42, 0.85), (0.85, 0.15))
    points = [
        (
            (box.x + box.w * (across + draw.uniform(-0.05, 0.05))) / POINT,
            (height - box.y - box.h * (down + draw.uniform(-0.05, 0.05))) / POINT,
        )
        for across, down in corners
    ]
    path = pdfium.FPDFPageObj_CreateNewPath(*map(ctypes.c_float, points[0]))
    for point in points[1:]:
        pdfium.FPDFPath_LineTo(path, *map(ctypes.c_float, point))
    return path
