"""A ``Paper`` as DOCX that names the office's own fonts, in the layout of GB/T 9704-2012.

The fonts 方正小标宋简体, 仿宋_GB2312, 黑体, 楷体_GB2312 and 宋体 are named, not embedded: the
machine of the office has them.  The same paper gives the same bytes: the parts of the package
carry one fixed time, and the core properties say nothing about when or by whom.
"""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line

from printing.papers.content import (
    Appendix,
    Block,
    Closing,
    KeyFigures,
    Level,
    Names,
    Note,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from printing.papers.flowables import LINE
from printing.papers.pdf import REHEARSAL, note_lines, title_lines
from printing.papers.word_tables import add_figures, add_names, add_signatures, add_table
from printing.papers.word_type import (
    FANGSONG,
    FOOT,
    HEITI,
    KAITI,
    PAGE,
    STAMP,
    TITLE,
    Font,
    space,
    write,
)

#: The one time that stands in every part and property of the file.
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LEVELS = {Level.BODY: FANGSONG, Level.HEADING: HEITI, Level.SUBHEADING: KAITI}


def to_docx(paper: Paper) -> bytes:
    """Render ``paper``."""
    document = Document()
    _describe(document, paper)
    _lay_out(document, paper)
    for title in paper.titles:
        _centred(document, "\n".join(title_lines(title)), TITLE)
    for before, block in zip((None, *paper.blocks), paper.blocks, strict=False):
        signed = isinstance(block, Signatures) and isinstance(before, Paragraph)
        if signed or isinstance(block, Closing | Names):
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        _add(document, block)
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


def _describe(document: DocumentFile, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = "".join(paper.titles)[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.subject = "演练" if paper.rehearsal else ""
    properties.language = "zh-CN"
    properties.created = properties.modified = _FIXED


def _lay_out(document: DocumentFile, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance = Mm(20)
    section.footer_distance = Mm(13 if paper.foot else 23)
    document.settings.odd_and_even_pages_header_footer = True
    if paper.rehearsal:
        _mark_rehearsal(section)
    _foot(section.footer, paper, WD_ALIGN_PARAGRAPH.RIGHT)
    _foot(section.even_page_footer, paper, WD_ALIGN_PARAGRAPH.LEFT)


def _mark_rehearsal(section: Section) -> None:
    for header in (section.header, section.even_page_header):
        line = header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(line, REHEARSAL, STAMP)


def _foot(footer: _Footer, paper: Paper, side: WD_ALIGN_PARAGRAPH) -> None:
    number = footer.paragraphs[0]
    number.alignment = side
    space(number, PAGE.size + 6)
    inset = Pt(PAGE.size)
    number.paragraph_format.left_indent = number.paragraph_format.right_indent = inset
    write(number, "— ", PAGE)
    _page_field(number)
    write(number, " —", PAGE)
    for start in range(0, len(paper.foot), 2):
        line = footer.add_paragraph()
        space(line, FOOT.size + 4)
        line.paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(78))
        pairs = paper.foot[start : start + 2]
        write(line, "\t".join(f"{label}　{value}" for label, value in pairs), FOOT)


def _page_field(line: Line) -> None:
    run = write(line, "", PAGE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 -- python-docx has no call for fields


def _paragraph(document: DocumentFile, text: str, font: Font, leading: float = LINE) -> Line:
    line = document.add_paragraph()
    space(line, leading)
    write(line, text, font)
    return line


def _centred(document: DocumentFile, text: str, font: Font) -> None:
    line = _paragraph(document, text, font, 34 if font is TITLE else LINE)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(0 if font is TITLE else 8)


def _add(document: DocumentFile, block: Block) -> None:
    match block:
        case Appendix(heading):
            line = _paragraph(document, heading, HEITI)
            line.paragraph_format.page_break_before = True
            line.paragraph_format.keep_with_next = True
        case Note(text):
            _centred(document, "\n".join(note_lines(text)), KAITI)
        case Paragraph(text, level):
            line = _paragraph(document, text, _LEVELS[level])
            line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            line.paragraph_format.first_line_indent = Pt(2 * FANGSONG.size)
        case KeyFigures():
            add_figures(document, block)
        case Table():
            add_table(document, block)
        case Signatures():
            add_signatures(document, block)
        case Names():
            add_names(document, block)
        case Closing(lines):
            _close(document, lines)


def _close(document: DocumentFile, lines: tuple[str, ...]) -> None:
    """Leave a line for the seal; the date stands four characters from the right, others two."""
    for place, text in enumerate(lines, start=1):
        line = _paragraph(document, text, FANGSONG)
        line.paragraph_format.space_before = Pt(LINE if place == 1 else 0)
        line.paragraph_format.keep_with_next = place < len(lines)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        characters = 4 if place == len(lines) else 2
        line.paragraph_format.right_indent = Pt(characters * FANGSONG.size)


def _with_fixed_times(package: bytes) -> bytes:
    """Write the zip again with one time for all parts; nothing else changes."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return written.getvalue()
