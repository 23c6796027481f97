"""The four marks in the corners of a sheet (ArUco, DICT_4X4_50), found on a page in any position.

First in the corners of a reduced image, in one pass; whatever hides a mark costs the slower passes
over the whole page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from counting.scan.image import Pixels, Reals, shrunk

MARKS: Final = 4
_REDUCED: Final = 1170
"""Longer side of the image that is searched first: a mark of 9 mm has some 35 pixels."""
_LARGER, _EQUALISED = 1750, 1450
_CORNER: Final = 0.24
"""Share of each side where a corner's mark is looked for first: a sheet askew by 5° keeps it."""
_WHOLE: Final = 0.3
"""So much of a pixel more is reduced to a whole one: the corners of 200 dpi are halved."""
_QUICK_PERIMETER: Final = 0.2
"""Of the corner's longer side: a mark has 0.5 on A4, 0.35 on A3; characters have less."""
_MODULES: Final = 6
"""Modules of a mark from edge to edge, its black border included."""


@dataclass(frozen=True, slots=True)
class Fiducial:
    """A mark: its ``id`` and its four ``corners`` (pixels, clockwise from its own upper left)."""

    id: int
    corners: Reals


def find_fiducials(grey: Pixels, *, all_of_them: bool = False) -> tuple[Fiducial, ...]:
    """Return the marks of a page, corners refined on the full resolution.

    The search ends with the fourth, unless ``all_of_them`` are wanted: those of a second sheet too.
    """
    found: list[Fiducial] = []
    for searched in _searches(grey):
        found = _merged(found, searched)
        if not all_of_them and len({one.id for one in found}) >= MARKS:
            break
    return tuple(_refined(grey, one) for one in found)


def mirrored(grey: Pixels) -> bool:
    """Whether the marks can be read in the mirror, as where a program has flipped the page."""
    small, _ = _reduced(grey, _REDUCED)
    return len(_detect(np.ascontiguousarray(small[:, ::-1]), _patient())) >= MARKS - 1


def _searches(grey: Pixels) -> Iterator[list[Fiducial]]:
    """Yield what each pass finds, the cheap ones first."""
    yield _in_corners(grey)
    small, factor = _reduced(grey, _REDUCED)
    yield [_scaled(one, factor) for one in _detect(small, _patient())]
    large, factor = _reduced(grey, _LARGER)
    yield [_scaled(one, factor) for one in _detect(large, _patient())]
    middle, factor = _reduced(grey, _EQUALISED)
    even = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(cv2.medianBlur(middle, 3))
    yield [_scaled(one, factor) for one in _detect(np.asarray(even, np.uint8), _patient())]


def _in_corners(grey: Pixels) -> list[Fiducial]:
    """Look into the four corners alone: a tenth of the work, and enough for most pages."""
    height, width = grey.shape
    share = max(1, int(max(grey.shape) / _REDUCED + _WHOLE))
    h, w = (int(one * _CORNER) // share for one in (height, width))
    detector, found = _quick(), []
    for top in (0, height - h * share):
        for left in (0, width - w * share):
            window = grey[top : top + h * share, left : left + w * share]
            for one in _detect(shrunk(window, share), detector):
                corners = _scaled(one, 1 / share).corners + np.array((left, top))
                found.append(Fiducial(one.id, corners))
    return found


def _quick() -> cv2.aruco.ArucoDetector:
    """One threshold window, wide enough for a whole module; nothing that is as small as print."""
    parameters = cv2.aruco.DetectorParameters()
    parameters.adaptiveThreshWinSizeMin = parameters.adaptiveThreshWinSizeMax = 15
    parameters.minMarkerPerimeterRate = _QUICK_PERIMETER
    return _detector(parameters)


def _patient() -> cv2.aruco.ArucoDetector:
    parameters = cv2.aruco.DetectorParameters()
    parameters.minMarkerPerimeterRate = 0.02
    return _detector(parameters)


def _detector(parameters: cv2.aruco.DetectorParameters) -> cv2.aruco.ArucoDetector:
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return cv2.aruco.ArucoDetector(known, parameters)


def _detect(grey: Pixels, detector: cv2.aruco.ArucoDetector) -> list[Fiducial]:
    corners, ids, _ = detector.detectMarkers(grey)
    if ids is None:
        return []
    return [
        Fiducial(int(number), np.asarray(one, np.float64).reshape(4, 2))
        for one, number in zip(corners, np.asarray(ids).ravel(), strict=True)
    ]


def _reduced(grey: Pixels, longer: int) -> tuple[Pixels, float]:
    """Return the image with its longer side at most ``longer``, and how much smaller it is."""
    factor = longer / max(grey.shape)
    if factor >= 1:
        return grey, 1.0
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), factor


def _scaled(one: Fiducial, factor: float) -> Fiducial:
    # A pixel's centre has whole coordinates, so scaling is about the corner of pixel 0.
    return Fiducial(one.id, (one.corners + 0.5) / factor - 0.5)


def _merged(known: Sequence[Fiducial], found: Sequence[Fiducial]) -> list[Fiducial]:
    """Return ``known`` and what of ``found`` is not the same mark again."""
    merged = list(known)
    for one in found:
        size = float(np.linalg.norm(one.corners[0] - one.corners[2]))
        again = (
            other.id == one.id
            and np.linalg.norm(other.corners.mean(axis=0) - one.corners.mean(axis=0)) < size
            for other in merged
        )
        if not any(again):
            merged.append(one)
    return merged


def _refined(grey: Pixels, one: Fiducial) -> Fiducial:
    side = float(np.linalg.norm(one.corners[0] - one.corners[1]))
    reach = max(2, round(0.3 * side / _MODULES))
    corners = np.asarray(one.corners, np.float32).reshape(-1, 1, 2)
    height, width = grey.shape
    if corners.min() < reach or (corners.reshape(-1, 2) > (width - reach, height - reach)).any():
        return one
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.02)
    fine = np.asarray(cv2.cornerSubPix(grey, corners, (reach, reach), (-1, -1), ends), np.float64)
    moved = np.abs(fine.reshape(4, 2) - one.corners).max()
    return Fiducial(one.id, fine.reshape(4, 2)) if moved < 2 * reach else one
