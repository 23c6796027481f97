"""What is printed on a sheet, and what somebody wrote where nothing is printed.

The face of a sheet is drawn again from the definition, as printing drew it; ink that stands well
apart from it, or makes it darker than it was printed, was added by hand. A tick on a project's
name, beside empty boxes, is no blank row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from ballot.canonical import Digest
from ballot.definition import Definition
from ballot.reading import RowReading
from ballot.sheet import Cell, SheetLayout, SheetPage
from counting.scan.darkness import FULL, darkness
from counting.scan.flattened import OVERVIEW_DENSITY
from counting.scan.image import Pixels
from counting.scan.overwriting import (
    MARGIN,
    PLAIN,
    SLIGHT,
    Softened,
    blurred,
    hidden,
    overwritten,
    without_lines,
)
from counting.scan.pdf import drawn_page
from counting.scan.placing import MM

Draw = Callable[[Definition, SheetLayout], bytes]
"""Draws one sheet as a PDF, its codes of whatever content: `printing` in the hands of a service."""

Offsets = Mapping[int, tuple[float, float]]
"""Per project how far (mm) its row lies from its printed place."""

_T = TypeVar("_T", bound=np.generic)

_DENSITY: Final = OVERVIEW_DENSITY
_FINE: Final = 4
_INK: Final = round(0.25 * FULL)
_PRINT: Final = 20
"""Darkness from which on anything counts as printed: also the grey word behind the names."""
_NEAR_MM: Final = 1.2
"""What may be print in a row that lies a little askew."""
_FAR_MM: Final = 2.5
"""The same outside the table, where no frame tells how the paper is bent."""
_LEAST_MM: Final = 2.5
_LEAST_AREA: Final = 0.8
_THIN_MM: Final = 1.4
_LINE_MM: Final = 18
"""A thin straight line longer than this is a fold or a streak."""
_RULING_MM: Final = 0.8
_QUIET: Final = 3 * _DENSITY
EDGE: Final = 7_000
"""µm from the page's edge that are not looked at: shadows, staples, punched holes."""


@dataclass(frozen=True, slots=True)
class Face:
    """Print at 3 pixels per mm: its darkness, `blurred`; bits set ``near`` to it, and less near."""

    print: Softened
    near: Pixels
    far: Pixels


_known: dict[tuple[Digest, int, int], Face] = {}
"""Faces drawn in this process; a round has one or two, and drawing one takes a second."""


def face_of(
    draw: Draw, definition: Definition, name: Digest, layout: SheetLayout, number: int
) -> Face:
    """Return the print of page ``number``; ``name`` is the digest of the ``definition``."""
    key = (name, layout.format.byte, number)
    if key not in _known:
        pdf = draw(definition, layout)
        for page in layout.pages:
            # Small type drawn at this density itself comes out heavier than a scan of it.
            drawn = drawn_page(pdf, page.number - 1, _FINE * _DENSITY)
            # What pdfium draws may be a pixel larger than the page.
            size = (_pixel(layout.size[0]), _pixel(layout.size[1]))
            grey = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
            _known[name, layout.format.byte, page.number] = _face(FULL - np.asarray(grey, np.uint8))
    return _known[key]


def _face(dark: Pixels) -> Face:
    bits = (dark > _PRINT).astype(np.uint8)
    return Face(blurred(dark), _grown(bits, _NEAR_MM), _grown(bits, _FAR_MM))


def added(
    overview: Pixels,
    face: Face,
    page: SheetPage,
    offsets: Offsets,
    read: Sequence[RowReading],
) -> tuple[set[int], bool]:
    """Return which projects without a mark people must see, and whether anything is written.

    They must see what is written on the text, and a text that is hidden. ``read`` says what the
    boxes are. Beside empty ones a slight trace on the text is enough, for it may be the mark;
    beside a mark writing leaves the row as it is, and may void the sheet. ``overview`` is the page
    as `flattened.overview` gives it.
    """
    dark = darkness(overview, 1.0, _DENSITY)
    ink, soft = (dark > _INK).astype(np.uint8), blurred(dark)
    pen = _pen(soft, page, offsets, read)
    empty = {one.project for one in read if all(box.mark == "blank" for box in one.boxes)}
    found, unseen = set(), set()
    for row in page.rows:
        cell = Cell(x=row.number.x, y=row.number.y, w=row.text.right - row.number.x, h=row.number.h)
        dx, dy = offsets.get(row.project, (0.0, 0.0))
        seen, printed = _cut(soft, cell, dx, dy, MARGIN), _cut(face.print, cell, 0, 0)
        bar, by = (SLIGHT, pen) if row.project in empty else (PLAIN, None)
        there, bare = _cut(ink, cell, dx, dy), 1 - _cut(face.near, cell, 0, 0)
        # Few cells have any ink apart from print: in these alone lines are looked for.
        apart = _written(there * bare) and _written(without_lines(there) * bare)
        if apart or overwritten(seen, printed, bar, by):
            found.add(row.project)
        elif row.project in empty and hidden(seen, printed):
            unseen.add(row.project)
    elsewhere = _written(ink * (1 - face.far) * _margins(ink, page))
    return (found & empty) | unseen, bool(found) or elsewhere


def _pen(
    soft: Softened, page: SheetPage, offsets: Offsets, read: Sequence[RowReading]
) -> float | None:
    """Return how dark the marks are: the median of the darkest spot of each."""
    marked = {
        (row.project, box.choice) for row in read for box in row.boxes if box.mark == "marked"
    }
    spots = [
        float(_cut(soft, box, *offsets.get(box.project, (0.0, 0.0))).max())
        for box in page.boxes
        if (box.project, box.choice) in marked
    ]
    return float(np.median(spots)) if spots else None


def _written(ink: Pixels) -> bool:
    """Whether a piece of ``ink`` is as large as writing, and no fold."""
    if np.count_nonzero(ink) < _LEAST_AREA * _DENSITY**2:
        return False  # on most texts nothing is written, and looking for pieces takes longer
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink))
    pieces = np.asarray(stats, np.int64)[1:]
    w, h, area = (
        pieces[:, one] for one in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    long, thin = np.maximum(w, h) / _DENSITY, np.minimum(w, h) / _DENSITY
    large = (long >= _LEAST_MM) & (area >= _LEAST_AREA * _DENSITY**2)
    return bool((large & ~((long >= _LINE_MM) & (thin <= _THIN_MM))).any())


def _margins(ink: Pixels, page: SheetPage) -> Pixels:
    """Return 1 beside and below the table: a seal may reach over everything above the rows."""
    looked = np.zeros_like(ink)
    height, width = ink.shape
    edge = _pixel(EDGE)
    looked[_pixel(page.rows[0].number.y) : height - edge, edge : width - edge] = 1
    left, top = _pixel(page.header.x) - 2, _pixel(page.header.y)
    right, bottom = _pixel(page.header.right) + 3, _pixel(page.rows[-1].number.bottom) + 3
    looked[top:bottom, left:right] = 0
    for one in (page.code, page.small_code):
        looked[
            _pixel(one.y) - 9 : _pixel(one.bottom) + 9, _pixel(one.x) - 9 : _pixel(one.right) + 9
        ] = 0
    return looked


def _cut(
    pixels: npt.NDArray[_T], cell: Cell, dx: float, dy: float, margin: int = 0
) -> npt.NDArray[_T]:
    """Return the inside of ``cell``, moved by (mm), without the rulings around it.

    ``margin`` pixels around it are cut out as well.
    """
    size = (
        round((cell.w / MM - 2 * _RULING_MM) * _DENSITY) + 2 * margin,
        round((cell.h / MM - 2 * _RULING_MM) * _DENSITY) + 2 * margin,
    )
    left = round((cell.x / MM + _RULING_MM + dx) * _DENSITY) - margin
    top = round((cell.y / MM + _RULING_MM + dy) * _DENSITY) - margin
    left = min(max(left, 0), pixels.shape[1] - size[0])
    top = min(max(top, 0), pixels.shape[0] - size[1])
    return pixels[top : top + size[1], left : left + size[0]]


def _grown(bits: Pixels, by: float) -> Pixels:
    side = 2 * round(by * _DENSITY) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(bits, disc), np.uint8)


def _pixel(length: int) -> int:
    return round(length / MM * _DENSITY)
