"""The two QR symbols of a page as rows of bits (ISO/IEC 18004, byte mode, level M).

Level M because trials showed no gain of level Q against folds and blots, only smaller modules.
"""

from math import isqrt

import zxingcpp

from printing.errors import PaperRefused

_LEVEL = "M"
_BITS = 8


def symbol_of(payload: bytes) -> tuple[tuple[bytes, ...], int]:
    """Return the packed rows of the symbol that carries ``payload``, 1 for dark, and its modules.

    Raises PaperRefused if the symbol that was made does not read as ``payload``.
    """
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL)
    if made.bytes != payload:
        raise PaperRefused("票面二维码编不出来，没有印票，请联系运维人员。", code="printing.code")
    image = made.to_image(scale=1, add_quiet_zones=False)
    # The stub does not say that an image is a buffer of grey values, and square.
    grey = bytes(image)  # type: ignore[call-overload]
    modules = isqrt(len(grey))
    return tuple(_packed(grey[at : at + modules]) for at in range(0, len(grey), modules)), modules


def _packed(row: bytes) -> bytes:
    """Pack grey values, 0 for dark, into bits from the left; the last byte is filled with light."""
    bits = 0
    for value in row:
        bits = bits << 1 | (value == 0)
    length = -(-len(row) // _BITS)
    return (bits << length * _BITS - len(row)).to_bytes(length, "big")
