"""Whether two readings may be of one sheet of paper: scanned twice, or copied."""

from collections.abc import Iterable

import msgspec

from ballot.reading import DOUBTFUL, RowReading


class KnownBox(msgspec.Struct, frozen=True):
    """What was read of a box."""

    choice: str
    mark: str


class KnownRow(msgspec.Struct, frozen=True):
    """What was read of a project; of a `RowReading` as much as tells two sheets apart."""

    project: int
    reading: str
    boxes: tuple[KnownBox, ...]


Marks = dict[tuple[int, str], str]
"""What was read of each box by project and choice, and of the row by project and ""."""


def agree(one: Marks, other: Marks) -> bool:
    """Say whether two readings may be of one sheet: nothing is certain in both and different."""
    pairs = ((one[place], other[place]) for place in one.keys() & other.keys())
    return all(a == b or DOUBTFUL in {a, b} for a, b in pairs)


def marks_of(rows: Iterable[RowReading | KnownRow], *, unseen: bool) -> Marks:
    """Return what was read of each box and row; two marks in a row are certain, their row not.

    Of boxes nothing where the frames were not seen (``unseen``): nobody knows what was measured.
    """
    found: Marks = {}
    for row in rows:
        found[row.project, ""] = row.reading
        if not unseen:
            found |= {(row.project, box.choice): box.mark for box in row.boxes}
    return found
