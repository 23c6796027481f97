"""平板故障: unspent cards are exchanged for paper, and voting goes on."""

from typing import Any

from service.client.deck import public_lists
from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.plan import Split
from service.rehearsal.scenarios.contest import Contest, clear
from service.rehearsal.scenarios.courses import settle, tell_outcome, tell_reading
from service.rehearsal.scenarios.hands import by_hands
from service.rehearsal.scenarios.scene import CHIEF, Scene, begin


async def tablet_failure(scene: Scene) -> Any:
    """Let all tablets fail when half of their voters have voted."""
    contest = await begin(scene)
    voters = scene.split(clear(contest))
    done = len(voters.tablet) // 2
    await _hand_out(scene, voters)
    await _half(scene, contest, voters, done)
    if not scene.paper:
        return await by_hands(scene, "tablets")
    await _fail(scene, voters, done)
    moved = Split(paper=(*voters.paper, *voters.tablet[done:]), tablet=voters.tablet[:done])
    outcome = await _close(scene, contest, moved)
    return await settle(scene, 1, outcome)


async def _hand_out(scene: Scene, voters: Split) -> None:
    """Keep a stamped reserve of sheets for everybody with a card, where there are sheets."""
    hall = scene.hall
    scene.account.step("清点到会人数，发票")
    await s.print_cards(hall, len(voters.tablet))
    await rounds.hand_out(
        hall, 1, scene.voters, len(voters.paper), len(voters.tablet), reserve=len(voters.tablet)
    )
    if scene.paper:
        scene.account.happened(
            f"发出纸质票 {len(voters.paper)} 张、投票卡 {len(voters.tablet)} 张；"
            f"另印盖章的备用票 {len(voters.tablet)} 张，平板出了故障人人有票可换。"
        )
    else:
        scene.account.happened(f"发出投票卡 {len(voters.tablet)} 张；票决办法没有规定纸质票。")


async def _half(scene: Scene, contest: Contest, voters: Split, done: int) -> None:
    scene.account.step(f"投票中：平板投出 {done} 张以后全部停用")
    await scene.act(1, "opened")
    first = s.rows_of(contest.numbers, voters.tablet[:done])
    await s.cast_all(scene.hall, 1, first, scene.hall.deck[:done])
    scene.account.happened(
        f"已投出的 {done} 张都有回执，照常有效；还有 {len(voters.tablet) - done} 人没有投。"
    )


async def _fail(scene: Scene, voters: Split, done: int) -> None:
    account, hall = scene.account, scene.hall
    clause = f"{scene.clauses.name('channels')}：设备发生故障，凭投票卡换领纸质票。"
    await scene.act(1, "fallback_declared", CHIEF, device="tablets", clause=clause)
    account.clause(scene.clauses.quote("channels"))
    account.people("总监票人签名宣布平板停用，投票继续；没有投的代表凭卡到换票台换领纸质票。")
    account.step("换票：先作废卡，再发纸质票")
    await scene.refused("监票人", "没有作废投票卡就要换票", _exchange(scene))
    await scene.refused("监票人", "要给已经投过票的人换票", _void(scene, hall.deck[0]))
    for seed in hall.deck[done : len(voters.tablet)]:
        await _void(scene, seed)
        await _exchange(scene)
    moved = len(voters.tablet) - done
    hall.deck = hall.deck[:done]
    account.happened(
        f"{moved} 张没有投过的卡逐张扫码作废，换出纸质票 {moved} 张。"
        "已投的卡换不了票，一人投不了两票。"
    )


async def _void(scene: Scene, seed: bytes) -> None:
    lists = public_lists([seed], scene.hall.company.election, scene.hall.plan.group)
    body = {"credentials": lists}
    await scene.api("scrutineer").post(f"{scene.hall.round(1)}/cards/voided", body)


async def _exchange(scene: Scene) -> None:
    body = {"from_channel": "tablet", "to_channel": "paper"}
    await scene.api("scrutineer").post(f"{scene.hall.round(1)}/replaced", body)


async def _close(scene: Scene, contest: Contest, voters: Split) -> Any:
    """Close, count the paper of all who moved too, open the sum of those who had voted."""
    hall, account = scene.hall, scene.account
    account.step("截止，清点，计票")
    await scene.act(1, "closed")
    paper = (await scene.shown(1))["paper"]
    spare = paper["printed"] - paper["issued"] - paper["replaced"]
    if spare:
        await rounds.drop_sheets(hall, 1, spare)
    tell_reading(scene)
    seats = scene.rules.seats or 0
    await rounds.count_sheets(hall, 1, contest.numbers, seats, voters.paper)
    await scene.act(1, "paper_frozen", rounds.FREEZERS)
    await s.open_sum(hall, 1, len(voters.tablet))
    outcome = await s.decide(hall, 1)
    for channel, name in (("paper", "纸质票"), ("tablet", "平板")):
        one = outcome["channels"][channel]["ballots"]
        account.checked(
            f"{name}：印制 {one['printed']}＝发出 {one['issued']}＋换发 {one['replaced']}"
            f"＋存档 {one['archived']}＋剩余 {one['left_over']}；收回 {one['returned']}。"
        )
    await tell_outcome(scene, 1, outcome)
    return outcome
