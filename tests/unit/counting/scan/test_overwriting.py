"""Writing across a project's name and particulars, where no white paper is left to see it on."""

from collections.abc import Callable

import cv2
import msgspec
import numpy as np
import pytest

from ballot.sheet import Cell, Format
from counting.scan.overwriting import MARGIN, PLAIN, SLIGHT, Softened, blurred, hidden, overwritten
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


def page_of_print(high: int, *, seed: int = 3) -> Pixels:
    """Return lines of something as dense as small characters, 110 mm wide at 3 pixels a mm."""
    rng = np.random.default_rng(seed)
    dark = np.zeros((high, 330), np.uint8)
    for top in range(6, high - 12, 15):
        for left in range(12, 310, 12):
            for stroke in rng.integers(0, 10, (4, 2)):
                dark[top + stroke[0] : top + stroke[0] + 2, left : left + 10] = 255
                dark[top : top + 11, left + stroke[1] : left + stroke[1] + 1] = 255
    return dark


def scan_of(print_: Pixels, *, gain: float, stroke: int = 0, long: int = 14) -> Softened:
    """Return what a scan shows of ``print_``: ``gain`` as dark, with a ``stroke`` of its own."""
    dark = np.pad(print_ * gain, MARGIN)
    if stroke:
        points = np.arange(long)
        for thick in range(2):
            spots = dark[40 - points, 100 + points + thick]
            dark[40 - points, 100 + points + thick] = np.maximum(
                spots, np.minimum(spots + stroke, 255)
            )
    return blurred(dark.astype(np.uint8))


def test_where_print_and_pen_are_pale_a_pale_stroke_is_writing() -> None:
    face = page_of_print(60)
    for gain, stroke, pen, found in (
        (0.45, 60, 60.0, True),
        (0.45, 60, None, True),
        (0.45, 40, 120.0, True),
        (0.45, 0, 60.0, False),
        (0.9, 30, 120.0, False),
        (0.9, 30, 30.0, True),
        (0.9, 120, 120.0, True),
    ):
        seen_as = scan_of(face, gain=gain, stroke=stroke)
        assert overwritten(seen_as, blurred(face), SLIGHT, pen) is found, (gain, stroke, pen)
        assert not overwritten(seen_as, blurred(face), PLAIN, pen)


def test_what_a_folded_corner_hides_is_known_as_hidden() -> None:
    face = page_of_print(60)
    seen_as = scan_of(face, gain=0.9, stroke=60)
    assert not hidden(seen_as, blurred(face))
    assert not hidden(seen_as * 0.4, blurred(face))
    seen_as[:, 190:] = 0
    assert hidden(seen_as, blurred(face))
    assert overwritten(seen_as, blurred(face), SLIGHT, 120.0)


def test_an_empty_row_whose_text_is_hidden_is_for_people() -> None:
    sheet = SHEETS["names"]
    pixels = filled(sheet, None)
    for row in sheet.layout.pages[0].rows[1:3]:
        number, text = row.number, row.text
        pixels[
            _px(text.y + 900) : _px(text.bottom - 900), _px(number.x + 900) : _px(text.right - 900)
        ] = 255
    page = seen(sheet, pixels)
    # Beside a mark nothing that could be the mark is missed.
    assert doubted(page) == {2}


def _px(length: int) -> int:
    return round(length / 25_400 * 200)


@pytest.mark.parametrize("soft", [0.6, 1.2, 2.0])
def test_a_soft_scan_of_print_is_no_writing(soft: float) -> None:
    face = page_of_print(200)
    seen_as = np.asarray(cv2.GaussianBlur(scan_of(face, gain=0.9), (0, 0), soft), np.float32)
    assert not overwritten(seen_as, blurred(face), SLIGHT, None)


def test_among_much_print_little_ink_is_no_writing() -> None:
    for high, found in ((60, True), (600, False)):
        face = page_of_print(high)
        seen_as = scan_of(face, gain=0.9, stroke=90, long=9)
        assert overwritten(seen_as, blurred(face), SLIGHT, 120.0) is found, high
        assert overwritten(
            scan_of(face, gain=0.9, stroke=90, long=30), blurred(face), SLIGHT, 120.0
        )
