"""Bars are whole numbers, and say by more than colour what they are."""

import re

import pytest

from service.pages.hall.bars import bar


def length(drawn: str) -> int:
    found = re.search(r'class="bar \w+" x="0" y="0" width="(\d+)"', drawn)
    assert found is not None
    return int(found[1])


@pytest.mark.parametrize(
    ("score", "most", "wide"),
    [(0, 38, 0), (19, 38, 500), (38, 38, 1000), (3, 0, 0), (50, 38, 1000)],
)
def test_a_bar_is_as_long_as_its_share(score: int, most: int, wide: int) -> None:
    assert length(bar(score, most, chosen=True)) == wide


def test_what_is_not_chosen_is_hatched() -> None:
    assert "hatch" in bar(19, 38, chosen=False)
    assert "hatch" not in bar(19, 38, chosen=True)


@pytest.mark.parametrize(("line", "marks"), [(None, 0), (0, 0), (19, 1), (39, 0)])
def test_a_line_is_marked_where_there_is_one_within_the_bar(line: int | None, marks: int) -> None:
    assert bar(10, 38, chosen=True, line=line).count('class="line"') == marks


def test_a_bar_carries_no_style_of_its_own() -> None:
    """The pages' policy lets no inline style through."""
    assert "style=" not in bar(10, 38, chosen=False, line=19)
