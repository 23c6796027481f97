"""What several cases share: a round held as usual, and what the rules make of its outcome."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ballot.lot import drawn
from ballot.results import Losing, Outcome
from counting.losing import losing_sentences
from service.rehearsal import rounds
from service.rehearsal import session as s
from service.rehearsal.ballots import Row
from service.rehearsal.plan import Split
from service.rehearsal.scenarios.contest import clear, tied
from service.rehearsal.scenarios.listing import LEAST_SPARE, left_to_fill, proposed_csv
from service.rehearsal.scenarios.scene import PRESIDER, Scene

KINDS = {
    "first": "第一次票决",
    "runoff": "再次票决",
    "fill": "另行票决",
    "revote": "重新票决",
}
PAPERS = {
    "attendance": "代表到会情况报告",
    "issue_return": "发票收票情况报告单",
    "count_report": "计票结果报告单",
    "sealing_list": "封存清单",
}
"""The papers of a count, in the order in which they are signed."""

DICE = "当众掷骰子六次，依次为 4、2、6、1、3、5"


async def hold(scene: Scene, number: int, rows: Sequence[Row]) -> Any:
    """Hold round ``number`` from handing out to its outcome, with nothing awkward in it."""
    voters = scene.split(rows)
    await hand_out(scene, number, voters)
    await vote(scene, number, voters)
    return await count(scene, number, voters)


async def hand_out(scene: Scene, number: int, voters: Split) -> None:
    """Print, take attendance, hand out, destroy what is left over."""
    kind = KINDS[(await scene.shown(number))["kind"]]
    scene.account.step(f"{kind}：清点到会人数，发票")
    await rounds.prepare(scene.hall, number, voters)
    scene.account.happened(
        f"应到 {scene.hall.plan.roster} 名，实到 {scene.voters} 名；{_issued(voters)}，"
        "剩余的当众作废。"
    )


def _issued(voters: Split) -> str:
    parts = [("纸质票", len(voters.paper)), ("投票卡", len(voters.tablet))]
    return "，".join(f"发出{name} {count} 张" for name, count in parts if count)


async def vote(scene: Scene, number: int, voters: Split) -> None:
    """Open, vote, close."""
    numbers = (await scene.contest(number)).numbers
    scene.account.step("开始投票，投票，截止")
    await rounds.vote(scene.hall, number, numbers, voters)
    scene.account.happened("总监票人、执行主席签名开始，代表投票，两人再签名截止。")


async def count(scene: Scene, number: int, voters: Split) -> Any:
    """Count, and tell what the rules make of the totals."""
    contest = await scene.contest(number)
    found = await scene.shown(number)
    scene.account.step("计票")
    if voters.paper:
        tell_reading(scene)
    outcome = await rounds.count(scene.hall, number, contest.numbers, found["seats"], voters)
    await tell_outcome(scene, number, outcome)
    return outcome


def tell_reading(scene: Scene) -> None:
    """Say what people do where a machine reads the paper."""
    if scene.hall.machine:
        scene.account.people(
            "票箱里的票分成每捆不超过 50 张，用手数清，再扫描；"
            "疑问票由两名监票人分别看、总监票人认定，三人在认定单上签名。"
        )


async def tell_outcome(scene: Scene, number: int, outcome: Any) -> None:
    """Write the outcome in the service's own sentences, and the papers of the count."""
    ballots = outcome["ballots"]
    scene.account.happened(
        f"发出 {ballots['issued']} 张，收回 {ballots['returned']} 张，"
        f"有效 {ballots['valid']} 张，无效 {ballots['invalid']} 张，票数勾稽相符。"
    )
    if scene.rules.ballot_mode != "graded":
        scene.account.happened(_approvals(scene, outcome))
    for one in (*outcome["decisions"], *outcome.get("graded", ())):
        scene.account.computed(one["sentence"])
    losing = msgspec.convert(outcome.get("not_elected", ()), tuple[Losing, ...])
    for sentence in losing_sentences(losing):
        scene.account.computed(sentence)
    issued = (await scene.shown(number))["papers"]
    named = "、".join(f"{PAPERS[one]}（{number}-{one}）" for one in PAPERS if one in issued)
    scene.account.paper(f"{named}。")


def _approvals(scene: Scene, outcome: Any) -> str:
    """Say how many approvals each project has; a list that is voted on as a whole has one row."""
    counts = outcome["counts"]
    if scene.rules.ballot_mode == "whole_list":
        return f"赞成票：候选项目清单 {counts[0]['approve']}。"
    if scene.rules.ballot_mode == "ranked":
        points = "，".join(f"{one['number']} 号 {one['points']}" for one in counts)
        return f"积分：{points}。"
    return "赞成票：" + "，".join(f"{one['number']} 号 {one['approve']}" for one in counts) + "。"


async def settle(scene: Scene, number: int, outcome: Any, *, again: bool = False) -> Any:
    """Follow the rules from an outcome to the last announcement; return the last outcome.

    ``again``: the first runoff ends in a tie once more.
    """
    scene.quota = {
        one["category"]: one["seats_left"] + one["vacant"] for one in outcome.get("groups", ())
    }
    if outcome["tied"]:
        return await _settle_tie(scene, number, outcome, again=again)
    scene.chosen += outcome["elected"]
    if outcome["vacant"]:
        return await _settle_vacancy(scene, number, outcome)
    await sign(scene, number)
    await announce(scene, number)
    return outcome


async def _settle_tie(scene: Scene, number: int, outcome: Any, *, again: bool) -> Any:
    scene.chosen += outcome["elected"]
    match outcome["action"]:
        case "runoff" if await _rounds_left(scene):
            await sign(scene, number)
            await announce(scene, number)
            return await _runoff(scene, again=again)
        case "draw_lot":
            await _undecided(scene, number)
            await _draw(scene, number, outcome)
        case _:
            await _undecided(scene, number)
            await _presidium(scene, number, outcome)
    await announce(scene, number)
    return outcome


async def _rounds_left(scene: Scene) -> bool:
    held = [one for one in await scene.rounds() if one["stage"] != "void"]
    return len(held) < scene.rules.max_rounds


async def sign(scene: Scene, number: int) -> None:
    """Let everybody sign for the outcome; try first what does not work before."""
    scene.account.step("签字确认")
    await scene.refused(
        "执行主席", "尚未签字确认就要宣布结果", scene.act(number, "announced", PRESIDER)
    )
    await s.sign_result(scene.hall, number)
    scene.account.people("总监票人和全体监票人签字确认计票结果。")


async def announce(scene: Scene, number: int) -> None:
    """Let the presider announce."""
    scene.account.step("宣布结果")
    await s.announce(scene.hall, number, final=bool(scene.chosen) or _rates(scene))
    scene.account.happened(f"执行主席宣布{_announced(scene)}。")
    if scene.chosen or _rates(scene):
        scene.account.paper(f"公告（{number}-announcement）。")


def _rates(scene: Scene) -> bool:
    return scene.rules.ballot_mode == "graded"


def _announced(scene: Scene) -> str:
    if _rates(scene):
        return "各项目的测评结果"
    chosen = "、".join(map(str, scene.chosen))
    return f"，至此入选的项目：{chosen}" if chosen else "本轮没有项目入选"


async def _undecided(scene: Scene, number: int) -> None:
    """Sign a result with an open tie; nobody can announce it before the tie is settled."""
    await sign(scene, number)
    await scene.refused(
        "执行主席", "在票数相等的项目确定以前就要宣布结果", scene.act(number, "announced", PRESIDER)
    )


async def _presidium(scene: Scene, number: int, outcome: Any) -> None:
    second = outcome["status"] == "undecided_second_tie"
    taken = outcome["tied"][: outcome["seats_left"]]
    shown = "、".join(map(str, taken))
    text = scene.account.worded(f"主席团会议决定，票数相等的项目中第 {shown} 号项目入选。")
    scene.account.step("主席团决定")
    scene.account.clause(scene.clauses.quote("tie_again" if second else "tie_rule"))
    scene.account.people(f"主席团开会，决定原文由执行主席签名登记：“{text}”")
    matter = "second_tie" if second else "tie"
    await scene.act(number, "presidium_decided", PRESIDER, matter=matter, projects=taken, text=text)
    scene.account.happened("决定原文记入日志；各项目的得票不变。")
    scene.chosen += taken


async def _draw(scene: Scene, number: int, outcome: Any) -> None:
    scene.account.step("抽签")
    scene.account.clause(scene.clauses.quote("tie_rule"))
    scene.account.people(f"{DICE}，念出并写下；总监票人、执行主席签名登记。")
    await scene.act(number, "lot_drawn", seed=DICE)
    election = scene.hall.company.election
    taken = drawn(election, number, DICE, msgspec.convert(outcome, Outcome))
    shown = "、".join(map(str, taken))
    scene.account.happened(f"由签号算出第 {shown} 号项目入选，任何人都能用同样的签号复算。")
    scene.chosen += taken


async def _runoff(scene: Scene, *, again: bool) -> Any:
    """Vote again among the tied alone, to a winner or to a second tie."""
    scene.account.step("再次票决：只在票数相等的项目中进行")
    await scene.refused("秘书处", "要以全部未入选的项目另行票决", rounds.follow(scene.hall, "fill"))
    number, numbers, seats = await rounds.follow(scene.hall, "runoff")
    scene.account.clause(scene.clauses.quote("tie_rule"))
    shown = "、".join(map(str, numbers))
    scene.account.happened(f"候选项目只有第 {shown} 号，序号不变，应选 {seats} 项。")
    scene.account.people(
        "重新确定清单（两人签名）、印票、清点到会人数、发票；投票卡从打乱的收卡箱里另抽。"
    )
    contest = await scene.contest(number)
    made = tied(contest) if again else clear(contest)
    return await settle(scene, number, await hold(scene, number, made))


async def _settle_vacancy(scene: Scene, number: int, outcome: Any) -> Any:
    scene.vacant = outcome["vacant"]
    await sign(scene, number)
    await announce(scene, number)
    scene.account.step(f"不足应选数：空缺 {scene.vacant} 项")
    scene.account.clause(scene.clauses.quote("shortfall_action"))
    match outcome["action"]:
        case "leave_vacant" | "fill_next_session":
            await scene.refused(
                "秘书处", "要在本次会议上另行票决", rounds.follow(scene.hall, "fill")
            )
            later = "留待下次会议" if outcome["action"] == "fill_next_session" else "不再票决"
            scene.account.happened(f"空缺的 {scene.vacant} 项{later}，报告单和公告写明。")
            return outcome
        case "presidium":
            await _decide_fill(scene, number)
    return await _fill(scene)


async def _decide_fill(scene: Scene, number: int) -> None:
    await scene.refused("秘书处", "在主席团决定以前就要另行票决", rounds.follow(scene.hall, "fill"))
    scene.pool = await _pool(scene)
    shown = "、".join(map(str, scene.pool))
    text = scene.account.worded(
        f"主席团会议决定，空缺的 {scene.vacant} 项在第 {shown} 号项目中另行票决。"
    )
    scene.account.people(f"主席团开会，决定原文由执行主席签名登记：“{text}”")
    await scene.act(
        number, "presidium_decided", PRESIDER, matter="shortfall", projects=scene.pool, text=text
    )


async def _pool(scene: Scene) -> list[int]:
    """Return who may stand in the fill: all who were not chosen, or newly proposed ones."""
    if scene.rules.shortfall_pool != "new_proposal":
        return left_to_fill((await scene.definition(1)).candidates, scene.rules, scene.chosen)
    known = (await scene.shown(1))["candidates"]
    numbers = [max(known) + at for at in range(1, scene.vacant + LEAST_SPARE)]
    data = proposed_csv(numbers, next((name for name, seats in scene.quota.items() if seats), ""))
    path = f"{scene.hall.path}/candidates/extension"
    await scene.api("clerk").upload(path, "补充候选项目.csv", data)
    shown = "、".join(map(str, numbers))
    scene.account.people(f"另行提出候选项目，编新的序号（第 {shown} 号），秘书处导入。")
    return numbers


async def _fill(scene: Scene) -> Any:
    scene.account.step("另行票决")
    scene.account.clause(scene.clauses.quote("shortfall_pool"))
    pool = scene.pool or await _pool(scene)
    number, numbers, seats = await rounds.follow(scene.hall, "fill", pool)
    shown = "、".join(map(str, numbers))
    scene.account.happened(f"候选项目为第 {shown} 号，应选 {seats} 项。")
    scene.vacant = 0
    made = clear(await scene.contest(number))
    return await settle(scene, number, await hold(scene, number, made))


async def revote(scene: Scene, rows: Sequence[Row]) -> Any:
    """Decide to vote again as the rules say, and vote again to the end."""
    scene.account.step("重新票决")
    await allow_revote(scene, len(await scene.rounds()))
    number, _, _ = await rounds.follow(scene.hall, "revote")
    scene.account.happened(
        "候选项目、应选数、通过线都与无效的一轮相同；重新印票、清点到会人数、发票。"
    )
    return await settle(scene, number, await hold(scene, number, rows))


async def allow_revote(scene: Scene, void: int) -> None:
    """Let 主席团 decide on voting again after the round ``void``, where the rules ask them."""
    account = scene.account
    account.clause(scene.clauses.quote("revote_by"))
    if scene.rules.revote_by != "presidium":
        return
    await scene.refused(
        "秘书处", "在主席团决定以前就要重新票决", rounds.follow(scene.hall, "revote")
    )
    text = account.worded("主席团会议决定重新票决。")
    account.people(f"主席团开会，决定原文由执行主席签名登记：“{text}”")
    await scene.act(void, "presidium_decided", PRESIDER, matter="revote", text=text)
