"""One straight bar is told from a mark with a line through it, however heavy the pen."""

import cv2
import numpy as np
import pytest

from counting.scan.bars import bar_in
from counting.scan.opinion import HEIGHT, WIDTH
from counting.scan.thresholds import THRESHOLDS

Line = tuple[tuple[float, float], tuple[float, float]]
"""In mm of the box, 7 x 6."""
DASH: Line = ((1.2, 3.0), (5.8, 3.2))
STEEP: Line = ((1.5, 4.8), (5.6, 1.4))
TICK: tuple[Line, ...] = (((1.4, 3.2), (2.8, 4.8)), ((2.8, 4.8), (5.6, 1.2)))


def drawn(*lines: Line, wide: float = 1.2) -> np.ndarray:
    """Return the picture of a box with strokes ``wide`` mm, at 5 pixels per mm."""
    fine = 8
    picture = np.zeros((HEIGHT * fine, WIDTH * fine), np.uint8)
    for line in lines:
        a, b = (tuple(round((2.5 + one) * 5 * fine) for one in at) for at in line)
        cv2.line(picture, a, b, 230, round(wide * 5 * fine))
    return np.asarray(cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))


@pytest.mark.parametrize("wide", [0.8, 1.2, 1.6])
@pytest.mark.parametrize("line", [DASH, STEEP])
def test_a_dash_is_a_bar(line: Line, wide: float) -> None:
    assert bar_in(drawn(line, wide=wide)) >= THRESHOLDS.sure_bar


@pytest.mark.parametrize(
    "lines",
    [
        TICK,
        (*TICK, DASH),
        (DASH, ((1.2, 2.2), (5.8, 4.0))),
        (DASH, STEEP),
        (STEEP, ((1.5, 1.4), (5.6, 4.8))),
    ],
)
def test_what_may_be_struck_out_is_none(lines: tuple[Line, ...]) -> None:
    assert bar_in(drawn(*lines)) < THRESHOLDS.sure_bar


def test_neither_is_a_filled_box_nor_an_empty_one_nor_two_pieces() -> None:
    assert bar_in(drawn(((0.0, 3.0), (7.0, 3.0)), wide=5.5)) == 0
    assert bar_in(drawn()) == 0
    assert bar_in(drawn(DASH, ((2.0, 1.0), (2.6, 1.0)), wide=0.8)) == 0
