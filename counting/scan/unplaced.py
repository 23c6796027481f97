"""Why a page is set aside on which no sheet can be placed."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from counting.scan.darkness import darkness
from counting.scan.errors import RefusedPage
from counting.scan.fiducials import Fiducial, mirrored
from counting.scan.image import Pixels

_BLANK_SHARE: Final = 0.001
_BLANK_DARK: Final = 50


def nothing_on(grey: Pixels, found: Sequence[Fiducial]) -> RefusedPage:
    """Return why a page without a placeable sheet is set aside."""
    if not found and blank(grey):
        return RefusedPage("空白页，已略过。", code="scan.blank")
    if mirrored(grey):
        return RefusedPage(
            "图像左右颠倒（镜像），未读。请检查扫描设置，重新扫描。", code="scan.mirrored"
        )
    if found:
        return unlocated()
    return RefusedPage(
        "这一页上找不到票面，未读。请看是不是票的背面有字迹，或者是别的纸；"
        "是本轮的票的，重新扫描，仍读不出的由监票人人工辨认。",
        code="scan.not_a_sheet",
    )


def unlocated() -> RefusedPage:
    """Return why a sheet that is seen cannot be placed."""
    return RefusedPage(
        "票的四角定位标记看不全，未读。请展平票面、不要遮住四角，重新扫描；"
        "仍不行的，由监票人人工辨认。",
        code="scan.unlocated",
    )


def blank(grey: Pixels) -> bool:
    """Whether nothing is on the page: the back of a one-sided sheet in a two-sided scan."""
    factor = 450 / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    inner = np.asarray(small, np.uint8)[8:-8, 8:-8]
    if not inner.size:
        return True
    dark = darkness(np.ascontiguousarray(inner), 1.0, 2)
    return bool(np.count_nonzero(dark > _BLANK_DARK) <= _BLANK_SHARE * dark.size)
