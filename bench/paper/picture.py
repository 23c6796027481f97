"""A page as pixels, and where the middle of each box has gone.

Every operation takes a picture and returns a new one; those that bend the page carry the points
along, so that the truth of the geometry survives any chain of them.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]
Rng = np.random.Generator
WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Picture:
    """``pixels``: BGR, or grey after a grey scan. ``px_mm``: pixels to a millimetre of paper.

    ``points``: N rows of x, y in pixels, the middles of the boxes in the layout's order.
    """

    pixels: Pixels
    px_mm: float
    points: NDArray[np.float64]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def showing(self, pixels: Any) -> "Picture":
        """Return the same page with other ``pixels`` (rounded and clipped to 8 bits)."""
        if pixels.dtype != np.uint8:
            pixels = np.clip(pixels, 0, 255).astype(np.uint8)
        return replace(self, pixels=pixels)


def moved(
    picture: Picture,
    matrix: NDArray[np.float64],
    size: tuple[int, int],
    beyond: tuple[int, int, int] = WHITE,
) -> Picture:
    """Return the page under a 3×3 ``matrix`` (pixels to pixels) on a canvas of ``size``.

    ``beyond`` is the colour (BGR) of what lies outside the page: the scanner's lid, the desk.
    """
    pixels = cv2.warpPerspective(
        picture.pixels, matrix, size, flags=cv2.INTER_LINEAR, borderValue=beyond
    )
    ones = np.hstack([picture.points, np.ones((len(picture.points), 1))]) @ matrix.T
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    return Picture(np.asarray(pixels, np.uint8), picture.px_mm * scale, ones[:, :2] / ones[:, 2:])


def bent(picture: Picture, dx: Field, dy: Field, beyond: tuple[int, int, int] = WHITE) -> Picture:
    """Return the page whose pixel at (x, y) comes from (x + dx, y + dy); fields of any size."""
    width, height = picture.size
    dx, dy = (_enlarged(field, width, height) for field in (dx, dy))
    columns = np.arange(width, dtype=np.float32)[None, :]
    rows = np.arange(height, dtype=np.float32)[:, None]
    pixels = cv2.remap(
        picture.pixels, dx + columns, dy + rows, cv2.INTER_LINEAR, borderValue=beyond
    )
    at = picture.points.copy()
    for _ in range(8):  # the fields are smooth, so the inverse is a fixed point
        x = np.clip(at[:, 0], 0, width - 1).astype(int)
        y = np.clip(at[:, 1], 0, height - 1).astype(int)
        at = picture.points - np.stack([dx[y, x], dy[y, x]], axis=1)
    return replace(picture, pixels=np.asarray(pixels, np.uint8), points=at)


def _enlarged(field: Field, width: int, height: int) -> Field:
    if field.shape == (height, width):
        return field.astype(np.float32)
    return np.asarray(cv2.resize(field.astype(np.float32), (width, height)), np.float32)


def shaded(picture: Picture, light: Field) -> Picture:
    """Return the page under ``light``: a factor for each pixel, a field of any size."""
    light = _enlarged(light, *picture.size)
    if picture.pixels.ndim == 3:
        light = np.asarray(cv2.merge([light, light, light]), np.float32)
    return picture.showing(cv2.multiply(picture.pixels, light, dtype=cv2.CV_8U))


def smooth_noise(rng: Rng, size: tuple[int, int], coarse: float) -> Field:
    """Return a field of ``size`` (width, height), mean about 0, deviation about 1.

    ``coarse`` is the distance in pixels over which it changes.
    """
    width, height = size
    small = (max(4, round(height / coarse) + 3), max(4, round(width / coarse) + 3))
    field = rng.standard_normal(small).astype(np.float32)
    return np.asarray(cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def blurred(pixels: Any, sigma: float) -> Any:
    """Return ``pixels`` blurred by a Gauss function; sigma in pixels, 0.2 and less is nothing."""
    return pixels if sigma <= 0.2 else cv2.GaussianBlur(pixels, (0, 0), sigma)


def shift(dx: float, dy: float) -> NDArray[np.float64]:
    """Return the matrix of a translation."""
    return np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]], np.float64)


def turned(degrees: float, size: tuple[int, int]) -> NDArray[np.float64]:
    """Return the matrix that turns about the middle of ``size``, clockwise on the page."""
    about = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), -degrees, 1.0)
    return np.vstack([about, [0, 0, 1]])


def scaled(x: float, y: float) -> NDArray[np.float64]:
    """Return the matrix of a scaling."""
    return np.diag([x, y, 1.0])
