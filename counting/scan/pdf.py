"""Pages of a PDF: the scanner's own picture where a page is one, else the page drawn at 200 dpi.

pdfium is not for several threads; pages are read in processes.
"""

import io
from itertools import islice
from typing import Any, BinaryIO, Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from counting.scan.errors import RefusedPage, UnreadableFile
from counting.scan.image import GREY, PageImage, Pixels, black_and_white, page_image, require_size
from counting.scan.raster import decoded

RENDERED_DPI: Final = 200
_POINTS: Final = 72
_MM_PER_POINT: Final = 25.4 / 72
_FULL_PAGE: Final = 0.9
"""Share of the page that its one picture covers at least; scanners leave a margin at most."""
_MOST_OBJECTS: Final = 20_000
"""Drawn objects of a page that is no picture: a sheet has some hundreds."""
_TRAILER: Final = 1_000_000
_ENCRYPT: Final = b"/Encrypt"
_ONE_BIT: Final = 800_000
"""Pixels of 1-bit pictures on a page from which on it is a scan of them: A4 at 100 dpi, in strips
or wrapped as copiers do it. Codes and stamps have less."""
_DEEP: Final = 5
"""Forms within forms that are looked into for pictures."""
_HIDDEN_TEXT: Final = 3
"""Text rendering mode of the layer that a copier's OCR puts under the picture."""


class Pdf:
    """An open PDF."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the structure of ``file``. Raises UnreadableFile."""
        try:
            self._document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as error:
            # pdfium may still give the reason of another file that it could not open before.
            if error.err_code == pdfium.FPDF_ERR_PASSWORD and _encrypted(file):
                raise UnreadableFile(
                    "PDF 文件有密码，打不开。请去掉密码再读，或者直接从扫描仪存成不加密的文件。",
                    code="scan.encrypted",
                ) from error
            raise UnreadableFile(
                "PDF 文件损坏或者不完整，打不开，请重新扫描。", code="scan.broken"
            ) from error

    def count(self, most: int) -> int:
        """Return how many pages there are; ``most`` plays no part, pdfium knows at once."""
        del most
        return len(self._document)

    def page(self, at: int) -> PageImage:
        """Return page ``at`` (from 0). Raises RefusedPage."""
        try:
            page = self._document[at]
        except pypdfium2.PdfiumError as error:
            raise RefusedPage("这一页损坏，打不开，请重新扫描。", code="scan.broken") from error
        try:
            return _page(page)
        except RefusedPage:
            raise
        except Exception as error:
            raise RefusedPage(
                "这一页的图像损坏，读不出，请重新扫描。", code="scan.broken"
            ) from error
        finally:
            page.close()


def _encrypted(file: BinaryIO) -> bool:
    """Whether the trailer of a PDF names an encryption (ISO 32000-1, 7.6.1), at either end."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _TRAILER, 0))
    tail = file.read(_TRAILER)
    file.seek(0)
    return _ENCRYPT in tail or _ENCRYPT in file.read(_TRAILER)


def drawn_page(pdf: bytes, at: int, density: int) -> Pixels:
    """Return page ``at`` of a ``pdf`` of ours in grey, ``density`` pixels per mm."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return _bitmap(document[at].render(scale=density * _MM_PER_POINT, grayscale=True))
    finally:
        document.close()


def _page(page: Any) -> PageImage:
    picture = _only_picture(page)
    return _rendered(page) if picture is None else _extracted(picture, page)


def _only_picture(page: Any) -> Any:
    """Return the one picture that fills the page; None where anything else is to be seen."""
    if pdfium.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
        raise RefusedPage("这一页内容过于复杂，不像扫描件，未读。", code="scan.objects")
    found = None
    for one in page.get_objects(max_depth=1):
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT and _hidden(one):
            continue
        if one.type != pdfium.FPDF_PAGEOBJ_IMAGE or found is not None:
            return None
        found = one
    if found is None:
        return None
    left, bottom, right, top = found.get_bounds()
    covered = (right - left) * (top - bottom)
    width, height = page.get_mediabox()[2:]
    return found if covered >= _FULL_PAGE * width * height else None


def _hidden(text: Any) -> bool:
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(text) == _HIDDEN_TEXT)


def _extracted(picture: Any, page: Any) -> PageImage:
    width, height = picture.get_px_size()
    require_size(width, height)
    told = picture.get_metadata()
    if told.bits_per_pixel == 1:
        raise black_and_white()
    filters = picture.get_filters()
    if filters == ["DCTDecode"] and told.bits_per_pixel in {8, 24}:
        raw = bytes(picture.get_data())
        read = decoded(Image.open(io.BytesIO(raw), formats=("JPEG",)))
        read = PageImage(grey=read.grey, colour=read.colour, dpi=None)
    else:
        read = page_image(_bitmap(picture.get_bitmap()), None)
    if _mirrored(picture):
        read = PageImage(
            grey=np.ascontiguousarray(read.grey[::-1]),
            colour=None if read.colour is None else np.ascontiguousarray(read.colour[::-1]),
            dpi=None,
        )
    long_points = max(page.get_size())
    return PageImage(
        grey=read.grey,
        colour=read.colour,
        dpi=round(max(read.grey.shape) * _POINTS / long_points) if long_points > 0 else None,
    )


def _mirrored(picture: Any) -> bool:
    """Whether the page shows its picture mirrored, as a matrix of negative determinant does."""
    matrix = picture.get_matrix()
    return bool(matrix.a * matrix.d - matrix.b * matrix.c < 0)


def _require_no_bits(page: Any) -> None:
    """Refuse a page that is drawn from 1-bit pictures: drawn, they look as if they were grey."""
    bits = 0
    for one in islice(
        page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP), _MOST_OBJECTS
    ):
        if one.get_metadata().bits_per_pixel == 1:
            width, height = one.get_px_size()
            bits += width * height
    if bits >= _ONE_BIT:
        raise black_and_white()


def _rendered(page: Any) -> PageImage:
    _require_no_bits(page)
    scale = RENDERED_DPI / _POINTS
    width, height = page.get_size()
    require_size(round(width * scale), round(height * scale))
    return page_image(_bitmap(page.render(scale=scale, may_draw_forms=True)), RENDERED_DPI)


def _bitmap(bitmap: Any) -> Pixels:
    """Return a copy of what a pdfium bitmap holds, as grey or RGB."""
    drawn = np.array(bitmap.to_numpy(), copy=True)
    if drawn.ndim == GREY or drawn.shape[2] == 1:
        return np.asarray(drawn.reshape(drawn.shape[:2]), np.uint8)
    return np.ascontiguousarray(drawn[:, :, 2::-1])
