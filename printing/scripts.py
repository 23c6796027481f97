"""Names in other scripts: shaped by HarfBuzz and drawn as outlines.

Letters of Tibetan stack, those of Arabic and Mongolian join, so a character is not a glyph and a
PDF's text operators are not enough.  A line is shaped, and the outlines of its glyphs are filled.
Characters that a script's font lacks (digits, Latin letters, brackets) come from the Chinese one.

Uyghur, Kazakh and Kyrgyz run from right to left, numbers and Latin letters within them from left
to right; deeper levels of the Unicode bidirectional algorithm (UAX #9) do not occur in the name of
a project.
Traditional Mongolian, which runs downwards, is set lying, as it is between lines of Chinese.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import uharfbuzz as hb
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from ballot.sheet.estimate import LEADINGS
from printing.errors import MissingGlyph
from printing.fonts import Face, ScriptFace, font_bytes, missing_glyph_sentence

_FACES = {
    "bo": ScriptFace.TIBETAN,
    "ii": ScriptFace.YI,
    "kk": ScriptFace.ARABIC,
    "ko": ScriptFace.KOREAN,
    "ky": ScriptFace.ARABIC,
    "mn": ScriptFace.MONGOLIAN,
    "ug": ScriptFace.ARABIC,
}
_USUAL_LEADING = 1_250
_BASELINE = {"bo": 1.08}
#: Where the baseline of a Chinese line lies, in sizes below its top.
_USUAL_BASELINE = 0.88
_RIGHT_TO_LEFT = frozenset({"kk", "ky", "ug"})
#: Joiners and variation selectors: they choose a form and are never drawn themselves.
_INVISIBLE = frozenset("\u180b\u180c\u180d\u180e\u200c\u200d\u200e\u200f")
#: Where a line may end: behind a blank, and behind the tsheg between Tibetan syllables.
_WORD = re.compile(r"[^\s\u0f0b]*[\s\u0f0b]*")


@dataclass(frozen=True, slots=True)
class ScriptType:
    """The type of the language ``code`` (`ballot.rules.languages`) in ``size`` points."""

    code: str
    size: float

    @property
    def leading(self) -> float:
        """The distance between lines in points: what stacks needs more of it."""
        return self.size * (LEADINGS.get(self.code, _USUAL_LEADING) / 1_000)

    @property
    def baseline(self) -> float:
        """How far the baseline is below the top of the line in points: stacks hang from it."""
        if self.code in _BASELINE:
            return self.size * _BASELINE[self.code]
        return (self.leading - self.size) / 2 + self.size * _USUAL_BASELINE

    @property
    def right_to_left(self) -> bool:
        """Whether lines begin at the right."""
        return self.code in _RIGHT_TO_LEFT

    def width(self, text: str) -> float:
        """Return the width of the line ``text`` in points."""
        return sum(glyph.advance for glyph in _shaped(text, self.code)) * self._scale

    def draw(self, canvas: Canvas, at: tuple[float, float], text: str) -> None:
        """Fill the outlines of the line, its baseline starting at ``at`` on the left."""
        path = canvas.beginPath()
        x, y = at
        for glyph in _shaped(text, self.code):
            origin = (x + glyph.x * self._scale, y + glyph.y * self._scale)
            pen = _Pen(path, origin, self._scale)
            _font(glyph.face).draw_glyph_with_pen(glyph.index, pen)
            x += glyph.advance * self._scale
        canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)

    @property
    def _scale(self) -> float:
        # All committed fonts have 1000 units per em.
        return self.size / 1000


def has_type(code: str) -> bool:
    """Whether the language is set by this module; those in Latin letters need none."""
    return code in _FACES


def wrap_words(text: str, kind: ScriptType, width: float) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``width`` points, between words or Tibetan syllables.

    A word that is wider than a line is broken anywhere.
    """
    lines = [""]
    for word in _WORD.findall(text):
        pieces = [word] if kind.width(word.rstrip()) <= width else list(word)
        for piece in pieces:
            if lines[-1] and kind.width((lines[-1] + piece).rstrip()) > width:
                lines.append("")
            lines[-1] += piece
    return tuple(line.strip() for line in lines)


def require_script(text: str, code: str, where: str) -> None:
    """Raise MissingGlyph unless the fonts draw all of ``text``; ``where`` names it for people."""
    missing = [
        char
        for char in dict.fromkeys(text)
        if char not in _INVISIBLE and _face_of(char, _FACES[code]) is None
    ]
    if missing:
        raise MissingGlyph(missing_glyph_sentence(missing, where, "请改用该文字的规范字母"))


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A shaped glyph of ``face``, in units of its font."""

    face: Face | ScriptFace
    index: int
    x: int
    y: int
    advance: int


@cache
def _font(face: Face | ScriptFace) -> Any:
    return hb.Font(hb.Face(font_bytes(face)))


def _has(face: Face | ScriptFace, char: str) -> bool:
    return _font(face).get_nominal_glyph(ord(char)) is not None


def _face_of(char: str, script: ScriptFace) -> Face | ScriptFace | None:
    """Return the font that draws ``char``: the script's own, but Latin and digits as elsewhere."""
    if not (char.isascii() and char.isalnum()) and _has(script, char):
        return script
    return Face.SANS if _has(Face.SANS, char) else None


@lru_cache(maxsize=4096)
def _shaped(text: str, code: str) -> tuple[_Glyph, ...]:
    """Return the glyphs of a line from left to right."""
    return tuple(glyph for run in _runs(text, code) for glyph in _shape(run))


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one font that run in one direction."""

    face: Face | ScriptFace
    backwards: bool
    text: str


def _runs(text: str, code: str) -> Iterator[_Run]:
    """Split ``text`` by direction, then by font; yield the runs from left to right."""
    faces = zip(_faces(text, _FACES[code]), text, strict=True)
    spans = [
        (turned, [pair for _, pair in pairs])
        for turned, pairs in groupby(
            zip(_directions(text, backwards=code in _RIGHT_TO_LEFT), faces, strict=True),
            key=itemgetter(0),
        )
    ]
    for turned, span in reversed(spans) if code in _RIGHT_TO_LEFT else spans:
        runs = [
            _Run(face, turned, "".join(char for _, char in pairs))
            for face, pairs in groupby(span, key=itemgetter(0))
        ]
        yield from reversed(runs) if turned else runs


def _faces(text: str, script: ScriptFace) -> Iterator[Face | ScriptFace]:
    """Yield the font of each character; joiners and blanks stay with what stands before them."""
    face: Face | ScriptFace = script
    for char in text:
        if char not in _INVISIBLE and not char.isspace():
            face = _face_of(char, script) or script
        yield face


def _directions(text: str, *, backwards: bool) -> Iterator[bool]:
    """Yield whether each character runs from right to left (UAX #9, the levels 0 to 2)."""
    kinds = [unicodedata.bidirectional(char) for char in text]
    for at, kind in enumerate(kinds):
        between = kinds[at - 1 : at] + kinds[at + 1 : at + 2] == ["EN", "EN"]
        forward = kind in {"L", "EN"} or (kind in {"CS", "ES"} and between)
        yield backwards and not forward


def _shape(run: _Run) -> Iterator[_Glyph]:
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.backwards else "ltr"
    hb.shape(_font(run.face), buffer)
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        yield _Glyph(run.face, info.codepoint, place.x_offset, place.y_offset, place.x_advance)


class _Pen:
    """Puts the outline of one glyph into a path of the page (the pen protocol of fontTools)."""

    def __init__(self, path: PDFPathObject, origin: tuple[float, float], scale: float) -> None:
        self._path, self._origin, self._scale = path, origin, scale
        self._at = (0.0, 0.0)

    def moveTo(self, to: tuple[float, float]) -> None:  # noqa: N802 -- the protocol's name
        self._at = to
        self._path.moveTo(*self._on_page(to))

    def lineTo(self, to: tuple[float, float]) -> None:  # noqa: N802
        self._at = to
        self._path.lineTo(*self._on_page(to))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        first, second, to = points
        self._at = to
        self._path.curveTo(*self._on_page(first), *self._on_page(second), *self._on_page(to))

    def qCurveTo(self, control: tuple[float, float], to: tuple[float, float]) -> None:  # noqa: N802
        """Raise the quadratic curve of TrueType to the cubic one of PDF."""
        self.curveTo(_between(self._at, control), _between(to, control), to)

    def closePath(self) -> None:  # noqa: N802
        self._path.close()

    def endPath(self) -> None:  # noqa: N802
        """Leave an open contour open: fonts have none."""

    def _on_page(self, point: tuple[float, float]) -> tuple[float, float]:
        return (
            self._origin[0] + point[0] * self._scale,
            self._origin[1] + point[1] * self._scale,
        )


def _between(end: tuple[float, float], control: tuple[float, float]) -> tuple[float, float]:
    """Return the point two thirds of the way from ``end`` to ``control``."""
    return end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3
