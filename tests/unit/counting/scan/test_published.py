"""What the public sees of a sheet: marks, and as little as possible of anything else."""

from io import BytesIO

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from audit.record.images import size_of
from counting.scan.flattened import decoded_page
from counting.scan.image import Pixels
from counting.scan.published import box_images, cleaned, page_image
from tests.support.scanned import Printed, definition_of, marked, printed, read, scanned, tiff

CHOICES = {1: "approve", 2: "oppose", 3: "abstain"}


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return printed(definition_of(6, 3), 2)


@pytest.fixture(scope="module")
def flat(sheet: Printed) -> Pixels:
    (page,) = read(sheet, tiff([scanned(marked(sheet, CHOICES), angle=1.2)]))
    return decoded_page(page.image)


def opened(png: bytes) -> Pixels:
    return np.asarray(Image.open(BytesIO(png)), np.uint8)


def test_boxes_of_all_projects_are_of_one_size_and_nothing_but_pixels(
    sheet: Printed, flat: Pixels
) -> None:
    cut = list(box_images(cleaned(flat), sheet.layout.pages[0]))

    assert [one.project for one in cut] == [1, 2, 3, 4, 5, 6]
    assert len({size_of(one.png) for one in cut}) == 1


def test_a_mark_shows_in_its_box_and_nowhere_else(sheet: Printed, flat: Pixels) -> None:
    """Neighbouring rows, numbers and names stay out: an empty row has no ink within its boxes."""
    inside = {}
    for one in box_images(cleaned(flat), sheet.layout.pages[0]):
        boxes = opened(one.png)[12:-12]
        third = boxes.shape[1] // 3
        inside[one.project] = [
            int((boxes[:, at * third + 16 : (at + 1) * third - 24] < 128).sum()) > 20
            for at in range(3)
        ]

    assert inside[1] == [True, False, False]
    assert inside[2] == [False, True, False]
    assert inside[3] == [False, False, True]
    assert inside[4] == inside[5] == inside[6] == [False, False, False]


def test_the_tint_of_the_paper_is_gone(sheet: Printed, flat: Pixels) -> None:
    """The same sheet on greyer paper, lit from one side, leaves white paper all the same."""
    light = np.linspace(0.75, 0.95, flat.shape[1])[None, :]
    dim = (np.asarray(cv2.GaussianBlur(flat, (0, 0), 0.5)) * light).astype(np.uint8)
    for one in box_images(cleaned(dim), sheet.layout.pages[0]):
        seen = opened(one.png)
        assert np.median(seen) == 255
        assert len(np.unique(seen)) <= 9


def test_no_code_is_left_on_a_page(sheet: Printed, flat: Pixels) -> None:
    assert zxingcpp.read_barcodes(flat)
    png = page_image(cleaned(flat), sheet.layout.pages[0])

    assert size_of(png) == (flat.shape[1], flat.shape[0])
    shown = opened(png)
    assert zxingcpp.read_barcodes(shown) == []
    for code in (sheet.layout.pages[0].code, sheet.layout.pages[0].small_code):
        x, y, right, bottom = (
            round(one * 6 / 1000) for one in (code.x, code.y, code.right, code.bottom)
        )
        assert len(np.unique(shown[y:bottom, x:right])) == 1


def test_a_code_that_lies_far_off_is_painted_over_where_it_is(sheet: Printed, flat: Pixels) -> None:
    off = np.roll(flat, 200, axis=0)
    shown = opened(page_image(cleaned(off), sheet.layout.pages[0]))

    assert zxingcpp.read_barcodes(shown) == []
    code = sheet.layout.pages[0].code
    x, y, right, bottom = (
        round(one * 6 / 1000) for one in (code.x, code.y, code.right, code.bottom)
    )
    assert np.mean(shown[y + 200 : bottom + 200, x:right] == 192) > 0.95


def test_a_name_where_nobody_looks_is_painted_over(sheet: Printed, flat: Pixels) -> None:
    page, signed = sheet.layout.pages[0], flat.copy()
    middle, bottom = flat.shape[1] // 2, flat.shape[0]
    places = [(middle, 40), (round(page.seal.right * 6 / 1000) + 30, 220), (12, bottom // 2)]
    for at in (*places, (middle, bottom - 15)):
        cv2.putText(signed, "Wang", at, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3)

    plain, named = (opened(page_image(cleaned(one), page)) for one in (flat, signed))
    top, edge = round(page.header.y * 6 / 1000), 42
    assert (named[:top] == 192).all()
    assert (named[:, :edge] == 192).all()
    assert (named[bottom - edge :] == 192).all()
    rows = slice(round(page.rows[0].number.y * 6 / 1000), bottom - 60)
    assert (named[rows, 150:-50] == plain[rows, 150:-50]).all(), "marks are shown as they are"
