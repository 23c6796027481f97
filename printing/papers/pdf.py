"""A ``Paper`` as PDF/A4 in the layout of GB/T 9704-2012, the fonts embedded.

Margins 37/35/28/26 mm, type area 156 × 225 mm, 22 lines of 28.95 pt.  The same paper gives the
same bytes: no date, no random identifier.
"""

import io
from functools import partial

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Spacer,
)

from printing.errors import PaperRefused
from printing.fonts import Face, require_glyphs
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
    Plain,
    Signatures,
    Table,
    texts,
)
from printing.papers.flowables import (
    LINE,
    WIDTH,
    ClosingLines,
    Lines,
    figures_table,
    name_rows,
    ruled,
    signature_rows,
)
from printing.papers.lines import Type, draw, draw_centred, wrap
from printing.papers.titles import titled

#: The line that marks every page of a rehearsal.
REHEARSAL = "【演练】本文件为演练材料，不具有任何效力"

_LEFT, _BOTTOM, _HEIGHT = 28 * mm, 35 * mm, 225 * mm
_BODY = Type(Face.SERIF, 16, LINE)
_TITLE = Type(Face.SERIF_BOLD, 22, 34)
_HEADING = Type(Face.SANS, 16, LINE)
_FOOT = Type(Face.SANS, 9, 13)
_PAGE = Type(Face.SERIF, 14, 14)
_STAMP = Type(Face.SERIF_BOLD, 14, 14)
_WATERMARK = Type(Face.SERIF_BOLD, 150, 150)
_WATERMARK_GREY = 0.92
_GAP = 8
#: A heading needs room for itself and four lines under it.
_HEADING_ROOM = 5 * LINE


def to_pdf(paper: Paper) -> bytes:
    """Render ``paper``; MissingGlyph or PaperRefused if it cannot be printed whole."""
    for text in texts(paper):
        for face in Face:
            require_glyphs(text.replace("\n", ""), face, f"《{paper.titles[-1]}》的“{text[:20]}”")
    written = io.BytesIO()
    document = BaseDocTemplate(
        written, pagesize=A4, invariant=1, title="".join(paper.titles), lang="zh-CN"
    )
    frame = Frame(_LEFT, _BOTTOM, WIDTH, _HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=partial(_furnish, paper))])
    title = Lines([part for line in paper.titles for part in title_lines(line)], _TITLE, "centre")
    document.build([title, Spacer(0, _GAP), *_flow(paper.blocks)])
    return written.getvalue()


def title_lines(text: str) -> tuple[str, ...]:
    """Break one line of the title where it is wider than the type area."""
    return titled(text, _TITLE, WIDTH)


def note_lines(text: str) -> tuple[str, ...]:
    """Break a note, which stands in the middle below the title."""
    return titled(text, _BODY, WIDTH)


def _flow(blocks: tuple[Block, ...]) -> list[Flowable]:
    """Lay out all blocks; what precedes the closing goes to the next page with it."""
    parts: list[Flowable] = []
    for block in blocks:
        if isinstance(block, Closing) and parts:
            parts[-1].keepWithNext = 1
        if isinstance(block, Names):
            parts[-1].keepWithNext = 1
        if isinstance(block, Signatures) and parts and isinstance(parts[-1], Lines):
            # Nobody signs a page on which there is nothing but signatures.
            parts[-1].keepWithNext = 1
        if isinstance(block, Appendix):
            parts += [PageBreak(), *_set(Paragraph(block.heading, Level.HEADING))]
        else:
            parts += _set(block)
    return parts


def _set(block: Plain) -> list[Flowable]:
    """Turn a block into what the page filler moves about."""
    match block:
        case Note(text):
            return [Lines(note_lines(text), _BODY, "centre"), Spacer(0, _GAP)]
        case Paragraph(text, level):
            kind = _HEADING if level is Level.HEADING else _BODY
            indent = 2 * kind.size
            lines = Lines(wrap(text, kind, WIDTH, indent), kind, "justify", indent)
            return [lines] if level is Level.BODY else [CondPageBreak(_HEADING_ROOM), lines]
        case KeyFigures():
            return [figures_table(block), Spacer(0, _GAP)]
        case Table():
            return [Spacer(0, _GAP), ruled(block), Spacer(0, _GAP)]
        case Signatures() | Names():
            return name_rows(block) if isinstance(block, Names) else signature_rows(block)
        case Closing(lines):
            return [ClosingLines(lines, _BODY)]


def _furnish(paper: Paper, canvas: Canvas, _document: BaseDocTemplate) -> None:
    """Draw what stands on every page outside the type area; it lies under the text."""
    page = canvas.getPageNumber()
    if paper.rehearsal:
        _mark_rehearsal(canvas)
    _number(canvas, page)
    for place, (label, value) in enumerate(paper.foot):
        column, row = place % 2, place // 2
        text = f"{label}　{value}"
        if _FOOT.width(text) > WIDTH / 2 - _GAP:
            raise PaperRefused(f"页脚的“{label}”指纹太长，印不下，请改用短指纹。")
        y = 20 * mm - row * _FOOT.leading
        draw(canvas, (_LEFT + column * WIDTH / 2, y), text, _FOOT)


def _number(canvas: Canvas, page: int) -> None:
    """Put 「— 1 —」 7 mm under the type area, one character from the outer edge."""
    text = f"— {page} —"
    inset = _PAGE.size
    odd = page % 2 == 1
    x = _LEFT + (WIDTH - inset - _PAGE.width(text) if odd else inset)
    draw(canvas, (x, _BOTTOM - 7 * mm), text, _PAGE)


def _mark_rehearsal(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillGray(_WATERMARK_GREY)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(45)
    draw_centred(canvas, (0, -_WATERMARK.size / 3), "演练", _WATERMARK)
    canvas.restoreState()
    draw_centred(canvas, (A4[0] / 2, A4[1] - 22 * mm), REHEARSAL, _STAMP)
