"""Invented voters mark printed sheets: strokes drawn into the PDF, for rehearsals alone.

Vector strokes on the page that the service made: the scan then goes the whole way of a real one,
from the picture of a page to the log. What real pens, hands and scanners add is not in them.
"""

import ctypes
import io
from collections.abc import Container, Mapping, Sequence
from math import cos, pi, sin
from random import Random
from typing import Any, Literal

import pypdfium2
import pypdfium2.raw as pdfium

from ballot.rules import Rules
from ballot.rules.marks import marks_named, prescribed
from ballot.rules.values import Mark
from ballot.sheet import Box, SheetLayout, columns_of, kind_of
from printing.ballots import pdf_pages_of
from service.errors import ServiceError

POINT = 25.4 / 72 * 1000
"""µm of a typographic point."""
CLEAR, FAINT = 60, 205
"""Grey of a pen that writes, and of one that runs dry: people look at what it leaves."""
_WIDTH, _DUST = 1.6, 0.8
"""Widths of strokes, in points."""

Sign = Literal["○", "√", "×"]
Line = tuple[tuple[float, float], ...]
"""A stroke through places in a box: across and down, from 0 to 1."""

SIGNS: Mapping[Sign, tuple[Line, ...]] = {
    "√": (((0.2, 0.5), (0.42, 0.85), (0.85, 0.15)),),
    "×": (((0.2, 0.15), (0.8, 0.85)), ((0.8, 0.15), (0.2, 0.85))),
    "○": (tuple((0.5 + 0.3 * cos(a * pi / 12), 0.5 + 0.35 * sin(a * pi / 12)) for a in range(25)),),
}


class Unmarkable(ServiceError):
    """Sheets that the pens of a rehearsal cannot mark; the sentence says what to do instead."""

    code = "rehearse.unmarkable"


def require_markable(rules: Rules) -> None:
    """Raise Unmarkable where the rules ask for more than a sign in a box."""
    if rules.ballot_mode == "ranked":
        raise Unmarkable(
            "排序票决须在票上手写数字，演练用的笔只会打√、画○、画×，不能机器读票；"
            "请去掉 --scan，演练人工计票。"
        )
    if kind_of(rules) == "A":
        for opinion in rules.choices:
            _sign(rules, opinion)
    elif rules.adjudication == "strict":
        for column in columns_of(rules):
            _strict_sign(column.choice, rules)


def _sign(rules: Rules, opinion: str) -> Sign | None:
    """Return what is drawn in a box of style A for an opinion, None where it stays blank."""
    marks = marks_named(opinion, rules)
    return None if "blank" in marks else _drawable(marks)


def marked(
    pdf: bytes,
    layout: SheetLayout,
    sheets: Mapping[int, Mapping[int, str]],
    rules: Rules,
    *,
    faint: Container[int] = (),
) -> bytes:
    """Return some sheets of ``pdf``, marked: by their place (from 0) the choice for each project.

    Sheets in ``faint`` are marked with a pen that runs dry. Raises Unmarkable.
    """
    pages_each = pdf_pages_of(layout)
    # Another beginning for every bundle, or blank sheets of two could be the same picture.
    draw = Random(f"{min(sheets, default=0)}")  # noqa: S311  (how invented people move their pens is no secret)
    document = pypdfium2.PdfDocument(pdf)
    for at, said in sheets.items():
        for side, page in enumerate(layout.pages):
            pen = _Pen(document[at * pages_each + side], layout.size[1], draw)
            pen.dust()
            for box in page.boxes:
                if (sign := _sign_in(box, said, rules)) is not None:
                    pen.sign(box, sign, FAINT if at in faint else CLEAR)
            pen.lift()
    for place in range(len(document) - 1, -1, -1):
        if place // pages_each not in sheets:
            document.del_page(place)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _sign_in(box: Box, said: Mapping[int, str], rules: Rules) -> Sign | None:
    """Return what a voter who says ``said`` draws in a box: a tick, or the rules' sign."""
    if box.choice == "symbol":
        return _sign(rules, said[box.project])
    if said.get(box.project) != box.choice:
        return None
    return _strict_sign(box.choice, rules) if rules.adjudication == "strict" else "√"


def _strict_sign(choice: str, rules: Rules) -> Sign:
    """Return a sign that strict rules let stand in the box of ``choice``. Raises Unmarkable."""
    return _drawable(prescribed(choice, rules))


def _drawable(marks: Container[Mark]) -> Sign:
    """Return the first sign that a pen draws of ``marks``. Raises Unmarkable."""
    for sign in SIGNS:
        if sign in marks:
            return sign
    raise Unmarkable(
        "票决办法没有规定用○、√、×中的哪一个表示某种意见，演练用的笔画不出；"
        "请去掉 --scan，演练人工计票。"
    )


class _Pen:
    """A pen over one page of a PDF; ``height`` of the page in µm."""

    def __init__(self, page: Any, height: int, draw: Random) -> None:
        self._page = page
        self._height = height
        self._draw = draw

    def sign(self, box: Box, sign: Sign, grey: int) -> None:
        """Draw a sign in the box, a little different every time."""
        right, down, large = (self._draw.uniform(-0.06, 0.06) for _ in range(3))
        for line in SIGNS[sign]:
            points = [
                (
                    box.x + box.w * (0.5 + (x - 0.5) * (1 + large) + right),
                    box.y + box.h * (0.5 + (y - 0.5) * (1 + large) + down),
                )
                for x, y in line
            ]
            self._stroke(points, grey, _WIDTH)

    def dust(self) -> None:
        """Leave a speck in the margin: no two scans are alike, not even of two blank sheets."""
        x, y = self._draw.uniform(40_000, 160_000), self._draw.uniform(3_000, 7_000)
        self._stroke([(x, y), (x + self._draw.uniform(200, 900), y)], CLEAR, _DUST)

    def lift(self) -> None:
        """Write what was drawn into the page."""
        pdfium.FPDFPage_GenerateContent(self._page.raw)

    def _stroke(self, points: Sequence[tuple[float, float]], grey: int, width: float) -> None:
        on_page = [(x / POINT, (self._height - y) / POINT) for x, y in points]
        path = pdfium.FPDFPageObj_CreateNewPath(*map(ctypes.c_float, on_page[0]))
        for point in on_page[1:]:
            pdfium.FPDFPath_LineTo(path, *map(ctypes.c_float, point))
        pdfium.FPDFPageObj_SetStrokeColor(path, grey, grey, grey, 255)
        pdfium.FPDFPageObj_SetStrokeWidth(path, width)
        pdfium.FPDFPath_SetDrawMode(path, pdfium.FPDF_FILLMODE_NONE, True)
        pdfium.FPDFPage_InsertObject(self._page.raw, path)
