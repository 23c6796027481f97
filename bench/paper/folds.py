"""Folds, crumples, and a feed that slips: where the paper is no longer flat or even.

A fold shows as a line that is lighter on one side and darker on the other, where toner has
cracked off, and it moves the print beside it by tenths of a millimetre.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.paper.picture import Field, Picture, Rng, bent, blurred, shaded, smooth_noise

_RELIEF = 2.0
"""Points to a mm of a crumpled sheet's relief."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """A line ``nx x + ny y = c`` in pixels."""

    nx: float
    ny: float
    c: float


def one_fold(picture: Picture, rng: Rng) -> Picture:
    """Folded once, in halves or thirds, or slanting."""
    return _folded(picture, _some_fold(picture, rng, lying=rng.random() < 0.75), rng)


def two_folds(picture: Picture, rng: Rng) -> Picture:
    """Folded twice, into quarters or thirds."""
    crossing = rng.random() < 0.6
    first = _folded(picture, _some_fold(picture, rng, lying=True), rng)
    return _folded(first, _some_fold(picture, rng, lying=not crossing), rng)


def _some_fold(picture: Picture, rng: Rng, *, lying: bool) -> _Fold:
    width, height = picture.size
    tilt = float(rng.normal(0, 0.02 if rng.random() < 0.75 else 0.25))
    at = float(rng.choice([0.5, 1 / 3, 2 / 3, rng.uniform(0.2, 0.85)])) + float(rng.normal(0, 0.01))
    nx, ny = (np.sin(tilt), np.cos(tilt)) if lying else (np.cos(tilt), np.sin(tilt))
    middle = (0.5 * width, at * height) if lying else (at * width, 0.5 * height)
    return _Fold(float(nx), float(ny), float(nx * middle[0] + ny * middle[1]))


def _away(fold: _Fold, size: tuple[int, int], reduced: float, rng: Rng) -> Field:
    """Return the signed distance from the fold in pixels, on a grid ``reduced`` times as coarse."""
    width, height = round(size[0] / reduced), round(size[1] / reduced)
    columns = np.arange(width, dtype=np.float32)[None, :] * reduced
    rows = np.arange(height, dtype=np.float32)[:, None] * reduced
    wavy = smooth_noise(rng, (width, height), max(width / 9, 4)) * 1.2
    return np.asarray(fold.nx * columns + fold.ny * rows - fold.c + wavy, np.float32)


def _folded(picture: Picture, fold: _Fold, rng: Rng) -> Picture:
    k = picture.px_mm
    hard = float(rng.uniform(0.3, 1))
    away = _away(fold, picture.size, k / 2, rng)  # 2 px/mm for what is broad
    side = np.where(away > 0, 1, -1)
    reach = float(rng.uniform(6, 22)) * k
    push = float(rng.normal(0, 0.45)) * k * hard * np.exp(-np.abs(away) / reach) * (away > 0)
    page = bent(picture, (fold.nx * push).astype(np.float32), (fold.ny * push).astype(np.float32))
    broad = 1 + side * float(rng.uniform(0.01, 0.09)) * hard * np.exp(-np.abs(away) / (2 * reach))
    page = shaded(page, broad.astype(np.float32))
    return _creased(page, fold, hard, rng)


def _creased(picture: Picture, fold: _Fold, hard: float, rng: Rng) -> Picture:
    """Draw the line itself: a dark and a bright flank, and cracks in what is printed there."""
    k = picture.px_mm
    away = _away(fold, picture.size, 1, rng)
    wide = float(rng.uniform(0.12, 0.35)) * k
    near = np.abs(away) < 5 * wide
    strength = np.clip(0.75 + 0.3 * smooth_noise(rng, picture.size, 6 * k)[near], 0.1, 1.2)
    ratio = away[near] / wide
    dark = float(rng.uniform(0.1, 0.55)) * hard * np.exp(-(ratio**2))
    bright = float(rng.uniform(0.02, 0.1)) * hard * np.exp(-((ratio - 2) ** 2))
    cracks = np.exp(-((ratio / 1.2) ** 2)) * hard
    cracks = cracks * (smooth_noise(rng, picture.size, 0.35 * k)[near] > 0.35)
    part = picture.pixels[near].astype(np.float32)
    part = part + cracks[:, None] * 0.8 * (248 - part)  # bare paper where the toner broke off
    part = part * (1 + (bright - dark) * strength)[:, None]
    pixels = picture.pixels.copy()
    pixels[near] = np.clip(part, 0, 255).astype(np.uint8)
    return picture.showing(pixels)


def crumple(picture: Picture, rng: Rng) -> Picture:
    """Crushed in a hand and smoothed out again: facets of many sizes between straight creases."""
    k = picture.px_mm
    size = round(picture.size[0] / k * _RELIEF), round(picture.size[1] / k * _RELIEF)
    fine = (size[0] * 3, size[1] * 3)
    light = np.ones((fine[1], fine[0]), np.float32)
    depth = float(rng.uniform(0.5, 1.0))
    for facets, tilt, dark in ((26, 0.07, 0.34), (80, 0.035, 0.2), (150, 0.015, 0.1)):
        nearest, away, strength = _facets(rng, size, facets)
        tilts = rng.normal(0, tilt * depth, facets).astype(np.float32)
        light *= cv2.resize(1 + np.clip(tilts, -2.2 * tilt, 2.2 * tilt)[nearest], fine)
        wide = float(rng.uniform(0.12, 0.32))
        crease = np.exp(-((cv2.resize(away, fine) / wide) ** 2)) * cv2.resize(strength, fine)
        light *= 1 - dark * depth * crease
    push = float(rng.uniform(0.15, 0.5)) * k
    dx = push * smooth_noise(rng, size, 42 * _RELIEF)
    dy = push * smooth_noise(rng, size, 42 * _RELIEF)
    return bent(shaded(picture, np.clip(blurred(light, 0.8), 0.3, 1.3)), dx, dy)


def _facets(rng: Rng, size: tuple[int, int], count: int) -> tuple[NDArray[np.int32], Field, Field]:
    """Return, for each point of the relief, its facet, the mm to the next crease, and how sharp.

    Facets are the cells of random sites; a crease is the straight line between two of them.
    """
    width, height = size
    sites = rng.uniform(0, 1, (count, 2)).astype(np.float32) * np.array([width, height], np.float32)
    columns = np.arange(width, dtype=np.float32)[None, :]
    rows = np.arange(height, dtype=np.float32)[:, None]
    best = np.full((height, width), np.inf, np.float32)
    second = best.copy()
    nearest = np.zeros((height, width), np.int32)
    other = nearest.copy()
    for at, (x, y) in enumerate(sites):
        square = (columns - x) ** 2 + (rows - y) ** 2
        closer = square < best
        between = ~closer & (square < second)
        second = np.where(closer, best, np.where(between, square, second))
        other = np.where(closer, nearest, np.where(between, at, other))
        best = np.where(closer, square, best)
        nearest = np.where(closer, at, nearest)
    apart = np.hypot(*(sites[nearest] - sites[other]).transpose(2, 0, 1)) + 1e-3
    sharp = rng.beta(1.2, 1.6, 997).astype(np.float32)  # one strength for each pair of facets
    strength = sharp[(nearest + other) * (np.abs(nearest - other) + 7) % 997]
    return nearest, np.asarray((second - best) / (2 * apart) / _RELIEF, np.float32), strength


def feed(picture: Picture, rng: Rng) -> Picture:
    """The rollers slip: the page is stretched or squeezed along the feed, and swings a little."""
    width, height = picture.size
    k = picture.px_mm
    rows = np.arange(height, dtype=np.float32)
    dy = float(rng.normal(0, 0.25)) * k * np.sin(rows / height * 2 * np.pi * rng.uniform(1, 4))
    for _ in range(int(rng.integers(1, 4))):
        at, soft = rng.uniform(0.1, 0.9) * height, rng.uniform(1, 12) * k
        slip = float(rng.uniform(0.3, 1.2)) * k * (1 if rng.random() < 0.5 else -1)
        dy = dy + slip / (1 + np.exp(-np.clip((rows - at) / soft, -40, 40)))
    swing = smooth_noise(rng, (4, height), height / 3)[:, 0] * 0.3 * k
    shape = (height, width)
    dx = np.broadcast_to(swing[:, None], shape).astype(np.float32)
    return bent(picture, dx, np.broadcast_to(dy[:, None], shape).astype(np.float32))


def curled(picture: Picture, rng: Rng) -> Picture:
    """A page that does not lie flat under a camera: a cylinder seen at an angle."""
    width, height = picture.size
    k = picture.px_mm
    across = np.linspace(0, 1, max(width // 8, 8), dtype=np.float32)[None, :]
    down = np.linspace(0, 1, max(height // 8, 8), dtype=np.float32)[:, None]
    bow = float(rng.uniform(2, 5.5)) * k * (1 if rng.random() < 0.5 else -1)
    phase = float(rng.uniform(-0.6, 0.6))
    dy = bow * np.sin(np.pi * (across + phase)) * (0.6 + 0.4 * down)
    dx = 0.35 * bow * np.cos(np.pi * (across + phase)) + 0 * down
    page = bent(
        picture, dx.astype(np.float32), (dy + 0 * across).astype(np.float32), (205, 208, 212)
    )
    light = 1 - 0.16 * np.clip(np.sin(np.pi * (across + phase + 0.2)), -1, 1) + 0 * down
    return shaded(page, cv2.resize(light.astype(np.float32), (width, height)))
