"""What is measured in and around each box; all boxes of one size at a time."""

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from ballot.sheet import Box
from counting.scan.darkness import FULL, Region
from counting.scan.frames import Frames
from counting.scan.image import Pixels, Reals
from counting.scan.lines import Lines, long_lines
from counting.scan.ranks import counts_of, medians, percentiles, spreads
from counting.scan.traces import faint_traces, straightest
from counting.scan.windows import Bits, Masks, Part, Places, Singles, cut, masks_of, places, tall

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
    "straight",
    "frame",
)
"""The order in which `ballot.reading.BoxReading.features` keeps them, each in thousandths.

``ink`` (share of the box, edges weigh less), ``around`` (share of a ring outside the frame),
``faint`` and ``faint_around`` (the same for whatever is darker than the paper at all), ``extent``
(mm of the longest connected ink), ``sharp`` (darkness per mm at the edges of ink), ``steep`` (the
same by the ink's own darkness), ``stroke`` (mm, mean width), ``line`` (ink on straight lines longer
than 13 mm), ``red`` (``ink`` in the red channel), ``faint_extent`` (mm of the longest thing inside
that is darker than the paper beside it), ``through`` (mm of ink on the left and on the right of the
frame, the lesser), ``straight`` (`traces`: how far 3 mm of straight stroke stand out, in standard
deviations), ``frame`` (correlation of the printed frame).
"""

_INK: Final = round(0.28 * FULL)
_LEAST_FAINT: Final = 0.05 * FULL
_NOISE: Final = 6
_NO_GRAIN: Final = 5.0
"""Standard deviations of a straight stroke that grain hardly ever reaches."""
_SEEN_PAST: Final = 35
"""Percentile of a layer of pixels around the boxes that marks do not reach."""
_ENOUGH: Final = 20
"""Boxes that tell how sharp a page is."""
_EVERY: Final = slice(None)


def measure(region: Region, boxes: Sequence[Box], frames: Frames) -> npt.NDArray[np.int64]:
    """Return the features of all ``boxes``, (n, len(FEATURES)), in thousandths."""
    lines = long_lines(region, boxes, frames)
    table = np.zeros((len(boxes), len(FEATURES)))
    for size in sorted({(one.w, one.h) for one in boxes}):
        chosen = [at for at, one in enumerate(boxes) if (one.w, one.h) == size]
        masks = masks_of(size, region.density)
        at = places(region, [boxes[one] for one in chosen], frames.offset[chosen], masks)
        table[chosen, :-1] = _measured(region, lines, at, masks)
    table[:, -1] = frames.score
    return np.asarray(np.clip(np.rint(table * 1000), -1_000_000, 1_000_000), np.int64)


def _measured(region: Region, lines: Lines, at: Places, masks: Masks) -> Reals:
    density, core = region.density, (_EVERY, *masks.core)
    dark = cut(region.dark, at, masks.shape)
    # What a single pixel of noise makes is no trace and leaves no box.
    calm = _pixels(cv2.medianBlur(tall(dark), 3), dark)
    soft = _soft(calm)
    faint, faint_around = _faint(soft, masks)
    within, weights = dark[core], masks.inside[masks.core]
    ink = within > _INK
    inner = ink & masks.clear[masks.core]
    share = _share(ink, weights)
    extent = _extents(inner, density)
    traces, straight = faint_traces(soft, masks, density), straightest(dark, masks.traced)
    if _unexplained(extent, traces, straight).any():
        folded = _on(lines.faint, at, masks)
        traces &= ~folded
        # A fold through the box is as straight as a stroke, and as faint.
        straight *= ~(folded & masks.traced[masks.core]).any(axis=(1, 2))
    sharp = _sharpness(within, inner, weights, density)
    columns = (
        share,
        (_ring(dark, masks) > _INK).mean(axis=1),
        _share(faint, weights),
        faint_around,
        extent,
        sharp,
        sharp / np.maximum(_depth(within, inner), 0.1),
        _strokes(inner, density),
        _share(ink & _on(lines.ink, at, masks), weights),
        share if region.red is None else _share(_inked(region.red, at, masks), weights),
        _extents(traces, density),
        _through(calm, masks, density),
        straight,
    )
    return np.stack(columns, axis=1)


def _unexplained(extent: Reals, traces: Bits, straight: Reals) -> Bits:
    """Return which boxes show something that is no ink and that a fold may have left."""
    faint = traces.any(axis=(1, 2)) | (straight > _NO_GRAIN)
    return np.asarray(faint & (extent == 0), np.bool_)


def _inked(pixels: Pixels, at: Places, masks: Masks) -> Bits:
    return cut(pixels, at, masks.shape)[_EVERY, *masks.core] > _INK


def _on(line: Pixels | None, at: Places, masks: Masks) -> Bits:
    """Return where the cores lie on a line."""
    if line is None:
        return np.zeros((len(at), *masks.clear[masks.core].shape), np.bool_)
    return cut(line, at, masks.shape)[_EVERY, *masks.core] > 0


def _share(bits: Bits, weights: Singles) -> Reals:
    flat = bits.reshape(len(bits), -1).astype(np.float32)
    return np.asarray(flat @ weights.ravel() / weights.sum(), np.float64)


def _ring(windows: Pixels, masks: Masks) -> Pixels:
    """Return the pixels of the rings outside the frames, (n, m)."""
    return windows.reshape(len(windows), -1)[:, masks.ring_at]


def _pixels(picture: Any, like: Pixels) -> Pixels:
    """Return a picture of windows one below the other as windows again."""
    return np.asarray(picture, np.uint8).reshape(like.shape)


def _soft(dark: Pixels) -> Pixels:
    """Return the windows smoothed over a quarter of a millimetre, which grain does not survive."""
    # Two boxes of 5 pixels are nearly a Gaussian of 2, at a tenth of its cost.
    return _pixels(cv2.blur(cv2.blur(tall(dark), (5, 5)), (5, 5)), dark)


def _faint(soft: Pixels, masks: Masks) -> tuple[Bits, Reals]:
    """Return what is darker than this box's own paper by more than the paper's own noise.

    In the cores, and the share of the rings.
    """
    ring = _ring(soft, masks)
    counts = counts_of(ring)
    paper = medians(counts)
    noise = spreads(counts, paper)
    # A noisy ring must not hide a faint mark: the page's own noise bounds what is granted to one.
    noise = np.minimum(noise, 2 * np.median(noise) + 1)
    paper = np.minimum(paper, np.median(paper) + _LEAST_FAINT)
    limit = paper + np.maximum(_LEAST_FAINT, _NOISE * noise)
    leak = _leak(soft, masks)
    around = np.asarray(ring > limit[:, None] + leak.ravel()[masks.ring_at], np.bool_)
    inside = soft[_EVERY, *masks.core] > limit[:, None, None] + leak[masks.core]
    return np.asarray(inside, np.bool_), np.asarray(around.mean(axis=1), np.float64)


def _leak(soft: Pixels, masks: Masks) -> Singles:
    """Return what the frame's own line adds around it, (h, w), where the scan is not sharp.

    It is the same along all four sides of all boxes; a low quantile of each layer sees past the
    marks. Layers next to the one meant count too: a frame is found to half a pixel only.
    """
    soft = soft[:: -(-len(soft) // _ENOUGH)]
    layers = int(masks.inward.max()) + 1
    counts = np.bincount((masks.inward * (FULL + 1) + soft).ravel(), minlength=layers * (FULL + 1))
    ring = np.bincount(_ring(soft, masks).ravel(), minlength=FULL + 1)
    counts = np.concatenate([counts.reshape(layers, -1), ring[None]])
    seen = percentiles(counts, _SEEN_PAST)
    profile = np.zeros(layers + 2)
    near = np.flatnonzero(counts[: 2 * masks.margin].sum(axis=1))
    profile[near + 1] = seen[near] - seen[-1]
    widest = np.maximum(profile[1:-1], np.maximum(profile[:-2], profile[2:]))
    return np.asarray(np.maximum(widest, 0)[masks.inward], np.float32)


def _through(calm: Pixels, masks: Masks, density: int) -> Reals:
    """Return on how many mm of its height ink leaves the box on the left and on the right."""
    left, right = (_reached(calm, side) for side in masks.sides)
    return np.asarray(np.minimum(left, right) / density, np.float64)


def _reached(calm: Pixels, side: Part) -> npt.NDArray[np.int64]:
    return np.asarray((calm[_EVERY, *side] > _INK).any(axis=2).sum(axis=1), np.int64)


def _extents(inner: Bits, density: int) -> Reals:
    """Return per box the length of its longest connected ink, mm; edges of windows are clear."""
    count, height, _ = inner.shape
    extent = np.zeros(count)
    if inner.any():
        _, _, stats, _ = cv2.connectedComponentsWithStats(
            tall(inner).view(np.uint8), ltype=cv2.CV_16U
        )
        pieces = np.asarray(stats, np.int64)[1:]
        long = np.maximum(pieces[:, cv2.CC_STAT_WIDTH], pieces[:, cv2.CC_STAT_HEIGHT]) / density
        np.maximum.at(extent, pieces[:, cv2.CC_STAT_TOP] // height, long)
    return extent


def _strokes(inner: Bits, density: int) -> Reals:
    """Return per box the mean width of its strokes, mm."""
    depth = cv2.distanceTransform(tall(inner).view(np.uint8), cv2.DIST_L2, 3)
    total = np.asarray(depth).reshape(len(inner), -1).sum(axis=1)
    # Over a stroke the mean distance to its edge is a quarter of its width.
    return np.asarray(4 * (total / np.maximum(_area(inner), 1)) / density, np.float64)


def _area(inner: Bits) -> npt.NDArray[np.int64]:
    return np.asarray(np.count_nonzero(inner, axis=(1, 2)), np.int64)


def _sharpness(dark: Pixels, inner: Bits, weights: Singles, density: int) -> Reals:
    """Return the mean steepness of darkness (per mm) along the edges of the ink inside."""
    count, height, width = dark.shape
    ink = tall(inner).view(np.uint8)
    inland = cv2.erode(ink, np.ones((3, 3), np.uint8), borderValue=1)
    edge = (ink - np.asarray(inland, np.uint8)).reshape(dark.shape) * (weights > 0)
    # Sobel weighs 8 differences over 2 pixels.
    pixels = tall(dark)
    across, down = cv2.Sobel(pixels, cv2.CV_16S, 1, 0), cv2.Sobel(pixels, cv2.CV_16S, 0, 1)
    at = np.flatnonzero(edge)
    steep = np.hypot(across.ravel()[at].astype(np.float64), down.ravel()[at].astype(np.float64)) * (
        density / (8 * FULL)
    )
    box = at // (height * width)
    total = np.bincount(box, steep, count)
    return np.asarray(total / np.maximum(np.bincount(box, minlength=count), 1), np.float64)


def _depth(dark: Pixels, inner: Bits) -> Reals:
    """Return the mean darkness of the ink inside."""
    total = (dark * inner).sum(axis=(1, 2), dtype=np.int64)
    return np.asarray(total / np.maximum(_area(inner), 1) / FULL, np.float64)
