"""The texts of a sheet, fitted into the zones of its layout."""

from dataclasses import dataclass

from ballot.definition import Definition
from ballot.sheet import Cell, SheetLayout, SheetPage, columns_of
from printing.ballots.drawing import points
from printing.ballots.fitting import PADDING, Line, fitted, rows_of
from printing.ballots.wording import instructions, is_motion, title_of
from printing.errors import PaperRefused
from printing.fonts import Face, require_glyphs
from printing.papers.lines import NOTE_UNIT, Type, balanced, wrap
from printing.papers.titles import titled

_TITLE_SIZES = (20, 18, 16, 15, 14, 13, 12)
_SESSION_SIZES = (12, 11, 10.5, 10, 9)
_SESSION_HEIGHT = 6_500
_NOTE_SIZES = {
    False: ((12, 11.5, 11, 10.5), (12, 11.5, 11, 10.5, 10, 9.5, 9)),
    True: ((14, 13.5, 13, 12.5, 12), (14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 10)),
}
"""Sizes of the 说明 as a list and run on; by whether the type is large."""
_HEADING_SIZES = {False: (12, 11.5, 11, 10.5, 10, 9.5, 9), True: (13, 12.5, 12)}
"""By whether the type is large: the header (`ballot.sheet`) is tall enough for the least."""
_WHOLE_WORD = 3
"""A heading of so many characters is never broken."""
_LIST_HEADING, _LARGER_LIST_HEADING = Type(Face.SANS, 12, 15), Type(Face.SANS, 14, 17)
_LARGER_TITLES, _LARGER_SESSIONS, _LARGER_HEADINGS, _LARGER_NOTES = (
    (26, 24, 22),
    (14,),
    (15, 14),
    (14, 13),
)
"""Where there is room for more than the usual: on A3, and mostly in large type."""
_LARGE_NUMBER_SIZES = (18, 16, 15, 14)
_NUMBER_SIZES = (13, 12, 11, 10, 9, 8, 7)
_MARGIN = 1_200
"""White beside headings and numbers, both sides together."""
_WHOLE_LIST = 0
_WHOLE_LIST_SIZES = (18, 16, 15, 14, 13, 12, 11, 10.5)
_WHOLE_LIST_TEXT = "对以上候选项目清单整体的意见"
_ONE_PROJECT_TEXT, _MOTION_TEXT = "对以上候选项目的意见", "对以上草案的意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTexts:
    """What stands on the pages.

    ``list_headings`` of numbers and texts, ``headings`` by column of boxes, ``numbers`` and
    ``rows`` by project, ``notes`` by page.
    """

    title: tuple[Line, ...]
    session: tuple[Line, ...]
    list_headings: tuple[Line, Line]
    headings: tuple[tuple[Line, ...], ...]
    numbers: dict[int, Line]
    rows: dict[int, tuple[Line, ...]]
    notes: tuple[tuple[Line, ...], ...]


def texts_of(definition: Definition, layout: SheetLayout) -> SheetTexts:
    """Return the texts at the largest sizes that fit.

    Raises MissingGlyph for a character that cannot be drawn, PaperRefused for a text that does not
    fit at the smallest size: nothing is ever cut.
    """
    title = layout.pages[0].title
    larger = _is_larger(layout)
    return SheetTexts(
        title=fitted(
            [(title_of(definition), Face.SERIF_BOLD)],
            (*(_LARGER_TITLES if larger else ()), *_TITLE_SIZES),
            _shorter(title, title.h - _SESSION_HEIGHT),
            "票决名称",
            titled,
        ),
        session=fitted(
            [(f"（{definition.session}）", Face.SANS)],
            (*(_LARGER_SESSIONS if larger else ()), *_SESSION_SIZES),
            _shorter(title, _SESSION_HEIGHT),
            "会议名称",
            titled,
        ),
        list_headings=_list_headings(definition, larger=larger),
        headings=_headings(definition, layout),
        numbers=_numbers(layout),
        rows=rows_of(definition, layout) | _whole_list(definition, layout),
        notes=tuple(_notes(definition, layout, page) for page in layout.pages),
    )


def _shorter(cell: Cell, height: int) -> Cell:
    return Cell(x=cell.x, y=cell.y, w=cell.w, h=height)


def _is_larger(layout: SheetLayout) -> bool:
    return layout.format.large or layout.format.paper == "A3"


def _list_headings(definition: Definition, *, larger: bool) -> tuple[Line, Line]:
    kind = _LARGER_LIST_HEADING if larger else _LIST_HEADING
    rules = definition.rules
    item = "测评项目" if rules.ballot_mode == "graded" else "候选项目"
    if is_motion(rules):
        item = "表决事项"
    return ("序号", kind), (item, kind)


def _headings(definition: Definition, layout: SheetLayout) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of every column's heading, all of the largest size that fits."""
    columns = columns_of(definition.rules)
    for one in columns:
        require_glyphs(one.heading, Face.SANS, "票面的栏名")
    height = points((layout.pages[-1].strip or layout.pages[-1].header).h)
    larger = _LARGER_HEADINGS if _is_larger(layout) else ()
    for size in (*larger, *_HEADING_SIZES[layout.format.large]):
        kind = Type(Face.SANS, size, size * 1.1)
        headings = [balanced(one.heading, kind, points(one.width - _MARGIN)) for one in columns]
        if all(
            len(lines) * kind.leading <= height
            and (len(lines) == 1 or len("".join(lines)) > _WHOLE_WORD)
            for lines in headings
        ):
            return tuple(tuple((line, kind) for line in lines) for lines in headings)
    longest = max((one.heading for one in columns), key=len)
    raise PaperRefused(
        f"“{longest}”太长，票面的栏名印不下（不会截断），请改短等次的名称。",
        code="ballots.heading",
    )


def _numbers(layout: SheetLayout) -> dict[int, Line]:
    """Return the printed numbers, all of the largest size in which the longest fits its cell."""
    rows = [row for page in layout.pages for row in page.rows if row.project != _WHOLE_LIST]
    room = points(rows[0].number.w - _MARGIN)
    longest = max((str(row.project) for row in rows), key=len)
    larger = _LARGE_NUMBER_SIZES if layout.format.large else ()
    kinds = [Type(Face.SANS, size, size * 1.2) for size in (*larger, *_NUMBER_SIZES)]
    kind = next((one for one in kinds if one.width(longest) <= room), kinds[-1])
    return {row.project: (str(row.project), kind) for row in rows}


def _notes(definition: Definition, layout: SheetLayout, page: SheetPage) -> tuple[Line, ...]:
    """Set the 说明, a line to every sentence where that fits, else one after the other."""
    sentences = instructions(definition, len(layout.pages))
    numbered = [f"{at}. {one}" for at, one in enumerate(sentences, start=1)]
    numbered[0] = f"说明：{numbered[0]}"
    listed, run_on = _NOTE_SIZES[layout.format.large]
    if layout.format.paper == "A3" and not layout.format.large:
        listed = (*_LARGER_NOTES, *listed)
    room = page.notes
    try:
        return fitted([(one, Face.SANS) for one in numbered], listed, room, "票面说明", _note)
    except PaperRefused:
        return fitted([("".join(numbered), Face.SANS)], run_on, room, "票面说明", _note)


def _note(text: str, kind: Type, width: float) -> tuple[str, ...]:
    return wrap(text, kind, width, unit_of=NOTE_UNIT)


def _whole_list(definition: Definition, layout: SheetLayout) -> dict[int, tuple[Line, ...]]:
    """Return the text of the one row that is voted on where the list is decided as a whole."""
    row = layout.pages[-1].rows[-1]
    if row.project != _WHOLE_LIST:
        return {}
    asked = _WHOLE_LIST_TEXT if len(definition.candidates) > 1 else _ONE_PROJECT_TEXT
    text = [(_MOTION_TEXT if is_motion(definition.rules) else asked, Face.SERIF_BOLD)]
    inner = Cell(x=row.text.x, y=row.text.y, w=row.text.w - 2 * PADDING[0], h=row.text.h)
    return {_WHOLE_LIST: fitted(text, _WHOLE_LIST_SIZES, inner, "票面文字", titled)}
