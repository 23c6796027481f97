"""Long straight lines over a page: folds and streaks, which cross boxes as strokes do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from ballot.sheet import Box
from counting.scan.darkness import FULL, Region
from counting.scan.frames import Frames
from counting.scan.image import Pixels, shrunk
from counting.scan.placing import MM
from counting.scan.traces import above

_INK: Final = round(0.28 * FULL)
_BESIDE_MM: Final = 3
"""Side of the square whose mean a faint line is compared with: shading is even over it."""
_FOLD_MM: Final = 25
"""A trace on a straight line as long as this comes from beyond the box."""
_LEAST_FOLD: Final = 0.009 * FULL
"""Its length makes a fold certain, so that it is followed through less than a trace."""
_FOLD_RARE: Final = 94
"""Percentile of what is beside the boxes from which on a point may belong to a fold."""
_LEAST_LINE_MM: Final = 13
_DENSITY: Final = 4
_INK_VOTES, _FAINT_VOTES = 40, 28
_INK_GAP, _FAINT_GAP = 6, 32
"""Pixels that a line may miss: frames hide it, and a faint one is followed beside the boxes only,
where marks that stand in one line are no fold."""
_MOST: Final = 500
"""Lines that are drawn."""
_BESIDE: Final = 4 * _DENSITY


@dataclass(frozen=True)
class Lines:
    """Where long lines lie, at a region's density; each kind is looked for when first asked for.

    ``small`` is the region at 4 pixels per mm, ``size`` what it is at its own density (width,
    height), ``kept`` what of it is looked at, ``beside`` the same without boxes.
    """

    small: Pixels
    size: tuple[int, int]
    kept: Pixels
    beside: Pixels

    @cached_property
    def ink(self) -> Pixels | None:
        """Lines of ink, through boxes; None where there are none, as on most pages."""
        ink = (self.small > _INK).astype(np.uint8) * self.kept
        return _drawn(ink, (_LEAST_LINE_MM, _INK_GAP, _INK_VOTES), self.size)

    @cached_property
    def faint(self) -> Pixels | None:
        """Longer lines of any darkness, beside boxes; None where there are none."""
        higher = above(self.small, self.kept, _BESIDE_MM * _DENSITY)
        beside = self.beside
        # Noise has lines, too, and would hide what is written along them: few points may count.
        usual = float(np.percentile(higher[beside > 0], _FOLD_RARE)) if beside.any() else 0.0
        faint = (higher > max(_LEAST_FOLD, usual)).astype(np.uint8) * beside
        return _drawn(faint, (_FOLD_MM, _FAINT_GAP, _FAINT_VOTES), self.size)


def long_lines(region: Region, boxes: Sequence[Box], frames: Frames) -> Lines:
    """Return the long straight lines at and beside ``boxes``."""
    small = shrunk(region.dark, region.density // _DENSITY)
    height, width = region.dark.shape
    kept, beside = _without_print(small, region, boxes, frames)
    return Lines(small, (width, height), kept, beside)


def _drawn(bits: Pixels, least: tuple[int, int, int], size: tuple[int, int]) -> Pixels | None:
    """Return the straight lines of ``bits``, drawn wide.

    ``least``: how long (mm), with what gaps at most (pixels), of how many pixels at least.
    """
    long, gap, votes = least
    found = cv2.HoughLinesP(bits, 1, np.pi / 180, votes, None, long * _DENSITY, gap)
    if found is None:
        return None
    drawn = np.zeros_like(bits)
    for x1, y1, x2, y2 in np.asarray(found).reshape(-1, 4)[:_MOST].tolist():
        cv2.line(drawn, (x1, y1), (x2, y2), 1, 4)
    return np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _without_print(
    small: Pixels, region: Region, boxes: Sequence[Box], frames: Frames
) -> tuple[Pixels, Pixels]:
    """Return 1 but on frames and further from a box than a line must reach to matter.

    In the second, boxes are left out altogether.
    """
    sides = np.array([(one.x, one.y, one.right, one.bottom) for one in boxes]) / MM
    at = (sides + np.tile(frames.offset - region.origin, 2)) * _DENSITY
    above_it = _reach_above(boxes)
    near = np.rint(at + np.array((-_BESIDE, -above_it, _BESIDE, above_it))).astype(int).tolist()
    line = np.rint(at - (1, 1, 0, 0)).astype(int).tolist()
    kept, inner = np.zeros_like(small), np.ones_like(small)
    for left, top, right, bottom in near:
        cv2.rectangle(kept, (left, top), (right, bottom), 1, -1)
    for left, top, right, bottom in line:
        cv2.rectangle(kept, (left, top), (right, bottom), 0, 2)
    for left, top, right, bottom in np.rint(at).astype(int).tolist():
        cv2.rectangle(inner, (left, top), (right, bottom), 0, -1)
    return kept, kept * inner


def _reach_above(boxes: Sequence[Box]) -> float:
    """Return how far above and below a box lines are followed (pixels): not to the ruling.

    Rulings run half way between two rows; from box to box a streak is still one line.
    """
    tops = sorted({one.y for one in boxes})
    pitch = min((b - a for a, b in pairwise(tops)), default=0)
    gap = (pitch - max(one.h for one in boxes)) / 2 / MM - 0.3
    return float(min(max(gap, 0.0), 4.0) if pitch else 4.0) * _DENSITY
