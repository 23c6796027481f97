"""QR codes drawn as one filled path: sharp at any size, and the same bytes every time."""

from collections.abc import Sequence

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas

QUIET = 4
"""Modules of white on every side; they lie inside the square."""


def draw_code(canvas: Canvas, at: tuple[float, float], side: float, text: str) -> None:
    """Draw the code of ``text`` into the square of ``side`` points whose lower left is ``at``."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET)
    code.add_data(text)
    matrix = code.get_matrix()
    module = side / len(matrix)
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        y = at[1] + side - row * module - module
        for start, length in _runs(line):
            path.rect(at[0] + start * module, y, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(line: Sequence[bool | None]) -> list[tuple[int, int]]:
    """Return (start, length) of every run of dark modules in ``line``."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(line):
        if not dark:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs
