"""Where every project stands in a count: its totals, the line, its rank, its category.

All of it is worked out again from the totals, so that `printing.papers.agreement` can compare it
with what the outcome claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballot.strokes import stroke_key
from printing.papers.values import (
    ChannelCount,
    Count,
    Group,
    ItemCount,
    Order,
    Project,
    WrittenInCount,
)

VOID = ("void", "void_returned_gt_issued")


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
        unused=sum(channel.unused for channel in channels),
        items=tuple(_sum_of(rows) for rows in zip(*(c.items for c in channels), strict=True)),
    )


def written_in(count: Count) -> tuple[WrittenInCount, ...]:
    """Return the 另提项目 of all channels, those that most ballots name first."""
    found = [one for channel in count.channels for one in channel.written]
    return tuple(sorted(found, key=lambda one: (-one.approve, one.title)))


def _sum_of(rows: tuple[ItemCount, ...]) -> ItemCount:
    return ItemCount(
        number=rows[0].number,
        approve=sum(row.approve for row in rows),
        oppose=sum(row.oppose for row in rows),
        abstain=sum(row.abstain for row in rows),
        illegible=sum(row.illegible for row in rows),
        points=sum(row.points for row in rows),
    )


def line(count: Count) -> int:
    """Return the least number of 赞成 that passes; one for plurality."""
    if count.threshold.fraction is None:
        return 1
    numerator, denominator = count.threshold.fraction
    exact = count.threshold.total * numerator
    if count.threshold.inclusive:
        return max(-(-exact // denominator), 1)
    return exact // denominator + 1


def key(count: Count, item: ItemCount) -> int:
    """Return the number by which projects are ranked, higher first."""
    match count.rank_by:
        case "approve":
            return item.approve
        case "approve_minus_oppose":
            return item.approve - item.oppose
        case "points":
            return item.points


def standings(count: Count, group: Group | None = None) -> tuple[Standing, ...]:
    """Return all projects, or those of a category, by rank; equal votes share a rank."""
    among = set(members(count, group)) if group else None
    found = [one for one in total(count).items if among is None or one.number in among]
    items = sorted(found, key=lambda item: (-key(count, item), item.number))
    keys = [key(count, item) for item in items]
    least = line(count)
    return tuple(
        Standing(item, item.approve >= least, keys.index(value) + 1)
        for item, value in zip(items, keys, strict=True)
    )


def groups(count: Count) -> tuple[Group, ...]:
    """Return the categories that compete apart; without 分类名额 one that holds everything."""
    return count.groups or (
        Group(
            category="",
            seats=count.seats,
            elected=count.elected,
            tied=count.tied,
            seats_left=count.seats_left,
            vacant=count.vacant,
        ),
    )


def members(count: Count, group: Group) -> tuple[int, ...]:
    """Return the projects that compete in ``group``; "" takes all categories without a quota."""
    named = {one.category for one in groups(count)}
    return tuple(
        project.number
        for project in count.projects
        if (project.category if project.category in named else "") == group.category
    )


def listed(order: Order, projects: Sequence[Project], ranked: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of ``projects`` in the order in which the rules have them listed."""
    match order:
        case "votes":
            return tuple(ranked)
        case "ballot":
            return tuple(sorted(project.number for project in projects))
        case "stroke":
            by_name = sorted(projects, key=lambda project: stroke_key(project.name))
            return tuple(project.number for project in by_name)
