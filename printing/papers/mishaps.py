"""What is said from the chair when something does not go as planned, under the session's rules.

One case for each mishap of the procedure; what cannot happen here (no tablets, no scanner) is left
out. Every case says the sentence to read and, apart from it, what people then do.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from printing.papers.outcomes import named
from printing.papers.script_values import Script
from printing.papers.wording import revote, round_name, under, vote_name

BLANK = "＿＿＿"
"""Stands for a figure that is not known; the presider says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """A case: the sentences to say, and what is done ``then``."""

    id: str
    title: str
    text: str
    then: str


def mishaps(facts: Script) -> tuple[Mishap, ...]:
    """Return the cases that may happen in this round, in the order of the hall."""
    return tuple(_all(facts))


def _all(facts: Script) -> Iterator[Mishap]:
    yield from _before(facts)
    if not facts.hands:
        yield from _while_voting(facts)
        yield from _after_the_close(facts)
    if "tablet" in facts.channels and not facts.hands:
        yield from _keys(facts)
    if not facts.session.evaluation:
        yield from _outcomes(facts)


def _before(facts: Script) -> Iterator[Mishap]:
    session = facts.session
    yield Mishap(
        id="no_quorum",
        title="到会不足法定人数",
        text=(
            f"到会{session.members}不足法定人数，不能进行{round_name(session)}。"
            "现在休会，请催请未到的人员，人数符合规定以后继续开会。"
        ),
        then="重新清点、重新登记到会人数，以开始投票前最后一次为准；始终不足的，休会，改期进行",
    )
    if facts.hands:
        return
    yield Mishap(
        id="issued_more",
        title="发出的多于实到人数",
        text="经清点，发出的票多于到会人数，请多领的交回。在查清以前，不开始投票。",
        then="收回多发的票，重新登记发出张数；系统在相符以前不接受开始投票",
    )
    yield Mishap(
        id="withdrawn",
        title="清单有误，须撤回",
        text=(
            f"候选项目清单须更正，{session.presidium}决定撤回已经印制的票。"
            "请把领到的票交还工作人员，更正以后重新分发。"
        ),
        then="执行主席、秘书处经办人签名撤回清单并写明理由；已经印制的票当众作废，开始投票以后不能撤回",
    )


def _while_voting(facts: Script) -> Iterator[Mishap]:
    cards = "tablet" in facts.channels
    if "paper" in facts.channels:
        yield Mishap(
            id="spoiled",
            title="写坏了票，要换",
            text="写坏了的，请不要投入票箱，到监票人处换一张。换下的票当众作废。",
            then="监票人收下写坏的票，一张换一张，登记换发",
        )
    if not cards:
        return
    yield Mishap(
        id="lost_card",
        title="遗失投票卡",
        text=(
            "投票卡遗失的不能补发，因为没有人能单独作废它，补发会使一人有两张。"
            "找到以后可以继续使用。没有找到的，按未收回计。"
        ),
        then="不补发；卡损坏而没有遗失的，由监票人作废以后换一张",
    )
    yield Mishap(
        id="tablets",
        title="平板或者网络故障",
        text=(
            f"平板发生故障，投票继续进行。已经看到回执号的，票已经收下，不必再投。"
            f"{under(facts.session, facts.provisions.exchange_clause)}，还没有投票的，"
            "请持卡到换票处换一张纸质票。"
        )
        if "paper" in facts.channels
        else f"平板发生故障，{_by_fallback(facts)}",
        then="总监票人签名登记设备故障；换票时先作废卡，投过票的卡换不了",
    )
    yield Mishap(
        id="service",
        title="服务中断、断电",
        text=(
            "投票系统暂时中断，请各位留在座位上。已经看到回执号的票都已保存，不必再投；"
            "没有看到回执号的，恢复以后用原来的卡再投一次，不会算两票。"
        ),
        then="重新启动服务；到场人员不必重新发卡，纸质票照常投入票箱",
    )
    yield Mishap(
        id="urn_lost",
        title="平板票数据损坏",
        text=(
            f"经总监票人确认，平板票的数据已经损坏，本次{round_name(facts.session)}无效。"
            f"{_again(facts)}，改用纸质票。"
        ),
        then="总监票人、执行主席签名宣布无效；任何人不得设法恢复个人的选择",
    )


def _after_the_close(facts: Script) -> Iterator[Mishap]:
    session, provisions = facts.session, facts.provisions
    yield Mishap(
        id="returned_more",
        title="收回多于发出",
        text=(
            f"根据总监票人报告，发出{BLANK}张，收回{BLANK}张，收回票数多于发出票数。"
            f"{under(session, provisions.returned_clause)}，本次{round_name(session)}无效，"
            f"{revote(session, at_once=provisions.at_once)}。"
        ),
        then="先分清不是本次会议的票；仍然多的，总监票人、执行主席签名宣布无效，票封存，不计结果",
    )
    if "paper" in facts.channels:
        yield Mishap(
            id="scanner",
            title="读票设备故障",
            text=f"读票设备发生故障，{_by_fallback(facts)}请各位稍候。",
            then="总监票人签名登记；全部纸质票从第一张起人工清点，机器已读的只作参考，一张也不并入",
        )
        yield Mishap(
            id="tellers",
            title="两名计票人的数字不一致",
            text="两名计票人的计票数有不一致之处，正在重新清点，请各位稍候。",
            then="系统逐格列出差异；两人各自重数，谁的数变了谁重新登记，原来的登记不覆盖",
        )


def _by_fallback(facts: Script) -> str:
    clause = facts.provisions.fallback_clause
    grounds = under(facts.session, clause)
    if facts.provisions.by_hands:
        return f"{grounds}，改用举手方式表决。"
    return f"{grounds}，在监票人监督下改用纸质票、人工计票。"


def _keys(facts: Script) -> Iterator[Mishap]:
    need, all_ = facts.threshold, facts.trustees
    figure = f"{need}" if need is not None else BLANK
    yield Mishap(
        id="one_key",
        title="一名监票人的密钥丢失，其余的够数",
        text=(
            f"一名监票人的密钥不能使用。到场的密钥持有人仍有{figure}人以上，可以开启平板票的合计，"
            "计票照常进行。"
        ),
        then=(
            f"{f'共{all_}人，' if all_ else ''}够{figure}人即可开启；"
            "丢失密钥的监票人仍须签字确认结果，写入会议记录"
        ),
    )
    yield Mishap(
        id="keys_lost",
        title="密钥持有人不足",
        text=(
            f"能够开启平板票合计的密钥持有人不足{figure}人，平板票的合计无法开启，"
            f"本次{round_name(facts.session)}无效。{_again(facts)}，改用纸质票。"
        ),
        then="总监票人、执行主席签名宣布无效；任何人不得设法复原密钥",
    )
    if facts.provisions.least:
        yield Mishap(
            id="few_tablets",
            title="平板票太少",
            text=(
                f"平板票少于{facts.provisions.least}张，公布合计会透露个人意见，"
                f"本次{round_name(facts.session)}无效。{_again(facts)}，改用纸质票。"
            ),
            then="总监票人、执行主席签名宣布无效，平板票的合计不开启",
        )


def _again(facts: Script) -> str:
    return revote(facts.session, at_once=facts.provisions.at_once)


def _outcomes(facts: Script) -> Iterator[Mishap]:
    yield _tie(facts)
    yield _second_tie(facts)
    yield _shortfall(facts)


def _tie(facts: Script) -> Mishap:
    session, provisions = facts.session, facts.provisions
    grounds = under(session, provisions.tie_clause)
    how = {
        "re_vote_tied": (
            f"就票数相等的项目再次投票，以赞成票多的入选。现在进行再次{vote_name(session)}"
        ),
        "presidium": f"由{session.presidium}决定",
        "admit_all": "票数相等的项目全部入选",
        "lot": "当众抽签确定",
        "lower_cost": "投资较少的入选",
    }[provisions.tie]
    done = {
        "re_vote_tied": "秘书处开始下一轮，候选只有票数相等的几项，序号不变；重新清点人数、发票",
        "presidium": f"{session.presidium}作出决定以后，由执行主席签名登记；登记以前不宣布结果",
        "admit_all": "入选项目可以多于应选数，报告单写明",
        "lot": "当众产生签号并宣读，总监票人、执行主席签名；入选项目由签号算出，任何人都能重算",
        "lower_cost": "投资相同的，由会议决定",
    }[provisions.tie]
    return Mishap(
        id="tie",
        title="末位票数相等",
        text=f"{_tied(facts)}票数相等，不能确定入选项目。{grounds}，{how}。",
        then=done,
    )


def _second_tie(facts: Script) -> Mishap:
    session, provisions = facts.session, facts.provisions
    grounds = under(session, provisions.tie_clause)
    how = (
        f"就票数相等的项目再次投票。现在进行再次{vote_name(session)}"
        if provisions.tie_again == "repeat"
        else f"由{session.presidium}决定。现在休会，请{session.presidium}研究"
    )
    return Mishap(
        id="second_tie",
        title="再次投票后票数又相等",
        text=f"再次投票后，{_tied(facts)}票数仍然相等。{grounds}，{how}。",
        then=f"{session.presidium}的决定由执行主席签名登记；登记以前不能宣布结果",
    )


def _shortfall(facts: Script) -> Mishap:
    session, provisions = facts.session, facts.provisions
    vote = vote_name(session)
    how = {
        "presidium_decides": f"不足部分是否另行{vote}，由{session.presidium}决定",
        "vacant": f"不足部分空缺，不再另行{vote}",
        "same_session": f"不足部分在本次会议上另行{vote}",
        "next_session": f"不足部分留待下次会议另行{vote}",
    }[provisions.shortfall]
    return Mishap(
        id="shortfall",
        title="入选不足应选数",
        text=(
            f"入选项目{BLANK}项，不足应选的{_seats(facts)}项。"
            f"{under(session, provisions.shortfall_clause)}，{how}。"
        ),
        then="公布已经入选的项目；另行票决的，由秘书处开始下一轮，重新清点人数、发票",
    )


def _seats(facts: Script) -> str:
    return BLANK if facts.seats is None else str(facts.seats)


def _tied(facts: Script) -> str:
    """Name the tied projects, once the count knows them."""
    if facts.count is None or not facts.count.tied:
        return f"{BLANK}号、{BLANK}号项目"
    return named(facts.count, facts.count.tied)
