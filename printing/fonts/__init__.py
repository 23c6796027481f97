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

Beside them, one font for each other script that a ballot may bear (`ScriptFace`); they are drawn as
outlines by `printing.scripts`, because their letters join and stack.
"""

import hashlib
import io
import re
from collections.abc import Iterable
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
    "ScriptFace",
    "font_bytes",
    "missing_glyph_sentence",
    "missing_glyphs",
    "named_glyphs",
    "printable",
    "registered",
    "require_glyphs",
]


class Face(StrEnum):
    """A committed font; the value is the stem of its file name."""

    SERIF = "NotoSerifSC_400Regular"
    SERIF_BOLD = "NotoSerifSC_700Bold"
    SANS = "NotoSansSC_400Regular"


class ScriptFace(StrEnum):
    """A committed font of another script; the value is the stem of its file name."""

    ARABIC = "NotoNaskhArabic-Regular"
    KOREAN = "NotoSansKR_400Regular"
    MONGOLIAN = "NotoSansMongolian-Regular"
    TIBETAN = "NotoSerifTibetan-Regular"
    YI = "NotoSansYi-Regular"


#: SHA-256 of each file, as published in @expo-google-fonts/noto-{serif-sc,sans-sc,sans-kr} 0.4.3
#: and in Debian's fonts-noto-core 20201225-1.
DIGESTS: dict[Face | ScriptFace, str] = {
    Face.SERIF: "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    Face.SERIF_BOLD: "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    Face.SANS: "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ScriptFace.ARABIC: "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb",
    ScriptFace.KOREAN: "8cbc9b353bb9ce848fd69bb6a507319dfacc659cf5fd643db5d88f3c4970e1dd",
    ScriptFace.MONGOLIAN: "601afb9f08fbbc39f0cf72cb7e11079ada6fa3feed1fadca8e6e5095e7957687",
    ScriptFace.TIBETAN: "5893c1e0aefb250bcbeff5c0f8ee4bb27cd3dc19b47d14954b154b094e10ee63",
    ScriptFace.YI: "f621f514dce105a414ef7373a36b54ccc8d760a6319ad7133695fb42a1f02552",
}


def font_bytes(face: Face | ScriptFace) -> bytes:
    """Read the TrueType file of ``face`` from the package; FontDamaged if it was altered."""
    content = files(__name__).joinpath(f"{face}.ttf").read_bytes()
    return checked(face, content)


def checked(face: Face | ScriptFace, content: bytes) -> bytes:
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


def printable(text: str) -> str:
    """Return ``text`` with a question mark for each character that some face cannot draw.

    That is for what only helps to find something: what is decided on must be printed whole.
    """
    missing = {char for face in Face for char in missing_glyphs(text, face)}
    return "".join("?" if char in missing else char for char in text)


def require_glyphs(text: str, face: Face, where: str) -> None:
    """Raise MissingGlyph unless ``face`` draws all of ``text``.

    ``where`` tells a person where the text stands, for example 「项目3的名称」.
    """
    if missing := missing_glyphs(text, face):
        raise MissingGlyph(missing_glyph_sentence(missing, where, "请改用规范汉字"))


def missing_glyph_sentence(missing: Iterable[str], where: str, remedy: str) -> str:
    """Say which characters cannot be drawn, where they stand and what to do."""
    named = named_glyphs(tuple(missing))
    return f"{where}含有字体中没有的字符：{named}，印出来会成空白，{remedy}。"


def named_glyphs(missing: tuple[str, ...]) -> str:
    """Name characters in a sentence, each with its code point."""
    return "、".join(f"{_shown(char)}（U+{ord(char):04X}）" for char in missing)


def _shown(char: str) -> str:
    """Show a character that can be seen; name one that cannot."""
    return f"“{char}”" if char.isprintable() and not char.isspace() else "不可见字符"
