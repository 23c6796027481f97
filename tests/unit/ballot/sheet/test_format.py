import pytest

from ballot.errors import Malformed
from ballot.sheet import Format, read_format
from tests.support.printed import FORMATS


@pytest.mark.parametrize("sheet", FORMATS)
def test_a_format_reads_back_from_its_byte(sheet: Format) -> None:
    assert read_format(sheet.byte) == sheet


def test_every_format_has_a_byte_of_its_own() -> None:
    assert {sheet.byte for sheet in FORMATS} == set(range(8))


@pytest.mark.parametrize("byte", [8, 0x80, 255, -1])
def test_bits_that_mean_nothing_are_refused(byte: int) -> None:
    with pytest.raises(Malformed, match="版式不认识"):
        read_format(byte)


def test_landscape_swaps_the_sides_of_the_paper() -> None:
    assert Format().size == (210_000, 297_000)
    assert Format(paper="A3", landscape=True).size == (420_000, 297_000)
