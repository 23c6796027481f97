"""Ink in a row where nothing is printed and no box is: a mark beside its box is no blank row."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from ballot.sheet import Box, SheetPage
from counting.scan.darkness import FULL, Region
from counting.scan.frames import Frames
from counting.scan.image import Pixels
from counting.scan.placing import MM

_DENSITY: Final = 4
_INK: Final = round(0.22 * FULL)
_RULING_MM: Final = 0.7
"""On either side of a ruling that is not looked at: rulings stand half way between boxes."""
_AROUND_MM: Final = 1.5
"""Ring of a box that `features` measures."""
_LEAST_MM: Final = 1.5
_LEAST_AREA: Final = 0.35
"""mm²: dust is smaller."""
_THIN_MM, _LONG_MM = 0.9, 8.0
"""A straight line along the sheet is a fold or a streak; through a box, the box finds it."""


def strange_rows(region: Region, page: SheetPage, frames: Frames) -> frozenset[int]:
    """Return the projects beside whose boxes something is written."""
    share = region.density // _DENSITY
    height, width = region.dark.shape
    small = cv2.resize(region.dark, (width // share, height // share), interpolation=cv2.INTER_AREA)
    ink = (np.asarray(small) > _INK).astype(np.uint8)
    ink *= _looked_at(ink, region, page)
    tails = _around_boxes(ink, region, page.boxes, frames)
    tops = sorted((one.number.y, one.number.bottom, one.project) for one in page.rows)
    found = set()
    for middle in _pieces(ink, tails):
        at = (middle / _DENSITY + region.origin[1]) * MM
        found |= {project for top, bottom, project in tops if top <= at < bottom}
    return frozenset(found & {one.project for one in page.boxes})


def _pieces(ink: Pixels, tails: Pixels) -> list[float]:
    """Return the height of each piece of ink that is no part of a mark in a box (pixels)."""
    # A mark that leaves its box is one piece with its tail; the tail is measured at the box.
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    touching = np.bincount(np.asarray(labels)[tails > 0].ravel(), minlength=count) > 0
    found = []
    for at in range(1, count):
        w, h, area = (
            int(stats[at, one]) for one in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA)
        )
        if touching[at] or area < _LEAST_AREA * _DENSITY**2:
            continue
        long, thin = max(w, h) / _DENSITY, min(w, h) / _DENSITY
        if long >= _LEAST_MM and not (thin <= _THIN_MM and long >= _LONG_MM):
            found.append(float(centres[at][1]))
    return found


def _around_boxes(ink: Pixels, region: Region, boxes: Sequence[Box], frames: Frames) -> Pixels:
    """Clear the boxes and their rings from ``ink``; return a seam around each of them."""
    seam = np.zeros_like(ink)
    for one, (dx, dy) in zip(boxes, frames.offset, strict=True):
        left, top = one.x / MM + dx - _AROUND_MM, one.y / MM + dy - _AROUND_MM
        right, bottom = left + one.w / MM + 2 * _AROUND_MM, top + one.h / MM + 2 * _AROUND_MM
        low, high = _pixel(region, left, top), _pixel(region, right, bottom)
        cv2.rectangle(seam, low, high, 1, 3)
        cv2.rectangle(ink, low, high, 0, -1)
    return seam


def _looked_at(ink: Pixels, region: Region, page: SheetPage) -> Pixels:
    """Return 1 in the columns of boxes, 0 along the rulings and everywhere else."""
    looked = np.zeros_like(ink)
    edges = _column_edges(page)
    top, bottom = page.rows[0].number.y / MM, page.rows[-1].number.bottom / MM
    cv2.rectangle(looked, _pixel(region, edges[0], top), _pixel(region, edges[-1], bottom), 1, -1)
    for edge in edges:
        cv2.rectangle(
            looked,
            _pixel(region, edge - _RULING_MM, top),
            _pixel(region, edge + _RULING_MM, bottom),
            0,
            -1,
        )
    for y in sorted({one.number.y for one in page.rows} | {page.rows[-1].number.bottom}):
        cv2.rectangle(
            looked,
            _pixel(region, edges[0], y / MM - _RULING_MM),
            _pixel(region, edges[-1], y / MM + _RULING_MM),
            0,
            -1,
        )
    return looked


def _column_edges(page: SheetPage) -> list[float]:
    """Return where columns of boxes begin and end, mm: boxes stand in their columns' middles."""
    left = page.rows[0].text.right / MM
    centres = sorted({(one.x + one.w / 2) / MM for one in page.boxes})
    edges = [left]
    for centre in centres:
        edges.append(2 * centre - edges[-1])
    return edges


def _pixel(region: Region, x: float, y: float) -> tuple[int, int]:
    return (
        round((x - region.origin[0]) * _DENSITY),
        round((y - region.origin[1]) * _DENSITY),
    )
