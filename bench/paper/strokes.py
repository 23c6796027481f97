"""Pen strokes: how a hand moves and what a pen leaves on paper.

A hand reaches a target by overlapping submovements, each with a minimum-jerk profile
``10 t^3 - 15 t^4 + 6 t^5`` (Flash and Hogan 1985); overlap rounds the corners, and a line is thin
and light where the pen is fast. All lengths are millimetres of paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.paper.picture import Rng, smooth_noise

Path = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """``colour``: what a full layer lets through, BGR, 0 to 1. ``width``: mm.

    ``density``: share of a full layer. ``grain``: how much the paper's grain breaks the line.
    """

    name: str
    colour: tuple[float, float, float]
    width: float
    density: float = 1.0
    grain: float = 0.1


PENS = (
    Pen("blue_pen", (0.55, 0.24, 0.14), 0.5),
    Pen("black_pen", (0.15, 0.13, 0.12), 0.5),
    Pen("gel_pen", (0.08, 0.08, 0.09), 0.6, grain=0.02),
    Pen("pencil", (0.28, 0.27, 0.26), 0.55, density=0.95, grain=0.4),
    Pen("marker", (0.1, 0.09, 0.09), 1.6, grain=0.03),
)
RED_PEN = Pen("red_pen", (0.2, 0.16, 0.78), 0.5)


@dataclass(frozen=True, slots=True)
class Hand:
    """How one person writes: ``slant`` (radians), ``size`` of marks, ``careless`` 0 to 1, ``pen``.

    ``tremor`` is in mm. ``habit``: the kind of mark.
    """

    pen: Pen
    slant: float
    size: float
    careless: float
    tremor: float
    habit: str | None = None

    def with_pen(self, pen: Pen) -> "Hand":
        """Return the same hand with another pen."""
        return replace(self, pen=pen)


def some_hand(rng: Rng, pens: Sequence[Pen] = PENS) -> Hand:
    """Return one of many hands."""
    pen = pens[int(rng.choice(len(pens), p=_shares(len(pens))))]
    pen = replace(
        pen,
        width=pen.width * float(rng.uniform(0.75, 1.25)),
        density=pen.density * float(rng.uniform(0.8, 1.0)),
    )
    return Hand(
        pen=pen,
        slant=float(rng.normal(0, 0.14)),
        size=float(np.clip(rng.normal(1, 0.16), 0.65, 1.4)),
        careless=float(rng.beta(2, 3)),
        tremor=float(rng.uniform(0.01, 0.09)),
    )


def _shares(pens: int) -> NDArray[np.float64]:
    """Return how often each pen is met: most people write with the pen on the table."""
    shares = np.array([0.3, 0.3, 0.22, 0.1, 0.08])[:pens]
    return np.asarray(shares / shares.sum(), np.float64)


def reach(rng: Rng, targets: Sequence[Point], hand: Hand, *, overlap: float = 0.35) -> Path:
    """Return the path through ``targets``: rows of x, y and pressure (0 to 1), about 4 per 0.1 mm.

    ``overlap`` is how much of a submovement runs beside the next: 0 stops at each target.
    """
    spots = np.array(targets, np.float64)
    steps = np.diff(spots, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    times = 0.08 + 0.05 * np.sqrt(lengths)  # longer reaches take little longer (isochrony)
    starts = np.concatenate([[0], np.cumsum(times[:-1] * (1 - overlap))])
    count = int(np.clip(lengths.sum() * 14, 24, 900))
    clock = np.linspace(0, starts[-1] + times[-1], count)
    done = np.clip((clock[:, None] - starts) / times, 0, 1)
    path = spots[0] + (done**3 * (10 - 15 * done + 6 * done**2)) @ steps
    path = path + _tremor(rng, count, hand.tremor)
    return np.hstack([path, _pressure(rng, path)[:, None]])


def _tremor(rng: Rng, count: int, size: float) -> Path:
    waves = smooth_noise(rng, (2, count), 9)
    slow = smooth_noise(rng, (2, count), 40)
    return np.asarray(waves * size * 0.5 + slow * size, np.float64)


def _pressure(rng: Rng, path: Path) -> NDArray[np.float64]:
    speed = np.hypot(*np.gradient(path, axis=0).T)
    fast = speed / max(float(speed.max()), 1e-9)
    ends = np.minimum(np.arange(len(path)), np.arange(len(path))[::-1]) / (0.06 * len(path) + 1)
    wave = smooth_noise(rng, (1, len(path)), max(len(path) / 5, 2))[:, 0]
    return np.asarray(
        np.clip((1 - 0.35 * fast + 0.08 * wave) * (0.55 + 0.45 * np.clip(ends, 0, 1)), 0.25, 1.1)
    )


def draw(pixels: NDArray[np.uint8], px_mm: float, path: Path, pen: Pen, rng: Rng) -> None:
    """Lay the ink of ``path`` on ``pixels`` (BGR, in place)."""
    pad = pen.width + 0.6
    low, high = path[:, :2].min(axis=0) - pad, path[:, :2].max(axis=0) + pad
    x0, y0 = np.maximum(np.floor(low * px_mm).astype(int), 0)
    x1 = min(int(high[0] * px_mm) + 1, pixels.shape[1])
    y1 = min(int(high[1] * px_mm) + 1, pixels.shape[0])
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    layer = _layer(path, (x0, y0, x1 - x0, y1 - y0), px_mm, pen)
    grain = smooth_noise(rng, (x1 - x0, y1 - y0), px_mm * 0.12)
    layer = layer * pen.density * np.clip(1 - pen.grain * (0.45 + 0.55 * grain), 0, 1.15)
    part = pixels[y0:y1, x0:x1].astype(np.float32)
    through = 1 - np.clip(layer, 0, 1)[:, :, None] * (1 - np.array(pen.colour, np.float32))
    pixels[y0:y1, x0:x1] = np.clip(part * through, 0, 255).astype(np.uint8)


def _layer(
    path: Path, part: tuple[int, int, int, int], px_mm: float, pen: Pen
) -> NDArray[np.float32]:
    """Return the coverage of the line, 0 to 1, drawn three times as fine and reduced."""
    x0, y0, width, height = part
    fine, sub = 3, 16
    canvas = np.zeros((height * fine, width * fine), np.uint8)
    spots = ((path[:, :2] * px_mm - (x0, y0)) * fine * sub).astype(np.int32)
    for at in range(len(spots) - 1):
        pressure = float(path[at, 2])
        thick = max(1, round(pen.width * (0.6 + 0.4 * pressure) * px_mm * fine))
        shade = min(int(255 * (0.45 + 0.6 * pressure)), 255)
        first, second = spots[at].tolist(), spots[at + 1].tolist()
        cv2.line(canvas, first, second, shade, thick, cv2.LINE_8, 4)
    layer = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(layer, (0, 0), max(0.35, 0.03 * px_mm))
    return np.asarray(soft / 255.0, np.float32)
