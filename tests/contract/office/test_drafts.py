"""Drafts of the candidate list on both databases."""

import asyncio

import pytest

from ballot.candidates import Candidate
from service.office.drafts import Draft, Drafts
from service.office.errors import Conflict, Unfit

from .conftest import Desk

BRIDGE = Candidate(number=1, name="䶮湖㛃桥", investment_fen=1_200_500_000, sources=("走访",))
ROAD = Candidate(number=2, name="𬱖村路")


@pytest.fixture
def drafts(desk: Desk) -> Drafts:
    return Drafts(desk.office, desk.clock)


async def test_a_draft_comes_back_as_it_was_put(drafts: Drafts) -> None:
    assert await drafts.of("e1") == Draft(0, ())

    await drafts.replace("e1", [BRIDGE, ROAD], seen=0, by="clerk")
    changed = await drafts.replace("e1", [ROAD], seen=1, by="clerk")

    assert changed == Draft(2, (ROAD,))
    assert await drafts.of("e1") == changed
    assert await drafts.of("e2") == Draft(0, ())


async def test_who_has_not_seen_the_last_version_changes_nothing(drafts: Drafts) -> None:
    await drafts.replace("e1", [BRIDGE], seen=0, by="clerk")
    for seen in (0, 2):
        with pytest.raises(Conflict) as caught:
            await drafts.replace("e1", [ROAD], seen=seen, by="clerk")
        assert caught.value.code == "draft.changed"
    assert await drafts.of("e1") == Draft(1, (BRIDGE,))


@pytest.mark.parametrize("seen", [0, 1])
async def test_of_two_who_change_at_once_one_wins(drafts: Drafts, seen: int) -> None:
    for version in range(seen):
        await drafts.replace("e1", [BRIDGE], seen=version, by="clerk")
    ends = await asyncio.gather(
        *(drafts.replace("e1", [one], seen=seen, by="clerk") for one in (BRIDGE, ROAD)),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Conflict", "Draft"]
    assert (await drafts.of("e1")).version == seen + 1


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (Candidate(number=1, name="路"), "draft.number-twice"),
        (Candidate(number=2, name=BRIDGE.name), "draft.name-twice"),
    ],
)
async def test_one_number_and_one_name_for_each(
    drafts: Drafts, second: Candidate, code: str
) -> None:
    with pytest.raises(Unfit) as caught:
        await drafts.replace("e1", [BRIDGE, second], seen=0, by="clerk")
    assert caught.value.code == code
