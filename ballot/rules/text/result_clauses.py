"""The clauses of a 票决办法 from the totals to the result: line, order, ties, vacancies."""

from ballot.rules.text.writing import Writing

RANKS = {
    "approve": "赞成票数由多到少",
    "approve_minus_oppose": "赞成票数减去反对票数的差由多到少",
    "points": "积分由高到低",
}


def chosen(w: Writing) -> str:
    """七: the pass line, the order, and what limits the list besides the number of seats."""
    r = w.rules
    if r.ballot_mode == "whole_list":
        return _whole(w)
    order = RANKS[r.rank_by]
    if r.threshold == "plurality":
        rule = f"候选项目不设通过线，获得赞成票的按{order}确定"
    else:
        rule = f"{w.line}的候选项目，按{order}确定"
    return f"{rule}；超过{w.seats}项的，取前{w.seats}项。{_quota(w)}{_budget(w)}"


def _whole(w: Writing) -> str:
    passes = w.line or "赞成票多于反对票"
    return f"候选项目清单{passes}的，清单所列项目全部确定；否则全部不予确定。{_budget(w)}"


def _quota(w: Writing) -> str:
    quota = w.rules.category_quota
    if quota is None:
        return ""
    named = "、".join(f"{name}类{seats}项" for name, seats in quota.items())
    return f"名额按类别分配：{named}，其余名额由其他项目竞争；各类项目分别排序确定。"


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
        return "对清单整体表示意见，不发生项目之间票数相等的情形。"
    equal, leaders = "积分" if r.rank_by == "points" else "票数", w.words.leaders
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
    most = {"approve": "赞成票", "approve_minus_oppose": "赞成票减反对票", "points": "积分"}
    by = f"以{most[w.rules.rank_by]}多的确定"
    line = {
        "plurality": f"{by}，不受首次过线票数的限制",
        "majority": f"赞成票达到首次过线票数的，{by}",
    }[w.rules.runoff_threshold]
    second = {
        "presidium": f"由{w.words.leaders}决定入选的项目",
        "repeat": f"继续就相等的项目投票；达到本办法所定轮数仍相等的，由{w.words.leaders}决定",
    }[w.rules.tie_again]
    return f"再次投票{line}。再次投票仍相等的，{second}。"


def vacant(w: Writing) -> str:
    """九: what becomes of seats that nobody fills, and how many rounds there may be."""
    # Where seats stay empty in this session there is no fill that could count as a round.
    filled = w.rules.shortfall_action in {"presidium_decides", "same_session"}
    further = "再次、另行" if filled else "再次"
    return f"{_shortfall(w)}{w.act}连同{further}{w.act}，最多进行{w.rules.max_rounds}轮。"


def _shortfall(w: Writing) -> str:
    r = w.rules
    if r.ballot_mode == "whole_list":
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
    pool = {
        "by_order": "从未入选的项目中按前次得票多少的次序确定",
        "new_proposal": "由原提出机关重新提出",
    }[w.rules.shortfall_pool]
    line = {
        "majority_all": f"确定项目的过线票数与前次{w.act}相同",
        "ge_1_3_ballots": "以赞成票多的确定，但赞成票不得少于收回票数的三分之一",
    }[w.rules.shortfall_threshold]
    return f"另行{w.act}的候选项目，{pool}；{line}。"
