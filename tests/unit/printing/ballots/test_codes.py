import hashlib
import io

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from printing.ballots.codes import symbol_of

payloads = st.binary(min_size=87, max_size=87) | st.binary(min_size=21, max_size=21)


def image_of(rows: tuple[bytes, ...], modules: int) -> Image.Image:
    """Draw the packed bits at 4 pixels a module in a white border of 4 modules."""
    width = 8 * len(rows[0])
    symbol = Image.frombytes("1", (width, modules), bytes(255 - byte for byte in b"".join(rows)))
    page = Image.new("L", (modules + 8, modules + 8), 255)
    page.paste(symbol.crop((0, 0, modules, modules)), (4, 4))
    return page.resize((page.width * 4, page.height * 4), Image.Resampling.NEAREST)


def read(image: Image.Image) -> list[bytes]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.bytes for one in found]


@given(payloads)
@settings(max_examples=150, deadline=None)
def test_a_symbol_reads_as_the_very_bytes(payload: bytes) -> None:
    assert read(image_of(*symbol_of(payload))) == [payload]


@pytest.mark.parametrize("length", [87, 21])
@pytest.mark.parametrize("seed", range(5))
def test_another_encoder_makes_a_symbol_that_reads_as_the_same_bytes(
    length: int, seed: int
) -> None:
    payload = hashlib.shake_256(bytes([seed])).digest(length)
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, box_size=4)
    code.add_data(payload, optimize=0)
    file = io.BytesIO()
    code.make_image().save(file)

    assert read(Image.open(file).convert("L")) == read(image_of(*symbol_of(payload)))


@given(payloads)
@settings(max_examples=30, deadline=None)
def test_a_symbol_is_as_small_as_its_length_allows(payload: bytes) -> None:
    """Versions 6-M and 2-M at the most, 0.63 mm and 0.56 mm a module; the eye sees no content."""
    _, modules = symbol_of(payload)

    assert modules <= {87: 41, 21: 25}[len(payload)]
