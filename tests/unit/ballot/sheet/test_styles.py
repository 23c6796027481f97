import pytest

from ballot.rules import Rules
from ballot.sheet import columns_of, kind_of
from tests.support.printed import GRADED, STYLES


@pytest.mark.parametrize(
    ("style", "kind", "choices", "headings"),
    [
        ("A", "A", ["symbol"], ["意见"]),
        ("B", "B", ["approve", "oppose", "abstain"], ["赞成", "反对", "弃权"]),
        ("C", "C", ["approve"], ["选"]),
        ("D", "D", ["rank"], ["排序"]),
        (
            "graded",
            "graded",
            ["满意", "基本满意", "不满意", "dont_know"],
            ["满意", "基本满意", "不满意", "不了解"],
        ),
        ("whole_list", "B", ["approve", "oppose", "abstain"], ["赞成", "反对", "弃权"]),
    ],
)
def test_every_style_has_its_boxes(
    style: str, kind: str, choices: list[str], headings: list[str]
) -> None:
    columns = columns_of(STYLES[style])

    assert kind_of(STYLES[style]) == kind
    assert [one.choice for one in columns] == choices
    assert [one.heading for one in columns] == headings


def test_only_opinions_that_the_rules_offer_have_a_box() -> None:
    assert [one.choice for one in columns_of(Rules(choices=("approve", "oppose")))] == [
        "approve",
        "oppose",
    ]


def test_a_ranking_has_boxes_for_numbers_whatever_the_style_says() -> None:
    assert kind_of(Rules(ballot_mode="ranked", sheet_style="B")) == "D"


def test_more_columns_are_narrower() -> None:
    five = Rules(
        ballot_mode="graded",
        grades=("好", "较好", "一般", "差"),
        grade_points=(4, 3, 2, 1),
        choices=("approve", "dont_know"),
    )

    assert {one.width for one in columns_of(five)} == {15_000}
    assert {one.width for one in columns_of(GRADED)} == {17_000}
    assert {one.width for one in columns_of(Rules())} == {19_000}
