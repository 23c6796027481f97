"""Whether a count can be true: no paper is made from figures that contradict each other.

What follows from the totals (passing the line, rank, being elected, each reason for losing) is
worked out again here, independently of `counting`, and compared with what the outcome claims.
"""

from itertools import pairwise

from ballot.money import FEN_PER_WAN, LARGEST
from printing.papers.standing import (
    VOID,
    Standing,
    groups,
    key,
    members,
    standings,
    total,
    written_in,
)
from printing.papers.values import ChannelCount, Count, Group, ItemCount
from printing.papers.wording import CHANNEL_NAMES, counts, require

_BLOCKED = {
    "no_quorum": "到会人数不足法定人数",
    "issue_exceeds_present": "发出的票多于实到人数",
    "integrity_error": "计票数字不能勾稽",
    "integrity_error_sum_gt_valid_x_k": "赞成票合计多于有效票与应选数之积",
}
_BOUNDED = ("at_most_k", "exactly_k", "ranked")
"""Modes in which no ballot approves more than K projects."""


def reconcile(count: Count) -> None:
    """Raise PaperRefused unless every figure of ``count`` agrees with every other."""
    require(
        count.status not in _BLOCKED,
        f"{_BLOCKED.get(count.status, '')}，不能出计票结果报告单，请先查清。",
    )
    require(bool(count.channels), "没有任何票种的计票数字，不能出计票结果报告单。")
    require(count.seats > 0, "应选项目数是 0，不能出计票结果报告单。")
    numerator, denominator = count.threshold.fraction or (0, 1)
    require(
        0 <= numerator < denominator and count.threshold.total > 0,
        f"通过线“{count.threshold.total}的{denominator}分之{numerator}”不成立，请核对票决办法。",
    )
    numbers = [project.number for project in count.projects]
    require(len(set(numbers)) == len(numbers), "同一项目序号出现了两次，请核对。")
    failed = sum(1 for identity in count.identities if not identity.holds)
    require(not failed, f"有 {failed} 项勾稽不符，不能出计票结果报告单，请先查清。")
    if count.status in VOID:
        _reconcile_void(count)
        return
    for channel in count.channels:
        _reconcile_channel(count, channel)
    _reconcile_totals(count)
    _reconcile_outcome(count)


def _reconcile_void(count: Count) -> None:
    opened = any(channel.items for channel in count.channels) or count.elected or count.tied
    require(not opened, "本次票决无效，不得开计，却有项目得票数字，请核对。")
    excess = any(channel.returned > channel.issued for channel in count.channels)
    require(
        excess or count.status == "void",
        "结果为收回票数多于发出票数，但各票种收回都不多于发出，请核对。",
    )
    require(
        excess or bool(count.decision),
        "本次票决无效，但没有写明原因，不能出计票结果报告单。",
    )


def _reconcile_channel(count: Count, channel: ChannelCount) -> None:
    name = CHANNEL_NAMES[channel.channel]
    sheets = {"发出": channel.issued, "收回": channel.returned, "未投": channel.unused}
    counts(name, sheets | {"有效": channel.valid, "无效": channel.invalid})
    require(
        channel.returned <= channel.issued,
        f"{name}收回{channel.returned}张多于发出{channel.issued}张，票决无效，不能按有效出报告单。",
    )
    require(
        channel.valid + channel.invalid == channel.returned,
        f"{name}有效{channel.valid}张与无效{channel.invalid}张之和不等于收回{channel.returned}张，"
        "请核对。",
    )
    require(
        [item.number for item in channel.items] == [project.number for project in count.projects],
        f"{name}计票的项目与候选项目不一致，请核对。",
    )
    for item in channel.items:
        _reconcile_item(name, channel, item)


def _reconcile_item(name: str, channel: ChannelCount, item: ItemCount) -> None:
    votes = {"赞成": item.approve, "反对": item.oppose, "弃权": item.abstain}
    votes["辨认不清"] = item.illegible
    counts(f"{name}项目{item.number}", votes | {"积分": item.points})
    require(
        sum(votes.values()) == channel.valid,
        f"{name}项目{item.number}的赞成、反对、弃权、辨认不清之和是{sum(votes.values())}，"
        f"不等于有效票{channel.valid}张，请核对。",
    )


def _reconcile_written(count: Count) -> None:
    """另提项目 are there only where they may be, on no more ballots than are valid."""
    for channel in count.channels:
        counts("另提项目", {one.title: one.approve for one in channel.written})
        require(
            not channel.written or (count.write_ins and channel.channel == "paper"),
            "票决办法没有规定可以另提项目，或者不是纸质票，却有另提项目，请核对。",
        )
        require(
            all(one.approve <= channel.valid for one in channel.written),
            f"另提项目的票数多于有效票{channel.valid}张，请核对。",
        )


def _reconcile_totals(count: Count) -> None:
    sums = total(count)
    _reconcile_written(count)
    approvals = sum(item.approve for item in sums.items)
    approvals += sum(one.approve for one in written_in(count))
    what = "赞成和另提合计" if written_in(count) else "赞成合计"
    require(
        count.mode not in _BOUNDED or approvals <= sums.valid * count.seats,
        f"{what}{approvals}多于有效票{sums.valid}张与应选{count.seats}项之积，请核对。",
    )
    one_question = {
        (item.approve, item.oppose, item.abstain, item.illegible) for item in sums.items
    }
    require(
        count.mode != "whole_list" or len(one_question) == 1,
        "整体表决只有一个表决结果，各项目的票数却不相同，请核对。",
    )
    named = sum(reason.sheets for reason in count.invalid_reasons)
    require(
        not count.invalid_reasons or named == sums.invalid,
        f"各种无效情形合计{named}张，不等于无效票{sums.invalid}张，请核对。",
    )
    base = {"returned": sums.returned, "valid": sums.valid}.get(
        count.threshold.base, count.threshold.total
    )
    people = count.threshold.base in ("all_members", "present")
    require(
        count.threshold.total == base and (not people or base >= sums.issued),
        f"通过线的基数是{count.threshold.total}，与发票计票数字不相符，请核对。",
    )


def _reconcile_outcome(count: Count) -> None:
    elected, tied = set(count.elected), set(count.tied)
    ranked = standings(count)
    known = {standing.item.number for standing in ranked}
    require(
        len(elected) == len(count.elected) and not elected & tied and elected | tied <= known,
        "入选或并列的项目序号重复，或者不在候选项目中，请核对。",
    )
    passing = {standing.item.number for standing in ranked if standing.passes}
    _reconcile_losses(count, passing, known)
    for group in groups(count):
        _reconcile_group(count, group, passing)
    _reconcile_parts(count)
    _reconcile_status(count)
    _reconcile_money(count, ranked)


def _reconcile_losses(count: Count, passing: set[int], known: set[int]) -> None:
    """Whoever lost has exactly one reason, and the line is the reason of those below it."""
    lost = [loss.number for loss in count.losses]
    require(
        not count.losses or sorted((*lost, *count.elected, *count.tied)) == sorted(known),
        "没有入选的项目与落选原因不相符，请核对。",
    )
    below = {loss.number for loss in count.losses if loss.reason == "below_line"}
    require(
        not count.losses or below == known - passing,
        "落选原因与是否达到通过线不相符，请核对。",
    )


def _reconcile_parts(count: Count) -> None:
    """What the categories say is what the whole says."""
    parts = groups(count)
    require(
        sum(group.seats for group in parts) == count.seats
        and sum(group.seats_left for group in parts) == count.seats_left
        and sum(group.vacant for group in parts) == count.vacant
        and sorted(n for group in parts for n in group.elected) == sorted(count.elected)
        and sorted(n for group in parts for n in group.tied) == sorted(count.tied),
        "分类的结果与总的结果不相符，请核对。",
    )
    require(
        not count.settled
        or (set(count.settled) <= set(count.tied) and len(count.settled) == count.seats_left),
        "决定或者抽签确定的项目不在并列的项目之内，或者个数不对，请核对。",
    )


def _reconcile_status(count: Count) -> None:
    is_tie = count.status in ("tie_at_cutoff", "undecided_second_tie")
    require(is_tie == bool(count.tied), "并列的项目与待定名额不相符，请核对。")
    # A category, or the money, may leave seats vacant beside a tie; one ranking alone cannot.
    beside = is_tie and (bool(count.groups) or _hard(count))
    require(
        (count.vacant > 0) == (count.status == "shortfall") or (count.vacant > 0 and beside),
        f"结果状态与缺额{count.vacant}项不相符，请核对。",
    )


def _hard(count: Count) -> bool:
    return count.cap is not None and count.cap.hard


def _reconcile_group(count: Count, group: Group, passing: set[int]) -> None:
    elected, tied, within = set(group.elected), set(group.tied), set(members(count, group))
    require(elected | tied <= within, "入选的项目不属于这一类，请核对。")
    require(
        0 < group.seats_left < len(tied) if tied else group.seats_left == 0,
        "并列的项目与待定名额不相符，请核对。",
    )
    surplus = len(elected) - group.seats
    require(
        len(elected) + group.seats_left + group.vacant == group.seats
        or (surplus > 0 and _all_admitted(count, group)),
        f"入选{len(elected)}项、待定{group.seats_left}项、缺额{group.vacant}项之和"
        f"不等于应选{group.seats}项，请核对。",
    )
    require(elected | tied <= passing, "有未达到通过线的项目被列为入选或者并列，请核对。")
    left_out = (passing & within) - _passed_over(count)
    require(
        not group.vacant or left_out == elected or (bool(tied) and _hard(count)),
        "还有缺额，却有过线的项目未入选，请核对。",
    )
    _reconcile_cutoff(count, group, left_out)


def _all_admitted(count: Count, group: Group) -> bool:
    """More than the seats are in only by 并列都入选: without the lowest there are too few."""
    votes = {item.number: key(count, item) for item in total(count).items}
    lowest = min(votes[number] for number in group.elected)
    above = sum(1 for number in group.elected if votes[number] > lowest)
    return count.tie_rule == "admit_all" and above < group.seats and not group.tied


def _passed_over(count: Count) -> set[int]:
    """Return those that were left out for money, not for votes."""
    return {loss.number for loss in count.losses if loss.reason == "over_budget"}


def _reconcile_cutoff(count: Count, group: Group, passing: set[int]) -> None:
    """Nobody left out may equal somebody let in, unless the rules let the money decide."""
    votes = {item.number: key(count, item) for item in total(count).items}
    require(len({votes[number] for number in group.tied}) <= 1, "并列项目的票数不相等，请核对。")
    worth = {number: (votes[number], -_cost(count, number)) for number in votes}
    lost = passing - {*group.elected, *group.tied}
    stages = [stage for stage in (set(group.elected), set(group.tied), lost) if stage]
    for upper, lower in pairwise(stages):
        require(
            min(worth[number] for number in upper) > max(worth[number] for number in lower),
            "入选项目的票数不多于未入选的项目，请核对。",
        )
    lowest = min((votes[number] for number in (*group.elected, *group.tied)), default=None)
    for loss in count.losses:
        require(
            loss.reason != "dearer_of_tied"
            or loss.number not in lost
            or (count.tie_rule == "lower_cost" and votes[loss.number] == lowest),
            f"第{loss.number}号项目的票数与“票数相等、投资较多”不相符，请核对。",
        )


def _cost(count: Count, number: int) -> int:
    """Return what parts equal votes: the money under 投资少的优先, else nothing."""
    if count.tie_rule != "lower_cost":
        return 0
    cost = {project.number: project.investment_fen for project in count.projects}[number]
    return LARGEST + 1 if cost is None else cost


def _reconcile_money(count: Count, ranked: tuple[Standing, ...]) -> None:
    """Under a hard cap the elected fit, and whoever was passed over would not have."""
    passed_over = _passed_over(count)
    require(
        not passed_over or _hard(count),
        "没有设硬性资金上限，却有项目因超过资金上限落选，请核对。",
    )
    if count.cap is None or not count.cap.hard:
        return
    cost = {project.number: project.investment_fen or 0 for project in count.projects}
    room = count.cap.amount_wan * FEN_PER_WAN - count.cap.spent_fen
    require(
        sum(cost[number] for number in count.elected) <= room,
        "入选项目的投资合计超过资金上限，请核对。",
    )
    for standing in ranked:
        number = standing.item.number
        better = [
            cost[one.item.number]
            for one in ranked
            if one.item.number in count.elected and one.rank <= standing.rank
        ]
        require(
            number not in passed_over or sum(better) + cost[number] > room,
            f"第{number}号项目并未超过资金上限，请核对。",
        )
