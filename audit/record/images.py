"""The one form of a published image: a PNG (ISO/IEC 15948) of grey pixels and of nothing else.

Looked at with the standard library alone: a verifier needs no program that reads pictures.
"""

import struct
import zlib
from collections.abc import Iterator

from audit.errors import Malformed

Size = tuple[int, int]
"""Width and height, pixels."""

MOST_SIDE = 4_000
"""Pixels of a side: A3 at 6 pixels per mm has 2,520."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY = b"\x08\x00\x00\x00\x00"
"""8 bits, grey, deflate, adaptive filters, not interlaced."""
_FRAME = struct.Struct(">I4s")
_SIZE = struct.Struct(">II5s")


def size_of(png: bytes) -> Size:
    """Return the size of a published image.

    Raises Malformed for any other form: colours, text, times or other chunks beside the pixels,
    pixels that are too few or too many, anything behind the end.
    """
    chunks = list(_chunks(png))
    names = [name for name, _ in chunks]
    if names != [b"IHDR", *[b"IDAT"] * (len(names) - 2), b"IEND"] or b"IDAT" not in names:
        raise _malformed("除像素外还有其他内容，或者不完整")
    head = chunks[0][1]
    if len(head) != _SIZE.size or chunks[-1][1]:
        raise _malformed("不完整")
    width, height, form = _SIZE.unpack(head)
    if form != _GREY:
        raise _malformed("不是 8 位灰度")
    if not (1 <= width <= MOST_SIDE and 1 <= height <= MOST_SIDE):
        raise _malformed(f"尺寸为 {width}×{height}")
    _check_pixels(b"".join(body for name, body in chunks if name == b"IDAT"), width, height)
    return width, height


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise _malformed("不是 PNG")
    at = len(_SIGNATURE)
    while at < len(png):
        if at + _FRAME.size > len(png):
            raise _malformed("不完整")
        length, name = _FRAME.unpack_from(png, at)
        body = png[at + _FRAME.size : at + _FRAME.size + length]
        crc = png[at + _FRAME.size + length : at + _FRAME.size + length + 4]
        if len(body) < length or crc != zlib.crc32(name + body).to_bytes(4, "big"):
            raise _malformed("不完整")
        yield name, body
        at += _FRAME.size + length + 4


def _check_pixels(data: bytes, width: int, height: int) -> None:
    """Raise Malformed unless ``data`` holds one filter byte and ``width`` pixels for every row."""
    wanted = (width + 1) * height
    inflater = zlib.decompressobj()
    try:
        found = len(inflater.decompress(data, wanted + 1))
    except zlib.error as error:
        raise _malformed("像素读不出") from error
    if found != wanted or not inflater.eof or inflater.unused_data:
        raise _malformed("像素与尺寸不符")


def _malformed(why: str) -> Malformed:
    return Malformed(f"公布的图像{why}。", code="image.malformed")
