"""举手: where the rules say so, failed devices end in a void round and a vote by show of hands."""

from typing import Any, Literal

from msgspec.structs import replace

from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.plan import count_paper
from service.rehearsal.scenarios.contest import clear
from service.rehearsal.scenarios.courses import allow_revote, settle, tell_outcome
from service.rehearsal.scenarios.scene import CHIEF, Scene


async def by_hands(scene: Scene, device: Literal["scanner", "tablets"], readings: int = 0) -> Any:
    """End round 1, whose devices failed, and vote again by hands to the end."""
    account = scene.account
    clause = f"{scene.clauses.name('fallback')}：设备发生故障不能继续使用，改用举手方式重新表决。"
    await scene.act(1, "fallback_declared", CHIEF, device=device, readings=readings, clause=clause)
    account.clause(scene.clauses.quote("fallback"))
    account.people(
        "总监票人签名宣布设备停用；总监票人、执行主席签名宣布本轮无效，票封存，不计结果。"
    )
    await scene.act(1, "round_voided", ground="devices_failed", clause=clause)
    account.step("举手重新表决")
    await allow_revote(scene, 1)
    number, numbers, seats = await rounds.follow(scene.hall, "revote")
    account.happened("候选项目、应选数、通过线都与无效的一轮相同；举手是公开表决，不发票。")
    await _vote(scene, number)
    rows = clear(await scene.contest(number))
    tally = replace(count_paper(numbers, rows, scene.rules, seats), channel="hands")
    for teller in (1, 2):
        await s.enter_count(scene.hall, number, teller, tally)
    account.people(
        "逐项举手，两名计票人分别清点人数，各自登记；赞成、反对、弃权合计须等于实到人数。"
    )
    await scene.act(number, "paper_frozen", rounds.FREEZERS)
    outcome = await s.decide(scene.hall, number, ("count_report",))
    await tell_outcome(scene, number, outcome)
    return await settle(scene, number, outcome)


async def _vote(scene: Scene, number: int) -> None:
    body = {"roster_total": scene.hall.plan.roster, "present": scene.voters}
    await scene.api("clerk").post(f"{scene.hall.round(number)}/attendance", body)
    await scene.act(number, "opened")
    await scene.act(number, "closed")
