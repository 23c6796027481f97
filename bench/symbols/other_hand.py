"""Generator B, for evaluation only: another hand, another pen, another scanner than generator A's.

Pens move as arms do: every stroke is a sum of overlapping minimum-jerk movements (Flash and Hogan,
Journal of Neuroscience 5 (1985), 1688-1703), so that corners round off and ink thins where the pen
is fast. Characters are those of handwriting fonts that generator A has not, as middle lines and
also as their fonts draw them; ink is a soft distance to the pen's way, not a drawn line. Nothing
here is ever trained on.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bench.symbols.glyphs import glyph, middle_lines
from bench.symbols.sheet import BOX, FRAME, MARGIN, WHOLE, Picture, Points
from counting.scan.drawn import CROP_HEIGHT, CROP_WIDTH

Random = np.random.Generator

FONTS = (
    "LXGWWenKai-Light.ttf",
    "LXGWWenKai-Regular.ttf",
    "KleeOne-Regular.ttf",
    "setofont.ttf",
    "kiloji.ttf",
    "kiloji_p.ttf",
)
NAMED = "人入大不半C?"
"""The characters that the prototype mistook, or feared to."""
CHARACTERS = (
    "同意反对赞成弃权否是好行优良中差可免无空略已阅请改正增减水木禾米又支皮史更丈尺斤爪父"
    "爻凶区匹巾山工土士干千卜丁七九力刀川片寸方户牙井互五六毛气长乌勾匀双文交亦夹来本末未术"
    "ABDEFGHIJKLMNPQRSTUWYZabcdefghiknpqrstuwyz12345678923456789!+*=#%&@"
)
MARKS = {"o": "○〇◯oO0", "x": "×✕xX乂", "tick": "√✓"}
"""What fonts have for the three symbols: brush-like or constructed shapes, not a pen's."""

_SCALE = 16
"""Pixels per mm while inking."""


@dataclass(frozen=True, slots=True)
class Way:
    """The pen's way in mm and how wide it writes at each point."""

    points: Points
    width: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Written:
    """One box as written: ``label``, ``kind``, and the ink's coverage of the fine picture."""

    label: str
    kind: str
    ink: Picture


def of_other_hand(seed: int, place: int) -> tuple[npt.NDArray[np.uint8], str, str]:
    """Return one crop of generator B, its label, its kind."""
    random = np.random.default_rng([seed, place, 66])
    one = written(random)
    return scanned(random, one.ink), one.label, one.kind


def written(random: Random) -> Written:
    """Return one box: half of them with one of the three symbols by pen."""
    draw = random.random()
    at = int(np.searchsorted(np.cumsum([share for share, *_ in _TABLE]), draw, side="right"))
    _, label, kind, make = _TABLE[min(at, len(_TABLE) - 1)]
    return Written(label=label, kind=kind, ink=make(random))


# --- how an arm moves ---


def _reach(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how far a minimum-jerk movement has come at ``share`` of its time."""
    t = np.clip(share, 0, 1)
    return t**3 * (10 - 15 * t + 6 * t**2)


def _movements(
    start: Sequence[float], goals: Sequence[Sequence[float]], overlap: float, bow: Sequence[float]
) -> tuple[Points, npt.NDArray[np.float64]]:
    """Return the way through ``goals`` and the pen's speed, each movement bent by its ``bow``."""
    steps = [np.subtract(b, a) for a, b in zip([start, *goals], goals, strict=False)]
    spans = [0.5 + 0.5 * float(np.linalg.norm(step)) for step in steps]
    begins = np.concatenate([[0], np.cumsum(np.array(spans) * (1 - overlap))[:-1]])
    times = np.linspace(0, begins[-1] + spans[-1], 64)
    way = np.tile(np.asarray(start, float), (64, 1))
    for step, span, begin, bent in zip(steps, spans, begins, bow, strict=True):
        share = _reach((times - begin) / span)[:, None]
        aside = np.array([-step[1], step[0]]) * bent
        way = way + share * step + 4 * share * (1 - share) * aside
    speed = np.linalg.norm(np.gradient(way, axis=0), axis=1)
    return way, speed / max(float(speed.max()), 1e-9)


def _turning(random: Random, turns: float) -> tuple[Points, npt.NDArray[np.float64]]:
    """Return a loop of ``turns``: the angle moves by minimum jerk, the centre drifts."""
    share = np.linspace(0, 1, 80)
    eased = 0.35 * _reach(share) + 0.65 * share
    begin = random.normal(-1.7, 0.6)
    angle = begin + 2 * math.pi * turns * eased * (1 if random.random() < 0.2 else -1)
    flat = random.uniform(0.72, 1.0)
    lean = random.uniform(0, math.pi)
    ring = np.stack([np.cos(angle), flat * np.sin(angle)], 1) / 2
    turn = np.array([[math.cos(lean), -math.sin(lean)], [math.sin(lean), math.cos(lean)]])
    shrink = 1 + random.normal(0, 0.06) * share[:, None]
    drift = share[:, None] * random.normal(0, 0.05, 2)
    speed = np.abs(np.gradient(eased)) / np.gradient(eased).max()
    return (ring * shrink) @ turn.T + drift, speed


# --- how it writes ---


@dataclass(frozen=True, slots=True)
class _Hand:
    """Where and how large one writes in this box, and with which pen."""

    middle: npt.NDArray[np.float64]
    size: float
    matrix: npt.NDArray[np.float64]
    pen: float
    thins: float


def _hand(random: Random, least: float = 2.4) -> _Hand:
    size = float(np.clip(random.gamma(12, 0.43), least, 8.4))
    room = np.maximum(np.array(BOX) - size, 1.0)
    turn = random.normal(0, 0.1)
    lean = random.normal(0.08, 0.1)
    matrix = np.array([[math.cos(turn), -math.sin(turn) - lean], [math.sin(turn), math.cos(turn)]])
    matrix[:, 0] *= random.uniform(0.8, 1.3)
    pens = (random.normal(0.38, 0.06), random.normal(0.55, 0.08), random.normal(0.9, 0.15))
    return _Hand(
        middle=np.array(BOX) / 2 + random.uniform(-0.38, 0.38, 2) * room,
        size=size,
        matrix=matrix * size,
        pen=float(np.clip(random.choice(pens, p=(0.5, 0.35, 0.15)), 0.25, 1.3)),
        thins=float(random.uniform(0, 0.45)),
    )


def _way(random: Random, hand: _Hand, moved: tuple[Points, npt.NDArray[np.float64]]) -> Way:
    points, speed = moved
    n = len(points)
    tremor = np.cumsum(random.normal(0, 1, (n, 2)), 0)
    tremor -= np.linspace(0, 1, n)[:, None] * tremor[-1]
    points = points @ hand.matrix.T + hand.middle + tremor * random.uniform(0.002, 0.012)
    return Way(points=points, width=hand.pen * (1 - hand.thins * speed))


def _inked(random: Random, ways: Sequence[Way]) -> Picture:
    """Return the coverage: soft at the edge, paler where a pencil misses the paper's valleys."""
    out = np.zeros((round(WHOLE[1] * _SCALE), round(WHOLE[0] * _SCALE)), np.uint8)
    for way in ways:
        _stroke(out, way)
    return out.astype(np.float32) / 255 * _tone(random, out.shape)


def _stroke(out: npt.NDArray[np.uint8], way: Way) -> None:
    """Add one stroke to ``out``: discs along the way, finely spaced."""
    lengths = np.linalg.norm(np.diff(way.points, axis=0), axis=1)
    along = np.concatenate([[0], np.cumsum(lengths)])
    at = np.linspace(0, along[-1], max(2, int(along[-1] * 8)))
    x, y, w = (np.interp(at, along, one) for one in (way.points[:, 0], way.points[:, 1], way.width))
    columns, rows = np.rint((np.stack([x, y]) + MARGIN) * _SCALE * 16).astype(int).tolist()
    radii = np.maximum(8, np.rint(w / 2 * _SCALE * 16)).astype(int).tolist()
    for column, row, radius in zip(columns, rows, radii, strict=True):
        cv2.circle(out, (column, row), radius, 255, -1, cv2.LINE_AA, 4)


def _tone(random: Random, shape: tuple[int, int]) -> Picture:
    pencil = random.random() < 0.2
    dark = random.uniform(0.38, 0.7) if pencil else random.beta(6, 1.8) * 0.5 + 0.5
    field = random.normal(0, 0.12 if pencil else 0.05, (shape[0] // 6, shape[1] // 6))
    grown = cv2.resize(field.astype(np.float32), shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.clip(dark + grown, 0, 1)


# --- the three symbols ---


def _circle(random: Random) -> Picture:
    hand = _hand(random)
    return _inked(random, [_way(random, hand, _turning(random, random.uniform(0.94, 1.14)))])


def _circle_hooked(random: Random) -> Picture:
    """Write a ○ that ends with a small hook inwards or outwards."""
    hand = _hand(random, 3.0)
    points, speed = _turning(random, random.uniform(1.0, 1.08))
    out = points[-1] / max(float(np.linalg.norm(points[-1])), 0.1)
    hook = points[-1] + out * random.uniform(-0.15, 0.13)
    points = np.concatenate([points, np.linspace(points[-1], hook, 6)[1:]])
    return _inked(random, [_way(random, hand, (points, np.append(speed, np.ones(5))))])


def _circle_twice(random: Random) -> Picture:
    hand = _hand(random, 3.4)
    return _inked(random, [_way(random, hand, _turning(random, random.uniform(1.4, 2.2)))])


def _two_strokes(random: Random, bow: float) -> list[tuple[Points, npt.NDArray[np.float64]]]:
    spread = random.uniform(0.75, 1.15)
    jitter = random.normal(0, 0.055, (4, 2))
    corners = np.array([(-0.4, -0.42), (0.4, 0.42), (0.4, -0.42), (-0.4, 0.42)]) * (1, spread)
    a, b, c, d = corners + jitter
    return [
        _movements(a, [b], 0, [random.normal(0, bow)]),
        _movements(c, [d], 0, [random.normal(0.03, bow)]),
    ]


def _cross(random: Random) -> Picture:
    hand = _hand(random)
    return _inked(random, [_way(random, hand, one) for one in _two_strokes(random, 0.03)])


def _cross_bent(random: Random) -> Picture:
    hand = _hand(random, 3.0)
    return _inked(random, [_way(random, hand, one) for one in _two_strokes(random, 0.09)])


def _cross_joined(random: Random) -> Picture:
    """Write a × without lifting the pen: the link between the strokes is fast and thin."""
    hand = _hand(random, 3.0)
    (first, _), (second, _) = _two_strokes(random, 0.03)
    goals = [first[-1], second[0], second[-1]]
    overlap = random.uniform(0.1, 0.3)
    bows = [0.0, random.normal(0.1, 0.1), 0.0]
    points, speed = _movements(first[0], goals, overlap, bows)
    return _inked(random, [_way(random, hand, (points, speed))])


def _tick_goals(random: Random) -> tuple[list[float], list[list[float]]]:
    start = [random.uniform(-0.55, -0.28), random.uniform(-0.12, 0.15)]
    foot = [random.uniform(-0.22, -0.05), random.uniform(0.32, 0.5)]
    top = [random.uniform(0.3, 0.62), random.uniform(-0.62, -0.3)]
    return start, [foot, top]


def _tick(random: Random) -> Picture:
    hand = _hand(random)
    start, goals = _tick_goals(random)
    bows = [random.normal(0, 0.06), random.normal(-0.06, 0.06)]
    moved = _movements(start, goals, random.uniform(0.1, 0.4), bows)
    return _inked(random, [_way(random, hand, moved)])


def _tick_hooked(random: Random) -> Picture:
    """Write a √ whose pen came down from the left, or that flies out flat at the end."""
    hand = _hand(random, 3.0)
    start, (foot, top) = _tick_goals(random)
    if random.random() < 0.5:
        early = [start[0] - random.uniform(0.06, 0.14), start[1] + random.uniform(-0.02, 0.08)]
        moved = _movements(early, [start, foot, top], 0.25, [0.0, 0.0, random.normal(-0.05, 0.05)])
    else:
        far = [top[0] + random.uniform(0.1, 0.25), top[1] + random.uniform(-0.12, 0.0)]
        moved = _movements(start, [foot, top, far], 0.3, [0.0, random.normal(-0.05, 0.05), 0.0])
    return _inked(random, [_way(random, hand, moved)])


def _font_mark(label: str) -> Callable[[Random], Picture]:
    def make(random: Random) -> Picture:
        return _printed(random, MARKS[label])

    return make


# --- nothing, and what is foreign ---


def _nothing(random: Random) -> Picture:
    return _inked(random, [])


def _specks(random: Random) -> Picture:
    ways = []
    for _ in range(int(random.integers(1, 5))):
        at = random.uniform(-MARGIN, np.array(BOX) + MARGIN)
        points = np.stack([at, at + random.normal(0, 0.06, 2)])
        ways.append(Way(points=points, width=np.full(2, random.uniform(0.05, 0.2))))
    return _inked(random, ways)


def _pick(random: Random, characters: str) -> tuple[str, str]:
    while True:
        font, character = str(random.choice(FONTS)), str(random.choice(list(characters)))
        if glyph(font, character).size:
            return font, character


def _warp(random: Random, points: Points) -> Points:
    """Return points of the unit square moved by a smooth field of 4 x 4 random vectors."""
    field = random.normal(0, 0.045, (4, 4, 2)).astype(np.float32)
    at = np.clip((points + 0.5) * 3, 0, 3).astype(np.float32).reshape(-1, 1, 2)
    dx, dy = (
        cv2.remap(np.ascontiguousarray(field[..., k]), at[..., 0], at[..., 1], cv2.INTER_LINEAR)
        for k in (0, 1)
    )
    return points + np.stack([dx, dy], -1).reshape(points.shape)


def _penned(characters: str) -> Callable[[Random], Picture]:
    """Return what writes one of ``characters`` with a pen along the middle of its strokes."""

    def make(random: Random) -> Picture:
        hand = _hand(random, 3.0)
        segments = _warp(random, middle_lines(*_pick(random, characters)))
        points = segments @ hand.matrix.T + hand.middle
        return _inked(random, [Way(points=one, width=np.full(2, hand.pen)) for one in points])

    return make


def _printed(random: Random, characters: str) -> Picture:
    """Return a character as its font draws it, brush strokes and all, warped as a whole."""
    hand = _hand(random, 3.0)
    mask = glyph(*_pick(random, characters)).astype(np.float32)
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    out = np.zeros((round(WHOLE[1] * _SCALE), round(WHOLE[0] * _SCALE)), np.uint8)
    middle, longer = np.array(mask.shape[::-1]) / 2, max(mask.shape)
    whole = (np.concatenate([one[:, 0] for one in outlines]) - middle) / longer
    moved = (_warp(random, whole) @ hand.matrix.T + hand.middle + MARGIN) * _SCALE
    ends = np.cumsum([len(one) for one in outlines])[:-1]
    cv2.fillPoly(out, [np.round(one).astype(np.int32) for one in np.split(moved, ends)], 255)
    return out.astype(np.float32) / 255 * _tone(random, out.shape)


def _font_character(random: Random) -> Picture:
    return _printed(random, NAMED + CHARACTERS)


def _single_stroke(random: Random) -> Picture:
    hand = _hand(random, 3.0)
    angle = random.uniform(0, 2 * math.pi)
    end = np.array([math.cos(angle), math.sin(angle)]) / 2
    moved = _movements(-end, [end], 0, [random.normal(0, 0.1)])
    return _inked(random, [_way(random, hand, moved)])


def _upright_cross(random: Random) -> Picture:
    hand = _hand(random, 3.0)
    jitter = random.normal(0, 0.03, (4, 2))
    a, b, c, d = np.array([(-0.45, 0), (0.45, 0), (0, -0.45), (0, 0.45)]) + jitter
    moves = [_movements(a, [b], 0, [0.0]), _movements(c, [d], 0, [0.0])]
    return _inked(random, [_way(random, hand, one) for one in moves])


def _half_tick(random: Random) -> Picture:
    hand = _hand(random, 3.2)
    start, goals = _tick_goals(random)
    points, speed = _movements(start, goals, 0.2, [0.0, random.normal(-0.05, 0.04)])
    at = points[int(random.uniform(0.62, 0.85) * len(points))]
    reach = np.array([random.uniform(0.14, 0.28), random.uniform(0.08, 0.22)])
    strike = _movements(at - reach, [at + reach], 0, [0.0])
    return _inked(random, [_way(random, hand, one) for one in ((points, speed), strike)])


def _circled(random: Random) -> Picture:
    """Write ⊗: a ring with a cross, or with one bar, in it."""
    hand = _hand(random, 3.8)
    ring = _turning(random, random.uniform(0.97, 1.1))
    scale = random.uniform(0.55, 1.0)
    strokes = [(one * scale, speed) for one, speed in _two_strokes(random, 0.03)]
    strokes = strokes if random.random() < 0.7 else strokes[:1]
    return _inked(random, [_way(random, hand, one) for one in (ring, *strokes)])


def _open_ring(random: Random) -> Picture:
    hand = _hand(random, 2.8)
    return _inked(random, [_way(random, hand, _turning(random, random.uniform(0.42, 0.78)))])


def _corrected(random: Random) -> Picture:
    """Write a symbol, then another over it, beside it, or a scrawl that strikes it out."""
    symbols = (_circle, _cross, _tick)
    first = symbols[int(random.integers(3))](random)
    if random.random() < 0.5:
        return np.maximum(first, symbols[int(random.integers(3))](random))
    hand = _hand(random, 4.0)
    goals = [
        [0.5 * (-1) ** k + random.normal(0, 0.08), -0.3 + 0.6 * k / 8 + random.normal(0, 0.05)]
        for k in range(int(random.integers(3, 9)))
    ]
    bows = random.normal(0, 0.08, len(goals)).tolist()
    moved = _movements([-0.5, -0.3], goals, 0.2, bows)
    return np.maximum(first, _inked(random, [_way(random, hand, moved)]))


def _scrawl(random: Random) -> Picture:
    hand = _hand(random, 3.0)
    goals = random.uniform(-0.5, 0.5, (int(random.integers(5, 14)), 2)).tolist()
    moved = _movements([-0.5, 0], goals, 0.35, random.normal(0, 0.3, len(goals)).tolist())
    return _inked(random, [_way(random, hand, moved)])


def _blot(random: Random) -> Picture:
    at = random.uniform(0.5, np.array(BOX) - 0.5)
    points = np.stack([at, at + random.normal(0, 0.15, 2)])
    return _inked(random, [Way(points=points, width=np.full(2, random.uniform(0.5, 1.4)))])


_TABLE: tuple[tuple[float, str, str, Callable[[Random], Picture]], ...] = (
    (0.13, "o", "pen ○", _circle),
    (0.02, "o", "pen ○ hooked", _circle_hooked),
    (0.015, "o", "pen ○ twice", _circle_twice),
    (0.12, "x", "pen ×", _cross),
    (0.03, "x", "pen × bent", _cross_bent),
    (0.015, "x", "pen × joined", _cross_joined),
    (0.13, "tick", "pen √", _tick),
    (0.025, "tick", "pen √ hooked", _tick_hooked),
    (0.02, "o", "font ○", _font_mark("o")),
    (0.02, "x", "font ×", _font_mark("x")),
    (0.02, "tick", "font √", _font_mark("tick")),
    (0.07, "blank", "nothing", _nothing),
    (0.04, "blank", "specks", _specks),
    (0.09, "other", "foreign 人入大不半C?", _penned(NAMED)),
    (0.09, "other", "foreign, pen", _penned(CHARACTERS)),
    (0.04, "other", "foreign, font", _font_character),
    (0.02, "other", "single stroke", _single_stroke),
    (0.015, "other", "+", _upright_cross),
    (0.02, "other", "half √", _half_tick),
    (0.02, "other", "⊗", _circled),
    (0.02, "other", "open ring", _open_ring),
    (0.03, "other", "corrected", _corrected),
    (0.015, "other", "scrawl", _scrawl),
    (0.015, "other", "blot", _blot),
)


# --- how it is scanned ---


def scanned(random: Random, ink: Picture) -> npt.NDArray[np.uint8]:
    """Return the crop of a box with ``ink``: printed, scanned aslant, straightened, cut out."""
    printed = _printed_frame(random, ink.shape)
    light = 255 * (1 - 0.9 * np.maximum(ink, printed)) * random.uniform(0.85, 1.0)
    dots = float(random.choice((100, 150, 200, 200, 300))) / 25.4
    angle = math.radians(random.normal(0, 2.0))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    forward = np.hstack([turn * dots / _SCALE, random.uniform(3, 9, (2, 1))])
    size = (int(WHOLE[0] * dots) + 16, int(WHOLE[1] * dots) + 16)
    lens = random.choice((0.35, 0.5, 0.8)) * _SCALE / dots
    soft = cv2.GaussianBlur(light.astype(np.float32), (0, 0), max(lens, 0.5))
    raw = cv2.warpAffine(soft, forward, size, flags=cv2.INTER_LINEAR, borderValue=235)
    raw = _weathered(random, raw)
    back = cv2.invertAffineTransform(np.vstack([forward, [0, 0, 1]])[:2])
    out = (round(WHOLE[0] * 8), round(WHOLE[1] * 8))
    slip = random.normal(0, 0.06, 2) * 8
    straight = cv2.warpAffine(
        raw,
        np.hstack([back[:, :2] * 8 / _SCALE, (back[:, 2:] * 8 / _SCALE) + slip[:, None]]),
        out,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _as_reader(random, straight)


def _printed_frame(random: Random, shape: tuple[int, ...]) -> Picture:
    far = np.array([BOX[0], BOX[1]])
    line = FRAME * random.uniform(0.8, 1.2)
    outer = np.round((np.array([-line, -line, *(far + line)]) + MARGIN) * _SCALE).astype(int)
    inner = np.round((np.array([0, 0, *far]) + MARGIN) * _SCALE).astype(int)
    out = np.zeros(shape, np.float32)
    out[outer[1] : outer[3], outer[0] : outer[2]] = random.uniform(0.7, 1.0)
    out[inner[1] : inner[3], inner[0] : inner[2]] = 0
    return out


def _weathered(random: Random, raw: Picture) -> npt.NDArray[np.uint8]:
    """Return the scan with one of the faults that scans have, or none."""
    fault = random.random()
    width = raw.shape[1]
    if fault < 0.15:
        raw = raw + np.linspace(0, random.normal(0, 14), width, dtype=np.float32)
    elif fault < 0.25:
        raw = cv2.GaussianBlur(raw, (0, 0), random.uniform(0.7, 1.3))
    elif fault < 0.33:
        raw = 255 - (255 - raw) * np.float32(random.uniform(0.45, 0.75))
    elif fault < 0.38:
        column = int(random.integers(width))
        raw[:, column : column + 1] -= random.uniform(4, 22)
    noise = random.normal(0, random.choice((1.5, 4.0, 8.0)), raw.shape)
    pixels = np.clip(raw + noise, 0, 255).astype(np.uint8)
    if random.random() < 0.6:
        code = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 90))]
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, code)[1], cv2.IMREAD_GRAYSCALE)
    return pixels


def _as_reader(random: Random, grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return what the reader makes of the straightened grey picture: darkness, then the crop."""
    small = cv2.resize(grey, (15, 12), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((11, 11), np.uint8))
    smooth = cv2.GaussianBlur(closed, (0, 0), 2.0)
    paper = cv2.resize(smooth, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    share = 1 - grey.astype(np.float32) / np.maximum(paper, 1)
    dark = np.clip(share / random.uniform(0.75, 0.92), 0, 1)
    small = cv2.resize(dark, (CROP_WIDTH, CROP_HEIGHT), interpolation=cv2.INTER_AREA)
    return (small * 255 + 0.5).astype(np.uint8)
