"""Marks that their writers took back: struck out past the frame or inside it, or blackened.

One stroke more or less tells them from marks: a ring with a line through it, a tick under a zigzag.
What nobody could tell is not drawn: who fills boxes strikes past their frames only, and a lone line
over a dash or a cross would be another cross.
"""

import numpy as np

from bench.paper.marks import COVERING, Mark, Paper, Place, clear_mark, fill, hatched
from bench.paper.picture import Rng
from bench.paper.strokes import Hand, reach

STRUCK = {"struck": 0.4, "struck inside": 0.45, "blackened": 0.15}
"""Kinds of marks taken back, and how often a pen's stroke is taken back so."""


def taken_back(rng: Rng, habit: str | None) -> tuple[str, Mark]:
    """Return one of STRUCK and what draws the mark of a writer of that ``habit`` and takes it back.

    The first word is for the truth of the bench.
    """
    kind, mark = clear_mark(rng, habit)
    name = str(rng.choice(list(STRUCK), p=list(STRUCK.values())))
    if kind in COVERING or habit in COVERING:
        name = "struck"
    over = {"struck": _past, "struck inside": _inside, "blackened": _blackened}[name]

    def drawn(paper: Paper, box: Place, hand: Hand, by: Rng) -> None:
        mark(paper, box, hand, by)
        over(kind, paper, box, hand, by)

    return name, drawn


def _past(kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """Lines or a scribble that reach past the frame."""
    # A filled box cannot be scribbled out; its writer strikes it through.
    if kind != "fill" and rng.random() < 0.5:
        hatched(paper, box, hand, rng, gap=0.7, cover=1.05)
        return
    _lines(paper, box, hand, rng, count=int(rng.integers(2, 4)), half=0.6, lean=0.0)


def _inside(kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    ways = (_struck_through, _zigzag, _loops, _to_and_fro)
    if kind in {"tick", "circle"}:
        ways = (*ways, _crossed)
    ways[int(rng.integers(len(ways)))](kind, paper, box, hand, rng)


def _blackened(_kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    fill(paper, box, hand, rng)


def _lines(
    paper: Paper, box: Place, hand: Hand, rng: Rng, *, count: int, half: float, lean: float
) -> None:
    """Lines across the box, ``half`` of its width to either side, falling by ``lean`` mm."""
    for apart in np.arange(count) - (count - 1) / 2:
        y = box.y + apart + float(rng.normal(0, 0.35))
        fall = lean + float(rng.normal(0, 0.3))
        ends = [(box.x - box.w * half, y - fall), (box.x + box.w * half, y + fall)]
        paper.ink(reach(rng, ends, hand), hand.pen, rng)


def _struck_through(kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    fewest = 1 if kind in {"tick", "circle"} else 2
    count = int(rng.integers(fewest, 4))
    # Rising, a line may lie on the long stroke of a tick.
    lean = float(rng.choice([0, 0, 1])) * float(rng.uniform(0.5, 1.4))
    half = float(rng.uniform(0.36, 0.47))
    _lines(paper, box, hand, rng, count=count, half=half, lean=lean)


def _crossed(_kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    for lean in (-1, 1):
        half = float(rng.uniform(0.33, 0.46))
        fall = lean * box.h * float(rng.uniform(0.25, 0.42))
        ends = [(box.x - box.w * half, box.y - fall), (box.x + box.w * half, box.y + fall)]
        paper.ink(reach(rng, ends, hand), hand.pen, rng)


def _zigzag(_kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    gap, cover = float(rng.uniform(0.5, 1.2)), float(rng.uniform(0.65, 0.85))
    hatched(paper, box, hand, rng, gap=gap, cover=cover)


def _to_and_fro(_kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """A pen that goes from side to side without being lifted."""
    spots = []
    for at in range(int(rng.integers(4, 10))):
        side = box.w * (0.42 if at % 2 else -0.42) * float(rng.uniform(0.7, 1.1))
        spots.append((box.x + side, box.y + float(rng.normal(0, 0.2 * box.h / 2 + 0.35))))
    paper.ink(reach(rng, spots, hand), hand.pen, rng)


def _loops(_kind: str, paper: Paper, box: Place, hand: Hand, rng: Rng) -> None:
    """Curls from left to right, as somebody strikes out a word."""
    turns = int(rng.integers(3, 9))
    angle = np.linspace(0, 2 * np.pi * turns, 8 * turns)
    reach_x, reach_y = box.w * float(rng.uniform(0.25, 0.36)), box.h * float(rng.uniform(0.25, 0.4))
    x = box.x + np.linspace(-reach_x, reach_x, len(angle)) + 0.8 * np.cos(angle)
    y = box.y + reach_y * np.sin(angle)
    spots = [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
    paper.ink(reach(rng, spots, hand, overlap=0.5), hand.pen, rng)
