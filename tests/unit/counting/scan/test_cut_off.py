"""Sheets whose corners fall off the picture: read if what is left shows their place, else not."""

from collections.abc import Iterable

import numpy as np
import pytest

from ballot.sheet import Cell
from counting.scan import PageRead
from counting.scan.placing import Points, place_flat
from tests.support.scanned import (
    Pixels,
    Printed,
    definition_of,
    marked,
    png,
    printed,
    read,
    scanned,
)

DPI = 200
CHOICES = {at: ("approve", "oppose", "abstain")[at % 3] for at in range(1, 21)}


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return printed(definition_of(20, 10, choices=["approve", "oppose", "abstain"]))


def cells(sheet: Printed, marks: Iterable[int]) -> list[Cell]:
    page, half = sheet.layout.pages[0], sheet.layout.marker // 2
    chosen = [page.markers[at] for at in marks]
    return [Cell(x=one.x - half, y=one.y - half, w=2 * half, h=2 * half) for one in chosen]


def edges(cell: Cell) -> tuple[slice, slice]:
    x, y, right, bottom = (
        round(at * DPI / 25_400) for at in (cell.x, cell.y, cell.right, cell.bottom)
    )
    return slice(y - 3, bottom + 3), slice(x - 3, right + 3)


def without(pixels: Pixels, gone: Iterable[Cell]) -> Pixels:
    left = pixels.copy()
    for cell in gone:
        left[edges(cell)] = 255
    return left


def seen(sheet: Printed, pixels: Pixels, angle: float = 2.0) -> PageRead:
    (page,) = read(sheet, png(scanned(pixels, angle=angle)))
    return page


@pytest.mark.parametrize("gone", [(0, 1, 2), (0, 1, 2, 3)])
def test_a_sheet_is_read_by_its_code_and_at_most_one_fiducial(
    sheet: Printed, gone: tuple[int, ...]
) -> None:
    page = seen(sheet, without(marked(sheet, CHOICES), cells(sheet, gone)))

    assert (page.status, page.known_by, page.identity) == ("read", "code", sheet.identities[0])
    assert {row.project: row.reading for row in page.rows} == CHOICES


def test_two_fiducials_suffice_with_the_small_code(sheet: Printed) -> None:
    gone = [*cells(sheet, (1, 3)), sheet.layout.pages[0].code]
    page = seen(sheet, without(marked(sheet, CHOICES), gone))

    assert (page.status, page.known_by, page.identity) == (
        "read",
        "small_code",
        sheet.identities[0],
    )
    assert {row.project: row.reading for row in page.rows} == CHOICES


def test_two_fiducials_without_any_code_are_not_enough(sheet: Printed) -> None:
    page = sheet.layout.pages[0]
    gone = [*cells(sheet, (1, 3)), page.code, page.small_code]

    assert seen(sheet, without(sheet.page(), gone)).code == "scan.unlocated"


@pytest.mark.parametrize("rows", [1, -1])
def test_a_code_that_lies_a_row_off_places_nothing(sheet: Printed, rows: int) -> None:
    """One row off, all frames but those of one row are where frames are expected."""
    page = sheet.layout.pages[0]
    fresh = sheet.page()
    pitch = round((page.rows[1].number.y - page.rows[0].number.y) * rows * DPI / 25_400)
    down, across = edges(page.code)
    # The sheet is moved instead of the code, and the code put back: there is no room above it.
    moved = np.roll(without(fresh, [*cells(sheet, range(4)), page.code]), pitch, axis=0)
    moved[down, across] = fresh[down, across]

    assert seen(sheet, moved, 0.0).status == "refused"


def test_frames_that_are_not_there_confirm_nothing(sheet: Printed) -> None:
    """A fifth of the boxes is covered: the sheet may lie in folds there."""
    boxes = sheet.layout.pages[0].boxes
    covered = [
        Cell(x=one.x - 1_500, y=one.y - 1_500, w=one.w + 3_000, h=one.h + 3_000)
        for one in boxes[24:36]
    ]
    gone = [*cells(sheet, (0, 1, 2)), *covered]

    assert seen(sheet, without(sheet.page(), gone)).code == "scan.unlocated"


@pytest.mark.parametrize("pixels", [32, 13])
def test_a_mark_that_is_not_in_its_place_is_believed_no_more_than_the_code(
    sheet: Printed, pixels: int
) -> None:
    """The only fiducial left, 4 or 1.7 mm from its place: of code and fiducial, one is wrong."""
    fresh = sheet.page()
    (mark,) = cells(sheet, (3,))
    down, across = edges(mark)
    moved = without(fresh, cells(sheet, range(4)))
    moved[down.start - pixels : down.stop - pixels, across] = fresh[down, across]

    assert seen(sheet, moved).status == "refused"


def test_corners_seen_in_the_mirror_place_nothing(sheet: Printed) -> None:
    page = sheet.layout.pages[0]
    corners = np.array([(one.x, one.y) for one in page.markers]) / 1000
    upright, flipped = corners * 8 + 40, corners * (-8, 8) + (1700, 40)

    placed = place_flat(sheet.layout, page, Points(corners, upright), 1.0)
    assert placed is not None
    assert placed.density == pytest.approx(8)
    assert place_flat(sheet.layout, page, Points(corners, flipped), 1.0) is None
