"""Whether the symbol in a marked box is one that the rules let stand there.

Which box is marked says what is meant; the symbol may contradict it. A × never says 赞成: in any
box but that of 反对 only people can tell whether it is how its writer ticks or the opposite. Where
`adjudication` is strict, a symbol that the rules do not name counts for nothing, however clear it
is: the reader answers only where it is sure of one that they name.
"""

from collections.abc import Mapping, Sequence

import msgspec

from ballot.reading import BoxReading
from ballot.rules import Rules
from ballot.rules.marks import prescribed
from ballot.rules.values import Mark
from ballot.sheet import Box
from counting.scan.opinion import Opinion
from counting.scan.second_look import WRITTEN, filled
from counting.scan.thresholds import Thresholds


def standing(
    boxes: Sequence[Box],
    read: Sequence[BoxReading],
    seen: Mapping[int, Opinion],
    rules: Rules,
    limits: Thresholds,
) -> list[BoxReading]:
    """Return ``read``, the marks doubtful of which ``rules`` do not let the symbol stand there.

    ``seen`` are the opinions by the places of their boxes; of a mark without one the symbol is not
    known, and strict rules leave it to people.
    """
    return [
        msgspec.structs.replace(one, mark="doubtful", score=0)
        if one.mark == "marked"
        and box.choice not in WRITTEN
        and not _stands(box.choice, one, seen.get(at), rules, limits)
        else one
        for at, (box, one) in enumerate(zip(boxes, read, strict=True))
    ]


def _stands(
    choice: str, one: BoxReading, seen: Opinion | None, rules: Rules, limits: Thresholds
) -> bool:
    named = prescribed(choice, rules)
    if rules.adjudication == "strict":
        if "fill" in named and filled(one.features, limits):
            return True
        return seen is not None and _drawn(named, seen) >= limits.prescribed
    crossed = 0 if seen is None else seen.cross
    return choice == "oppose" or "×" in named or crossed < limits.contrary


def _drawn(named: Sequence[Mark], seen: Opinion) -> int:
    """Return how likely (permille) the mark is one of those ``named``."""
    told = {"○": seen.circle, "√": seen.tick, "×": seen.cross, "fill": seen.fill, "blank": 0}
    return sum(told[mark] for mark in named)
