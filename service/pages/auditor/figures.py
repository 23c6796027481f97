"""Every figure of a round with the events that it comes from: pure, over the log.

A figure is the state's own; what stands beside it are the leaves that a reader adds up to reach it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ballot import events as e
from ballot.events.base import Channel
from ballot.results import Outcome
from ballot.state import Round
from service.pages.words import Said, said

Leaf = tuple[int, e.Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Leaves ``first`` to ``last``, both included, one after the other."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and the leaves behind it, in order."""

    name: Said
    figure: int
    leaves: tuple[int, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The leaves, neighbours taken together."""
        return spans(self.leaves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Figures of one kind."""

    name: Said
    figures: tuple[Figure, ...]


def spans(leaves: Iterable[int]) -> tuple[Span, ...]:
    """Return ascending leaves as spans of neighbours."""
    found: list[Span] = []
    for leaf in sorted(set(leaves)):
        if found and found[-1].last == leaf - 1:
            found[-1] = Span(first=found[-1].first, last=leaf)
        else:
            found.append(Span(first=leaf, last=leaf))
    return tuple(found)


def chapters(events: Sequence[e.Event], current: Round) -> tuple[Chapter, ...]:
    """Return every figure of the round; item totals only once there is an outcome."""
    mine = [
        (leaf, event)
        for leaf, event in enumerate(events)
        if getattr(event, "round", current.number) == current.number
    ]
    found = [Chapter(name=said("到会"), figures=tuple(_attendance(mine, current)))]
    parts: list[Figure] = []
    named: tuple[tuple[Channel, Said], ...] = (
        ("paper", said("纸质票")),
        ("tablet", said("平板票")),
    )
    for channel, name in named:
        if current.tokens(channel).printed:
            figures = (*_tokens(mine, current, channel), *_returned(mine, current, channel))
            parts += figures
            found.append(Chapter(name=name, figures=figures))
    found.append(Chapter(name=said("代写、检验"), figures=tuple(_beside(mine, current))))
    if current.outcome is not None:
        together = tuple(_together(mine, current.outcome, parts))
        found.append(Chapter(name=said("合计和通过线"), figures=together))
        found.append(Chapter(name=said("各项目"), figures=tuple(_items(mine, current))))
    return tuple(one for one in found if one.figures)


def _all(leaves: Iterable[Leaf], fits: Callable[[e.Event], bool]) -> tuple[int, ...]:
    return tuple(leaf for leaf, event in leaves if fits(event))


def _last(leaves: Iterable[Leaf], fits: Callable[[e.Event], bool]) -> tuple[int, ...]:
    return _all(leaves, fits)[-1:]


def _attendance(leaves: Sequence[Leaf], current: Round) -> Iterator[Figure]:
    source = _last(leaves, lambda one: isinstance(one, e.AttendanceDeclared))
    for name, figure in ((said("应到"), current.roster_total), (said("实到"), current.present)):
        if figure is not None:
            yield Figure(name=name, figure=figure, leaves=source)


def _tokens(leaves: Sequence[Leaf], current: Round, channel: Channel) -> Iterator[Figure]:
    books, made = current.tokens(channel), _printing(channel)
    issued = _last(leaves, lambda one: isinstance(one, e.Issued) and one.channel == channel)
    moved = _all(
        leaves,
        lambda one: isinstance(one, e.Replaced) and channel in {one.from_channel, one.to_channel},
    )
    across = _all(
        leaves,
        lambda one: (
            isinstance(one, e.Replaced)
            and one.from_channel != one.to_channel
            and channel in {one.from_channel, one.to_channel}
        ),
    )
    gone = e.LeftoverDestroyed if channel == "paper" else e.CardsCancelled
    left = _all(leaves, lambda one: isinstance(one, gone))
    yield Figure(
        name=said("印制"),
        figure=books.printed,
        leaves=_all(leaves, lambda one: isinstance(one, made)),
    )
    yield Figure(name=said("发出"), figure=books.issued, leaves=issued + across)
    yield Figure(name=said("换发"), figure=books.replaced, leaves=moved)
    yield Figure(name=said("存档"), figure=books.archived, leaves=left)
    yield Figure(name=said("剩余"), figure=books.left_over, leaves=left)


def _printing(channel: Channel) -> type[e.Event]:
    return e.SheetsPrinted if channel == "paper" else e.CardsPrinted


def _returned(leaves: Sequence[Leaf], current: Round, channel: Channel) -> Iterator[Figure]:
    if channel == "tablet":
        if current.stage not in {"drafting", "listed", "ready", "open"}:
            cast = _all(leaves, lambda one: isinstance(one, e.BallotCast))
            yield Figure(name=said("收回"), figure=current.cast, leaves=cast)
            yield Figure(name=said("有效"), figure=current.cast, leaves=cast)
        if current.cards_in_box is not None:
            boxes = _last(leaves, lambda one: isinstance(one, e.CardsInBox))
            yield Figure(name=said("卡箱清点"), figure=current.cards_in_box, leaves=boxes)
        return
    counted, source = current.paper_count, _paper(leaves)
    if current.box_counted is not None:
        boxes = _last(leaves, lambda one: isinstance(one, e.BoxCounted))
        yield Figure(name=said("票箱清点"), figure=current.box_counted, leaves=boxes)
    if counted is not None and current.paper_frozen:
        yield Figure(name=said("收回"), figure=counted.returned, leaves=source)
        yield Figure(name=said("有效"), figure=counted.valid, leaves=source)
        yield Figure(name=said("无效"), figure=counted.invalid, leaves=source)
        if counted.foreign:
            yield Figure(name=said("非本次票"), figure=counted.foreign, leaves=source)


def _paper(leaves: Sequence[Leaf]) -> tuple[int, ...]:
    """Return the count that stands: the tellers' agreement, or the readings and rulings added."""
    agreed = _last(leaves, lambda one: isinstance(one, e.HandCountAgreed))
    if agreed:
        entered = _all(leaves, lambda one: isinstance(one, e.HandCountEntered))
        return entered + agreed
    read = (e.BatchRead, e.BatchWithdrawn, e.SheetsAdjudicated)
    added = _last(leaves, lambda one: isinstance(one, e.SheetsCounted))
    return _all(leaves, lambda one: isinstance(one, read)) + added


def _beside(leaves: Sequence[Leaf], current: Round) -> Iterator[Figure]:
    """Yield what was booked beside the count; of 代写 the last booking stands."""
    if current.assisted is not None:
        booked = _last(leaves, lambda one: isinstance(one, e.AssistedCounted))
        paper, tablet = current.assisted
        yield Figure(name=said("纸质票代写"), figure=paper, leaves=booked)
        yield Figure(name=said("平板票代写"), figure=tablet, leaves=booked)
    if current.challenges is not None:
        booked = _all(leaves, lambda one: isinstance(one, e.ChallengesCounted))
        burnt, failed = current.challenges
        yield Figure(name=said("检验"), figure=burnt, leaves=booked)
        yield Figure(name=said("检验不符"), figure=failed, leaves=booked)


def _together(
    leaves: Sequence[Leaf], outcome: Outcome, parts: Sequence[Figure]
) -> Iterator[Figure]:
    """Yield the sums over all channels, from the leaves of each, and the line that was drawn."""
    ballots = outcome.ballots
    for name, figure in (
        (said("发出"), ballots.issued),
        (said("收回"), ballots.returned),
        (said("有效"), ballots.valid),
        (said("无效"), ballots.invalid),
    ):
        source = {leaf for one in parts if one.name == name for leaf in one.leaves}
        if source:
            yield Figure(name=name, figure=figure, leaves=tuple(sorted(source)))
    if "hands" in outcome.channels:
        yield Figure(name=said("参加表决"), figure=ballots.valid, leaves=_paper(leaves))
    decided = _last(leaves, lambda one: isinstance(one, e.OutcomeDecided))
    for name, line in ((said("通过线的基数"), outcome.base), (said("通过线"), outcome.threshold)):
        if line is not None:
            yield Figure(name=name, figure=line, leaves=decided)


def _items(leaves: Sequence[Leaf], current: Round) -> Iterator[Figure]:
    outcome = current.outcome
    if outcome is None:
        return
    opened = (e.EncryptedTally, e.PartialDecryption, e.Tallied)
    source = _paper(leaves) + _all(leaves, lambda one: isinstance(one, opened))
    for item in outcome.counts:
        for name, figure in (
            (said("{number} 号项目赞成", number=item.number), item.approve),
            (said("{number} 号项目反对", number=item.number), item.oppose),
            (said("{number} 号项目弃权", number=item.number), item.abstain),
            (said("{number} 号项目辨认不清", number=item.number), item.illegible),
        ):
            yield Figure(name=name, figure=figure, leaves=source)
        if item.points:
            points = said("{number} 号项目积分", number=item.number)
            yield Figure(name=points, figure=item.points, leaves=source)
        for place, count in enumerate(item.grades, 1):
            grade = said("{number} 号项目第 {place} 等次", number=item.number, place=place)
            yield Figure(name=grade, figure=count, leaves=source)
