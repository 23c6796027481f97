"""Faint strokes in noise: what no pixel shows, three millimetres of straight stroke still do."""

from functools import cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from counting.scan.image import Pixels, Reals

Singles = npt.NDArray[np.float32]

_LENGTH: Final = 13
"""Pixels of a piece of stroke, some 3 mm at half the density at which boxes are measured."""
_DIRECTIONS: Final = 6
_BESIDE: Final = 12
"""Side of the square whose mean is the paper beside a stroke; shading is even over it."""
_MOST: Final = 60.0
"""Darkness beyond which more says nothing: strong ink must not drown the spread of the paper."""
_LEAST_SPREAD: Final = 0.5
_SOME: Final = 4
"""Neighbouring pieces are nearly the same; every fourth tells the spread."""


def straightest(dark: Pixels, inside: npt.NDArray[np.bool_]) -> Reals:
    """Return how far the darkest straight piece of 3 mm stands out ``inside`` each box.

    ``dark`` are the windows (n, h, w). In standard deviations of such pieces of the paper: those of
    the box itself, or of the page's middle box, whichever are smaller: a mark must not be taken for
    the noise that hides it.
    """
    count, height, width = (dark.shape[0], dark.shape[1] // 2, dark.shape[2] // 2)
    tall = dark[:, : 2 * height, : 2 * width].reshape(count * height * 2, width * 2)
    half = cv2.resize(tall, (width, count * height), interpolation=cv2.INTER_AREA)
    clear = inside[: 2 * height : 2, : 2 * width : 2].astype(np.float32)
    above = _above(np.asarray(half, np.float32), np.tile(clear, (count, 1)))
    looked = cv2.erode(clear.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    found = np.zeros(count)
    for kernel in _kernels():
        pieces = cv2.filter2D(above, -1, kernel).reshape(count, height, width)[:, looked]
        spread = 1.4826 * np.median(np.abs(pieces[:, ::_SOME]), axis=1)
        spread = np.maximum(np.minimum(spread, np.median(spread)), _LEAST_SPREAD)
        found = np.maximum(found, pieces.max(axis=1) / spread)
    return found


def _above(half: Singles, clear: Singles) -> Singles:
    """Return how much darker than the paper beside it every pixel inside is; 0 elsewhere."""
    side = (_BESIDE, _BESIDE)
    weight = cv2.blur(clear, side, borderType=cv2.BORDER_CONSTANT)
    beside = cv2.blur(half * clear, side, borderType=cv2.BORDER_CONSTANT)
    above = (half - beside / np.maximum(weight, 1e-3)) * clear
    return np.asarray(np.clip(above, -_MOST, _MOST), np.float32)


@cache
def _kernels() -> tuple[Singles, ...]:
    """Return a soft line of 2 pixels' width in each direction, of sum 1."""
    size = _LENGTH + 2
    kernels = []
    for turn in np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS:
        reach = np.array((np.cos(turn), np.sin(turn))) * _LENGTH / 2
        middle = (size - 1) / 2
        start, end = (np.rint((middle + one) * 16).astype(int).tolist() for one in (-reach, reach))
        drawn = np.zeros((size, size), np.uint8)
        cv2.line(drawn, start, end, 255, 2, cv2.LINE_AA, 4)
        kernels.append((drawn / drawn.sum()).astype(np.float32))
    return tuple(kernels)
