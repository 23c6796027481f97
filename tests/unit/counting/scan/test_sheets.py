"""Pages become sheets: all sides, whatever their order; what is missing or too much is a doubt."""

import dataclasses
from itertools import permutations

import msgspec
import pytest

from ballot.candidates import Candidate
from ballot.canonical import digest
from ballot.definition import Definition
from ballot.reading import BoxReading, Mark, RowReading, SheetReading
from ballot.rules.values import BudgetCap
from counting.scan import PageRead, sheets_of
from tests.support.scanned import definition_of

ONE, TWO = b"1" * 16, b"2" * 16


def mark(choice: str, reading: str) -> Mark:
    """Return what a box of ``choice`` is in a row so read; in doubt, the first one is."""
    if reading == "doubtful" and choice == "approve":
        return "doubtful"
    return "marked" if choice == reading else "blank"


def row(project: int, reading: str) -> RowReading:
    choices = ("approve", "oppose", "abstain")
    return RowReading(
        project=project,
        reading="abstain" if reading == "blank" else reading,
        boxes=tuple(BoxReading(choice=one, mark=mark(one, reading), score=900) for one in choices),
    )


def side(
    number: int,
    *readings: str,
    identity: bytes | None = ONE,
    sides: int = 2,
    known_by: str | None = "code",
    **more: object,
) -> PageRead:
    first = 1 + (number - 1) * len(readings)
    return PageRead(
        file="扫描1",
        page=1,
        status="read",
        identity=identity,
        known_by=known_by,  # type: ignore[arg-type]  # one of the three words
        number=number,
        sides=sides,
        digest=digest(b"picture"),
        rows=tuple(row(first + at, one) for at, one in enumerate(readings)),
        **more,  # type: ignore[arg-type]  # flags of the page
    )


def joined(*pages: PageRead, definition: Definition | None = None) -> list[SheetReading]:
    return list(sheets_of(pages, definition or definition_of(4, 2)))


def test_sides_find_each_other_in_any_order() -> None:
    pages = (
        side(1, "approve", "oppose"),
        side(2, "oppose", "approve"),
        side(1, "abstain", "oppose", identity=TWO),
        side(2, "oppose", "oppose", identity=TWO),
    )
    expected = {
        ONE.hex(): ["approve", "oppose", "oppose", "approve"],
        TWO.hex(): ["abstain", "oppose", "oppose", "oppose"],
    }
    for order in permutations(pages):
        sheets = joined(*order)
        assert {one.identity: [row.reading for row in one.rows] for one in sheets} == expected
        assert all(one.doubts == () for one in sheets)
        assert all([page.number for page in one.pages] == [1, 2] for one in sheets)


def test_a_missing_side_is_a_doubt_and_proves_nothing_else() -> None:
    exactly = definition_of(4, 2, ballot_mode="exactly_k")
    (sheet,) = joined(side(1, "oppose", "oppose"), definition=exactly)
    assert sheet.doubts == ("page_missing",)


def test_a_side_without_identity_is_a_sheet_of_its_own() -> None:
    first, second = joined(
        side(1, "approve", "oppose"),
        side(2, "oppose", "oppose", identity=None, known_by=None),
    )
    assert (first.identity, first.doubts) == (None, ("identity_unreadable", "page_missing"))
    assert (second.identity, second.doubts) == (ONE.hex(), ("page_missing",))


def test_a_side_known_by_the_small_code_says_so_of_the_sheet() -> None:
    (sheet,) = joined(side(1, "oppose"), side(2, "oppose", known_by="small_code"))
    assert sheet.known_by == "small_code"


def batch(number: int, *readings: str, page: int, file: str = "扫描1") -> PageRead:
    return dataclasses.replace(
        side(number, *readings, identity=bytes(16), known_by="batch"), file=file, page=page
    )


def test_where_all_sheets_bear_one_code_sides_follow_each_other() -> None:
    sheets = joined(
        batch(1, "approve", page=1),
        batch(2, "oppose", page=2),
        batch(1, "oppose", page=3),
        batch(2, "approve", page=4),
    )
    assert [[row.reading for row in one.rows] for one in sheets] == [
        ["approve", "oppose"],
        ["oppose", "approve"],
    ]
    turned = joined(
        batch(2, "oppose", page=1),
        batch(1, "approve", page=2),
        batch(2, "approve", page=3),
        batch(1, "oppose", page=4),
    )
    assert [one.rows for one in turned] == [one.rows for one in sheets]


def test_a_refused_page_never_joins_strangers_of_a_batch() -> None:
    lost = PageRead(file="扫描1", page=2, status="refused", code="scan.dpi", reason="…")
    sheets = joined(batch(1, "approve", page=1), lost, batch(2, "approve", page=3))
    assert [one.doubts for one in sheets] == [("page_missing",), ("page_missing",)]
    blank = PageRead(file="扫描1", page=2, status="refused", code="scan.blank", reason="…")
    assert len(joined(batch(1, "approve", page=1), blank, batch(2, "approve", page=3))) == 1
    apart = joined(batch(1, "approve", page=1), batch(2, "oppose", page=2, file="扫描2"))
    assert [one.doubts for one in apart] == [("page_missing",), ("page_missing",)]


@pytest.mark.parametrize("numbers", [(1, 2), (2, 1)])
def test_a_lost_first_side_of_a_batch_shifts_no_other_sheet(numbers: tuple[int, int]) -> None:
    lost = PageRead(file="扫描1", page=1, status="refused", code="scan.unlocated", reason="…")
    rest = [batch(numbers[at % 2], page=at + 1) for at in range(1, 6)]
    for pages in (rest, [lost, *rest]):  # the service hands over what was read, and nothing else
        sheets = joined(*pages)
        assert sorted(len(one.pages) for one in sheets) == [1, 2, 2]
        assert "page_missing" in sheets[0].doubts


def test_the_same_name_of_two_files_joins_no_strangers_of_a_batch() -> None:
    sheets = joined(batch(1, page=3), batch(2, page=2))
    assert [one.doubts[0] for one in sheets] == ["page_missing", "page_missing"]


@pytest.mark.parametrize(
    ("readings", "rules", "doubts"),
    [
        (("approve", "approve", "oppose"), {}, ()),
        (("approve", "approve", "approve"), {}, ("overvote",)),
        (("approve", "approve", "approve"), {"ballot_mode": "per_item"}, ()),
        (("approve", "doubtful", "approve"), {}, ("item_doubtful",)),
        (("approve", "oppose", "oppose"), {"ballot_mode": "exactly_k"}, ("undervote",)),
        (("approve", "doubtful", "oppose"), {"ballot_mode": "exactly_k"}, ("item_doubtful",)),
        (("blank", "blank", "blank"), {}, ()),
        (("blank", "blank", "blank"), {"all_blank": "void"}, ("all_blank",)),
        (("abstain", "blank", "blank"), {"all_blank": "void"}, ()),
    ],
)
def test_what_the_rules_hold_for_invalid_is_confirmed_by_people(
    readings: tuple[str, ...], rules: dict[str, object], doubts: tuple[str, ...]
) -> None:
    (sheet,) = joined(side(1, *readings, sides=1), definition=definition_of(3, 2, **rules))
    assert sheet.doubts == doubts


def test_over_the_hard_budget_is_a_doubt() -> None:
    plain = definition_of(2, 2, budget_cap=BudgetCap(amount=100, hard=True))
    costly = tuple(
        Candidate(number=at, name=f"项目{at}", investment_fen=60 * 1_000_000) for at in (1, 2)
    )
    definition = msgspec.structs.replace(plain, candidates=costly)
    (sheet,) = joined(side(1, "approve", "approve", sides=1), definition=definition)
    assert sheet.doubts == ("over_budget",)
    (sheet,) = joined(side(1, "approve", "oppose", sides=1), definition=definition)
    assert sheet.doubts == ()


def test_unseen_frames_and_other_writing_are_doubts() -> None:
    one = side(1, "approve", sides=1, unseen=True, written=True)
    (sheet,) = joined(one, definition=definition_of(1, 1))
    assert sheet.doubts == ("frames_unseen", "writing_outside")
