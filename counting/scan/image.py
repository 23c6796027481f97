"""One page as pixels, and what makes it fit for reading.

Everything that comes in is brought to 8-bit grey of a bounded size here, so that later stages need
not ask where a page comes from.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from counting.scan.errors import RefusedPage

Pixels = npt.NDArray[np.uint8]
Reals = npt.NDArray[np.float64]

GREY, COLOURS = 2, 3
"""Dimensions of an array of grey; channels (and dimensions) of one of colours."""

LEAST_SIDE: Final = 200
"""Pixels of a side: a third of what the coarsest scan has that is read."""
MOST_SIDE: Final = 12_000
"""Pixels of a side: A3 at 600 dpi has 9,921."""
MOST_PIXELS: Final = 80_000_000
_WORKED: Final = 5_000
"""The longer side that is worked on: A3 at 300 dpi; finer scans are averaged down."""
_FEWEST_LEVELS: Final = 16
_LEAST_MIDDLE: Final = 20
"""Permille of middle grey per dark pixel: printed edges of a grey scan leave 100 and more."""
_LEAST_CONTRAST, _LEAST_DARK = 100, 250
"""Of paper and print, and pixels of print, from which on a lack of middle grey tells anything."""
_TINT, _LEAST_TINTED = 40, 20
"""Spread of the channels of a coloured pixel, and how many of every 64th make a coloured page."""

BLACK_AND_WHITE: Final = (
    "这是黑白二值扫描，浅色笔迹已经丢失，不能用来读票。"
    "请把扫描仪的颜色模式设为“灰度”，分辨率设为 200 dpi，重新扫描。"
)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page: ``grey``, ``colour`` (RGB) where it has any, ``dpi`` where the file states it."""

    grey: Pixels
    colour: Pixels | None
    dpi: int | None


def require_size(width: int, height: int) -> None:
    """Raise RefusedPage for a page that is too large or too small to be the scan of a sheet."""
    if width < 1 or height < 1:
        raise RefusedPage("图像是空的，请重新扫描。", code="scan.empty")
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise RefusedPage(
            f"图像有 {width}×{height} 像素，过大，未读。请用 200 dpi 灰度重新扫描；"
            f"手机拍的，请改用 1200 万像素左右。",
            code="scan.pixels",
        )
    if min(width, height) < LEAST_SIDE:
        raise RefusedPage(
            f"图像只有 {width}×{height} 像素，不是整张票，未读。请用 200 dpi 灰度重新扫描。",
            code="scan.small",
        )


def page_image(pixels: Pixels, dpi: int | None) -> PageImage:
    """Return the page whose ``pixels`` are grey (h, w) or RGB (h, w, 3).

    Raises RefusedPage for a black and white scan: faint marks vanish before anyone sees them.
    """
    require_size(pixels.shape[1], pixels.shape[0])
    longer = max(pixels.shape[:2])
    grey = pixels
    if pixels.ndim != GREY:
        grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    _require_grey(grey)
    colour = pixels if pixels.ndim == COLOURS and _coloured(pixels) else None
    if longer > _WORKED:
        factor = _WORKED / longer
        grey = _reduced(grey, factor)
        colour = None if colour is None else _reduced(colour, factor)
        dpi = None if dpi is None else round(dpi * factor)
    return PageImage(grey=grey, colour=colour, dpi=dpi)


def black_and_white() -> RefusedPage:
    """Return the refusal of a 1-bit scan, which says how to set the scanner."""
    return RefusedPage(BLACK_AND_WHITE, code="scan.black_and_white")


def shrunk(pixels: Pixels, share: int) -> Pixels:
    """Return the mean of every square of ``share`` pixels; a rest at the end is left out.

    Squeezed in, it would move what lies before it; and any other reduction takes ten times as long.
    """
    rows, columns = (one // share for one in pixels.shape[:2])
    whole = pixels[: rows * share, : columns * share]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _reduced(pixels: Pixels, factor: float) -> Pixels:
    return np.asarray(
        cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )


def _require_grey(grey: Pixels) -> None:
    """Refuse two levels of grey, also where JPEG or scaling has frayed them a little."""
    counts = np.asarray(cv2.calcHist([grey[::4]], [0], None, [256], [0, 256]), np.int64).ravel()
    levels = np.flatnonzero(counts)
    if levels.size == 1:
        return  # nothing but paper: a blank page, which is told apart later
    low, high = _ends(counts)
    dark = int(counts[: low + (high - low) // 4].sum())
    middle = int(counts[low + (high - low) * 3 // 10 : low + (high - low) * 7 // 10].sum())
    contrast = high - low > _LEAST_CONTRAST and dark > _LEAST_DARK
    if levels.size < _FEWEST_LEVELS or (contrast and middle * 1000 < dark * _LEAST_MIDDLE):
        raise black_and_white()


def _ends(counts: npt.NDArray[np.int64]) -> tuple[int, int]:
    """Return the grey of the darkest 0.1 % and of the paper (the brighter half)."""
    summed = np.cumsum(counts)
    total = int(summed[-1])
    return int(np.searchsorted(summed, total // 1000)), int(np.searchsorted(summed, total // 2))


def _coloured(pixels: Pixels) -> bool:
    """Whether any channel differs: grey scans are often stored as RGB."""
    few = pixels[::8, ::8].astype(np.int16)
    spread = few.max(axis=2) - few.min(axis=2)
    return bool(np.count_nonzero(spread > _TINT) > _LEAST_TINTED)
