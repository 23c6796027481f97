"""What the bench writes on a text can be found there by an eye."""

import numpy as np
import pytest

from ballot.sheet import Cell
from bench.paper.marks import Paper
from bench.paper.on_text import write_on_text
from bench.paper.strokes import PENS, some_hand

PX_MM = 200 / 25.4
TEXT = Cell(x=20_000, y=20_000, w=100_000, h=10_500)


def page(dark: float) -> Paper:
    """Return 140 mm x 50 mm of paper, ``dark`` of which is covered by upright lines of print."""
    pixels = np.full((round(50 * PX_MM), round(140 * PX_MM), 3), 255, np.uint8)
    for at in range(0, pixels.shape[1], 10):
        pixels[:, at : at + round(10 * dark)] = 20
    return Paper(pixels, PX_MM)


@pytest.mark.parametrize("dark", [0.0, 0.3, 0.8])
def test_enough_of_it_stands_on_white_paper(dark: float) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        paper = page(dark)
        before = paper.pixels.copy()
        write_on_text(paper, TEXT, some_hand(rng, PENS), rng)
        there = (before.min(axis=2) > 200) & (paper.pixels.min(axis=2) < 150)
        assert there.sum() / PX_MM**2 >= 1.25, seed


def test_what_was_too_little_is_taken_off_the_paper_again() -> None:
    """Where a mark does not show, it is not under the next one either."""
    paper = page(1.0)
    rng = np.random.default_rng(1)
    before = paper.pixels.copy()
    with pytest.raises(AssertionError):
        write_on_text(paper, TEXT, some_hand(rng, PENS), rng)
    assert (paper.pixels == before).all()
