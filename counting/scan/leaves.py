"""Which pages of a scan are the two faces of one sheet of paper, where a code cannot say it."""

from collections.abc import Iterator, Sequence

from ballot.canonical import Digest
from counting.scan.reading import PageRead

_FACES = 2
_BLANK = "scan.blank"
_SHOWING = frozenset({"scan.not_a_sheet", "scan.mirrored", "scan.unlocated"})
"""What an unprinted back is, if something is written on it or shows through."""
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


def backs_of(pages: Sequence[PageRead]) -> dict[int, int]:
    """Return the front of every back on which something is seen and nothing was printed.

    Both as indices into ``pages``, which are all pages in the order of the scan. Of one-sided
    sheets a two-sided scan gives a blank page behind each. This is believed of a file only if all
    of it bears it out: pages 1 and 2 are one sheet, 3 and 4 and so on, sheets always lie on the
    same one of the two, and behind at least one of them it is blank.
    """
    found: dict[int, int] = {}
    start = 0
    for file in _files(pages):
        leaves = list(_one_sided(file))
        fronts = {front.page % _FACES for front, _ in leaves}
        blanks = sum(back.code == _BLANK for _, back in leaves)
        whole = all(_leaf(file, at) is not None for at in range(0, len(file), _FACES))
        if len(fronts) == 1 and blanks and whole:
            at = {id(one): start + place for place, one in enumerate(file)}
            found |= {at[id(back)]: at[id(front)] for front, back in leaves if back.code != _BLANK}
        start += len(file)
    return found


def _one_sided(file: Sequence[PageRead]) -> Iterator[Pair]:
    """Yield fronts that were read, and their backs."""
    for at in range(0, len(file), _FACES):
        leaf = _leaf(file, at)
        if leaf is not None and leaf[0].status == "read":
            yield leaf


def _leaf(file: Sequence[PageRead], at: int) -> Pair | None:
    """Return the sheet at ``at`` as front and back; None if it cannot be a one-sided sheet's."""
    if at + 1 >= len(file) or (file[at].page, file[at + 1].page) != (at + 1, at + 2):
        return None
    pair = file[at], file[at + 1]
    read = [one for one in pair if one.status == "read"]
    if not read:
        return pair
    other = pair[1] if pair[0] is read[0] else pair[0]
    plain = len(read) == 1 and read[0].sides == 1 and other.code in {_BLANK, *_SHOWING}
    return (read[0], other) if plain else None


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
