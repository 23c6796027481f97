"""What happens to a sheet between the printer and the scanner: stains, holes, tears, seals.

Each function takes the page and a generator and returns the page; lengths are mm of paper.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.paper.picture import WHITE, Field, Picture, Rng, blurred, moved, shaded, smooth_noise
from bench.paper.strokes import PENS, Hand, draw, reach, some_hand

Colour = tuple[int, int, int]


def faded(picture: Picture, rng: Rng) -> Picture:
    """An empty toner cartridge: print pale, paler in bands along the feed."""
    width, height = picture.size
    keep = float(rng.uniform(0.4, 0.68))
    bands = smooth_noise(rng, (width // 8, 4), 14 * picture.px_mm / 8)
    grain = smooth_noise(rng, (width // 3, height // 3), 1.3)
    left = keep + 0.12 * cv2.resize(bands, (width // 3, height // 3)) + 0.1 * grain
    left = cv2.resize(np.clip(left, 0.22, 0.95).astype(np.float32), (width, height))
    return picture.showing(255 - (255 - picture.pixels.astype(np.float32)) * left[:, :, None])


def coffee(picture: Picture, rng: Rng) -> Picture:
    """One or two rings of a cup, and some drops, where people lay their cups."""
    width, height = picture.size
    k = picture.px_mm
    layer: Field = np.zeros((height // 2, width // 2), np.float32)
    for _ in range(int(rng.integers(1, 3))):
        middle = rng.uniform(0.15, 0.95) * width / 2, rng.uniform(0.2, 0.9) * height / 2
        _ring(layer, middle, float(rng.uniform(32, 42)) * k / 2, k / 2, rng)
    for _ in range(int(rng.integers(2, 9))):
        spot = (int(rng.uniform(0, width / 2)), int(rng.uniform(0, height / 2)))
        shade = float(rng.uniform(0.25, 0.8))
        cv2.circle(layer, spot, int(rng.uniform(0.5, 4) * k / 2), shade, -1, cv2.LINE_AA)
    layer = np.clip(blurred(layer, 0.15 * k), 0, 1)
    layer = cv2.resize(layer, (width, height))[:, :, None] * float(rng.uniform(0.5, 1.0))
    brown = np.array([0.45, 0.62, 0.74], np.float32)
    return picture.showing(picture.pixels * (1 - layer * (1 - brown)))


def _ring(layer: Field, middle: tuple[float, float], radius: float, k: float, rng: Rng) -> None:
    """Lay one ring: dark at the rim where the coffee dried, uneven about it, pale inside."""
    rows, columns = np.indices(layer.shape, dtype=np.float32)
    dx, dy = columns - middle[0], rows - middle[1]
    turn = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    waves = [rng.normal(0, 1.2 / n) * np.sin(n * turn + rng.uniform(0, 6)) for n in range(1, 7)]
    wave = np.sum(waves, axis=0).astype(np.float32)
    angle = ((np.arctan2(dy, dx) + np.pi) / (2 * np.pi) * 719).astype(int)
    away = np.hypot(dx, dy) - radius - wave[angle] * 0.7 * k
    strength = np.clip(0.55 + 0.35 * np.roll(wave, 200)[angle], 0.05, 1)
    wide = float(rng.uniform(0.8, 2.2)) * k
    np.maximum(layer, strength * np.exp(-((away / wide) ** 2)), out=layer)
    np.maximum(layer, np.where(away < 0, 0.12, 0).astype(np.float32), out=layer)


def stamp(picture: Picture, rng: Rng) -> Picture:
    """A red official seal, 42 mm wide, set partly or wholly over the boxes."""
    k = picture.px_mm
    side = round(44 * k)
    ink = np.zeros((side, side), np.float32)
    middle = (side // 2, side // 2)
    cv2.circle(ink, middle, round(21 * k), 1, round(1.1 * k), cv2.LINE_AA)
    cv2.fillPoly(ink, [_star(side / 2, 6.5 * k)], 1, cv2.LINE_AA)
    for at in range(12):
        _glyph(ink, at, k, rng)
    patchy = np.clip(0.8 + 0.22 * smooth_noise(rng, (side, side), 2.5 * k), 0, 1)
    grain = np.clip(0.9 + 0.25 * smooth_noise(rng, (side, side), 0.2 * k), 0, 1)
    ink = ink * patchy * grain * float(rng.uniform(0.6, 0.95))
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), float(rng.uniform(-25, 25)), 1)
    ink = np.asarray(cv2.warpAffine(ink, turn, (side, side)), np.float32)
    target = picture.points[int(rng.integers(len(picture.points)))]
    x = round(float(target[0] + rng.normal(0, 12 * k))) - side // 2
    y = round(float(target[1] + rng.normal(0, 12 * k))) - side // 2
    pixels = picture.pixels.copy()
    _overlay(pixels, ink, (x, y), np.array([0.3, 0.22, 0.85], np.float32))
    return picture.showing(pixels)


def _star(middle: float, radius: float) -> NDArray[np.int32]:
    corners = []
    for at in range(10):
        length = radius if at % 2 == 0 else radius * 0.382
        angle = -np.pi / 2 + at * np.pi / 5
        corners.append((middle + length * np.cos(angle), middle + length * np.sin(angle)))
    return np.array(corners, np.int32)


def _glyph(ink: Field, at: int, k: float, rng: Rng) -> None:
    """Draw something as dense as a character on the upper arc of the seal."""
    angle = np.pi * (1.0 + (at - 0.8) / 10.4)
    middle = ink.shape[0] / 2 + 16 * k * np.array([np.cos(angle), np.sin(angle)])
    for _ in range(7):
        ends = middle + rng.uniform(-1.8, 1.8, (2, 2)) * k
        ends[1] = (ends[1, 0], ends[0, 1]) if rng.random() < 0.5 else (ends[0, 0], ends[1, 1])
        first, second = ends.astype(int).tolist()
        cv2.line(ink, first, second, 1, round(0.45 * k), cv2.LINE_AA)


def _overlay(
    pixels: NDArray[np.uint8], ink: Field, at: tuple[int, int], through: NDArray[np.float32]
) -> None:
    height, width = pixels.shape[:2]
    x0, y0 = max(at[0], 0), max(at[1], 0)
    x1, y1 = min(at[0] + ink.shape[1], width), min(at[1] + ink.shape[0], height)
    part = ink[y0 - at[1] : y1 - at[1], x0 - at[0] : x1 - at[0], None]
    pixels[y0:y1, x0:x1] = (pixels[y0:y1, x0:x1] * (1 - part * (1 - through))).astype(np.uint8)


def lid(rng: Rng) -> Colour:
    """Return what a scanner sees where there is no paper: mostly white, sometimes grey or black."""
    shade = int(rng.choice([250, 244, 190, 30], p=[0.45, 0.2, 0.15, 0.2]))
    return shade, shade, shade


def holes(picture: Picture, rng: Rng) -> Picture:
    """Punched for a file, on one of the four sides."""
    width, height = picture.size
    k = picture.px_mm
    pixels = picture.pixels.copy()
    count = 2 if rng.random() < 0.7 else 4
    inset, wobble = 12 * k, rng.normal(0, 1.5 * k)
    side = int(rng.integers(3))
    along, across = (height, width) if side < 2 else (width, height)
    colour = lid(rng)
    for at in range(count):
        run = along / 2 + (at - (count - 1) / 2) * 80 * k + wobble
        off = inset if side != 1 else across - inset
        spot = (off, run) if side < 2 else (run, off)
        cv2.circle(pixels, (int(spot[0]), int(spot[1])), int(3 * k), colour, -1, cv2.LINE_AA)
    return picture.showing(pixels)


def torn(picture: Picture, rng: Rng) -> Picture:
    """A corner torn off with its marker, or a tear that runs in from an edge."""
    width, height = picture.size
    k = picture.px_mm
    if rng.random() < 0.7:
        legs = rng.uniform(16, 42, 2) * k
        edge = _ragged(rng, (legs[0], 0), (0, legs[1]), k)
        shape = np.vstack([edge, [(0, 0)]])
    else:
        y, deep, wide = rng.uniform(30, 250) * k, rng.uniform(8, 17) * k, rng.uniform(3, 14) * k
        upper = _ragged(rng, (0, y - wide), (deep, y), k)
        shape = np.vstack([upper, _ragged(rng, (deep, y), (0, y + wide), k)])
    flip = np.array([rng.random() < 0.5, rng.random() < 0.5])
    shape = np.where(flip, np.array([width, height]) - shape, shape).astype(np.int32)
    pixels = picture.pixels.copy()
    cv2.fillPoly(pixels, [shape], lid(rng), cv2.LINE_AA)
    cv2.polylines(pixels, [shape], False, (225, 228, 230), max(1, round(0.4 * k)), cv2.LINE_AA)
    return picture.showing(pixels)


def _ragged(
    rng: Rng, first: tuple[float, float], second: tuple[float, float], k: float
) -> NDArray[np.float64]:
    along = np.linspace(0, 1, 60)[:, None]
    line = np.array(first) + along * (np.array(second) - np.array(first))
    rough = smooth_noise(rng, (2, 60), 4) * 0.5 + smooth_noise(rng, (2, 60), 20) * 1.6
    return np.asarray(line + rough * k * np.sin(np.pi * along), np.float64)


def dogear(picture: Picture, rng: Rng) -> Picture:
    """A corner folded over: its back covers what lay inside the fold. Often the code's corner."""
    width, height = picture.size
    k = picture.px_mm
    legs = rng.uniform(18, 62) * k * rng.uniform(0.8, 1.2, 2)
    right, lower = rng.random() < 0.65, rng.random() < 0.35
    tip = _mirrored_origin(float(legs[0]), float(legs[1]))
    corner = np.array([(0, 0), (legs[0], 0), (0, legs[1])])
    flap = np.array([tip, (legs[0], 0), (0, legs[1])])
    flip = np.array([right, lower])
    corner = np.where(flip, np.array([width, height]) - corner, corner).astype(np.int32)
    flap = np.where(flip, np.array([width, height]) - flap, flap).astype(np.int32)
    shadow = np.ones((height, width), np.float32)
    cv2.fillPoly(shadow, [flap], float(rng.uniform(0.6, 0.85)))
    pixels = shaded(picture, blurred(shadow, 0.7 * k)).pixels
    cv2.fillPoly(pixels, [corner], lid(rng), cv2.LINE_AA)
    shade = int(rng.integers(226, 250))
    cv2.fillPoly(pixels, [flap], (shade, shade, shade), cv2.LINE_AA)
    return picture.showing(pixels)


def _mirrored_origin(a: float, b: float) -> tuple[float, float]:
    """Return where the corner (0, 0) comes to lie when folded along the line (a, 0) to (0, b)."""
    factor = 2 * a * b / (a * a + b * b)
    return factor * b, factor * a


def notes(picture: Picture, rng: Rng) -> Picture:
    """Handwriting in the margins and over the text, clear of the boxes."""
    k = picture.px_mm
    pixels = picture.pixels.copy()
    width_mm, height_mm = picture.size[0] / k, picture.size[1] / k
    left_of_boxes = float(picture.points[:, 0].min()) / k - 14
    limit = min(left_of_boxes, width_mm)
    word = _Word(pixels, k, some_hand(rng, PENS[:4]), rng)
    for _ in range(int(rng.integers(2, 6))):
        x = float(rng.uniform(4, max(left_of_boxes - 30, 6)))
        y = float(rng.choice([rng.uniform(24, 42), rng.uniform(60, height_mm - 8)]))
        word.write((x, y), limit)
    return picture.showing(pixels)


@dataclass(frozen=True, slots=True)
class _Word:
    """A hand that writes on ``pixels``."""

    pixels: NDArray[np.uint8]
    px_mm: float
    hand: Hand
    rng: Rng

    def write(self, at: tuple[float, float], limit: float) -> None:
        """Write a few characters from ``at`` on, none beyond x = ``limit``."""
        x, y = at
        size = float(self.rng.uniform(2.5, 4.5))
        for _ in range(int(self.rng.integers(3, 9))):
            if x + size > limit:
                return
            self._character((x, y), size)
            x += size * 1.2

    def _character(self, at: tuple[float, float], size: float) -> None:
        for _ in range(int(self.rng.integers(3, 8))):
            first = np.array(at) + self.rng.random(2) * size
            second = first + self.rng.normal(0, 0.45, 2) * size
            ends = [(float(x), float(y)) for x, y in (first, second)]
            draw(self.pixels, self.px_mm, reach(self.rng, ends, self.hand), self.hand.pen, self.rng)


def bleed(picture: Picture, rng: Rng) -> Picture:
    """The back of the sheet shines through: as filled in as the front, 8 to 20 % dark."""
    k = picture.px_mm
    back = picture.pixels[:, ::-1]
    off = rng.normal(0, 1.5 * k, 2)
    matrix = np.array([[1, 0, off[0]], [0, 1, off[1]], [0, 0, 1]], np.float64)
    back = moved(
        Picture(np.ascontiguousarray(back), k, picture.points), matrix, picture.size, WHITE
    ).pixels
    light = cv2.cvtColor(back, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    light = 1 - float(rng.uniform(0.08, 0.2)) * (1 - blurred(light, 0.2 * k))
    return shaded(picture, light)
