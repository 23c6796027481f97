"""Red ink beside a mark of another colour is a seal; in an empty row it may be a mark."""

import cv2
import numpy as np

from ballot.reading import BoxReading
from ballot.sheet import Format, layout_of
from counting.scan.darkness import Region
from counting.scan.frames import Frames
from counting.scan.page import _beside
from tests.support.scanned import definition_of

PAGE = layout_of(definition_of(), Format()).pages[0]
FRAMES = Frames(np.zeros((len(PAGE.boxes), 2)), np.ones(len(PAGE.boxes)))
AT = 16
PROJECT = PAGE.boxes[AT].project


def people_must_see(*, red: bool | None, marked: bool) -> bool:
    """Whether a tick beside a box sends its row to people; ``red``: None in a grey scan."""
    size = [round(max(end) / 1000 + 9) * 8 for end in zip(*_ends(), strict=True)]
    dark = np.zeros(size[::-1], np.uint8)
    box = PAGE.boxes[AT]
    x, y = (round(one / 1000 * 8) for one in (box.right + 4_000, box.y + 3_000))
    cv2.polylines(dark, [np.array([(x - 11, y), (x - 3, y + 10), (x + 12, y - 13)])], False, 150, 4)
    seen = None if red is None else np.zeros_like(dark) if red else dark
    read = [
        BoxReading(choice=one.choice, mark="marked" if marked and at == AT else "blank", score=0)
        for at, one in enumerate(PAGE.boxes)
    ]
    inked = [one.mark != "blank" for one in read]
    found, doubtful = _beside(Region((0.0, 0.0), 8, dark, seen), PAGE, FRAMES, read, inked)
    assert {PAGE.boxes[at].project for at in found} == {PROJECT}
    return bool(doubtful)


def _ends() -> list[tuple[int, int]]:
    return [(one.right, one.bottom) for one in PAGE.boxes]


def test_red_ink_beside_a_mark_is_a_seal() -> None:
    assert not people_must_see(red=True, marked=True)


def test_red_ink_in_an_empty_row_may_be_a_mark() -> None:
    assert people_must_see(red=True, marked=False)


def test_dark_ink_beside_a_mark_is_writing_in_colour_and_in_grey() -> None:
    assert people_must_see(red=False, marked=True)
    assert people_must_see(red=None, marked=True)
