"""Pages of a bundle become sheets: scanned again, copied, without a code, of other rounds."""

import dataclasses

import msgspec

from ballot.canonical import digest
from counting.paper_form import form_of
from counting.scan import PageRead
from service.scanning.joining import Joined, KeptPage, join
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


def test_a_sheet_scanned_again_is_one_and_the_less_certain_reading_stays() -> None:
    found = joined(page(1, "approve", "oppose"), page(2, "approve", "doubtful"))

    ((sheet, places),) = found.sheets
    assert sheet.doubts == ("item_doubtful",)
    assert places == (2,)
    assert found.copied == found.foreign == found.unread == ()


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
