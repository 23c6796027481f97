"""Streaks: dirt on a feeder's glass draws a line over the whole page, through boxes and marks.

Dirt takes the same share of the light from everything that passes it, print, ink and paper alike,
so the share can be measured on the paper of its column and given back. Nothing is drawn over: what
stands under a streak is read as if the glass were clean.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from counting.scan.image import Pixels

Singles = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]

_BANDS: Final = 6
"""Parts of the page, along the streak, over which its depth is followed."""
_STEP: Final = 8
"""Every so many lines are looked at,"""
_TALL: Final = 2400
"""of pages of less than twice so many; of larger ones every twice so many, and so on."""
_PAPER: Final = 80
"""Percentile of a column's light that is its paper. Edges of frames fill up to 60 % of a column
where the sheet lies straight; only a streak darkens more than 80 %."""
_AROUND_SHARE: Final = 1 / 55
"""Width over which paper is even, as a share of the page: some 4 mm, wider than any streak."""
_WIDEST: Final = 255
_LEAST: Final = 0.015
"""Share of light that a streak must take; sensors differ by less."""
_DARKEST: Final = 0.25
"""Where less light is left, nothing can be given back."""
_THROUGHOUT: Final = 4
"""Bands of six in which it must be seen: a mark or a crease is not as long as the page."""
_FEW: Final = 200
"""Columns up to which it is quicker to ask them one by one."""


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
    few = np.ascontiguousarray(grey[:: _STEP * max(1, height // _TALL)])
    paper = np.stack([_paper(one) for one in np.array_split(few, _BANDS)])
    around = min(max(3, int(width * _AROUND_SHARE) | 1), _WIDEST)
    brightest = np.asarray(cv2.dilate(paper, np.ones((1, around), np.uint8)), np.uint8)
    if not _may_be(paper, _throughout(paper, brightest), around):
        return None
    even = np.stack([cv2.medianBlur(one, around)[0] for one in _rows(paper)])
    streaks = _throughout(paper, even)
    if not streaks.any():
        return None
    streaks = cv2.dilate(streaks.astype(np.uint8)[None, :], np.ones((1, 3), np.uint8))[0] > 0
    return np.where(streaks, np.clip(_ratio(paper, even), _DARKEST, 1), 1).astype(np.float32)


def _may_be(paper: Pixels, darker: Bits, around: int) -> bool:
    """Say whether a streak is among the columns that are ``darker`` than what is near them.

    The rulings of a table are, and are none: few columns are asked at a fraction of the whole cost.
    """
    chosen = np.flatnonzero(darker)
    if not 0 < len(chosen) <= _FEW:
        return len(chosen) > 0
    wide = np.pad(paper, ((0, 0), (around // 2, around // 2)), mode="edge")
    beside = wide[:, chosen[:, None] + np.arange(around)]
    even = np.partition(beside, around // 2, axis=2)[:, :, around // 2]
    return bool(_throughout(paper[:, chosen], even).any())


def _throughout(paper: Pixels, even: Pixels) -> Bits:
    """Return the columns that are darker than ``even`` in nearly all bands."""
    return np.asarray(((1 - _ratio(paper, even)) > _LEAST).sum(axis=0) >= _THROUGHOUT, np.bool_)


def _ratio(paper: Pixels, even: Pixels) -> Singles:
    return np.asarray(paper.astype(np.float32) / np.maximum(even.astype(np.float32), 1), np.float32)


def _paper(lines: Pixels) -> Pixels:
    """Return the percentile of every column that is its paper.

    Found bit by bit: whether so many values lie below is asked eight times of all columns at once,
    which takes a fifth of the time of sorting each.
    """
    # A band has at most 100 lines, which a byte counts.
    rank = round((len(lines) - 1) * _PAPER / 100)
    found = np.zeros(lines.shape[1], np.uint8)
    for bit in (128, 64, 32, 16, 8, 4, 2, 1):
        higher = found | np.uint8(bit)
        below = np.add.reduce((lines < higher).view(np.uint8), axis=0, dtype=np.uint8)
        np.copyto(found, higher, where=below <= rank)
    return found


def _rows(paper: Pixels) -> list[Pixels]:
    return [np.ascontiguousarray(one[None, :]) for one in paper]


def _given_back(pixels: Pixels, left: Singles) -> Pixels:
    gain = cv2.resize(1 / left, (pixels.shape[1], pixels.shape[0]))
    if len(pixels.shape) > gain.ndim:
        gain = cv2.merge([gain, gain, gain])
    return np.asarray(cv2.multiply(pixels, gain, dtype=cv2.CV_8U), np.uint8)
