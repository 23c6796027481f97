"""What people write on a project's name beside empty boxes: a mark that went astray, or a word.

Only people can say what it means; a row with such writing is no blank row. What no eye finds is not
drawn.
"""

from dataclasses import replace

import numpy as np

from ballot.sheet import Cell
from bench.paper.marks import Paper, Place, circle, cross, hatched, tick
from bench.paper.picture import Rng
from bench.paper.strokes import Hand, reach
from bench.paper.symbols import write_symbol

_REACH_MM = 45
"""How far into the cell people write: there the name stands, and behind it is often nothing."""
_SEEN_MM2 = 1.25
"""Ink on white paper without which a small mark is lost among the strokes of print: nobody who
looks at the sheet finds it."""
_WHITE, _INKED = 200, 150
_ABOUT_MM = 15
_TRIES = 100
_CHARACTERS = ("大", "不", "人", "半")


def write_on_text(paper: Paper, text: Cell, hand: Hand, rng: Rng) -> None:
    """Write something over what is printed in ``text`` that an eye finds there."""
    top, bottom = text.y / 1000 - _ABOUT_MM, text.bottom / 1000 + _ABOUT_MM
    band = paper.pixels[max(round(top * paper.px_mm), 0) : round(bottom * paper.px_mm)]
    before = band.copy()
    white = before.min(axis=2) > _WHITE
    for _ in range(_TRIES):
        _write(paper, text, hand, rng)
        seen = white & (band.min(axis=2) < _INKED)
        if np.count_nonzero(seen) >= _SEEN_MM2 * paper.px_mm**2:
            return
        band[:] = before
    raise AssertionError("a pen that leaves nothing on white paper")


def _write(paper: Paper, text: Cell, hand: Hand, rng: Rng) -> None:
    wide = min(text.w / 1000 - 4, _REACH_MM)
    x = text.x / 1000 + 4 + float(rng.uniform(0, max(wide - 8, 1)))
    y = (text.y + text.h / 2) / 1000 + float(rng.normal(0, 0.6))
    ways = (tick, _large_tick, cross, circle, _struck, _zigzag, _word)
    ways[int(rng.integers(len(ways)))](paper, Place(x=x, y=y, w=7.0, h=6.0), hand, rng)


def _large_tick(paper: Paper, place: Place, hand: Hand, rng: Rng) -> None:
    tick(paper, place, replace(hand, size=hand.size * float(rng.uniform(1.6, 2.2))), rng)


def _struck(paper: Paper, place: Place, hand: Hand, rng: Rng) -> None:
    end = (place.x + float(rng.uniform(12, 40)), place.y + float(rng.normal(0, 0.6)))
    paper.ink(reach(rng, [(place.x, place.y), end], hand), hand.pen, rng)


def _zigzag(paper: Paper, place: Place, hand: Hand, rng: Rng) -> None:
    hatched(paper, replace(place, w=16.0), hand, rng, gap=float(rng.uniform(2, 4)), cover=1.0)


def _word(paper: Paper, place: Place, hand: Hand, rng: Rng) -> None:
    """Two characters side by side."""
    by = hand.with_pen(replace(hand.pen, width=min(hand.pen.width, 1.0)))
    for at in range(2):
        written = _CHARACTERS[int(rng.integers(len(_CHARACTERS)))]
        write_symbol(paper, replace(place, x=place.x + 6.5 * at), written, by, rng)
