"""How a person fills a sheet in, and what every row then means: the truth of the bench."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ballot.sheet import Box, Cell, SheetKind, SheetPage
from bench.paper import marks
from bench.paper.marks import Paper, Place
from bench.paper.on_text import write_on_text
from bench.paper.picture import Rng
from bench.paper.strokes import PENS, RED_PEN, Hand, some_hand
from bench.paper.symbols import FOREIGN, SYMBOLS, write_symbol
from bench.paper.taken_back import taken_back

ROW_KINDS = {
    "one": 0.74,
    "blank": 0.06,
    "light": 0.04,
    "overvote": 0.02,
    "correction": 0.03,
    "stray": 0.05,
    "around": 0.02,
    "outside": 0.02,
    "on_text": 0.02,
}
"""What happens in a row of boxes, and how often."""
SYMBOL_KINDS = {"symbol": 0.82, "blank": 0.06, "foreign": 0.12}
RED_SHARE = 0.04
"""Share of the sheets that are written in red; the reader sends red ink to people (seals)."""
FLAGGED = ""
"""The expected reading of a row that only people may decide."""
NOTHING = "nothing"
"""The expected reading of an empty row, whatever the rules take it for."""


@dataclass(frozen=True, slots=True)
class BoxTruth:
    """``kind``: ``empty``, a kind of `marks.CLEAR` or `marks.STRAY`, or what was done to it.

    ``ink``: ``clear``, ``light``, ``stray``, ``other`` (people decide) or ``none``.
    """

    choice: str
    kind: str
    ink: str


@dataclass(frozen=True, slots=True)
class RowTruth:
    """``expected``: the choice, NOTHING or FLAGGED. ``standard``: one clear mark, or none.

    A ``kind`` beside those of ROW_KINDS is ``contrary``: one clear mark, a × in a box other than
    反对. The reader may take it for the box's choice, or better leave it to people.
    """

    project: int
    kind: str
    expected: str
    standard: bool
    boxes: tuple[BoxTruth, ...]


def fill_in(
    paper: Paper,
    page: SheetPage,
    kind: SheetKind,
    rng: Rng,
    shares: Mapping[str, float] = ROW_KINDS,
) -> tuple[str, tuple[RowTruth, ...]]:
    """Mark every row of ``page`` on ``paper``; return the pen's name and the truth.

    One hand fills a whole sheet. ``kind`` A has one box to a row, in which a symbol is written;
    ``shares`` says what happens in the rows of the others.
    """
    hand = replace(some_hand(rng, PENS), habit=marks.clear_mark(rng)[0])
    if rng.random() < RED_SHARE:
        hand = hand.with_pen(RED_PEN)
    rows: dict[int, list[Box]] = {}
    for box in page.boxes:
        rows.setdefault(box.project, []).append(box)
    if kind == "A":
        return hand.pen.name, tuple(_symbol_row(paper, row, hand, rng) for row in rows.values())
    texts = {row.project: row.text for row in page.rows}
    return hand.pen.name, tuple(
        _mark_row(paper, row, texts[number], hand, rng, shares) for number, row in rows.items()
    )


def place_of(box: Box) -> Place:
    """Return the box in mm about its middle."""
    return Place(
        x=(box.x + box.w / 2) / 1000, y=(box.y + box.h / 2) / 1000, w=box.w / 1000, h=box.h / 1000
    )


def _drawn(rng: Rng, kinds: Mapping[str, float]) -> str:
    return str(rng.choice(list(kinds), p=list(kinds.values())))


@dataclass(slots=True)
class _Row:
    """A row being filled in by ``hand``; ``truths`` is what each box then holds."""

    paper: Paper
    boxes: Sequence[Box]
    text: Cell
    hand: Hand
    rng: Rng
    truths: dict[str, BoxTruth]
    chosen: int
    other: int

    @property
    def choice(self) -> str:
        return self.boxes[self.chosen].choice

    def put(self, at: int, name: str, ink: str, mark: marks.Mark, by: Hand | None = None) -> None:
        box = self.boxes[at]
        mark(self.paper, place_of(box), by or self.hand, self.rng)
        self.truths[box.choice] = BoxTruth(box.choice, name, ink)

    def put_clear(self, at: int) -> None:
        name, mark = marks.clear_mark(self.rng, self.hand.habit)
        self.put(at, name, "clear", mark)


def _one(row: _Row) -> str:
    row.put_clear(row.chosen)
    return row.choice


def _contrary(truth: BoxTruth) -> bool:
    """Whether a × stands where one who reads it as 反对 and one who reads it as a tick differ."""
    return truth.kind == "cross" and truth.choice != "oppose"


def _blank(_row: _Row) -> str:
    return NOTHING


def _light(row: _Row) -> str:
    name, mark = marks.clear_mark(row.rng, row.hand.habit)
    row.put(row.chosen, f"faint {name}", "light", mark, marks.faint(row.hand, row.rng))
    return row.choice


def _overvote(row: _Row) -> str:
    row.put_clear(row.chosen)
    row.put_clear(row.other)
    return FLAGGED


def _correction(row: _Row) -> str:
    """One mark taken back and, mostly, where there is another box, a new one made."""
    name, mark = taken_back(row.rng, row.hand.habit)
    row.put(row.other, name, "other", mark)
    if len(row.boxes) > 1 and row.rng.random() < 0.75:
        row.put_clear(row.chosen)
    return FLAGGED


def _stray(row: _Row) -> str:
    """A stray in one box, and in half of the cases a clear mark in another."""
    name = str(row.rng.choice(list(marks.STRAY)))
    row.put(row.other, name, "stray", marks.STRAY[name])
    if len(row.boxes) > 1 and row.rng.random() < 0.5:
        return _one(row)
    return NOTHING


def _around(row: _Row) -> str:
    row.put(row.chosen, "around", "other", marks.around)
    return row.choice


def _outside(row: _Row) -> str:
    row.put(row.chosen, "outside", "other", marks.outside)
    return FLAGGED


def _on_text(row: _Row) -> str:
    write_on_text(row.paper, row.text, row.hand, row.rng)
    return FLAGGED


_FILLED: dict[str, Callable[[_Row], str]] = {
    "one": _one,
    "blank": _blank,
    "light": _light,
    "overvote": _overvote,
    "correction": _correction,
    "stray": _stray,
    "around": _around,
    "outside": _outside,
    "on_text": _on_text,
}


def _mark_row(
    paper: Paper,
    boxes: Sequence[Box],
    text: Cell,
    hand: Hand,
    rng: Rng,
    shares: Mapping[str, float],
) -> RowTruth:
    kind = _drawn(rng, shares)
    if len(boxes) == 1 and kind == "overvote":
        kind = "one"
    chosen = int(rng.integers(len(boxes)))
    other = (chosen + 1 + int(rng.integers(max(len(boxes) - 1, 1)))) % len(boxes)
    truths = {box.choice: BoxTruth(box.choice, "empty", "none") for box in boxes}
    expected = _FILLED[kind](_Row(paper, boxes, text, hand, rng, truths, chosen, other))
    if kind == "one" and any(map(_contrary, truths.values())):
        kind = "contrary"
    standard = kind in {"one", "blank"} and hand.pen.name != RED_PEN.name
    return RowTruth(boxes[0].project, kind, expected, standard, tuple(truths.values()))


def _symbol_row(paper: Paper, row: Sequence[Box], hand: Hand, rng: Rng) -> RowTruth:
    kind = _drawn(rng, SYMBOL_KINDS)
    box, expected, name, ink = row[0], NOTHING, "empty", "none"
    by = hand.with_pen(replace(hand.pen, width=min(hand.pen.width, 1.2)))
    if kind != "blank":
        name = str(rng.choice(SYMBOLS if kind == "symbol" else FOREIGN))
        write_symbol(paper, place_of(box), name, by, rng)
        expected = name if kind == "symbol" else FLAGGED
        ink = "clear" if kind == "symbol" else "other"
    standard = kind != "foreign" and hand.pen.name != RED_PEN.name
    return RowTruth(box.project, kind, expected, standard, (BoxTruth(box.choice, name, ink),))
