"""读票设备故障: two tellers count all paper by hand, each without the other's figures."""

from typing import Any

from msgspec.structs import replace

from ballot.results import ChannelTally, ItemTotals
from ballot.rules.values import BallotMode
from service.rehearsal import machine, rounds
from service.rehearsal import session as s
from service.rehearsal.pens import Unmarkable, require_markable
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.scenarios.contest import Contest, clear
from service.rehearsal.scenarios.courses import hand_out, settle, tell_outcome, vote
from service.rehearsal.scenarios.hands import by_hands
from service.rehearsal.scenarios.scene import CHIEF, Scene, begin


async def scanner_failure(scene: Scene) -> Any:
    """Let the scanner fail after half of the sheets, and count all of them by hand.

    That half is really printed, marked, scanned and entered, where the pens of a rehearsal can.
    """
    contest = await begin(scene)
    voters = scene.split(clear(contest))
    scene.hall.machine = _markable(scene)
    await hand_out(scene, 1, voters)
    await vote(scene, 1, voters)
    read = len(voters.paper) // 2
    scene.account.step(f"读票设备在读到第 {read} 张时停机")
    await _reads(scene, contest, voters, read)
    scene.hall.machine = False
    if scene.rules.fallback == "show_of_hands":
        return await by_hands(scene, "scanner", read)
    await _fails(scene, read, len(voters.paper))
    outcome = await _by_hand(scene, contest, voters)
    return await settle(scene, 1, outcome)


def _markable(scene: Scene) -> bool:
    try:
        require_markable(scene.rules)
    except Unmarkable:
        return False
    return True


async def _reads(scene: Scene, contest: Contest, voters: Split, read: int) -> None:
    """Count the box, and let the machine read the first ``read`` sheets of it."""
    right = count_paper(contest.numbers, voters.paper, scene.rules, scene.rules.seats or 0)
    await s.count_box(scene.hall, 1, right)
    if scene.hall.machine:
        await machine.read(scene.hall, 1, contest.numbers, voters.paper[:read])
        scene.account.happened(
            f"票箱清点 {right.returned} 张；先读的 {read} 张已分捆扫描、入账，其余的还没有读。"
        )


async def _fails(scene: Scene, read: int, sheets: int) -> None:
    clause = f"{scene.clauses.name('fallback')}：计票设备发生故障，改用人工计票。"
    await scene.act(1, "fallback_declared", CHIEF, device="scanner", readings=read, clause=clause)
    scene.account.clause(scene.clauses.quote("fallback"))
    scene.account.people(f"总监票人签名宣布：全部 {sheets} 张纸质票改由人工清点。")
    scene.account.happened(
        f"机器已读的 {read} 张只留作参考，一张也不并入人工计票；"
        f"人工从第一张数起，数全部 {sheets} 张。"
    )


async def _by_hand(scene: Scene, contest: Contest, voters: Split) -> Any:
    hall, account = scene.hall, scene.account
    account.step("两名计票人各自清点，各自登记")
    seats = scene.rules.seats or 0
    right = count_paper(contest.numbers, voters.paper, scene.rules, seats)
    wrong = _miscounted(right, scene.rules.ballot_mode)
    await s.enter_count(hall, 1, 1, right)
    await scene.refused(
        "监票人、总监票人",
        "只有一名计票人登记就要封定",
        scene.act(1, "paper_frozen", rounds.FREEZERS),
    )
    answer = await s.enter_count(hall, 1, 2, wrong)
    for cell in answer["differences"]:
        account.happened(
            f"系统列出不一致的一格：{cell['chinese']}。不说各人登记的数，谁的数都不会被覆盖。"
        )
    await scene.refused(
        "监票人、总监票人", "两人不一致就要封定", scene.act(1, "paper_frozen", rounds.FREEZERS)
    )
    account.people("两人都重新清点；数错的一人（计票人 2 号）重新登记，先前的登记留在日志里。")
    await s.enter_count(hall, 1, 2, right, entry=2)
    account.happened("两人逐格一致，系统固定纸质票的计票数。")
    await scene.act(1, "paper_frozen", rounds.FREEZERS)
    if voters.tablet:
        await s.open_sum(hall, 1, len(voters.tablet))
    account.step("计票结果")
    outcome = await s.decide(hall, 1)
    await tell_outcome(scene, 1, outcome)
    return outcome


def _miscounted(right: ChannelTally, mode: BallotMode) -> ChannelTally:
    """Return what a teller finds who puts one sheet's 赞成 (or best 等次) among the 弃权."""
    slips = len(right.items) if mode == "whole_list" else 1
    slipped = tuple(_slip(one) for one in right.items[:slips])
    return replace(right, items=(*slipped, *right.items[slips:]))


def _slip(right: ItemTotals) -> ItemTotals:
    if right.grades:
        best, *others = right.grades
        return replace(right, grades=(best - 1, *others), abstain=right.abstain + 1)
    return replace(right, approve=right.approve - 1, abstain=right.abstain + 1)
