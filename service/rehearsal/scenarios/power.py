"""服务中断: the process is killed while people vote, and again during the count."""

from typing import Any

from ballot.results import ChannelTally
from service.client import voter
from service.rehearsal import machine, rounds
from service.rehearsal import session as s
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.scenarios.contest import Contest, clear
from service.rehearsal.scenarios.courses import hand_out, settle, tell_outcome, tell_reading
from service.rehearsal.scenarios.errors import Broken
from service.rehearsal.scenarios.scene import Scene, begin


async def server_failure(scene: Scene) -> Any:
    """Kill the service twice; nothing that it acknowledged is lost."""
    contest = await begin(scene)
    voters = scene.split(clear(contest))
    await hand_out(scene, 1, voters)
    scene.account.step("投票中，服务器断电")
    await scene.act(1, "opened")
    await (_while_casting(scene, contest, voters) if voters.tablet else _power_cut(scene))
    scene.account.step("截止")
    await scene.act(1, "closed")
    cast = (await scene.shown(1))["cast"]
    if cast != len(voters.tablet):
        raise Broken(f"平板应有 {len(voters.tablet)} 张，账上 {cast} 张")
    scene.account.checked(f"平板票 {cast} 张，与投票的人数一致，一张不多，一张不少。")
    return await settle(scene, 1, await _count(scene, contest, voters))


async def _power_cut(scene: Scene) -> None:
    """Kill the service (SIGKILL) and start it again."""
    await scene.service.kill()
    await scene.refused(
        "代表、工作人员", "在断电期间使用系统", scene.api("clerk").get(scene.hall.path)
    )
    await scene.service.start()
    scene.account.people("重新启动服务（piaojue serve，数据目录不变）；大家重新登录或者刷新即可。")
    if not scene.tablets:
        scene.account.happened("纸质票投票不受影响；服务恢复后，已登记的各项都在。")


async def _while_casting(scene: Scene, contest: Contest, voters: Split) -> None:
    hall, account = scene.hall, scene.account
    done = len(voters.tablet) // 2
    booth = await voter.enter(hall.public, hall.company.election, 1)
    marked = zip(hall.deck, s.rows_of(contest.numbers, voters.tablet), strict=False)
    ballots = [await s.sealed(hall, booth, seed, marks) for seed, marks in marked]
    receipts = {at: await voter.cast(hall.public, booth, ballots[at]) for at in range(done)}
    await scene.service.kill()
    account.happened(f"断电时已有 {done} 人拿到回执，{len(ballots) - done} 人还没有投成。")
    await scene.refused("一名代表", "在断电期间投票", voter.cast(hall.public, booth, ballots[done]))
    await scene.service.start()
    account.people("重新启动服务（piaojue serve，数据目录不变），平板刷新页面。")
    account.step("重新启动以后")
    kept = 0
    for at, receipt in receipts.items():
        told = await voter.status(hall.public, booth, hall.deck[at])
        kept += told == {"state": "spent", "tracker": receipt.tracker}
    account.checked(f"逐张扫描已投的卡：断电前有回执 {done} 张，重启后在票箱里 {kept} 张。")
    if kept != done:
        raise Broken("有回执的票不在票箱里")
    again = await voter.cast(hall.public, booth, ballots[0])
    if again != receipts[0]:
        raise Broken("同一张票得到了不同的回执")
    account.happened("有回执的人再送一次同一张票，系统答复原来的回执，不算两票。")
    other = dict(zip(contest.numbers, voters.tablet[-1], strict=True))
    second = await s.sealed(hall, booth, hall.deck[0], other)
    await scene.refused(
        "一名已投票的代表", "用同一张卡另投一票", voter.cast(hall.public, booth, second)
    )
    for ballot in ballots[done:]:
        await voter.cast(hall.public, booth, ballot)
    account.happened(f"没有投成的 {len(ballots) - done} 人用原来的卡投票，都有回执。")


async def _count(scene: Scene, contest: Contest, voters: Split) -> Any:
    """Kill the service in the middle of the paper's count, and between two key holders."""
    hall = scene.hall
    scene.account.step("计票中，服务器又断电")
    if voters.paper:
        tally = count_paper(contest.numbers, voters.paper, scene.rules, scene.rules.seats or 0)
        await s.count_box(hall, 1, tally)
        if hall.machine:
            await _between_bundles(scene, contest, voters)
        else:
            await _between_tellers(scene, tally)
    await scene.act(1, "paper_frozen", rounds.FREEZERS)
    if voters.tablet:
        await _open(scene, len(voters.tablet))
    outcome = await s.decide(hall, 1)
    await tell_outcome(scene, 1, outcome)
    return outcome


async def _between_tellers(scene: Scene, tally: ChannelTally) -> None:
    hall, account = scene.hall, scene.account
    await s.enter_count(hall, 1, 1, tally)
    account.happened("计票人 1 号登记以后断电。")
    await scene.service.kill()
    await scene.service.start()
    account.checked(f"重启后已登记的计票人：{(await scene.shown(1))['tellers_done']} 名。")
    await s.enter_count(hall, 1, 2, tally)
    account.happened("计票人 2 号接着登记，两人一致，不必重数。")


async def _between_bundles(scene: Scene, contest: Contest, voters: Split) -> None:
    hall, account = scene.hall, scene.account
    rows, half = voters.paper, (len(voters.paper) + 1) // 2
    tell_reading(scene)
    await machine.read(hall, 1, contest.numbers, rows[:half])
    account.happened(f"先扫描的 {half} 张入账以后断电。")
    await scene.service.kill()
    await scene.service.start()
    listed = await scene.api("teller").get(f"{hall.round(1)}/bundles")
    account.checked(
        f"重启后已入账 {len(listed['bundles'])} 捆，票箱里还有 {listed['missing']} 张没有入账。"
    )
    await machine.read(hall, 1, contest.numbers, rows, first=half)
    await machine.add_up(hall, 1, contest.numbers, rows)
    account.happened("其余的接着分捆扫描，已入账的不必重扫。")


async def _open(scene: Scene, cards: int) -> None:
    hall = scene.hall
    await s.authorise(hall, 1, cards)
    first, *others = hall.trustees
    await first.open(1)
    scene.account.happened("监票人 1 号解密以后断电。")
    await scene.service.kill()
    await scene.service.start()
    kept = "、".join(map(str, (await scene.shown(1))["partials"]))
    scene.account.checked(f"重启后，监票人 {kept} 号的解密已在，不必重做。")
    for one in others[: hall.plan.threshold - 1]:
        await one.open(1)
    scene.account.happened("其余的监票人接着解密。")
