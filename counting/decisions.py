"""One sentence per step of the outcome, each with the parameters that made it.

The clauses of the passed text are added by `counting.citation`.
"""

from ballot import attendance
from ballot.money import FEN_PER_WAN, in_wan
from ballot.results import Action, Decision
from ballot.rules import Rules
from ballot.rules.text import words_of
from ballot.rules.values import RankBy
from counting import line, unused
from counting.figures import Figures
from counting.line import Line
from counting.ranking import Ranking

RANK_NAMES: dict[RankBy, str] = {
    "approve": "赞成票数",
    "approve_minus_oppose": "赞成票数减反对票数",
    "points": "积分",
}
_TIE_ENDS: dict[Action, str] = {
    "runoff": "就{equal}相等的项目再次投票。",
    "presidium": "由{leaders}决定。",
    "draw_lot": "当众抽签确定。",
}
_SHORTFALL_ENDS: dict[Action, str] = {
    "presidium": "由{leaders}决定。",
    "leave_vacant": "不足的名额空缺。",
    "fill_same_session": "不足的名额在本次会议上另行{vote}。",
    "fill_next_session": "不足的名额留待下次会议{vote}。",
}


def quorum(rules: Rules, figures: Figures) -> Decision:
    """Say how many had to be there and how many were."""
    needed = attendance.quorum(rules.quorum_rule, figures.roster)
    verdict = "符合" if figures.present >= needed else "不符合"
    share = line.QUORUM_NAMES[rules.quorum_rule]
    must = "须" if share.startswith("超过") else "须为"
    return Decision(
        step="quorum",
        rules=("quorum_rule", "roster_total", "present"),
        sentence=f"{words_of(rules).everybody} {figures.roster} 名，实到 {figures.present} 名；"
        f"到会{must}{share}（{needed} 名），{verdict}法定人数。",
    )


def unused_cards(rules: Rules, figures: Figures) -> tuple[Decision, ...]:
    """Say what the cards count as with which nobody voted, if there are any."""
    cards = unused.unused_of(figures)
    if not cards:
        return ()
    sentence = f"领取后没有投票的 {cards} 张，{unused.WORDS[rules.no_input_means]}。"
    return (Decision(step="returned", rules=("no_input_means",), sentence=sentence),)


def line_drawn(drawn: Line) -> Decision:
    """Say how many approvals are needed."""
    if drawn.needed == 0:
        sentence = "按得票多少确定，至少有一票赞成。"
    else:
        sentence = f"以{drawn.base_name} {drawn.base} 为基数，通过线为 {drawn.needed} 票。"
    return Decision(step="threshold", rules=drawn.rules, sentence=sentence)


def order(rules: Rules, ranking: Ranking) -> Decision:
    """Say by what the projects are ranked and how many are in."""
    sentence = (
        f"达到通过线的按{RANK_NAMES[rules.rank_by]}由多到少排列，"
        f"确定入选 {len(ranking.elected)} 项。"
    )
    named = ("rank_by", "rank_points") if rules.rank_by == "points" else ("rank_by",)
    return Decision(step="rank", rules=(*named, "seats"), sentence=sentence)


def order_in(rules: Rules, category: str, seats: int, ranking: Ranking) -> Decision:
    """Say the same of one category under 分类名额; "" is the rest."""
    name = f"“{category}”类" if category else "其他类别"
    sentence = (
        f"{name}名额 {seats} 项，达到通过线 {ranking.passed} 项，"
        f"按{RANK_NAMES[rules.rank_by]}由多到少排列，确定入选 {len(ranking.elected)} 项。"
    )
    return Decision(step="rank", rules=("category_quota", "rank_by"), sentence=sentence)


def whole_list(ranking: Ranking) -> Decision:
    """Say that the list stands or falls as one."""
    end = f"全部 {len(ranking.elected)} 项入选" if ranking.elected else "没有达到通过线，均不入选"
    return Decision(
        step="rank", rules=("ballot_mode",), sentence=f"对全部候选项目作整体表决，{end}。"
    )


def written_in(rules: Rules, figures: Figures) -> tuple[Decision, ...]:
    """Say what becomes of 另提项目, if there are any: they are reported, none is chosen."""
    titles = {one.title for part in figures.channels for one in part.tally.written}
    if not titles:
        return ()
    sentence = f"另提项目 {len(titles)} 项，不参加排序，汇总后交{words_of(rules).leaders}研究。"
    return (Decision(step="write_in", rules=("write_in",), sentence=sentence),)


def budget(rules: Rules, figures: Figures, ranking: Ranking) -> tuple[Decision, ...]:
    """Say what the chosen projects cost beside the 资金上限, where the rules set one."""
    cap = rules.budget_cap
    if cap is None:
        return ()
    costs = [figures.projects[n].cost_fen for n in ranking.elected if n in figures.projects]
    total = figures.spent_fen + sum(cost or 0 for cost in costs)
    unknown = len(ranking.elected) - sum(cost is not None for cost in costs)
    parts = [f"入选项目投资合计 {in_wan(total)} 万元，资金上限 {cap.amount} 万元"]
    if unknown:
        parts.append(f"其中 {unknown} 项没有写明投资")
    over = [str(one.number) for one in ranking.losing if one.reason == "over_budget"]
    excess = total - cap.amount * FEN_PER_WAN
    if over:
        parts.append(f"第 {'、'.join(over)} 号项目列入即超过上限，不予列入")
    elif excess > 0:
        parts.append(f"超过 {in_wan(excess)} 万元，不影响票决结果")
    else:
        parts.append("没有超过")
    return (Decision(step="budget", rules=("budget_cap",), sentence="，".join(parts) + "。"),)


def settled_tie(rules: Rules, ranking: Ranking) -> Decision:
    """Say which of the equal a tie rule took at once."""
    numbers, equal = _listed(ranking.settled), _equal(rules)
    if rules.tie_rule == "admit_all":
        sentence = f"第 {numbers} 号项目末位{equal}相等，全部入选。"
    else:
        sentence = f"末位{equal}相等的，投资小者优先，第 {numbers} 号项目入选。"
    return Decision(step="tie", rules=("tie_rule",), sentence=sentence)


def _equal(rules: Rules) -> str:
    """Say what is equal in a tie: the votes, or whatever else the rules rank by."""
    return "票数" if rules.rank_by == "approve" else RANK_NAMES[rules.rank_by]


def tie(rules: Rules, parameters: tuple[str, ...], ranking: Ranking, action: Action) -> Decision:
    """Say who is tied for how many seats and what settles it."""
    end = _TIE_ENDS[action].format(leaders=words_of(rules).leaders, equal=_equal(rules))
    sentence = (
        f"第 {_listed(ranking.tied)} 号项目{_equal(rules)}相等，争 {ranking.seats_left} 个名额，"
        f"不能确定，{end}"
    )
    return Decision(step="tie", rules=parameters, sentence=sentence)


def shortfall(
    rules: Rules, parameters: tuple[str, ...], ranking: Ranking, action: Action
) -> Decision:
    """Say how many seats stay empty and what becomes of them."""
    words = words_of(rules)
    end = _SHORTFALL_ENDS[action].format(leaders=words.leaders, vote=words.vote)
    sentence = f"入选 {len(ranking.elected)} 项，空缺 {ranking.vacant} 项，{end}"
    return Decision(step="shortfall", rules=parameters, sentence=sentence)


def _listed(numbers: tuple[int, ...]) -> str:
    return "、".join(map(str, numbers))
