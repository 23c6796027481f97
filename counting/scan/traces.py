"""Faint strokes in noise: what no pixel shows, three millimetres of straight stroke still do."""

from functools import cache
from typing import Any, Final

import cv2
import numpy as np

from counting.scan.darkness import FULL
from counting.scan.image import Pixels, Reals
from counting.scan.ranks import counts_of, deviations, medians, middles, spreads
from counting.scan.windows import Bits, Masks, Part, Singles, part_of

_LEAST_TRACE: Final = 0.018 * FULL
_TRACE_NOISE: Final = 3
"""A trace is sought by its length, so that less darkness will do than for a share of the area."""
_BESIDE_MM: Final = 3
"""Side of the square whose mean a trace is compared with: shading is even over it."""
_LENGTH: Final = 13
"""Pixels of a piece of stroke, some 3 mm at half the density at which boxes are measured."""
_DIRECTIONS: Final = 6
_BESIDE: Final = 12
"""Side of the square whose mean is the paper beside a stroke; shading is even over it."""
_MOST: Final = 60.0
"""Darkness beyond which more says nothing: strong ink must not drown the spread of the paper."""
_LEAST_SPREAD: Final = 0.5
_SOME: Final = 4
"""Neighbouring pieces, and pixels without their grain, are nearly the same; every fourth tells the
spread."""
_EVERY: Final = slice(None)


def faint_traces(soft: Pixels, masks: Masks, density: int) -> Bits:
    """Return what is darker inside the frame than the paper around it, however little.

    ``soft`` are the windows (n, h, w) without their grain; the traces are those of their cores.
    """
    looked = masks.traced[masks.core]
    higher = _above_each(soft[_EVERY, *masks.core], looked, round(_BESIDE_MM * density))
    inside = higher[:, looked][:, ::_SOME]
    noise = deviations(inside, middles(inside))
    # A mark is no noise, and on some sheets most boxes are marked: the paper outside tells.
    outer = counts_of(soft.reshape(len(soft), -1)[:, masks.outer_at])
    noise = np.minimum(noise, 1.5 * np.median(spreads(outer, medians(outer))) + 0.3)
    limit = np.maximum(_LEAST_TRACE, _TRACE_NOISE * noise)
    return np.asarray(higher > limit[:, None, None], np.bool_)


def straightest(dark: Pixels, inside: Bits) -> Reals:
    """Return how far the darkest straight piece of 3 mm stands out ``inside`` each box.

    ``dark`` are the windows (n, h, w). In standard deviations of such pieces of the paper: those of
    the box itself, or of the page's middle box, whichever are smaller: a mark must not be taken for
    the noise that hides it.
    """
    height, width = (one // 2 for one in dark.shape[1:])
    clear = inside[: 2 * height : 2, : 2 * width : 2]
    looked = cv2.erode(clear.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    core = part_of(clear)
    higher = _above_each(_halved(dark, core), clear[core], _BESIDE)
    flat = np.clip(higher, -_MOST, _MOST).reshape(len(dark), -1)
    strokes = _strokes(looked[core].tobytes(), higher.shape[2])
    pieces = (flat @ strokes).reshape(len(flat), _DIRECTIONS, -1)
    some = pieces[:, :, ::_SOME]
    spread = deviations(some.reshape(-1, some.shape[2])).reshape(some.shape[:2])
    spread = np.maximum(np.minimum(spread, np.median(spread, axis=0)), _LEAST_SPREAD)
    return np.asarray(np.maximum(pieces.max(axis=2) / spread, 0).max(axis=1), np.float64)


def above(pixels: Pixels, looked: Pixels, side: int) -> Singles:
    """Return how much darker ``pixels`` are than the mean of what is ``looked`` at around them.

    ``looked`` is 1 or 0; the mean is that of a square of ``side`` pixels.
    """
    seen = pixels * looked
    return np.asarray(seen - _mean(seen, side) / _seen(looked, side) * looked, np.float32)


def _above_each(windows: Pixels, looked: Bits, side: int) -> Singles:
    """Return the same for each of ``windows`` (n, h, w), all looked at alike."""
    clear = looked.view(np.uint8)
    stacked = _spaced(windows * clear, side // 2)
    beside = _parted(_mean(_tall(stacked), side), stacked, windows) / _seen(clear, side)
    return np.asarray(stacked[:, : windows.shape[1]] - beside * clear, np.float32)


def _mean(pixels: Any, side: int) -> Singles:
    exact = pixels.astype(np.float32)
    return np.asarray(cv2.blur(exact, (side, side), borderType=cv2.BORDER_CONSTANT), np.float32)


def _seen(looked: Pixels, side: int) -> Singles:
    """Return how much of the square around each pixel is looked at."""
    return np.maximum(_mean(looked, side), np.float32(1e-3))


def _spaced(windows: Any, rows: int) -> Any:
    """Return the windows with so many empty rows below each, which no filter reaches across."""
    return np.pad(windows, ((0, 0), (0, rows), (0, 0)))


def _tall(windows: Any) -> Any:
    """Return the windows one below the other."""
    return windows.reshape(-1, windows.shape[2])


def _parted(picture: Any, stacked: Any, windows: Any) -> Singles:
    """Return what a filter made of ``stacked`` windows without the space between them."""
    return np.asarray(picture, np.float32).reshape(stacked.shape)[:, : windows.shape[1]]


def _halved(dark: Pixels, part: Part) -> Pixels:
    """Return ``part`` (of a window of half the density) of each window."""
    rows, columns = (slice(2 * one.start, 2 * one.stop) for one in part)
    cores = dark[:, rows, columns]
    count, height, width = cores.shape
    small = cv2.resize(
        cores.reshape(-1, width), (width // 2, count * height // 2), interpolation=cv2.INTER_AREA
    )
    return np.asarray(small, np.uint8).reshape(count, height // 2, width // 2)


@cache
def _strokes(looked: bytes, width: int) -> Singles:
    """Return how much every pixel counts (rows) at each place, direction by direction (columns).

    ``looked`` are the bits of the places. A product with all boxes at once takes a fifth of the
    time of a filter, which finds the pieces between the boxes too.
    """
    bits = np.frombuffer(looked, np.bool_).reshape(-1, width)
    reach = (_LENGTH + 2) // 2
    wide = np.zeros((bits.shape[0] + 2 * reach, width + 2 * reach), np.float32)
    columns = []
    for kernel in _kernels():
        for y, x in np.argwhere(bits).tolist():
            placed = wide.copy()
            placed[y : y + len(kernel), x : x + len(kernel)] = kernel
            columns.append(placed[reach:-reach, reach:-reach].ravel())
    return np.stack(columns, axis=1)


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
