"""What is drawn in a box of style A: ○, × or √ (the seam for whatever recognises it)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ballot.rules import Rules
from ballot.rules.values import Mark
from counting.readings import Box, Reading, read
from counting.scan.image import Pixels


@dataclass(frozen=True, slots=True)
class Symbol:
    """A recognised ``mark``, ``blank`` included, None where nothing is sure; ``score`` to 1000."""

    mark: Mark | None
    score: int


class Symbols(Protocol):
    """Recognises symbols; it must reject whatever it is not sure of."""

    def __call__(self, darkness: Pixels) -> Sequence[Symbol]:
        """Return what stands in each of ``darkness`` (n, h, w): box and 1.75 mm around it."""


def reading_of(mark: Mark, rules: Rules) -> Reading:
    """Return what ``mark`` stands for under ``rules``."""
    return read((Box(symbols=(mark,)),), rules, seats=1)[0]
