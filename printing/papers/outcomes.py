"""What a round has brought about, in sentences, and who goes on with what it left open.

The same sentences stand in the 计票结果报告单 and, where the matter is still open, in the 公告.
"""

from ballot.money import FEN_PER_WAN
from ballot.results import Action
from printing.papers.standing import groups, key, members, total
from printing.papers.values import Count, Group
from printing.papers.verdicts import passed
from printing.papers.wording import money, under, vote_name

_VOTES = {"approve": "赞成票数", "approve_minus_oppose": "赞成减反对的票数", "points": "积分"}


def outcome_sentences(count: Count) -> list[str]:
    """Say what the outcome is, and where it is open, who goes on with it and by which clause."""
    told = [_whole(count), *_by_category(count), *_settled_by_rule(count), *money_sentences(count)]
    told += [tie_sentence(count, group) + tie_end(count, group) for group in _tied(count)]
    told += [shortfall_sentence(count)] if count.vacant else []
    return [*told, *decided(count)]


def decided(count: Count) -> list[str]:
    """Quote what 主席团 decided; its own words may begin with its name."""
    who = count.session.presidium
    if not count.decision or count.decision.startswith(who):
        return [count.decision] if count.decision else []
    return [f"{who}决定：{count.decision}"]


def _whole(count: Count) -> str:
    grounds = under(count.session, count.clauses.result)
    if count.mode == "whole_list":
        verdict = "通过" if count.elected else "未获通过"
        end = f"{len(count.elected)}项候选项目全部入选" if count.elected else "没有项目入选"
        return f"{grounds}，对候选项目整体表决，候选项目清单{verdict}，{end}。"
    chosen = len(count.elected) + len(count.settled)
    return f"{grounds}，应选{count.seats}项，入选{chosen}项。"


def _by_category(count: Count) -> list[str]:
    return [_of_category(count, group) for group in count.groups]


def _of_category(count: Count, group: Group) -> str:
    chosen = len(group.elected) + len(set(group.tied) & set(count.settled))
    return (
        f"{category_name(group)}应选{group.seats}项，候选{len(members(count, group))}项，"
        f"入选{chosen}项{_rest(count, group)}。"
    )


def _rest(count: Count, group: Group) -> str:
    waiting = f"，待定{group.seats_left}项" if group.seats_left and not count.settled else ""
    return waiting + (f"，缺额{group.vacant}项" if group.vacant else "")


def category_name(group: Group) -> str:
    """Name a category as papers do; all that have no seats of their own are one."""
    return f"“{group.category}”类" if group.category else "其他各类"


def _settled_by_rule(count: Count) -> list[str]:
    """Say where a tie was settled by the rules at once: all in, or the cheaper one."""
    surplus = len(count.elected) - count.seats
    grounds = under(count.session, count.clauses.tie)
    told = []
    if surplus > 0:
        told.append(
            f"末位票数相等，{grounds}，票数相等的项目全部入选，入选项目比应选数多{surplus}项。"
        )
    dearer = [loss.number for loss in count.losses if loss.reason == "dearer_of_tied"]
    if dearer:
        told.append(
            f"末位票数相等，{grounds}，投资较少的入选，投资较多的{named(count, dearer)}未入选。"
        )
    return told


def money_sentences(count: Count) -> list[str]:
    """Say what the chosen projects cost beside the 资金上限, where the rules set one."""
    if count.cap is None:
        return []
    cost = {project.number: project.investment_fen for project in count.projects}
    chosen = (*count.elected, *count.settled)
    unknown = sum(1 for number in chosen if cost[number] is None)
    spent = count.cap.spent_fen + sum(cost[number] or 0 for number in chosen)
    excess = spent - count.cap.amount_wan * FEN_PER_WAN
    before = "连同以前各轮入选的项目，" if count.cap.spent_fen else ""
    missing = f"（其中{unknown}项没有写明投资，未计入）" if unknown else ""
    told = (
        f"{before}入选项目投资合计{money(spent)}{missing}，资金上限{count.cap.amount_wan:,}万元，"
    )
    return [told + _compared(count, excess)]


def _compared(count: Count, excess: int) -> str:
    over = [loss.number for loss in count.losses if loss.reason == "over_budget"]
    grounds = under(count.session, count.clauses.budget)
    if over:
        return f"没有超过；{named(count, over)}如入选即超过上限，{grounds}，不予入选。"
    if excess <= 0:
        return "没有超过。"
    return f"超过{money(excess)}；{grounds}，资金上限只作提示，不影响结果。"


def _tied(count: Count) -> list[Group]:
    return [group for group in groups(count) if group.tied]


def tie_sentence(count: Count, group: Group, *, with_votes: bool = True) -> str:
    """Name the tied projects, the seats that are left for them and, if wanted, their votes."""
    votes = {item.number: key(count, item) for item in total(count).items}
    unit = "分" if count.rank_by == "points" else "票"
    told = f"均为{votes[group.tied[0]]:,}{unit}，" if with_votes else ""
    return (
        f"{named(count, group.tied)}{_VOTES[count.rank_by]}相等，{told}"
        f"剩余名额{group.seats_left}个。"
    )


def named(count: Count, numbers: tuple[int, ...] | list[int]) -> str:
    """Name projects by number and title."""
    names = {project.number: project.name for project in count.projects}
    return "、".join(f"{number}号“{names[number]}”" for number in numbers)


def tie_end(count: Count, group: Group) -> str:
    """Say how the tie is, or was, settled."""
    grounds, vote = under(count.session, count.clauses.tie), vote_name(count.session)
    chosen = [number for number in count.settled if number in group.tied]
    if chosen:
        how = "当众抽签" if count.lot else f"{count.session.presidium}决定"
        return f"{grounds}，经{how}，{named(count, chosen)}入选。"
    match _action_on_tie(count):
        case "draw_lot":
            return f"{grounds}，当众抽签确定{group.seats_left}项。"
        case "presidium":
            return f"{grounds}，由{count.session.presidium}决定。"
        case _:
            return f"{grounds}，就这{len(group.tied)}个项目再次{vote}，产生{group.seats_left}项。"


def _action_on_tie(count: Count) -> Action:
    if count.action in ("draw_lot", "presidium", "runoff"):
        return count.action
    return "runoff" if count.status == "tie_at_cutoff" else "presidium"


def shortfall_sentence(count: Count, vacant: int | None = None) -> str:
    """Say how many seats nobody took and what the rules make of them."""
    missing = count.vacant if vacant is None else vacant
    grounds, vote = under(count.session, count.clauses.shortfall), vote_name(count.session)
    lack = f"{_lack(count)}，缺额{missing}项。{grounds}，"
    match count.action:
        case "leave_vacant":
            return f"{lack}不足部分空缺，不再另行{vote}。"
        case "fill_same_session":
            return f"{lack}不足部分在本次会议上另行{vote}。"
        case "fill_next_session":
            return f"{lack}不足部分留待下次会议另行{vote}。"
        case _:
            return f"{lack}不足部分是否另行{vote}，由{count.session.presidium}决定。"


def _lack(count: Count) -> str:
    if any(loss.reason == "over_budget" for loss in count.losses):
        return "资金上限以内可以入选的项目不足应选数"
    if count.mode == "whole_list":
        return "候选项目清单未获通过"
    return f"{passed(count)}的项目不足应选数"
