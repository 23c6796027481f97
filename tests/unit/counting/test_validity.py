"""What a marked sheet counts as, clause by clause; twelve sheets under three texts."""

import pytest

from ballot.rules import Rules
from ballot.rules.values import AuditSample, BudgetCap
from ballot.sampling import sample_size
from counting.readings import Box
from counting.validity import Ballot, Sheet, count, judge
from tests.support.twelve_sheets import BOTH, NO, NONE, SMUDGE, TWELVE, YES

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
    tally = count(TWELVE, rules, numbers=(1, 2, 3, 4), ballot=Ballot(seats=2))

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
    assert judge(Sheet(boxes=boxes), rules, Ballot(seats=1)).void == ground


def test_an_illegible_item_may_count_as_abstention() -> None:
    judgement = judge(
        Sheet(boxes=(YES, SMUDGE)), Rules(item_illegible="item_abstain"), Ballot(seats=1)
    )

    assert judgement.readings == ("approve", "abstain")


def test_no_sheets_count_as_nothing() -> None:
    tally = count((), Rules(), numbers=(4, 7), ballot=Ballot(seats=1))

    assert [(item.number, item.approve) for item in tally.items] == [(4, 0), (7, 0)]


def ground(boxes: tuple[Box, ...], rules: Rules, seats: int = 1, **more: object) -> str | None:
    return judge(Sheet(boxes=boxes, **more), rules, Ballot(seats=seats)).void


EXACT = Rules(ballot_mode="exactly_k", undervote="void")
RANKED = Rules(ballot_mode="ranked", rank_by="points")


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ((YES, YES, NO), None),
        ((YES, NO, NO), "undervote"),
        ((YES, YES, YES), "overvote"),
        ((NONE, NONE, NONE), "undervote"),
        ((YES, SMUDGE, NO), "undervote"),
    ],
)
def test_exactly_k_takes_neither_fewer_nor_more(
    boxes: tuple[Box, ...], expected: str | None
) -> None:
    assert ground(boxes, EXACT, 2) == expected


@pytest.mark.parametrize(
    ("write_in", "seats", "expected"),
    [
        ("no", 2, None),
        ("ignore", 2, None),
        ("ballot_void", 2, "write_in"),
        ("allowed", 2, "overvote"),
        ("allowed", 3, None),
    ],
)
def test_what_is_written_in_beside_the_list(
    write_in: str, seats: int, expected: str | None
) -> None:
    assert (
        ground((YES, YES, NO), Rules(write_in=write_in), seats, written=("新建水库",)) == expected
    )


def test_written_in_projects_are_listed_for_the_presidium_and_not_ranked() -> None:
    sheets = [
        Sheet(boxes=(YES, NONE), written=("修桥",)),
        Sheet(boxes=(NONE, NONE), written=("修桥",)),
        Sheet(boxes=(NONE, NONE), written=("修路", "修桥")),
        Sheet(boxes=(YES, YES), written=("修路",)),
        Sheet(boxes=(YES, NONE), written=("修路", "修路")),
    ]
    rules, ballot = Rules(write_in="allowed"), Ballot(seats=2)

    tally = count(sheets, rules, numbers=(1, 2), ballot=ballot)
    assert [(one.title, one.approve) for one in tally.written] == [("修桥", 3), ("修路", 2)]
    assert count(sheets, Rules(), numbers=(1, 2), ballot=ballot).written == ()
    assert ([one.approve for one in tally.items], tally.invalid) == ([2, 0], 1)


def test_a_blank_box_may_mean_approval() -> None:
    rules = Rules(ballot_mode="per_item", blank_means="approve")

    assert judge(Sheet(boxes=(NONE, NO)), rules, Ballot(seats=1)).readings == ("approve", "oppose")
    assert ground((NONE, NONE), rules) is None


@pytest.mark.parametrize(
    ("adjudication", "reading"), [("lenient_intent", "abstain"), ("strict", "illegible")]
)
def test_a_cross_where_only_approval_is_asked(adjudication: str, reading: str) -> None:
    rules = Rules(choices=("approve",), adjudication=adjudication)

    assert judge(Sheet(boxes=(YES, NO)), rules, Ballot(seats=1)).readings == ("approve", reading)


SMUDGED_RANK = Box(rank=2, smudged=True)


def ranked(*ranks: int | None, **more: object) -> Sheet:
    return Sheet(boxes=tuple(Box(rank=rank) for rank in ranks), **more)


@pytest.mark.parametrize(
    ("sheet", "readings", "ranks"),
    [
        (ranked(2, 1, None), "++0", (2, 1, 0)),
        (ranked(1, 1, 2), "??+", (0, 0, 2)),
        (ranked(1, 3, None), "+?0", (1, 0, 0)),
        (ranked(0, 1, None), "?+0", (0, 1, 0)),
        (Sheet(boxes=(YES, Box(rank=1), NO)), "?+-", (0, 1, 0)),
        (Sheet(boxes=(Box(rank=1, symbols=("○",)), Box(rank=2), NONE)), "?+0", (0, 2, 0)),
        (Sheet(boxes=(Box(rank=1, outside=True), SMUDGED_RANK, NONE)), "+?0", (1, 0, 0)),
    ],
)  # fmt: skip
def test_ranks_list_projects_and_a_doubtful_rank_is_illegible(
    sheet: Sheet, readings: str, ranks: tuple[int, ...]
) -> None:
    signs = {"+": "approve", "-": "oppose", "0": "abstain", "?": "illegible"}

    judgement = judge(sheet, RANKED, Ballot(seats=2))

    assert judgement.readings == tuple(signs[sign] for sign in readings)
    assert (judgement.ranks, judgement.void) == (ranks, None)


def test_a_strict_text_takes_no_rank_outside_its_box() -> None:
    rules = Rules(ballot_mode="ranked", rank_by="points", adjudication="strict")
    boxes = (Box(rank=1, outside=True), Box(rank=2))

    assert judge(Sheet(boxes=boxes), rules, Ballot(seats=2)).readings == ("illegible", "approve")


@pytest.mark.parametrize(
    ("points", "expected"),
    [(None, (3 + 3 + 2, 2 + 3, 1 + 1 + 2)), ((10, 5), (25, 15, 5))],
    ids=["three, two, one", "ten and five, then nothing"],
)
def test_ranks_earn_points(points: tuple[int, ...] | None, expected: tuple[int, ...]) -> None:
    rules = Rules(ballot_mode="ranked", rank_by="points", rank_points=points)
    sheets = [ranked(1, 2, 3), ranked(1, None, None), ranked(2, 1, 3), ranked(None, None, 2)]

    tally = count(sheets, rules, numbers=(1, 2, 3), ballot=Ballot(seats=3))

    assert tuple(item.points for item in tally.items) == expected
    assert [item.approve for item in tally.items] == [3, 2, 3]


def test_a_digit_is_no_mark_where_nothing_is_ranked() -> None:
    assert judge(ranked(1, None), Rules(), Ballot(seats=1)).readings == ("illegible", "abstain")


def test_a_whole_list_is_one_question_for_all_projects() -> None:
    sheets = [Sheet(boxes=(box,)) for box in (YES, YES, NO, NONE, SMUDGE)]
    rules = Rules(ballot_mode="whole_list", all_illegible="valid")

    tally = count(sheets, rules, numbers=(1, 2, 3), ballot=Ballot(seats=3))

    assert {(i.approve, i.oppose, i.abstain, i.illegible) for i in tally.items} == {(2, 1, 1, 1)}


@pytest.mark.parametrize(
    ("hard", "spent", "expected"),
    [("hard", 0, None), ("hard", 1, "over_budget"), ("soft", 1, None)],
)
def test_a_hard_cap_voids_a_sheet_that_spends_more(
    hard: str,
    spent: int,
    expected: str | None,
) -> None:
    rules = Rules(budget_cap=BudgetCap(amount=3, hard=hard == "hard"))
    ballot = Ballot(seats=3, costs=(1_000_000, 2_000_000, None), spent_fen=spent)

    assert judge(Sheet(boxes=(YES, YES, YES)), rules, ballot).void == expected


@pytest.mark.parametrize(
    ("sheets", "size"), [(0, 0), (1, 1), (120, 120), (121, 7), (200, 10), (201, 11)]
)
def test_a_small_pile_is_looked_at_whole_and_a_large_one_by_its_share(
    sheets: int, size: int
) -> None:
    assert sample_size(Rules(), sheets) == size


def test_the_share_of_the_sample_is_the_rules() -> None:
    rules = Rules(audit_sample=AuditSample(ratio=(1, 3), all_up_to=0))

    assert [sample_size(rules, sheets) for sheets in (0, 1, 3, 4)] == [0, 1, 1, 2]
