"""Files that scanners, people and strangers have spoilt, or made to do harm."""

import io
import struct
import zlib

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from tests.support.scanned import Pixels, pdf, png, tiff


def nested(times: int = 12) -> bytes:
    """Return a PDF of some kilobytes whose one page takes years to draw."""
    again = b"/F Do " * 20
    streams = [(b"/Resources<</XObject<</F %d 0 R>>>>" % (at + 6), again) for at in range(times)]
    forms = [*streams, (b"", b"0 0 1 1 re f")]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page + b"/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(again), again),
        *(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 600 900]%b/Length %d>>stream\n%b\nendstream"
            % (more, len(drawn), drawn)
            for more, drawn in forms
        ),
    ]
    numbered = (b"%d 0 obj\n%b\nendobj\n" % one for one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def locked() -> bytes:
    """Return a PDF with a password."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(pages: int, width: int = 12_000, height: int = 6_600) -> bytes:
    """Return a TIFF of some kilobytes that has ``pages`` large white pages, all of one strip."""
    strip = zlib.compress(b"\xff" * (width * height), 9)
    out = bytearray(b"II*\0").ljust(8, b"\0") + strip + b"\0" * (len(strip) % 2)
    link = 4
    for _ in range(pages):
        struct.pack_into("<I", out, link, len(out))
        grey_deflated = [(258, 8), (259, 8), (262, 1), (273, 8), (277, 1), (278, height)]
        told = [(256, width), (257, height), *grey_deflated, (279, len(strip))]
        out += struct.pack("<H", len(told))
        out += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in told)
        link = len(out)
        out += bytes(4)
    return bytes(out)


def spoilt(one: Pixels, two: Pixels, foreign: Pixels) -> dict[str, tuple[bytes, str]]:
    """Return spoilt files of two scans of ours and a foreign one, and the code of each by name."""
    return {
        "01.png": (png(foreign), "sheet.foreign"),
        "02.png": (png(np.full_like(one, 245)), "scan.blank"),
        "03.png": (png(np.hstack([one, two])), "scan.two_sheets"),
        "04.png": (png(np.vstack([one, two])), "scan.two_sheets"),
        "05.png": (png(one[1200:].copy()), "scan.unlocated"),
        "06.png": (png(np.ascontiguousarray(one[:, ::-1])), "scan.mirrored"),
        "07.pdf": (locked(), "scan.encrypted"),
        "08.pdf": (pdf([one])[:9000], "scan.broken"),
        "09.png": (png(np.full((900, 20_000), 255, np.uint8), None), "scan.pixels"),
        "10.tif": (tiff([np.zeros((9_000, 12_001), np.uint8)]), "scan.pixels"),
        "11.pdf": ("不是扫描件".encode(), "scan.kind"),
        "12.tif": (tiff([np.where(one > 128, 255, 0).astype(np.uint8)]), "scan.black_and_white"),
    }
