"""What is made public of a round's paper, in as many events as leaves have room for."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from ballot import events as e
from ballot.canonical import Digest, canonical

ROOM = 60_000
"""Bytes of one event's list; what a leaf has beyond them is for the rest of the event."""
CROP = 100
"""Bytes of a digest in its list, and of the project where it is the first of one."""

T = TypeVar("T")


def items_published(
    number: int,
    withheld: e.Withheld,
    crops: Iterable[tuple[int, Digest]],
    rows: Sequence[int],
) -> tuple[e.PaperPublished, ...]:
    """Return the events that name ``crops`` (project, digest) in the order of ``rows``.

    Within a project digests ascend, so that nothing is left of the order of the sheets.
    """
    ordered = sorted(crops, key=lambda one: (rows.index(one[0]), one[1]))
    packed = _packed(ordered, [CROP] * len(ordered))
    return tuple(
        e.PaperPublished(
            round=number,
            level="items",
            part=part,
            parts=len(packed),
            withheld=withheld,
            items=tuple(
                e.ItemImages(project=project, crops=tuple(name for _, name in group))
                for project, group in groupby(each, key=itemgetter(0))
            ),
        )
        for part, each in enumerate(packed, start=1)
    )


def sheets_published(
    number: int, withheld: e.Withheld, sheets: Iterable[e.SheetImages]
) -> tuple[e.PaperPublished, ...]:
    """Return the events that name ``sheets``, in ascending order of their images."""
    ordered = sorted(sheets, key=lambda one: (one.pages, one.rows, one.void or ""))
    packed = _packed(ordered, [len(canonical(one)) + 1 for one in ordered])
    return tuple(
        e.PaperPublished(
            round=number,
            level="sheets",
            part=part,
            parts=len(packed),
            withheld=withheld,
            sheets=tuple(each),
        )
        for part, each in enumerate(packed, start=1)
    )


def _packed(values: Sequence[T], sizes: Sequence[int]) -> list[list[T]]:
    """Deal ``values`` in their order into lists of at most ROOM bytes."""
    packed: list[list[T]] = [[]]
    filled = 0
    for value, size in zip(values, sizes, strict=True):
        if filled + size > ROOM:
            packed.append([])
            filled = 0
        packed[-1].append(value)
        filled += size
    return packed
