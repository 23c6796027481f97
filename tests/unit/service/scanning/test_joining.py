"""Pages of a bundle become sheets: scanned again, copied, without a code, of other rounds."""

import dataclasses
from itertools import permutations

import msgspec
import pytest

from ballot.canonical import digest
from ballot.definition import freeze
from ballot.identity import sheet_name
from counting.paper_form import form_of
from counting.scan import PageRead
from service.scanning.joined import Joined
from service.scanning.joining import KeptPage, join
from tests.support.scanned import definition_of
from tests.unit.counting.scan.test_sheets import ONE, TWO, side

KNOWN = frozenset({ONE, TWO})
DEFINITION = definition_of(2, 1)
TWO_SIDED = definition_of(4, 2)


def page(place: int, *readings: str, number: int = 1, sides: int = 1, **more: object) -> PageRead:
    made = side(number, *readings, sides=sides, **more)  # type: ignore[arg-type]  # as there
    known_by = None if made.identity is None else made.known_by
    return dataclasses.replace(
        made, page=place, digest=digest(f"page {place}".encode()), known_by=known_by
    )


def joined(*pages: PageRead, known: frozenset[bytes] | None = KNOWN, sides: int = 1) -> Joined:
    definition = DEFINITION if sides == 1 else TWO_SIDED
    kept = [
        KeptPage(place=place, result=msgspec.json.encode(one))
        for place, one in enumerate(pages, start=1)
    ]
    return join(definition, form_of(definition), kept, known)


def test_a_sheet_scanned_again_is_one_and_the_clearer_reading_stays() -> None:
    for readings in (("doubtful", "approve"), ("approve", "doubtful")):
        found = joined(*(page(at, one, "oppose") for at, one in enumerate(readings, 1)))

        ((sheet, places),) = found.sheets
        assert sheet.doubts == ()
        assert places == (1 + readings.index("approve"),)
        assert found.copied == found.foreign == found.unread == ()


def test_a_page_scanned_twice_is_named_with_the_place_of_the_first() -> None:
    found = joined(
        page(1, "approve", "oppose"),
        page(2, "approve", "oppose", identity=TWO),
        page(3, "approve", "oppose"),
    )
    ((place, told),) = found.repeated
    assert place == 3
    assert "与扫描第 1 页" in told


def test_every_scan_of_a_side_must_agree_whichever_stays() -> None:
    blurred, one, other = (
        ("doubtful", "doubtful"),
        ("approve", "doubtful"),
        ("blank", "approve"),
    )
    for order in permutations((blurred, one, other)):
        found = joined(*(page(at, *readings) for at, readings in enumerate(order, 1)))
        assert len(found.sheets) == 2, order
        assert all("copied" in sheet.doubts for sheet, _ in found.sheets)


def test_two_marks_are_no_bad_scan_of_one() -> None:
    two = page(1, "approve", "oppose")
    first, *rest = two.rows
    marks = tuple(
        msgspec.structs.replace(box, mark="marked" if box.choice != "abstain" else "blank")
        for box in first.boxes
    )
    row = msgspec.structs.replace(first, reading="doubtful", boxes=marks)
    found = joined(dataclasses.replace(two, rows=(row, *rest)), page(2, "approve", "oppose"))

    assert len(found.sheets) == 2
    assert all("copied" in sheet.doubts for sheet, _ in found.sheets)


def test_a_sheet_of_which_no_frame_was_seen_is_helped_by_another_scan() -> None:
    crumpled = page(1, "blank", "blank", unseen=True)
    rows = tuple(msgspec.structs.replace(one, reading="doubtful") for one in crumpled.rows)
    found = joined(dataclasses.replace(crumpled, rows=rows), page(2, "approve", "oppose"))
    assert [(one.doubts, at) for one, at in found.sheets] == [((), (2,))]


def test_writing_that_one_scan_shows_stays_a_doubt() -> None:
    found = joined(page(1, "blank", "doubtful", written=True), page(2, "blank", "approve"))
    ((sheet, places),) = found.sheets
    assert (sheet.doubts, places) == (("writing_outside",), (2,))


def test_one_code_over_different_marks_is_two_sheets_and_people_look_at_both() -> None:
    found = joined(
        page(1, "approve", "oppose"),
        page(2, "oppose", "oppose", identity=TWO),
        page(3, "oppose", "approve"),
        page(4, "approve", "oppose"),
    )

    assert [(one.identity, one.doubts, at) for one, at in found.sheets] == [
        (TWO.hex(), (), (2,)),
        (ONE.hex(), ("copied",), (1,)),
        (ONE.hex(), ("copied",), (3,)),
    ]
    assert [place for place, _ in found.copied] == [1, 3]
    assert "编码与扫描第 3 页相同而所画不同" in found.copied[0][1]


def test_the_sides_of_a_copy_stay_together() -> None:
    found = joined(
        page(1, "approve", "oppose", number=1, sides=2),
        page(2, "oppose", "oppose", number=2, sides=2),
        page(3, "oppose", "approve", number=2, sides=2),
        page(4, "oppose", "approve", number=1, sides=2),
        sides=2,
    )
    assert sorted(at for _, at in found.sheets) == [(1, 2), (4, 3)]
    assert all(one.doubts == ("copied",) for one, _ in found.sheets)


def test_sheets_that_were_not_printed_are_set_aside() -> None:
    found = joined(page(1, "approve", "oppose", identity=b"3" * 16))
    assert found.sheets == ()
    assert [place for place, _ in found.foreign] == [1]


def test_a_face_without_a_code_is_scanned_again_if_its_other_face_is_not_known() -> None:
    pages = [
        page(1, "approve", "oppose", number=1, sides=2),
        page(2, "oppose", "oppose", number=1, sides=2, identity=TWO),
        page(3, "oppose", "oppose", number=2, sides=2),
        page(4, "oppose", "approve", number=2, sides=2, identity=None),
    ]
    found = joined(*pages, sides=2)
    assert [(one.identity, one.doubts) for one, _ in found.sheets] == [
        (ONE.hex(), ()),
        (TWO.hex(), ("page_missing",)),
    ]
    ((place, told),) = found.unread
    assert place == 4
    assert "两面扫成一个文件" in told

    # It is scanned alone, both faces into one file, and the first scan of its front is the same.
    alone = [
        dataclasses.replace(page(5, "oppose", "oppose", number=1, sides=2, identity=TWO), page=1),
        dataclasses.replace(page(6, "oppose", "approve", number=2, sides=2, identity=None), page=2),
    ]
    again = joined(*pages, *(dataclasses.replace(one, file="补扫") for one in alone), sides=2)
    assert [(one.identity, one.doubts, at) for one, at in again.sheets] == [
        (ONE.hex(), (), (1, 3)),
        (TWO.hex(), ("identity_unreadable",), (2, 6)),
    ]


def test_a_face_without_a_code_never_takes_the_place_of_one_that_has_one() -> None:
    found = joined(
        page(1, "approve", "oppose", number=1, sides=2),
        page(2, "oppose", "oppose", number=2, sides=2),
        dataclasses.replace(page(3, "approve", "oppose", number=1, sides=2), file="补扫", page=1),
        dataclasses.replace(
            page(4, "oppose", "approve", number=2, sides=2, identity=None), file="补扫", page=2
        ),
        sides=2,
    )
    assert [(one.identity, one.doubts, at) for one, at in found.sheets] == [(ONE.hex(), (), (1, 2))]
    assert [place for place, _ in found.unread] == [4]


def test_the_other_face_of_a_sheet_of_another_round_is_not_counted() -> None:
    found = joined(
        page(1, "approve", "oppose", number=1, sides=2, identity=b"3" * 16),
        page(2, "oppose", "oppose", number=2, sides=2, identity=None),
        sides=2,
    )
    assert found.sheets == ()
    assert [place for place, _ in found.unread] == [2]


def test_one_sided_sheets_without_a_code_go_to_people() -> None:
    found = joined(page(1, "approve", "oppose", identity=None))
    assert [one.doubts for one, _ in found.sheets] == [("identity_unreadable",)]


def refusal(place: int, code: str, at: int | None = None) -> PageRead:
    return PageRead(
        file="扫描1", page=at or place, status="refused", code=code, reason=f"第 {place} 页未读。"
    )


@pytest.mark.parametrize("code", ["scan.not_a_sheet", "scan.mirrored", "scan.unlocated"])
def test_a_page_that_shows_no_sheet_is_never_called_foreign(code: str) -> None:
    found = joined(page(1, "approve", "oppose"), refusal(2, code))
    assert (found.foreign, found.strangers) == ((), {})
    assert [place for place, _ in found.unread] == [2]


def test_strange_sheets_are_counted_not_their_pages() -> None:
    sides = (page(at, "approve", number=at, sides=2, identity=b"3" * 16) for at in (1, 2))
    found = joined(*sides, refusal(3, "sheet.foreign"), refusal(4, "sheet.foreign"), sides=2)
    assert [place for place, _ in found.foreign] == [1, 2, 3, 4]
    # What no code tells apart is a sheet for each page.
    assert sorted(found.strangers.values()) == [(1, 2), (3,), (4,)]


@pytest.mark.parametrize("code", ["sheet.foreign", "sheet.forged"])
def test_a_strange_sheet_that_is_scanned_again_counts_once(code: str) -> None:
    pages = [page(1, "approve", "oppose"), *(refusal(at, code) for at in (2, 3, 4))]
    names = ["", "a" * 38, "b" * 38, "a" * 38]
    kept = [
        KeptPage(place=one.page, result=msgspec.json.encode(msgspec.to_builtins(one) | more))
        for one, name in zip(pages, names, strict=True)
        for more in [{"stranger": name} if name else {}]
    ]
    found = join(DEFINITION, form_of(DEFINITION), kept, KNOWN)
    assert sorted(found.strangers.values()) == [(2, 4), (3,)]
    assert "与扫描第 2 页编码相同，是同一张票" in found.foreign[2][1]


def test_a_sheet_in_no_printed_set_is_the_same_by_either_code() -> None:
    """Its front was read; the code of its back was taken for forged."""
    tag = bytes.fromhex(freeze(TWO_SIDED)[1])
    front = page(1, "approve", number=1, sides=2, identity=b"3" * 16)
    back = msgspec.to_builtins(refusal(2, "sheet.forged"))
    name = {"stranger": sheet_name(tag, b"3" * 16)}
    kept = [
        KeptPage(place=1, result=msgspec.json.encode(front)),
        KeptPage(place=2, result=msgspec.json.encode(back | name)),
    ]
    found = join(TWO_SIDED, form_of(TWO_SIDED), kept, KNOWN)
    assert [*found.strangers.values()] == [(1, 2)]


def test_places_are_told_with_the_file_and_its_page() -> None:
    second = dataclasses.replace(page(3, "approve", "oppose"), file="扫描2", page=1)
    refused = dataclasses.replace(refusal(4, "scan.dpi"), file="扫描2", page=2)
    found = joined(page(1, "approve", "oppose"), page(2, "oppose", identity=TWO), second, refused)
    assert [(at, why[:11]) for at, why in found.repeated] == [(3, "扫描2 第 1 页：与")]
    assert [(at, why) for at, why in found.unread] == [(4, "扫描2 第 2 页：第 4 页未读。")]


@pytest.mark.parametrize("code", ["scan.not_a_sheet", "scan.mirrored", "scan.unlocated"])
@pytest.mark.parametrize("front", [1, 2])
def test_something_on_the_back_of_a_one_sided_sheet_is_a_doubt_about_it(
    code: str, front: int
) -> None:
    back = 3 - front
    pages = {
        front: page(front, "approve", "oppose"),
        back: refusal(back, code),
        front + 2: page(front + 2, "approve", "oppose", identity=TWO),
        back + 2: refusal(back + 2, "scan.blank"),
    }
    found = joined(*(pages[at] for at in sorted(pages)))

    assert {one.identity: one.doubts for one, _ in found.sheets} == {
        ONE.hex(): ("writing_outside",),
        TWO.hex(): (),
    }
    ((place, told),) = found.behind
    assert place == back
    assert f"扫描第 {front} 页的背面" in told
    assert found.unread == ()


@pytest.mark.parametrize(
    "rest",
    [
        # No blank back tells that both faces were scanned.
        [],
        # A blank page between the sheets of a one-sided scan.
        [
            page(3, "approve", "oppose", identity=TWO),
            page(4, "oppose", "oppose", identity=b"3" * 16),
        ],
        [refusal(3, "scan.blank"), page(4, "approve", "oppose", identity=TWO)],
        [page(3, "approve", "oppose", identity=TWO)],
    ],
)
def test_backs_are_not_guessed_where_the_scan_does_not_bear_it_out(rest: list[PageRead]) -> None:
    found = joined(page(1, "approve", "oppose"), refusal(2, "scan.mirrored"), *rest)
    assert found.behind == ()
    assert all("writing_outside" not in one.doubts for one, _ in found.sheets)
    ((place, told),) = found.unread
    assert place == 2
    assert "背面" in told


def test_a_blank_back_between_two_sides_is_passed_where_all_sheets_bear_one_code() -> None:
    sides = [
        dataclasses.replace(page(at, "approve", "oppose", number=number, sides=2), known_by="batch")
        for at, number in ((1, 1), (3, 2))
    ]
    found = joined(sides[0], refusal(2, "scan.blank"), sides[1], known=None, sides=2)
    assert [(one.doubts, at) for one, at in found.sheets] == [((), (1, 3))]
