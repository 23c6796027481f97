"""The clauses of a 票决办法 from the totals to the result: line, order, ties, vacancies."""

from ballot.rules.text.numerals import above
from ballot.rules.text.writing import Writing

RANKS = {
    "approve": "赞成票数由多到少",
    "approve_minus_oppose": "赞成票数减去反对票数的差由多到少",
    "points": "积分由高到低",
}
BEST = {
    "approve": "赞成票多的",
    "approve_minus_oppose": "赞成票数减去反对票数的差大的",
    "points": "积分高的",
}
EQUAL = {"approve": "票数", "approve_minus_oppose": "票数之差", "points": "积分"}
ORDERED = {
    "approve": "得票多少",
    "approve_minus_oppose": "赞成票数减去反对票数的差的大小",
    "points": "积分高低",
}


def chosen(w: Writing) -> str:
    """七: the pass line, the order, and what limits the list besides the number of seats."""
    if w.rules.ballot_mode == "whole_list":
        return _whole(w)
    rule = f"{_line(w)}，按{RANKS[w.rules.rank_by]}确定"
    return f"{rule}；超过{w.seats}项的，取前{w.seats}项。{_quota(w)}{_budget(w)}"


def _line(w: Writing) -> str:
    """The projects that pass; on a ranked sheet those count that were given a place."""
    ranked, threshold = w.rules.ballot_mode == "ranked", w.rules.threshold
    if threshold == "plurality":
        had = "有人排入次序" if ranked else "获得赞成票"
        return f"{had}的候选项目，不论是否过半数"
    if threshold == "majority" and ranked:
        return f"排入次序的票数超过{w.base(w.rules.threshold_base)}半数的候选项目"
    if threshold == "majority":
        return f"{_majority(w)}的候选项目"
    votes = "排入次序的票数" if ranked else "赞成票数"
    return f"{votes}{above(w.base(w.rules.threshold_base), threshold)}的候选项目"


def _majority(w: Writing) -> str:
    return f"获得{w.base(w.rules.threshold_base)}过半数赞成"


def _whole(w: Writing) -> str:
    threshold = w.rules.threshold
    if threshold == "plurality":
        passes = "赞成票多于反对票"
    elif threshold == "majority":
        passes = _majority(w)
    else:
        passes = f"赞成票数{above(w.base(w.rules.threshold_base), threshold)}"
    if w.motion:
        return f"草案{passes}的，表决通过；否则不予通过。"
    return f"候选项目清单{passes}的，清单所列项目全部确定；否则全部不予确定。{_budget(w)}"


def _quota(w: Writing) -> str:
    quota = w.rules.category_quota
    if quota is None:
        return ""
    named = "、".join(f"{name}类{seats}项" for name, seats in quota.items())
    rest = "" if sum(quota.values()) == w.rules.seats else "，其余名额由其他类别的项目共用"
    return f"名额按类别分配：{named}{rest}；各类项目分别排序确定，名额已满的类别不再确定项目。"


def _budget(w: Writing) -> str:
    cap = w.rules.budget_cap
    if cap is None:
        return ""
    if not cap.hard:
        return f"入选项目投资合计超过{cap.amount}万元的，在报告计票结果时说明。"
    return (
        f"每张{w.sheet}赞成项目的投资合计超过{cap.amount}万元的无效；"
        f"依次确定项目时，列入后投资合计将超过{cap.amount}万元的项目不予列入，由其后的项目递补。"
    )


def tied(w: Writing) -> str:
    """八: who wins among projects with equal votes at the last seat."""
    r = w.rules
    if r.ballot_mode == "whole_list":
        what = "只对一件草案" if w.motion else "对清单整体"
        return f"{what}表示意见，不发生项目之间票数相等的情形。"
    equal, leaders = EQUAL[r.rank_by], w.words.leaders
    rule = {
        "re_vote_tied": f"就{equal}相等的项目再次投票",
        "presidium": f"由{leaders}决定入选的项目",
        "admit_all": f"{equal}相等的项目全部入选，入选项目可以多于应选项目数",
        "lot": "由总监票人主持公开抽签确定，抽签所用的数字当众宣读并记录",
        "lower_cost": f"投资少的项目入选；投资相等或者没有列明投资的，由{leaders}决定",
    }[r.tie_rule]
    again = _again(w) if r.tie_rule == "re_vote_tied" else ""
    return f"因{equal}相等不能确定的，{rule}。{again}"


def _again(w: Writing) -> str:
    """The line of the second ballot, and what a second tie leads to."""
    best = BEST[w.rules.rank_by]
    second = {
        "presidium": f"由{w.words.leaders}决定入选的项目",
        "repeat": f"继续就相等的项目投票；达到本办法所定轮数仍相等的，由{w.words.leaders}决定",
    }[w.rules.tie_again]
    return f"{_second_line(w, best)}。再次投票仍相等的，{second}。"


def _second_line(w: Writing, best: str) -> str:
    if w.rules.runoff_threshold == "plurality":
        return f"再次投票以{best}确定，不受首次{w.act}所需票数的限制"
    if w.rules.ballot_mode == "ranked":
        base = w.base(w.rules.threshold_base)
        return f"再次投票中排入次序的票数须超过{base}半数，以{best}确定"
    return f"再次投票须{_majority(w)}，以{best}确定"


def vacant(w: Writing) -> str:
    """九: what becomes of seats that nobody fills, and how many rounds there may be."""
    return f"{_shortfall(w)}{_rounds(w)}"


def _rounds(w: Writing) -> str:
    """How many rounds there may be, where there may be more than one."""
    r = w.rules
    if r.ballot_mode == "whole_list":
        return ""
    again = ["再次"] if r.tie_rule == "re_vote_tied" else []
    # Where seats stay empty in this session there is no fill that could count as a round.
    filled = r.shortfall_action in {"presidium_decides", "same_session"}
    fills = ["另行"] if filled else []
    further = "、".join(again + fills)
    if not further:
        return ""
    return f"{w.act}连同{further}{w.act}，最多进行{r.max_rounds}轮，无效的不计。"


def _shortfall(w: Writing) -> str:
    r = w.rules
    if r.ballot_mode == "whole_list":
        if w.motion:
            return "草案未获通过的，本次会议不再另行表决。"
        return "清单未获通过的，本次会议不再另行确定项目。"
    what = {
        "presidium_decides": f"不足部分是否另行{w.act}由{w.words.leaders}决定",
        "vacant": f"不足部分空缺，不另行{w.act}",
        "same_session": f"不足部分在本次会议上另行{w.act}",
        "next_session": f"不足部分留待下一次会议另行{w.act}",
    }[r.shortfall_action]
    more = "" if r.shortfall_action in {"vacant", "next_session"} else _fill(w)
    return f"确定的项目不足{w.seats}项的，{what}。{more}"


def _fill(w: Writing) -> str:
    """Which projects stand in a fill, and by which line they are chosen."""
    r = w.rules
    pool = {
        "by_order": f"从未入选的项目中按首次{w.act}{ORDERED[r.rank_by]}的次序确定",
        "new_proposal": "由原提出机关重新提出",
    }[r.shortfall_pool]
    had = "排入次序的票数" if r.ballot_mode == "ranked" else "赞成票"
    line = {
        "majority_all": f"入选的条件与首次{w.act}相同",
        "ge_1_3_ballots": f"以{BEST[r.rank_by]}确定，但{had}不得少于收回票数的三分之一",
    }[r.shortfall_threshold]
    return f"另行{w.act}的候选项目，{pool}；{line}。"
