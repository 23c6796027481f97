"""Writing across print: a row's text that is darker than it was printed.

Between lines of print there is too little white paper for a pen to show on. So the print is taken
away instead: both are blurred to what a stroke is wide, which forgives a third of a millimetre of
bent paper, and what remains is ink that nobody printed. Where the paper bends more, there is as
much too little as there is too much, and what is too little says how far to trust the rest.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from counting.scan.flattened import OVERVIEW_DENSITY
from counting.scan.image import Pixels

Softened = npt.NDArray[np.float32]
"""Darkness, blurred."""

_DENSITY: Final = OVERVIEW_DENSITY
_BLUR: Final = 1.3
"""Pixels."""
MARGIN: Final = _DENSITY
"""Pixels around a cell within which its print may lie."""
_BLOCK: Final = 30 * _DENSITY
"""Paper is bent alike over so many pixels."""
_PRINTED: Final = 4
"""Less darkness, in the mean of squares, is nothing that could be laid upon the scan."""
_LEAST_GAIN, _MOST_GAIN = 0.25, 1.3
"""How much lighter or heavier than drawn a printer prints."""
_PALE: Final = 0.75
"""A scan softens print to some 0.88 of what was drawn; below this it is pale."""
_TRUSTED: Final = 99
"""Percentile of what is too light."""
_JOINING: Final = np.ones((5, 5), np.uint8)
_HIGH, _WIDE = 0.6, 0.9
"""Share of a cell's height and width that a line from edge to edge covers, print left out."""
_END: Final = 3
_ABOUT: Final = np.ones((1, 7), np.uint8)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is writing: a piece ``level`` (of 255) darker than print, ``long`` mm, ``area`` in mm².

    It must be darker by ``noise`` times what other places of the row are too light, too.
    """

    level: float
    noise: float
    long: float
    area: float


SLIGHT: Final = Bar(level=20, noise=1.8, long=2.0, area=1.0)
"""Beside empty boxes, where the row would count as one that nobody marked."""
PLAIN: Final = Bar(level=50, noise=2.5, long=4.0, area=3.0)
"""Beside a mark, where writing says nothing of the row, but may void the sheet."""


def blurred(dark: Pixels) -> Softened:
    """Return darkness (h, w) with strokes and print spread alike."""
    return np.asarray(cv2.GaussianBlur(dark.astype(np.float32), (0, 0), _BLUR), np.float32)


def overwritten(seen: Softened, printed: Softened, bar: Bar) -> bool:
    """Say whether somebody wrote on a cell.

    ``printed`` (h, w) is its print, `blurred`; ``seen`` (h + 2 MARGIN, w + 2 MARGIN) the same of
    the scan.
    """
    inside = seen[MARGIN:-MARGIN, MARGIN:-MARGIN]
    # Where print is pale, pens are.
    gain = _gain(inside, printed)
    level = bar.level * min(gain / _PALE, 1.0)
    if np.count_nonzero(_excess(inside, printed, gain) > level) < bar.area * _DENSITY**2:
        return False  # nearly always, and print need not be laid upon the scan
    left = _laid(seen, printed)
    level = max(level, bar.noise * float(np.percentile(-left, _TRUSTED)))
    return _has_piece((left > level).astype(np.uint8), bar)


def _has_piece(ink: Pixels, bar: Bar) -> bool:
    """Say whether a piece of ``ink`` is as large as writing, and no fold or streak of the glass.

    What print has cut into pieces counts as one.
    """
    ink = without_lines(ink)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, _JOINING))
    area = np.bincount(np.asarray(labels)[ink > 0], minlength=count)
    long = np.asarray(stats, np.int64)[:, 2:4].max(axis=1) - (_JOINING.shape[0] - 1)
    return bool(((long >= bar.long * _DENSITY) & (area >= bar.area * _DENSITY**2))[1:].any())


def without_lines(ink: Pixels) -> Pixels:
    """Return the bits of a cell without folds and streaks, which run from edge to edge."""
    return np.asarray(ink * (1 - _lines(ink, _HIGH)) * (1 - _lines(ink.T, _WIDE).T), np.uint8)


def _lines(ink: Pixels, share: float) -> Pixels:
    """Return 1 in the columns of which ``share`` is inked, both ends too, and about them."""
    ends = ink[:_END].any(axis=0) & ink[-_END:].any(axis=0)
    whole = ends & (np.count_nonzero(ink, axis=0) >= share * ink.shape[0])
    return np.asarray(cv2.dilate(whole[None, :].astype(np.uint8), _ABOUT), np.uint8)


def _laid(seen: Softened, printed: Softened) -> Softened:
    """Return the excess (h, w), each block of the print laid where it fits best."""
    height, width = printed.shape
    edges = [*range(0, max(width - _BLOCK // 2, 1), _BLOCK), width]
    left = np.empty_like(printed)
    for start, end in pairwise(edges):
        block = printed[:, start:end]
        around = seen[:, start : end + 2 * MARGIN]
        at = _where(around, block) if _is_printed(block) else (MARGIN, MARGIN)
        size = (end - start, height)
        middle = (at[0] + (size[0] - 1) / 2, at[1] + (size[1] - 1) / 2)
        below = np.asarray(cv2.getRectSubPix(around, size, middle), np.float32)
        left[:, start:end] = _excess(below, block, _gain(below, block))
    return left


def _where(around: Softened, block: Softened) -> tuple[float, float]:
    """Return where (x, y) in ``around`` the ``block`` fits best, to parts of a pixel."""
    fits = np.asarray(cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED), np.float32)
    y, x = divmod(int(fits.argmax()), fits.shape[1])
    return x + _apex(fits[y], x), y + _apex(fits[:, x], y)


def _apex(fits: Softened, at: int) -> float:
    """Return how far from ``at``, the largest, a parabola through its neighbours has its apex."""
    if not 0 < at < len(fits) - 1:
        return 0.0
    before, here, after = (float(one) for one in fits[at - 1 : at + 2])
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def _excess(seen: Softened, printed: Softened, gain: float) -> Softened:
    return np.asarray(seen - np.float32(gain) * printed, np.float32)


def _gain(seen: Softened, printed: Softened) -> float:
    """Return how dark the print came out; 1 for a cell in which there is none."""
    if not _is_printed(printed):
        return 1.0
    gain = float(np.vdot(seen, printed) / np.vdot(printed, printed))
    return min(max(gain, _LEAST_GAIN), _MOST_GAIN)


def _is_printed(printed: Softened) -> bool:
    return float(np.vdot(printed, printed)) > printed.size * _PRINTED**2
