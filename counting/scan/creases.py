"""Long straight lines over a page: folds and dirty glass draw them, nobody's pen does."""

from typing import Final

import cv2
import numpy as np

from counting.scan.image import Pixels

_LEAST_MM: Final = 25
"""Longer than three columns' gaps: a stroke beside a box ends in its cell."""
_GAP_MM: Final = 11
"""A box with the ring that is not looked at lies in the way of a line that runs along its row."""
_INKED_MM: Final = 12
"""Of the line must be seen."""
_WIDE_MM: Final = 0.75
"""Drawn as wide as this, a line covers a crease and its shade, but no mark."""
_MOST: Final = 60


def long_lines(ink: Pixels, density: int) -> Pixels:
    """Return 1 where a long straight line of ``ink`` (1, else 0; ``density`` per mm) runs."""
    found = cv2.HoughLinesP(
        ink, 1, np.pi / 360, _INKED_MM * density, None, _LEAST_MM * density, _GAP_MM * density
    )
    drawn = np.zeros_like(ink)
    if found is not None:
        wide = round(_WIDE_MM * density)
        for x1, y1, x2, y2 in np.asarray(found).reshape(-1, 4)[:_MOST].tolist():
            cv2.line(drawn, (x1, y1), (x2, y2), 1, wide)
    return drawn
