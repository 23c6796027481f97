"""What the public sees of a sheet: its boxes one by one, or its pages without their codes.

A picture tells more than a mark. What every sheet has of its own and no mark needs is taken out:
colour, the tint and grain of the paper (brightness is measured against the paper around it, and
whatever is nearly as bright is white), fine shades (few levels are left), and of boxes that are
shown apart, half of the resolution. What a pen and a hand leave stays.
"""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
import zxingcpp

from ballot.sheet import SheetPage
from counting.scan.codes import SYMBOLS
from counting.scan.faces import EDGE
from counting.scan.flattened import DENSITY, Crop
from counting.scan.image import GREY, Pixels
from counting.scan.pdf import drawn_page
from counting.scan.placing import MM

CUT_DENSITY: Final = 4
"""Pixels per mm of boxes that are shown apart: a mark is plain, its line is not."""
_BESIDE: Final = 2_000
"""µm around the boxes: a mark that leaves its box stays whole, and no ruling is in it (rows keep
2.25 mm between frame and ruling)."""
_OVER_CODE: Final = 3_000
"""µm around a code that are painted: its quiet zone; the 说明 begins behind it."""
_PAINT: Final = 192
_PAPER_MM: Final = 11
"""No stroke is as wide: a closing of this size sees paper alone."""
_WHITE: Final = 235
"""Of 255: a scan's grain stays above, a faint pencil below."""
_STEP: Final = 32


def cleaned(flat: Pixels) -> Pixels:
    """Return a page laid flat, grey, its brightness relative to the paper around each place."""
    grey = flat if flat.ndim == GREY else cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape[:2]
    small = cv2.resize(grey, (width // DENSITY, height // DENSITY), interpolation=cv2.INTER_AREA)
    around = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PAPER_MM, _PAPER_MM), np.uint8))
    soft = cv2.GaussianBlur(around, (0, 0), _PAPER_MM / 2)
    paper = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, paper, scale=255.0), np.uint8)


def box_images(clean: Pixels, page: SheetPage) -> Iterator[Crop]:
    """Yield the boxes of every project of ``page``; all pictures of a round have one size."""
    for project in dict.fromkeys(one.project for one in page.boxes):
        boxes = [one for one in page.boxes if one.project == project]
        left, top = min(one.x for one in boxes), min(one.y for one in boxes)
        right, bottom = max(one.right for one in boxes), max(one.bottom for one in boxes)
        wide, high = right - left + 2 * _BESIDE, bottom - top + 2 * _BESIDE
        x, y = _pixels(left - _BESIDE), _pixels(top - _BESIDE)
        cut = clean[y : y + _pixels(high), x : x + _pixels(wide)]
        size = (round(wide / MM * CUT_DENSITY), round(high / MM * CUT_DENSITY))
        small = np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), np.uint8)
        yield Crop(project, _png(small))


def page_image(clean: Pixels, page: SheetPage) -> bytes:
    """Return the whole page without its codes and without what no reader looks at, as PNG.

    A name in the title, under the seal or at the edge of the paper is seen by nobody before the
    sheet is published, so these are painted over. Where a page lies so far off that a code can be
    read all the same, that is painted over where it is: no identity is shown beside marks.
    """
    shown = clean.copy()
    for code in (page.code, page.small_code):
        _paint(shown, code.x, code.y, code.right, code.bottom)
    while found := zxingcpp.read_barcodes(shown, formats=SYMBOLS):
        for one in found:
            at = one.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            across, down = sorted(each.x for each in corners), sorted(each.y for each in corners)
            ends = (across[0], down[0], across[-1], down[-1])
            left, top, right, bottom = (int(each * MM // DENSITY) for each in ends)
            _paint(shown, left, top, right, bottom)
    # Last: half a code that this hides cannot be found any more.
    edge = _pixels(EDGE)
    shown[: _pixels(page.header.y)] = shown[-edge:] = _PAINT
    shown[:, :edge] = shown[:, -edge:] = _PAINT
    return _png(shown)


def _paint(shown: Pixels, left: int, top: int, right: int, bottom: int) -> None:
    """Paint from ``left`` and ``top`` to ``right`` and ``bottom`` (µm), and the quiet zone."""
    rows = slice(_pixels(top - _OVER_CODE), _pixels(bottom + _OVER_CODE))
    shown[rows, _pixels(left - _OVER_CODE) : _pixels(right + _OVER_CODE)] = _PAINT


def drawn_png(pdf: bytes, at: int) -> bytes:
    """Return page ``at`` of a ``pdf`` of ours as PNG, to be looked at before it is printed."""
    return _png(drawn_page(pdf, at, CUT_DENSITY))


def _png(clean: Pixels) -> bytes:
    """Return few levels of grey as PNG; OpenCV writes no chunk beside the pixels."""
    few = np.where(clean >= _WHITE, 255, clean // _STEP * _STEP).astype(np.uint8)
    _, data = cv2.imencode(".png", few, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    return data.tobytes()


def _pixels(length: int) -> int:
    return max(round(length / MM * DENSITY), 0)
