"""Each value of each parameter in Chinese: one table for sentences, pages and the 票决办法.

`worded` says any value of any parameter, whatever its type.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ballot.rules.languages import LANGUAGES
from ballot.rules.values import AuditSample, BudgetCap, Fraction, MarginMin, Scrutineers

_MARKS = {"○": "画“○”", "√": "画“√”", "×": "画“×”", "fill": "涂满方格", "blank": "不作任何标记"}
_BASES = {
    "all_members": "全体代表",
    "present": "实到代表",
    "returned": "收回的票",
    "valid": "有效票",
}
_YES_NO = {"true": "是", "false": "否"}

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "body_type": {
            "npc_congress": "人民代表大会",
            "standing_committee": "人大常委会",
            "street_assembly": "街道选民（居民）议事组织",
        },
        "result_verb": {
            "票决产生": "票决产生",
            "票决确定": "票决确定",
            "票选产生": "票选产生",
            "票选推荐": "票选推荐",
            "表决通过": "表决通过",
        },
        "roster_basis": {"statutory": "法定名额", "actual": "实有代表（出缺扣除）"},
        "quorum_rule": {
            "ge_2_3": "三分之二以上（含三分之二）",
            "gt_2_3": "超过三分之二",
            "gt_1_2": "超过半数",
            "ge_4_5": "五分之四以上（含五分之四）",
            "gt_4_5": "超过五分之四",
        },
        "margin_min": {"of_seats": "以应选数为分母", "of_candidates": "以候选数为分母"},
        "proxy": {"true": "可以委托他人投票", "false": "不得委托他人投票"},
        "assisted_writing": {"true": "可以委托他人代写", "false": "不得委托他人代写"},
        "recusal_check": {"true": "与项目有利害关系的不担任监票人、计票人", "false": "不作规定"},
        "languages": dict(LANGUAGES),
        "ballot_mode": {
            "at_most_k": "赞成数不超过应选数",
            "exactly_k": "赞成数必须等于应选数",
            "per_item": "逐项表决",
            "whole_list": "整体表决",
            "graded": "满意度测评",
            "ranked": "排序表决",
        },
        "choices": {
            "approve": "赞成",
            "oppose": "反对",
            "abstain": "弃权",
            "dont_know": "不了解",
        },
        "sheet_style": {
            "A": "每项一个空格，画符号",
            "B": "每项赞成、反对、弃权三格",
            "C": "每项一个“选”格",
            "D": "每项一个序号格",
        },
        "mark_approve": _MARKS,
        "mark_oppose": _MARKS,
        "mark_abstain": _MARKS,
        "ballot_order": {
            "presidium": "主席团确定的顺序",
            "stroke": "项目名称笔画",
            "category": "类别",
            "department": "责任单位",
            "random_once": "当众抽定一次，全体相同",
            "alphabet": "民族文字字母",
        },
        "budget_cap": {"true": "超过的票无效", "false": "只作提示"},
        "blank_means": {"abstain": "弃权", "approve": "赞成"},
        "no_input_means": {
            "not_returned": "计入未收回",
            "abstain": "收回，各项计为弃权",
            "not_counted": "单列未投，不计入收回和未收回",
        },
        "overvote": {"ballot_void": "整张票无效"},
        "undervote": {"valid": "有效", "void": "整张票无效"},
        "all_blank": {"valid_abstain": "有效，各项计为弃权", "void": "整张票无效"},
        "adjudication": {
            "lenient_intent": "意图清楚的按意图认定",
            "strict": "只认规定的符号",
        },
        "item_illegible": {
            "item_invalid": "该项无效，计入辨认不清",
            "item_abstain": "该项计为弃权",
            "ballot_void": "整张票无效",
        },
        "all_illegible": {"ballot_void": "整张票无效", "valid": "有效，各项计入辨认不清"},
        "identifying_mark": {"ballot_void": "整张票无效", "ignore": "不影响效力"},
        "write_in": {
            "no": "不得另提，写了不计",
            "ignore": "写了不计",
            "ballot_void": "写了整张票无效",
            "allowed": "可以另提，交主席团研究，不参加排序",
        },
        "last_press": {"last": "提交以前以最后一次为准", "first": "以第一次为准"},
        "returned_gt_issued": {"void_revote": "本次无效，重新票决"},
        "revote_by": {"presidium": "主席团决定", "automatic": "随即重新票决"},
        "threshold": {"majority": "过半数", "plurality": "得票多者，至少一票赞成"},
        "threshold_base": _BASES,
        "rank_by": {
            "approve": "赞成票数",
            "approve_minus_oppose": "赞成票数减反对票数",
            "points": "积分",
        },
        "tie_rule": {
            "re_vote_tied": "票数相等的项目再次投票",
            "presidium": "主席团决定",
            "admit_all": "一并入选",
            "lot": "当众抽签",
            "lower_cost": "投资少的优先",
        },
        "runoff_threshold": {"plurality": "得票多者", "majority": "过半数"},
        "tie_again": {"presidium": "主席团决定", "repeat": "再投一次"},
        "shortfall_action": {
            "presidium_decides": "是否另行票决由主席团决定",
            "vacant": "空缺",
            "same_session": "本次会议另行票决",
            "next_session": "下次会议另行票决",
        },
        "shortfall_pool": {
            "by_order": "未入选项目按得票多少的次序",
            "new_proposal": "可以提出新的候选项目",
        },
        "shortfall_threshold": {
            "majority_all": "与第一轮相同",
            "ge_1_3_ballots": "收回票数的三分之一以上",
        },
        "channels": {
            "paper": "纸质票",
            "tablet": "会场平板",
            "phone_qr": "代表自己的手机",
        },
        "identity": {"unique": "一票一识", "batch": "同批相同"},
        "scrutineers": {},
        "display": {
            "silent": "宣布以前不显示票数",
            "staged": "计票结束后逐项显示",
            "live": "截止以后随计票显示",
        },
        "publish_level": {
            "names": "入选名单",
            "names_approve": "入选名单和赞成票数",
            "full": "全部项目的各项票数",
        },
        "publish_paper": {"totals": "只公布合计", "items": "逐项图像", "sheets": "整张票面"},
        "breakdown": {"none": "不分组公布", "delegation": "按代表团公布"},
        "result_order": {
            "report_by_votes": "报告单按得票，公告按票面",
            "by_votes": "均按得票",
            "by_ballot": "均按票面",
            "by_stroke": "均按项目名称笔画",
        },
        "fallback": {"hand_count": "改用纸质票、人工计票", "show_of_hands": "改用举手方式"},
        "grade_rule": {
            "tier_majority": "逐档累计过半数",
            "rate": "满意率",
            "weighted": "加权平均分",
        },
        "grade_base": {"all_members": "全体", "valid": "有效票", "returned": "收回的票"},
        "grade_boundary_inclusive": {"true": "恰好半数算达到", "false": "须超过半数"},
        "dont_know": {"excluded": "不计入有效票", "counted": "计入有效票"},
        "dual_channel": {"first_sealed_wins": "先封存者有效，后到者不收"},
    }
)
"""Identifier -> value -> 中文, for every parameter that has words; the others are figures."""

_UNKNOWN = "会议时确定"
_OFF = "不设"
_UNITS = {
    "roster_total": "名",
    "present": "名",
    "seats": "项",
    "candidates_n": "项",
    "max_rounds": "轮",
    "min_channel": "人",
    "smallest_group": "人",
}
_ABSENT = {
    "result_verb": "随会议主体",
    "category_quota": _OFF,
    "budget_cap": _OFF,
    "grader_weights": _OFF,
    "rank_points": "第一名得应选数分，依次减一分",
}


def worded(identifier: str, value: object) -> str:
    """Return the ``value`` of the parameter ``identifier`` in Chinese, as it stands in a text.

    Values are those of `ballot.rules.Rules`. Raises KeyError for no parameter's identifier.
    """
    words = WORDS.get(identifier, {})
    match value:
        case None:
            return _ABSENT.get(identifier, _UNKNOWN)
        case bool():
            return words.get(_truth(value), _YES_NO[_truth(value)])
        case int():
            return f"{value}{_UNITS.get(identifier, '')}"
        case str():
            return words.get(value, value)
        case tuple():
            return "、".join(worded(identifier, one) for one in value)
        case _:
            return _structure(words, value)


def _structure(words: Mapping[str, str], value: object) -> str:
    match value:
        case dict():
            return "、".join(f"{key} {number}" for key, number in value.items())
        case Fraction(fraction=(over, under)):
            return f"超过{share(over, under)}"
        case MarginMin(ratio=(over, under), base=base):
            return f"{share(over, under)}，{words[base]}"
        case Scrutineers(keys=keys, threshold=least, appointed=appointed):
            named = "" if appointed is None else f"，监票人{appointed}名"
            return f"{keys}人保管密钥，{least}人可以开票{named}"
        case AuditSample(ratio=(over, under), all_up_to=all_up_to):
            return f"{share(over, under)}，{all_up_to}张以内全部复核"
        case BudgetCap(amount=amount, hard=hard):
            return f"{amount}万元，{words[_truth(hard)]}"
    raise TypeError(type(value))


def share(over: int, under: int) -> str:
    """Return the fraction ``over``/``under`` as texts write it: 五分之一; 百分之五 for 1/20."""
    if 100 % under == 0 and under > _TENTHS:
        return f"百分之{_numeral(over * (100 // under))}"
    return f"{_numeral(under)}分之{_numeral(over)}"


_TENTHS = 10
_DIGITS = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    """Return a number below one hundred in Chinese characters; digits from there on."""
    tens, ones = divmod(number, 10)
    if tens >= len(_DIGITS):
        return str(number)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")


def _truth(value: object) -> str:
    return "true" if value else "false"
