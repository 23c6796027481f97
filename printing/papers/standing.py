"""Whether a count can be true, and where every project stands in it.

A paper must not be made from figures that contradict each other, so everything that follows
from the totals (passing the line, rank, being elected) is worked out again here and compared
with what the outcome claims.
"""

from dataclasses import dataclass
from itertools import pairwise

from printing.papers.values import ChannelCount, Count, ItemCount
from printing.papers.wording import CHANNEL_NAMES, counts, require

VOID = ("void", "void_returned_gt_issued")
_BLOCKED = {
    "no_quorum": "到会人数不足法定人数",
    "issue_exceeds_present": "发出的票多于实到人数",
    "integrity_error": "计票数字不能勾稽",
    "integrity_error_sum_gt_valid_x_k": "赞成票合计多于有效票与应选数之积",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A project with its totals over all channels, whether it passes the line, and its rank."""

    item: ItemCount
    passes: bool
    rank: int


def total(count: Count) -> ChannelCount:
    """Add the channels up; the name of the first one stands for all and is not printed."""
    channels = count.channels
    return ChannelCount(
        channel=channels[0].channel,
        issued=sum(channel.issued for channel in channels),
        returned=sum(channel.returned for channel in channels),
        valid=sum(channel.valid for channel in channels),
        invalid=sum(channel.invalid for channel in channels),
        items=tuple(_sum_of(rows) for rows in zip(*(c.items for c in channels), strict=True)),
    )


def _sum_of(rows: tuple[ItemCount, ...]) -> ItemCount:
    return ItemCount(
        number=rows[0].number,
        approve=sum(row.approve for row in rows),
        oppose=sum(row.oppose for row in rows),
        abstain=sum(row.abstain for row in rows),
        illegible=sum(row.illegible for row in rows),
    )


def line(count: Count) -> int:
    """Return the least number of 赞成 that passes; one for plurality."""
    if count.threshold.fraction is None:
        return 1
    numerator, denominator = count.threshold.fraction
    return count.threshold.total * numerator // denominator + 1


def key(count: Count, item: ItemCount) -> int:
    """Return the number by which projects are ranked, higher first."""
    return item.approve - item.oppose if count.rank_by == "approve_minus_oppose" else item.approve


def standings(count: Count) -> tuple[Standing, ...]:
    """Return all projects by rank; equal votes share a rank and stand in printed order."""
    items = sorted(total(count).items, key=lambda item: (-key(count, item), item.number))
    keys = [key(count, item) for item in items]
    least = line(count)
    return tuple(
        Standing(item, item.approve >= least, keys.index(value) + 1)
        for item, value in zip(items, keys, strict=True)
    )


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
    sheets = {"发出": channel.issued, "收回": channel.returned}
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
    counts(f"{name}项目{item.number}", votes)
    require(
        sum(votes.values()) == channel.valid,
        f"{name}项目{item.number}的赞成、反对、弃权、辨认不清之和是{sum(votes.values())}，"
        f"不等于有效票{channel.valid}张，请核对。",
    )


def _reconcile_totals(count: Count) -> None:
    sums = total(count)
    approvals = sum(item.approve for item in sums.items)
    require(
        count.mode == "per_item" or approvals <= sums.valid * count.seats,
        f"赞成合计{approvals}多于有效票{sums.valid}张与应选{count.seats}项之积，请核对。",
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
    require(
        len(elected) + count.seats_left + count.vacant == count.seats,
        f"入选{len(elected)}项、待定{count.seats_left}项、缺额{count.vacant}项之和"
        f"不等于应选{count.seats}项，请核对。",
    )
    _reconcile_status(count)
    passing = {standing.item.number for standing in ranked if standing.passes}
    require(elected | tied <= passing, "有未达到通过线的项目被列为入选或者并列，请核对。")
    require(not count.vacant or passing == elected, "还有缺额，却有过线的项目未入选，请核对。")
    _reconcile_cutoff(count, passing)


def _reconcile_status(count: Count) -> None:
    is_tie = count.status in ("tie_at_cutoff", "undecided_second_tie")
    require(
        is_tie == bool(count.tied)
        and (0 < count.seats_left < len(count.tied) if is_tie else count.seats_left == 0),
        "并列的项目与待定名额不相符，请核对。",
    )
    require(
        (count.status == "shortfall") == (count.vacant > 0),
        f"结果状态与缺额{count.vacant}项不相符，请核对。",
    )


def _reconcile_cutoff(count: Count, passing: set[int]) -> None:
    """Nobody left out may have more than, or without a decision as much as, somebody let in."""
    votes = {item.number: key(count, item) for item in total(count).items}
    require(len({votes[number] for number in count.tied}) <= 1, "并列项目的票数不相等，请核对。")
    stages = [set(count.elected), set(count.tied), passing - {*count.elected, *count.tied}]
    levels = [[votes[number] for number in stage] for stage in stages if stage]
    for upper, lower in pairwise(levels):
        gap = min(upper) - max(lower)
        require(
            gap > 0 or (gap == 0 and bool(count.decision)),
            "入选项目的票数不多于未入选的项目，请核对。",
        )
