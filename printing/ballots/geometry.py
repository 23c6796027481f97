"""The geometry of a printing as JSON: where every box stands on every page, in mm.

For programs that make or check marked sheets. With identities it names sheets, so it is made for
practice definitions only; of a binding printing there is the layout alone.
"""

from collections.abc import Iterator, Sequence

import msgspec

from ballot.sheet import Box, SheetLayout, SheetPage
from printing.ballots.sheets import pdf_pages_of

UM_PER_MM = 1000


def geometry_json(layout: SheetLayout, identities: Sequence[bytes] = ()) -> bytes:
    """Return the geometry of the PDF whose sheets bear ``identities``, in their order.

    Without identities it is the geometry of one sheet, and names none. The origin is the top left
    corner; a box is the inner edge of its frame.
    """
    width, height = layout.size
    shape = {
        "page_size_mm": [_mm(width), _mm(height)],
        "sheets": list(_sides(layout, identities)),
    }
    return msgspec.json.format(msgspec.json.encode(shape), indent=1)


def _sides(layout: SheetLayout, identities: Sequence[bytes]) -> Iterator[dict[str, object]]:
    named = [{"identity": one.hex()} for one in identities] or [{}]
    for at, identity in enumerate(named):
        first = at * pdf_pages_of(layout)
        for page in layout.pages:
            place = {"pdf_page": first + page.number, "side": page.number}
            yield place | identity | {"boxes": _boxes(page)}


def _boxes(page: SheetPage) -> list[dict[str, object]]:
    return [{"project": box.project, "choice": box.choice, **_place(box)} for box in page.boxes]


def _place(box: Box) -> dict[str, float]:
    return {name: _mm(getattr(box, name)) for name in ("x", "y", "w", "h")}


def _mm(length: int) -> float:
    whole, rest = divmod(length, UM_PER_MM)
    return length / UM_PER_MM if rest else whole
