"""Forms are read one by one, and nobody rates twice."""

import msgspec
import pytest

from counting.evaluation_forms import Form, HandIn, count_forms, first_sealed
from tests.support.ratings import WITH_DONT_KNOW, rated


def form(*marks: str) -> Form:
    """A form from the places marked at each project: "0", "", "02"."""
    return Form(tuple(frozenset(map(int, marked)) for marked in marks))


FORMS = (form("0", "0"), form("1", ""), form("3", "01"), form("02", "12"), form("", ""))


def test_two_marks_void_the_project_and_not_the_form() -> None:
    tally = count_forms(FORMS, WITH_DONT_KNOW, numbers=(1, 2), channel="paper")

    assert (tally.returned, tally.valid, tally.invalid) == (5, 4, 1)
    assert tally.items == (
        rated(1, 1, 1, 0, abstain=1, dont_know=1),
        rated(2, 1, 0, 0, abstain=2, illegible=1),
    )


@pytest.mark.parametrize(
    ("clauses", "valid", "second"),
    [
        ({"all_illegible": "valid"}, 5, rated(2, 1, 0, 0, abstain=2, illegible=2)),
        ({"item_illegible": "item_abstain"}, 4, rated(2, 1, 0, 0, abstain=3)),
        ({"item_illegible": "ballot_void"}, 3, rated(2, 1, 0, 0, abstain=2)),
        ({"all_blank": "void"}, 3, rated(2, 1, 0, 0, abstain=1, illegible=1)),
    ],
)
def test_the_text_says_what_unclear_and_blank_forms_count_as(
    clauses: dict[str, str], valid: int, second: object
) -> None:
    rules = msgspec.structs.replace(WITH_DONT_KNOW, **clauses)
    tally = count_forms(FORMS, rules, numbers=(1, 2), channel="paper")

    assert (tally.valid, tally.items[1]) == (valid, second)


def test_the_form_that_was_sealed_first_counts_whatever_the_later_one_says() -> None:
    """On paper at 10:02, 满意; on a tablet at 10:05, 不满意: the paper counts."""
    hand_ins = (
        HandIn("甲", "paper", form("0")),
        HandIn("乙", "tablet", form("1")),
        HandIn("甲", "tablet", form("2")),
        HandIn("乙", "paper", form("0")),
        HandIn("甲", "paper", form("2")),
    )
    kept, refused = first_sealed(hand_ins)

    assert kept == hand_ins[:2]
    assert refused == {"paper": 2, "tablet": 1}


def test_without_forms_nothing_is_counted() -> None:
    tally = count_forms((), WITH_DONT_KNOW, numbers=(1,), channel="tablet")

    assert (tally.returned, tally.items) == (0, (rated(1, 0, 0, 0),))
