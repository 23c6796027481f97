"""Kept readings judged again: what other limits would make of what was measured.

No picture is opened. Limits alone are applied: what else made a box doubtful (another hand's mark
on the sheet, writing beside it, a second look) is not looked at again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from ballot.reading import BoxReading, Mark, SheetReading
from counting.errors import CountingError
from counting.scan.features import FEATURES
from counting.scan.marks import judge
from counting.scan.thresholds import THRESHOLDS, Thresholds

_WRITTEN: Final = frozenset({"symbol", "rank"})
"""Boxes whose content has to be seen again."""


class UnknownLimit(CountingError):
    """A limit that the reader does not have, or that is no whole number."""

    code = "scan.limits"


@dataclass(frozen=True, slots=True)
class Judged:
    """A box: the ``kept`` mark, and what our limits and the others make of its measures."""

    project: int
    choice: str
    kept: Mark
    ours: Mark
    others: Mark


def limits_of(changed: Mapping[str, object]) -> Thresholds:
    """Return the reader's limits with those ``changed``, by name. Raises UnknownLimit."""
    names = {one.name for one in fields(Thresholds)} - {"version"}
    for name, value in changed.items():
        if name not in names:
            raise UnknownLimit(f"没有名为 {name} 的界限；可用的有 {'、'.join(sorted(names))}。")
        if not isinstance(value, int) or isinstance(value, bool):
            raise UnknownLimit(f"界限 {name} 须为整数（千分数）。")
    return replace(THRESHOLDS, version="other", **changed)  # type: ignore[arg-type]  # looked at


def judged_again(reading: SheetReading, others: Thresholds) -> Iterator[Judged]:
    """Yield every measured box of ``reading`` under the reader's limits and under ``others``."""
    for row in reading.rows:
        alone = len(row.boxes) == 1
        for box in row.boxes:
            if box.choice in _WRITTEN or len(box.features) < len(FEATURES):
                continue
            ours, theirs = (_mark(box, one, alone=alone) for one in (THRESHOLDS, others))
            yield Judged(row.project, box.choice, box.mark, ours, theirs)


def _mark(box: BoxReading, limits: Thresholds, *, alone: bool) -> Mark:
    return judge(box.features[: len(FEATURES)], limits, alone=alone)[0]
