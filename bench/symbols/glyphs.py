"""Characters of fonts as pen strokes: the middle lines of their glyphs.

Each generator has fonts of its own. They are not in this repository; docs/symbols.md names the
packages that carry them.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from counting.scan.thinning import thinned

_SIZE = 72
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("printing/fonts"))


@cache
def font_file(name: str) -> Path:
    """Return where the font file ``name`` lies. Raises FileNotFoundError with what to install."""
    for folder in _FONT_FOLDERS:
        for found in sorted(folder.rglob(name)):
            return found
    raise FileNotFoundError(f"找不到字体 {name}，请按 docs/symbols.md 安装所列字体包后再试。")


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(name)), _SIZE)


@cache
def glyph(name: str, character: str) -> npt.NDArray[np.uint8]:
    """Return the glyph as a mask (1 ink) cut to its ink; 0 x 0 where the font has none."""
    canvas = Image.new("L", (2 * _SIZE, 2 * _SIZE))
    ImageDraw.Draw(canvas).text((_SIZE // 2, _SIZE // 3), character, fill=255, font=_font(name))
    ink = (np.asarray(canvas) > 127).astype(np.uint8)
    if not ink.any() or np.array_equal(ink, _missing(name)):
        return np.zeros((0, 0), np.uint8)
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@cache
def _missing(name: str) -> npt.NDArray[np.uint8]:
    """Return what the font draws for a character that no font has."""
    canvas = Image.new("L", (2 * _SIZE, 2 * _SIZE))
    ImageDraw.Draw(canvas).text((_SIZE // 2, _SIZE // 3), "\U0010ffff", fill=255, font=_font(name))
    return (np.asarray(canvas) > 127).astype(np.uint8)


@cache
def middle_lines(name: str, character: str) -> npt.NDArray[np.float64]:
    """Return short segments, N x 2 points x 2, in the unit of the glyph's longer side."""
    ink = glyph(name, character)
    if not ink.size:
        return np.zeros((0, 2, 2))
    line = thinned(np.pad(ink, 2)[None])[0]
    ends: list[Sequence[Sequence[int]]] = []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        beyond = np.roll(line, (-down, -right), (0, 1))
        for y, x in np.argwhere(line & beyond):
            ends.append(((x, y), (x + right, y + down)))
    segments = np.asarray(ends, float).reshape(-1, 2, 2)
    return (segments - 2 - np.asarray(ink.shape[::-1]) / 2) / max(ink.shape)
