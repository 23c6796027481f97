"""From grey to darkness: 0 is this sheet's paper, 255 its print, whatever the scanner did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from ballot.sheet import SheetPage
from counting.scan.codes import warped
from counting.scan.fiducials import Fiducial
from counting.scan.image import PageImage, Pixels, Reals
from counting.scan.placing import MM, Placement, project

FULL: Final = 255
_PAPER_MM: Final = 11
"""Side of the closing that finds the paper: larger than any fill of a box."""
_LEAST_INK, _MOST_INK = 0.45, 1.0
_MODULE: Final = 1 / 6


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the sheet from ``origin`` (mm) on, ``density`` pixels per mm.

    ``dark`` is the darkness of grey, ``red`` that of the red channel, in which red ink vanishes;
    None where the page has no colours.
    """

    origin: tuple[float, float]
    density: int
    dark: Pixels
    red: Pixels | None


def ink_of(grey: Pixels, found: Sequence[Fiducial]) -> float:
    """Return how dark print is here (share of the paper's light that it takes), from the marks."""
    inside, outside = _ring(_MODULE / 2), _ring(-_MODULE / 2)
    shares = []
    for one in found:
        dark, light = _median(grey, one, inside), _median(grey, one, outside)
        if dark is not None and light is not None and light > dark:
            shares.append(1 - dark / light)
    if not shares:
        return _MOST_INK
    return float(np.clip(np.median(shares), _LEAST_INK, _MOST_INK))


def region_of(
    image: PageImage,
    placement: Placement,
    ink: float,
    bounds: tuple[int, int, int, int],
    density: int,
) -> Region:
    """Return the darkness of ``bounds`` (left, top, right, bottom in µm)."""
    left, top, right, bottom = (one / MM for one in bounds)
    size = (round((right - left) * density), round((bottom - top) * density))
    grey = warped(image.grey, placement.matrix, (left, top), size, density)
    red = None
    if image.colour is not None:
        reds = warped(image.colour, placement.matrix, (left, top), size, density)[:, :, 0]
        red = darkness(np.ascontiguousarray(reds), ink, density)
    return Region((left, top), density, darkness(grey, ink, density), red)


def box_bounds(page: SheetPage, margin: int) -> tuple[int, int, int, int]:
    """Return the rectangle of all boxes of ``page`` and ``margin`` around it, in µm.

    Where rows are taller it holds them whole: all of a box's cell is looked at. It measures whole
    millimetres, so that it is reduced by whole pixels, at a sixth of the time.
    """
    left = min(one.x for one in page.boxes) - margin
    right = max(one.right for one in page.boxes) + margin
    projects = {one.project for one in page.boxes}
    rows = [one.number for one in page.rows if one.project in projects]
    top = min(page.boxes[0].y - margin, rows[0].y)
    bottom = max(page.boxes[-1].bottom + margin, rows[-1].bottom)
    return left, top, left + _whole(right - left), top + _whole(bottom - top)


def _whole(length: int) -> int:
    """Return ``length`` (µm), rounded up to whole millimetres."""
    return -(-length // 1000) * 1000


def darkness(grey: Pixels, ink: float, density: int) -> Pixels:
    """Return (1 - grey / paper) / ink in 255ths, clipped; ``density`` in pixels per mm."""
    paper = _paper(grey, density)
    share = np.asarray(cv2.divide(grey, paper, scale=FULL), np.uint8)
    levels = np.arange(FULL + 1)
    table = np.clip((FULL - levels) / ink, 0, FULL).round().astype(np.uint8)
    return np.asarray(cv2.LUT(share, table), np.uint8)


def _paper(grey: Pixels, density: int) -> Pixels:
    """Return the paper behind all ink: closing at 1 pixel per mm, smoothed."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(width // density, 1), max(height // density, 1)), interpolation=cv2.INTER_AREA
    )
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (_PAPER_MM, _PAPER_MM))
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, square)
    smooth = cv2.GaussianBlur(closed, (0, 0), 2.0)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _ring(inset: float) -> Reals:
    """Return points of the unit square's outline moved in by ``inset``."""
    along = np.linspace(inset, 1 - inset, 9)
    near, far = np.full_like(along, inset), np.full_like(along, 1 - inset)
    sides = ((along, near), (along, far), (near, along), (far, along))
    return np.concatenate([np.stack(side, axis=1) for side in sides])


def _median(grey: Pixels, one: Fiducial, ring: Reals) -> float | None:
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    matrix = cv2.getPerspectiveTransform(square, one.corners.astype(np.float32))
    at = np.rint(project(np.asarray(matrix, np.float64), ring)).astype(int)
    height, width = grey.shape
    inside = (at >= 0).all(axis=1) & (at[:, 0] < width) & (at[:, 1] < height)
    at = at[inside]
    return float(np.median(grey[at[:, 1], at[:, 0]])) if len(at) else None
