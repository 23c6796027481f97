"""PNG, JPEG and TIFF, page by page, by Pillow.

A truncated picture is refused: OpenCV would hand back grey where the data end, and grey paper
looks blank.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import BinaryIO, Final

import numpy as np
from PIL import Image

from counting.scan.errors import RefusedPage, UnreadableFile
from counting.scan.image import PageImage, Pixels, black_and_white, page_image, require_size

Image.MAX_IMAGE_PIXELS = None
"""`require_size` bounds pictures before their pixels are read, with a sentence of its own."""

_ORIENTATION: Final = 0x0112
_MIRRORED: Final = frozenset({2, 4, 5, 7})
"""EXIF orientations that mirror; the others only turn, and the reader takes any direction."""
_LEAST_DPI, _MOST_DPI = 90, 1200
"""What a file may claim; 72 and 1 are what programs write that know nothing."""
_DEEP: Final = 255
_FORMATS: Final = ("TIFF", "PNG", "JPEG", "MPO")


class Raster:
    """An open picture file."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the head of ``file``. Raises UnreadableFile."""
        try:
            tiff = file.read(2) in {b"II", b"MM"}
            file.seek(0)
            with _whole() if tiff else nullcontext():
                self._image = Image.open(file, formats=_FORMATS)
        except Exception as error:
            raise UnreadableFile(
                "图像文件损坏，打不开，请重新扫描。", code="scan.broken"
            ) from error

    def count(self, most: int) -> int:
        """Return how many pages there are, looking at no more than ``most`` + 1 of them."""
        if self._image.format != "TIFF":
            return 1
        pages = 0
        try:
            with _whole():
                while pages <= most:
                    self._image.seek(pages)
                    pages += 1
        except EOFError:
            return pages
        except Exception as error:
            if not pages:
                raise UnreadableFile(
                    "图像文件损坏，打不开，请重新扫描。", code="scan.broken"
                ) from error
            return pages + 1  # the broken page is named when it is read
        return pages

    def page(self, at: int) -> PageImage:
        """Return page ``at`` (from 0). Raises RefusedPage."""
        try:
            if at:
                with _whole():
                    self._image.seek(at)
            return decoded(self._image)
        except RefusedPage:
            raise
        except Exception as error:
            raise RefusedPage(
                "图像数据不完整或者损坏，请重新扫描这一页。", code="scan.broken"
            ) from error


@contextmanager
def _whole() -> Iterator[None]:
    """Take a directory of a TIFF that is cut off for an error.

    Pillow warns and goes on with half of it, and libtiff then hands out another page's picture.
    """
    with warnings.catch_warnings():
        for told in ("Truncated File Read", "Corrupt EXIF data"):
            warnings.filterwarnings("error", told, module=r"PIL\.TiffImagePlugin")
        yield


def decoded(image: Image.Image) -> PageImage:
    """Return the page that an open ``image`` shows. Raises RefusedPage, and what Pillow does."""
    require_size(*image.size)
    if image.mode == "1":
        raise black_and_white()
    pixels = _pixels(image)
    if image.getexif().get(_ORIENTATION) in _MIRRORED:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
    return page_image(pixels, _dpi(image))


def _pixels(image: Image.Image) -> Pixels:
    if image.mode == "L":
        return np.asarray(image)
    if image.mode.startswith("I"):
        deep = np.asarray(image)
        return (deep >> 8 if deep.max() > _DEEP else deep).astype(np.uint8)
    if image.mode == "F":
        raise RefusedPage("图像的像素格式不能读，请用 8 位灰度重新扫描。", code="scan.mode")
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return np.asarray(Image.alpha_composite(paper, layer).convert("RGB"))
    return np.asarray(image.convert("RGB") if image.mode != "RGB" else image)


def _dpi(image: Image.Image) -> int | None:
    try:
        across, down = (round(float(one)) for one in image.info["dpi"])
    except (KeyError, ValueError, TypeError, ZeroDivisionError, OverflowError):
        return None
    return across if across == down and _LEAST_DPI <= across <= _MOST_DPI else None
