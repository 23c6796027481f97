"""并列, 再次并列, 不足应选数: what the figures themselves leave open."""

from typing import Any

from service.rehearsal.scenarios.contest import short, tied
from service.rehearsal.scenarios.courses import hold, settle
from service.rehearsal.scenarios.errors import NotPlayable
from service.rehearsal.scenarios.scene import Scene, begin


async def tie(scene: Scene) -> Any:
    """Play a tie at the last seat to the end that the rules give it."""
    return await _tie(scene, again=False)


async def second_tie(scene: Scene) -> Any:
    """Play a tie whose runoff ties again."""
    return await _tie(scene, again=True)


async def _tie(scene: Scene, *, again: bool) -> Any:
    contest = await begin(scene)
    outcome = await hold(scene, 1, tied(contest))
    if not any(one["step"] == "tie" for one in outcome["decisions"]):
        raise NotPlayable(
            f"照{scene.clauses.name('threshold', 'rank_by')}，虚构的选票得不出票数相等。"
        )
    scene.account.clause(scene.clauses.quote("tie_rule"))
    return await settle(scene, 1, outcome, again=again)


async def shortfall(scene: Scene) -> Any:
    """Play a vote in which one project fewer than the seats reaches the line."""
    contest = await begin(scene)
    return await settle(scene, 1, await hold(scene, 1, short(contest)))
