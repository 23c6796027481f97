"""Which pages of a scan are the two faces of one sheet of paper, where a code cannot say it."""

from collections.abc import Iterator, Sequence

from ballot.canonical import Digest
from counting.scan.reading import PageRead

_FACES = 2
Pair = tuple[PageRead, PageRead]


def leaves_of(pages: Sequence[PageRead]) -> dict[Digest, Digest]:
    """Return the other face of every page where the code of one of the two could not be read.

    ``pages`` are all pages in the order of the scan, refused ones too. A scanner that takes both
    faces writes them one after the other: pages 1 and 2 of a file are one sheet, then 3 and 4. This
    is believed of a file only if all of it bears it out: every such pair are the two sides of a
    two-sided sheet by their fiducials, in one order, and no pair bears the codes of two sheets.
    """
    found: dict[Digest, Digest] = {}
    for file in _files(pages):
        pairs = list(_pairs(file))
        if len({tuple(_order(one)) for one in pairs}) == 1 and all(map(_plausible, pairs)):
            for one, other in pairs:
                if None in {one.identity, other.identity}:
                    found |= {one.digest: other.digest, other.digest: one.digest}
    return found


def _files(pages: Sequence[PageRead]) -> Iterator[list[PageRead]]:
    """Yield the pages of each file; another file of the same name begins again at its page 1."""
    file: list[PageRead] = []
    for page in pages:
        if file and (page.file != file[-1].file or page.page <= file[-1].page):
            yield file
            file = []
        file.append(page)
    if file:
        yield file


def _pairs(file: Sequence[PageRead]) -> Iterator[Pair]:
    """Yield the pages that would be two faces of one leaf, where both were read."""
    by_place = {one.page: one for one in file if one.status == "read"}
    for place, page in by_place.items():
        if place % _FACES == 1 and place + 1 in by_place:
            yield page, by_place[place + 1]


def _order(pair: Pair) -> Iterator[int]:
    return (one.number for one in pair)


def _plausible(pair: Pair) -> bool:
    one, other = pair
    two_sided = one.sides == other.sides == _FACES and {one.number, other.number} == {1, _FACES}
    return two_sided and (one.identity == other.identity or None in {one.identity, other.identity})
