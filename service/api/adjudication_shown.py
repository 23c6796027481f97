"""What the adjudication desk shows of a doubtful sheet, in the words of the hall."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ballot import sampling
from ballot.definition import Definition
from ballot.reading import DOUBTFUL, BoxReading, Doubt, RuledRow, Ruling, View, earlier_views
from ballot.rules.text import clause_names, draft
from ballot.sheet import SheetLayout
from counting.doubts import GROUND_NAMES, NOT_GENUINE, clause_behind, ground_name, rules_behind
from counting.validity import grounds_under
from service.documents.facts import numbers_of
from service.scanning.adjudicating import NO_CLAUSE, VIEWS, DoubtfulSheet
from service.scanning.bundles import Paper
from service.scanning.wording import advice_on, named, opinions_of

_COUNTED = frozenset({"at_most_k", "exactly_k"})
"""Modes in which the number of approvals decides on the sheet."""
_WRITTEN = frozenset({"allowed", "ballot_void"})
"""Rules by which what is written in beside the list counts, or spoils the sheet."""


def choices_of(definition: Definition) -> dict[str, Any]:
    """Return what a row may be decided as, in the order of the keys.

    And the grounds on which the rules let a whole sheet be void, how many may be approved where
    that is one (``seats``), whether it matters what was ``written`` in, and whether there are
    ``lines`` for it.
    """
    rules = definition.rules
    rows = [{"value": value, "name": name} for value, name in opinions_of(rules)]
    grounds = {*grounds_under(rules), NOT_GENUINE}
    return {
        "rows": rows,
        "seats": definition.seats if rules.ballot_mode in _COUNTED else None,
        "written": rules.write_in in _WRITTEN,
        "lines": rules.write_in == "allowed",
        "ranks": rules.ballot_mode == "ranked",
        "void": [
            {"value": value, "name": name}
            for value, name in GROUND_NAMES.items()
            if value in grounds
        ],
    }


def shown(
    sheet: DoubtfulSheet, paper: Paper, own: int | None, missing: Sequence[int] = ()
) -> dict[str, Any]:
    """Return one sheet; ``own`` is the number of the 监票人 who looks, None for the chief.

    ``file`` has the name and the page of the file of scans in which the sheet lies, None where
    ``place`` says that already.
    ``missing`` are its sides that were not scanned, named with that reason (``sides``).
    ``blind``: a sheet of the sample, of which the machine's reading is not told before this person
    has looked (the chief: two 监票人 have). After that ``against`` says where the views told here
    differ from it.
    """
    views = [one for one in sheet.views if own is None or one.scrutineer == own]
    decided = sheet.draft or sheet.ruled
    looked = len(sheet.views) >= VIEWS if own is None else bool(views)
    blind = sheet.sampled and decided is None and not looked
    numbering, rules = numbers_of(paper.state), paper.state.rules
    return {
        "sheet": sheet.digest,
        "batch": sheet.batch,
        "place": sheet.place,
        "by_hand": sheet.by_hand,
        "file": msgspec.to_builtins(sheet.file),
        "reasons": [
            {"value": one, "name": name, "sides": missing if one == "page_missing" else ()}
            for one, name, _ in named(sheet.reasons, sheet.reading.rows)
        ],
        "advice": advice_on(sheet.reasons),
        "clause": clause_behind(sheet.reasons, numbering, rules) or NO_CLAUSE,
        "clauses": clauses_of(sheet.reasons, paper),
        "pages": [one.number for one in sheet.reading.pages],
        "sampled": sheet.sampled,
        "blind": blind,
        "against": _against(sheet, views) if sheet.sampled and not blind else None,
        "rows": _rows(sheet, paper, blind=blind),
        "views": [_view(one, sheet.former) for one in views],
        "given": len(sheet.views),
        "draft": _decision(sheet.draft),
        "ruled": _decision(sheet.ruled),
        "decided": decided is not None,
    }


def _view(view: View, former: Sequence[View]) -> dict[str, Any]:
    """Return a view with those that the same person gave ``before``, to whoever may see it."""
    told: dict[str, Any] = msgspec.to_builtins(view)
    return {**told, "before": [msgspec.to_builtins(one) for one in earlier_views(view, former)]}


def clauses_of(reasons: Sequence[Doubt], paper: Paper) -> list[str]:
    """Return the clauses of the passed text that ``reasons`` are decided by, word for word."""
    passed = paper.state.facts.clauses or draft(paper.state.rules)
    wanted = {name for reason in reasons for name in rules_behind(reason)}
    return [
        f"{clause_names({one.number})}　{one.text}"
        for one in passed
        if wanted & set(one.parameters)
    ]


def _against(sheet: DoubtfulSheet, views: Sequence[View]) -> dict[str, Any]:
    """Return the projects that some view holds otherwise than the machine, and if one is void."""
    held = [(row.project, row.reading) for view in views for row in view.rows]
    return {
        "rows": [
            row.project
            for row in sheet.reading.rows
            if any(at == row.project and said != row.reading for at, said in held)
        ],
        "whole": any(view.void is not None for view in views),
    }


def _rows(sheet: DoubtfulSheet, paper: Paper, *, blind: bool) -> list[dict[str, Any]]:
    """Return every row of a sheet: people decide those of a missing side as well."""
    read = {one.project: one for one in sheet.reading.rows}
    return [
        {
            "project": project,
            "reading": None if blind else DOUBTFUL if one is None else one.reading,
            "boxes": [] if one is None else [_box(box, blind=blind) for box in one.boxes],
        }
        for project in paper.form.rows
        for one in (read.get(project),)
    ]


def _box(box: BoxReading, *, blind: bool) -> dict[str, str | None]:
    """Return what was read of a box; what was measured of it is for programs."""
    return {"choice": box.choice, "mark": None if blind else box.mark}


def places_on(layout: SheetLayout, number: int) -> list[dict[str, int]]:
    """Return where the rows of page ``number`` stand, in thousandths of its height."""
    height = layout.size[1]
    return [
        {
            "project": row.project,
            "page": number,
            "top": row.number.y * 1000 // height,
            "bottom": row.number.bottom * 1000 // height,
        }
        for row in layout.pages[number - 1].rows
    ]


def to_draw(paper: Paper) -> int:
    """Return how many sheets are still to be drawn for the sample."""
    if paper.current.sample is not None:
        return 0
    return sampling.to_draw(paper.state.rules, paper.current)


def _decision(ruling: Ruling | None) -> dict[str, Any] | None:
    if ruling is None:
        return None
    return {
        "rows": [_row(one) for one in ruling.rows],
        "void": ruling.void,
        "void_name": ground_name(ruling.void),
        "clause": ruling.clause,
        "written": ruling.written,
    }


def _row(row: RuledRow) -> dict[str, Any]:
    return {"project": row.project, "reading": row.reading}
