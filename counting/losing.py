"""Why projects are not chosen, in words: below the line and above it but out of rank differ."""

from collections.abc import Iterable
from typing import get_args

from ballot.results import Losing, LosingReason

REASONS: dict[LosingReason, str] = {
    "below_line": "未达通过线",
    "above_line_out_of_rank": "达到通过线而名次在后",
    "category_full": "达到通过线而本类名额已满",
    "over_budget": "达到通过线而超过资金上限",
    "dearer_of_tied": "票数相等而投资较多",
}


def losing_sentences(losing: Iterable[Losing]) -> tuple[str, ...]:
    """Return a sentence for each way of losing that occurs, with the numbers of the projects."""
    rows = tuple(losing)
    numbers = {
        reason: "、".join(str(one.number) for one in rows if one.reason == reason)
        for reason in get_args(LosingReason)
    }
    return tuple(
        f"第 {named} 号项目{REASONS[reason]}，未入选。"
        for reason, named in numbers.items()
        if named
    )
