"""Sheets as a machine would hand them over: rows of boxes, doubts by the rules, and rulings."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from ballot.canonical import Digest, digest
from ballot.reading import (
    DOUBTFUL,
    BoxReading,
    Doubt,
    Mark,
    PageReading,
    RowReading,
    RuledRow,
    Ruling,
    SheetReading,
    View,
    salted,
)
from ballot.rules import Rules
from ballot.sheet import columns_of
from counting.doubts import row_of_boxes, rule_doubts
from counting.paper import ReadSheet
from counting.paper_form import PaperForm
from counting.validity import Ballot

DEFINITION, IMAGE = digest(b"definition"), digest(b"image")


def form(rules: Rules, numbers: Sequence[int] = (1, 2, 3, 4), seats: int = 2) -> PaperForm:
    return PaperForm(rules=rules, numbers=tuple(numbers), ballot=Ballot(seats=seats))


def salt_of(value: SheetReading | Ruling) -> bytes:
    """Return a salt that anybody can repeat; for tests only."""
    return sha256(b"salt" + msgspec.json.encode(value)).digest()


def named(value: SheetReading | Ruling) -> Digest:
    return salted(salt_of(value), value)


def row(project: int, rules: Rules, *marked: str, doubtful: str = "") -> RowReading:
    """Return a row of style B, C or of a 测评表 in which the boxes ``marked`` bear a mark."""
    boxes = tuple(
        BoxReading(choice=one.choice, mark=_mark(one.choice, marked, doubtful), score=1000)
        for one in columns_of(rules)
    )
    return RowReading(project=project, reading=row_of_boxes(boxes, rules) or "", boxes=boxes)


def _mark(choice: str, marked: Sequence[str], doubtful: str) -> Mark:
    if choice == doubtful:
        return "doubtful"
    return "marked" if choice in marked else "blank"


def reading(
    rows: Sequence[RowReading],
    asked: PaperForm,
    *,
    identity: str | None = "0" * 31 + "1",
    doubts: Sequence[Doubt] = (),
    round_: int = 1,
    definition: Digest = DEFINITION,
    image: Digest = IMAGE,
) -> SheetReading:
    """Return a reading whose doubts are those of the rules and ``doubts``."""
    return SheetReading(
        round=round_,
        definition=definition,
        identity=identity,
        known_by=None if identity is None else "code",
        reader="test-1",
        pages=(PageReading(number=1, image=image, scale=1000),),
        rows=tuple(rows),
        doubts=(*rule_doubts(rows, asked), *doubts),
    )


def ruling(
    sheet: SheetReading,
    rows: Sequence[tuple[int, str]],
    void: str | None = None,
    written: tuple[str, ...] = (),
) -> Ruling:
    """Return a ruling on ``sheet`` on which everybody agreed."""
    ruled = tuple(RuledRow(project=project, reading=one) for project, one in rows)
    return Ruling(
        sheet=named(sheet),
        rows=ruled,
        void=void,
        clause="依据票决办法第五条。",
        written=written,
        views=tuple(View(scrutineer=one, rows=ruled, void=void) for one in (1, 2)),
    )


def as_read(sheet: SheetReading) -> list[tuple[int, str]]:
    """Return the rows as the machine read them, doubtful ones as 辨认不清."""
    return [
        (one.project, "illegible" if one.reading == DOUBTFUL else one.reading) for one in sheet.rows
    ]


def sheet(read: SheetReading, ruled: Ruling | None = None) -> ReadSheet:
    return ReadSheet(digest=named(read), reading=read, ruling=ruled)
