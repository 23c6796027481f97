"""起草 to 投票中: what must be there before anybody may vote, and while they do."""

from collections.abc import Iterator

from ballot.attendance import quorum
from ballot.state import Election, Round
from service.pages.desk.steps.values import (
    Known,
    Place,
    Step,
    guarded,
    signing,
    simple_of,
    told,
)
from service.pages.words import said

TELLERS = 2


def drafting(state: Election, current: Round, known: Known) -> Iterator[Step]:
    """Yield the steps to a frozen list."""
    first = current.kind == "first"
    if first:
        yield from _first_list(state, known)
    else:
        count = len(current.candidates)
        text = said("本轮的项目和名额已经由上一轮确定：{count} 项", count=count)
        yield Step(text=text, done=True)
    yield from _tellers(state)
    freeze = signing(state, known, "list_frozen", said("确定清单"))
    # The list is looked at once more, as it will be printed, before anybody signs it.
    yield freeze if freeze.place or not first else _moved(freeze, "candidates")


def _first_list(state: Election, known: Known) -> Iterator[Step]:
    yield told(
        bool(state.officers),
        said("已登记执行主席、监票人、计票人名单"),
        said("还差：登记执行主席、监票人、计票人名单"),
        place="officers",
    )
    yield told(
        known.listed > 0,
        said("已导入候选项目 {count} 项", count=known.listed),
        said("还差：导入候选项目清单"),
        place="candidates",
    )
    listed = said("名册有 {count} 名代表", count=known.roll)
    none = said("还没有代表名册：不逐人签到的可以不要")
    yield told(known.roll > 0, listed, none, place="roll", optional=True)


def _moved(step: Step, place: Place) -> Step:
    return Step(text=step.text, done=False, place=place, who=step.who)


def _tellers(state: Election) -> Iterator[Step]:
    if not state.officers or "paper" not in state.rules.channels:
        return
    keyed = sum(1 for one in state.officers if one.role == "teller" and one.key is not None)
    yield told(
        keyed >= TELLERS,
        said("两名计票人都有签名密钥，可以人工计票"),
        said("计票人还没有签名密钥：没有密钥不能登记人工计票数，请他们先登记密钥"),
        place="officers",
        who=("teller",),
        optional=True,
    )


def preparing(state: Election, current: Round, known: Known) -> Iterator[Step]:
    """Yield the steps from a frozen list to an open round."""
    steps: list[Step] = []
    if not current.hands:
        steps += _printed(state, current)
    steps.append(_attendance(state, current, known))
    if current.stage == "ready" and not current.hands:
        steps += _issued(state, current)
    steps += guarded(state, simple_of("opened", current), steps)
    if current.stage == "ready":
        confirm = said(
            "请总监票人、监票人当众检查空票箱并加封，全体在座以后再开始。"
            "开始以后不能再发票，只能换发。现在提请签字开始投票？"
        )
        steps.append(signing(state, known, "opened", said("开始投票"), confirm=confirm))
    yield from steps


def _printed(state: Election, current: Round) -> Iterator[Step]:
    if "paper" in state.rules.channels:
        count = current.paper.printed
        done, missing = said("已印票决票 {count} 张", count=count), said("还差：印票决票")
        yield told(count > 0, done, missing, place="tokens")
    if "tablet" in state.rules.channels:
        count = state.cards_printed
        done = said("已印投票卡 {count} 张", count=count)
        missing = said("还差：监票人印投票卡并登记")
        yield told(count > 0, done, missing, place="tokens", who=("scrutineer",))
        yield _keys(state)
    if current.identity_key is not None:
        yield _prints(state, current)


def _prints(state: Election, current: Round) -> Step:
    left = current.paper.printed - current.prints_destroyed
    missing = said("还差：{count} 张票印好以后删除印制文件", count=left)
    done = said("印制文件已经删除")
    return told(not left, done, missing, place="tokens", optional=state.facts.rehearsal)


def _keys(state: Election) -> Step:
    ceremony = state.ceremony
    if ceremony is None:
        return Step(text=said("还差：开始生成选举密钥"), done=False, place="keys")
    if ceremony.public_key is None:
        text = said("还差：监票人生成选举密钥")
        return Step(text=text, done=False, place="keys", who=("scrutineer",))
    left = ceremony.trustees - len(ceremony.proven)
    text = (
        said("还差：{count} 名监票人验证所保存的密钥", count=left)
        if left
        else said("选举密钥已经生成，保存的密钥都验证过")
    )
    return Step(text=text, done=not left, place="keys", who=("scrutineer",))


def _attendance(state: Election, current: Round, known: Known) -> Step:
    total, present = current.roster_total, current.present
    if total is None or present is None:
        more = said("（已签到 {count} 名）", count=known.marked) if known.marked else said("")
        text = said("还差：报告应到、实到{more}", more=more)
        return Step(text=text, done=False, place="attendance")
    need = quorum(state.rules.quorum_rule, total)
    missing = said(
        "还差：法定须有 {need} 名到会，现报实到 {present} 名，还差 {short} 名",
        need=need,
        present=present,
        short=need - present,
    )
    done = said("应到 {total} 名，实到 {present} 名，符合法定人数", total=total, present=present)
    return told(present >= need, done, missing, place="attendance")


def _issued(state: Election, current: Round) -> Iterator[Step]:
    issued, present = current.paper.issued + current.tablet.issued, current.present or 0
    missing = said("还差：登记发出张数")
    if issued > present:
        missing = said(
            "还差：收回多发的 {more} 张（发出 {issued} 张，实到 {present} 名）",
            more=issued - present,
            issued=issued,
            present=present,
        )
    done, who = said("已发出 {count} 张", count=issued), ("clerk", "chief_scrutineer", "scrutineer")
    yield told(0 < issued <= present, done, missing, place="tokens", who=who)
    if not state.facts.rehearsal:
        yield from _too_few(state, current)


def _too_few(state: Election, current: Round) -> Iterator[Step]:
    least = state.rules.min_channel
    for name, tokens in ((said("纸质票"), current.paper), (said("平板"), current.tablet)):
        if 0 < tokens.issued < least:
            text = said(
                "还差：{channel}只发出 {count} 张，少于 {least} 张难以保密，请多发或者全部不用",
                channel=name,
                count=tokens.issued,
                least=least,
            )
            yield Step(text=text, done=False, place="tokens")


def voting(state: Election, known: Known) -> Iterator[Step]:
    """Yield what is left to do while people vote: to close."""
    yield Step(text=said("投票正在进行；换发损坏的票由监票人登记"), done=True, place="tokens")
    confirm = said(
        "截止以后不能恢复投票。请确认愿意投票的代表都已经投票。现在提请总监票人、执行主席签字截止？"
    )
    yield signing(state, known, "closed", said("截止投票"), confirm=confirm)
