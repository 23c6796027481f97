"""A second opinion on a box: a small network looks at its picture where the limits do not suffice.

It sees the box and 2.5 mm around it in darkness (0 paper to 255 print black), 5 pixels per mm, and
in numbers what was measured of the box, how the boxes of the page measure, and how dark the paper
beside them is: the same grey smear is a pencil on clean paper and the back of the sheet on thin
paper. `marks` says when it is asked and how sure it must be. docs/scanning.md says what it learned
from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ballot.sheet import Box
from counting.scan.bars import bar_in
from counting.scan.darkness import FULL, Region
from counting.scan.frames import Frames
from counting.scan.image import Pixels
from counting.scan.network import OPINION, Weights, chances, published_weights
from counting.scan.placing import MM
from counting.scan.ranks import percentiles

SEEN: Final = ("tick", "circle", "cross", "fill", "stroke", "blank", "faint", "struck", "other")
"""What the network tells apart: five kinds of clear marks, and what is none. Of the last three
people decide."""
MARKS: Final = SEEN[: SEEN.index("blank")]
WIDTH, HEIGHT = 60, 55
"""Pixels of a picture."""
_MARGIN_MM: Final = 2.5
_STRIP_MM: Final = 1.5
"""Of the margin at the left and at the right, where nothing is printed and few marks reach."""
_USUAL: Final = (35, 85)
"""Percentiles that tell how the boxes of a page measure: an empty one, and one of its marks."""
_DOUBTED: Final = 0.05
"""Chance of something taken back from which on it is measured whether that can be."""
_PAPER: Final = (50, 75, 90, 97, 99)
"""Percentiles that tell what the paper beside the boxes shows: grain, folds, the sheet's back."""

Measures = npt.NDArray[np.float32]
"""N x (3 measures of the page for each of the box, and the paper's)."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely (permille) a box holds a mark, nothing, a faint mark, or one taken back.

    What is left of 1000 is anything else. ``tick`` to ``fill`` are shares of ``marked``: what the
    mark is. ``bar`` is measured: `bars.bar_in`, where the network sees something taken back.
    """

    marked: int
    blank: int
    faint: int
    struck: int
    tick: int = 0
    circle: int = 0
    cross: int = 0
    fill: int = 0
    bar: int = 0

    @property
    def traces(self) -> int:
        """How likely somebody wrote in the box, even if nothing counts."""
        return self.marked + self.faint + self.struck


def opinions(
    windows: Pixels,
    table: npt.NDArray[np.int64],
    asked: Sequence[int],
    weights: Weights | None = None,
) -> dict[int, Opinion]:
    """Return the opinions on the boxes at the places ``asked``.

    ``windows`` and ``table`` are those of all boxes of the page: `windows_around` and what
    `features.measure` returns. ``weights`` are the published ones if None; raises WeightsDamaged
    if those are not what they were.
    """
    if not asked:
        return {}
    at = list(asked)
    pictures = pictures_of(windows[at])
    # The root spreads what is faint: a pencil that hardly writes is a hundredth of print's black.
    seen = chances(
        np.sqrt(pictures.astype(np.float32) / np.float32(FULL)),
        weights or published_weights(OPINION),
        measures_of(windows, table)[at],
    )
    return {
        place: _opinion(one, picture)
        for place, one, picture in zip(asked, seen.tolist(), pictures, strict=True)
    }


def _opinion(chance: Sequence[float], picture: Pixels) -> Opinion:
    told = dict(zip(SEEN, chance, strict=True))
    told["marked"] = sum(told[kind] for kind in MARKS)
    told["bar"] = bar_in(picture) / 1000 if told["struck"] >= _DOUBTED else 0
    return Opinion(**{one.name: round(1000 * told[one.name]) for one in fields(Opinion)})


def windows_around(region: Region, boxes: Sequence[Box], frames: Frames) -> Pixels:
    """Return the darkness of ``boxes`` of one size and 2.5 mm around each, (n, h, w)."""
    density, margin = region.density, round(_MARGIN_MM * region.density)
    width, height = (round(one / MM * density) + 2 * margin for one in (boxes[0].w, boxes[0].h))
    corners = np.array([(one.x, one.y) for one in boxes]) / MM + frames.offset
    at = np.rint((corners - region.origin) * density).astype(np.int64) - margin
    most = (region.dark.shape[1] - width, region.dark.shape[0] - height)
    places = np.clip(at, 0, most).tolist()
    return np.stack([region.dark[y : y + height, x : x + width] for x, y in places])


def pictures_of(windows: Pixels) -> Pixels:
    """Return the windows as the network sees them, (n, HEIGHT, WIDTH)."""
    size = (WIDTH, HEIGHT)
    return np.stack([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in windows])


def measures_of(windows: Pixels, table: npt.NDArray[np.int64]) -> Measures:
    """Return the numbers that the network sees of each box of a page."""
    own = _squashed(np.maximum(table, 0) / 10)
    usual = np.percentile(own, _USUAL, axis=0).ravel()
    page = np.concatenate([usual, _squashed(_paper(windows))])
    return np.hstack([own, np.tile(page, (len(own), 1))]).astype(np.float32)


def _squashed(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return ``values`` as orders of magnitude, a million as about 2."""
    return np.asarray(np.log1p(values) / 7)


def _paper(windows: Pixels) -> npt.NDArray[np.float64]:
    """Return how dark the paper beside the boxes is, in percentiles; grain is smoothed a little."""
    _, height, width = windows.shape
    margin = round(_MARGIN_MM / (WIDTH / 5) * width)
    strip = round(_STRIP_MM / _MARGIN_MM * margin) // 2 * 2
    beside = windows[:, margin : margin + (height - 2 * margin) // 2 * 2]
    strips = np.concatenate([beside[:, :, :strip], beside[:, :, -strip:]]).astype(np.uint16)
    rows = strips[:, ::2] + strips[:, 1::2]
    fours = np.bincount((rows[:, :, ::2] + rows[:, :, 1::2]).ravel())[None]
    return np.array([percentiles(fours, one)[0] / 4 for one in _PAPER])
