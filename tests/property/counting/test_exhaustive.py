"""Every case of a small hall, against the naive count; each test prints how many it tried.

All 194,481 totals of 4 projects and 5 voters are `make exhaustive`. Here each of them is tried in
one order of its projects: that the order of projects changes nothing else is a property of its own
(`test_outcome`).
"""

from itertools import combinations_with_replacement

import pytest

from counting import closing, line, ranking
from tests.support import exhaustive


def test_all_ballots_of_three_projects_and_four_voters(capsys: pytest.CaptureFixture[str]) -> None:
    halls = list(combinations_with_replacement(exhaustive.BALLOTS, exhaustive.VOTERS))

    tried = sum(map(exhaustive.try_ballots, halls))

    with capsys.disabled():
        print(f"\n{tried:,} outcomes of {len(halls):,} sets of ballots")  # noqa: T201
    assert (len(halls), tried) == (27_405, 27_405 * 3 * 3)


def test_all_totals_of_four_projects_and_five_voters(capsys: pytest.CaptureFixture[str]) -> None:
    halls = list(exhaustive.multisets())

    tried = sum(map(exhaustive.try_totals, halls))

    with capsys.disabled():
        print(f"\n{tried:,} outcomes of {len(halls):,} totals")  # noqa: T201
    assert (len(halls), tried) == (10_626, 10_626 * 4 * 4 * 5)


def test_the_multisets_are_all_totals_up_to_the_order_of_projects() -> None:
    assert {tuple(sorted(one)) for one in exhaustive.everything()} == {
        tuple(sorted(one)) for one in exhaustive.multisets()
    }


MISTAKES = {
    "half is enough": (line, "pass_line", lambda _, base: (base + 1) // 2),
    "opposals count": (ranking, "score_of", lambda item, _: item.approve - item.oppose),
    "a tie is never seen": (
        closing, "close", lambda *_, **__: ("final", None, ())),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_engine_is_found(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, wrong = MISTAKES[mistake]
    monkeypatch.setattr(module, name, wrong)

    with pytest.raises(exhaustive.Disagreement):
        sum(map(exhaustive.try_totals, exhaustive.multisets()))
