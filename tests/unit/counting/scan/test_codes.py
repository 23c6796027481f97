"""The codes of a sheet: which of them says whose it is when the other cannot be read."""

import pytest

from ballot.sheet import Cell
from tests.support.scanned import Pixels, definition_of, png, printed, read, scanned

DPI = 200


def without(pixels: Pixels, code: Cell) -> Pixels:
    """Return the page with something white stuck over a code."""
    left, top, right, bottom = (
        round(at * DPI / 25_400) for at in (code.x, code.y, code.x + code.w, code.y + code.h)
    )
    covered = pixels.copy()
    covered[top:bottom, left:right] = 255
    return covered


@pytest.mark.parametrize(("identity", "known"), [("unique", "small_code"), ("batch", None)])
def test_the_small_code_names_a_sheet_only_where_it_has_an_identity(
    identity: str, known: str | None
) -> None:
    """Nobody signs it: where all sheets bear one code, anybody could print it at home."""
    sheet = printed(definition_of(4, 2, identity=identity))
    code = sheet.layout.pages[0].code
    assert read(sheet, png(scanned(sheet.page())))[0].known_by == (
        "code" if identity == "unique" else "batch"
    )
    (page,) = read(sheet, png(scanned(without(sheet.page(), code))))

    assert page.status == "read"
    assert page.known_by == known
    assert (page.identity is None) == (known is None)
