"""Marks in and about a box: clear ones, faint ones, and what is no mark at all.

A mark is drawn into the pixels of a page in place; ``box`` is the inner edge of the frame in mm.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.paper.picture import Rng
from bench.paper.strokes import Hand, Path, Pen, Point, draw, reach


@dataclass(frozen=True, slots=True)
class Place:
    """A box in mm: its middle and its inner width and height."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Paper:
    """The page that is written on: pixels (BGR, changed in place) and pixels to a mm."""

    pixels: NDArray[np.uint8]
    px_mm: float

    def ink(self, path: Path, pen: Pen, rng: Rng) -> None:
        """Draw one stroke."""
        draw(self.pixels, self.px_mm, path, pen, rng)


Mark = Callable[[Paper, Place, Hand, Rng], None]


def _about(box: Place, hand: Hand, rng: Rng, reach_mm: float = 1.0) -> Point:
    """Return where a hand aims that wants to meet the middle of the box."""
    loose = (0.25 + 0.75 * hand.careless) * reach_mm
    return (
        box.x + float(np.clip(rng.normal(0, 0.09), -0.2, 0.2)) * box.w * loose,
        box.y + float(np.clip(rng.normal(0, 0.09), -0.2, 0.2)) * box.h * loose,
    )


def _slanted(points: list[Point], middle: Point, hand: Hand, size: float) -> list[Point]:
    """Return points of a unit drawing turned and enlarged about ``middle``."""
    cos, sin = np.cos(hand.slant), np.sin(hand.slant)
    return [
        (
            float(middle[0] + size * (cos * x - sin * y)),
            float(middle[1] + size * (sin * x + cos * y)),
        )
        for x, y in points
    ]


def tick(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """√: a short stroke down, a long one up, often out of the box."""
    size = 2.5 * hand.size * float(rng.uniform(0.8, 1.2))
    unit: list[Point] = [
        (-0.75 + float(rng.normal(0, 0.12)), -0.15 + float(rng.normal(0, 0.15))),
        (-0.2 + float(rng.normal(0, 0.1)), 0.75 + float(rng.normal(0, 0.1))),
        (1.0 + float(rng.normal(0, 0.2)), -0.85 - 0.5 * hand.careless * float(rng.random())),
    ]
    spots = _slanted(unit, _about(box, hand, rng), hand, size)
    paper.ink(reach(rng, spots, hand, overlap=float(rng.uniform(0.1, 0.4))), hand.pen, rng)


def ring(middle: Point, rx: float, ry: float, hand: Hand, rng: Rng) -> Path:
    """Return a hand-drawn round: it starts near the top and rarely closes exactly."""
    start = float(rng.normal(-1.6, 0.35))
    turn = (1 if rng.random() < 0.35 else -1) * float(rng.uniform(1.85, 2.25)) * np.pi
    angles = start + np.linspace(0, turn, 13)
    drift = np.linspace(0, float(rng.normal(0, 0.12)), 13)
    spots = [
        (
            float(middle[0] + rx * (1 + drift[at]) * np.cos(angle)),
            float(middle[1] + ry * (1 + drift[at]) * np.sin(angle)),
        )
        for at, angle in enumerate(angles)
    ]
    return reach(rng, spots, hand, overlap=0.55)


def circle(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """○ inside the box."""
    size = 1.9 * hand.size * float(rng.uniform(0.75, 1.2))
    around = ring(_about(box, hand, rng), size * float(rng.uniform(0.9, 1.2)), size, hand, rng)
    paper.ink(around, hand.pen, rng)


def cross(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """×: two strokes."""
    size = 2.0 * hand.size * float(rng.uniform(0.75, 1.2))
    middle = _about(box, hand, rng)
    for unit in (((-0.9, -0.9), (0.95, 0.9)), ((0.9, -0.95), (-0.95, 0.9))):
        points = [(x + float(rng.normal(0, 0.12)), y + float(rng.normal(0, 0.12))) for x, y in unit]
        paper.ink(reach(rng, _slanted(points, middle, hand, size), hand), hand.pen, rng)


def dash(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """A short stroke, lying or slanting."""
    size = 2.0 * hand.size * float(rng.uniform(0.75, 1.15))
    lean = float(rng.choice([0.0, -0.5, 0.5])) + float(rng.normal(0, 0.1))
    spots = _slanted([(-1, lean), (1, -lean)], _about(box, hand, rng), hand, size)
    paper.ink(reach(rng, spots, hand), hand.pen, rng)


def fill(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """The box filled with close strokes, as people fill a machine-read form."""
    hatched(paper, box, hand, rng, gap=max(0.35, 0.75 * hand.pen.width), cover=0.82)


def scribble(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """A wide zigzag over the box."""
    hatched(paper, box, hand, rng, gap=float(rng.uniform(0.8, 1.3)), cover=0.75)


def hatched(paper: Paper, box: Place, hand: Hand, rng: Rng, *, gap: float, cover: float) -> None:
    """Strokes to and fro over ``cover`` of the box, ``gap`` mm apart."""
    middle = _about(box, hand, rng, 0.6)
    half_w = box.w / 2 * cover * float(rng.uniform(0.85, 1.08))
    half_h = box.h / 2 * cover * float(rng.uniform(0.85, 1.08))
    rows = max(3, round(2 * half_w / gap))
    spots: list[Point] = []
    for at in range(rows + 1):
        x = -half_w + 2 * half_w * at / rows
        end = half_h * (1 if at % 2 else -1) * float(rng.uniform(0.8, 1.05))
        spots.append((middle[0] + x + 0.3 * end, middle[1] + end))
    paper.ink(reach(rng, spots, hand, overlap=0.3), hand.pen, rng)


def around(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """A round drawn about the whole box."""
    middle = _about(box, hand, rng, 0.7)
    rx = box.w / 2 + float(rng.uniform(0.4, 1.8))
    ry = box.h / 2 + float(rng.uniform(0.3, 1.5))
    paper.ink(ring(middle, rx, ry, hand, rng), hand.pen, rng)


def outside(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """A tick that missed: beside the box, touching the frame or not."""
    side = 1 if rng.random() < 0.7 else -1
    beside = replace(box, x=box.x + side * (box.w / 2 + float(rng.uniform(0.6, 2.4))))
    shape = tick if rng.random() < 0.7 else circle
    shape(paper, beside, replace(hand, size=min(hand.size, 0.85), careless=0.2), rng)


def dot(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """The pen touched the paper once."""
    x = box.x + float(rng.uniform(-0.4, 0.4)) * box.w
    y = box.y + float(rng.uniform(-0.4, 0.4)) * box.h
    end = (x + float(rng.uniform(-0.2, 0.2)), y + float(rng.uniform(-0.2, 0.2)))
    paper.ink(reach(rng, [(x, y), end], hand), hand.pen, rng)


def dust(paper: Paper, box: Place, _hand: Hand, rng: Rng) -> None:
    """A few specks of dirt or toner."""
    speck = Pen("speck", (0.3, 0.3, 0.32), 0.0)
    for _ in range(int(rng.integers(2, 9))):
        x = box.x + float(rng.uniform(-0.55, 0.55)) * box.w
        y = box.y + float(rng.uniform(-0.55, 0.55)) * box.h
        ends = [(x, y), (x + float(rng.normal(0, 0.06)), y + float(rng.normal(0, 0.06)))]
        size = replace(speck, width=float(rng.uniform(0.08, 0.3)))
        paper.ink(reach(rng, ends, _STILL), size, rng)


def edge_line(paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """Somebody traced an edge of the frame, as one does with a ruler or an idle pen."""
    off = float(rng.uniform(-0.15, 0.3))
    if rng.random() < 0.5:
        y = box.y + (box.h / 2 + off) * (1 if rng.random() < 0.5 else -1)
        ends = [(box.x - box.w * 0.45, y), (box.x + box.w * 0.45, y + float(rng.normal(0, 0.1)))]
    else:
        x = box.x + (box.w / 2 + off) * (1 if rng.random() < 0.5 else -1)
        ends = [(x, box.y - box.h * 0.45), (x + float(rng.normal(0, 0.1)), box.y + box.h * 0.45)]
    paper.ink(reach(rng, ends, replace(hand, tremor=0.01)), hand.pen, rng)


def hair(paper: Paper, box: Place, _hand: Hand, rng: Rng) -> None:
    """A hair or a fibre on the glass, across the box."""
    angle = float(rng.uniform(0, np.pi))
    length = float(rng.uniform(8, 26))
    bow = float(rng.normal(0, 0.25)) * length
    cos, sin = np.cos(angle), np.sin(angle)
    along = np.linspace(-0.5, 0.5, 6) * length
    spots = [
        (
            float(box.x + a * cos - bow * (0.25 - (a / length) ** 2) * sin),
            float(box.y + a * sin + bow * (0.25 - (a / length) ** 2) * cos),
        )
        for a in along
    ]
    colour = float(rng.uniform(0.25, 0.6))
    pen = Pen("hair", (colour, colour, colour), float(rng.uniform(0.06, 0.13)))
    paper.ink(reach(rng, spots, _STILL, overlap=0.6), pen, rng)


_STILL = Hand(Pen("none", (1, 1, 1), 0.1), 0.0, 1.0, 0.0, 0.01)

CLEAR: dict[str, Mark] = {
    "tick": tick,
    "circle": circle,
    "cross": cross,
    "fill": fill,
    "scribble": scribble,
    "dash": dash,
}
"""Marks that anybody would take for one."""
CLEAR_SHARES = (0.36, 0.34, 0.08, 0.15, 0.04, 0.03)
"""How many people use each kind."""
COVERING = frozenset({"fill", "scribble"})
"""Kinds that cover what is under them."""
HABIT = 0.98
"""Share of a sheet's marks that are of the one kind its writer uses. Who ticks or rings covers no
box but to take its mark back (`taken_back`)."""
STRAY: dict[str, Mark] = {"dot": dot, "dust": dust, "edge_line": edge_line, "hair": hair}
"""What is on the paper and means nothing."""


def clear_mark(rng: Rng, habit: str | None = None) -> tuple[str, Mark]:
    """Return one of the clear kinds: nearly always the ``habit``, where the writer has one."""
    kind = str(rng.choice(list(CLEAR), p=CLEAR_SHARES))
    covers = kind in COVERING and habit not in COVERING
    if habit is not None and (covers or rng.random() < HABIT):
        kind = habit
    return kind, CLEAR[kind]


def faint(hand: Hand, rng: Rng) -> Hand:
    """Return the hand with a pen that hardly writes: a person who looks still sees the mark."""
    pen = replace(
        hand.pen,
        width=max(min(hand.pen.width, 0.5) * float(rng.uniform(0.65, 0.9)), 0.3),
        density=float(rng.uniform(0.25, 0.45)),
        grain=float(rng.uniform(0.3, 0.7)),
    )
    return hand.with_pen(pen)
