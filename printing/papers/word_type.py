"""The fonts that the DOCX papers name, and the one way in which text is written with them."""

from dataclasses import dataclass

from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its Chinese name, with its size in points."""

    name: str
    size: float


TITLE = Font("方正小标宋简体", 22)  # 2号
FANGSONG = Font("仿宋_GB2312", 16)  # 3号
KAITI = Font("楷体_GB2312", 16)
HEITI = Font("黑体", 16)
PAGE = Font("宋体", 14)  # 4号
STAMP = Font("方正小标宋简体", 14)
LABEL = Font("黑体", 14)
FIGURE = Font("方正小标宋简体", 26)
SIGN = Font("仿宋_GB2312", 14)
CELL = Font("仿宋_GB2312", 14)
CELL_STRONG = Font("黑体", 14)
CELL_HEAD = Font("黑体", 14)
SMALL_CELL = Font("仿宋_GB2312", 11)
SMALL_STRONG = Font("黑体", 11)
SMALL_HEAD = Font("黑体", 10.5)
FOOT = Font("宋体", 9)


def write(paragraph: Paragraph, text: str, font: Font) -> Run:
    """Add ``text`` to ``paragraph``; the font is named for Chinese and for Latin characters."""
    run = paragraph.add_run(text)
    run.font.size = Pt(font.size)
    run.font.name = font.name
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font.name)  # noqa: SLF001 -- python-docx sets only the Latin names
    return run


def space(paragraph: Paragraph, leading: float) -> None:
    """Give ``paragraph`` lines of exactly ``leading`` points and no space after it."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(leading)
    paragraph.paragraph_format.space_after = Pt(0)
