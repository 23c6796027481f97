"""Boxes read by machine and ruled on by people count as symbols do that a person reads."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ballot.reading import DOUBTFUL
from ballot.rules import Rules
from counting.paper import ReadSheet, count
from counting.paper_form import PaperForm
from counting.readings import Box, read
from counting.validity import Ballot, Sheet, judge
from counting.validity import count as count_symbols
from tests.support.read_sheets import form, reading, row, ruling, sheet

NUMBERS, SEATS = (1, 2, 3), 2
MARKS = {
    "+": ("approve",),
    "-": ("oppose",),
    "0": ("abstain",),
    " ": (),
    "?": ("approve", "oppose"),
}


def symbols(marks: str, rules: Rules) -> Box:
    """Return the same row as a person who draws symbols would have marked it."""
    drawn = {"+": rules.mark_approve[:1], "-": rules.mark_oppose[:1], " ": ()}
    return Box(symbols=drawn[marks]) if marks in drawn else Box(smudged=True)


@st.composite
def texts(draw: st.DrawFn) -> Rules:
    style = draw(st.sampled_from(["B", "C"]))
    return Rules(
        sheet_style=style,
        choices=("approve",) if style == "C" else ("approve", "oppose", "abstain"),
        ballot_mode=draw(st.sampled_from(["at_most_k", "exactly_k", "per_item"])),
        blank_means="abstain",
        undervote=draw(st.sampled_from(["valid", "void"])),
        item_illegible=draw(st.sampled_from(["item_invalid", "item_abstain", "ballot_void"])),
        all_illegible=draw(st.sampled_from(["ballot_void", "valid"])),
        all_blank=draw(st.sampled_from(["valid_abstain", "void"])),
    )


def pile(rules: Rules) -> st.SearchStrategy[list[str]]:
    if rules.sheet_style == "C":
        one = st.text("+ ", min_size=len(NUMBERS), max_size=len(NUMBERS))
    else:
        one = st.text("+- ?", min_size=len(NUMBERS), max_size=len(NUMBERS))
    return st.lists(one, max_size=12)


def scanned(marks: str, drawn: Sheet, rules: Rules, asked: PaperForm) -> ReadSheet:
    rows = [row(n, rules, *MARKS[one]) for n, one in zip(NUMBERS, marks, strict=True)]
    found = reading(rows, asked)
    if not found.doubts:
        return sheet(found)
    people = read(drawn.boxes, rules, SEATS)
    void = judge(drawn, rules, Ballot(seats=SEATS)).void
    assert all(
        machine.reading in (DOUBTFUL, person)
        for machine, person in zip(found.rows, people, strict=True)
    )
    return sheet(found, ruling(found, list(zip(NUMBERS, people, strict=True)), void))


@given(data=st.data(), rules=texts())
def test_boxes_and_rulings_count_as_symbols_do(data: st.DataObject, rules: Rules) -> None:
    marked: Sequence[str] = data.draw(pile(rules))
    asked = form(rules, NUMBERS, SEATS)
    drawn = [Sheet(boxes=tuple(symbols(one, rules) for one in marks)) for marks in marked]

    tally = count([scanned(m, d, rules, asked) for m, d in zip(marked, drawn, strict=True)], asked)

    assert tally == count_symbols(drawn, rules, numbers=NUMBERS, ballot=Ballot(seats=SEATS))
