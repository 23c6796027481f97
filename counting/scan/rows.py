"""What the boxes of a row say together, and what a sheet's rows leave for people."""

from collections.abc import Sequence

from ballot.reading import DOUBTFUL, BoxReading, RowReading
from ballot.rules import Rules
from ballot.sheet import Box, kind_of
from counting.scan.symbols import Symbol, reading_of


def blank_reading(rules: Rules) -> str:
    """Return what a row without any mark is: only votes for or against have ``blank_means``."""
    return "abstain" if kind_of(rules) in {"graded", "D"} else rules.blank_means


def read_rows(
    boxes: Sequence[Box],
    read: Sequence[BoxReading],
    symbols: Sequence[Symbol | None],
    strange: frozenset[int],
    rules: Rules,
) -> tuple[RowReading, ...]:
    """Return the rows of a page; in those of ``strange`` something is written beside the boxes."""
    rows: dict[int, list[tuple[BoxReading, Symbol | None]]] = {}
    for box, one, symbol in zip(boxes, read, symbols, strict=True):
        rows.setdefault(box.project, []).append((one, symbol))
    return tuple(
        RowReading(
            project=project,
            reading=DOUBTFUL if project in strange else _row(row, rules),
            boxes=tuple(one for one, _ in row),
        )
        for project, row in rows.items()
    )


def _row(row: Sequence[tuple[BoxReading, Symbol | None]], rules: Rules) -> str:
    """Exactly one marked and the rest blank is a choice; two marked are confirmed by people."""
    marks = [one.mark for one, _ in row]
    if DOUBTFUL in marks or marks.count("marked") > 1:
        return DOUBTFUL
    if "marked" not in marks:
        return blank_reading(rules)
    box, symbol = row[marks.index("marked")]
    if symbol is None:
        return box.choice
    reading = "illegible" if symbol.mark is None else reading_of(symbol.mark, rules)
    # A symbol that strict rules do not know is 辨认不清 only once people have seen it.
    return DOUBTFUL if reading == "illegible" else reading
