"""What happened, in plain words: the log's events, and what people did in the office.

Nothing of a ballot is shown but how many there are. Of figures that may not be seen yet, and of
cards, only that they were entered.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from ballot import events as e
from service.api.access import allow
from service.clock import BEIJING
from service.house import House
from service.office.discards import discarded_of
from service.office.roles import TITLES
from service.office.trail import Entry
from service.pages.desk.frame import Asked, Page, page, placed
from service.pages.desk.wording import ACTS
from service.pages.words import Said, said

CHUNK = 2000
"""Leaves read at a time."""

CHANNELS = {"paper": said("纸质票"), "tablet": said("平板")}
EVENTS: Mapping[str, Said] = {
    "election_created": said("建立票决“{title}”"),
    "officers_appointed": said("登记执行主席、监票人、计票人名单"),
    "list_frozen": said("确定清单：候选 {candidates} 项，应选 {seats} 项"),
    "definition_withdrawn": said("撤回清单：{reason}"),
    "round_opened": said("开始第 {round} 轮：{candidates} 项中选 {seats} 项"),
    "ceremony_started": said("开始生成选举密钥：{trustees} 份，{threshold} 份可以开启"),
    "key_contribution": said("密钥持有人 {index} 号完成一步密钥生成"),
    "election_key": said("选举公钥生成"),
    "keys_proven": said("密钥持有人 {index} 号验证了保存的密钥"),
    "sheets_printed": said("印票决票 {count} 张"),
    "prints_destroyed": said("删除印制文件，{count} 张"),
    "cards_printed": said("登记投票卡 {count} 张"),
    "attendance_declared": said("报告应到 {roster_total} 名，实到 {present} 名"),
    "issued": said("登记{channel}发出 {count} 张"),
    "leftover_destroyed": said("登记剩余 {left_over} 张，存档 {archived} 张"),
    "cards_cancelled": said("剩余投票卡当众作废"),
    "opened": said("开始投票"),
    "replaced": said("换发 {count} 张"),
    "card_voided": said("作废一张没有投过的投票卡"),
    "closed": said("截止投票"),
    "ballot_cast": said("平板票入账 {count} 张"),
    "box_counted": said("票箱清点 {count} 张"),
    "cards_in_box": said("卡箱清点 {count} 张"),
    "challenges_counted": said("检验 {burnt} 次，不符 {failed} 次"),
    "assisted_counted": said("登记代写：纸质 {paper} 张，平板 {tablet} 张"),
    "batch_read": said("第 {batch} 捆入账，人工清点 {declared} 张"),
    "batch_withdrawn": said("撤回第 {batch} 捆：{reason}"),
    "sheets_adjudicated": said("认定疑问票，签字"),
    "sample_drawn": said("抽取复核的票 {count} 张"),
    "sheets_counted": said("合计各捆"),
    "hand_count_entered": said("计票人 {teller} 号第 {entry} 次登记计票数"),
    "hand_count_agreed": said("两名计票人的计票数一致"),
    "paper_frozen": said("封定纸质票"),
    "opening_authorised": said("批准开启平板合计"),
    "encrypted_tally": said("生成平板合计，{ballots} 张"),
    "partial_decryption": said("密钥持有人 {owner} 号开启合计"),
    "tallied": said("合计各渠道票数"),
    "outcome": said("得出结果"),
    "round_voided": said("宣布本轮无效：{clause}"),
    "fallback_declared": said("登记设备故障：{clause}"),
    "presidium_decided": said("主席团决定：{text}"),
    "lot_drawn": said("抽签，签号 {seed}"),
    "certified": said("总监票人、监票人确认结果"),
    "announced": said("公布结果"),
    "paper_issued": said("出具一份文书"),
    "paper_published": said("公布票面图像"),
    "project_changed": said("{project} 号项目调整：{resolution}"),
    "duplicates_counted": said("登记重复交票：纸质 {paper}，平板 {tablet}"),
    "handling_reported": said("{project} 号项目报告办理结果 {result}"),
    "handling_confirmed": said("{project} 号项目的提出人答复"),
    "evaluation_combined": said("合并各组测评结果"),
}
OFFICE: Mapping[str, Said] = {
    "role_granted": said("授予{who}职务：{detail}"),
    "role_revoked": said("免去{who}职务：{detail}"),
    "draft_replaced": said("改动候选项目清单草稿"),
    "pool_replaced": said("改动候选项目建议"),
    "roll_replaced": said("导入代表名册"),
    "act_begun": said("提请签字：{detail}"),
    "act_approved": said("签字：{detail}"),
    "act_completed": said("签字到齐：{detail}"),
    "act_withdrawn": said("收回提请：{detail}"),
    "card_voided": said("作废一张投票卡，理由：{detail}"),
    "bundle_discarded": said("放弃第 {batch} 捆已经扫描的 {pages} 页，理由：{detail}"),
    "token_issued": said("发放程序令牌"),
    "token_revoked": said("收回程序令牌"),
}


def sentences(events: Iterable[e.Event]) -> list[tuple[str, Said]]:
    """Return every event as its minute (empty where it has none) and a sentence.

    Ballots that were cast one after the other are one line: their number.
    """
    found: list[tuple[str, Said]] = []
    cast = 0
    for event in events:
        if isinstance(event, e.BallotCast):
            cast += 1
            continue
        if cast:
            found.append(("", Said(EVENTS["ballot_cast"].chinese, {"count": cast})))
            cast = 0
        found.append(sentence(event))
    if cast:
        found.append(("", Said(EVENTS["ballot_cast"].chinese, {"count": cast})))
    return found


def sentence(event: e.Event) -> tuple[str, Said]:
    """Return an event's minute, empty where it has none, and what happened."""
    said_of = msgspec.to_builtins(event)
    values = {name: _value(name, value) for name, value in said_of.items()}
    minute = str(said_of.get("at", ""))[:16].replace("T", " ")
    return minute, Said(EVENTS[said_of["event"]].chinese, values)


def _value(name: str, value: Any) -> str | int | Said:
    if name == "channel":
        return CHANNELS[value]
    if name == "candidates":
        return len(value)
    return value if isinstance(value, int | str) else ""


def office_sentence(entry: Entry, names: Mapping[str, str]) -> tuple[str, str, Said] | None:
    """Return when, who and what; None for what is not about the session."""
    words = OFFICE.get(entry.act)
    if words is None:
        return None
    values: dict[str, str | int | Said] = {
        "detail": _detail(entry.detail),
        "who": names.get(entry.subject, ""),
    }
    if entry.act == "bundle_discarded":
        _, thrown = discarded_of(entry)
        values |= {"batch": thrown.number, "pages": thrown.pages}
    at = datetime.fromtimestamp(entry.at, UTC).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return at, names.get(entry.actor, ""), Said(words.chinese, values)


def _detail(detail: str) -> Said:
    name = detail.partition(":")[0]
    if name in TITLES:
        return said(TITLES[name])
    return ACTS.get(name, Said("{detail}", {"detail": detail}))  # type: ignore[call-overload, no-any-return]  # any text may be asked for


@get(
    "/{election:str}/activity",
    opt=allow("clerk", "chief_scrutineer", "auditor"),
)
async def activity(request: Asked, election: FromPath[str], house: NamedDependency[House]) -> Page:
    """Show the log and the office's trail, the newest first."""
    place = await placed(house, election)
    names = {one.id: one.name for one in await house.accounts.all()}
    trail = [office_sentence(one, names) for one in await house.accounts.trail(election)]
    return page(
        request,
        "activity.html",
        **place,
        events=list(reversed(sentences(await _events(house, election)))),
        trail=[one for one in trail if one is not None],
    )


async def _events(house: House, election: str) -> list[e.Event]:
    size = await house.ledger.size(election)
    found: list[e.Event] = []
    for start in range(0, size, CHUNK):
        leaves = await house.ledger.leaves(election, start, min(start + CHUNK, size))
        found += [e.decode(leaf) for leaf in leaves]
    return found


router = Router(path="/desk", route_handlers=[activity])
