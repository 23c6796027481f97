"""The pool of suggestions on both databases."""

import pytest

from ballot.candidates import Candidate
from service.office import pool as p
from service.office.errors import Conflict

from .conftest import Desk

POOL = p.judged(
    p.added((), [Candidate(number=1, name="䶮湖㛃桥"), Candidate(number=2, name="𬱖村路")], "走访"),
    [2],
    "set_aside",
    "上级已有安排",
)


@pytest.fixture
def pools(desk: Desk) -> p.Pools:
    return p.Pools(desk.office, desk.clock)


async def test_a_pool_comes_back_as_it_was_put(desk: Desk, pools: p.Pools) -> None:
    assert await pools.of("e1") == (0, ())
    await pools.replace("e1", POOL[:1], seen=0, by="clerk")
    await pools.replace("e1", POOL, seen=1, by="clerk")

    assert await pools.of("e1") == (2, POOL)
    assert await pools.of("e2") == (0, ())
    assert [one.act for one in await desk.trail.of("e1")] == ["pool_replaced", "pool_replaced"]
    assert await desk.trail.of("e2") == ()


async def test_who_has_not_seen_the_last_version_changes_nothing(pools: p.Pools) -> None:
    await pools.replace("e1", POOL, seen=0, by="clerk")
    for seen in (0, 2):
        with pytest.raises(Conflict, match="他人改动"):
            await pools.replace("e1", (), seen=seen, by="clerk")
    assert await pools.of("e1") == (1, POOL)
