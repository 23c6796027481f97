"""The windows around boxes of one size, and what of each is looked at.

A mark's every measure is taken inside its frame alone, so most of them are made on the `core` of a
window, a third of its pixels; all windows of a page stand one below the other, so that each step is
one call for all boxes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ballot.sheet import Box
from counting.scan.darkness import Region
from counting.scan.frames import LINE_MM
from counting.scan.image import Pixels, Reals
from counting.scan.placing import MM

Singles = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Part = tuple[slice, slice]
"""Rows and columns of a window."""

_MARGIN_MM: Final = 1.75
_CLEAR_MM: Final = 0.45
"""From the centre of the frame's line inwards: nearer, its own ink would be measured."""
_FULLY_MM: Final = 0.7
"""Further in, over which the weight of ink rises to 1."""
_RING_MM: Final = (0.55, 1.5)
_TRACE_CLEAR_MM: Final = 1.05
_OUTER_MM: Final = 1.0
"""From the frame outwards paper begins that shows neither its blur nor a mark."""


@dataclass(frozen=True, slots=True)
class Masks:
    """Which pixels of a window (h, w) are looked at, and how much each counts.

    ``inside`` and ``ring`` are weights, in the box and around its frame; ``clear`` is what lies
    clear of the frame, ``traced`` the same at a greater distance. ``core`` is the part that holds
    all of ``clear`` and one pixel around it, ``sides`` the parts left and right of the frame.
    ``ring_at``, ``outer_at`` are places in the flat window: those of the ring, and of paper beyond
    it. ``inward`` counts the layers of pixels from the window's edge to the middle of the box.
    """

    inside: Singles
    ring: Singles
    clear: Bits
    traced: Bits
    core: Part
    sides: tuple[Part, Part]
    ring_at: Places
    outer_at: Places
    inward: Places
    margin: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of a window."""
        height, width = self.clear.shape
        return height, width


@cache
def masks_of(size: tuple[int, int], density: int) -> Masks:
    """Return the masks for boxes of ``size`` (µm) at ``density`` (pixels per mm)."""
    w, h = (one / MM for one in size)
    margin = round(_MARGIN_MM * density)
    x = (np.arange(round(w * density) + 2 * margin) + 0.5 - margin) / density
    y = (np.arange(round(h * density) + 2 * margin) + 0.5 - margin) / density
    # Distance from the centre of the frame's line, positive inside the box.
    inward = np.minimum(np.minimum(x, w - x)[None, :], np.minimum(y, h - y)[:, None]) + LINE_MM / 2
    ring = (inward < -_RING_MM[0]) & (inward > -_RING_MM[1])
    beside = ring & ((y > 0) & (y < h))[:, None]
    clear = inward > _CLEAR_MM
    return Masks(
        inside=np.clip((inward - _CLEAR_MM) / _FULLY_MM, 0, 1).astype(np.float32),
        ring=ring.astype(np.float32),
        clear=clear,
        traced=inward > _TRACE_CLEAR_MM,
        core=part_of(clear, 1),
        sides=(part_of(beside & (x < w / 2)), part_of(beside & (x > w / 2))),
        ring_at=np.flatnonzero(ring),
        outer_at=np.flatnonzero(inward < -_OUTER_MM),
        inward=np.floor((inward + _MARGIN_MM) * density).astype(np.int64),
        margin=margin,
    )


def part_of(bits: Bits, around: int = 0) -> Part:
    """Return the least part of a window that holds all ``bits``, and so many pixels ``around``."""
    rows, columns = (np.flatnonzero(bits.any(axis=one)) for one in (1, 0))
    return (
        slice(max(int(rows[0]) - around, 0), int(rows[-1]) + 1 + around),
        slice(max(int(columns[0]) - around, 0), int(columns[-1]) + 1 + around),
    )


def windows_of(region: Region, boxes: Sequence[Box], offset: Reals) -> Pixels:
    """Return the darkness of ``boxes`` of one size, (n, h, w): each box and 1.75 mm around it."""
    masks = masks_of((boxes[0].w, boxes[0].h), region.density)
    return cut(region.dark, places(region, boxes, offset, masks), masks.shape)


def places(region: Region, boxes: Sequence[Box], offset: Reals, masks: Masks) -> Places:
    """Return the upper left pixel (x, y) of the window of each of ``boxes``."""
    corners = np.array([(one.x, one.y) for one in boxes]) / MM + offset
    at = np.rint((corners - region.origin) * region.density).astype(np.int64) - masks.margin
    height, width = masks.shape
    most = (region.dark.shape[1] - width, region.dark.shape[0] - height)
    return np.asarray(np.clip(at, 0, most), np.int64)


def cut(pixels: Pixels, at: Places, shape: tuple[int, int]) -> Pixels:
    """Return the windows of ``shape`` that begin ``at``, (n, h, w)."""
    height, width = shape
    return np.stack([pixels[y : y + height, x : x + width] for x, y in at.tolist()])


def tall(windows: Any) -> Any:
    """Return the windows one below the other."""
    return windows.reshape(-1, windows.shape[2])
