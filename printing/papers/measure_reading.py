"""The text of a 票决办法 that somebody has worked on in Word, as lines."""

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.document import Document as DocumentFile
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from printing.errors import PaperRefused
from printing.papers.measure import REMARK

MOST_BYTES = 4_000_000
MOST_UNPACKED = 40_000_000
"""A text of three pages is a tenth of a megabyte; the rest is room for an office's template."""

_REVISIONS = tuple(map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo")))
_NUMBERED = qn("w:numPr")


def text_of(raw: bytes) -> str:
    """Return the lines of the Word document ``raw``, without the remarks on edited clauses.

    Raises PaperRefused for what is no such document, is too large, has changes that nobody has
    accepted yet, or numbers its clauses by itself: the number would not be part of the text.
    """
    document = _opened(raw)
    body = document.element.body
    if next(body.iter(*_REVISIONS), None) is not None:
        raise PaperRefused(
            "文件中有尚未接受的修订，请在 Word 中全部接受或者拒绝后再上传。",
            code="measure.revisions",
        )
    return "\n".join(_lines(document)).replace(REMARK, "")


def plain_text(raw: bytes) -> str:
    """Return the text of a .docx or, where it is none, of a UTF-8 file. Raises PaperRefused."""
    if raw.startswith(b"PK"):
        return text_of(raw)
    try:
        return raw.decode("utf-8-sig").replace(REMARK, "")
    except UnicodeDecodeError as error:
        raise PaperRefused(
            "文件既不是 Word 文档（.docx）也不是 UTF-8 文本，请另存后再上传。",
            code="measure.unreadable",
        ) from error


def _opened(raw: bytes) -> DocumentFile:
    if len(raw) > MOST_BYTES:
        raise PaperRefused(f"文件超过 {MOST_BYTES} 字节，不是票决办法。", code="measure.too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            unpacked = sum(one.file_size for one in package.infolist())
        if unpacked <= MOST_UNPACKED:
            return Document(io.BytesIO(raw))
    # python-docx, lxml and zipfile raise errors of a dozen kinds for damaged files.
    except Exception as error:
        raise PaperRefused(
            "文件不是 Word 文档（.docx）或者已经损坏，请另存后再上传。", code="measure.unreadable"
        ) from error
    raise PaperRefused("文件解压后过大，不是票决办法。", code="measure.too_large")


def _lines(document: DocumentFile) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "".join(cell.text for cell in row.cells)
        else:
            yield _line(block)


def _line(paragraph: Paragraph) -> str:
    if paragraph.text.strip() and next(paragraph._p.iter(_NUMBERED), None) is not None:  # noqa: SLF001 -- python-docx has no call for list numbers
        raise PaperRefused(
            f"“{paragraph.text[:20]}”使用了 Word 的自动编号，编号不在文字之中，"
            "请把自动编号转为文字后再上传。",
            code="measure.numbered",
        )
    return paragraph.text
