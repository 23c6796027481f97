"""What ``piaojue --lang en scan`` says of pages: the reader's own sentences are Chinese."""

import re
from collections.abc import Mapping
from typing import Final

from counting.scan import PageRead

REASONS: Final[Mapping[str, str]] = {
    "scan.kind": "neither PDF, TIFF, PNG nor JPEG; save scans as one of these",
    "scan.broken": "damaged or incomplete; scan it again",
    "scan.encrypted": "the PDF has a password; save it without one",
    "scan.missing": "the file cannot be opened; check its name and permissions",
    "scan.empty": "nothing is in it; scan it again",
    "scan.pixels": "the picture is too large; scan at 200 dpi, grey",
    "scan.pages": "too many pages; split the file",
    "scan.bytes": "the file is too large; split it",
    "scan.objects": "drawn in a way that no scan is",
    "scan.memory": "not enough memory for this page",
    "scan.black_and_white": "black and white (1 bit); scan at 200 dpi, grey",
    "scan.dpi": "the resolution is too low; scan at 200 dpi, grey",
    "scan.mode": "pixels of another kind; scan in 8-bit grey",
    "scan.blank": "blank, passed over",
    "scan.not_a_sheet": "no sheet is seen; look for writing on its back, or decide by hand",
    "scan.mirrored": "a mirrored picture; check the scanner's settings and scan it again",
    "scan.unlocated": "too few corners are seen; flatten the sheet and scan it again",
    "scan.two_sheets": "two sheets in one picture; scan them one by one",
    "scan.time": "reading took too long; scan it again at 200 dpi, grey, or decide by hand",
    "scan.crash": "reading broke off; scan it again at 200 dpi, grey, or decide by hand",
    "scan.repeated": "the same sheet as {}, counted once; the clearer scan counts",
    "scan.copied": "the code of {} with other marks, perhaps a copy; find both sheets",
    "sheet.foreign": "a sheet of another vote, round or list; set aside",
    "sheet.forged": "its signature does not hold: no sheet of this meeting; set aside",
}
"""Why a page was refused, by its code; the blank is for another page."""

_WARNINGS: Final = (
    (r"分辨率只有 (\d+) dpi，偏低.*", r"only \1 dpi; scan at 200 dpi, grey"),
    (r"票面按 (\d+) % 印制.*", r"printed or scanned at \1 %; print at actual size"),
    (r"票面编码读不出.*", "its code cannot be read; people say whether it is one of ours"),
    (r"右上角的编码读不出.*", "known by its small code; the large one cannot be read"),
    (r"多数方框找不到.*", "most boxes are not found; people decide on the sheet"),
)
_LONE: Final = (
    "its code cannot be read and its other face is not found, so it does not count; scan the sheet "
    "alone, both faces into one file, or decide by hand"
)


def sentences_of(page: PageRead, where: str) -> list[str]:
    """Return the warnings and the reason of ``page``, which lies ``where``, in English."""
    before = f"{page.file} 第 {page.page} 页："
    told = [_warned(one.removeprefix(before)) for one in page.warnings]
    if page.reason:
        said = page.reason.removeprefix(before)
        told.append(REASONS[page.code].format(_other(said)) if page.code in REASONS else said)
    return [f"{where}{one}" for one in told]


def joined_in_english(reason: str, others: str) -> str:
    """Return what the joining says of a page, in view of ``others``, the pages it names."""
    if "相同而所画不同" in reason:
        return f"the code of {others} with other marks, perhaps a copy; people compare the sheets"
    if "的背面有字迹" in reason:
        return f"something stands on the back of {others}; people look at the paper"
    return _LONE if "另一面" in reason else reason


def _other(chinese: str) -> str:
    """Return the page that is named in a sentence about two pages."""
    found = re.match(r"(?:编码)?与(.+) 第 (\d+) 页", chinese)
    return f"{found[1]} page {found[2]}" if found else "another page"


def _warned(chinese: str) -> str:
    for pattern, english in _WARNINGS:
        if re.fullmatch(pattern, chinese):
            return re.sub(pattern, english, chinese)
    return chinese
