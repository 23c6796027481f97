"""Marks taken back are what they are called, and never what nobody could tell from a mark."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.paper.marks import CLEAR, COVERING, Paper, Place, clear_mark
from bench.paper.strokes import PENS, some_hand
from bench.paper.taken_back import STRUCK, taken_back

PX_MM = 9.5
BOX = Place(x=8, y=8, w=7, h=5.6)


def drawn(habit: str, seed: int) -> tuple[str, NDArray[np.bool_]]:
    """Return the kind of a mark taken back, and where 16 x 16 mm of paper then bear ink."""
    rng = np.random.default_rng([seed, len(habit)])
    pixels = np.full((round(16 * PX_MM), round(16 * PX_MM), 3), 255, np.uint8)
    hand = replace(some_hand(rng, PENS[:3]), habit=habit, careless=0.0, slant=0.0, size=0.8)
    name, mark = taken_back(rng, habit)
    mark(Paper(pixels, PX_MM), BOX, hand, rng)
    return name, pixels.min(2) < 200


def reach(ink: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how far (mm) ink reaches past the box at the sides, and the share inside it."""
    columns = np.flatnonzero(ink.any(0)) / PX_MM
    past = max(BOX.x - BOX.w / 2 - columns.min(), columns.max() - BOX.x - BOX.w / 2)
    left, right = (round((BOX.x + way * BOX.w / 2) * PX_MM) for way in (-1, 1))
    top, bottom = (round((BOX.y + way * BOX.h / 2) * PX_MM) for way in (-1, 1))
    return float(past), float(ink[top:bottom, left:right].mean())


@pytest.mark.parametrize("habit", sorted(CLEAR))
def test_each_is_struck_where_its_name_says(habit: str) -> None:
    met: Counter[str] = Counter()
    for seed in range(40):
        name, ink = drawn(habit, seed)
        past, dark = reach(ink)
        met[name] += 1
        if name == "struck":
            assert past > 0, (habit, seed)
        else:
            assert past < 0.9, (habit, seed)
        if name == "blackened":
            assert dark > 0.45, (habit, seed)
    assert set(met) == ({"struck"} if habit in COVERING else set(STRUCK))


def test_who_ticks_or_rings_covers_no_box_but_to_take_a_mark_back() -> None:
    rng = np.random.default_rng(1)
    kinds = {habit: {clear_mark(rng, habit)[0] for _ in range(2_000)} for habit in CLEAR}
    for habit in CLEAR:
        assert habit in COVERING or not kinds[habit] & COVERING
    assert {"tick", "circle", "fill"} <= kinds["fill"], "who fills boxes may tick one"
