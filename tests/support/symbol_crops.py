"""Crops of style A boxes drawn by hand: points in mm from the inner corner of the frame."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Crop = npt.NDArray[np.uint8]
Way = Sequence[tuple[float, float]]

_FINE = 16
_MARGIN = 2.0

CROSS: tuple[Way, ...] = (((3, 1.6), (8, 6.7)), ((8, 1.5), (3.1, 6.9)))
TICK: tuple[Way, ...] = (((3, 4), (4.6, 6.6), (8.6, 1.6)),)


def ring(x: float = 5.5, y: float = 4.2, radius: float = 2.4, turn: float = 1.0) -> Way:
    at = np.linspace(-1.5, -1.5 - 2 * np.pi * turn, 60)
    return [(x + radius * np.cos(a), y + radius * np.sin(a)) for a in at.tolist()]


def crop(*ways: Way, width: float = 0.55, dark: int = 200, frame: int = 235) -> Crop:
    """Return a box with strokes along ``ways``, ``width`` mm wide, as a 200-dpi scan shows it."""
    fine = np.zeros((round(12.4 * _FINE), round(15 * _FINE)), np.uint8)
    for way in ways:
        points = np.rint((np.asarray(way) + _MARGIN) * _FINE).astype(np.int32)
        cv2.polylines(fine, [points], False, dark, max(1, round(width * _FINE)), cv2.LINE_AA)
    near, far = round((_MARGIN - 0.16) * _FINE), np.rint((np.array([13.16, 10.56])) * _FINE)
    corner = (int(far[0]), int(far[1]))
    cv2.rectangle(fine, (near, near), corner, frame, round(0.32 * _FINE), cv2.LINE_AA)
    soft = cv2.GaussianBlur(fine, (0, 0), 0.12 * _FINE)
    return np.asarray(cv2.resize(soft, (48, 40), interpolation=cv2.INTER_AREA), np.uint8)
