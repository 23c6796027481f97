"""How papers name things that several of them name."""

from collections.abc import Sequence

import pytest

from printing.papers.wording import in_runs


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), ""),
        ((7,), "7"),
        ((1, 2), "1、2"),
        ((1, 2, 3), "1至3"),
        ((1, 2, 3, 5, 7, 8, 10, 11, 12, 13), "1至3、5、7、8、10至13"),
        ((3, 2, 1), "3、2、1"),
    ],
)
def test_numbers_that_follow_one_upon_the_other_are_named_by_their_ends(
    numbers: Sequence[int], said: str
) -> None:
    assert in_runs(numbers) == said
