from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from ballot.sheet import Format, markers_of
from printing.calibration import calibration_pdf
from tests.support.printed import FORMATS, MM_PER_INCH, markers_in, scanned

A4 = Format()


@pytest.mark.parametrize("sheet", [one for one in FORMATS if not one.large])
def test_the_fiducials_stand_where_those_of_a_sheet_stand(sheet: Format) -> None:
    [image] = scanned(calibration_pdf(sheet))
    um = MM_PER_INCH * 1000 / 200
    found = markers_in(image)

    for one in markers_of(1, sheet):
        x, y = found[one.id]
        assert (x * um, y * um) == pytest.approx((one.x, one.y), abs=100)


def longest_run(dark: NDArray[np.bool_]) -> int:
    ends = np.flatnonzero(np.diff(np.concatenate(([False], dark, [False]))))
    return int(max(ends[1::2] - ends[::2], default=0))


def test_the_cross_is_a_hundred_millimetres_long() -> None:
    [image] = scanned(calibration_pdf(A4), 600)
    dark = image < 128
    middle = image.shape[1] // 2
    upright = max(longest_run(dark[:, x]) for x in range(middle - 3, middle + 4))
    lying = max(longest_run(row) for row in dark)

    for length in (upright, lying):
        assert length / 600 * MM_PER_INCH == pytest.approx(100, abs=0.2)


def test_the_page_says_how_to_check_the_printer(pages: Callable[[bytes], list[str]]) -> None:
    [page] = pages(calibration_pdf(A4))

    for text in ("打印机校准页", "实际大小", "100毫米", "93至103毫米", "200dpi", "灰度"):
        assert text in page
