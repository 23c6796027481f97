"""Where each printed frame really is: paper curls, folds and is fed unevenly.

The frame of a box is found by correlation within ±2.5 mm of where the homography puts it; a smooth
field over the page carries the boxes whose frame is hidden, and a second, narrower search sets each
box right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from ballot.sheet import Box
from counting.scan.darkness import FULL, Region
from counting.scan.image import Pixels, Reals, shrunk
from counting.scan.placing import MM

LINE_MM: Final = 0.3175
"""Width of a frame's line (0.9 pt), which lies outside the box's inner edge."""
_BAND_MM: Final = 1.25
"""What is compared on both sides of the line; further in, marks would be compared."""
_DENSITY: Final = 4
_REACH: Final = 10
"""± 2.5 mm in pixels; the next frame is 4.5 mm away."""
_NARROW: Final = 3
TRUSTED: Final = 0.45
"""Correlation from which on a frame tells where it is."""
_LOST: Final = 0.25
_FEWEST: Final = 4
"""Frames without which there is no field."""

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Frames:
    """Per box: ``offset`` (n, 2) in mm from its printed place, ``score`` (n) of its frame."""

    offset: Reals
    score: Reals


def find_frames(region: Region, boxes: Sequence[Box]) -> Frames:
    """Return where the frames of ``boxes`` lie in ``region``."""
    small = shrunk(region.dark, region.density // _DENSITY)
    offset, score = np.zeros((len(boxes), 2)), np.zeros(len(boxes))
    centres = np.array([(one.x + one.w / 2, one.y + one.h / 2) for one in boxes]) / MM
    for size in sorted({(one.w, one.h) for one in boxes}):
        chosen = [at for at, one in enumerate(boxes) if (one.w, one.h) == size]
        corners = np.array([(boxes[at].x, boxes[at].y) for at in chosen]) / MM
        wanted = (corners - region.origin - _BAND_MM) * _DENSITY
        scores = _correlation(small, size)
        first, how = _peaks(scores, wanted, np.zeros_like(wanted), _REACH)
        field = _field(centres[chosen], first / _DENSITY, how)
        found, how = _peaks(scores, wanted, field * _DENSITY, _NARROW)
        # A frame that is hidden says nothing about its place; its neighbours do.
        found = np.where((how > _LOST)[:, None], found / _DENSITY, field)
        offset[chosen], score[chosen] = found, how
    return Frames(offset, score)


def _correlation(small: Pixels, size: tuple[int, int]) -> Singles:
    """Return the normalised correlation of the frame's band with every place of the region."""
    frame, band = _template(size)
    count = float(band.sum())
    frame = (frame - float((frame * band).sum()) / count) * band
    frame /= max(float(np.linalg.norm(frame)), 1e-6)
    product = cv2.matchTemplate(small.astype(np.float32) / FULL, frame, cv2.TM_CCORR)
    sums, squared = cv2.integral2(small)
    total, squares = _banded(sums, band) / FULL, _banded(squared, band) / FULL**2
    spread = np.sqrt(np.maximum(squares - total * total / count, 0.02 * count / 100))
    return np.asarray(product / spread, np.float32)


def _banded(integral: Any, band: Singles) -> Singles:
    """Return the sum under the band at every place: of all of its rectangle but the hole."""
    rows, columns = (np.flatnonzero((band == 0).any(axis=one)) for one in (1, 0))
    height, width = band.shape
    whole = _sums(integral, 0, 0, height, width)
    hole = _sums(integral, rows[0], columns[0], len(rows), len(columns))
    return np.asarray(whole - hole[: whole.shape[0], : whole.shape[1]], np.float32)


def _sums(integral: Any, top: int, left: int, height: int, width: int) -> Any:
    """Return the sum of each rectangle, ``top`` and ``left`` of it beyond the place it is of."""
    strips = integral[top + height :, left:] - integral[top:-height, left:]
    return strips[:, width:] - strips[:, :-width]


@cache
def _template(size: tuple[int, int]) -> tuple[Singles, Singles]:
    """Return the frame as drawn with its surroundings, and which pixels are compared."""
    w, h = (one / MM for one in size)
    fine = 8
    columns, rows = (round((one + 2 * _BAND_MM) * _DENSITY) for one in (w, h))
    x = (np.arange(columns * fine) + 0.5) / (fine * _DENSITY) - _BAND_MM
    y = (np.arange(rows * fine) + 0.5) / (fine * _DENSITY) - _BAND_MM
    inward = np.minimum(np.minimum(x, w - x)[None, :], np.minimum(y, h - y)[:, None])
    line = ((inward < 0) & (inward > -LINE_MM)).astype(np.float32)
    drawn = cv2.resize(line, (columns, rows), interpolation=cv2.INTER_AREA)
    drawn = cv2.GaussianBlur(drawn, (0, 0), 0.6)
    near = (inward < _BAND_MM - LINE_MM).astype(np.float32)
    band = cv2.resize(near, (columns, rows), interpolation=cv2.INTER_AREA).round()
    return np.asarray(drawn, np.float32), np.asarray(band, np.float32)


def _peaks(scores: Singles, wanted: Reals, guess: Reals, reach: int) -> tuple[Reals, Reals]:
    """Return per box the offset (pixels) of the best score near ``guess``, and that score."""
    centre = np.rint(wanted + guess).astype(int)
    steps = np.arange(-reach, reach + 1)
    height, width = scores.shape
    rows = np.clip(centre[:, 1, None] + steps, 1, height - 2)
    columns = np.clip(centre[:, 0, None] + steps, 1, width - 2)
    near = scores[rows[:, :, None], columns[:, None, :]]
    best = near.reshape(len(wanted), -1).argmax(axis=1)
    down, across = np.divmod(best, len(steps))
    every = np.arange(len(wanted))
    y, x = rows[every, down], columns[every, across]
    peak = scores[y, x]
    exact = np.stack(
        [
            x + _vertex(scores[y, x - 1], peak, scores[y, x + 1]),
            y + _vertex(scores[y - 1, x], peak, scores[y + 1, x]),
        ],
        axis=1,
    )
    return exact - wanted, np.asarray(peak, np.float64)


def _vertex(before: Singles, peak: Singles, after: Singles) -> Reals:
    """Return where between its neighbours the parabola through three scores is highest."""
    bend = before - 2 * peak + after
    # A maximum bends downwards; flat scores have none, and the guard keeps them from overflowing.
    shift = 0.5 * (before - after) / np.minimum(bend, -1e-3)
    return np.asarray(np.clip(shift, -0.5, 0.5), np.float64)


def _field(centres: Reals, offset: Reals, score: Reals) -> Reals:
    """Return a cubic field through the trusted offsets; outliers lose their weight in rounds."""
    lowest, span = centres.min(axis=0), np.maximum(np.ptp(centres, axis=0), 1.0)
    x, y = ((centres - lowest) / span * 2 - 1).T
    one = np.ones_like(x)
    terms = np.stack([one, x, y, x * y, y * y, y * y * y, x * y * y], axis=1)
    weight = np.where(score > TRUSTED, score, 0.0)
    if np.count_nonzero(weight) < _FEWEST:
        return np.zeros_like(offset)
    ridge = np.diag([1e-3, 1e-2, 1e-2, 0.1, 0.1, 0.1, 0.1])
    field = offset
    for _ in range(4):
        weighted = terms * weight[:, None]
        solved = np.linalg.solve(weighted.T @ terms + ridge, weighted.T @ offset)
        field = terms @ solved
        away = np.linalg.norm(offset - field, axis=1)
        weight = np.where(score > TRUSTED, score, 0.0) / (1 + (away / 0.25) ** 2)
    return np.asarray(field, np.float64)
