"""Files that are no scans, broken or too large: one sentence each, and the others go on."""

import io
from contextlib import suppress
from functools import partial

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from counting.scan import PageRead, Source, read_files
from counting.scan import reading as reading_module
from counting.scan import source as source_module
from counting.scan.errors import RefusedPage, UnreadableFile
from counting.scan.image import PageImage
from counting.scan.page import Reader, Sheetside
from tests.support.scanned import (
    KEY,
    Pixels,
    Printed,
    definition_of,
    jpeg,
    pdf,
    png,
    printed,
    read,
    scanned,
    tiff,
)


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return printed(definition_of(3, 1))


@pytest.fixture(scope="module")
def scan(sheet: Printed) -> Pixels:
    return scanned(sheet.page(dpi=120))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def drawn(width: float, height: float, password: str | None = None) -> bytes:
    out = io.BytesIO()
    encrypted = None if password is None else StandardEncryption(password)
    canvas = Canvas(out, pagesize=(width, height), encrypt=encrypted)
    canvas.drawString(10, 10, "a page")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def deflated(pixels: int) -> bytes:
    """A few kB that unpack to ``pixels`` × ``pixels``."""
    return saved(Image.new("1", (pixels, pixels), 1), "TIFF", compression="group4")


def refused(pages: list[PageRead]) -> PageRead:
    (page,) = pages
    assert page.status == "refused"
    assert page.reason is not None
    assert page.reason.startswith("扫描1")
    assert page.reason.endswith("。")
    return page


@pytest.mark.parametrize(
    ("data", "code", "page"),
    [
        (b"", "scan.empty", 0),
        ("这是一份说明，不是扫描件。".encode(), "scan.kind", 0),
        (b"%PDF-1.7\nnothing follows", "scan.broken", 0),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "scan.broken", 0),
        (b"II*\0" + bytes(40), "scan.broken", 0),
        (b"\xff\xd8\xff\xe0" + bytes(40), "scan.broken", 0),
        (drawn(595, 842, password="secret"), "scan.encrypted", 0),
        (drawn(14_400, 14_400), "scan.pixels", 1),
        (deflated(20_000), "scan.pixels", 1),
        (saved(Image.new("L", (20_000, 30), 255), "PNG"), "scan.pixels", 1),
        (saved(Image.new("F", (300, 300)), "TIFF"), "scan.mode", 1),
    ],
    ids=[
        *("empty", "text", "pdf_head", "png_head", "tiff_head", "jpeg_head", "encrypted"),
        *("wide_pdf", "bomb", "wide_png", "reals"),
    ],
)
def test_a_file_that_is_no_scan_is_refused(
    data: bytes, code: str, page: int, sheet: Printed
) -> None:
    found = refused(read(sheet, data))
    assert (found.code, found.page) == (code, page)


@pytest.mark.parametrize("save", [png, jpeg, lambda one: tiff([one])], ids=["png", "jpeg", "tiff"])
def test_a_picture_that_breaks_off_is_not_read_as_blank_paper(
    save: object, sheet: Printed, scan: Pixels
) -> None:
    whole = save(scan)  # type: ignore[operator]  # one of the three above
    found = refused(read(sheet, whole[: len(whole) * 2 // 3]))
    assert found.code == "scan.broken"


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_a_page_of_a_tiff_that_breaks_off_is_not_another_page_again(compression: str) -> None:
    noise = np.random.default_rng(1)
    whole = tiff(
        [noise.integers(0, 256, (300, 200), dtype=np.uint8) for _ in range(3)],
        compression=compression,
    )
    # Where Pillow finds the last page's directory, and not all that it points to.
    with Image.open(io.BytesIO(whole)) as image:
        image.seek(2)
        directory = image.tag_v2.offset  # type: ignore[attr-defined]
    for cut in range(directory + 2, len(whole), 13):
        source = Source("扫描", partial(io.BytesIO, whole[:cut]))
        (portion,) = source_module.portions(source, 5)
        with source.open() as file:
            decoded = []
            for page in source_module.pages(file, portion.first, portion.end):
                with suppress(RefusedPage):
                    decoded.append(page().grey.tobytes())
        assert portion.end == 3
        assert len(set(decoded)) == len(decoded) >= 2


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_photograph_with_broken_notes_is_read_all_the_same() -> None:
    notes = b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01\x03\0\x01\0\0\0\x01\0"
    image = Image.fromarray(np.random.default_rng(1).integers(0, 256, (300, 200), dtype=np.uint8))
    (page,) = source_module.pages(io.BytesIO(saved(image, "JPEG", exif=notes)), 0, 1)
    assert page().grey.shape == (300, 200)


def test_a_pdf_that_breaks_off_is_refused(sheet: Printed, scan: Pixels) -> None:
    whole = pdf([scan, scan])
    for page in read(sheet, whole[: len(whole) // 2]):
        assert page.status == "refused"


def test_one_bit_scans_say_how_to_set_the_scanner(sheet: Printed, scan: Pixels) -> None:
    bits = Image.fromarray(scan).convert("1")
    for data in (
        saved(bits, "TIFF", compression="group4"),
        saved(bits, "PDF"),
        saved(bits, "PNG"),
        saved(bits.convert("L"), "JPEG", quality=90),
        saved(bits.convert("RGB"), "PNG"),
    ):
        found = refused(read(sheet, data))
        assert found.code == "scan.black_and_white"
        assert "灰度" in str(found.reason)
        assert "200 dpi" in str(found.reason)


@pytest.mark.parametrize("copies", [1, 3])
def test_one_bit_scans_are_found_inside_the_forms_of_a_copier(
    sheet: Printed, scan: Pixels, copies: int
) -> None:
    """One form as text recognition wraps a page, or several, as strips of one."""
    strips = np.array_split(scan, copies)
    out = pypdfium2.PdfDocument.new()
    page = out.new_page(595, 842)
    for at, strip in enumerate(strips):
        bits = pypdfium2.PdfDocument(saved(Image.fromarray(strip).convert("1"), "PDF"))
        form = bits.page_as_xobject(0, out).as_pageobject()
        high = 842 / copies
        width, height = bits[0].get_size()
        matrix = pypdfium2.PdfMatrix().scale(595 / width, high / height)
        form.set_matrix(matrix.translate(0, 842 - high * (at + 1)))
        page.insert_obj(form)
    page.gen_content()
    data = io.BytesIO()
    out.save(data)

    assert refused(read(sheet, data.getvalue())).code == "scan.black_and_white"


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 9_000), (9_000, 3), (2, 1_654)])
def test_a_speck_of_a_picture_is_no_sheet_and_stops_no_other(
    sheet: Printed, scan: Pixels, size: tuple[int, int]
) -> None:
    speck, page = read(sheet, png(np.full(size, 200, np.uint8)), png(scan))
    assert (speck.code, page.status) == ("scan.small", "read")


def test_whatever_goes_wrong_with_a_page_stops_no_other(
    sheet: Printed, scan: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reading_module.read_page
    calls = iter((cv2.error("broken"), None))

    def broken(image: PageImage, reader: Reader) -> Sheetside:
        if (error := next(calls)) is not None:
            raise error
        return real(image, reader)

    monkeypatch.setattr(reading_module, "read_page", broken)
    first, second = read(sheet, png(scan), png(scan))
    assert (first.code, second.status) == ("scan.fault", "read")
    assert "人工辨认" in str(first.reason)


def test_a_pdf_is_only_called_locked_if_it_is(sheet: Printed) -> None:
    """The library tells the reason of the file before, where it has none for this one."""
    bare = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )
    first, second = read(sheet, drawn(595, 842, password="secret"), bare)
    assert (first.code, second.code) == ("scan.encrypted", "scan.broken")


def test_one_bad_file_or_page_stops_no_other(sheet: Printed, scan: Pixels) -> None:
    bits = np.where(scan > 128, 255, 0).astype(np.uint8)
    pages = read(sheet, b"nothing", tiff([bits, scan, scan]), png(np.rot90(scan).copy()))
    assert [(one.file, one.page, one.code) for one in pages] == [
        ("扫描1", 0, "scan.kind"),
        ("扫描2", 1, "scan.black_and_white"),
        ("扫描2", 2, ""),
        ("扫描2", 3, "scan.repeated"),
        ("扫描3", 1, "scan.repeated"),
    ]


def test_a_missing_file_is_named(sheet: Printed) -> None:
    missing = Source("没有的.pdf", partial(open, "/nowhere/scan.pdf", "rb"))
    (page,) = read_files([missing], sheet.definition, KEY)
    assert (page.code, page.reason) == (
        "scan.missing",
        "没有的.pdf：文件打不开，请核对文件名和权限。",
    )


def test_too_many_pages_and_too_large_a_file_are_refused(
    sheet: Printed, scan: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    three = tiff([scan[::4, ::4]] * 3)
    with pytest.raises(UnreadableFile, match="文件超过 2 页") as told:
        list(source_module.portions(Source("三页", partial(io.BytesIO, three)), 4, most=2))
    assert told.value.code == "scan.pages"
    monkeypatch.setattr(source_module, "MOST_BYTES", 100)
    assert refused(read(sheet, three)).code == "scan.bytes"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "I;16", "P", "LA"])
def test_every_kind_of_pixel_is_brought_to_grey(mode: str, sheet: Printed, scan: Pixels) -> None:
    picture = Image.fromarray(scan)
    if mode == "I;16":
        picture = Image.fromarray(scan.astype(np.uint16) * 257)
    else:
        picture = picture.convert("RGB" if mode in {"CMYK", "RGBA"} else "L").convert(mode)
    (page,) = read(sheet, saved(picture, "TIFF", dpi=(120, 120)))
    assert (page.status, page.reason) == ("read", None)


def test_the_picture_of_a_page_is_taken_as_it_is_and_mirroring_is_undone(
    sheet: Printed, scan: Pixels
) -> None:
    (page,) = read(sheet, pdf([scan], dpi=120))
    assert page.scale == pytest.approx(1000, abs=5)

    exif = Image.Exif()
    exif[0x0112] = 2
    mirrored = saved(Image.fromarray(scan[:, ::-1]), "JPEG", exif=exif, quality=90)
    (page,) = read(sheet, mirrored)
    assert page.status == "read"


def test_a_photograph_says_no_scale(sheet: Printed, scan: Pixels) -> None:
    (page,) = read(sheet, jpeg(scan, None))
    assert (page.status, page.scale) == ("read", None)


def test_a_very_fine_scan_is_averaged_down(sheet: Printed) -> None:
    (page,) = read(sheet, png(sheet.page(dpi=600), 600))
    assert page.status == "read"
    assert page.scale == pytest.approx(1000, abs=5)
