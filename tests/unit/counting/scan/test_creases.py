"""A fold runs through cells and is passed over; what somebody writes beside a box is not."""

import cv2
import numpy as np

from ballot.sheet import Format, layout_of
from counting.scan.darkness import Region
from counting.scan.frames import Frames
from counting.scan.outside import strange_boxes
from tests.support.scanned import definition_of

DENSITY = 8
PAGE = layout_of(definition_of(), Format()).pages[0]
FRAMES = Frames(np.zeros((len(PAGE.boxes), 2)), np.ones(len(PAGE.boxes)))
BOX = PAGE.boxes[16]


Stroke = tuple[float, float, float, float]
"""From x, y to x, y in mm."""


def strange(*lines: Stroke, pale: Stroke | None = None) -> set[int]:
    """Return the projects beside whose boxes something stands; ``pale`` is too light to be ink."""
    right, bottom = (max(one.right for one in PAGE.boxes), max(one.bottom for one in PAGE.boxes))
    height, width = (round(one / 1000 + 9) * DENSITY for one in (bottom, right))
    pixels = np.zeros((height, width), np.uint8)
    for x1, y1, x2, y2 in (*([pale] if pale else []), *lines):
        ends = [[round(one * DENSITY) for one in end] for end in ((x1, y1), (x2, y2))]
        cv2.line(pixels, ends[0], ends[1], 40 if (x1, y1, x2, y2) == pale else 90, 4)
    region = Region((0.0, 0.0), DENSITY, pixels, None)
    places = strange_boxes(region, PAGE, FRAMES, [False] * len(PAGE.boxes))
    return {PAGE.boxes[at].project for at in places}


X, Y = BOX.right / 1000 + 3.6, BOX.y / 1000 + 3
FOLD = (X - 45, Y - 6, X + 12, Y + 2)


def test_a_slanting_fold_through_the_cells_is_no_writing() -> None:
    assert strange(FOLD) == set()


def test_a_fold_is_followed_where_it_is_too_pale_to_be_ink() -> None:
    piece = (X - 1.5, Y + 0.105, X + 1.5, Y + 0.526)
    assert strange(piece) == {BOX.project}
    assert strange(piece, pale=FOLD) == set()


def test_a_tick_beside_a_box_stays_writing_whether_a_fold_runs_there_or_not() -> None:
    tick = ((X - 1.4, Y, X - 0.4, Y + 1.2), (X - 0.4, Y + 1.2, X + 1.6, Y - 1.6))
    assert strange(*tick) == {BOX.project}
    assert strange(*tick, FOLD) == {BOX.project}
