"""Two faces of one leaf: believed of a two-sided scan that bears it out, of no other."""

import dataclasses
from collections.abc import Sequence

import pytest

from ballot.canonical import Digest, digest
from counting.scan import PageRead, sheets_of
from counting.scan.leaves import leaves_of
from tests.support.scanned import definition_of
from tests.unit.counting.scan.test_sheets import side

ONE, TWO = b"1" * 16, b"2" * 16


def name(place: int, file: str = "扫描1") -> Digest:
    return digest(f"{file} {place}".encode())


def scan(*faces: tuple[int, bytes | None], file: str = "扫描1", sides: int = 2) -> list[PageRead]:
    """Return the pages of a file by (number of the side, identity)."""
    return [
        dataclasses.replace(
            side(number, "approve", "oppose", identity=identity, sides=sides),
            file=file,
            page=place,
            digest=name(place, file),
            known_by=None if identity is None else "code",
        )
        for place, (number, identity) in enumerate(faces, 1)
    ]


def pairs(pages: Sequence[PageRead]) -> set[frozenset[Digest]]:
    return {frozenset(pair) for pair in leaves_of(pages).items()}


def test_a_face_without_a_code_belongs_to_the_other_face_of_its_leaf() -> None:
    pages = scan((1, ONE), (2, ONE), (1, TWO), (2, None))
    assert pairs(pages) == {frozenset((name(3), name(4)))}
    turned = scan((2, ONE), (1, ONE), (2, None), (1, None))
    assert pairs(turned) == {frozenset((name(3), name(4)))}


def test_leaves_make_sheets_that_people_look_at() -> None:
    pages = scan((1, ONE), (2, None), (1, None), (2, None))
    first, second = sheets_of(pages, definition_of(4, 2), None, leaves_of(pages))

    assert [one.identity for one in (first, second)] == [ONE.hex(), None]
    assert [one.known_by for one in (first, second)] == ["code", None]
    assert [len(one.rows) for one in (first, second)] == [4, 4]
    assert first.doubts == second.doubts == ("identity_unreadable",)


@pytest.mark.parametrize(
    "faces",
    [
        # One face at a time: fronts first, then backs.
        [(1, ONE), (1, TWO), (2, ONE), (2, None)],
        # The feeder turned a leaf, or skipped a face.
        [(1, ONE), (2, ONE), (2, TWO), (1, None)],
        [(1, ONE), (2, None), (1, None), (2, ONE), (1, TWO), (1, None)],
        # Two sheets that stuck together.
        [(1, ONE), (2, TWO), (1, None), (2, None)],
    ],
)
def test_a_file_that_is_no_plain_two_sided_scan_says_nothing(
    faces: list[tuple[int, bytes | None]],
) -> None:
    assert leaves_of(scan(*faces)) == {}


def test_sheets_of_three_sides_are_never_guessed() -> None:
    assert leaves_of(scan((1, ONE), (2, None), sides=3)) == {}


def test_files_are_looked_at_one_by_one() -> None:
    mixed = scan((1, ONE), (1, None), file="单面")
    plain = scan((1, TWO), (2, None), file="双面")
    again = scan((1, None), (2, None), file="双面")
    for page in again:
        object.__setattr__(page, "digest", digest(page.digest.encode()))
    found = leaves_of([*mixed, *plain, *again])
    assert len(found) == 4
    assert not {one.digest for one in mixed} & found.keys()


def test_a_page_that_was_refused_has_no_other_face() -> None:
    lost = PageRead(file="扫描1", page=2, status="refused", code="scan.dpi", reason="…")
    first, _, *rest = scan((1, None), (2, None), (1, ONE), (2, None))
    assert pairs([first, lost, *rest]) == {frozenset((name(3), name(4)))}
