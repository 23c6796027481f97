"""Writing across print: a row's text that is darker than it was printed.

Between lines of print there is too little white paper for a pen to show on. So the print is taken
away instead: both are blurred to what a stroke is wide, the print is made as soft as the scan and
laid upon it in blocks, each where it fits, and what remains is ink that nobody printed. Where the
paper bends more, there is as much too little as there is too much, and what is too little says how
far to trust the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
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
_BLOCK: Final = 12 * _DENSITY
"""Paper is bent alike over so many pixels."""
_PRINTED: Final = 4
"""Less darkness, in the mean of squares, is nothing that could be laid upon the scan."""
_LEAST_GAIN, _MOST_GAIN = 0.25, 1.3
"""How much lighter or heavier than drawn a printer prints."""
_PALE: Final = 0.75
"""A scan softens print to some 0.88 of what was drawn; below this it is pale."""
_DARK: Final = 63
"""Marks of most sheets are darker; where they are paler, other writing is."""
_PALEST: Final = 0.4
"""Share of a bar's level below which no pen lowers it."""
_HIDDEN: Final = 0.3
"""Share of the cell's darkness below which the print of a block is not seen."""
_SOFTER: Final = 1.0
"""Pixels."""
_TRUSTED: Final = 94
"""Percentile of what is too light where print is."""
_PRINT: Final = 40
_MUCH: Final = 500
"""mm² of print, blurred, as hardly a name and its particulars have."""
_CLEAR: Final = 2.7
"""Times what print is too light that ink on pale print must be darker."""
_JOINING: Final = np.ones((5, 5), np.uint8)
_HIGH, _WIDE = 0.6, 0.9
"""Share of a cell's height and width that a line from edge to edge covers, print left out."""
_END: Final = 3
_ABOUT: Final = np.ones((1, 7), np.uint8)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is writing: a piece ``level`` (of 255) darker than print, ``long`` mm, ``area`` in mm².

    It must be darker by ``noise`` times what print is too light, too. Where print is pale, the pen
    may be as pale: there `_CLEAR` times that is enough, but not less than ``pale``.
    """

    level: float
    pale: float
    noise: float
    long: float
    area: float


SLIGHT: Final = Bar(level=17, pale=9, noise=1.2, long=2.0, area=0.95)
"""Beside empty boxes, where the row would count as one that nobody marked."""
PLAIN: Final = Bar(level=50, pale=50, noise=2.5, long=4.0, area=3.0)
"""Beside a mark, where writing says nothing of the row, but may void the sheet."""


def blurred(dark: Pixels) -> Softened:
    """Return darkness (h, w) with strokes and print spread alike."""
    return np.asarray(cv2.GaussianBlur(dark.astype(np.float32), (0, 0), _BLUR), np.float32)


def overwritten(seen: Softened, printed: Softened, bar: Bar, pen: float | None) -> bool:
    """Say whether somebody wrote on a cell.

    ``printed`` (h, w) is its print, `blurred`; ``seen`` (h + 2 MARGIN, w + 2 MARGIN) the same of
    the scan. ``pen`` is how dark the sheet's marks are, `blurred`; None where it has none.
    """
    inside = seen[MARGIN:-MARGIN, MARGIN:-MARGIN]
    gain = _gain(inside, printed)
    # Without a mark to go by: where print is pale, pens are.
    dark = gain / _PALE if pen is None else pen / _DARK
    level = bar.level * min(max(dark, _PALEST), 1.0)
    least = min(level, bar.pale) if gain < _PALE else level
    if np.count_nonzero(_excess(inside, printed, gain) > least) < bar.area * _DENSITY**2:
        return False  # nearly always, and print need not be laid upon the scan
    bar = replace(bar, area=bar.area * _more_print(printed))
    softened, left = _as_soft(printed, seen)
    if np.count_nonzero(left > least) < bar.area * _DENSITY**2:
        return False
    left, noise = _laid(seen, softened)
    level = max(min(level, max(_CLEAR * noise, least)), bar.noise * noise)
    return _has_piece((left > level).astype(np.uint8), bar)


def hidden(seen: Softened, printed: Softened) -> bool:
    """Say whether a part of a cell's print is missing: what was written there is not seen either.

    ``seen`` and ``printed`` are as `overwritten` takes them. Corners are folded over, and notes
    stuck on.
    """
    inside = seen[MARGIN:-MARGIN, MARGIN:-MARGIN]
    least = _HIDDEN * _gain(inside, printed)
    for start, end in _blocks(printed.shape[1]):
        block = printed[:, start:end]
        if _is_printed(block) and _share(inside[:, start:end], block) < least:
            return True
    return False


def _more_print(printed: Softened) -> float:
    """Return how many times as large ink must be: the more print, the more of it looks like ink."""
    much = np.count_nonzero(printed > _PRINT) / (_MUCH * _DENSITY**2)
    return max(float(np.sqrt(much)), 1.0)


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


def _as_soft(printed: Softened, seen: Softened) -> tuple[Softened, Softened]:
    """Return the print of a cell as dark and as soft as the scan shows the whole, and the excess.

    Writing on a part of it hardly tells; were it asked for each block, the print would take it in.
    """
    below = _below(seen, printed)
    if not _is_printed(printed):
        return printed, below - printed
    softened = _fitted(below, (printed, cv2.GaussianBlur(printed, (0, 0), _SOFTER)))
    return softened, below - softened


def _laid(seen: Softened, printed: Softened) -> tuple[Softened, float]:
    """Return the excess (h, w), each block of the print laid where it fits best, and its noise.

    The noise is that of print alone, however much white paper is about it.
    """
    left = np.empty_like(printed)
    for (top, bottom), (start, end) in product(*map(_blocks, printed.shape)):
        block = printed[top:bottom, start:end]
        around = seen[top : bottom + 2 * MARGIN, start : end + 2 * MARGIN]
        left[top:bottom, start:end] = _without(_below(around, block), block)
    there = printed > _PRINT
    return left, float(np.percentile(-left[there] if there.any() else -left, _TRUSTED))


def _blocks(length: int) -> list[tuple[int, int]]:
    """Return where the blocks of a cell begin and end along one of its sides."""
    return list(pairwise([*range(0, max(length - _BLOCK // 2, 1), _BLOCK), length]))


def _below(around: Softened, block: Softened) -> Softened:
    """Return the part of ``around`` that a ``block`` of print fits best, to a pixel.

    It is ``around`` without its margin where nothing is printed that could be laid anywhere.
    """
    x = y = MARGIN
    if _is_printed(block):
        fits = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED)
        y, x = divmod(int(fits.argmax()), fits.shape[1])
    height, width = block.shape
    return around[y : y + height, x : x + width]


def _without(seen: Softened, block: Softened) -> Softened:
    """Return the excess over a block of print, moved by parts of a pixel."""
    if not _is_printed(block):
        return seen
    slopes = (cv2.Sobel(block, cv2.CV_32F, 1, 0), cv2.Sobel(block, cv2.CV_32F, 0, 1))
    return seen - _fitted(seen, (block, *slopes))


def _fitted(seen: Softened, parts: Sequence[npt.ArrayLike]) -> Softened:
    """Return the sum of shares of ``parts`` that comes closest to what is seen."""
    basis = np.stack([np.ravel(one) for one in parts]).astype(np.float64)
    shares, *_ = np.linalg.lstsq(basis @ basis.T, basis @ seen.ravel(), rcond=None)
    return np.asarray((shares @ basis).reshape(seen.shape), np.float32)


def _excess(seen: Softened, printed: Softened, gain: float) -> Softened:
    return np.asarray(seen - np.float32(gain) * printed, np.float32)


def _gain(seen: Softened, printed: Softened) -> float:
    """Return how dark the print came out; 1 for a cell in which there is none."""
    if not _is_printed(printed):
        return 1.0
    return min(max(_share(seen, printed), _LEAST_GAIN), _MOST_GAIN)


def _share(seen: Softened, printed: Softened) -> float:
    return float(np.vdot(seen, printed) / np.vdot(printed, printed))


def _is_printed(printed: Softened) -> bool:
    return float(np.vdot(printed, printed)) > printed.size * _PRINTED**2
