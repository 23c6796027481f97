"""收回多于发出: the round is void, and is voted again."""

from typing import Any

from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.plan import Split
from service.rehearsal.scenarios.contest import Contest, clear
from service.rehearsal.scenarios.courses import hand_out, revote, tell_reading, vote
from service.rehearsal.scenarios.scene import PRESIDER, Scene, begin

GROUND = "returned_gt_issued"


async def extra_ballot(scene: Scene) -> Any:
    """Let one more ballot come back than went out."""
    contest = await begin(scene)
    voters = scene.split(clear(contest))
    if scene.paper:
        await _one_sheet_more(scene, contest, voters)
    else:
        await _one_card_more(scene, voters)
    await _void(scene)
    return await revote(scene, clear(await scene.contest(1)))


async def _one_sheet_more(scene: Scene, contest: Contest, voters: Split) -> None:
    hall, account = scene.hall, scene.account
    await hand_out(scene, 1, voters)
    await vote(scene, 1, voters)
    issued = len(voters.paper)
    account.step("清点票箱：多出一张")
    rows = [*voters.paper, voters.paper[0]]
    tell_reading(scene)
    await rounds.count_sheets(hall, 1, contest.numbers, scene.rules.seats or 0, rows)
    counted = (
        "扫描读票，编码都是本轮印制的，没有两张相同，收回多一张。"
        if hall.machine
        else "两名计票人各自清点，都没有发现不是本次会议的票（异票），都登记收回多一张。"
    )
    account.happened(f"纸质票发出 {issued} 张，箱内有 {issued + 1} 张；{counted}")
    account.people("先分清有没有异票：异票不算收回；仍然多的，本轮只能宣布无效。")
    await scene.refused(
        "监票人、总监票人", "要封定纸质票", scene.act(1, "paper_frozen", rounds.FREEZERS)
    )


async def _one_card_more(scene: Scene, voters: Split) -> None:
    """Only tablets: somebody votes with a leftover card that nobody destroyed."""
    hall, account = scene.hall, scene.account
    account.step("清点到会人数，发卡；剩余的卡没有当众作废")
    await s.print_cards(hall, len(voters.tablet) + 1)
    await s.hand_out(hall, 1, scene.voters, 0, len(voters.tablet))
    account.happened(f"发出投票卡 {len(voters.tablet)} 张，剩余 1 张忘记扫码作废，被人拿去投了票。")
    more = Split(paper=(), tablet=(*voters.tablet, voters.tablet[0]))
    await vote(scene, 1, more)
    await scene.refused(
        "监票人、总监票人", "要封定计票", scene.act(1, "paper_frozen", rounds.FREEZERS)
    )


async def _void(scene: Scene) -> None:
    account, chief = scene.account, scene.api("chief_scrutineer")
    account.step("宣布本轮无效")
    await scene.refused("总监票人", "要作出计票结果", chief.post(f"{scene.hall.round(1)}/outcome"))
    await scene.refused("执行主席", "要宣布结果", scene.act(1, "announced", PRESIDER))
    await scene.refused("秘书处", "在宣布无效以前就要重新票决", rounds.follow(scene.hall, "revote"))
    account.clause(scene.clauses.quote("returned_gt_issued"))
    clause = f"{scene.clauses.name('returned_gt_issued')}：收回的票多于发出的票，票决无效。"
    await scene.act(1, "round_voided", ground=GROUND, clause=clause)
    account.people("总监票人、执行主席签名宣布无效，向会议说明；本轮的票封存，不计结果。")
    await _papers(scene)
    if scene.tablets:
        account.happened("本轮平板票的合计从此不能开启，任何人都看不到。")


async def _papers(scene: Scene) -> None:
    """Issue what the void round leaves; a card that nobody booked is on no paper."""
    clerk, where = scene.api("clerk"), f"{scene.hall.round(1)}/papers"
    await clerk.post(f"{where}/attendance")
    scene.account.paper("代表到会情况报告（1-attendance）。")
    if scene.paper:
        await clerk.post(f"{where}/issue_return")
        scene.account.paper("发票收票情况报告单，写明收回多于发出（1-issue_return）。")
    else:
        await scene.refused(
            "秘书处", "要出具发票收票情况报告单", clerk.post(f"{where}/issue_return")
        )
