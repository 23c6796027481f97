"""勾稽: every identity that the figures of a round must fulfil, worked out as data.

Each identity is computed whether or not others fail, so that a report can show all of them. What
follows from a failure is decided in `counting.outcome`; whoever only needs "all or nothing" calls
`require`.

Identities (c = channel; docs/record-format states the same list for the record):
    present<=roster, issued<=present, returned<=issued (per channel, and in total of several)
    printed=issued+replaced+archived+left_over (per channel)
    box_counted=returned+foreign (where boxes are counted), returned=valid+invalid
    returned=cast, valid=cast, invalid=0 (where ballots are sealed)
    approve+oppose+abstain+illegible=valid (per project and channel)
    sum_approve<=valid*seats (at_most_k, per channel, and in total of several)
    least>=0 (per channel and per project: no figure is negative)
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import eq, ge, le

from ballot.results import ItemTotals, Reconciliation
from ballot.rules import Rules
from counting.errors import DoesNotReconcile
from counting.figures import CHANNEL_NAMES, ChannelFigures, Figures

SUM_APPROVE = "sum_approve<=valid*seats"
RETURNED = "returned<=issued"
ISSUED = "issued<=present"
PRESENT = "present<=roster"

_Relation = Callable[[int, int], bool]
_WORDS: dict[_Relation, str] = {eq: "两者应相等", le: "前者不得大于后者", ge: "前者不得小于后者"}


def reconcile(figures: Figures, rules: Rules) -> tuple[Reconciliation, ...]:
    """Return every identity of ``figures`` under ``rules``, holding or not, in order of the hall.

    People and tokens first, then each channel, then its projects, then the limit on approvals.
    """
    return tuple(
        chain(
            people(figures),
            returns(figures),
            chain.from_iterable(_channel(channel) for channel in figures.channels),
            _approvals(figures, rules),
        )
    )


def within_counts(figures: Figures, rules: Rules) -> tuple[Reconciliation, ...]:
    """Return the identities that a count must fulfil by itself, before it is taken over.

    Those on people and tokens are not among them: leftover tokens may be booked later, and more
    returned than issued voids the round.
    """
    counts = chain.from_iterable(_counts(channel) for channel in figures.channels)
    return (*counts, *_approvals(figures, rules))


def people(figures: Figures) -> Iterator[Reconciliation]:
    """Yield the identities on who is there and who holds a token."""
    yield _identity(PRESENT, ("实到", "全体代表"), (figures.present, figures.roster), le)
    yield _identity(ISSUED, ("发出", "实到"), (figures.issued, figures.present), le)


def returns(figures: Figures) -> Iterator[Reconciliation]:
    """Yield returned <= issued for each channel and in total; a failure voids the round."""
    named = ("收回", "发出")
    for part in figures.channels:
        pair = (part.tally.returned, part.handed.issued)
        yield _identity(RETURNED, named, pair, le, channel=part.tally.channel)
    if len(figures.channels) > 1:
        yield _identity(RETURNED, named, (figures.returned, figures.issued), le)


def failures(identities: Iterable[Reconciliation]) -> tuple[Reconciliation, ...]:
    """Return those of ``identities`` that do not hold."""
    return tuple(identity for identity in identities if not identity.holds)


def require(identities: Iterable[Reconciliation]) -> None:
    """Raise DoesNotReconcile with one sentence per identity that does not hold."""
    failed = failures(identities)
    if failed:
        raise DoesNotReconcile("".join(identity.sentence for identity in failed))


def _channel(part: ChannelFigures) -> Iterator[Reconciliation]:
    handed = part.handed
    used = handed.issued + handed.replaced + handed.archived + handed.left_over
    yield _identity(
        "printed=issued+replaced+archived+left_over",
        ("印制", "发出＋换发＋存档＋剩余"),
        (handed.printed, used),
        eq,
        channel=part.tally.channel,
    )
    yield from _counts(part)


def _counts(part: ChannelFigures) -> Iterator[Reconciliation]:
    tally, channel = part.tally, part.tally.channel
    yield from _box(part)
    yield _identity(
        "returned=valid+invalid",
        ("收回", "有效＋无效"),
        (tally.returned, tally.valid + tally.invalid),
        eq,
        channel=channel,
    )
    yield from _sealed(part)
    yield _identity(
        "least>=0", ("各项张数中的最小数", "零"), (_least(part), 0), ge, channel=channel
    )
    for item in tally.items:
        yield from _item(item, tally.valid, channel)


def _box(part: ChannelFigures) -> Iterator[Reconciliation]:
    if part.box_counted is None:
        return
    tally = part.tally
    yield _identity(
        "box_counted=returned+foreign",
        ("票箱清点", "收回＋非本次票"),
        (part.box_counted, tally.returned + tally.foreign),
        eq,
        channel=tally.channel,
    )


def _sealed(part: ChannelFigures) -> Iterator[Reconciliation]:
    """Sealed ballots are valid by proof: what was cast is what came back and what counts."""
    if part.cast is None:
        return
    tally, cast = part.tally, part.cast
    yield _identity(
        "returned=cast", ("收回", "投出"), (tally.returned, cast), eq, channel=tally.channel
    )
    yield _identity("valid=cast", ("有效", "投出"), (tally.valid, cast), eq, channel=tally.channel)
    yield _identity("invalid=0", ("无效", "零"), (tally.invalid, 0), eq, channel=tally.channel)


def _item(item: ItemTotals, valid: int, channel: str) -> Iterator[Reconciliation]:
    marks = item.approve + item.oppose + item.abstain + item.illegible
    yield _identity(
        "approve+oppose+abstain+illegible=valid",
        ("赞成＋反对＋弃权＋辨认不清", "有效"),
        (marks, valid),
        eq,
        channel=channel,
        number=item.number,
    )
    least = min(item.approve, item.oppose, item.abstain, item.illegible)
    yield _identity(
        "least>=0",
        ("各项票数中的最小数", "零"),
        (least, 0),
        ge,
        channel=channel,
        number=item.number,
    )


def _approvals(figures: Figures, rules: Rules) -> Iterator[Reconciliation]:
    """No ballot may approve more than K projects, so neither may all of them together."""
    if rules.ballot_mode != "at_most_k":
        return
    named = ("赞成合计", "有效×应选数")
    total = 0
    for part in figures.channels:
        approvals = sum(item.approve for item in part.tally.items)
        total += approvals
        pair = (approvals, part.tally.valid * figures.seats)
        yield _identity(SUM_APPROVE, named, pair, le, channel=part.tally.channel)
    if len(figures.channels) > 1:
        yield _identity(SUM_APPROVE, named, (total, figures.valid * figures.seats), le)


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
    )


def _identity(
    name: str,
    named: tuple[str, str],
    pair: tuple[int, int],
    relation: _Relation,
    *,
    channel: str | None = None,
    number: int | None = None,
) -> Reconciliation:
    left, right = pair
    holds = relation(left, right)
    where = "全部渠道" if channel is None else CHANNEL_NAMES.get(channel, channel)
    what = "" if number is None else f"第 {number} 号项目"
    verdict = "勾稽相符。" if holds else f"{_WORDS[relation]}，相差 {abs(left - right)}，勾稽不符。"
    return Reconciliation(
        name=name,
        channel=channel,
        number=number,
        left=left,
        right=right,
        difference=left - right,
        holds=holds,
        sentence=f"{where}{what}：{named[0]} {left}，{named[1]} {right}，{verdict}",
    )
