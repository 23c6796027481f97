"""Two tellers' entries are compared cell by cell."""

import msgspec
import pytest

from ballot.results import ChannelTally, ItemTotals, WrittenIn
from counting.errors import TellersDisagree, UnequalCandidates
from counting.hand_count import BALLOT_CELLS, ITEM_CELLS, agreed, compare

ROW = ItemTotals(number=3, approve=5, oppose=2, abstain=1, illegible=0)
ENTRY = ChannelTally(
    channel="paper",
    returned=9,
    valid=8,
    invalid=1,
    foreign=0,
    items=(msgspec.structs.replace(ROW, number=1), ROW),
)


def with_row(**cells: int) -> ChannelTally:
    changed = msgspec.structs.replace(ROW, **cells)
    return msgspec.structs.replace(ENTRY, items=(ENTRY.items[0], changed))


def test_equal_entries_agree() -> None:
    assert agreed(ENTRY, msgspec.structs.replace(ENTRY)) == ENTRY


@pytest.mark.parametrize("cell", BALLOT_CELLS)
def test_a_differing_ballot_cell_is_named(cell: str) -> None:
    other = msgspec.structs.replace(ENTRY, **{cell: 20})

    (difference,) = compare(ENTRY, other)

    assert (difference.cell, difference.number, difference.second) == (cell, None, 20)


@pytest.mark.parametrize(("cell", "chinese"), ITEM_CELLS.items())
def test_a_differing_project_cell_is_named(cell: str, chinese: str) -> None:
    (difference,) = compare(ENTRY, with_row(**{cell: 20}))

    assert (difference.cell, difference.number) == (cell, 3)
    assert difference.sentence.startswith(f"第 3 号项目{chinese}：甲 ")


def test_projects_written_in_are_compared_by_their_titles() -> None:
    mine = (WrittenIn(title="修桥", approve=3), WrittenIn(title="修路", approve=1))
    yours = (WrittenIn(title="修桥", approve=2), WrittenIn(title="建公园", approve=1))

    found = compare(
        msgspec.structs.replace(ENTRY, written=mine), msgspec.structs.replace(ENTRY, written=yours)
    )
    assert [(one.chinese, one.first, one.second) for one in found] == [
        ("另提项目“修桥”", 3, 2),
        ("另提项目“修路”", 1, 0),
        ("另提项目“建公园”", 0, 1),
    ]
    assert {(one.cell, one.number) for one in found} == {("written", None)}


def test_disagreement_is_refused_with_every_cell() -> None:
    with pytest.raises(TellersDisagree, match=r"赞成：甲 5，乙 4.*反对：甲 2，乙 3"):
        agreed(ENTRY, with_row(approve=4, oppose=3))


@pytest.mark.parametrize(
    "other",
    [
        msgspec.structs.replace(ENTRY, channel="tablet"),
        msgspec.structs.replace(ENTRY, items=(ROW,)),
        msgspec.structs.replace(ENTRY, items=(ROW, ROW)),
    ],
    ids=["another channel", "a project missing", "a project twice"],
)
def test_entries_on_different_forms_cannot_be_compared(other: ChannelTally) -> None:
    with pytest.raises(UnequalCandidates):
        compare(ENTRY, other)


def rated(*grades: int, dont_know: int = 0) -> ChannelTally:
    changed = msgspec.structs.replace(ROW, approve=0, oppose=0, grades=grades, dont_know=dont_know)
    return msgspec.structs.replace(ENTRY, items=(changed,))


def test_a_differing_grade_is_named_by_its_place() -> None:
    (difference,) = compare(rated(5, 2, 0), rated(5, 1, 0))

    assert (difference.cell, difference.number) == ("grade_2", 3)
    assert difference.sentence == "第 3 号项目第 2 等次：甲 2，乙 1，相差 1。"


def test_entries_on_forms_with_different_grades_are_not_compared() -> None:
    with pytest.raises(UnequalCandidates, match="等次数不同"):
        compare(rated(5, 2, 0), rated(5, 2))
