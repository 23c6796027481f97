"""What is measured in and around each box; all boxes of one size at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

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
    "steep",
    "stroke",
    "line",
    "red",
    "faint_extent",
    "through",
    "frame",
)
"""The order in which `ballot.reading.BoxReading.features` keeps them, each in thousandths.

``ink`` (share of the box, edges weigh less), ``around`` (share of a ring outside the frame),
``faint`` and ``faint_around`` (the same for whatever is darker than the paper at all), ``extent``
(mm of the longest connected ink), ``sharp`` (darkness per mm at the edges of ink), ``steep`` (the
same by the ink's own darkness), ``stroke`` (mm, mean width), ``line`` (ink on straight lines longer
than 13 mm), ``red`` (``ink`` in the red channel), ``faint_extent`` (mm of the longest thing inside
that is darker than the paper beside it), ``through`` (mm of ink on the left and on the right of the
frame, the lesser), ``frame`` (correlation of the printed frame).
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
_LEAST_TRACE: Final = 0.018 * FULL
_TRACE_NOISE: Final = 3
"""A trace is sought by its length, so that less darkness will do than for a share of the area."""
_TRACE_CLEAR_MM: Final = 1.05
_BESIDE_MM: Final = 3.0
"""Side of the square whose mean a trace is compared with: shading is even over it."""
_OUTER_MM: Final = 1.0
"""From the frame outwards paper begins that shows neither its blur nor a mark."""
_FOLD_MM: Final = 25
"""A trace on a straight line as long as this comes from beyond the box."""
_LEAST_FOLD: Final = 0.009 * FULL
"""Its length makes a fold certain, so that it is followed through less than a trace."""
_FOLD_NOISE: Final = 2.5
_SEEN_PAST: Final = 35
_ENOUGH: Final = 20
"""Boxes that tell how sharp a page is."""
_LEAST_LINE_MM: Final = 13
_LINE_DENSITY: Final = 4
_INK_VOTES, _FAINT_VOTES = 40, 28
_INK_GAP, _FAINT_GAP = 6, 32
"""Pixels that a line may miss: frames hide it, and a faint one is followed beside the boxes only,
where marks that stand in one line are no fold."""
_BESIDE: Final = 4 * _LINE_DENSITY


@dataclass(frozen=True, slots=True)
class _Masks:
    """Weights of a window's pixels, (h, w): inside, in the ring outside, clear of the frame.

    ``inward`` counts the layers of pixels from the window's edge to the middle of the box.
    """

    inside: Singles
    ring: Singles
    clear: Bits
    traced: Bits
    outer: Bits
    sides: tuple[Bits, Bits]
    inward: npt.NDArray[np.int64]
    left: int
    top: int


def measure(region: Region, boxes: Sequence[Box], frames: Frames) -> npt.NDArray[np.int64]:
    """Return the features of all ``boxes``, (n, len(FEATURES)), in thousandths."""
    lines, folds = _lines(region, boxes, frames)
    table = np.zeros((len(boxes), len(FEATURES)))
    for size in sorted({(one.w, one.h) for one in boxes}):
        chosen = [at for at, one in enumerate(boxes) if (one.w, one.h) == size]
        masks = _masks(size, region.density)
        corners = np.array([(boxes[at].x, boxes[at].y) for at in chosen]) / MM
        at = _window_places(region, corners + frames.offset[chosen], masks)
        table[chosen, :-1] = _measured(region, (lines, folds), at, masks)
    table[:, -1] = frames.score
    return np.asarray(np.clip(np.rint(table * 1000), -1_000_000, 1_000_000), np.int64)


def windows_of(region: Region, boxes: Sequence[Box], offset: Reals) -> Pixels:
    """Return the darkness of ``boxes`` of one size, (n, h, w): each box and 1.75 mm around it."""
    masks = _masks((boxes[0].w, boxes[0].h), region.density)
    corners = np.array([(one.x, one.y) for one in boxes]) / MM
    return _windows(region.dark, _window_places(region, corners + offset, masks), masks)


def _measured(
    region: Region, lines: tuple[Pixels, Pixels], at: npt.NDArray[np.int64], masks: _Masks
) -> Reals:
    density = region.density
    dark = _windows(region.dark, at, masks)
    ink = dark > _INK
    # What a single pixel of noise makes is no trace and leaves no box.
    calm = np.asarray(cv2.medianBlur(_tall(dark), 3), np.uint8).reshape(dark.shape)
    soft = _soft(calm)
    faint = _faint(soft, masks)
    on_line = ink & (_windows(lines[0], at, masks) > 0)
    red = ink if region.red is None else _windows(region.red, at, masks) > _INK
    inner = ink & masks.clear
    traces = _traces(soft, masks, density)
    extent, stroke = _extents(inner, density)
    sharp = _sharpness(dark, inner, masks, density)
    columns = (
        _share(ink, masks.inside),
        _share(ink, masks.ring),
        _share(faint, masks.inside),
        _share(faint, masks.ring),
        extent,
        sharp,
        sharp / np.maximum(_depth(dark, inner), 0.1),
        stroke,
        _share(on_line, masks.inside),
        _share(red, masks.inside),
        _extents(traces & (_windows(lines[1], at, masks) == 0), density)[0],
        _through(calm > _INK, masks, density),
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
    within = (ring > 0) & ((y > 0) & (y < h))[:, None]
    sides = (within & (x < w / 2)[None, :], within & (x > w / 2)[None, :])
    layers = np.floor((inward + _MARGIN_MM) * density).astype(np.int64)
    return _Masks(
        inside=inside,
        ring=ring,
        clear=inward > _CLEAR_MM,
        traced=inward > _TRACE_CLEAR_MM,
        outer=inward < -_OUTER_MM,
        sides=sides,
        inward=layers,
        left=margin,
        top=margin,
    )


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


def _tall(windows: Pixels) -> Pixels:
    """Return the windows one below the other."""
    return windows.reshape(-1, windows.shape[2])


def _soft(dark: Pixels) -> Singles:
    """Return the windows smoothed over a quarter of a millimetre, which grain does not survive."""
    tall = _tall(dark)
    # Two boxes of 5 pixels are nearly a Gaussian of 2, at a tenth of its cost.
    soft = cv2.blur(cv2.blur(tall, (5, 5)), (5, 5))
    return np.asarray(soft, np.float32).reshape(dark.shape)


def _faint(soft: Singles, masks: _Masks) -> Bits:
    """Return what is darker than this box's own paper by more than the paper's own noise."""
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
    soft = soft[:: -(-len(soft) // _ENOUGH)]
    paper = np.percentile(soft[:, masks.ring > 0], _SEEN_PAST)
    profile = np.zeros(near[-1] + 3)
    for layer in near[near < 2 * masks.left]:
        profile[layer + 1] = np.percentile(soft[:, masks.inward == layer], _SEEN_PAST) - paper
    widest = np.maximum(profile[1:-1], np.maximum(profile[:-2], profile[2:]))
    return np.asarray(np.maximum(widest, 0)[masks.inward], np.float32)


def _traces(soft: Singles, masks: _Masks, density: int) -> Bits:
    """Return what is darker inside the frame than the paper around it, however little."""
    above = np.stack([_above(one, masks.traced, density) for one in soft])
    noise = _spread(above[:, masks.traced])
    # A mark is no noise, and on some sheets most boxes are marked: the paper outside tells.
    outer = soft[:, masks.outer]
    noise = np.minimum(noise, 1.5 * np.median(_spread(outer)) + 0.3)
    limit = np.maximum(_LEAST_TRACE, _TRACE_NOISE * noise)
    return np.asarray(above > limit[:, None, None], np.bool_)


def _above(pixels: Any, looked: Any, density: int) -> Singles:
    """Return how much darker ``pixels`` are than the mean of what is ``looked`` at around them."""
    side = (round(_BESIDE_MM * density),) * 2
    clear = looked.astype(np.float32)
    seen = pixels * clear
    weight = np.maximum(cv2.blur(clear, side, borderType=cv2.BORDER_CONSTANT), 1e-3)
    beside = cv2.blur(seen, side, borderType=cv2.BORDER_CONSTANT) / weight
    return np.asarray(seen - beside * clear, np.float32)


def _spread(values: Singles) -> Reals:
    """Return the standard deviation of each row as its median absolute deviation tells it."""
    middle = np.median(values, axis=1, keepdims=True)
    return np.asarray(1.4826 * np.median(np.abs(values - middle), axis=1), np.float64)


def _through(ink: Bits, masks: _Masks, density: int) -> Reals:
    """Return on how many mm of its height ink leaves the box on the left and on the right."""
    left, right = ((ink & side).any(axis=2).sum(axis=1) for side in masks.sides)
    return np.asarray(np.minimum(left, right) / density, np.float64)


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
    long = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) / density
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


def _depth(dark: Pixels, inner: Bits) -> Reals:
    """Return the mean darkness of the ink inside."""
    flat = inner.reshape(len(inner), -1)
    total = (dark.reshape(flat.shape) * flat).sum(axis=1, dtype=np.int64)
    return np.asarray(total / np.maximum(flat.sum(axis=1), 1) / FULL, np.float64)


def _lines(region: Region, boxes: Sequence[Box], frames: Frames) -> tuple[Pixels, Pixels]:
    """Return where long straight lines lie (folds, streaks): those of ink, and longer faint ones.

    Both at the region's density.
    """
    share = region.density // _LINE_DENSITY
    height, width = region.dark.shape
    reduced = (width // share, height // share)
    small = np.asarray(cv2.resize(region.dark, reduced, interpolation=cv2.INTER_AREA), np.uint8)
    kept, beside = _without_print(small, region, boxes, frames)
    ink = (small > _INK).astype(np.uint8) * kept
    above = _above(small, kept, _LINE_DENSITY)
    # Noise alone has lines, too: they would hide what is written along them.
    noise = float(_spread(above[beside > 0][None, :])[0]) if beside.any() else 0.0
    faint = (above > max(_LEAST_FOLD, _FOLD_NOISE * noise)).astype(np.uint8) * beside
    return (
        _drawn(ink, (_LEAST_LINE_MM, _INK_GAP, _INK_VOTES), (width, height)),
        _drawn(faint, (_FOLD_MM, _FAINT_GAP, _FAINT_VOTES), (width, height)),
    )


def _drawn(bits: Pixels, least: tuple[int, int, int], size: tuple[int, int]) -> Pixels:
    """Return the straight lines of ``bits``, drawn wide.

    ``least``: how long (mm), with what gaps at most (pixels), of how many pixels at least.
    """
    long, gap, votes = least
    found = cv2.HoughLinesP(bits, 1, np.pi / 180, votes, None, long * _LINE_DENSITY, gap)
    drawn = np.zeros_like(bits)
    if found is not None:
        for x1, y1, x2, y2 in np.asarray(found).reshape(-1, 4)[:500]:
            cv2.line(drawn, (int(x1), int(y1)), (int(x2), int(y2)), 1, 4)
    return np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _without_print(
    small: Pixels, region: Region, boxes: Sequence[Box], frames: Frames
) -> tuple[Pixels, Pixels]:
    """Return 1 but on frames and further from a box than a line must reach to matter.

    In the second, boxes are left out altogether.
    """
    kept = np.zeros_like(small)
    above = _reach_above(boxes)
    frame, inner = np.zeros_like(small), np.ones_like(small)
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
        cv2.rectangle(inner, (round(left), round(top)), (round(right), round(bottom)), 0, -1)
    kept[frame > 0] = 0
    return kept, kept * inner


def _reach_above(boxes: Sequence[Box]) -> float:
    """Return how far above and below a box lines are followed (pixels): not to the ruling.

    Rulings run half way between two rows; from box to box a streak is still one line.
    """
    tops = sorted({one.y for one in boxes})
    pitch = min((b - a for a, b in pairwise(tops)), default=0)
    gap = (pitch - max(one.h for one in boxes)) / 2 / MM - 0.3
    return float(min(max(gap, 0.0), 4.0) if pitch else 4.0) * _LINE_DENSITY
