"""The box of a style A sheet as both generators draw it: lengths in mm, origin its inner corner."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BOX = (11.0, 8.4)
MARGIN = 2.0
FRAME = 0.32
"""Width of the printed line, 0.9 pt."""
WHOLE = (BOX[0] + 2 * MARGIN, BOX[1] + 2 * MARGIN)

LABELS = ("o", "x", "tick", "blank", "other")

Points = npt.NDArray[np.float64]
"""N x 2, x to the right and y downwards."""
Picture = npt.NDArray[np.float32]
"""Darkness, 0 paper to 1 print black."""


@dataclass(frozen=True, slots=True)
class Line:
    """One pull of a pen: the points it passes, its width at each of them in mm."""

    points: Points
    width: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What somebody did to one box: the ``label`` it deserves, which ``kind`` of mark it is."""

    label: str
    kind: str
    lines: tuple[Line, ...]
