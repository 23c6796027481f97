"""Text that must fit its cell: the largest size that does, or a refusal that names the text.

Every project gets the same size and the same particulars: a list that gave more room to one of
them would recommend it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ballot.candidates import Candidate
from ballot.definition import Definition
from ballot.money import in_wan
from ballot.rules.languages import CHINESE, LANGUAGES
from ballot.sheet import Cell, SheetLayout
from printing.ballots.drawing import points
from printing.errors import PaperRefused
from printing.fonts import Face, require_glyphs
from printing.papers.lines import Type, wrap

Line = tuple[str, Type]

_PADDING = (1_500, 700)
"""White between a ruling and the text beside it, across and down, in µm."""
_TIGHT = 1.18
"""Distance between the lines of a name, in sizes."""
_NAME_SIZES = (15, 14, 13, 12, 11, 10.5)
_SMALL_NAME_SIZES = (10, 9.5, 9)
"""小五 (9 pt) is the smallest that people are asked to read on a sheet."""
_LARGE_NAME_SIZES = (20, 19, 18, 17, 16)
_SMALL_LARGE_SIZES = (15, 14)
_DETAIL, _LEAST_DETAIL = 0.8, 8.0
_LARGE_DETAIL = 11.0

_PARTICULARS: tuple[tuple[str, ...], ...] = (
    ("content", "investment", "department"),
    ("investment", "department"),
    ("investment",),
    (),
)


@dataclass(frozen=True, slots=True)
class _Manner:
    """One way to set all rows: the size of the names, and which particulars stand below."""

    size: float
    particulars: tuple[str, ...]
    large: bool

    @property
    def name(self) -> Type:
        return Type(Face.SANS, self.size, self.size * _TIGHT)

    @property
    def detail(self) -> Type:
        least = _LARGE_DETAIL if self.large else _LEAST_DETAIL
        size = max(least, min(self.size * _DETAIL, self.size - 1.5))
        return Type(Face.SANS, size, size * _TIGHT)


def rows_of(definition: Definition, layout: SheetLayout) -> dict[int, tuple[Line, ...]]:
    """Return the lines of every project by number, in the first manner in which all of them fit.

    Raises MissingGlyph, and PaperRefused for a name that does not fit at the smallest size.
    """
    _require_glyphs(definition)
    cells = {row.project: row.text for page in layout.pages for row in page.rows}
    for manner in _manners(large=layout.format.large):
        rows = {
            one.number: _set(one, definition.rules.languages, manner, cells[one.number])
            for one in definition.candidates
        }
        if all(rows.values()):
            return {number: lines for number, lines in rows.items() if lines}
    too_long = next(number for number, lines in rows.items() if not lines)
    raise PaperRefused(
        f"项目{too_long}的名称太长，票面一格内用最小的字也印不下（不会截断），"
        f"请改用更大的纸、横排或者不用大字版，或者报请主席团使用简称。",
        code="ballots.name",
    )


def _manners(*, large: bool) -> Iterator[_Manner]:
    """Yield the manners from the best: first large names, then many particulars."""
    usual, small = (
        (_LARGE_NAME_SIZES, _SMALL_LARGE_SIZES) if large else (_NAME_SIZES, _SMALL_NAME_SIZES)
    )
    for sizes in (usual, small):
        for particulars in _PARTICULARS:
            for size in sizes:
                yield _Manner(size, particulars, large)


def _set(
    candidate: Candidate, languages: Sequence[str], manner: _Manner, cell: Cell
) -> tuple[Line, ...] | None:
    """Return the lines of one project, None where they do not fit ``cell``."""
    width = points(cell.w - 2 * _PADDING[0])
    height = points(cell.h - 2 * _PADDING[1])
    lines = [(line, manner.name) for line in wrap(candidate.name, manner.name, width)]
    further = [candidate.titles[code] for code in languages if code != CHINESE]
    detail = "　".join(_particulars(candidate, manner.particulars))
    for text in (*further, detail):
        if text:
            lines += [(line, manner.detail) for line in wrap(text, manner.detail, width)]
    used = sum(kind.leading for _, kind in lines)
    return tuple(lines) if used <= height else None


def _particulars(candidate: Candidate, wanted: tuple[str, ...]) -> Iterator[str]:
    if "content" in wanted and candidate.content:
        yield candidate.content.replace("\n", " ")
    if "investment" in wanted and candidate.investment_fen is not None:
        yield f"{_grouped(in_wan(candidate.investment_fen))}万元"
    if "department" in wanted and candidate.department:
        yield candidate.department


def _grouped(amount: str) -> str:
    whole, point, rest = amount.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _require_glyphs(definition: Definition) -> None:
    for one in definition.candidates:
        where = f"项目{one.number}的"
        for text, field in (
            (one.name, "名称"),
            (one.content, "内容"),
            (one.department, "责任单位"),
            *(
                (one.titles[code], f"{LANGUAGES[code]}名称")
                for code in definition.rules.languages
                if code != CHINESE
            ),
        ):
            require_glyphs("".join(text.split()), Face.SANS, where + field)


def fitted(
    texts: Sequence[tuple[str, Face]], sizes: Sequence[float], room: Cell, what: str
) -> tuple[Line, ...]:
    """Return ``texts``, each from a line of its own, in the first of ``sizes`` that fits ``room``.

    Raises MissingGlyph and PaperRefused; ``what`` names the text in their sentences.
    """
    for text, face in texts:
        require_glyphs(text, face, what)
    for size in sizes:
        lines = [
            (line, Type(face, size, size * 1.3))
            for text, face in texts
            for line in wrap(text, Type(face, size, size * 1.3), points(room.w))
        ]
        if sum(kind.leading for _, kind in lines) <= points(room.h):
            return tuple(lines)
    raise PaperRefused(f"{what}太长，用最小的字也印不下（不会截断），请改短。", code="ballots.text")
