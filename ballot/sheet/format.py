"""The format of a printed sheet: paper, orientation, size of type; one byte in the sheet's code."""

from typing import Literal

from ballot.errors import Malformed
from ballot.events.base import Value

PaperSize = Literal["A4", "A3"]

_A3, _LANDSCAPE, _LARGE = 1, 2, 4
_KNOWN = _A3 | _LANDSCAPE | _LARGE


class Format(Value, frozen=True, kw_only=True):
    """How the clerk has the sheets printed; the rules say nothing about it.

    ``large`` is the variant for weak eyes: larger type, fewer projects to a page.
    """

    paper: PaperSize = "A4"
    landscape: bool = False
    large: bool = False

    @property
    def byte(self) -> int:
        """The format as the bits of one byte: 1 A3, 2 landscape, 4 large type."""
        return _A3 * (self.paper == "A3") | _LANDSCAPE * self.landscape | _LARGE * self.large

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the paper in µm (ISO 216)."""
        narrow, wide = (297_000, 420_000) if self.paper == "A3" else (210_000, 297_000)
        return (wide, narrow) if self.landscape else (narrow, wide)


def read_format(byte: int) -> Format:
    """Return the format whose ``byte`` this is. Raises Malformed for bits that mean nothing."""
    if not 0 <= byte <= _KNOWN:
        raise Malformed("票面二维码写的版式不认识。", code="sheet.format")
    paper: PaperSize = "A3" if byte & _A3 else "A4"
    return Format(paper=paper, landscape=bool(byte & _LANDSCAPE), large=bool(byte & _LARGE))
