"""Spreadsheets: the result for those who calculate on, and the forms in which lists are handed in.

What a person typed stays text: a title that begins with ``=`` is no formula, an address no link.
The same input gives the same bytes.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from printing.papers.agreement import reconcile
from printing.papers.content import Block, Cell, Paragraph, Table, placed
from printing.papers.evaluation import reconcile as agree
from printing.papers.evaluation_tables import channels_table, forms_table, ratings_table
from printing.papers.evaluation_values import Evaluation
from printing.papers.identities import identity_table
from printing.papers.result_tables import (
    channel_table,
    full_tables,
    items_by_channel,
    written_table,
)
from printing.papers.standing import VOID, written_in
from printing.papers.values import Count, Identity, Reconciled, Session
from printing.papers.wording import round_name

__all__ = [
    "CANDIDATE_COLUMNS",
    "ROLL_COLUMNS",
    "candidates_form",
    "rating_sheet",
    "reconciliation_book",
    "result_sheet",
    "roll_form",
]

CANDIDATE_COLUMNS = (
    "序号",
    "项目名称",
    "主要内容",
    "投资（万元）",
    "资金来源",
    "责任单位",
    "类别",
    "实施地点",
    "来源",
)
ROLL_COLUMNS = ("姓名", "代表团", "座位")

_CANDIDATE_WIDTHS = (8, 36, 60, 14, 20, 24, 14, 24, 24)
_ROLL_WIDTHS = (16, 24, 12)
_NUMBER_COLUMNS = ("序号", "投资（万元）")
_A4 = 9
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)


def candidates_form() -> bytes:
    """Return an empty .xlsx with the columns of the list of candidate projects."""
    return _form("候选项目", CANDIDATE_COLUMNS, _CANDIDATE_WIDTHS)


def roll_form() -> bytes:
    """Return an empty .xlsx with the columns of the roll."""
    return _form("代表名册", ROLL_COLUMNS, _ROLL_WIDTHS)


def result_sheet(count: Count) -> bytes:
    """Return the totals of ``count`` and its 勾稽核对表 as .xlsx, figures as numbers.

    Raises PaperRefused if the figures contradict each other; a void round has an empty table.
    """
    reconcile(count)
    pages: list[tuple[str, Sequence[Block]]] = [
        ("计票结果", [] if count.status in VOID else full_tables(count)),
        ("各票种", _by_channel(count)),
    ]
    if written_in(count):
        pages.append(("另提项目", [written_table(count)]))
    return _result(count.session, "计票结果", pages, count.identities)


def _by_channel(count: Count) -> list[Block]:
    """Return what was handed out and came back; the votes of each channel if there are several."""
    blocks: list[Block] = [channel_table(count)]
    if len(count.channels) > 1 and count.status not in VOID:
        blocks.append(items_by_channel(count))
    return blocks


def rating_sheet(evaluation: Evaluation) -> bytes:
    """Return the ratings of a 满意度测评 and its 勾稽核对表 as .xlsx, figures as numbers.

    Raises PaperRefused if the figures contradict each other.
    """
    agree(evaluation)
    pages: list[tuple[str, Sequence[Block]]] = [
        ("测评结果", [ratings_table(evaluation)]),
        ("各票种", [forms_table(evaluation), channels_table(evaluation)]),
    ]
    return _result(evaluation.session, "测评结果", pages, evaluation.identities)


def _result(
    session: Session,
    what: str,
    pages: Sequence[tuple[str, Sequence[Block]]],
    identities: tuple[Identity, ...],
) -> bytes:
    """Write ``pages``, and the 勾稽核对表 where there is one, as sheets of one book."""
    written = io.BytesIO()
    book = _book(written)
    subject = f"{session.subject}{round_name(session)}"
    for name, blocks in pages:
        heading = what if name == what else f"{what}：{name}"
        _page(book, name, _marked(f"{session.congress}{subject}{heading}", session), blocks)
    if identities:
        _identities(book, session, identities)
    book.close()
    return written.getvalue()


def reconciliation_book(facts: Reconciled) -> bytes:
    """Return the 勾稽核对表 alone as .xlsx; identities that do not hold stand first."""
    written = io.BytesIO()
    book = _book(written)
    _identities(book, facts.session, facts.identities)
    book.close()
    return written.getvalue()


def _identities(book: Workbook, session: Session, identities: tuple[Identity, ...]) -> None:
    title = f"{session.subject}{round_name(session)}勾稽核对表"
    _page(book, "勾稽核对表", _marked(title, session), identity_table(identities, folded=False))


def _marked(title: str, session: Session) -> str:
    return f"【演练】{title}" if session.rehearsal else title


def _page(book: Workbook, name: str, title: str, blocks: Sequence[Block]) -> None:
    """Write ``blocks`` under each other: tables cell by cell, sentences into the first column.

    A merged cell is written into its first place, so that every row can be sorted by itself.
    """
    sheet, head = book.add_worksheet(name), _heading(book)
    below = book.add_format({"text_wrap": True})
    sheet.write_string(0, 0, title)
    row = 1
    for block in blocks:
        if isinstance(block, Paragraph):
            sheet.write_string(row, 0, block.text)
            row += 1
        if isinstance(block, Table):
            for down, column, cell in placed(block.head + block.body):
                style = head if down < len(block.head) else below if "\n" in cell.text else None
                _write(sheet, (row + down, column), cell, style)
            row += len(block.head) + len(block.body) + 1
    sheet.set_column(0 if name == "勾稽核对表" else 1, 1, 36)
    sheet.freeze_panes(2, 0)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, style: Format | None) -> None:
    """Write a figure as a number; a cell set to the left is a name, whatever it looks like."""
    figure = cell.text.replace(",", "").replace("－", "-").removeprefix("＋")
    if figure.isascii() and figure.removeprefix("-").isdecimal() and not cell.left:
        sheet.write_number(*at, int(figure), style)
    else:
        sheet.write_string(*at, cell.text, style)


def _form(name: str, columns: Sequence[str], widths: Sequence[int]) -> bytes:
    written = io.BytesIO()
    book = _book(written)
    sheet = book.add_worksheet(name)
    head = _heading(book)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.write_string(0, place, column, head)
        # A column of text keeps what looks like a date or a formula as it was typed.
        sheet.set_column(place, place, width, plain if column in _NUMBER_COLUMNS else text)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    book.close()
    return written.getvalue()


def _book(written: io.BytesIO) -> Workbook:
    book = Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"created": _FIXED})
    return book


def _heading(book: Workbook) -> Format:
    return book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#EEEEEE"})
