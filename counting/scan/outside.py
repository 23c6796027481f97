"""Ink in a box's cell where nothing is printed: a mark beside its box leaves no blank row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ballot.sheet import Box, SheetPage
from counting.scan.creases import long_lines
from counting.scan.darkness import FULL, Region
from counting.scan.frames import Frames
from counting.scan.image import Pixels, Reals, shrunk
from counting.scan.placing import MM

_DENSITY: Final = 4
_INK: Final = round(0.22 * FULL)
_CREASE: Final = round(0.09 * FULL)
"""A crease is dark in places only, and followed through the others."""
_RULING_MM: Final = 0.7
"""On either side of a ruling that is not looked at."""
_AROUND_MM: Final = 1.5
"""Ring of a box that `features` measures."""
_LEAST_MM: Final = 1.5
_LEAST_AREA: Final = 0.35
"""mm²: dust is smaller."""
_THIN_MM: Final = 0.9
"""A straight line from end to end of a cell is a fold or a streak; through a box, the box finds
it."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """Cells of one size: where each begins (mm), and what of it is looked at (h, w)."""

    corners: Reals
    looked: Pixels
    seam: Pixels


def strange_boxes(
    region: Region, page: SheetPage, frames: Frames, marked: Sequence[bool]
) -> frozenset[int]:
    """Return the places (in ``page.boxes``) of boxes beside which something is written.

    A mark that leaves its box is no writing beside it: ``marked`` says which boxes have one.
    """
    small = shrunk(region.dark, region.density // _DENSITY)
    ink = (small > _INK).astype(np.uint8)
    cells = _cells(page)
    at = np.rint((cells.corners + frames.offset - region.origin) * _DENSITY).astype(np.int64)
    found = _found(ink, at, cells, marked)
    if not found:
        return found
    # Few pages have anything there: only these are searched for folds that run through cells.
    faint = (small > _CREASE).astype(np.uint8)
    ink *= 1 - long_lines(_put_back(faint, at, cells.looked), _DENSITY)
    return _found(ink, at, cells, marked)


def _found(
    ink: Pixels, at: npt.NDArray[np.int64], cells: _Cell, marked: Sequence[bool]
) -> frozenset[int]:
    windows = _windows(ink, at, cells.looked.shape) * cells.looked
    # In most cells nothing is written, and what lies in them is too little to be looked at.
    some = np.flatnonzero(np.count_nonzero(windows, axis=(1, 2)) >= _LEAST_AREA * _DENSITY**2)
    if not some.size:
        return frozenset()
    found = _strange(windows[some], cells.seam, [marked[one] for one in some.tolist()])
    return frozenset(int(some[one]) for one in found)


def _put_back(ink: Pixels, at: npt.NDArray[np.int64], looked: Pixels) -> Pixels:
    """Return ``ink`` where it is looked at; nothing of frames, rulings and boxes."""
    kept = np.zeros_like(ink)
    height, width = looked.shape
    most = (ink.shape[1] - width, ink.shape[0] - height)
    for x, y in np.clip(at, 0, most).tolist():
        kept[y : y + height, x : x + width] |= looked
    return kept * ink


def _strange(ink: Pixels, seam: Pixels, marked: Sequence[bool]) -> frozenset[int]:
    count, height, width = ink.shape
    # The edges of cells are never looked at, so cells one below the other stay apart.
    tall = ink.reshape(count * height, width)
    pieces, labels, stats, _ = cv2.connectedComponentsWithStats(tall, ltype=cv2.CV_32S)
    stats = np.asarray(stats, np.int64)
    box = stats[:, cv2.CC_STAT_TOP] // height
    seams = np.broadcast_to(seam > 0, ink.shape).reshape(tall.shape)
    touching = np.bincount(np.asarray(labels)[seams], minlength=pieces) > 0
    w, h, area = (
        stats[:, one] for one in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
    )
    whole = 2 * _RULING_MM * _DENSITY + 2
    line = ((h <= _THIN_MM * _DENSITY) & (w >= width - whole)) | (
        (w <= _THIN_MM * _DENSITY) & (h >= height - whole)
    )
    large = (np.maximum(w, h) >= _LEAST_MM * _DENSITY) & (area >= _LEAST_AREA * _DENSITY**2)
    tail = touching & np.asarray(marked, np.bool_)[np.minimum(box, count - 1)]
    strange = large & ~line & ~tail
    strange[0] = False  # the background
    return frozenset(int(one) for one in box[strange])


def _cells(page: SheetPage) -> _Cell:
    """Return the cells of the boxes: a column's width, a row's height, the box in its middle."""
    first = page.boxes[0]
    row = next(one for one in page.rows if one.project == first.project)
    wide, high = _column_width(page) / MM, row.number.h / MM
    shape = (round(high * _DENSITY), round(wide * _DENSITY))
    w, h = first.w / MM, first.h / MM
    x = np.abs((np.arange(shape[1]) + 0.5) / _DENSITY - wide / 2)
    y = np.abs((np.arange(shape[0]) + 0.5) / _DENSITY - high / 2)
    beyond = np.maximum((x - w / 2)[None, :], (y - h / 2)[:, None])
    clear = (x < wide / 2 - _RULING_MM)[None, :] & (y < high / 2 - _RULING_MM)[:, None]
    looked = clear & (beyond > _AROUND_MM)
    seam = beyond < _AROUND_MM + 2 / _DENSITY
    middles = np.array([(one.x + one.w / 2, one.y + one.h / 2) for one in page.boxes]) / MM
    return _Cell(middles - (wide / 2, high / 2), looked.astype(np.uint8), seam.astype(np.uint8))


def _column_width(page: SheetPage) -> float:
    """Return the width of the columns, µm: boxes stand in their columns' middles."""
    first: Box = min(page.boxes, key=lambda one: one.x)
    others = [one.x for one in page.boxes if one.x > first.x]
    if others:
        return min(others) - first.x
    return 2 * (first.x + first.w / 2 - page.rows[0].text.right)


def _windows(pixels: Pixels, at: npt.NDArray[np.int64], shape: tuple[int, ...]) -> Pixels:
    height, width = shape
    most = (pixels.shape[1] - width, pixels.shape[0] - height)
    return np.stack(
        [pixels[y : y + height, x : x + width] for x, y in np.clip(at, 0, most).tolist()]
    )
