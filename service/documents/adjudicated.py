"""From rulings on sheets to 无效票、疑问票认定记录, which tells marks of single sheets.

It is made anew whenever it is asked for and stands in no log and no public record: what it is made
from is in the evidence, and so is the page of it that people signed by hand. That is why it may
name files of scans, which nothing that is published does: people call files as they like.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from ballot.events.reading import MOST_RULINGS
from ballot.reading import DOUBTFUL, Doubt, Ruling, SheetReading, View
from ballot.refusals import NotYet
from ballot.rules import Rules
from ballot.state import Stage
from counting.doubts import GROUND_NAMES, NOT_GENUINE
from counting.paper_form import form_of
from printing.papers import Rendered, render
from printing.papers.adjudication import (
    Adjudicated,
    Held,
    RuledItem,
    RuledSheet,
    adjudication_record,
)
from printing.papers.wording import in_runs
from service.documents import facts
from service.documents.desk import furnished
from service.house import House
from service.scanning.adjudicating import DoubtfulSheet, looked_at
from service.scanning.bundles import Paper, read_paper
from service.scanning.missing import sides_missing
from service.scanning.wording import named, reading_name

Which = Literal["signed", "unsigned"]
READ: tuple[Stage, ...] = ("closed", "counted", "certified", "announced")

_COUNTED: frozenset[Doubt] = frozenset({"overvote", "undervote"})
_NAMES: Mapping[str, str] = {str(ground): name for ground, name in GROUND_NAMES.items()}


async def record_of(house: House, election: str, number: int, which: Which, form: str) -> bytes:
    """Return the record of signed rulings, or of those that wait, as ``docx`` or ``pdf``.

    Raises WrongStage before the close, NotYet without any such ruling, PaperRefused.
    """
    paper = await read_paper(house, election, number, *READ)
    found = await looked_at(house, paper)
    rulings = _signed(found) if which == "signed" else _unsigned(found)
    sheets = [
        _sheet(one, ruling, paper, await sides_missing(house, election, number, one.reading))
        for one, ruling in rulings
    ]
    if not sheets:
        waits = "没有已经签字的认定" if which == "signed" else "没有等待签字的认定"
        raise NotYet(f"{waits}，不能出具认定记录。")
    desk = await furnished(house, paper.state, paper.current)
    made = Adjudicated(
        session=facts.session(paper.state, paper.current),
        sheets=tuple(sheets),
        state=which,
        signers=desk.signers,
        date=desk.date,
    )
    rendered: Rendered = await house.work(_rendered, made)
    return rendered.docx if form == "docx" else rendered.pdf


def _signed(found: Sequence[DoubtfulSheet]) -> list[tuple[DoubtfulSheet, Ruling]]:
    return [(one, one.ruled) for one in found if one.ruled is not None]


def _unsigned(found: Sequence[DoubtfulSheet]) -> list[tuple[DoubtfulSheet, Ruling]]:
    """Return the decisions that the next page of them holds, as people sign them."""
    waiting = [(one, one.draft) for one in found if one.draft is not None]
    page = {one.digest for one in sorted((one for one, _ in waiting), key=_name)[:MOST_RULINGS]}
    return [(one, draft) for one, draft in waiting if one.digest in page]


def _name(sheet: DoubtfulSheet) -> str:
    return sheet.digest


def _rendered(made: Adjudicated) -> Rendered:
    return render(adjudication_record(made))


def _sheet(one: DoubtfulSheet, ruling: Ruling, paper: Paper, lost: Sequence[int]) -> RuledSheet:
    rules = paper.definition.rules
    read = {row.project: row.reading for row in one.reading.rows}
    said = {row.project: row.reading for row in ruling.rows}
    items = [at for at in form_of(paper.definition).rows if _questioned(at, read, ruling)]
    return RuledSheet(
        batch=one.batch,
        place=one.place,
        by_hand=one.by_hand,
        file="" if one.file is None else one.file.name,
        page=0 if one.file is None else one.file.page,
        reasons=tuple(_reasons(one, lost)),
        sampled=one.sampled,
        machine=_machine(one.reading, one.reasons, items),
        items=tuple(
            RuledItem(
                number=at,
                machine=reading_name(read[at], rules) if at in read and one.reading.pages else "",
                ruled=reading_name(said[at], rules),
            )
            for at in items
        ),
        views=tuple(_views(ruling, items, rules)),
        void=_ground(ruling.void),
        foreign=ruling.void == NOT_GENUINE,
        written=len(ruling.written),
        clause=ruling.clause.removeprefix("（依据").removesuffix("）").removesuffix("。"),
    )


def _ground(void: str | None) -> str | None:
    return None if void is None else _NAMES.get(void, void)


def _questioned(project: int, read: Mapping[int, str], ruling: Ruling) -> bool:
    """Say whether the machine was uncertain of a project, or anybody held otherwise than it."""
    machine = read.get(project)
    if machine is None or machine in {DOUBTFUL, "illegible"}:
        return True
    views = (*ruling.views, *ruling.replaced)
    held = [*ruling.rows, *(row for view in views for row in view.rows)]
    return any(row.reading != machine for row in held if row.project == project)


def _reasons(one: DoubtfulSheet, lost: Sequence[int]) -> Iterator[str]:
    """Name the doubts, and the projects or the ``lost`` sides that each is about, where known."""
    for doubt, name, numbers in named(one.reasons, one.reading.rows):
        if doubt == "page_missing" and lost:
            yield f"缺第{in_runs(lost)}面"
        else:
            yield name + (f"（第{in_runs(numbers)}项）" if numbers else "")


def _machine(reading: SheetReading, reasons: Sequence[Doubt], items: Sequence[int]) -> str:
    """Return what the machine held of the whole sheet, as far as its doubt is about that."""
    if not reading.pages:
        return "未能读票"
    if _COUNTED.intersection(reasons):
        chosen = [row for row in reading.rows if row.reading == "approve" or row.reading.isdigit()]
        return f"选了{len(chosen)}项"
    return "" if items else "各项没有疑问"


def _views(ruling: Ruling, items: Sequence[int], rules: Rules) -> Iterator[Held]:
    """Yield every view with those that the same person changed."""
    for view in ruling.views:
        *former, last = (_held(one, items, rules) for one in ruling.held_by(view))
        yield replace(last, former=tuple(former))


def _held(view: View, items: Sequence[int], rules: Rules) -> Held:
    said = {row.project: row.reading for row in view.rows}
    return Held(
        scrutineer=view.scrutineer,
        said=tuple(reading_name(said[at], rules) for at in items),
        void=_ground(view.void),
    )
