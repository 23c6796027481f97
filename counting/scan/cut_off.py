"""A sheet whose corners fall off the picture: it lies too askew, or is larger than the glass.

What is left of fiducials and code, one corner of the sheet or two, tells roughly how it lies if it
is flat; a photograph's perspective they do not tell. So the frames of the boxes have to confirm it,
nearly all of them and all in one plane, before anything is read.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from ballot.sheet import SheetLayout, SheetPage
from counting.scan.darkness import box_bounds, ink_of, region_of
from counting.scan.fiducials import Fiducial
from counting.scan.frames import TRUSTED, find_frames
from counting.scan.image import PageImage, Pixels
from counting.scan.placing import (
    MM,
    Placement,
    Points,
    fiducial_points,
    joined,
    place_flat,
    project,
)

_FOUR: Final = 4
"""Corners of a fiducial or a code."""
_FEWEST_MARKS: Final = 2
"""Fiducials without a code: one alone is too small to tell how a page is turned."""
_FEWEST_BOXES: Final = 6
"""Fewer may look like frames by chance."""
_SEEN: Final = 0.9
"""Share of the frames that must be found in their places; marks and folds hide single ones."""
_START_MM: Final = 1.0
"""Root mean square at the corners that are left: of these alone none may be wrong."""
_PLANE_MM: Final = 0.35
_AWAY_MM: Final = 1.0
"""From its place, for any single corner: the next row of boxes is ten times as far."""
_ROUNDS: Final = 3
"""From a corner's width to a table's: each round finds the frames nearer to where they are."""
_DENSITY: Final = 4
_AROUND: Final = 9_000


def place_cut_off(
    grey: Pixels,
    found: Sequence[Fiducial],
    layout: SheetLayout,
    page: SheetPage,
    code: Points | None,
) -> Placement | None:
    """Return how ``page`` lies by the fiducials ``found`` and the corners of its ``code``.

    None where they are too few or not all in their places, or where the frames do not confirm them.
    """
    corners = fiducial_points(layout, page, found)
    if len(corners.sheet) < _FOUR * len(found) or len(page.boxes) < _FEWEST_BOXES:
        return None  # a fiducial is of another page, or nothing could confirm the place
    if code is not None:
        corners = joined(corners, code)
    elif len(found) < _FEWEST_MARKS:
        return None
    placement = place_flat(layout, page, corners, _START_MM)
    for _ in range(_ROUNDS):
        frames = None if placement is None else _frames(grey, found, placement)
        if placement is None or frames is None:
            return None
        placement = place_flat(layout, page, joined(corners, frames), _PLANE_MM)
    if placement is None or _furthest(placement, corners) > _AWAY_MM:
        return None
    return placement


def marks_of(placement: Placement) -> tuple[Fiducial, ...]:
    """Return the fiducials where they must be, those that are cut off too.

    What is seen of them tells how dark the print is, also where none of them can be recognised.
    """
    half = placement.layout.marker / MM / 2
    square = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    return tuple(
        Fiducial(one.id, project(placement.matrix, square + np.array((one.x, one.y)) / MM))
        for one in placement.page.markers
    )


def _frames(grey: Pixels, found: Sequence[Fiducial], placement: Placement) -> Points | None:
    """Return the middles of the boxes whose frames are seen; None where too few are."""
    page = placement.page
    image = PageImage(grey, None, None)
    ink = ink_of(grey, found or marks_of(placement))
    region = region_of(image, placement, ink, box_bounds(page, _AROUND), _DENSITY)
    frames = find_frames(region, page.boxes)
    seen = frames.score > TRUSTED
    if seen.mean() < _SEEN or not _both_ends(page, seen):
        return None
    middles = np.array([(one.x + one.w / 2, one.y + one.h / 2) for one in page.boxes]) / MM
    return Points(middles[seen], project(placement.matrix, (middles + frames.offset)[seen]))


def _both_ends(page: SheetPage, seen: npt.NDArray[np.bool_]) -> bool:
    """Whether most frames of the first row and of the last are seen.

    A table that is taken to lie one row off has all of its frames in place but those of one end.
    """
    rows = np.array([one.y for one in page.boxes])
    return all(seen[rows == end].mean() > 1 / 2 for end in (rows.min(), rows.max()))


def _furthest(placement: Placement, points: Points) -> float:
    """Return how far (mm) the worst of ``points`` is seen from its place."""
    away = project(placement.matrix, points.sheet) - points.seen
    return float(np.hypot(*away.T).max() / placement.density)
