"""密钥丢失: enough holders are left, and then not enough."""

from typing import Any

from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.plan import Split
from service.rehearsal.scenarios.contest import Contest, clear
from service.rehearsal.scenarios.courses import (
    hand_out,
    revote,
    settle,
    tell_outcome,
    tell_reading,
    vote,
)
from service.rehearsal.scenarios.scene import Scene, begin

SPARED = "第一场-够数"


async def lost_key(scene: Scene) -> Any:
    """Lose as many keys as may be lost, and in a second session one more."""
    plan = scene.hall.plan
    may = plan.trustees - plan.threshold
    if may:
        first = scene.another()
        await _enough(first, may)
        scene.beside.append((SPARED, first.hall))
    return await _too_few(scene, may)


async def _enough(scene: Scene, lost: int) -> None:
    """Count with the holders that are left."""
    plan = scene.hall.plan
    _, voters = await _voted(scene, "第一场：")
    await s.authorise(scene.hall, 1, len(voters.tablet))
    scene.account.step(f"开启平板合计：{lost} 名监票人的密钥丢失，还够 {plan.threshold} 人")
    for one in scene.hall.trustees[lost:]:
        await one.open(1)
    left = "、".join(str(one.index) for one in scene.hall.trustees[lost:])
    scene.account.clause(scene.clauses.quote("scrutineers"))
    scene.account.happened(
        f"监票人 {left} 号各自算出合计并解密，与 {plan.trustees} 人都在时结果相同。"
    )
    scene.account.people("丢失密钥的监票人仍须签字确认结果；密钥丢失要写入会议记录。")
    outcome = await s.decide(scene.hall, 1)
    await tell_outcome(scene, 1, outcome)
    await settle(scene, 1, outcome)


async def _voted(scene: Scene, which: str) -> tuple[Contest, Split]:
    """Play a session to its closed round with the paper counted."""
    contest = await begin(scene, which)
    voters = scene.split(clear(contest))
    await hand_out(scene, 1, voters)
    await vote(scene, 1, voters)
    scene.account.step("清点、封定纸质票")
    if voters.paper:
        tell_reading(scene)
        seats = scene.rules.seats or 0
        await rounds.count_sheets(scene.hall, 1, contest.numbers, seats, voters.paper)
        count = len(voters.paper)
        scene.account.happened(
            f"扫描读票 {count} 张，各捆张数都与手数的一致。"
            if scene.hall.machine
            else f"两名计票人清点纸质票 {count} 张，逐格一致。"
        )
    await scene.act(1, "paper_frozen", rounds.FREEZERS)
    return contest, voters


async def _too_few(scene: Scene, may: int) -> Any:
    """Lose one key more than may be lost: void, and voted again on paper."""
    account, hall, plan = scene.account, scene.hall, scene.hall.plan
    contest, voters = await _voted(scene, "第二场：" if may else "")
    account.step(f"开启平板合计：{may + 1} 名监票人的密钥丢失，只剩 {plan.threshold - 1} 人")
    await s.authorise(hall, 1, len(voters.tablet))
    for one in hall.trustees[may + 1 :]:
        await one.open(1)
    chief = scene.api("chief_scrutineer")
    await scene.refused("总监票人", "要得出结果", chief.post(f"{hall.round(1)}/outcome"))
    account.happened(
        "平板票的合计谁也打不开，也没有任何人能另外恢复；纸质票的数也不能单独作为结果。"
    )
    account.step("宣布本轮无效，改用纸质票")
    account.clause(scene.clauses.quote("scrutineers"))
    clause = f"{scene.clauses.name('scrutineers')}：到场的密钥持有人不足，合计不能开启。"
    await scene.act(1, "round_voided", ground="keys_lost", clause=clause)
    account.people("总监票人、执行主席签名宣布本轮无效，向会议说明，准备纸质票。")
    scene.tablets = 0
    return await revote(scene, clear(contest))
