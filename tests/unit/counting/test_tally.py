"""Channels are added project by project, or not at all."""

import pytest

from ballot.results import ChannelTally, ItemTotals
from counting.errors import UnequalCandidates
from counting.tally import join_items

Row = tuple[int, int, int, int, int]


def channel(name: str, *rows: Row) -> ChannelTally:
    items = tuple(
        ItemTotals(number=n, approve=a, oppose=o, abstain=b, illegible=i) for n, a, o, b, i in rows
    )
    return ChannelTally(channel=name, returned=9, valid=9, invalid=0, foreign=0, items=items)


def test_totals_are_added_by_number_whatever_the_order() -> None:
    joined = join_items(
        [
            channel("paper", (2, 1, 2, 3, 4), (1, 5, 0, 0, 0)),
            channel("tablet", (1, 1, 1, 1, 0), (2, 9, 0, 0, 0)),
        ]
    )

    assert [(i.number, i.approve, i.oppose, i.abstain, i.illegible) for i in joined] == [
        (1, 6, 1, 1, 0),
        (2, 10, 2, 3, 4),
    ]


def graded(name: str, *figures: int, dont_know: int = 0) -> ChannelTally:
    item = ItemTotals(
        number=1, approve=0, oppose=0, abstain=1, illegible=0, grades=figures, dont_know=dont_know
    )
    return ChannelTally(channel=name, returned=9, valid=9, invalid=0, foreign=0, items=(item,))


def test_ratings_are_added_grade_by_grade() -> None:
    (joined,) = join_items([graded("paper", 4, 2, 1, dont_know=1), graded("tablet", 5, 0, 3)])

    assert (joined.grades, joined.dont_know, joined.abstain) == ((9, 2, 4), 1, 2)


def test_channels_that_know_different_grades_are_not_added() -> None:
    with pytest.raises(UnequalCandidates, match="等次数不同"):
        join_items([graded("paper", 4, 2, 1), graded("tablet", 5, 3)])


@pytest.mark.parametrize(
    "rows", [[(1, 1, 0, 0, 0)], [(1, 1, 0, 0, 0)] * 2], ids=["missing", "twice"]
)
def test_a_channel_with_other_projects_is_not_added(rows: list[Row]) -> None:
    whole = channel("paper", (1, 5, 0, 0, 0), (2, 5, 0, 0, 0))

    with pytest.raises(UnequalCandidates, match="tablet"):
        join_items([whole, channel("tablet", *rows)])
