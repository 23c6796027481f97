"""The cases of a small hall, against the naive count; each test prints how many it tried.

`make exhaustive` tries every totals of 4 projects and 5 voters, and every ballots of 3 projects and
4 voters. Here one in seven of them is tried, always the same ones, each under every K, base, tie
rule and mode: seven is prime to the 4 places of a cost, so that every cost meets every place. The
totals are taken in one order of their projects; that the order of projects changes nothing else is
a property of its own (`test_outcome`).
"""

from collections.abc import Iterator
from itertools import islice

import pytest

from counting import closing, line, ranking
from tests.support import exhaustive

ONE_IN = 7


def test_ballots_of_three_projects_and_four_voters(capsys: pytest.CaptureFixture[str]) -> None:
    halls = list(islice(exhaustive.halls(), 0, None, ONE_IN))

    tried = sum(map(exhaustive.try_ballots, halls))

    with capsys.disabled():
        print(f"\n{tried:,} outcomes of {len(halls):,} sets of ballots")  # noqa: T201
    assert (len(halls), tried) == (27_405 // ONE_IN, 27_405 // ONE_IN * 3 * 3)
    assert {ballot for hall in halls for ballot in hall} == {*exhaustive.BALLOTS}


def test_totals_of_four_projects_and_five_voters(capsys: pytest.CaptureFixture[str]) -> None:
    halls = list(some_totals())

    tried = sum(map(exhaustive.try_totals, halls))

    with capsys.disabled():
        print(f"\n{tried:,} outcomes of {len(halls):,} totals")  # noqa: T201
    assert (len(halls), tried) == (10_626 // ONE_IN, 10_626 // ONE_IN * 4 * 4 * 5)
    for place in range(exhaustive.PROJECTS):
        assert {totals[place] for totals in halls} == {*exhaustive.TRIPLES}


def some_totals() -> Iterator[tuple[exhaustive.Triple, ...]]:
    return islice(exhaustive.multisets(), 0, None, ONE_IN)


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
        sum(map(exhaustive.try_totals, some_totals()))
