"""Writing across a project's name and particulars, where no white paper is left to see it on."""

from collections.abc import Callable

import msgspec
import pytest

from ballot.sheet import Cell, Format
from counting.scan.reading import PageRead
from tests.support.scanned import (
    Pen,
    Pixels,
    Printed,
    definition_of,
    marked,
    png,
    printed,
    read,
    readings,
    scanned,
)

CONTENT = (
    "改造提升农贸市场一处，新建停车位一百二十个，配套排水、消防和电子秤追溯设施，年底前投入使用。"
)
AT = {2, 5, 8, 11}
"""Rows whose boxes stay empty and whose text is written on."""
CHOICES = {number: "oppose" for number in range(1, 13) if number not in {*AT, 12}}

Draw = Callable[[Pen, float, float], None]


def _tick(pen: Pen, x: float, y: float) -> None:
    pen.line((x, y - 3), (x + 3, y), (x + 10, y - 6))


def _large_tick(pen: Pen, x: float, y: float) -> None:
    pen.line((x, y), (x + 4, y + 4), (x + 13, y - 6))


def _cross(pen: Pen, x: float, y: float) -> None:
    pen.line((x, y - 4), (x + 8, y + 2))
    pen.line((x, y + 2), (x + 8, y - 4))


def _signed(pen: Pen, x: float, y: float) -> None:
    pen.line(*((x + 3 * at, y + (-3 if at % 2 else 2)) for at in range(6)))


def _struck(pen: Pen, x: float, y: float) -> None:
    pen.line((x, y - 2), (x + 30, y - 1.6))


WAYS = (_tick, _large_tick, _cross, _signed, _struck)


def sheet_of(*, content: str, large: bool = False) -> Printed:
    definition = definition_of(12)
    candidates = tuple(
        msgspec.structs.replace(one, content=content) for one in definition.candidates
    )
    told = msgspec.structs.replace(definition, candidates=candidates)
    return printed(told, sheet=Format(large=large))


SHEETS = {
    "particulars": sheet_of(content=CONTENT),
    "names": sheet_of(content=""),
    "large": sheet_of(content=CONTENT, large=True),
}


def filled(sheet: Printed, way: Draw | None, width: float = 0.6) -> Pixels:
    """Return the first page with CHOICES marked and every text of AT written on."""
    pixels = marked(sheet, CHOICES)
    pen = Pen(pixels, width=width)
    for row in sheet.layout.pages[0].rows:
        if way is not None and row.project in AT:
            way(pen, *_begin(row.text))
    return pixels


def _begin(text: Cell) -> tuple[float, float]:
    return text.x / 1000 + 9, (text.y + text.h / 2) / 1000


def seen(sheet: Printed, pixels: Pixels, angle: float = 0.5) -> PageRead:
    (page,) = read(sheet, png(scanned(pixels, angle=angle)))
    return page


def doubted(page: PageRead) -> set[int]:
    return {project for project, reading in readings(page).items() if reading == "doubtful"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", SHEETS)
def test_beside_empty_boxes_writing_on_the_text_is_for_people(kind: str, way: Draw) -> None:
    sheet = SHEETS[kind]
    there = {row.project for row in sheet.layout.pages[0].rows}
    assert doubted(seen(sheet, filled(sheet, way))) == AT & there


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("angle", [0.0, -0.8, 1.5])
def test_print_alone_is_no_writing(kind: str, angle: float) -> None:
    sheet = SHEETS[kind]
    page = seen(sheet, filled(sheet, None), angle)
    assert "doubtful" not in readings(page).values()
    assert not page.written


def test_a_line_through_all_rows_is_a_streak_of_the_glass() -> None:
    sheet = SHEETS["names"]
    pixels = filled(sheet, None)
    pixels[:, 400:402] //= 2
    assert doubted(seen(sheet, pixels, 0.0)) == set()


def test_beside_a_mark_writing_leaves_the_row_and_puts_the_sheet_on_the_desk() -> None:
    sheet = SHEETS["particulars"]
    pixels = filled(sheet, None)
    row = next(one for one in sheet.layout.pages[0].rows if one.project == 3)
    x, y = _begin(row.text)
    _signed(Pen(pixels, width=0.9), x, y)
    page = seen(sheet, pixels)
    assert readings(page)[3] == "oppose"
    assert page.written
