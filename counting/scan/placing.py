"""Where a sheet lies on a page: the homography from the sheet's millimetres to pixels."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from ballot.sheet import SheetLayout, SheetPage
from counting.scan.errors import RefusedPage
from counting.scan.fiducials import MARKS, Fiducial
from counting.scan.image import Reals

MM: Final = 1000
"""µm."""
INCH: Final = 25.4
_OUTLIER_MM: Final = 2.0
_FLAT_MM: Final = 0.35
_WORST_MM: Final = 1.2
"""Root mean square at the fiducials above which the sheet is not lying as one plane."""
FEWEST_POINTS: Final = 3 * MARKS
"""Corners of three fiducials, or of two and of the code."""
_SKEW: Final = 1.7
"""Most that opposite sides may differ, and width to height from what is printed."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points known on the sheet (mm) and seen on the page (pixels)."""

    sheet: Reals
    seen: Reals


@dataclass(frozen=True, slots=True)
class Placement:
    """A page of a sheet on an image.

    ``matrix`` takes mm to pixels, ``density`` is pixels per mm, ``residual`` how far (mm) the
    fiducials lie from it.
    """

    layout: SheetLayout
    page: SheetPage
    matrix: Reals
    density: float
    residual: float

    @property
    def slant(self) -> float:
        """How much nearer (share) one corner of the sheet is seen than the one furthest away."""
        width, height = (one / MM for one in self.layout.size)
        corners = np.array([(0, 0, 1), (width, 0, 1), (width, height, 1), (0, height, 1)])
        away = corners @ self.matrix[2]
        return float(away.max() / away.min() - 1)

    @property
    def flat(self) -> bool:
        """Whether the fiducials lie as on paper of this format that is flat."""
        return self.residual <= _FLAT_MM

    @property
    def dpi(self) -> int:
        """Pixels per printed inch, as measured on the sheet itself."""
        return round(self.density * INCH)

    def scale(self, dpi: int | None) -> int | None:
        """Return how large the sheet was printed (permille), where the file states its ``dpi``."""
        return None if dpi is None else round(self.density * INCH * 1000 / dpi)


def page_number(found: Sequence[Fiducial]) -> int | None:
    """Return the number of the page whose fiducials these are; None if there are none.

    Raises RefusedPage for two sheets on one picture.
    """
    count = Counter(one.id for one in found)
    pages = Counter(one // MARKS + 1 for one in count)
    if not pages:
        return None
    (best, _), *others = pages.most_common()
    twice = sum(many > 1 for many in count.values())
    if any(many > 1 for _, many in others) or twice > 1:
        raise RefusedPage(
            "一幅图像上有两张票，未读。请把票一张一张分开重新扫描。", code="scan.two_sheets"
        )
    return best


def fiducial_points(layout: SheetLayout, page: SheetPage, found: Sequence[Fiducial]) -> Points:
    """Return the corners of the fiducials that ``page`` has."""
    half = layout.marker / MM / 2
    square = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    centres = {one.id: (one.x / MM, one.y / MM) for one in page.markers}
    known = [one for one in found if one.id in centres]
    if not known:
        return Points(np.empty((0, 2)), np.empty((0, 2)))
    return Points(
        np.concatenate([square + centres[one.id] for one in known]),
        np.concatenate([one.corners for one in known]),
    )


def joined(first: Points, second: Points) -> Points:
    """Return all points of both."""
    return Points(
        np.concatenate([first.sheet, second.sheet]), np.concatenate([first.seen, second.seen])
    )


def place(layout: SheetLayout, page: SheetPage, points: Points) -> Placement | None:
    """Return how ``page`` lies; None where the points do not show it as this format's page."""
    for method in (0, cv2.RANSAC):  # all points fit on a flat page; a folded corner is left out
        found = _solved(layout, page, points, method)
        if found is not None:
            return found
    return None


def place_flat(
    layout: SheetLayout, page: SheetPage, points: Points, most: float
) -> Placement | None:
    """Return how ``page`` lies flat on a glass: turned, moved and scaled, nothing else.

    None where the points lie further than ``most`` (mm, root mean square) from it. A stretched page
    is not looked for: with few corners a stretch would explain one that is not in its place.
    """
    matrix = _similarity(points)
    error = project(matrix, points.sheet) - points.seen
    residual = math.sqrt(float((error**2).sum(axis=1).mean())) / _density(points)
    if residual > most or not _plausible(matrix, layout):
        return None
    return Placement(layout, page, matrix, _mean_density(matrix, layout), residual)


def _similarity(points: Points) -> Reals:
    """Return the best turn, shift and scale; a mirrored page has none that fits."""
    sheet, seen = (one - one.mean(axis=0) for one in (points.sheet, points.seen))
    along = float((sheet * seen).sum())
    across = float((sheet[:, 0] * seen[:, 1] - sheet[:, 1] * seen[:, 0]).sum())
    turn = np.array([(along, -across), (across, along)]) / max(float((sheet**2).sum()), 1e-9)
    shift = points.seen.mean(axis=0) - turn @ points.sheet.mean(axis=0)
    return np.vstack([np.column_stack([turn, shift]), (0.0, 0.0, 1.0)])


def _solved(layout: SheetLayout, page: SheetPage, points: Points, method: int) -> Placement | None:
    rough = _density(points)
    solved, inside = cv2.findHomography(points.sheet, points.seen, method, _OUTLIER_MM * rough)
    if solved is None:
        return None
    matrix = np.asarray(solved, np.float64)
    kept = np.asarray(inside).ravel() > 0
    if np.count_nonzero(kept) < FEWEST_POINTS or not _plausible(matrix, layout):
        return None
    error = project(matrix, points.sheet[kept]) - points.seen[kept]
    residual = math.sqrt(float((error**2).sum(axis=1).mean())) / rough
    if residual > (_FLAT_MM if method == 0 else _WORST_MM):
        return None
    return Placement(layout, page, matrix, _mean_density(matrix, layout), residual)


def project(matrix: Reals, points: Reals) -> Reals:
    """Return ``points`` (n, 2) under the homography ``matrix``."""
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def _density(points: Points) -> float:
    """Return pixels per mm from the spread of the points."""
    sheet = points.sheet - points.sheet.mean(axis=0)
    seen = points.seen - points.seen.mean(axis=0)
    return math.sqrt(float((seen**2).sum()) / max(float((sheet**2).sum()), 1e-9))


def _corners(layout: SheetLayout) -> Reals:
    width, height = (one / MM for one in layout.size)
    return np.array([(0, 0), (width, 0), (width, height), (0, height)])


def _mean_density(matrix: Reals, layout: SheetLayout) -> float:
    corners = _corners(layout)
    seen = project(matrix, corners)
    printed = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    measured = np.linalg.norm(seen - np.roll(seen, 1, axis=0), axis=1)
    return float((measured / printed).mean())


def _plausible(matrix: Reals, layout: SheetLayout) -> bool:
    """Whether the sheet's outline is convex, not mirrored, and of its own proportions."""
    corners = _corners(layout)
    depth = corners @ matrix[2, :2] + matrix[2, 2]
    if (depth <= 0).any() and (depth >= 0).any():
        return False
    seen = project(matrix, corners)
    sides = np.roll(seen, -1, axis=0) - seen
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    if (turns <= 0).any():
        return False
    top, right, bottom, left = np.linalg.norm(sides, axis=1)
    printed = layout.size[0] / layout.size[1]
    ratios = (top / bottom, right / left, (top + bottom) / (right + left) / printed)
    return all(1 / _SKEW < ratio < _SKEW for ratio in ratios)
