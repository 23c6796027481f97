"""The texts of a sheet, fitted into the zones of its layout."""

from dataclasses import dataclass

from ballot.definition import Definition
from ballot.sheet import Cell, SheetLayout, SheetPage, columns_of
from printing.ballots.fitting import Line, fitted, rows_of
from printing.ballots.wording import instructions, title_of
from printing.fonts import Face

_TITLE_SIZES = (20, 18, 16, 15, 14, 13, 12)
_SESSION_SIZES = (12, 11, 10.5, 10, 9)
_SESSION_HEIGHT = 6_500
_NOTE_SIZES = (12, 11.5, 11, 10.5, 10, 9.5, 9)
_LARGE_NOTE_SIZES = (14, 13, 12, 11.5, 11, 10.5, 10)
_HEADING_SIZES = (13, 12, 11, 10.5, 10, 9.5, 9, 8.5, 8)
_WHOLE_LIST = 0
_WHOLE_LIST_TEXT = "对以上候选项目清单整体"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTexts:
    """What stands on the pages: ``rows`` by project, ``notes`` by page, ``headings`` by column."""

    title: tuple[Line, ...]
    session: tuple[Line, ...]
    headings: tuple[tuple[Line, ...], ...]
    rows: dict[int, tuple[Line, ...]]
    notes: tuple[tuple[Line, ...], ...]


def texts_of(definition: Definition, layout: SheetLayout) -> SheetTexts:
    """Return the texts at the largest sizes that fit.

    Raises MissingGlyph for a character that cannot be drawn, PaperRefused for a text that does not
    fit at the smallest size: nothing is ever cut.
    """
    title = layout.pages[0].title
    return SheetTexts(
        title=fitted(
            [(title_of(definition), Face.SERIF_BOLD)],
            _TITLE_SIZES,
            _shorter(title, title.h - _SESSION_HEIGHT),
            "票决名称",
        ),
        session=fitted(
            [(f"（{definition.session}）", Face.SANS)],
            _SESSION_SIZES,
            _shorter(title, _SESSION_HEIGHT),
            "会议名称",
        ),
        headings=tuple(_headings(definition, layout)),
        rows=rows_of(definition, layout) | _whole_list(layout),
        notes=tuple(_notes(definition, layout, page) for page in layout.pages),
    )


def _shorter(cell: Cell, height: int) -> Cell:
    return Cell(x=cell.x, y=cell.y, w=cell.w, h=height)


def _headings(definition: Definition, layout: SheetLayout) -> list[tuple[Line, ...]]:
    header = layout.pages[0].header
    columns = columns_of(definition.rules)
    return [
        fitted(
            [(one.heading, Face.SANS)],
            _HEADING_SIZES,
            Cell(x=0, y=0, w=one.width - 600, h=header.h - 300),
            f"票面“{one.heading}”一栏的名称",
        )
        for one in columns
    ]


def _notes(definition: Definition, layout: SheetLayout, page: SheetPage) -> tuple[Line, ...]:
    numbered = (
        f"{at}. {one}"
        for at, one in enumerate(instructions(definition, len(layout.pages)), start=1)
    )
    sizes = _LARGE_NOTE_SIZES if layout.format.large else _NOTE_SIZES
    return fitted([("说明：" + "".join(numbered), Face.SANS)], sizes, page.notes, "票面说明")


def _whole_list(layout: SheetLayout) -> dict[int, tuple[Line, ...]]:
    """Return the text of the one row that is voted on where the list is decided as a whole."""
    row = layout.pages[-1].rows[-1]
    if row.project != _WHOLE_LIST:
        return {}
    text = [(_WHOLE_LIST_TEXT, Face.SANS)]
    return {_WHOLE_LIST: fitted(text, _HEADING_SIZES, row.text, "票面文字")}
