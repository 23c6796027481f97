"""What a marked sheet counts as, clause by clause; twelve sheets under three texts."""

import pytest

from ballot.rules import Rules
from counting.validity import Box, Sheet, count, judge

YES, NO, TICK, NONE = Box(symbols=("○",)), Box(symbols=("×",)), Box(symbols=("√",)), Box()
BOTH, SMUDGE, OUT = Box(symbols=("○", "×")), Box(smudged=True), Box(symbols=("○",), outside=True)

TWELVE = (
    Sheet(boxes=(YES, YES, NO, NO)),
    Sheet(boxes=(YES, NO, YES, NO)),
    Sheet(boxes=(YES, YES, NONE, NONE)),
    Sheet(boxes=(TICK, TICK, NO, NO)),
    Sheet(boxes=(YES, YES, YES, NO)),
    Sheet(boxes=(NONE, NONE, NONE, NONE)),
    Sheet(boxes=(YES, BOTH, NO, NO)),
    Sheet(boxes=(YES, SMUDGE, NO, NO)),
    Sheet(boxes=(YES, YES, NO, NO), signed=True),
    Sheet(boxes=(NO, NO, YES, YES)),
    Sheet(boxes=(YES, NONE, YES, NONE)),
    Sheet(boxes=(YES, OUT, NO, NO)),
)
"""Two seats: the fifth sheet approves three, the ninth is signed."""

Column = tuple[int, ...]


@pytest.mark.parametrize(
    ("rules", "valid", "approve", "oppose", "abstain", "illegible"),
    [
        (Rules(adjudication="strict"), 10, (7, 2, 3, 1), (1, 2, 5, 6), (1, 2, 2, 3), (1, 4, 0, 0)),
        (Rules(), 10, (8, 4, 3, 1), (1, 2, 5, 6), (1, 2, 2, 3), (0, 2, 0, 0)),
        (
            Rules(identifying_mark="ignore"),
            11,
            (9, 5, 3, 1),
            (1, 2, 6, 7),
            (1, 2, 2, 3),
            (0, 2, 0, 0),
        ),
    ],
    ids=["strict", "lenient", "lenient, signed sheets count"],
)
def test_the_same_twelve_sheets_count_differently(
    rules: Rules, valid: int, approve: Column, oppose: Column, abstain: Column, illegible: Column
) -> None:
    tally = count(TWELVE, rules, numbers=(1, 2, 3, 4), seats=2)

    assert (tally.returned, tally.valid, tally.invalid) == (12, valid, 12 - valid)
    assert tuple(item.approve for item in tally.items) == approve
    assert tuple(item.oppose for item in tally.items) == oppose
    assert tuple(item.abstain for item in tally.items) == abstain
    assert tuple(item.illegible for item in tally.items) == illegible


@pytest.mark.parametrize(
    ("boxes", "rules", "ground"),
    [
        ((YES, YES), Rules(), "overvote"),
        ((YES, YES), Rules(ballot_mode="per_item"), None),
        ((NONE, NONE), Rules(all_blank="void"), "all_blank"),
        ((NONE, NONE), Rules(), None),
        ((SMUDGE, BOTH), Rules(), "all_illegible"),
        ((SMUDGE, BOTH), Rules(all_illegible="valid"), None),
        ((YES, BOTH), Rules(item_illegible="ballot_void"), "item_illegible"),
        ((YES, BOTH), Rules(), None),
    ],
)
def test_a_sheet_is_void_for_the_ground_that_the_rules_name(
    boxes: tuple[Box, ...], rules: Rules, ground: str | None
) -> None:
    assert judge(Sheet(boxes=boxes), rules, 1).void == ground


def test_an_illegible_item_may_count_as_abstention() -> None:
    judgement = judge(Sheet(boxes=(YES, SMUDGE)), Rules(item_illegible="item_abstain"), 1)

    assert judgement.readings == ("approve", "abstain")


def test_no_sheets_count_as_nothing() -> None:
    tally = count((), Rules(), numbers=(4, 7), seats=1)

    assert [(item.number, item.approve) for item in tally.items] == [(4, 0), (7, 0)]
