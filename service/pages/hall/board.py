"""What the hall's screen shows at one moment, as a value: pure, from the folded state."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ballot.attendance import quorum
from ballot.canonical import Digest
from ballot.course import choices
from ballot.events.deciding import VoidGround
from ballot.results import Outcome
from ballot.state import Election, Round, Stage
from service.pages.hall.result import Result, result
from service.pages.words import Said, said

BEFORE = frozenset({"drafting", "listed", "ready"})
DURING = "open"
HEADLINES: Mapping[Stage, Said] = {
    "drafting": said("准备投票"),
    "listed": said("准备投票"),
    "ready": said("准备投票"),
    "open": said("正在投票"),
    "closed": said("投票已经截止，正在计票"),
    "counted": said("计票完毕，正在核对签字"),
    "certified": said("计票完毕，等待宣布结果"),
    "announced": said("票决结果"),
    "void": said("本轮票决无效"),
}
GROUNDS: Mapping[VoidGround, Said] = {
    "returned_gt_issued": said("收回的票多于发出的票"),
    "urn_lost": said("票箱数据损坏"),
    "keys_lost": said("密钥持有人不足"),
    "below_min_channel": said("平板票太少，难以保密"),
    "devices_failed": said("设备故障"),
}
TELLERS = 2
NOTHING = "—"
"""Stands where there is no figure yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it is read from the back of the hall, and a line of detail under it."""

    name: Said
    figure: str
    detail: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """How far something is: ``done`` of ``whole`` (> 0)."""

    name: Said
    done: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything on the screen."""

    election: str
    title: str
    session: str
    round_name: str
    rehearsal: bool
    stage: Stage
    headline: Said
    remarks: tuple[Said, ...]
    figures: tuple[Figure, ...]
    stretches: tuple[Stretch, ...]
    result: Result | None


def board(
    state: Election,
    current: Round,
    round_name: str,
    names: Mapping[int, str],
    shown: int,
    doubtful: AbstractSet[Digest],
) -> Board:
    """Return the board of ``current``; ``names`` are the projects', by number.

    ``doubtful`` are the sheets that people decide on.
    """
    found = result(state, current, names, shown)
    return Board(
        election=state.id,
        title=state.facts.title,
        session=state.facts.session,
        round_name=round_name,
        rehearsal=state.facts.rehearsal,
        stage=current.stage,
        headline=_headline(state, current, found),
        remarks=tuple(_remarks(state, current, names)),
        figures=tuple(_figures(current)),
        stretches=tuple(_stretches(state, current, doubtful)),
        result=found,
    )


def _headline(state: Election, current: Round, found: Result | None) -> Said:
    graded = state.rules.ballot_mode == "graded"
    if current.stage == "announced":
        return said("测评结果") if graded else HEADLINES["announced"]
    if current.stage == "certified" and found is not None and found.hidden:
        return said("正在宣布结果")
    return HEADLINES[current.stage]


def _remarks(state: Election, current: Round, names: Mapping[int, str]) -> Iterator[Said]:
    total, present = current.roster_total, current.present
    if current.stage in BEFORE and total is not None and present is not None:
        need = quorum(state.rules.quorum_rule, total)
        yield (
            said("法定须有 {need} 名到会，符合法定人数", need=need)
            if present >= need
            else said("法定须有 {need} 名到会，还差 {short} 名", need=need, short=need - present)
        )
    if current.stage == DURING:
        yield said("截止以前不显示任何票数")
    if current.stage == "void" and current.void_ground is not None:
        yield GROUNDS[current.void_ground]
    if current.stage == "announced" and current.outcome is not None:
        yield from _announced(state, current, current.outcome, names)


def _announced(
    state: Election, current: Round, outcome: Outcome, names: Mapping[int, str]
) -> Iterator[Said]:
    if outcome.graded:
        return
    chosen = sum(1 for one in choices(state) if one.round == current.number)
    yield said("应选 {seats} 项，入选 {chosen} 项", seats=current.seats, chosen=chosen)
    if outcome.tied and not current.settled:
        named = "、".join(f"{one}号“{names.get(one, '')}”" for one in outcome.tied)
        yield said(
            "{named}票数相等，剩余名额 {left} 个，待再定",
            named=named,
            left=outcome.seats_left,
        )
    if outcome.vacant:
        yield said("缺额 {vacant} 项", vacant=outcome.vacant)


def _figures(current: Round) -> Iterator[Figure]:
    yield Figure(name=said("应到"), figure=_or_none(current.roster_total))
    yield Figure(name=said("实到"), figure=_or_none(current.present))
    if current.hands:
        return
    paper, tablet = current.paper.issued, current.tablet.issued
    issued = _both(paper, tablet)
    yield Figure(name=said("发出"), figure=_or_none(paper + tablet or None), detail=issued)
    yield _came_back(current)


def _came_back(current: Round) -> Figure:
    name = said("收回")
    if current.stage in BEFORE | {DURING}:
        return Figure(name=name, figure=NOTHING)
    sheets, ballots = _returned_paper(current), current.cast
    if current.paper.issued and sheets is None:
        return Figure(name=name, figure=NOTHING, detail=said("正在清点票箱"))
    both = current.paper.issued and current.tablet.issued
    detail = _both(sheets or 0, ballots) if both else None
    return Figure(name=name, figure=str((sheets or 0) + ballots), detail=detail)


def _returned_paper(current: Round) -> int | None:
    """Return the sheets of the box; foreign ones are in it until they are set aside."""
    counted = current.returned_paper
    return current.box_counted if counted is None else counted


def _or_none(figure: int | None) -> str:
    return NOTHING if figure is None else str(figure)


def _both(paper: int, tablet: int) -> Said | None:
    if not (paper and tablet):
        return None
    return said("纸质票 {paper}，平板 {tablet}", paper=paper, tablet=tablet)


def _stretches(state: Election, current: Round, doubtful: AbstractSet[Digest]) -> Iterator[Stretch]:
    """Yield how far the count is; how many of what, never what they say."""
    if current.stage != "closed":
        return
    if current.hands or (current.paper.issued and not current.paper_frozen):
        yield _paper(current)
    if doubtful and not current.scanner_failed and not current.paper_frozen:
        done = len(doubtful & current.rulings.keys())
        yield Stretch(name=said("疑问票认定"), done=done, whole=len(doubtful))
    if current.opening_authorised and state.ceremony is not None:
        need = state.ceremony.threshold
        done = min(len(current.partials), need)
        yield Stretch(name=said("监票人开启平板合计"), done=done, whole=need)


def _paper(current: Round) -> Stretch:
    box = current.box_counted
    if current.live and not current.scanner_failed and box:
        read = sum(one.declared for one in current.live)
        return Stretch(name=said("读票"), done=min(read, box), whole=box)
    have = TELLERS if current.hand_count is not None else min(len(current.entries), TELLERS)
    return Stretch(name=said("计票人登记计票数"), done=have, whole=TELLERS)
