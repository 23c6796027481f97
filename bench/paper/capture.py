"""Scanners and cameras: geometry, optics, light, noise, compression.

A scanner turns, shifts and resamples the page and stores it in grey, sometimes in colour; a camera
sees it at an angle, in uneven light, on a desk.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from bench.paper.picture import (
    Field,
    Picture,
    Rng,
    blurred,
    moved,
    scaled,
    shaded,
    shift,
    smooth_noise,
    turned,
)

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Scan:
    """How a scanner is set. ``skew``: degrees. ``offset``: mm. ``zoom``: print scale in x and y.

    ``noise``: grey levels. ``blur``: mm. ``quality``: of the JPEG, 100 is none.
    """

    dpi: float = 200
    skew: float = 0.0
    quarter_turns: int = 0
    offset: tuple[float, float] = (0.0, 0.0)
    zoom: tuple[float, float] = (1.0, 1.0)
    noise: float = 2.0
    blur: float = 0.05
    quality: int = 85
    colour: bool = False
    ink: float = 24.0
    white: float = 247.0


def some_scan(rng: Rng, dpi: float = 200) -> Scan:
    """Return the settings of an ordinary office scanner."""
    return Scan(
        dpi=dpi,
        skew=float(rng.normal(0, 0.45)),
        offset=(float(rng.normal(0, 0.8)), float(rng.normal(0, 0.8))),
        noise=float(rng.uniform(0.8, 3.5)),
        blur=float(rng.uniform(0.03, 0.08)),
        quality=int(rng.integers(70, 93)),
        colour=bool(rng.random() < 0.35),
        ink=float(rng.uniform(12, 45)),
        white=float(rng.uniform(236, 253)),
    )


def scanned(picture: Picture, scan: Scan, rng: Rng) -> Picture:
    """Return the page as a scanner set so delivers it."""
    size = picture.size
    middle = (
        shift(size[0] / 2, size[1] / 2) @ scaled(*scan.zoom) @ shift(-size[0] / 2, -size[1] / 2)
    )
    page = turned(scan.skew, size) @ middle
    off = shift(scan.offset[0] * picture.px_mm, scan.offset[1] * picture.px_mm)
    reduce = scan.dpi / MM_PER_INCH / picture.px_mm
    out = round(size[0] * reduce), round(size[1] * reduce)
    # What falls on one pixel of the sensor is its mean: blur first, then pick.
    optics = np.hypot(scan.blur * picture.px_mm, 0.42 / reduce if reduce < 0.95 else 0.0)
    soft = picture.showing(blurred(picture.pixels, float(optics)))
    shade = round(min(scan.white + 2, 255))
    seen = moved(soft, scaled(reduce, reduce) @ off @ page, out, (shade, shade, shade))
    seen = turned_by_quarters(seen, scan.quarter_turns)
    return stored(_sensed(seen, scan, rng), scan.quality)


def turned_by_quarters(picture: Picture, quarters: int) -> Picture:
    """Return the page turned clockwise by ``quarters`` times 90°."""
    for _ in range(quarters % 4):
        height = picture.size[1]
        at = np.stack([height - 1 - picture.points[:, 1], picture.points[:, 0]], axis=1)
        pixels = np.ascontiguousarray(np.rot90(picture.pixels, -1))
        picture = replace(picture, pixels=pixels, points=at)
    return picture


def _sensed(picture: Picture, scan: Scan, rng: Rng) -> Picture:
    """Tone, grey or colour, and the noise of the sensor with its column pattern."""
    pixels = picture.pixels
    if not scan.colour and pixels.ndim == 3:
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    tone = np.linspace(scan.ink, scan.white, 256)
    pixels = np.asarray(cv2.LUT(pixels, np.clip(tone, 0, 255).astype(np.uint8)), np.uint8)
    return noisy(picture.showing(pixels), scan.noise, rng)


def noisy(picture: Picture, sigma: float, rng: Rng) -> Picture:
    """Return the page with noise of ``sigma`` grey levels, and a fifth of it along the columns."""
    if sigma <= 0:
        return picture
    height, width = picture.pixels.shape[:2]
    shape = picture.pixels.shape[1:]
    # Normal deviates are dear: a strip of a fifth of the page serves five times, each time shifted.
    strip = rng.standard_normal((height // 5 + 1, *shape), dtype=np.float32) * sigma
    strip += rng.standard_normal((1, *shape), dtype=np.float32) * (0.2 * sigma)
    levels = np.rint(strip).astype(np.int16)
    noise = np.concatenate([np.roll(levels, int(rng.integers(width)), axis=1) for _ in range(5)])
    return picture.showing(cv2.add(picture.pixels, noise[:height], dtype=cv2.CV_8U))


def stored(picture: Picture, quality: int) -> Picture:
    """Return the page after JPEG of that ``quality`` (100: none)."""
    if quality >= 100:
        return picture
    _, data = cv2.imencode(".jpg", picture.pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return picture.showing(np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8))


def one_bit(picture: Picture, threshold: float) -> Picture:
    """Return the page in two levels, 0 and 255."""
    return picture.showing(np.where(picture.pixels > threshold, 255, 0))


def salted(picture: Picture, share: float, rng: Rng) -> Picture:
    """Return the page with ``share`` of its pixels black or white."""
    hit = rng.random(picture.pixels.shape[:2], dtype=np.float32)
    pixels = picture.pixels.copy()
    pixels[hit < share / 2] = 0
    pixels[hit > 1 - share / 2] = 255
    return picture.showing(pixels)


def compressed_tones(picture: Picture, low: float, high: float) -> Picture:
    """Return the page with its tones pressed into ``low`` to ``high``."""
    table = np.linspace(low, high, 256).astype(np.uint8)
    return picture.showing(cv2.LUT(picture.pixels, table))


def shadow(picture: Picture, rng: Rng) -> Picture:
    """A lid half open, a book's gutter, a lamp to one side: light falls off over the page."""
    field = _slope(picture, rng, float(rng.uniform(0.25, 0.5)))
    if rng.random() < 0.6:
        field *= _edge_of_shadow(picture, rng, float(rng.uniform(0.2, 0.45)))
    return shaded(picture, field)


def _slope(picture: Picture, rng: Rng, depth: float) -> Field:
    width, height = picture.size[0] // 8, picture.size[1] // 8
    angle = float(rng.uniform(0, 2 * np.pi))
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    ramp = np.cos(angle) * across + np.sin(angle) * down
    return np.asarray(1 - depth * (0.5 + ramp / 1.42), np.float32)


def _edge_of_shadow(picture: Picture, rng: Rng, depth: float) -> Field:
    """Return a shadow with an edge soft over some millimetres, as of a hand or a phone."""
    width, height = picture.size[0] // 8, picture.size[1] // 8
    angle = float(rng.uniform(0, 2 * np.pi))
    across = np.arange(width, dtype=np.float32)[None, :] - rng.uniform(0.2, 0.8) * width
    down = np.arange(height, dtype=np.float32)[:, None] - rng.uniform(0.2, 0.8) * height
    away = np.cos(angle) * across + np.sin(angle) * down
    away = away + 8 * smooth_noise(rng, (width, height), width / 3)
    soft = float(rng.uniform(3, 14)) * picture.px_mm / 8
    return np.asarray(1 - depth / (1 + np.exp(-np.clip(away / soft, -30, 30))), np.float32)


def streak(picture: Picture, rng: Rng) -> Picture:
    """Dirt on the glass of the feeder: lines along the whole sheet, dark, coloured or bright."""
    width, height = picture.size
    k = picture.px_mm
    light = np.ones((1, width), np.float32)
    columns = np.arange(width)
    for _ in range(int(rng.integers(1, 6))):
        where = rng.uniform(0.03, 0.97) * width
        if rng.random() < 0.5:  # dirt does not avoid the boxes
            where = float(picture.points[int(rng.integers(len(picture.points))), 0])
            where += float(rng.uniform(-5, 5)) * k
        wide = float(rng.choice([rng.uniform(0.06, 0.2), rng.uniform(0.2, 0.8)])) * k
        depth = float(rng.uniform(0.08, 0.6)) * (1 if rng.random() < 0.85 else -0.5)
        light *= 1 - depth * np.exp(-(((columns - where) / wide) ** 4))[None, :]
    whole = np.repeat(light, height, axis=0)
    along = np.clip(0.92 + 0.1 * smooth_noise(rng, (4, height), 90 * k)[:, :1], 0.5, 1)
    return shaded(picture, (1 + (whole - 1) * along).astype(np.float32))


def glare(picture: Picture, rng: Rng) -> Picture:
    """Lamps mirrored in glossy toner and ink: patches where everything turns pale."""
    width, height = picture.size[0] // 8, picture.size[1] // 8
    rows, columns = np.indices((height, width), dtype=np.float32)
    field = np.zeros((height, width), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        rx, ry = rng.uniform(0.05, 0.2) * width, rng.uniform(0.05, 0.2) * width
        spot = np.exp(-(((columns - x) / rx) ** 2) - ((rows - y) / ry) ** 2)
        field = np.maximum(field, float(rng.uniform(0.25, 0.62)) * spot)
    field = np.asarray(cv2.resize(field, picture.size), np.float32)
    field = field if picture.pixels.ndim == 2 else field[:, :, None]
    return picture.showing(picture.pixels + field * (255 - picture.pixels.astype(np.float32)))


@dataclass(frozen=True, slots=True)
class Camera:
    """How a photo is taken. ``tilt``: how far a corner of the page is off, as a share of it.

    ``px_mm``: pixels to a millimetre; ``light``: unevenness; ``motion``: mm; others as in `Scan`.
    """

    tilt: float
    px_mm: float = 8.0
    turn: float = 0.0
    light: float = 0.2
    blur: float = 0.08
    motion: float = 0.0
    noise: float = 4.0
    quality: int = 85


def photographed(picture: Picture, camera: Camera, rng: Rng) -> Picture:
    """Return the page as a camera sees it lying on a desk."""
    size = picture.size
    reduce = camera.px_mm / picture.px_mm
    margin = 0.09
    wide, high = size[0] * reduce, size[1] * reduce
    canvas = round(wide * (1 + 2 * margin)), round(high * (1 + 2 * margin))
    corners = np.array([(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])], np.float32)
    seen = corners * reduce + np.array([wide, high], np.float32) * margin
    seen += rng.uniform(-1, 1, (4, 2)).astype(np.float32) * camera.tilt * wide
    matrix = turned(camera.turn, canvas) @ cv2.getPerspectiveTransform(
        corners, seen.astype(np.float32)
    )
    soft = picture.showing(blurred(picture.pixels, 0.4 / reduce if reduce < 0.95 else 0.0))
    page = moved(soft, matrix, canvas, (1, 1, 1))
    page = _on_desk(page, rng)
    page = shaded(page, _slope(page, rng, camera.light))
    pixels = blurred(page.pixels, camera.blur * camera.px_mm)
    page = page.showing(_shaken(pixels, camera.motion * camera.px_mm, rng))
    tint = 1 + rng.normal(0, 0.05, 3).astype(np.float32)
    page = page.showing(page.pixels * np.minimum(tint, 1.06))
    return stored(noisy(page, camera.noise, rng), camera.quality)


def _on_desk(page: Picture, rng: Rng) -> Picture:
    """Put a desk where there is no page: wood or cloth, darker than paper."""
    width, height = page.size
    bare = np.all(page.pixels == 1, axis=2)
    colour = rng.uniform(40, 165) * np.array([0.7, 0.85, 1.0]) * rng.uniform(0.9, 1.1, 3)
    veins = smooth_noise(rng, (width // 4, height // 4), 6)
    veins = np.asarray(cv2.resize(veins, (width, height))[bare], np.float32)
    pixels = page.pixels.copy()
    pixels[bare] = np.clip(colour[None, :] * (1 + 0.12 * veins[:, None]), 2, 255).astype(np.uint8)
    return page.showing(pixels)


def _shaken(pixels: Any, length: float, rng: Rng) -> Any:
    """Blur along a line, as a hand that moves while the shutter is open."""
    if length < 1:
        return pixels
    size = int(length) * 2 + 1
    kernel = np.zeros((size, size), np.float32)
    angle = float(rng.uniform(0, np.pi))
    half = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    middle = np.array([size // 2, size // 2])
    first, second = (middle - half).round().astype(int), (middle + half).round().astype(int)
    cv2.line(kernel, first.tolist(), second.tolist(), 1.0, 1, cv2.LINE_AA)
    return cv2.filter2D(pixels, -1, kernel / kernel.sum())
