"""不足法定人数: voting cannot begin."""

from typing import Any

from ballot.attendance import quorum
from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.plan import Split
from service.rehearsal.scenarios.contest import clear
from service.rehearsal.scenarios.courses import count, settle, vote
from service.rehearsal.scenarios.listing import candidates_csv
from service.rehearsal.scenarios.scene import Scene, begin

ADJOURNED = "休会-不足法定人数"


async def no_quorum(scene: Scene) -> Any:
    """Refuse the opening until enough people have come; show also what happens if they do not."""
    account, plan = scene.account, scene.hall.plan
    contest = await begin(scene)
    need = quorum(scene.rules.quorum_rule, plan.roster)
    voters = scene.split(clear(contest))
    few = need - 1
    account.step(f"清点到会人数：{few} 名，差 1 名")
    await _hand_out(scene, voters, few)
    account.happened(f"应到 {plan.roster} 名，实到 {few} 名。")
    account.clause(scene.clauses.quote("quorum_rule"))
    await scene.refused("总监票人、执行主席", "要开始投票", scene.act(1, "opened"))
    account.people("休息片刻，由各代表团催请；到会人数变了就重新报告，以开始投票前最后一次为准。")
    account.people(
        "到时仍然不足的，出具《代表到会情况报告》（写明不符合法定人数），由执行主席宣布休会，"
        "另定时间再开；清单、密钥、投票卡都仍然有效，已发的票收回。"
    )
    await _adjourned(scene, few)
    await _present(scene, voters)
    await vote(scene, 1, voters)
    return await settle(scene, 1, await count(scene, 1, voters))


async def _adjourned(scene: Scene, few: int) -> None:
    """Make the paper of a session to which nobody else came."""
    hall = scene.another().hall
    await s.found(hall)
    await s.list_candidates(hall, "候选项目.csv", candidates_csv(scene.rules))
    clerk = hall.company.api("clerk")
    attendance = {"roster_total": hall.plan.roster, "present": few}
    await clerk.post(f"{hall.round(1)}/attendance", attendance)
    await clerk.post(f"{hall.round(1)}/papers/attendance")
    scene.papers.append((ADJOURNED, hall))
    scene.account.paper(f"代表到会情况报告（不足法定人数时的样子，在 {ADJOURNED} 目录）。")


async def _hand_out(scene: Scene, voters: Split, few: int) -> None:
    """Print for everybody who may come; give tokens to those who are here."""
    hall = scene.hall
    tablet = min(len(voters.tablet), few)
    if voters.tablet:
        await s.print_cards(hall, len(voters.tablet) + s.RESERVE)
    if voters.paper:
        await rounds.print_sheets(hall, 1, len(voters.paper) + s.RESERVE)
    await s.issue(hall, 1, few, few - tablet if scene.paper else 0, tablet)


async def _present(scene: Scene, voters: Split) -> None:
    hall, account = scene.hall, scene.account
    account.step(f"又有代表到会，重新清点：{scene.voters} 名")
    attendance = {"roster_total": hall.plan.roster, "present": scene.voters}
    await scene.api("clerk").post(f"{hall.round(1)}/attendance", attendance)
    for channel, tokens in (("paper", voters.paper), ("tablet", voters.tablet)):
        if tokens:
            body = {"channel": channel, "count": len(tokens)}
            await scene.api("chief_scrutineer").post(f"{hall.round(1)}/issued", body)
    await rounds.drop_leftover(hall, 1, len(voters.paper), len(voters.tablet))
    account.happened(f"重新报告：应到 {hall.plan.roster} 名，实到 {scene.voters} 名，补发票。")
