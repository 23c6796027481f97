"""Strokes reduced to lines one pixel wide, many crops at once.

The method is that of Zhang and Suen (Communications of the ACM 27 (1984), 236-239) as corrected by
Lü and Wang (29 (1986), 239-242), without which slanting lines two pixels wide vanish: in two
alternating passes a pixel goes if it has three to six neighbours, lies on one edge only, and the
edge is on the side that the pass looks at. Whether it goes depends on its eight neighbours alone,
so that a table of 256 answers serves each pass.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Masks = npt.NDArray[np.uint8]
"""N x height x width, 1 where there is ink and 0 elsewhere."""

_LEAST, _MOST = 3, 6
_AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
"""The neighbours clockwise from the upper one: P2 to P9 of the paper."""


def thinned(masks: Masks) -> Masks:
    """Return the strokes of ``masks`` one pixel wide; what touches the border is cut off there."""
    lines = masks.copy()
    lines[:, (0, -1), :] = 0
    lines[:, :, (0, -1)] = 0
    while True:
        before = int(lines.sum())
        for table in _PASSES:
            lines &= ~table[neighbourhood(lines)] & 1
        if int(lines.sum()) == before:
            return lines


def neighbourhood(masks: Masks) -> Masks:
    """Return the eight neighbours of every pixel as the bits of one byte, the upper one first."""
    wide = np.pad(masks, ((0, 0), (1, 1), (1, 1)))
    height, width = masks.shape[1:]
    code = np.zeros_like(masks)
    for bit, (down, right) in enumerate(_AROUND):
        code |= wide[:, 1 + down : 1 + down + height, 1 + right : 1 + right + width] << bit
    return code


def _table(looks: Callable[[list[int]], bool]) -> Masks:
    goes = np.zeros(256, np.uint8)
    for code in range(256):
        bits = [code >> at & 1 for at in range(8)]
        edges = sum(here < there for here, there in zip(bits, bits[1:] + bits[:1], strict=True))
        goes[code] = _LEAST <= sum(bits) <= _MOST and edges == 1 and looks(bits)
    return goes


def _south_east(bits: list[int]) -> bool:
    return not (bits[0] and bits[2] and bits[4]) and not (bits[2] and bits[4] and bits[6])


def _north_west(bits: list[int]) -> bool:
    return not (bits[0] and bits[2] and bits[6]) and not (bits[0] and bits[4] and bits[6])


_PASSES = (_table(_south_east), _table(_north_west))
