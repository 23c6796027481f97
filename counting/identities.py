"""勾稽: the list of identities that the figures of a round must fulfil, as plain numbers.

Sentences are made by `counting.reconciliation`, and only for those that somebody will read: a
round of twelve projects has some forty identities, and all of them nearly always hold.

Identities (docs/record-format states the same list for the record):
    present<=roster, issued<=present, returned<=issued (per channel, and in total of several)
    printed=issued+replaced+archived+left_over (per channel with tokens)
    box_counted=returned+foreign (where boxes are counted), returned=valid+invalid
    returned=cast, valid=cast, invalid=0 (where ballots are sealed)
    returned=present (where hands are shown: there are no tokens)
    approve+oppose+abstain+illegible=valid (per project and channel; 满意度测评 with its grades)
    approve+oppose+abstain+unused=issued (per project, where unused cards or keypads are known)
    sum_approve<=valid*seats (at_most_k, ranked), sum_approve=valid*seats (exactly_k)
        with what is written in; written<=valid (per 另提项目), written=0 (where none is allowed)
    distinct_items=1 (whole_list: one question, so every project has the same totals)
    sum_points<=valid*points, points<=approve*most, points>=approve*least (ranked)
    least>=0 (per channel and per project: no figure is negative)
The limits on approvals and points hold per channel, and in total of several.
"""

from collections.abc import Callable, Iterator
from operator import eq, ge, le
from typing import NamedTuple

from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from counting.figures import ChannelFigures, Figures
from counting.points import points_of_ranks

PRESENT = "present<=roster"
ISSUED = "issued<=present"
RETURNED = "returned<=issued"
AT_MOST_K = "sum_approve<=valid*seats"
EXACTLY_K = "sum_approve=valid*seats"

_MARKED = ("approve+oppose+abstain+illegible=valid", ("赞成＋反对＋弃权＋辨认不清", "有效"))
_GRADED = ("grades+dont_know+abstain+illegible=valid", ("各等次＋不了解＋弃权＋辨认不清", "有效"))
_MARKED_KEYS = ("approve+oppose+abstain+unused=issued", ("赞成＋反对＋弃权＋未投", "发出"))
_GRADED_KEYS = ("grades+dont_know+abstain+unused=issued", ("各等次＋不了解＋弃权＋未投", "发出"))

Relation = Callable[[int, int], bool]


class Identity(NamedTuple):
    """``left`` ``relation`` ``right``; ``words`` name the two sides in Chinese.

    ``channel`` is None for all channels together, ``number`` None unless it is about one project.
    """

    name: str
    words: tuple[str, str]
    left: int
    right: int
    relation: Relation
    channel: str | None = None
    number: int | None = None


def of_round(figures: Figures, rules: Rules) -> Iterator[Identity]:
    """Yield every identity in order of the hall: people and tokens, channels, projects, limits."""
    yield Identity(PRESENT, ("实到", "全体代表"), figures.present, figures.roster, le)
    yield Identity(ISSUED, ("发出", "实到"), figures.issued, figures.present, le)
    yield from _returns(figures)
    for part in figures.channels:
        if part.tally.channel != "hands":
            yield _tokens(part)
        yield from _channel(part, figures, rules)
    yield from _limits(figures, rules)


def of_counts(figures: Figures, rules: Rules) -> Iterator[Identity]:
    """Yield the identities that a count must fulfil by itself, before it is taken over.

    Those on people and tokens are not among them: leftover tokens may be booked later, and more
    returned than issued voids the round.
    """
    for part in figures.channels:
        yield from _channel(part, figures, rules)
    yield from _limits(figures, rules)


def _returns(figures: Figures) -> Iterator[Identity]:
    """Yield returned <= issued for each channel and in total; a failure voids the round."""
    words = ("收回", "发出")
    for part in figures.channels:
        tally = part.tally
        yield Identity(RETURNED, words, tally.returned, part.handed.issued, le, tally.channel)
    if len(figures.channels) > 1:
        yield Identity(RETURNED, words, figures.returned, figures.issued, le)


def _tokens(part: ChannelFigures) -> Identity:
    handed = part.handed
    used = handed.issued + handed.replaced + handed.archived + handed.left_over
    name = "printed=issued+replaced+archived+left_over"
    words = ("印制", "发出＋换发＋存档＋剩余")
    return Identity(name, words, handed.printed, used, eq, part.tally.channel)


def _channel(part: ChannelFigures, figures: Figures, rules: Rules) -> Iterator[Identity]:
    tally, channel = part.tally, part.tally.channel
    both = tally.valid + tally.invalid
    if channel == "hands":
        words = ("举手", "实到")
        yield Identity("returned=present", words, tally.returned, figures.present, eq, channel)
    if part.box_counted is not None:
        found = tally.returned + tally.foreign
        words = ("票箱清点", "收回＋非本次票")
        yield Identity("box_counted=returned+foreign", words, part.box_counted, found, eq, channel)
    yield Identity(
        "returned=valid+invalid", ("收回", "有效＋无效"), tally.returned, both, eq, channel
    )
    yield from _sealed(part)
    words = ("各项张数中的最小数", "零")
    yield Identity("least>=0", words, _least(part), 0, ge, channel)
    graded = rules.ballot_mode == "graded"
    for item in tally.items:
        yield from _item(item, part, graded=graded)
    yield from _written(tally, rules)


def _sealed(part: ChannelFigures) -> Iterator[Identity]:
    """Sealed ballots are valid by proof: what was cast is what came back and what counts."""
    if part.cast is None:
        return
    tally, cast, channel = part.tally, part.cast, part.tally.channel
    yield Identity("returned=cast", ("收回", "投出"), tally.returned, cast, eq, channel)
    yield Identity("valid=cast", ("有效", "投出"), tally.valid, cast, eq, channel)
    yield Identity("invalid=0", ("无效", "零"), tally.invalid, 0, eq, channel)


def _item(item: ItemTotals, part: ChannelFigures, *, graded: bool) -> Iterator[Identity]:
    """The marks of one project add up to the valid ballots, and with the unused to all handed out.

    Grades count in every mode and approvals in 满意度测评 too: a figure in the wrong place fails.
    """
    channel, number = part.tally.channel, item.number
    said = item.approve + item.oppose + item.abstain
    least = min(item.approve, item.oppose, item.abstain, item.illegible, item.points)
    if item.grades or item.dont_know:
        said += sum(item.grades) + item.dont_know
        least = min(least, item.dont_know, *item.grades)
    name, words = _GRADED if graded else _MARKED
    yield Identity(name, words, said + item.illegible, part.tally.valid, eq, channel, number)
    yield Identity("least>=0", ("各项票数中的最小数", "零"), least, 0, ge, channel, number)
    if part.unused is not None:
        name, words = _GRADED_KEYS if graded else _MARKED_KEYS
        said += part.unused
        yield Identity(name, words, said, part.handed.issued, eq, channel, number)


def _written(tally: ChannelTally, rules: Rules) -> Iterator[Identity]:
    """A ballot names a 另提项目 once, and none where the rules have no place for it."""
    channel, found = tally.channel, sum(one.approve for one in tally.written)
    if tally.written and rules.write_in != "allowed":
        yield Identity("written=0", ("另提项目票数", "零"), found, 0, eq, channel)
    for one in tally.written:
        words = (f"另提项目“{one.title}”", "有效")
        yield Identity("written<=valid", words, one.approve, tally.valid, le, channel)


def _limits(figures: Figures, rules: Rules) -> Iterator[Identity]:
    """What one ballot cannot exceed, all of them together cannot either."""
    match rules.ballot_mode:
        case "at_most_k":
            yield from _approvals(figures, le)
        case "exactly_k":
            yield from _approvals(figures, eq)
        case "ranked":
            yield from _approvals(figures, le)
            yield from _points(figures, points_of_ranks(rules, figures.seats))
        case "whole_list":
            for part in figures.channels:
                kinds = {_cells(item) for item in part.tally.items}
                words = ("各项合计的不同结果数", "一")
                yield Identity("distinct_items=1", words, len(kinds), 1, eq, part.tally.channel)


def _cells(item: ItemTotals) -> tuple[int, int, int, int]:
    return item.approve, item.oppose, item.abstain, item.illegible


def _approvals(figures: Figures, relation: Relation) -> Iterator[Identity]:
    """No ballot may approve more (or, with ``eq``, fewer) than K projects.

    What is written in beside the list takes the place of an approval, and is not ranked.
    """
    added = any(part.tally.written for part in figures.channels)
    words = ("赞成和另提合计" if added else "赞成合计", "有效×应选数")
    name = AT_MOST_K if relation is le else EXACTLY_K
    total = 0
    for part in figures.channels:
        approvals = sum(item.approve for item in part.tally.items)
        approvals += sum(one.approve for one in part.tally.written)
        total += approvals
        limit = part.tally.valid * figures.seats
        yield Identity(name, words, approvals, limit, relation, part.tally.channel)
    if len(figures.channels) > 1:
        yield Identity(name, words, total, figures.valid * figures.seats, relation)


def _points(figures: Figures, worth: tuple[int, ...]) -> Iterator[Identity]:
    """A ballot gives each rank once; a project earns between the least and the most of a rank."""
    most, least, whole = max(worth), min(worth), sum(worth)
    for part in figures.channels:
        tally, channel = part.tally, part.tally.channel
        given = sum(item.points for item in tally.items)
        words = ("积分合计", "有效×各名次积分之和")
        yield Identity("sum_points<=valid*points", words, given, tally.valid * whole, le, channel)
        for item in tally.items:
            number, points, votes = item.number, item.points, item.approve
            words = ("积分", "入列票数×最高名次积分")
            yield Identity("points<=approve*most", words, points, votes * most, le, channel, number)
            words = ("积分", "入列票数×最低名次积分")
            yield Identity(
                "points>=approve*least", words, points, votes * least, ge, channel, number
            )


def _least(part: ChannelFigures) -> int:
    handed, tally = part.handed, part.tally
    return min(
        handed.printed,
        handed.issued,
        handed.replaced,
        handed.archived,
        handed.left_over,
        tally.returned,
        tally.valid,
        tally.invalid,
        tally.foreign,
        part.unused or 0,
        *(one.approve for one in tally.written),
    )
