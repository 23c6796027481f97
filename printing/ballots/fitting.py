"""Text that must fit its cell: the largest size that does, or a refusal that names the text.

Every project gets the same size and the same particulars: a list that gave more room to one of
them would recommend it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from ballot.candidates import Candidate
from ballot.definition import Definition
from ballot.errors import Refused
from ballot.languages import require_titles
from ballot.money import in_wan
from ballot.rules.languages import CHINESE, LANGUAGES
from ballot.sheet import Cell, Format, SheetLayout, layout_of
from printing.ballots.drawing import points
from printing.errors import MissingGlyph, PaperRefused
from printing.fonts import Face, require_glyphs
from printing.papers.lines import Type, wrap
from printing.preflight import MOST_TOLD, told
from printing.scripts import ScriptType, has_type, require_script, wrap_words

Line = tuple[str, Type | ScriptType]

PADDING = (1_500, 700)
"""White between a ruling and the text beside it, across and down, in µm."""
_TIGHT = 1.18
"""Distance between the lines of a row, in sizes."""

_Sizes = tuple[tuple[float, ...], tuple[float, ...]]
_A3: tuple[_Sizes, ...] = (((22, 20, 18, 16), (14, 13, 12)),)
_USUAL: tuple[_Sizes, ...] = (
    ((18, 16, 15, 14, 13, 12), (13, 12, 11, 10.5, 10)),
    ((12, 11, 10.5), (9.5, 9)),
)
"""Sizes of names, and of what stands below them; 小五 (9 pt) is the least that people must read."""
_SMALL: tuple[_Sizes, ...] = (((10, 9.5, 9), (9,)),)
_LARGE: tuple[_Sizes, ...] = (((20, 19, 18, 17, 16), (14, 13, 12)),)
_SMALL_LARGE: tuple[_Sizes, ...] = (((15, 14), (12,)),)
_DIFFERENCE = 1
"""A name is larger than what stands below it by this, in points."""

_BETWEEN = "　"
_PARTICULARS: tuple[tuple[str, ...], ...] = (
    ("content", "investment", "department"),
    ("investment", "department"),
    ("investment",),
    (),
)
_CHINESE = {"content": "主要内容", "investment": "投资", "department": "责任单位"}


@dataclass(frozen=True, slots=True)
class _Manner:
    """One way to set all rows: the sizes of name and detail, and which particulars stand below."""

    size: float
    detail_size: float
    particulars: tuple[str, ...]
    equal: bool = True
    """Whether a name in another language is as large as the Chinese one, or only as the detail."""

    @property
    def title(self) -> Type:
        return self.name if self.equal else self.detail

    @property
    def name(self) -> Type:
        return Type(Face.SANS, self.size, self.size * _TIGHT)

    @property
    def detail(self) -> Type:
        return Type(Face.SANS, self.detail_size, self.detail_size * _TIGHT)


def rows_of(definition: Definition, layout: SheetLayout) -> dict[int, tuple[Line, ...]]:
    """Return the lines of every project by number, in the first manner in which all of them fit.

    Raises MissingGlyph, PaperRefused for a name that does not fit at the smallest size, Refused for
    a list without names in a language of the rules.
    """
    return _fitting(definition, layout)[1]


def left_out(definition: Definition, layout: SheetLayout) -> tuple[str, ...]:
    """Return the particulars that no row shows because one has no room for them, in Chinese.

    Raises as `rows_of`.
    """
    shown = _fitting(definition, layout)[0].particulars
    return tuple(
        chinese
        for name, chinese in _CHINESE.items()
        if name not in shown
        and any(text for one in definition.candidates for text in _particulars(one, (name,)))
    )


def roomier(definition: Definition, layout: SheetLayout) -> tuple[Format, ...]:
    """Return the formats that leave nothing out, those of the same paper first."""
    now = layout.format
    others = [
        Format(paper=paper, landscape=landscape, large=large)
        for paper in dict.fromkeys((now.paper, "A3"))
        for large, landscape in product(
            (now.large, not now.large), (now.landscape, not now.landscape)
        )
    ]
    return tuple(one for one in others if one != now and _holds(definition, one))


def _holds(definition: Definition, sheet: Format) -> bool:
    try:
        return not left_out(definition, layout_of(definition, sheet))
    except (Refused, PaperRefused):
        return False


def _fitting(
    definition: Definition, layout: SheetLayout
) -> tuple[_Manner, dict[int, tuple[Line, ...]]]:
    require_titles(definition.rules, definition.candidates)
    _require_glyphs(definition)
    cells = {row.project: row.text for page in layout.pages for row in page.rows}
    languages = definition.rules.languages
    for manner in _manners(layout.format, several=len(languages) > 1):
        rows: dict[int, tuple[Line, ...]] = {}
        for one in definition.candidates:
            lines = _set(one, languages, manner, cells[one.number])
            if lines is None:
                break
            rows[one.number] = lines
        else:
            return manner, rows
    # The last manner is that of the smallest type without particulars.
    long = [
        one for one in definition.candidates if not _set(one, languages, manner, cells[one.number])
    ]
    fields = [
        f"项目{one.number}的"
        f"{'其他文字的名称' if _set(one, (), manner, cells[one.number]) else '名称'}"
        for one in long
    ]
    more = f"等 {len(long)} 处" if len(long) > MOST_TOLD else ""
    raise PaperRefused(
        f"{'、'.join(fields[:MOST_TOLD])}{more}太长，票面一格内用最小的字也印不下（不会截断），"
        f"请改用更大的纸、横排或者不用大字版，或者报请确定清单的主席团使用简称。",
        code="ballots.name",
    )


def _manners(sheet: Format, *, several: bool) -> Iterator[_Manner]:
    """Yield the manners from the best: legible names, then many particulars, then large names.

    Of ``several`` languages none is set smaller than the other, unless particulars were lost.
    """
    usual = (*_A3, *_USUAL) if sheet.paper == "A3" else _USUAL
    for tiers in (_LARGE, _SMALL_LARGE) if sheet.large else (usual, _SMALL):
        for particulars in _PARTICULARS:
            for equal in (True, False) if several else (True,):
                for name, detail in _sizes(tiers):
                    yield _Manner(name, detail, particulars, equal)


def _sizes(tiers: Sequence[_Sizes]) -> Iterator[tuple[float, float]]:
    for names, details in tiers:
        for name, detail in product(names, details):
            if detail <= name - _DIFFERENCE or name == detail == min(names):
                yield name, detail


def _set(
    candidate: Candidate, languages: Sequence[str], manner: _Manner, cell: Cell
) -> tuple[Line, ...] | None:
    """Return the lines of one project, None where they do not fit ``cell``."""
    width = points(cell.w - 2 * PADDING[0])
    height = points(cell.h - 2 * PADDING[1])
    lines: list[Line] = [(line, manner.name) for line in wrap(candidate.name, manner.name, width)]
    for code in languages:
        if code != CHINESE:
            lines += _titled(candidate.titles[code], code, manner.title, width)
    particulars = tuple(_particulars(candidate, manner.particulars))
    lines += [(line, manner.detail) for line in _joined(particulars, manner.detail, width)]
    used = sum(kind.leading for _, kind in lines)
    return tuple(lines) if used <= height else None


def _titled(title: str, code: str, kind: Type, width: float) -> Iterator[Line]:
    """Yield the lines of a name in another language."""
    if has_type(code):
        script = ScriptType(code, kind.size)
        yield from ((line, script) for line in wrap_words(title, script, width))
    else:
        yield from ((line, kind) for line in wrap(title, kind, width))


def _joined(particulars: Sequence[str], kind: Type, width: float) -> Iterator[str]:
    """Yield lines of whole particulars, as many to a line as fit; a long one is broken."""
    line = ""
    for one in particulars:
        longer = f"{line}{_BETWEEN}{one}" if line else one
        if line and kind.width(longer) > width:
            yield from wrap(line, kind, width)
            longer = one
        line = longer
    if line:
        yield from wrap(line, kind, width)


def _particulars(candidate: Candidate, wanted: tuple[str, ...]) -> Iterator[str]:
    if "content" in wanted and candidate.content:
        # A line of its own stays one: it is broken where it ends, or set apart by a blank.
        yield from filter(None, map(str.strip, candidate.content.splitlines()))
    if "investment" in wanted and candidate.investment_fen is not None:
        yield f"{_grouped(in_wan(candidate.investment_fen))}万元"
    if "department" in wanted and candidate.department:
        yield candidate.department


def _grouped(amount: str) -> str:
    whole, point, rest = amount.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _require_glyphs(definition: Definition) -> None:
    """Raise MissingGlyph that names all texts which cannot be drawn: a list is mended at once."""
    found = [sentence for check in _drawable(definition) for sentence in _fault_of(check)]
    if found:
        raise MissingGlyph(told(found))


def _drawable(definition: Definition) -> Iterator[Callable[[], None]]:
    """Yield a check for every text of a row."""
    for one in definition.candidates:
        where = f"项目{one.number}的"
        for text, field in (
            (one.name, "名称"),
            (one.content, "内容"),
            (one.department, "责任单位"),
        ):
            yield partial(require_glyphs, "".join(text.split()), Face.SANS, where + field)
        for code in definition.rules.languages:
            if code != CHINESE:
                title = f"{where}{LANGUAGES[code]}名称"
                yield partial(_require_title, one.titles[code], code, title)


def _fault_of(check: Callable[[], None]) -> tuple[str, ...]:
    try:
        check()
    except MissingGlyph as error:
        return (error.sentence,)
    return ()


def _require_title(title: str, code: str, where: str) -> None:
    if has_type(code):
        require_script(title, code, where)
    else:
        require_glyphs("".join(title.split()), Face.SANS, where)


def fitted(
    texts: Sequence[tuple[str, Face]],
    sizes: Sequence[float],
    room: Cell,
    what: str,
    broken: Callable[[str, Type, float], tuple[str, ...]] = wrap,
) -> tuple[Line, ...]:
    """Return ``texts``, each from a line of its own, in the first of ``sizes`` that fits ``room``.

    Raises MissingGlyph and PaperRefused; ``what`` names the text in their sentences, ``broken``
    breaks it into lines.
    """
    for text, face in texts:
        require_glyphs(text, face, what)
    for size in sizes:
        lines = [
            (line, Type(face, size, size * 1.3))
            for text, face in texts
            for line in broken(text, Type(face, size, size * 1.3), points(room.w))
        ]
        if sum(kind.leading for _, kind in lines) <= points(room.h):
            return tuple(lines)
    raise PaperRefused(f"{what}太长，用最小的字也印不下（不会截断），请改短。", code="ballots.text")
