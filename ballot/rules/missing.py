"""缺条款: what a 票决办法 leaves open, what then happens, and what an official could write."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

import msgspec

from ballot.rules.parameters import Rules
from ballot.rules.relevance import matters
from ballot.rules.terms import CHINESE, PARTS
from ballot.rules.words import worded


class Need(msgspec.Struct, frozen=True):
    """A clause that a text should state: the ``question`` it answers, and a ``wording`` for it."""

    question: str
    wording: str


NEEDED: Mapping[str, Need] = MappingProxyType(
    {
        "seats": Need("票决产生几项", "票决产生10项"),
        "candidates_n": Need("候选项目几项", "候选项目12项，实行差额票决"),
        "roster_basis": Need(
            "出缺的名额是否算在全体代表人数内", "全体代表人数按实有代表计算，出缺的名额不计算在内"
        ),
        "quorum_rule": Need("到会多少人才能票决", "出席会议的代表应达到全体代表的三分之二以上"),
        "threshold": Need("赞成多少才能入选", "获得过半数赞成的候选项目，按赞成票数由多到少确定"),
        "threshold_base": Need("过半数以什么为基数", "以全体代表的过半数通过"),
        "tie_rule": Need(
            "末位票数相等怎么办", "因票数相等不能确定的，就票数相等的项目再次投票，以赞成票多的确定"
        ),
        "tie_again": Need("再次投票仍相等怎么办", "再次投票仍相等的，由主席团决定入选的项目"),
        "shortfall_action": Need(
            "通过的项目不足应选数怎么办", "确定的项目不足10项的，不足部分是否另行票决由主席团决定"
        ),
        "shortfall_pool": Need(
            "另行票决时票决哪些项目", "另行票决的候选项目，从未入选的项目中按得票多少的次序确定"
        ),
        "shortfall_threshold": Need(
            "另行票决赞成多少才能入选", "另行票决的，入选的条件与首次票决相同"
        ),
        "fallback": Need(
            "计票设备、平板发生故障怎么办",
            "设备发生故障时，投票继续进行，改用纸质票，投票结束后在监票人监督下人工计票",
        ),
        "adjudication": Need("标记不合规定怎么认定", "标记不合规定但意思清楚的，按其意思认定"),
        "item_illegible": Need(
            "一个项目无法辨认怎么办", "部分无法辨认的，该部分无效，计入“辨认不清”，其余部分有效"
        ),
        "all_illegible": Need("全部无法辨认怎么办", "全部无法辨认的，该票无效"),
        "identifying_mark": Need(
            "署名或者作记号的票是否有效", "署名、编号或者作其他特殊记号的，该票无效"
        ),
        "write_in": Need("能否另提项目", "不得另提项目"),
        "returned_gt_issued": Need("收回多于发出怎么办", "收回的票多于发出的票，票决无效"),
        "revote_by": Need("票决无效后谁决定重新票决", "票决无效的，由主席团决定重新票决"),
        "channels": Need("使用纸质票还是平板", "票决使用纸质票和会场平板"),
        "no_input_means": Need("领了投票卡没有投票怎么计", "领取投票卡后没有投票的，计为未收回"),
        "min_channel": Need("多少人以上才能使用平板", "使用任何一种投票方式的不得少于10名"),
        "grade_rule": Need("怎样得出测评等次", "满意票达到全体的半数以上的，测评等次为满意"),
        "grade_base": Need("测评以什么为基数", "以全体组成人员为基数"),
        "grade_boundary_inclusive": Need("恰好半数算不算", "达到半数以上（含半数）的，为满意"),
        "grade_points": Need("每个等次几分", "满意每票100分，基本满意每票70分，不满意每票30分"),
        "dont_know": Need("选不了解的怎么计", "选“不了解”的，不计入该项的有效票"),
        "dual_channel": Need("一人从两个渠道交来怎么办", "重复提交的，以先封存的为准，后到的不收"),
    }
)
"""Clauses that a text should state itself, lest the hall argue about them afterwards."""

KEYS = "密钥由3名监票人分别保管，2名以上共同操作才能开启合计数"
APPOINTED = "票决设总监票人1名、监票人5名"

_NOT_ASKED: Mapping[str, Collection[str]] = MappingProxyType(
    {
        "graded": ("seats", "candidates_n"),
        "whole_list": ("seats",),
    }
)
"""Modes in which the list itself answers the question."""


def missing(rules: Rules, given: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield (identifier, sentence) for each clause that a text of ``given`` clauses leaves open."""
    for identifier, need in NEEDED.items():
        if identifier not in given and _asked(rules, identifier):
            yield identifier, _sentence(identifier, need, getattr(rules, identifier))
    if "scrutineers" not in given and matters(rules, "min_channel"):
        yield (
            "scrutineers",
            _sentence("scrutineers", Need("谁保管开票密钥", KEYS), rules.scrutineers),
        )
    if rules.scrutineers.appointed is None:
        yield (
            "scrutineers",
            (
                f"缺条款：没有写明{PARTS['scrutineers.appointed']}（scrutineers.appointed），"
                f"“{CHINESE['scrutineers']}”一条不限人数，以会议通过的名单为准。可以写：“{APPOINTED}”。"
            ),
        )


def _asked(rules: Rules, identifier: str) -> bool:
    if identifier in _NOT_ASKED.get(rules.ballot_mode, ()):
        return False
    if identifier == "channels":
        return matters(rules, "min_channel")
    if identifier == "dual_channel" and len(rules.channels) == 1:
        return False
    return matters(rules, identifier)


def _sentence(identifier: str, need: Need, value: object) -> str:
    name = f"{CHINESE[identifier]}（{identifier}）"
    default = f"将按默认的“{worded(identifier, value)}”执行"
    then = "会议前须定下来" if value is None else default
    return f"缺条款：没有写明{name}，即{need.question}，{then}。可以写：“{need.wording}”。"
