"""The session's papers: facts in, one content model, and from it DOCX and PDF.

Each paper is a pure function from a frozen value (``values``) to a ``Paper``; it refuses
figures that contradict each other.  ``render`` makes both files from the same ``Paper``.
"""

from dataclasses import dataclass

from printing.papers.announcement import announcement
from printing.papers.attendance import attendance_report
from printing.papers.content import Paper
from printing.papers.identities import reconciliation_sheet
from printing.papers.issue import issue_report
from printing.papers.pdf import to_pdf
from printing.papers.result import result_report
from printing.papers.sealing import sealing_list
from printing.papers.word import to_docx

__all__ = [
    "Paper",
    "Rendered",
    "announcement",
    "attendance_report",
    "issue_report",
    "reconciliation_sheet",
    "render",
    "result_report",
    "sealing_list",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The two files of one paper."""

    docx: bytes
    pdf: bytes


def render(paper: Paper) -> Rendered:
    """Render ``paper``; the same paper gives the same bytes.

    Raises MissingGlyph for a character that the fonts lack, PaperRefused for a foot that does
    not fit.
    """
    pdf = to_pdf(paper)
    return Rendered(docx=to_docx(paper), pdf=pdf)
