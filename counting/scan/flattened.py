"""What people look at: the page laid flat as one picture, and the rows in doubt cut out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from ballot.reading import DOUBTFUL, RowReading
from ballot.sheet import SheetPage
from counting.scan.codes import warped
from counting.scan.errors import UnreadableFile
from counting.scan.image import GREY, PageImage, Pixels, shrunk
from counting.scan.placing import MM, Placement

DENSITY: Final = 6
"""Pixels per mm of the page laid flat (some 150 dpi)."""
OVERVIEW_DENSITY: Final = 3
_QUALITY: Final = 80
_PNG: Final = (cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY)
"""Grain does not repeat: looking for repetitions takes longer and makes pictures larger."""
_MARGIN: Final = 2_000
"""µm of the neighbouring rows that a cut-out shows."""


@dataclass(frozen=True, slots=True)
class Crop:
    """One project's row as a ``png``."""

    project: int
    png: bytes


def flatten(image: PageImage, placement: Placement) -> Pixels:
    """Return the whole page upright at 6 pixels per mm, in colour (RGB) where the scan has any."""
    width, height = (round(one / MM * DENSITY) for one in placement.layout.size)
    pixels = image.grey if image.colour is None else image.colour
    return warped(pixels, placement.matrix, (0, 0), (width, height), DENSITY)


def overview(image: PageImage, placement: Placement) -> Pixels:
    """Return the whole page upright and grey at 3 pixels per mm, which tells print from writing."""
    width, height = (round(one / MM * OVERVIEW_DENSITY) for one in placement.layout.size)
    # Averaged over whole pixels first: a fine scan has thin strokes that four pixels do not meet.
    share = max(1, int(placement.density / OVERVIEW_DENSITY))
    # A pixel's centre has whole coordinates, so scaling is about the corner of pixel 0.
    middle = (1 / share - 1) / 2
    reduced = np.array([[1 / share, 0, middle], [0, 1 / share, middle], [0, 0, 1]])
    size = (width, height)
    into = reduced @ placement.matrix
    return warped(shrunk(image.grey, share), into, (0, 0), size, OVERVIEW_DENSITY)


def encoded_page(flat: Pixels) -> bytes:
    """Return the page as JPEG: a tenth of what a PNG of paper takes."""
    _, data = cv2.imencode(".jpg", _bgr(flat), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()


def decoded_page(jpeg: bytes) -> Pixels:
    """Return what `encoded_page` wrote. Raises UnreadableFile."""
    read = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED) if jpeg else None
    if read is None:
        raise UnreadableFile("保存的票面图像损坏，打不开。", code="scan.broken")
    return np.asarray(_bgr(np.asarray(read, np.uint8)), np.uint8)


def crops(flat: Pixels, page: SheetPage, projects: frozenset[int]) -> Iterator[Crop]:
    """Yield the rows of ``projects``, from number to last box, as they stand on ``flat``."""
    for row in page.rows:
        if row.project not in projects:
            continue
        right = max((one.right for one in page.boxes), default=row.text.right)
        top, bottom = row.number.y - _MARGIN, row.number.bottom + _MARGIN
        left, end = row.number.x - _MARGIN, right + 3 * _MARGIN
        yield Crop(row.project, _cut(flat, (left, top, end, bottom)))


def written_in(flat: Pixels, page: SheetPage) -> bytes | None:
    """Return the zone in which projects are written in as PNG, None where the page has none."""
    zone = page.written
    if zone is None:
        return None
    left, top = zone.x - _MARGIN, zone.y - _MARGIN
    return _cut(flat, (left, top, zone.right + _MARGIN, zone.bottom + _MARGIN))


def _cut(flat: Pixels, edges: tuple[int, int, int, int]) -> bytes:
    """Return what lies between ``edges`` (left, top, right, bottom, in µm) as PNG."""
    left, top, right, bottom = map(_pixel, edges)
    cut = np.ascontiguousarray(flat[top:bottom, left:right])
    _, data = cv2.imencode(".png", _bgr(cut), _PNG)
    return data.tobytes()


def doubtful_projects(rows: Sequence[RowReading]) -> frozenset[int]:
    """Return the projects that people have to look at."""
    return frozenset(one.project for one in rows if one.reading == DOUBTFUL)


def _pixel(length: int) -> int:
    return max(round(length / MM * DENSITY), 0)


def _bgr(pixels: Pixels) -> Pixels:
    """Return colours in OpenCV's order (or back), grey as it is."""
    return pixels if pixels.ndim == GREY else np.ascontiguousarray(pixels[:, :, ::-1])
