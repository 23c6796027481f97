"""The second opinion on a mark: rings, crosses and ticks, and what only looks like them."""

import cv2
import numpy as np
import pytest

from counting.scan.stroke_shape import OPINIONS, groups, strokes_of

Way = list[tuple[float, float]]

CROSS: list[Way] = [[(20, 8), (44, 34)], [(44, 8), (20, 34)]]
TICK: list[Way] = [[(16, 20), (26, 36), (48, 8)]]


def arc(turn: float, x: float = 32, y: float = 22, radius: float = 14) -> Way:
    at = np.linspace(0.3, 0.3 + 2 * np.pi * turn, 60)
    return [(x + radius * np.cos(a), y + radius * np.sin(a)) for a in at.tolist()]


MARKS: dict[str, tuple[list[Way], str | None]] = {
    "○": ([arc(1)], "o"),
    "a ○ that overlaps its beginning": ([arc(1.2)], "o"),
    "a ○ with a small gap": ([arc(0.96)], "o"),
    "a ○ that runs into the frame": ([arc(1, x=52)], "o"),
    "×": (CROSS, "x"),
    "a bent ×": ([[(20, 8), (30, 22), (44, 34)], CROSS[1]], "x"),
    "√": (TICK, "tick"),
    "a √ with a tail": ([[(12, 21), (18, 20), (26, 36), (48, 8)]], "tick"),
    "C": ([arc(0.75)], None),
    "6": ([[(40, 2), (30, 8), (24, 20)], arc(1, radius=9, y=28)], None),
    "⊗": ([arc(1), *CROSS], None),
    "人": ([[(32, 6), (28, 20), (16, 36)], [(30, 17), (36, 26), (50, 36)]], None),
    "入": ([[(26, 5), (33, 9), (38, 24), (50, 36)], [(34, 11), (28, 24), (16, 36)]], None),
    "大": ([[(16, 15), (48, 14)], [(32, 4), (31, 18), (17, 37)], [(32, 16), (47, 36)]], None),
    "不": ([[(16, 8), (48, 7)], [(34, 8), (16, 27)], [(32, 14), (32, 37)]], None),
    "+": ([[(32, 6), (32, 36)], [(16, 21), (48, 21)]], None),
    "y": ([[(20, 6), (31, 21)], [(46, 6), (18, 38)]], None),
    "a half √": ([*TICK, [(34, 12), (46, 24)]], None),
    "L": ([[(24, 6), (24, 34), (44, 34)]], None),
    "one stroke": ([[(46, 6), (18, 38)]], None),
    "a √ whose first leg is the longer one": ([[(16, 6), (32, 38), (40, 26)]], None),
    "nothing": ([], None),
}


def mask(ways: list[Way], width: int = 3) -> np.ndarray:
    out = np.zeros((48, 64), np.uint8)
    for way in ways:
        cv2.polylines(out, [np.rint(np.array(way)).astype(np.int32)], False, 1, width)
    out[:2], out[-2:], out[:, :2], out[:, -2:] = 0, 0, 0, 0
    return out


@pytest.mark.parametrize("width", [2, 3, 5])
@pytest.mark.parametrize("name", MARKS)
def test_the_shape_of(name: str, width: int) -> None:
    ways, expected = MARKS[name]
    (strokes,) = strokes_of(mask(ways, width)[None])

    assert [kind for kind, has_shape in OPINIONS.items() if has_shape(strokes)] == (
        [expected] if expected else []
    )


def test_pieces_of_ink_are_counted_specks_are_not() -> None:
    two = mask([[(10, 10), (20, 30)], [(40, 10), (50, 30)]])
    two[40, 58] = 1

    assert groups(two) == 2
    assert groups(mask([])) == 0
