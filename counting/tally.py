"""Totals of several channels added into one: the only place where channels meet."""

from collections.abc import Sequence

from ballot.results import ChannelTally, ItemTotals
from counting.errors import UnequalCandidates


def join_items(channels: Sequence[ChannelTally]) -> tuple[ItemTotals, ...]:
    """Return the totals per project over all ``channels``, in order of number.

    Raises UnequalCandidates where a project is missing in a channel or stands in it twice.
    """
    numbers = [sorted(item.number for item in channel.items) for channel in channels]
    for channel, listed in zip(channels, numbers, strict=True):
        if listed != numbers[0] or len(set(listed)) != len(listed):
            raise UnequalCandidates(
                f"渠道“{channel.channel}”的项目编号 {listed} 与 {numbers[0]} 不一致或者有重复，"
                "不能合计，请核对该渠道的合计数。"
            )
    if len(channels) == 1:
        return tuple(sorted(channels[0].items, key=lambda item: item.number))
    columns = zip(*(sorted(c.items, key=lambda item: item.number) for c in channels), strict=True)
    return tuple(_added(column) for column in columns)


def _added(column: Sequence[ItemTotals]) -> ItemTotals:
    return ItemTotals(
        number=column[0].number,
        approve=sum(item.approve for item in column),
        oppose=sum(item.oppose for item in column),
        abstain=sum(item.abstain for item in column),
        illegible=sum(item.illegible for item in column),
        points=sum(item.points for item in column),
        grades=_added_grades(column),
        dont_know=sum(item.dont_know for item in column),
    )


def _added_grades(column: Sequence[ItemTotals]) -> tuple[int, ...]:
    """Add grade by grade. Raises UnequalCandidates where channels know different grades."""
    if len({len(item.grades) for item in column}) > 1:
        raise UnequalCandidates(
            f"各渠道对第 {column[0].number} 号项目登记的等次数不同，不能合计，请核对。"
        )
    return tuple(sum(places) for places in zip(*(item.grades for item in column), strict=True))
