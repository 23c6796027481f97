"""Symbols that are written into one box (style A): ○, ×, √ and what is none of them."""

from dataclasses import replace

from bench.paper.marks import Paper, Place, ring
from bench.paper.picture import Rng
from bench.paper.strokes import Hand, Point, reach

Strokes = tuple[tuple[Point, ...], ...]

SYMBOLS = ("○", "×", "√")

_SHAPES: dict[str, Strokes] = {
    "×": (((-0.8, -0.85), (0.85, 0.85)), ((0.8, -0.9), (-0.85, 0.85))),
    "√": (((-0.95, -0.05), (-0.35, 0.8), (1.1, -1.0)),),
    "人": (
        ((0.05, -0.95), (-0.1, -0.2), (-0.95, 0.9)),
        ((-0.02, -0.35), (0.35, 0.4), (1.0, 0.85)),
    ),
    "入": (
        ((-0.35, -0.9), (0.0, -0.6), (0.4, 0.35), (1.0, 0.85)),
        ((0.05, -0.5), (-0.35, 0.3), (-0.95, 0.9)),
    ),
    "大": (
        ((-0.85, -0.3), (0.85, -0.42)),
        ((0.02, -0.95), (-0.1, -0.1), (-0.85, 0.9)),
        ((0.0, -0.3), (0.4, 0.4), (0.95, 0.85)),
    ),
    "不": (
        ((-0.9, -0.8), (0.9, -0.85)),
        ((0.1, -0.8), (-0.2, -0.2), (-0.9, 0.45)),
        ((0.0, -0.35), (0.0, 0.95)),
        ((0.15, -0.15), (0.75, 0.35)),
    ),
    "半": (
        ((-0.5, -0.85), (-0.3, -0.5)),
        ((0.5, -0.9), (0.25, -0.5)),
        ((-0.65, -0.3), (0.65, -0.33)),
        ((-0.9, 0.15), (0.9, 0.12)),
        ((0.0, -0.95), (0.0, 1.0)),
    ),
    "C": (((0.7, -0.6), (0.1, -0.95), (-0.7, -0.3), (-0.65, 0.5), (0.05, 0.95), (0.75, 0.6)),),
    "?": (
        ((-0.5, -0.5), (0.0, -0.95), (0.5, -0.5), (0.05, 0.0), (0.0, 0.4)),
        ((0.0, 0.75), (0.03, 0.85)),
    ),
    "√ struck": (
        ((-0.95, -0.05), (-0.35, 0.8), (1.1, -1.0)),
        ((0.15, -0.65), (0.85, 0.15)),
    ),
    "+": (((-0.85, 0.0), (0.85, -0.04)), ((0.0, -0.9), (0.02, 0.9))),
    "6": (
        (
            (0.45, -0.95),
            (-0.35, -0.2),
            (-0.45, 0.6),
            (0.1, 0.95),
            (0.5, 0.5),
            (0.1, 0.1),
            (-0.4, 0.45),
        ),
    ),
}
FOREIGN = tuple(name for name in _SHAPES if name not in SYMBOLS)
"""What is no symbol of the rules and must not be read as one."""


def write_symbol(paper: Paper, box: Place, symbol: str, hand: Hand, rng: Rng) -> None:
    """Write ``symbol`` into ``box``, as large as people write it there."""
    size = 2.7 * hand.size * float(rng.uniform(0.8, 1.15))
    size = min(size, box.h / 2 * 1.02)
    middle = (
        box.x + float(rng.normal(0, 0.08)) * box.w * (0.4 + hand.careless),
        box.y + float(rng.normal(0, 0.06)) * box.h * (0.4 + hand.careless),
    )
    if symbol == "○":
        around = ring(middle, size * float(rng.uniform(0.85, 1.3)), size, hand, rng)
        paper.ink(around, hand.pen, rng)
        return
    leaning = replace(hand, slant=hand.slant * 0.8)
    for stroke in _SHAPES[symbol]:
        points = [
            (
                float(middle[0] + size * (x + 0.25 * leaning.slant * y + rng.normal(0, 0.07))),
                float(middle[1] + size * (y - leaning.slant * 0.3 * x + rng.normal(0, 0.07))),
            )
            for x, y in stroke
        ]
        paper.ink(reach(rng, points, hand, overlap=0.3), hand.pen, rng)
