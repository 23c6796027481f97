"""The books that the log itself keeps of a round, and the identities between them.

An outcome is possible only when they hold, and nothing changes them afterwards, so nobody can
announce a round whose books disagree. `counting.reconciliation` works out the full list as data.
"""

from collections.abc import Iterator

from ballot.refusals import BooksDiffer
from ballot.results import ChannelTally, ItemTotals
from ballot.state import Round


def check_books(current: Round) -> None:
    """Raise BooksDiffer with a sentence for each identity that does not hold in ``current``."""
    faults = [*_people(current), *_tallies(current)]
    if faults:
        raise BooksDiffer("".join(faults) + "勾稽不符，不能作出结果，请先查明原因。")


def _people(current: Round) -> Iterator[str]:
    issued, present = current.paper.issued + current.tablet.issued, current.present or 0
    if issued > present:
        yield f"发出 {issued} 张，多于实到 {present} 名，相差 {issued - present}；"
    for name, tokens in (("纸质票", current.paper), ("投票卡", current.tablet)):
        if tokens.issued and tokens.printed != tokens.booked():
            gap = abs(tokens.printed - tokens.booked())
            yield f"{name}印制 {tokens.printed} 张，已入账 {tokens.booked()} 张，相差 {gap}；"


def _tallies(current: Round) -> Iterator[str]:
    for one in current.tally.channels if current.tally else ():
        if one.channel == "hands":
            yield from _hands(current, one)
        elif one.channel == "paper":
            yield from _paper(current, one)
        elif one.returned != current.cast:
            yield f"平板票收回 {one.returned} 张，投出 {current.cast} 张；"
        if one.returned != one.valid + one.invalid:
            yield f"收回 {one.returned} 张，有效 {one.valid} 张，无效 {one.invalid} 张；"
        for item in one.items:
            if _marks(item) != one.valid:
                yield f"{item.number} 号项目各项合计 {_marks(item)}，有效票 {one.valid} 张；"


def _hands(current: Round, tally: ChannelTally) -> Iterator[str]:
    if (tally.returned, tally.valid) != (current.present, current.present):
        yield f"举手 {tally.valid} 名，实到 {current.present} 名；"


def _paper(current: Round, tally: ChannelTally) -> Iterator[str]:
    found = tally.returned + tally.foreign
    if current.box_counted != found:
        yield f"票箱清点 {current.box_counted} 张，收回和非本次票合计 {found} 张；"


def _marks(item: ItemTotals) -> int:
    marks = item.approve + item.oppose + item.abstain + item.illegible
    return marks + sum(item.grades) + item.dont_know
