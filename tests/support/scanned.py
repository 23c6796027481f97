"""Printed sheets marked by a machine's pen and scanned without a scanner."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from ballot.candidates import Candidate
from ballot.definition import Definition, freeze
from ballot.print_run import PageCodes, draw_run
from ballot.rules import Rules
from ballot.sheet import Box, Format, SheetLayout, layout_of
from counting.scan import PageRead, Source, read_files
from printing.ballots import ballots_pdf, pdf_pages_of

Pixels = npt.NDArray[np.uint8]
Stroke = Callable[["Pen", Box], None]
_FINER = 2


class PrivateSigner:
    """An Ed25519 key in memory."""

    def __init__(self, seed: int = 1) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)

    @property
    def public_key(self) -> str:
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        return self._key.sign(message).hex()


SIGNER = PrivateSigner()
KEY = SIGNER.public_key


def definition_of(projects: int = 20, seats: int = 10, **rules: object) -> Definition:
    return Definition(
        election="a" * 20,
        round=1,
        kind="first",
        title="某县第十八届人民代表大会民生实事项目",
        session="第五次会议",
        body="某县人民代表大会",
        rules=Rules(seats=seats, **rules),  # type: ignore[arg-type]  # tests name any rule
        group="Ed25519",
        seats=seats,
        threshold="majority",
        candidates=tuple(
            Candidate(number=at, name=f"第{at}片区老旧小区改造提升工程")
            for at in range(1, projects + 1)
        ),
        rehearsal=False,
    )


def written(definition: Definition, folder: Path) -> Path:
    """Write the definition with the public key of its sheets beside it, as `piaojue scan` wants."""
    path = folder / "definition.json"
    path.write_bytes(freeze(definition)[0])
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(KEY))
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.with_name(f"{path.name}.key").write_bytes(pem)
    return path


@dataclass(repr=False)  # hypothesis would show the whole PDF
class Printed:
    """Sheets of one definition: their layout, their identities in order, and the PDF."""

    definition: Definition
    layout: SheetLayout
    identities: list[bytes]
    pdf: bytes

    def page(self, at: int = 0, dpi: int = 200) -> Pixels:
        """Return page ``at`` of the PDF, grey, as a perfect scanner would see it.

        It is drawn finer than it is seen: pdfium fits small type to its pixels, which at some
        densities makes it heavier than any printer prints it.
        """
        document = pypdfium2.PdfDocument(self.pdf)
        bitmap = document[at].render(scale=_FINER * dpi / 72, grayscale=True)
        fine = bitmap.to_numpy()
        height, width = (-(-side // _FINER) for side in fine.shape[:2])
        pixels = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
        document.close()
        return np.asarray(pixels, np.uint8)


def printed(
    definition: Definition,
    count: int = 1,
    sheet: Format | None = None,
    signer: PrivateSigner = SIGNER,
) -> Printed:
    layout = layout_of(definition, sheet or Format())
    random = Random(f"{definition.title} {count}")  # noqa: S311  (test sheets are the same every time)
    drawn: list[bytes] = []

    def entropy(size: int) -> bytes:
        drawn.append(random.randbytes(size))
        return drawn[-1]

    run = draw_run(
        layout,
        freeze(definition)[1],
        identity=definition.rules.identity,
        count=count,
        signer=signer,
        entropy=entropy,
    )
    return Printed(definition, layout, drawn, ballots_pdf(definition, layout, run.sheets))


@dataclass
class Pen:
    """A pen on a rendered page; lengths in mm from the page's corner."""

    pixels: Pixels
    dpi: int = 200
    ink: int = 40
    width: float = 0.6
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311  (as above)

    def line(self, *points: tuple[float, float]) -> None:
        """Draw through ``points``, with soft edges."""
        density = self.dpi / 25.4
        thick = max(round(self.width * density), 1)
        path = np.array(points) * density - 0.5
        left, top = np.maximum(np.floor(path.min(axis=0)).astype(int) - thick - 2, 0)
        right, bottom = np.ceil(path.max(axis=0)).astype(int) + thick + 3
        near = self.pixels[top:bottom, left:right]
        cover = np.zeros_like(near)
        fine = np.rint((path - (left, top)) * 16).astype(np.int32)
        cv2.polylines(cover, [fine], False, 255, thick, cv2.LINE_AA, 4)
        share = cover.astype(np.float32) / 255
        near[:] = np.rint(near * (1 - share) + np.minimum(near, self.ink) * share).astype(np.uint8)


def tick(pen: Pen, box: Box) -> None:
    x, y, w, h = _mm(box)
    r = partial(pen.random.uniform, -0.4, 0.4)
    pen.line(
        (x + 0.2 * w + r(), y + 0.5 * h + r()),
        (x + 0.4 * w + r(), y + 0.85 * h + r()),
        (x + 0.85 * w + r(), y + 0.12 * h + r()),
    )


def cross(pen: Pen, box: Box) -> None:
    x, y, w, h = _mm(box)
    r = partial(pen.random.uniform, -0.3, 0.3)
    pen.line((x + 0.2 * w + r(), y + 0.2 * h + r()), (x + 0.8 * w + r(), y + 0.8 * h + r()))
    pen.line((x + 0.8 * w + r(), y + 0.2 * h + r()), (x + 0.2 * w + r(), y + 0.8 * h + r()))


def circle(pen: Pen, box: Box) -> None:
    x, y, w, h = _mm(box)
    turns = np.linspace(0, 2 * np.pi, 40)
    pen.line(*((x + w / 2 + 0.3 * w * np.cos(t), y + h / 2 + 0.3 * h * np.sin(t)) for t in turns))


def fill(pen: Pen, box: Box) -> None:
    x, y, w, h = _mm(box)
    for at in np.arange(0.7, h - 0.5, 0.45):
        pen.line((x + 0.6, y + at), (x + w - 0.6, y + at + pen.random.uniform(-0.1, 0.1)))


MARKS: tuple[Stroke, ...] = (tick, circle, fill)
"""What means the same in every box: a × outside 反对 is a doubt."""


def _mm(box: Box) -> tuple[float, float, float, float]:
    return box.x / 1000, box.y / 1000, box.w / 1000, box.h / 1000


def marked(
    sheet: Printed,
    choices: dict[int, str],
    *,
    at: int = 0,
    dpi: int = 200,
    seed: int = 1,
    ink: int = 40,
    strokes: Sequence[Stroke] = MARKS,
) -> Pixels:
    """Return page ``at`` of the PDF, marked in the box of each project's choice by one hand.

    A sheet of an odd number of sides, more than one, has an empty one besides in the PDF.
    """
    pixels = sheet.page(at, dpi)
    pen = Pen(pixels, dpi, ink, random=Random(seed))  # noqa: S311  (as above)
    stroke = pen.random.choice(strokes)
    side = at % pdf_pages_of(sheet.layout)
    for box in sheet.layout.pages[side].boxes if side < len(sheet.layout.pages) else ():
        if choices.get(box.project) == box.choice:
            stroke(pen, box)
    return pixels


def scanned(pixels: Pixels, *, angle: float = 0.0, noise: float = 3.0, seed: int = 1) -> Pixels:
    """Return what an office scanner makes of a page: a little askew, softened, noisy, greyish."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    seen = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(245,))
    soft = cv2.GaussianBlur(seen, (0, 0), 0.7).astype(np.float32)
    return np.clip(soft * 0.85 + 28 + _grain(soft.shape, noise, seed), 0, 255).astype(np.uint8)


@lru_cache(maxsize=2)
def _grain(shape: tuple[int, int], noise: float, seed: int) -> npt.NDArray[np.float32]:
    """Return the same grain for all pages of a size: to draw it takes longer than to scan one."""
    return np.random.default_rng(seed).normal(0, noise, shape).astype(np.float32)


def png(pixels: Pixels, dpi: int | None = 200) -> bytes:
    return _saved(pixels, "PNG", dpi, compress_level=1)  # four times as fast


def jpeg(pixels: Pixels, dpi: int | None = 200) -> bytes:
    return _saved(pixels, "JPEG", dpi, quality=85)


def tiff(pages: Sequence[Pixels], dpi: int = 200, compression: str = "tiff_lzw") -> bytes:
    first, *rest = (Image.fromarray(one) for one in pages)
    out = io.BytesIO()
    first.save(
        out, "TIFF", save_all=True, append_images=rest, dpi=(dpi, dpi), compression=compression
    )
    return out.getvalue()


def pdf(pages: Sequence[Pixels], dpi: int = 200) -> bytes:
    """Return a PDF as a copier writes it: one JPEG a page, as large as the page."""
    first, *rest = (Image.fromarray(one) for one in pages)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=85)
    return out.getvalue()


def _saved(pixels: Pixels, kind: str, dpi: int | None, **options: object) -> bytes:
    out = io.BytesIO()
    told = {} if dpi is None else {"dpi": (dpi, dpi)}
    Image.fromarray(pixels).save(out, kind, **told, **options)
    return out.getvalue()


def source(name: str, data: bytes) -> Source:
    return Source(name, partial(io.BytesIO, data))


def drawn(definition: Definition, layout: SheetLayout) -> bytes:
    """Return one sheet as it was printed, with codes of nothing."""
    codes = PageCodes(code=bytes(87), small=bytes(21))
    return ballots_pdf(definition, layout, [(codes,) * len(layout.pages)])


def read(sheet: Printed, *files: bytes, key: str = KEY) -> list[PageRead]:
    sources = [source(f"扫描{at}", data) for at, data in enumerate(files, 1)]
    return list(read_files(sources, sheet.definition, key, draw=drawn))


def readings(page: PageRead) -> dict[int, str]:
    return {row.project: row.reading for row in page.rows}
