"""Lines for projects that are written in: empty ones say nothing, a name on one goes to people."""

import io

import numpy as np
import pytest
from PIL import Image

from ballot.sheet import Format
from counting.scan.flattened import decoded_page, written_in
from tests.support.scanned import (
    Pen,
    Pixels,
    Printed,
    marked,
    png,
    printed,
    read,
    readings,
    scanned,
)
from tests.support.scanned import definition_of as defined

CHOICES = {at: "approve" if at < 4 else "oppose" for at in range(1, 9)}


@pytest.fixture(scope="module", params=[False, True], ids=["usual", "large"])
def sheet(request: pytest.FixtureRequest) -> Printed:
    return printed(defined(8, 4, write_in="allowed"), 1, Format(large=request.param))


def name(pixels: Pixels, x: float, y: float, size: float, characters: int = 4) -> None:
    """Write something like ``characters`` of so many mm, from the place (mm) of the first."""
    pen = Pen(pixels, ink=60, width=0.5)
    for at in range(characters):
        left = x + at * size * 1.2
        pen.line((left, y + 0.3 * size), (left + size, y + 0.25 * size))
        pen.line((left + 0.5 * size, y), (left + 0.45 * size, y + size))
        pen.line((left + 0.45 * size, y + 0.3 * size), (left, y + 0.9 * size))
        pen.line((left + 0.5 * size, y + 0.4 * size), (left + size, y + 0.9 * size))


@pytest.mark.parametrize("angle", [-1.2, 0.0, 0.7])
def test_empty_lines_leave_a_sheet_certain(sheet: Printed, angle: float) -> None:
    (page,) = read(sheet, png(scanned(marked(sheet, CHOICES), angle=angle)))
    assert (readings(page), page.written) == (CHOICES, False)


@pytest.mark.parametrize("angle", [-1.2, 0.7])
@pytest.mark.parametrize("line", [0, 1])
@pytest.mark.parametrize("size", [4.0, 8.0])
def test_a_name_on_a_line_is_seen_and_cut_out(
    sheet: Printed, angle: float, line: int, size: float
) -> None:
    zone = sheet.layout.pages[0].written
    assert zone is not None
    pixels = marked(sheet, CHOICES)
    place = zone.y / 1000 + line * 12 + (12 - size) / 2
    name(pixels, zone.x / 1000 + 30, place, size)
    (page,) = read(sheet, png(scanned(pixels, angle=angle)))

    assert (readings(page), page.written) == (CHOICES, True)
    cut = written_in(decoded_page(page.image), sheet.layout.pages[0])
    assert cut is not None
    seen = np.asarray(Image.open(io.BytesIO(cut)), np.uint8)
    assert abs(seen.shape[1] - (zone.w + 4_000) * 6 / 1000) <= 2
    half = seen.shape[0] // 2
    halves = seen[:half, 220:400], seen[half:, 220:400]
    dark = [int((one < 130).sum()) for one in halves]
    assert dark[line] > 3 * dark[1 - line]


def test_a_sheet_without_the_lines_has_nothing_to_cut_out() -> None:
    plain = printed(defined(8, 4))
    (page,) = read(plain, png(scanned(marked(plain, CHOICES))))
    assert written_in(decoded_page(page.image), plain.layout.pages[0]) is None
