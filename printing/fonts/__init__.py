"""The fonts that every PDF embeds, and the check that they can draw what is to be printed.

Three static TrueType files of the Noto CJK family (SIL Open Font License 1.1, texts beside
them), unmodified.  ReportLab embeds ``glyf`` outlines only, hence TrueType and not the usual
OpenType/CFF collections.  They cover GB 18030-2022 level 1 and the whole of 通用规范汉字表,
the 196 characters outside the basic plane included.

========== ======================== =======================================================
face       file                     stands in for
========== ======================== =======================================================
SERIF      NotoSerifSC_400Regular   仿宋 (body), 楷体 (notes under a title)
SERIF_BOLD NotoSerifSC_700Bold      小标宋 (titles), emphasis in tables
SANS       NotoSansSC_400Regular    黑体 (headings), voting cards, ballots
========== ======================== =======================================================
"""

import hashlib
import io
import re
from enum import StrEnum
from functools import cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from printing.errors import FontDamaged, MissingGlyph

__all__ = [
    "DIGESTS",
    "Face",
    "font_bytes",
    "missing_glyphs",
    "named_glyphs",
    "registered",
    "require_glyphs",
]


class Face(StrEnum):
    """A committed font; the value is the stem of its file name."""

    SERIF = "NotoSerifSC_400Regular"
    SERIF_BOLD = "NotoSerifSC_700Bold"
    SANS = "NotoSansSC_400Regular"


#: SHA-256 of each file, as published in @expo-google-fonts/noto-{serif,sans}-sc 0.4.3.
DIGESTS = {
    Face.SERIF: "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    Face.SERIF_BOLD: "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    Face.SANS: "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
}


def font_bytes(face: Face) -> bytes:
    """Read the TrueType file of ``face`` from the package; FontDamaged if it was altered."""
    content = files(__name__).joinpath(f"{face}.ttf").read_bytes()
    return checked(face, content)


def checked(face: Face, content: bytes) -> bytes:
    """Return ``content`` if it is the committed file of ``face``; FontDamaged otherwise."""
    if hashlib.sha256(content).hexdigest() != DIGESTS[face]:
        raise FontDamaged(f"字体文件 {face}.ttf 与随软件发布的不一致，请重新安装后再打印。")
    return content


class _Font(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A font whose text can be searched and copied, whatever plane its characters are in."""

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 -- ReportLab's name
        """Write characters beyond U+FFFF in UTF-16BE, as PDF 32000-1 9.10.3 wants it.

        ReportLab 5.1 writes their code points, five digits long, and readers then find another
        character: rare characters of names would print right and be searched for in vain.
        """
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _LONG_CODE_POINT.sub(_utf16, stream.content)


#: A code point of five or six digits at the end of a line of a ToUnicode CMap.
_LONG_CODE_POINT = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


def _utf16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _font(face: Face) -> _Font:
    """Parse ``face`` once per process (about 0.1 s and 15 MB each)."""
    return _Font(face.value, io.BytesIO(font_bytes(face)))


def registered(face: Face) -> str:
    """Make ``face`` known to ReportLab and return the name under which it is drawn."""
    pdfmetrics.registerFont(_font(face))
    return face.value


def missing_glyphs(text: str, face: Face) -> tuple[str, ...]:
    """Return the characters of ``text`` that ``face`` cannot draw, each once, in order."""
    drawable = _font(face).face.charToGlyph
    return tuple(dict.fromkeys(char for char in text if not drawable.get(ord(char))))


def require_glyphs(text: str, face: Face, where: str) -> None:
    """Raise MissingGlyph unless ``face`` draws all of ``text``.

    ``where`` tells a person where the text stands, for example 「项目3的名称」.
    """
    if missing := missing_glyphs(text, face):
        raise MissingGlyph(
            f"{where}含有字体中没有的字符：{named_glyphs(missing)}，"
            "印出来会成空白，请改用规范汉字。"
        )


def named_glyphs(missing: tuple[str, ...]) -> str:
    """Name characters in a sentence, each with its code point."""
    return "、".join(f"{_shown(char)}（U+{ord(char):04X}）" for char in missing)


def _shown(char: str) -> str:
    """Show a character that can be seen; name one that cannot."""
    return f"“{char}”" if char.isprintable() and not char.isspace() else "不可见字符"
