"""Generator A's paper and scanner: from strokes to the crop that the reader would cut out."""

import cv2
import numpy as np
import numpy.typing as npt

from bench.symbols.sheet import BOX, FRAME, MARGIN, WHOLE, Drawing, Picture
from counting.scan.drawn import CROP_HEIGHT, CROP_WIDTH

Random = np.random.Generator

_FINE = 14
"""Pixels per mm while drawing."""
_BITS = 4
"""Fractions of a pixel, as cv2 wants them."""
_READER = 8
"""Pixels per mm of the picture from which the reader cuts its crops."""
_DPI = (100, 150, 150, 200, 200, 200, 200, 300, 300)


def crop(random: Random, drawing: Drawing) -> npt.NDArray[np.uint8]:
    """Return ``drawing`` printed, inked, scanned, straightened and cut out."""
    ink = _ink(random, drawing)
    picture = np.maximum(ink, _frame(random))
    scanned = _scanned(random, picture)
    return (scanned * 255 + 0.5).astype(np.uint8)


def _blank() -> npt.NDArray[np.uint8]:
    return np.zeros((round(WHOLE[1] * _FINE), round(WHOLE[0] * _FINE)), np.uint8)


def _ink(random: Random, drawing: Drawing) -> Picture:
    mask = _blank()
    unit = _FINE * (1 << _BITS)
    skips = random.random() < 0.12
    for line in drawing.lines:
        points = np.round((line.points + MARGIN) * unit).astype(int)
        gaps = random.random(len(points)) < 0.04 if skips else np.zeros(len(points), bool)
        for at in range(len(points) - 1):
            if not gaps[at]:
                wide = max(1, round((line.width[at] + line.width[at + 1]) / 2 * _FINE))
                start, end = points[at].tolist(), points[at + 1].tolist()
                cv2.line(mask, start, end, 255, wide, cv2.LINE_AA, _BITS)
    return mask.astype(np.float32) / 255 * _density(random, mask.shape)


def _density(random: Random, shape: tuple[int, ...]) -> Picture:
    """Return how dark the pen writes at each place: ball pens streak, pencils grain."""
    coarse = random.normal(0, 0.08, (7, 8)).astype(np.float32)
    base = random.uniform(0.55, 1.0)
    grain = np.zeros(1, np.float32)
    if random.random() < 0.25:
        base = random.uniform(0.3, 0.75)
        fine = random.normal(0, random.uniform(0.05, 0.3), (shape[0] // 3, shape[1] // 3))
        grain = cv2.resize(fine.astype(np.float32), (shape[1], shape[0]))
    uneven = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(base + uneven + grain, 0, 1)


def _frame(random: Random) -> Picture:
    """Return the printed frame, where the reader's registration left it."""
    mask = _blank()
    offset = MARGIN + random.normal(0, 0.1, 2)
    corners = np.array([(0, 0), (BOX[0], 0), BOX, (0, BOX[1])]) - FRAME / 2
    corners += np.where(corners > 0, FRAME, 0)
    corners = corners * random.normal(1, 0.006, 2) + random.normal(0, 0.03, (4, 2)) + offset
    points = np.round(corners * _FINE * (1 << _BITS)).astype(np.int32)
    wide = max(2, round(FRAME * random.uniform(0.7, 1.3) * _FINE))
    cv2.polylines(mask, [points], True, 255, wide, cv2.LINE_AA, _BITS)
    dark = random.uniform(0.6, 1.0) if random.random() < 0.95 else random.uniform(0.1, 0.6)
    return mask.astype(np.float32) / 255 * np.float32(dark)


def _scanned(random: Random, picture: Picture) -> Picture:
    per_mm = float(random.choice(_DPI)) / 25.4
    scale = per_mm / _FINE
    height, width = picture.shape
    soft = cv2.GaussianBlur(picture, (0, 0), max(0.5 / scale, 0.6) * random.uniform(0.5, 1.3))
    if random.random() < 0.15:
        soft = cv2.GaussianBlur(soft, (0, 0), random.uniform(0.08, 0.2) * _FINE)
    move = np.array([[scale, 0, random.uniform(0, 1)], [0, scale, random.uniform(0, 1)]])
    size = (int(width * scale) + 2, int(height * scale) + 2)
    pixels = cv2.warpAffine(soft, move, size, flags=cv2.INTER_LINEAR)
    paper = random.uniform(0.8, 1.0)
    grey = paper * (1 - pixels * random.uniform(0.75, 0.95)) + _shade(random, pixels.shape)
    grey += random.normal(0, random.choice((0.006, 0.015, 0.035)), grey.shape)
    levels = np.clip(grey * 255, 0, 255).astype(np.uint8)
    if random.random() < 0.5:
        quality = int(random.integers(30, 92))
        _, code = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, quality])
        levels = cv2.imdecode(code, cv2.IMREAD_GRAYSCALE)
    dark = 1 - levels.astype(np.float32) / 255 / paper
    dark /= random.uniform(0.78, 0.98)
    back = _READER / per_mm
    move = np.array([[back, 0, -move[0, 2] * back], [0, back, -move[1, 2] * back]])
    size = (round(WHOLE[0] * _READER), round(WHOLE[1] * _READER))
    straight = cv2.warpAffine(dark, move, size, flags=cv2.INTER_LINEAR)
    small = cv2.resize(straight, (CROP_WIDTH, CROP_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.clip(small, 0, 1)


def _shade(random: Random, shape: tuple[int, ...]) -> Picture:
    """Return what is left of shadows, creases and the other side's print."""
    out = np.zeros(shape, np.float32)
    if random.random() < 0.3:
        coarse = random.normal(0, 0.02, (3, 3)).astype(np.float32)
        out += cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    if random.random() < 0.05:
        through = np.zeros(shape, np.float32)
        for _ in range(int(random.integers(1, 6))):
            a, b = random.uniform(0, 1, (2, 2)) * shape[::-1]
            cv2.line(through, a.astype(int).tolist(), b.astype(int).tolist(), 1.0, 2, cv2.LINE_AA)
        out -= cv2.GaussianBlur(through, (0, 0), 1.2) * np.float32(random.uniform(0.03, 0.1))
    if random.random() < 0.04:
        crease = np.zeros(shape, np.float32)
        a, b = (0.0, random.uniform(0, shape[0])), (shape[1], random.uniform(0, shape[0]))
        cv2.line(crease, [int(v) for v in a], [int(v) for v in b], 1.0, 1, cv2.LINE_AA)
        out += crease * np.float32(random.uniform(-0.12, 0.1))
    return out
