"""What is measured in and around each box; all boxes of one size at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ballot.sheet import Box
from counting.scan.darkness import FULL, Region
from counting.scan.frames import LINE_MM, Frames
from counting.scan.image import Pixels, Reals
from counting.scan.placing import MM

FEATURES: Final = (
    "ink",
    "around",
    "faint",
    "faint_around",
    "extent",
    "sharp",
    "stroke",
    "line",
    "red",
    "frame",
)
"""The order in which `ballot.reading.BoxReading.features` keeps them, each in thousandths.

``ink`` (share of the box, edges weigh less), ``around`` (share of a ring outside the frame),
``faint`` and ``faint_around`` (the same for whatever is darker than the paper at all), ``extent``
(mm of the longest connected ink), ``sharp`` (darkness per mm at the edges of ink), ``stroke`` (mm,
mean width), ``line`` (ink on straight lines longer than 13 mm), ``red`` (``ink`` in the red
channel), ``frame`` (correlation of the printed frame).
"""

Singles = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]

_MARGIN_MM: Final = 1.75
_CLEAR_MM: Final = 0.45
"""From the centre of the frame's line inwards: nearer, its own ink would be measured."""
_FULLY_MM: Final = 0.7
"""Further in, over which the weight of ink rises to 1."""
_RING_MM: Final = (0.55, 1.5)
_INK: Final = round(0.28 * FULL)
_LEAST_FAINT: Final = 0.05 * FULL
_NOISE: Final = 6
_SEEN_PAST: Final = 35
_LEAST_LINE_MM: Final = 13
_LINE_DENSITY: Final = 4
_BESIDE: Final = 4 * _LINE_DENSITY


@dataclass(frozen=True, slots=True)
class _Masks:
    """Weights of a window's pixels, (h, w): inside, in the ring outside, clear of the frame.

    ``inward`` counts the layers of pixels from the window's edge to the middle of the box.
    """

    inside: Singles
    ring: Singles
    clear: Bits
    inward: npt.NDArray[np.int64]
    left: int
    top: int


def measure(region: Region, boxes: Sequence[Box], frames: Frames) -> npt.NDArray[np.int64]:
    """Return the features of all ``boxes``, (n, len(FEATURES)), in thousandths."""
    lines = _lines(region, boxes, frames)
    table = np.zeros((len(boxes), len(FEATURES)))
    for size in sorted({(one.w, one.h) for one in boxes}):
        chosen = [at for at, one in enumerate(boxes) if (one.w, one.h) == size]
        masks = _masks(size, region.density)
        corners = np.array([(boxes[at].x, boxes[at].y) for at in chosen]) / MM
        at = _window_places(region, corners + frames.offset[chosen], masks)
        table[chosen, :-1] = _measured(region, lines, at, masks)
    table[:, -1] = frames.score
    return np.asarray(np.clip(np.rint(table * 1000), -1_000_000, 1_000_000), np.int64)


def windows_of(region: Region, boxes: Sequence[Box], offset: Reals) -> Pixels:
    """Return the darkness of ``boxes`` of one size, (n, h, w): each box and 1.75 mm around it."""
    masks = _masks((boxes[0].w, boxes[0].h), region.density)
    corners = np.array([(one.x, one.y) for one in boxes]) / MM
    return _windows(region.dark, _window_places(region, corners + offset, masks), masks)


def _measured(region: Region, lines: Pixels, at: npt.NDArray[np.int64], masks: _Masks) -> Reals:
    density = region.density
    dark = _windows(region.dark, at, masks)
    ink = dark > _INK
    faint = _faint(dark, masks)
    on_line = ink & (_windows(lines, at, masks) > 0)
    red = ink if region.red is None else _windows(region.red, at, masks) > _INK
    inner = ink & masks.clear
    extent, stroke = _extents(inner, density)
    columns = (
        _share(ink, masks.inside),
        _share(ink, masks.ring),
        _share(faint, masks.inside),
        _share(faint, masks.ring),
        extent,
        _sharpness(dark, inner, masks, density),
        stroke,
        _share(on_line, masks.inside),
        _share(red, masks.inside),
    )
    return np.stack(columns, axis=1)


@cache
def _masks(size: tuple[int, int], density: int) -> _Masks:
    w, h = (one / MM for one in size)
    margin = round(_MARGIN_MM * density)
    x = (np.arange(round(w * density) + 2 * margin) + 0.5 - margin) / density
    y = (np.arange(round(h * density) + 2 * margin) + 0.5 - margin) / density
    # Distance from the centre of the frame's line, positive inside the box.
    inward = np.minimum(np.minimum(x, w - x)[None, :], np.minimum(y, h - y)[:, None]) + LINE_MM / 2
    inside = np.clip((inward - _CLEAR_MM) / _FULLY_MM, 0, 1).astype(np.float32)
    ring = ((inward < -_RING_MM[0]) & (inward > -_RING_MM[1])).astype(np.float32)
    layers = np.floor((inward + _MARGIN_MM) * density).astype(np.int64)
    return _Masks(inside, ring, inward > _CLEAR_MM, layers, margin, margin)


def _window_places(region: Region, corners: Reals, masks: _Masks) -> npt.NDArray[np.int64]:
    """Return the upper left pixel (x, y) of each box's window."""
    at = np.rint((corners - region.origin) * region.density).astype(np.int64)
    at -= (masks.left, masks.top)
    height, width = masks.clear.shape
    most = (region.dark.shape[1] - width, region.dark.shape[0] - height)
    return np.asarray(np.clip(at, 0, most), np.int64)


def _windows(pixels: Pixels, at: npt.NDArray[np.int64], masks: _Masks) -> Pixels:
    height, width = masks.clear.shape
    return np.stack([pixels[y : y + height, x : x + width] for x, y in at])


def _share(bits: Bits, weights: Singles) -> Reals:
    flat = bits.reshape(len(bits), -1).astype(np.float32)
    return np.asarray(flat @ weights.ravel() / weights.sum(), np.float64)


def _faint(dark: Pixels, masks: _Masks) -> Bits:
    """Return what is darker than this box's own paper by more than the paper's own noise."""
    tall = dark.reshape(-1, dark.shape[2])
    # Two boxes of 5 pixels are nearly a Gaussian of 2, at a tenth of its cost.
    soft = cv2.blur(cv2.blur(tall, (5, 5)), (5, 5)).astype(np.float32).reshape(dark.shape)
    ring = soft[:, masks.ring > 0]
    paper = np.median(ring, axis=1)
    noise = 1.4826 * np.median(np.abs(ring - paper[:, None]), axis=1)
    # A noisy ring must not hide a faint mark: the page's own noise bounds what is granted to one.
    noise = np.minimum(noise, 2 * np.median(noise) + 1)
    paper = np.minimum(paper, np.median(paper) + _LEAST_FAINT)
    limit = paper + np.maximum(_LEAST_FAINT, _NOISE * noise)
    return np.asarray(soft > limit[:, None, None] + _leak(soft, masks), np.bool_)


def _leak(soft: Singles, masks: _Masks) -> Singles:
    """Return what the frame's own line adds around it, (h, w), where the scan is not sharp.

    It is the same along all four sides of all boxes; a low quantile of each layer sees past the
    marks. Layers next to the one meant count too: a frame is found to half a pixel only.
    """
    near = np.flatnonzero(np.bincount(masks.inward.ravel()))
    paper = np.percentile(soft[:, masks.ring > 0], _SEEN_PAST)
    profile = np.zeros(near[-1] + 3)
    for layer in near[near < 2 * masks.left]:
        profile[layer + 1] = np.percentile(soft[:, masks.inward == layer], _SEEN_PAST) - paper
    widest = np.maximum(profile[1:-1], np.maximum(profile[:-2], profile[2:]))
    return np.asarray(np.maximum(widest, 0)[masks.inward], np.float32)


def _extents(inner: Bits, density: int) -> tuple[Reals, Reals]:
    """Return per box the length of its longest connected ink and the mean width of strokes, mm."""
    count, height, width = inner.shape
    # Windows stand one below the other; their margins keep them apart.
    tall = inner.reshape(count * height, width).astype(np.uint8)
    extent, stroke = np.zeros(count), np.zeros(count)
    if not tall.any():
        return extent, stroke
    _, _, stats, _ = cv2.connectedComponentsWithStats(tall, ltype=cv2.CV_16U)
    boxes = np.asarray(stats, np.int64)[1:]
    long = np.hypot(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) / density
    np.maximum.at(extent, boxes[:, cv2.CC_STAT_TOP] // height, long)
    depth = np.asarray(cv2.distanceTransform(tall, cv2.DIST_L2, 3)).reshape(count, -1)
    area = tall.reshape(count, -1).sum(axis=1)
    # Over a stroke the mean distance to its edge is a quarter of its width.
    stroke = 4 * (depth.sum(axis=1) / np.maximum(area, 1)) / density
    return extent, stroke


def _sharpness(dark: Pixels, inner: Bits, masks: _Masks, density: int) -> Reals:
    """Return the mean steepness of darkness (per mm) along the edges of the ink inside."""
    count, height, width = dark.shape
    tall = dark.reshape(count * height, width)
    ink = inner.reshape(count * height, width).astype(np.uint8)
    edge = ink - cv2.erode(ink, np.ones((3, 3), np.uint8), borderValue=1)
    edge = edge * np.tile(masks.inside > 0, (count, 1))
    # Sobel weighs 8 differences over 2 pixels.
    across = cv2.Sobel(tall, cv2.CV_16S, 1, 0)
    down = cv2.Sobel(tall, cv2.CV_16S, 0, 1)
    at = np.flatnonzero(edge)
    steep = np.hypot(across.ravel()[at].astype(np.float64), down.ravel()[at].astype(np.float64)) * (
        density / (8 * FULL)
    )
    box = at // (height * width)
    total = np.bincount(box, steep, count)
    return np.asarray(total / np.maximum(np.bincount(box, minlength=count), 1), np.float64)


def _lines(region: Region, boxes: Sequence[Box], frames: Frames) -> Pixels:
    """Return where ink lies on long straight lines (folds, streaks), at the region's density."""
    share = region.density // _LINE_DENSITY
    height, width = region.dark.shape
    small = cv2.resize(region.dark, (width // share, height // share), interpolation=cv2.INTER_AREA)
    ink = (small > _INK).astype(np.uint8)
    _without_print(ink, region, boxes, frames)
    found = cv2.HoughLinesP(ink, 1, np.pi / 180, 40, None, _LEAST_LINE_MM * _LINE_DENSITY, 6)
    drawn = np.zeros_like(ink)
    if found is not None:
        for x1, y1, x2, y2 in np.asarray(found).reshape(-1, 4)[:500]:
            cv2.line(drawn, (int(x1), int(y1)), (int(x2), int(y2)), 1, 4)
    return np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _without_print(ink: Pixels, region: Region, boxes: Sequence[Box], frames: Frames) -> None:
    """Clear the frames and whatever is further from a box than a line must reach to matter."""
    kept = np.zeros_like(ink)
    above = _reach_above(boxes)
    frame = np.zeros_like(ink)
    for one, (dx, dy) in zip(boxes, frames.offset, strict=True):
        left = (one.x / MM + dx - region.origin[0]) * _LINE_DENSITY
        top = (one.y / MM + dy - region.origin[1]) * _LINE_DENSITY
        right, bottom = left + one.w / MM * _LINE_DENSITY, top + one.h / MM * _LINE_DENSITY
        cv2.rectangle(
            kept,
            (round(left - _BESIDE), round(top - above)),
            (round(right + _BESIDE), round(bottom + above)),
            1,
            -1,
        )
        cv2.rectangle(frame, (round(left - 1), round(top - 1)), (round(right), round(bottom)), 1, 2)
    ink *= kept
    ink[frame > 0] = 0


def _reach_above(boxes: Sequence[Box]) -> float:
    """Return how far above and below a box lines are followed (pixels): not to the ruling.

    Rulings run half way between two rows; from box to box a streak is still one line.
    """
    tops = sorted({one.y for one in boxes})
    pitch = min((b - a for a, b in pairwise(tops)), default=0)
    gap = (pitch - max(one.h for one in boxes)) / 2 / MM - 0.3
    return float(min(max(gap, 0.0), 4.0) if pitch else 4.0) * _LINE_DENSITY
