"""Twelve sheets, which elect nobody under a strict text and one project under a lenient one."""

from counting.readings import Box
from counting.validity import Sheet

YES, NO, TICK, NONE = Box(symbols=("○",)), Box(symbols=("×",)), Box(symbols=("√",)), Box()
BOTH, SMUDGE, OUT = Box(symbols=("○", "×")), Box(smudged=True), Box(symbols=("○",), outside=True)

TWELVE = (
    Sheet(boxes=(YES, YES, NO, NO)),
    Sheet(boxes=(YES, NO, YES, NO)),
    Sheet(boxes=(YES, YES, NONE, NONE)),
    Sheet(boxes=(TICK, TICK, NO, NO)),
    Sheet(boxes=(YES, YES, YES, NO)),
    Sheet(boxes=(NONE, NONE, NONE, NONE)),
    Sheet(boxes=(YES, BOTH, NO, NO)),
    Sheet(boxes=(YES, SMUDGE, NO, NO)),
    Sheet(boxes=(YES, YES, NO, NO), signed=True),
    Sheet(boxes=(NO, NO, YES, YES)),
    Sheet(boxes=(YES, NONE, YES, NONE)),
    Sheet(boxes=(YES, OUT, NO, NO)),
)
"""Two seats: the fifth sheet approves three, the ninth is signed."""
