"""Generator A, for training: marks as curves through a few points, in many hands.

Every mark is drawn from a generator of random numbers that its seed and its place determine.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from bench.symbols.glyphs import middle_lines
from bench.symbols.sheet import BOX, Drawing, Line, Points

Random = np.random.Generator

FONTS = (
    "NotoSansSC_400Regular.ttf",
    "NotoSerifSC_400Regular.ttf",
    "gkai00mp.ttf",
    "ukai.ttc",
    "dkg.ttf",
    "dkgIt.ttf",
    "breipfont.ttf",
    "femkeklaver.ttf",
    "Kristi.ttf",
    "Humor-Sans.ttf",
    "ComicNeue-Light.otf",
    "BecauseWeLearn-Regular.otf",
    "BecauseWeMentor-Regular.otf",
)
# O, o, 0, X, x, V, v and their like are left out: nobody can tell them from a ○, a × or a √.
CHARACTERS = (
    "人人人入入入大大不半又文木十才未本天太火少小个八叉义丈丫今会合全可否同意是对反好行优中有无去"
    "弃权赞成保留改先后上下日口回田国白目已了子"
    "CCCDGJLUSZQRPBKHTYAEF23456789174cegsuaqdpbkthnrfyzm???!=+-/#*%&"
)

_SKELETONS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "ren": (((0.1, -0.5), (0, 0), (-0.5, 0.5)), ((0.05, -0.2), (0.2, 0.2), (0.5, 0.5))),
    "ren_top": (((0, -0.5), (-0.1, 0), (-0.5, 0.5)), ((0, -0.45), (0.2, 0.1), (0.5, 0.5))),
    "ru": (((-0.15, -0.5), (0.05, -0.35), (0.5, 0.5)), ((0.07, -0.25), (-0.1, 0.2), (-0.5, 0.5))),
    "ru_high": (((-0.2, -0.5), (0.1, -0.2), (0.5, 0.5)), ((0.1, -0.4), (-0.1, 0.1), (-0.5, 0.5))),
    "da": (
        ((-0.5, -0.2), (0.5, -0.25)),
        ((0, -0.5), (-0.05, 0), (-0.45, 0.5)),
        ((0.02, -0.15), (0.2, 0.2), (0.5, 0.5)),
    ),
    "bu": (
        ((-0.5, -0.45), (0.5, -0.5)),
        ((0.1, -0.45), (-0.1, -0.1), (-0.5, 0.2)),
        ((0, -0.2), (0, 0.5)),
        ((0.1, -0.1), (0.4, 0.15)),
    ),
    "you": (
        ((-0.4, -0.4), (0.35, -0.45), (0.1, 0.05), (-0.45, 0.5)),
        ((-0.3, -0.25), (0, 0.1), (0.5, 0.5)),
    ),
    "wen": (
        ((0, -0.5), (0.06, -0.4)),
        ((-0.5, -0.25), (0.5, -0.28)),
        ((0.25, -0.25), (0, 0.15), (-0.45, 0.5)),
        ((-0.25, -0.2), (0.05, 0.15), (0.5, 0.5)),
    ),
    "yi": (
        ((0, -0.5), (0.08, -0.4)),
        ((0.3, -0.4), (0, 0.1), (-0.45, 0.5)),
        ((-0.35, -0.3), (0, 0.1), (0.5, 0.5)),
    ),
    "shi": (((-0.5, 0), (0.5, -0.03)), ((0, -0.5), (0, 0.5))),
    "plus_tilted": (((-0.5, 0.1), (0.5, -0.1)), ((-0.08, -0.5), (0.08, 0.5))),
    "y": (((-0.35, -0.5), (-0.1, -0.15), (0, 0)), ((0.4, -0.5), (0.1, 0), (-0.3, 0.5))),
    "big_y": (((-0.4, -0.5), (0, 0)), ((0.4, -0.5), (0, 0), (0, 0.5))),
    "k": (((-0.3, -0.5), (-0.3, 0.5)), ((0.35, -0.4), (-0.28, 0.05), (0.4, 0.5))),
    "t": (((0, -0.5), (0, 0.3), (0.2, 0.5), (0.35, 0.4)), ((-0.3, -0.2), (0.35, -0.22))),
    "four": (((0, -0.5), (-0.4, 0.15), (0.4, 0.15)), ((0.15, -0.2), (0.12, 0.5))),
    "star": (
        ((-0.45, -0.4), (0.45, 0.4)),
        ((0.45, -0.4), (-0.45, 0.4)),
        ((0, -0.5), (0, 0.5)),
    ),
    "xx_line": (
        ((-0.45, -0.4), (0.45, 0.4)),
        ((0.45, -0.4), (-0.45, 0.4)),
        ((-0.5, 0), (0.5, 0)),
    ),
    "slash": (((0.4, -0.5), (-0.4, 0.5)),),
    "backslash": (((-0.4, -0.5), (0.4, 0.5)),),
    "dash": (((-0.5, 0), (0, 0.03), (0.5, 0)),),
    "bar": (((0, -0.5), (0, 0.5)),),
    "equals": (((-0.5, -0.15), (0.5, -0.15)), ((-0.5, 0.15), (0.5, 0.15))),
    "ell": (((-0.3, -0.5), (-0.3, 0.45), (0.4, 0.45)),),
    "gamma": (((-0.3, 0.5), (-0.3, -0.4), (0.4, -0.42)),),
    "caret": (((-0.45, 0.4), (0, -0.5), (0.45, 0.4)),),
    "less": (((0.4, -0.45), (-0.45, 0), (0.4, 0.45)),),
    "greater": (((-0.4, -0.45), (0.45, 0), (-0.4, 0.45)),),
    "hook_left": (((0.45, -0.1), (0.2, 0.5), (-0.5, -0.5)),),
    "tick_tall_left": (((-0.4, -0.5), (-0.1, 0.5), (0.15, 0.25)),),
    "n": (((-0.4, 0.5), (-0.4, -0.3), (0.3, -0.3), (0.4, 0.5)),),
    "u": (((-0.4, -0.5), (-0.4, 0.3), (0.3, 0.35), (0.4, -0.5)),),
    "z": (((-0.4, -0.45), (0.4, -0.45), (-0.4, 0.45), (0.4, 0.45)),),
    "wave": (((-0.5, 0), (-0.25, -0.3), (0, 0), (0.25, 0.3), (0.5, 0)),),
    "w": (((-0.5, -0.4), (-0.25, 0.4), (0, -0.2), (0.25, 0.4), (0.5, -0.4)),),
    "m": (((-0.5, 0.4), (-0.3, -0.4), (0, 0.3), (0.3, -0.4), (0.5, 0.4)),),
    "six": (((0.25, -0.5), (-0.3, 0), (-0.2, 0.45), (0.25, 0.4), (0.2, 0), (-0.25, 0.15)),),
    "nine": (((0.3, -0.3), (0, -0.5), (-0.3, -0.2), (0, 0), (0.3, -0.3), (0.25, 0.5)),),
    "alpha": (((0.45, -0.4), (-0.2, 0.4), (-0.45, 0), (-0.2, -0.4), (0.45, 0.4)),),
    "e": (((-0.4, 0.05), (0.4, 0), (0.1, -0.45), (-0.4, 0), (0, 0.45), (0.4, 0.3)),),
    "spiral": (
        (
            (0.05, 0),
            (-0.1, 0.1),
            (-0.15, -0.15),
            (0.25, -0.2),
            (0.2, 0.35),
            (-0.45, 0.2),
            (-0.3, -0.5),
        ),
    ),
    "square": (((-0.45, -0.4), (0.45, -0.42), (0.43, 0.4), (-0.45, 0.4), (-0.44, -0.4)),),
    "triangle": (((0, -0.5), (0.5, 0.4), (-0.5, 0.42), (0, -0.48)),),
    "d": (((-0.35, -0.5), (-0.35, 0.5), (0.3, 0.35), (0.35, -0.25), (-0.4, -0.48)),),
    "eight": (((0.25, -0.4), (-0.25, -0.35), (0.3, 0.25), (0, 0.5), (-0.3, 0.25), (0.28, -0.38)),),
}
_ANGULAR = {"square", "triangle", "less", "greater", "caret", "z", "w", "m", "ell", "gamma", "d"}
_ANGULAR |= {"hook_left", "tick_tall_left", "big_y", "four", "k"}


def drawing(random: Random) -> Drawing:
    """Return one mark of generator A."""
    label = random.choice(("o", "x", "tick", "blank", "other"), p=(0.17, 0.19, 0.17, 0.07, 0.4))
    make = _KINDS[label]
    kind = list(make)[int(random.choice(len(make), p=_shares(make)))]
    return Drawing(label=str(label), kind=kind, lines=tuple(make[kind][1](random)))


def _shares(kinds: dict[str, tuple[float, Callable[[Random], list[Line]]]]) -> list[float]:
    whole = sum(share for share, _ in kinds.values())
    return [share / whole for share, _ in kinds.values()]


def _curve(through: Sequence[Sequence[float]] | Points, *, sharp: bool = False) -> Points:
    """Return a Catmull-Rom curve, or the straight course where corners are ``sharp``."""
    points = np.asarray(through, float)
    if sharp or len(points) < 3:
        steps = np.linspace(0, len(points) - 1, 10 * (len(points) - 1) + 1)
        return np.stack([np.interp(steps, range(len(points)), points[:, at]) for at in (0, 1)], 1)
    wide = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    out = []
    for p0, p1, p2, p3 in zip(wide, wide[1:], wide[2:], wide[3:], strict=False):
        t = np.linspace(0, 1, 10, endpoint=False)[:, None]
        out.append(
            p1
            + 0.5
            * t
            * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
        )
    return np.concatenate([*out, points[-1:]])


def _pen(random: Random) -> float:
    """Return the width of a pen: ball pens and pencils mostly, felt pens now and then."""
    return float(random.choice((random.uniform(0.25, 0.7), random.uniform(0.6, 1.3)), p=(0.8, 0.2)))


def _inked(random: Random, course: Points, width: float) -> Line:
    """Return ``course`` with a hand's tremor and pressure; ends may be thin."""
    n = len(course)
    knots = np.linspace(0, 1, 6)
    at = np.linspace(0, 1, n)
    tremor = random.normal(0, 0.05, (2, 6))
    moved = course + np.stack([np.interp(at, knots, one) for one in tremor], 1)
    pressure = np.interp(at, knots, random.uniform(0.75, 1.2, 6))
    if random.random() < 0.3:
        pressure[at > 0.8] *= np.linspace(1, random.uniform(0.35, 0.9), int((at > 0.8).sum()))
    return Line(points=moved, width=width * pressure)


def _placed(
    random: Random, size: float, *, tilt: float = 0.12, squeeze: tuple[float, float] = (0.75, 1.3)
) -> Callable[[Points], Points]:
    """Return a map from the unit square into the box: size, slant, turn and place of a hand."""
    angle = random.normal(0, tilt)
    slant = random.normal(0, 0.12)
    wide = random.uniform(*squeeze)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    scale = turn @ np.array([[wide, slant], [0, 1]]) * size
    slack = np.maximum((np.array(BOX) - size) / 2, 0.3)
    middle = np.array(BOX) / 2 + random.normal(0, 0.45, 2) * slack
    return lambda points: points @ scale.T + middle


def _size(random: Random, least: float = 2.3, most: float = 8.6) -> float:
    return float(np.clip(random.normal(5.3, 1.5), least, most))


# --- ○ ---


def _ring(random: Random, start: float, turn: float) -> Points:
    """Return a loop round the origin, of radius about ½, that turns by ``turn`` radians."""
    n = max(16, int(abs(turn) * 8))
    at = np.linspace(start, start + turn, n)
    radius = 0.5 + sum(
        random.normal(0, spread) * np.cos(k * at + random.uniform(0, 6.3))
        for k, spread in ((2, 0.03), (3, 0.018), (4, 0.01))
    )
    drift = np.linspace(0, 1, n)[:, None] * random.normal(0, 0.05, 2)
    return np.stack([radius * np.cos(at), radius * np.sin(at)], 1) + drift


def _loop(random: Random, turn: float) -> Points:
    start = random.normal(-math.pi / 2, 0.7)
    return _ring(random, start, turn * float(random.choice((-1, 1), p=(0.75, 0.25))))


def _circle(random: Random) -> list[Line]:
    turn = 2 * math.pi + random.uniform(-0.35, 0.8)
    place = _placed(random, _size(random), tilt=0.4)
    return [_inked(random, place(_loop(random, turn)), _pen(random))]


def _circle_with_tail(random: Random) -> list[Line]:
    course = _loop(random, 2 * math.pi + random.uniform(0, 0.5))
    way = course[-1] - course[-4]
    tail = course[-1] + way / np.linalg.norm(way) * random.uniform(0.05, 0.16)
    course = np.concatenate([course, _curve((course[-1], tail))[1:]])
    return [_inked(random, _placed(random, _size(random))(course), _pen(random))]


def _circle_twice(random: Random) -> list[Line]:
    course = _loop(random, 2 * math.pi * random.uniform(1.3, 2.1))
    return [_inked(random, _placed(random, _size(random, 3.2))(course), min(_pen(random), 0.6))]


# --- × ---


def _cross_strokes(random: Random, bend: float) -> list[Points]:
    """Return the two strokes of a ×: they meet near the middle of both."""
    out = []
    for side in (1, -1):
        angle = side * random.normal(math.pi / 4, 0.13)
        way = np.array([math.cos(angle), math.sin(angle)])
        before, after = random.uniform(0.42, 0.72, 2)
        across = np.array([-way[1], way[0]])
        course = [-before * way, across * random.normal(0, bend), after * way]
        out.append(_curve(course) + random.normal(0, 0.03, 2))
    if random.random() < 0.4:
        out = [course[::-1] if random.random() < 0.5 else course for course in out]
    return out


def _cross(random: Random) -> list[Line]:
    place, pen = _placed(random, _size(random)), _pen(random)
    return [_inked(random, place(one), pen) for one in _cross_strokes(random, 0.05)]


def _cross_curved(random: Random) -> list[Line]:
    place, pen = _placed(random, _size(random, 3)), _pen(random)
    return [_inked(random, place(one), pen) for one in _cross_strokes(random, 0.12)]


def _cross_joined(random: Random) -> list[Line]:
    """Draw a × whose pen did not leave the paper between the strokes: a thin, straight link."""
    place, pen = _placed(random, _size(random, 3)), _pen(random)
    first, second = _cross_strokes(random, 0.05)
    link = _curve((first[-1], second[0]))
    thin = Line(points=place(link), width=np.full(len(link), pen * random.uniform(0.3, 0.7)))
    return [_inked(random, place(first), pen), thin, _inked(random, place(second), pen)]


# --- √ ---


def _tick_course(random: Random) -> Points:
    short = np.array([random.uniform(-0.42, -0.16), random.uniform(-0.38, -0.13)])
    long = np.array([random.uniform(0.42, 0.95), random.uniform(-1.05, -0.5)])
    legs = [short, np.zeros(2), long]
    bow = random.normal(0.03, 0.06)
    upper = _curve((legs[1], (legs[1] + legs[2]) / 2 + np.array([1, 1]) * bow, legs[2]))
    lower = _curve((legs[0], legs[1]))
    course = np.concatenate([lower[:-1], upper])
    if random.random() < 0.4:
        kernel = np.ones(5) / 5
        padded = np.pad(course, ((2, 2), (0, 0)), mode="edge")
        course = np.stack([np.convolve(padded[:, at], kernel, "valid") for at in (0, 1)], 1)
    return course + np.array([-0.25, 0.4])


def _tick(random: Random) -> list[Line]:
    place = _placed(random, _size(random))
    return [_inked(random, place(_tick_course(random)), _pen(random))]


def _tick_in_two(random: Random) -> list[Line]:
    """Draw a √ whose two legs are separate strokes that overshoot each other a little."""
    place, pen = _placed(random, _size(random)), _pen(random)
    course = _tick_course(random)
    low = int(np.argmax(course[:, 1]))
    first = course[: low + 1]
    more = course[low] + (course[low] - course[0]) * random.uniform(0, 0.2)
    first = np.concatenate([first, more[None]])
    return [_inked(random, place(one), pen) for one in (first, course[low:])]


# --- blank ---


def _nothing(_random: Random) -> list[Line]:
    return []


def _dust(random: Random) -> list[Line]:
    out = []
    for _ in range(int(random.integers(1, 4))):
        at = random.uniform(0, 1, 2) * np.array(BOX)
        course = np.stack([at, at + random.normal(0, 0.05, 2)])
        out.append(Line(points=course, width=np.full(2, random.uniform(0.05, 0.22))))
    return out


# --- everything else ---


def _character(random: Random) -> list[Line]:
    while True:
        character = CHARACTERS[int(random.integers(len(CHARACTERS)))]
        segments = middle_lines(str(random.choice(FONTS)), character)
        if len(segments):
            break
    place = _placed(random, _size(random, 3), squeeze=(0.8, 1.3))
    bent = segments + _bend(random, segments)
    width = _pen(random) * random.uniform(0.8, 1.2)
    return [Line(points=place(one), width=np.full(2, width)) for one in bent]


def _bend(random: Random, points: Points) -> Points:
    """Return a smooth displacement of the unit square, different for every call."""
    x, y = points[..., 0], points[..., 1]
    waves = random.normal(0, 0.035, (2, 3))
    phase = random.uniform(0, 6.3, (2, 3))
    moved = [
        wave[0] * np.sin(4 * x + at[0])
        + wave[1] * np.sin(4 * y + at[1])
        + wave[2] * np.sin(5 * (x + y) + at[2])
        for wave, at in zip(waves, phase, strict=True)
    ]
    return np.stack(moved, -1)


def _skeleton(random: Random) -> list[Line]:
    name = str(random.choice(list(_SKELETONS)))
    place, pen = _placed(random, _size(random, 2.8)), _pen(random)
    out = []
    for stroke in _SKELETONS[name]:
        moved = np.asarray(stroke) + random.normal(0, 0.035, (len(stroke), 2))
        course = _curve(moved, sharp=name in _ANGULAR and random.random() < 0.7)
        out.append(_inked(random, place(course), pen))
    return out


def _near_cross(random: Random) -> list[Line]:
    """Draw two strokes that meet far from the middle of one of them: 人, 入, y, 丫, ト."""
    place, pen = _placed(random, _size(random, 3)), _pen(random)
    angle = random.uniform(-math.pi, math.pi) if random.random() < 0.3 else random.normal(2.1, 0.3)
    way = np.array([math.cos(angle), math.sin(angle)])
    other = angle - random.choice((-1, 1)) * random.uniform(0.7, 1.9)
    aside = np.array([math.cos(other), math.sin(other)])
    meets = random.uniform(-0.5, 0.4)
    first = _curve((-0.5 * way, way * random.normal(0, 0.1), 0.5 * way))
    start = meets * way - aside * random.uniform(-0.06, 0.1)
    second = _curve((start, start + aside * random.uniform(0.45, 0.9)))
    return [_inked(random, place(one), pen) for one in (first, second)]


def _half_tick(random: Random) -> list[Line]:
    """Draw a √ with a stroke through its long leg (半对)."""
    place, pen = _placed(random, _size(random, 3)), _pen(random)
    course = _tick_course(random)
    low = int(np.argmax(course[:, 1]))
    along = course[int(low + (len(course) - 1 - low) * random.uniform(0.35, 0.8))]
    way = np.array([random.uniform(0.12, 0.3), random.uniform(0.05, 0.25)])
    return [_inked(random, place(one), pen) for one in (course, _curve((along - way, along + way)))]


def _circled_cross(random: Random) -> list[Line]:
    place, pen = _placed(random, _size(random, 3.5)), min(_pen(random), 0.8)
    inner = random.uniform(0.5, 1.0)
    course = _loop(random, 2 * math.pi + random.uniform(-0.2, 0.5))
    strokes = [inner * one for one in _cross_strokes(random, 0.05)]
    keep = strokes if random.random() < 0.7 else strokes[:1]
    return [_inked(random, place(one), pen) for one in (course, *keep)]


def _circled_tick(random: Random) -> list[Line]:
    place, pen = _placed(random, _size(random, 3.5)), min(_pen(random), 0.8)
    course = _loop(random, 2 * math.pi + random.uniform(-0.2, 0.5))
    tick = _tick_course(random) * random.uniform(0.6, 1.1)
    return [_inked(random, place(one), pen) for one in (course, tick)]


def _open_circle(random: Random) -> list[Line]:
    """Draw a loop that stays open by a quarter and more: a C, a U, a hook."""
    start = random.uniform(-math.pi, math.pi)
    course = _ring(random, start, random.choice((-1, 1)) * random.uniform(2.6, 4.9))
    return [_inked(random, _placed(random, _size(random, 2.6))(course), _pen(random))]


def _long_tail(random: Random) -> list[Line]:
    """Draw a loop with a tail as long as itself: 6, 9, q, d, e, ρ."""
    course = _ring(random, random.uniform(-3.1, 3.1), random.choice((-1, 1)) * 6.4)
    way = course[-1] - course[-4] + random.normal(0, 0.03, 2)
    tail = course[-1] + way / np.linalg.norm(way) * random.uniform(0.4, 1.0)
    middle = (course[-1] + tail) / 2 + random.normal(0, 0.1, 2)
    course = np.concatenate([course, _curve((course[-1], middle, tail))[1:]])
    place = _placed(random, _size(random, 2.6, 6))
    return [_inked(random, place(course), _pen(random))]


def _scribble(random: Random) -> list[Line]:
    turns = int(random.integers(4, 14))
    size = random.uniform(2, 6)
    at = np.linspace(-0.5, 0.5, turns)
    spread = random.uniform(0.2, 0.6)
    zigzag = np.stack([at, spread * np.where(np.arange(turns) % 2, 1, -1)], 1)
    moved = zigzag + random.normal(0, 0.06, zigzag.shape)
    sharp = bool(random.random() < 0.5)
    place = _placed(random, size, tilt=0.8)
    return [_inked(random, place(_curve(moved, sharp=sharp)), _pen(random))]


def _struck_out(random: Random) -> list[Line]:
    """Draw a symbol that was crossed out, written over, or followed by another one."""
    symbols = (_circle, _cross, _tick)
    first = symbols[int(random.integers(3))](random)
    way = random.random()
    if way < 0.35:
        return first + _scribble(random)
    if way < 0.6:
        y = random.uniform(2.5, 6)
        strike = _curve(
            ((random.uniform(0, 2), y), (random.uniform(9, 11), y + random.normal(0, 1)))
        )
        return [*first, _inked(random, strike, _pen(random))]
    second = symbols[int(random.integers(3))](random)
    apart = np.array([random.choice((-1, 1)) * random.uniform(0.8, 3), random.normal(0, 0.5)])
    if way < 0.8:
        first = [Line(points=one.points * 0.7 - apart, width=one.width) for one in first]
        second = [Line(points=one.points * 0.7 + apart, width=one.width) for one in second]
    return first + second


def _dot(random: Random) -> list[Line]:
    at = random.uniform(0.1, 0.9, 2) * np.array(BOX)
    course = np.stack([at, at + random.normal(0, 0.25, 2)])
    return [Line(points=course, width=np.full(2, random.uniform(0.5, 1.6)))]


def _passing(random: Random) -> list[Line]:
    """Draw a stroke that belongs elsewhere and passes through the box or its edge."""
    edge = int(random.integers(4))
    wide, high = BOX
    start = np.array(
        [(random.uniform(0, wide), -2), (wide + 2, random.uniform(0, high))][edge % 2]
        if edge < 2
        else [(random.uniform(0, wide), high + 2), (-2, random.uniform(0, high))][edge % 2]
    )
    way = np.array(BOX) / 2 - start + random.normal(0, 2, 2)
    end = start + way * random.uniform(0.4, 2.2)
    middle = (start + end) / 2 + random.normal(0, 0.6, 2)
    return [_inked(random, _curve((start, middle, end)), _pen(random))]


_KINDS: dict[str, dict[str, tuple[float, Callable[[Random], list[Line]]]]] = {
    "o": {
        "circle": (0.78, _circle),
        "circle with tail": (0.12, _circle_with_tail),
        "circle twice": (0.1, _circle_twice),
    },
    "x": {
        "cross": (0.68, _cross),
        "cross curved": (0.2, _cross_curved),
        "cross joined": (0.12, _cross_joined),
    },
    "tick": {"tick": (0.88, _tick), "tick in two": (0.12, _tick_in_two)},
    "blank": {"nothing": (0.6, _nothing), "dust": (0.4, _dust)},
    "other": {
        "character": (0.34, _character),
        "skeleton": (0.24, _skeleton),
        "near cross": (0.08, _near_cross),
        "half tick": (0.04, _half_tick),
        "circled cross": (0.04, _circled_cross),
        "circled tick": (0.02, _circled_tick),
        "open circle": (0.06, _open_circle),
        "long tail": (0.05, _long_tail),
        "scribble": (0.04, _scribble),
        "struck out": (0.06, _struck_out),
        "dot": (0.02, _dot),
        "passing": (0.03, _passing),
    },
}
