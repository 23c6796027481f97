"""Whether the ink in a box is one straight bar: a stroke in which nothing can be struck out.

A dash of a felt pen is as heavy as a tick with a line through it, and a network takes one for the
other. Two strokes that cross or lie askew leave notches beside them; a bar fills its convex hull.
"""

from typing import Final

import cv2
import numpy as np

from counting.scan.darkness import FULL
from counting.scan.image import Pixels

_INK: Final = round(0.28 * FULL)
_FRAME: Final = 16
"""Pixels (5 per mm) from the picture's edge to where the printed frame ends."""
_LONG: Final = 2.5
"""How many times as long as wide a bar is."""
_SPECKS: Final = 3
"""Pixels of ink besides that say nothing."""


def bar_in(picture: Pixels) -> int:
    """Return how much of its convex hull (permille) the one long piece of ink fills; 0: no such.

    ``picture`` is what `opinion.pictures_of` makes of a box, 5 pixels per mm and 2.5 mm around it.
    """
    inside = picture[_FRAME:-_FRAME, _FRAME:-_FRAME] > _INK
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8))
    if count == 1:
        return 0
    areas = np.asarray(stats)[1:, cv2.CC_STAT_AREA]
    largest = int(areas.argmax())
    piece = (np.asarray(labels) == largest + 1).astype(np.uint8)
    (edge, *_), _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    _, sides, _ = cv2.minAreaRect(edge)
    # Contours run through the middles of pixels.
    short, long = sorted(side + 1 for side in sides)
    if long < _LONG * short or areas.sum() - areas[largest] > _SPECKS:
        return 0
    hull = cv2.contourArea(cv2.convexHull(edge)) + len(edge) / 2 + 1
    return round(1000 * float(areas[largest]) / hull)
