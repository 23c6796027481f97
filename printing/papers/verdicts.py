"""What became of a project, in words: each way of winning and of losing reads differently."""

from ballot.results import LosingReason
from ballot.rules.text.numerals import share
from printing.papers.standing import Standing
from printing.papers.values import Count
from printing.papers.wording import vote_name

ELECTED = "入选"

_LOST: dict[LosingReason, str] = {
    "category_full": "本类名额已满",
    "over_budget": "超过资金上限",
    "dearer_of_tied": "票数相等、投资较多",
}


def line_word(count: Count) -> str:
    """Name the line at the head of a column: 过半数, or 过线."""
    return "过半数" if count.threshold.fraction == (1, 2) else "过线"


def verdict(count: Count, standing: Standing) -> str:
    """Say whether the project is in, and else why not."""
    number = standing.item.number
    if number in count.elected:
        return ELECTED
    if number in count.tied:
        return _tied(count, number)
    reason = next((loss.reason for loss in count.losses if loss.number == number), None)
    if reason in _LOST:
        return _LOST[reason]
    if not standing.passes:
        return "未得赞成票" if count.threshold.fraction is None else f"未{line_word(count)}"
    return "得票较少" if count.threshold.fraction is None else f"{line_word(count)}，未入选"


def _tied(count: Count, number: int) -> str:
    if count.settled:
        how = "抽签" if count.lot else f"{count.session.presidium}决定"
        return f"并列，{how}入选" if number in count.settled else f"并列，{how}未入选"
    match count.action:
        case "draw_lot":
            return "并列，待抽签"
        case "presidium":
            return f"并列，待{count.session.presidium}决定"
        case "runoff":
            return f"并列，待再次{vote_name(count.session)}"
        case _:
            again = count.status == "tie_at_cutoff"
            return f"并列，待再次{vote_name(count.session)}" if again else "仍并列，待决定"


def passed(count: Count) -> str:
    """Name what an elected project has got: 获得全体代表过半数赞成."""
    fraction = count.threshold.fraction
    if fraction is None:
        return "获得赞成票"
    bases = {
        "all_members": count.session.everybody,
        "present": f"实到{count.session.members}",
        "returned": "收回票",
        "valid": "有效票",
    }
    part = f"{share(fraction)}以上" if count.threshold.inclusive else f"超过{share(fraction)}"
    part = "过半数" if fraction == (1, 2) else part
    return f"获得{bases[count.threshold.base]}{part}赞成"
