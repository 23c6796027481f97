"""Streaks: dirt on a feeder's glass draws a line over the whole page, through boxes and marks.

Dirt takes the same share of the light from everything that passes it, print, ink and paper alike,
so the share can be measured on the paper of its column and given back. Nothing is drawn over: what
stands under a streak is read as if the glass were clean.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from counting.scan.image import Pixels, Reals

Singles = npt.NDArray[np.float32]

_BANDS: Final = 6
"""Parts of the page, along the streak, over which its depth is followed."""
_STEP: Final = 8
"""Every so many lines are looked at."""
_PAPER: Final = 80
"""Percentile of a column's light that is its paper. Edges of frames fill up to 60 % of a column
where the sheet lies straight; only a streak darkens more than 80 %."""
_AROUND_SHARE: Final = 1 / 55
"""Width over which paper is even, as a share of the page: some 4 mm, wider than any streak."""
_LEAST: Final = 0.015
"""Share of light that a streak must take; sensors differ by less."""
_DARKEST: Final = 0.25
"""Where less light is left, nothing can be given back."""
_THROUGHOUT: Final = 4
"""Bands of six in which it must be seen: a mark or a crease is not as long as the page."""


def cleaned(pixels: Pixels, like: Pixels) -> Pixels:
    """Return ``pixels`` (grey or RGB) without the streaks that are seen on ``like`` (grey).

    Streaks run along either axis, as the page was fed. Where there are none, ``pixels`` itself.
    """
    for axis in (0, 1):
        left = _left(like if axis == 0 else like.T)
        if left is not None:
            pixels = _given_back(pixels, left if axis == 0 else left.T)
    return pixels


def _left(grey: Pixels) -> Singles | None:
    """Return the share of light that is left, (bands, columns), 1 beside streaks; None: all 1."""
    height, width = grey.shape
    few = grey[:: _STEP * max(1, height // 2400)]
    bands = np.array_split(few, _BANDS)
    paper = np.stack([np.percentile(one, _PAPER, axis=0, method="nearest") for one in bands])
    around = max(3, int(width * _AROUND_SHARE) | 1)
    even = np.stack([cv2.medianBlur(one, min(around, 255))[0] for one in _rows(paper)])
    ratio = paper.astype(np.float32) / np.maximum(even.astype(np.float32), 1)
    taken = (1 - ratio) > _LEAST
    streaks = taken.sum(axis=0) >= _THROUGHOUT
    if not streaks.any():
        return None
    streaks = cv2.dilate(streaks.astype(np.uint8)[None, :], np.ones((1, 3), np.uint8))[0] > 0
    return np.where(streaks, np.clip(ratio, _DARKEST, 1), 1).astype(np.float32)


def _rows(paper: Reals) -> list[Pixels]:
    return [np.ascontiguousarray(one[None, :]).astype(np.uint8) for one in paper]


def _given_back(pixels: Pixels, left: Singles) -> Pixels:
    gain = cv2.resize(1 / left, (pixels.shape[1], pixels.shape[0]))
    if len(pixels.shape) > gain.ndim:
        gain = cv2.merge([gain, gain, gain])
    return np.asarray(cv2.multiply(pixels, gain, dtype=cv2.CV_8U), np.uint8)
