"""What the strokes of a mark look like, asked without the network: a ring, a cross, a tick.

The second opinion of the reader of symbols. It looks at the ink inside the frame, reduced to lines
one pixel wide, and at ends and holes: a ○ encloses one round hole and has little ink besides, a ×
is two lines between four ends that cross well inside both, a √ is one line with one corner at its
foot. A mark that is none of these may still be one of them badly drawn; it goes to people.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from counting.scan.thinning import Masks, neighbourhood, thinned

Mask = npt.NDArray[np.uint8]
"""Height x width, 1 where there is ink."""
Points = npt.NDArray[np.float64]
"""N x 2, x to the right and y downwards, in pixels."""

Flags = npt.NDArray[np.bool_]

DENSITY: Final = 6.4
"""Pixels per mm of the masks; lengths below are pixels."""

_SPUR: Final = 2
"""What thinning leaves sticking out of a thick or trembling stroke."""
_LEAST_HOLE: Final = 20
"""Area of a hole that counts, half a square millimetre."""
_LEAST_GROUP: Final = 30
"""Area of a group of ink that counts."""
RIM: Final = 2
"""Rows and columns of paper around what is seen of the box."""
_GAP: Final = 5
"""A ring whose pen skipped by less than this is closed."""
_OTHER_HOLES, _RING_WIDTHS, _TAIL = 0.35, 1.0, 0.08
_LEAST_ROUND: Final = 0.9
_LEAST_RING: Final = 30
_UNEVEN, _THICK = 0.12, 1.5
_DIRECTIONS: Final = 72
_LEAST_SEEN: Final = 0.7
_MOST_OPEN: Final = 8
"""Directions of 5 degrees that may lack ink in a row."""
_MOST_FLAT: Final = 2.6
_SHORT_ARM: Final = 0.2
_LEAST_SLANT, _MOST_SLANT = 18, 75
_LEAST_APART: Final = 35
_NEAR: Final = 3
_BOW: Final = 0.12
_SLACK: Final = 1.5
_ASIDE: Final = 0.04
_LONG_LEG: Final = 1.0
_FOOT: Final = 6
_LEVEL: Final = 0.15
_LEAST_CORNER, _MOST_CORNER = 25, 145
_LEG_BOW: Final = 0.15

_NEIGHBOURS: Final = np.array([code.bit_count() for code in range(256)], np.uint8)
_BRANCHES: Final = np.array(
    [
        sum(not code >> at & 1 and code >> (at + 1) % 8 & 1 for at in range(8))
        for code in range(256)
    ],
    np.uint8,
)
"""How many lines leave a pixel: the changes from paper to ink around it."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """One mark: its ``ink``, the points of its ``line`` one pixel wide, the ``ends`` of that."""

    ink: Mask
    line: Points
    ends: Points


def strokes_of(masks: Masks) -> list[Strokes]:
    """Return the strokes of every mask."""
    lines = thinned(masks)
    for _ in range(_SPUR):
        lines = lines & (_NEIGHBOURS[neighbourhood(lines)] != 1)
    ends = lines & (_BRANCHES[neighbourhood(lines)] == 1)
    return [
        Strokes(ink=mask, line=_places(line), ends=_places(end))
        for mask, line, end in zip(masks, lines, ends, strict=True)
    ]


def groups(mask: Mask) -> int:
    """Return how many separate groups of ink there are, specks and gaps of the pen left out."""
    wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    count, labels = cv2.connectedComponents(wide, connectivity=8)
    sizes = np.bincount((labels * mask).ravel(), minlength=count)[1:]
    return int((sizes >= _LEAST_GROUP).sum())


def is_ring(strokes: Strokes) -> bool:
    """Tell whether the ink goes round one hole, and has no more than a short tail besides.

    A ring that the frame cuts open has no hole; then its line must lie on one ellipse, all the way
    round but for what the frame hides.
    """
    square = np.ones((_GAP, _GAP), np.uint8)
    closed = np.asarray(cv2.morphologyEx(strokes.ink, cv2.MORPH_CLOSE, square), np.uint8)
    holes = _holes(closed)
    return _surrounds(strokes, holes) if holes else _runs_round(strokes)


def _surrounds(strokes: Strokes, holes: Sequence[Mask]) -> bool:
    """Tell whether the first of ``holes`` is round, the others small, and no ink far from it."""
    hole, *others = holes
    if sum(int(one.sum()) for one in others) > hole.sum() * _OTHER_HOLES:
        return False
    ink = int(strokes.ink.sum())
    reach = _RING_WIDTHS * ink / max(len(strokes.line), 1) + 2
    away = cv2.distanceTransform(1 - hole, cv2.DIST_L2, 3) > reach
    return int((strokes.ink * away).sum()) <= ink * _TAIL and _is_round(hole)


def _is_round(hole: Mask) -> bool:
    """Tell whether a hole fills the ellipse of its own second moments, and is not too flat."""
    places = _places(hole)
    least, most = np.maximum(np.linalg.eigvalsh(np.cov(places.T)), 1e-9).tolist()
    ellipse = 4 * math.pi * math.sqrt(least * most)
    return len(places) >= _LEAST_ROUND * ellipse and math.sqrt(most / least) <= _MOST_FLAT


def _runs_round(strokes: Strokes) -> bool:
    if len(strokes.line) < _LEAST_RING:
        return False
    middle, axes, turn = cv2.fitEllipse(strokes.line.astype(np.float32))
    if min(axes) <= 0 or max(axes) > _MOST_FLAT * min(axes):
        return False
    ways = _ellipse_ways(axes, turn)
    ring = np.linalg.solve(ways, (strokes.line - middle).T)
    away = abs(np.hypot(*ring) - 1)
    slack = _UNEVEN + 2 * _THICK / min(axes)
    if float((away > slack).mean()) > _TAIL:
        return False
    ink = np.linalg.solve(ways, (_places(strokes.ink) - middle).T)
    near = ink[:, abs(np.hypot(*ink) - 1) <= 1.5 * slack]
    bins = (np.arctan2(near[1], near[0]) / (2 * np.pi) * _DIRECTIONS).astype(int) % _DIRECTIONS
    seen = np.zeros(_DIRECTIONS, bool)
    seen[bins] = True
    return _goes_round(seen, _in_frame(strokes.ink.shape, middle, ways))


def _ellipse_ways(axes: Sequence[float], turn: float) -> Points:
    """Return the matrix from the unit circle to the ellipse that cv2 describes (degrees)."""
    angle = np.radians(turn)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(turned * (np.array(axes) / 2), np.float64)


def _in_frame(shape: tuple[int, ...], middle: Sequence[float], ways: Points) -> Flags:
    """Return for each direction whether the ellipse has left what is seen of the box there."""
    angles = (np.arange(_DIRECTIONS) + 0.5) / _DIRECTIONS * 2 * np.pi
    x, y = ways @ np.stack([np.cos(angles), np.sin(angles)]) + np.array(middle)[:, None]
    near = RIM + 2
    height, width = shape
    return np.asarray((x < near) | (x > width - 1 - near) | (y < near) | (y > height - 1 - near))


def _goes_round(seen: Flags, hidden: Flags) -> bool:
    """Tell whether most directions are ``seen``, and only short gaps are not ``hidden`` either."""
    if float(seen.mean()) < _LEAST_SEEN:
        return False
    missing = ~(seen | hidden)
    twice = np.concatenate([missing, missing])
    ends = np.flatnonzero(~twice)
    return len(ends) > 0 and int(np.diff(ends).max(initial=1)) - 1 <= _MOST_OPEN


def is_cross(strokes: Strokes) -> bool:
    """Tell whether all ink lies on two slanting lines that cross well inside both."""
    if len(strokes.ends) != 4 or _holes(strokes.ink):  # noqa: PLR2004  # two lines have four ends
        return False
    around = strokes.ends - strokes.ends.mean(0)
    a, b, c, d = strokes.ends[np.argsort(np.arctan2(around[:, 1], around[:, 0]))]
    shares = _crossing(a, c, b, d)
    if shares is None or not all(_SHORT_ARM <= one <= 1 - _SHORT_ARM for one in shares):
        return False
    middle = a + shares[0] * (c - a)
    if float(np.linalg.norm(strokes.line - middle, axis=1).min()) > _NEAR:
        return False
    apart = _angle(c - a, d - b)
    return (
        _slants(c - a)
        and _slants(d - b)
        and _LEAST_APART <= apart <= 180 - _LEAST_APART
        and _lies_on(strokes.line, ((a, c), (b, d)), _BOW)
    )


def is_tick(strokes: Strokes) -> bool:
    """Tell whether one line goes down, turns once, and goes up farther to the right."""
    if not 2 <= len(strokes.ends) <= 3 or _holes(strokes.ink):  # noqa: PLR2004  # see below
        return False
    ends = strokes.ends[np.argsort(strokes.ends[:, 0])]
    left, right = ends[0], ends[-1]
    chord = right - left
    below = chord[0] * (strokes.line - left)[:, 1] - chord[1] * (strokes.line - left)[:, 0]
    foot = strokes.line[int(np.argmax(below))]
    short, long = left - foot, right - foot
    if not short[0] < 0 < long[0] or short[1] > _LEVEL * long[0] or long[1] > short[1]:
        return False
    # A third end is what a sharp or heavy foot leaves of itself, or two strokes that overshoot.
    if any(float(np.linalg.norm(one - foot)) > _FOOT for one in ends[1:-1]):
        return False
    return (
        float(np.linalg.norm(long)) >= _LONG_LEG * float(np.linalg.norm(short))
        and _LEAST_CORNER <= _angle(short, long) <= _MOST_CORNER
        and _lies_on(strokes.line, ((foot, left), (foot, right)), _LEG_BOW)
    )


OPINIONS: Final[Mapping[str, Callable[[Strokes], bool]]] = {
    "o": is_ring,
    "x": is_cross,
    "tick": is_tick,
}


def _places(mask: Mask) -> Points:
    return np.argwhere(mask)[:, ::-1].astype(np.float64)


def _holes(mask: Mask) -> list[Mask]:
    """Return the enclosed areas that count, the largest first."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - mask, connectivity=4)
    sizes = stats[:, cv2.CC_STAT_AREA]
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outside = set(np.unique(border).tolist())
    inner = [at for at in range(1, count) if at not in outside and sizes[at] >= _LEAST_HOLE]
    return [(labels == at).astype(np.uint8) for at in sorted(inner, key=lambda at: -sizes[at])]


def _crossing(a: Points, b: Points, c: Points, d: Points) -> tuple[float, float] | None:
    """Return at which shares of a-b and of c-d these lines cross, None for parallels."""
    first, second, step = b - a, d - c, c - a
    across = first[0] * second[1] - first[1] * second[0]
    if across == 0:
        return None
    return (
        float((step[0] * second[1] - step[1] * second[0]) / across),
        float((step[0] * first[1] - step[1] * first[0]) / across),
    )


def _lies_on(line: Points, legs: Sequence[tuple[Points, Points]], bow: float) -> bool:
    """Tell whether nearly all of ``line`` lies along straight ``legs``, bowed as hands do."""
    distances = []
    for start, end in legs:
        way = end - start
        share = np.clip((line - start) @ way / max(float(way @ way), 1e-9), 0, 1)
        distances.append(np.linalg.norm(line - start - share[:, None] * way, axis=1))
    longest = max(float(np.linalg.norm(end - start)) for start, end in legs)
    away = np.min(distances, axis=0) > bow * longest + _SLACK
    return float(away.mean()) <= _ASIDE


def _slants(way: Points) -> bool:
    steep = float(np.degrees(np.arctan2(abs(way[1]), abs(way[0]))))
    return _LEAST_SLANT <= steep <= _MOST_SLANT


def _angle(one: Points, other: Points) -> float:
    """Return the angle between two directions in degrees; 0 where one of them is no direction."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    if lengths == 0:
        return 0.0
    return float(np.degrees(np.arccos(np.clip(float(one @ other) / lengths, -1, 1))))
