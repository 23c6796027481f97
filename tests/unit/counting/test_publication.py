"""Which sheets are made public, and which never are."""

import msgspec
import pytest

from ballot.canonical import digest
from ballot.events.publishing import SheetImages
from ballot.reading import SheetReading
from ballot.rules import Rules
from counting.errors import RulingContradicts
from counting.paper import ReadSheet
from counting.publication import publication_of, published_totals
from tests.support.read_sheets import as_read, form, reading, row, ruling, sheet

RULES = Rules(seats=2)
FORM = form(RULES)


def read(*approved: int, doubts: tuple[str, ...] = (), rules: Rules = RULES) -> SheetReading:
    rows = [row(n, rules, "approve" if n in approved else "oppose") for n in FORM.numbers]
    return reading(rows, form(rules), doubts=doubts)  # type: ignore[arg-type]  # doubts


CLEAR = sheet(read(1, 2))
OVER = read(1, 2, 3)
VOID = sheet(OVER, ruling(OVER, as_read(OVER), "overvote"))
SEEN = read(1, doubts=("writing_outside",))
SIGNED = sheet(SEEN, ruling(SEEN, as_read(SEEN), "identifying_mark"))
STRANGER = sheet(SEEN, ruling(SEEN, as_read(SEEN), "not_genuine"))
CLEARED = sheet(SEEN, ruling(SEEN, as_read(SEEN)))


def test_item_by_item_valid_sheets_are_shown() -> None:
    found = publication_of([CLEAR, VOID, SIGNED, STRANGER, CLEARED], FORM, "items")

    assert [one.sheet for one in found.shown] == [CLEAR, CLEARED]
    assert found.withheld.total == 0


def test_whole_sheets_are_shown_with_what_they_count_as() -> None:
    found = publication_of([CLEAR, VOID, SIGNED, STRANGER], FORM, "sheets")

    assert [one.said for one in found.shown] == [
        (("approve", "approve", "oppose", "oppose"), None),
        (("approve", "approve", "approve", "oppose"), "overvote"),
    ]
    assert (found.withheld.marked, found.withheld.total) == (1, 1)


def test_the_rows_are_those_that_people_decided() -> None:
    decided = [(1, "approve"), (2, "oppose"), (3, "oppose"), (4, "illegible")]
    found = publication_of([sheet(SEEN, ruling(SEEN, decided))], FORM, "sheets")

    assert found.shown[0].rows == ("approve", "oppose", "oppose", "illegible")


@pytest.mark.parametrize("level", ["items", "sheets"])
def test_a_sheet_with_something_written_in_is_never_shown(level: str) -> None:
    rules = Rules(seats=2, write_in="allowed")
    seen = read(1, doubts=("writing_outside",), rules=rules)
    wrote = sheet(seen, ruling(seen, as_read(seen), written=("修桥",)))
    found = publication_of([wrote], form(rules), level)  # type: ignore[arg-type]  # level

    assert found.shown == ()
    assert found.withheld.written == 1


def test_where_nobody_asks_what_was_written_a_sheet_with_writing_is_withheld() -> None:
    rules = Rules(seats=2, write_in="ignore")
    seen = read(1, doubts=("writing_outside",), rules=rules)
    found = publication_of([sheet(seen, ruling(seen, as_read(seen)))], form(rules), "items")

    assert found.withheld.written == 1


@pytest.mark.parametrize(
    "change", [{"pages": ()}, {"doubts": ("page_missing",)}], ids=["no side", "a side missing"]
)
def test_a_sheet_without_a_picture_of_every_side_cannot_be_shown(change: dict[str, object]) -> None:
    one = msgspec.structs.replace(CLEAR.reading, **change)
    found = publication_of([sheet(one, ruling(one, as_read(one)))], FORM, "items")

    assert found.withheld.unscanned == 1


def shown(*sheets: ReadSheet) -> list[SheetImages]:
    found = publication_of(sheets, FORM, "sheets")
    return [
        SheetImages(pages=(digest(b"page"),), rows=one.rows, void=one.void) for one in found.shown
    ]


def test_published_sheets_add_up() -> None:
    totals = published_totals(shown(CLEAR, CLEAR, VOID), FORM)

    assert (totals.returned, totals.valid, totals.invalid) == (3, 2, 1)
    assert [one.approve for one in totals.items] == [2, 2, 0, 0]


def test_a_sheet_called_valid_against_its_rows_is_refused() -> None:
    (one,) = shown(VOID)
    with pytest.raises(RulingContradicts, match="列为有效票"):
        published_totals([msgspec.structs.replace(one, void=None)], FORM)
