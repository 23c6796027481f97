"""Without its code a sheet's format is told by its frames, also where formats differ by little."""

import cv2
import numpy as np
import pytest

from ballot.sheet import Format
from counting.scan.image import page_image
from counting.scan.page import boxes_seen, reader_for
from tests.support.scanned import KEY, Pixels, Printed, definition_of, printed, scanned

_PIXELS = 200 / 25_400
"""Pixels for each µm of a page at 200 dpi."""


def without_code(sheet: Printed) -> Pixels:
    """Return the printed page, its upper right corner folded over: no code, no fiducial."""
    pixels = sheet.page().copy()
    code = sheet.layout.pages[0].code
    bottom, left = round((code.bottom + 1_000) * _PIXELS), round((code.x - 1_000) * _PIXELS)
    pixels[:bottom, left:] = 255
    return pixels


@pytest.mark.parametrize("projects", [8, 12])
@pytest.mark.parametrize("large", [False, True])
def test_rows_a_little_taller_are_not_taken_for_the_sheets_own(
    projects: int, *, large: bool
) -> None:
    definition = definition_of(projects, 4)
    page = without_code(printed(definition, sheet=Format(large=large)))
    cv2.setNumThreads(1)
    for angle in (-0.8, -0.4, -0.2, 0.2, 0.4, 0.8):
        image = page_image(np.ascontiguousarray(scanned(page, angle=angle)), None)
        _, frames, placement = boxes_seen(image, reader_for(definition, KEY))
        assert placement.layout.format == Format(large=large), angle
        assert np.abs(frames.offset).max() < 0.8, angle
