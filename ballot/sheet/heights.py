"""How tall the rows of a list are and how many sides they take.

In large type rows are as tall as the longest name needs. A short list has a page nearly to itself:
there rows are as tall as their texts need in the largest sizes for which the page has room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from ballot.definition import Definition
from ballot.sheet.estimate import Particulars, Sizes, height_in
from ballot.sheet.format import Format
from ballot.sheet.legible import least_height, whole_height
from ballot.sheet.measures import Measures
from ballot.sheet.styles import Column

_SHORT = 8
"""The most projects of a short list."""
_A3 = ((220, 140), (200, 140), (180, 130))
_USUAL = ((180, 130), (160, 120), (140, 120), (130, 110), (120, 110), (120, 100), (105, 90))
_LARGE = ((200, 140), (180, 130), (160, 120))
"""Sizes of names and of what stands below them, in tenths of a point, the best first."""
_LEAST = Sizes(140, 120, 140)
"""Below it names of large type are refused."""
_COMFORTABLE = 110
_ALL, _AMOUNTS, _NAMES = (
    Particulars(content=True, amounts=True),
    Particulars(content=False, amounts=True),
    Particulars(content=False, amounts=False),
)


def heightened(
    m: Measures, definition: Definition, sheet: Format, columns: Sequence[Column], rows: int
) -> tuple[Measures, int]:
    """Return ``m`` with the heights of ``rows``, and how many pages they take."""
    if len(definition.candidates) <= _SHORT:
        return _short(m, definition, sheet, columns, rows)
    count = m.pages_of(rows)
    if sheet.large and m.two_sided(columns):
        return _legible(m, count, rows, definition, columns)
    return m, count


def _legible(
    m: Measures, count: int, rows: int, definition: Definition, columns: Sequence[Column]
) -> tuple[Measures, int]:
    """Return measures and pages of large type: rows in which names fit, and if possible all."""
    width = m.text_width(columns)
    least = min(least_height(definition, width), m.tallest_of(1))
    m = replace(m, pitch=max(m.pitch, least))
    count = m.pages_of(rows)
    wanted = whole_height(definition, width)
    m = replace(m, widest=max(m.widest, wanted))
    with_back = count + count % 2
    if m.tallest_of(-(-rows // count)) < wanted <= m.tallest_of(-(-rows // with_back)):
        count = with_back
    return m, count


def _short(
    m: Measures, definition: Definition, sheet: Format, columns: Sequence[Column], rows: int
) -> tuple[Measures, int]:
    """Return measures and pages of a short list: nothing left out where a page can hold it."""
    whole = definition.rules.ballot_mode == "whole_list"
    # Rows without boxes reach to the right edge (beside a single box, to its column).
    width = m.text_width(() if whole and len(columns) > 1 else columns)
    back = sheet.large and m.two_sided(columns)
    if back:
        least = height_in(definition, width, _LEAST, _NAMES)
        m = replace(m, pitch=max(m.pitch, min(least, m.tallest_of(1))))
    count = m.pages_of(rows)
    sides = (count, count + count % 2) if back else (count,)
    for pages, sizes, particulars in _manners(definition, sheet, sides):
        wanted = height_in(definition, width, sizes, particulars)
        if wanted <= m.roomy_of(-(-rows // pages)):
            # Where type must be small, rows have all the room there is.
            widest = wanted if sizes.detail >= _COMFORTABLE else m.height
            return replace(m, widest=max(m.widest, widest)), pages
    return replace(m, widest=m.height), count


def _manners(
    definition: Definition, sheet: Format, sides: Sequence[int]
) -> Iterator[tuple[int, Sizes, Particulars]]:
    """Yield pages, sizes and what stands below the names, in the order in which printing tries.

    Of several languages none is smaller than the other, unless particulars were lost. A back is
    taken before they are, but not for larger type.
    """
    usual = (*_A3, *_USUAL) if sheet.paper == "A3" else _USUAL
    ladder = _LARGE if sheet.large else usual
    equal = [Sizes(name, detail, name) for name, detail in ladder]
    smaller = [Sizes(name, detail, detail) for name, detail in ladder]
    tried = (equal, smaller) if len(definition.rules.languages) > 1 else (equal,)
    for particulars, sizes_, pages in product((_ALL, _AMOUNTS, _NAMES), tried, sides):
        for sizes in sizes_:
            yield pages, sizes, particulars
