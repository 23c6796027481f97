"""From the folded state to the facts of each paper."""

from typing import Literal

from ballot.definition import Definition
from ballot.refusals import NotYet
from ballot.results import ChannelTally, Outcome
from ballot.rules import Fraction
from ballot.state import Election, Round
from printing.papers import values as v
from service.documents.desk import Desk

BODIES = {
    "npc_congress": ("代表", "主席团"),
    "standing_committee": ("组成人员", "主任会议"),
    "street_assembly": ("议事代表", "会议主持人"),
}
CLAUSE_RETURNED = "关于收回票数与发出票数的规定"
CLAUSE_RESULT = "关于确定入选项目的规定"


def session(state: Election, current: Round) -> v.Session:
    """Return which meeting and round a paper is about."""
    facts = state.facts
    members, presidium = BODIES[facts.rules.body_type]
    return v.Session(
        congress=facts.session,
        subject=facts.title.removesuffix("票决"),
        body=facts.rules.body_type,
        members=members,
        presidium=presidium,
        round=current.kind,
        rehearsal=facts.rehearsal,
    )


def attendance(state: Election, current: Round, desk: Desk) -> v.Attendance:
    """Return the facts of 代表到会情况报告."""
    if current.roster_total is None or current.present is None:
        raise NotYet("还没有报告到会人数。")
    return v.Attendance(
        session=session(state, current),
        roster_total=current.roster_total,
        present=current.present,
        quorum_rule=state.rules.quorum_rule,
        signers=desk.signers,
        at=desk.minute,
    )


def issue(state: Election, current: Round, desk: Desk) -> v.Issue:
    """Return the facts of 发票收票情况报告单."""
    if current.present is None:
        raise NotYet("还没有报告到会人数。")
    return v.Issue(
        session=session(state, current),
        present=current.present,
        channels=tuple(_issues(current)),
        signers=desk.signers,
        date=desk.date,
    )


def _issues(current: Round) -> list[v.ChannelIssue]:
    made: list[v.ChannelIssue] = []
    if current.paper.issued:
        if current.hand_count is None:
            raise NotYet("纸质票还没有清点完，不能出具收票报告。")
        made.append(_issued(current, "paper", current.hand_count.returned))
    if current.tablet.issued:
        made.append(_issued(current, "tablet", current.cast))
    return made


def _issued(current: Round, channel: v.Channel, returned: int) -> v.ChannelIssue:
    tokens = current.paper if channel == "paper" else current.tablet
    foreign = current.hand_count.foreign if channel == "paper" and current.hand_count else 0
    return v.ChannelIssue(
        channel=channel,
        printed=tokens.printed,
        issued=tokens.issued,
        replaced=tokens.replaced,
        archived=tokens.archived,
        left_over=tokens.left_over,
        returned=returned,
        foreign=foreign,
    )


def count(state: Election, current: Round, desk: Desk) -> v.Count:
    """Return the facts of 计票结果报告单."""
    if current.outcome is None or current.tally is None or desk.prints is None:
        raise NotYet("本轮还没有计票结果。")
    outcome, definition = current.outcome, desk.definitions[current.number]
    return v.Count(
        session=session(state, current),
        seats=current.seats,
        threshold=_threshold(state, current, outcome),
        mode=_mode(state),
        rank_by="approve",
        projects=tuple(_projects(definition)),
        channels=tuple(_channel(current, one) for one in current.tally.channels),
        status=outcome.status,
        elected=outcome.elected,
        tied=outcome.tied,
        seats_left=outcome.seats_left,
        vacant=outcome.vacant,
        decision=current.presidium or "",
        signers=desk.signers,
        fingerprints=desk.prints,
        date=desk.date,
    )


def _mode(state: Election) -> Literal["at_most_k", "per_item"]:
    return "per_item" if state.rules.ballot_mode == "per_item" else "at_most_k"


def _threshold(state: Election, current: Round, outcome: Outcome) -> v.Threshold:
    line = current.threshold
    fraction: tuple[int, int] | None = (1, 2)
    if line == "plurality":
        fraction = None
    elif isinstance(line, Fraction):
        fraction = line.fraction
    return v.Threshold(base=state.rules.threshold_base, total=outcome.base or 0, fraction=fraction)


def _projects(definition: Definition) -> list[v.Project]:
    return [
        v.Project(
            number=one.number,
            name=one.name,
            department=one.department,
        )
        for one in definition.candidates
    ]


def _channel(current: Round, tally: ChannelTally) -> v.ChannelCount:
    tokens = current.paper if tally.channel == "paper" else current.tablet
    return v.ChannelCount(
        channel="paper" if tally.channel == "paper" else "tablet",
        issued=tokens.issued,
        returned=tally.returned,
        valid=tally.valid,
        invalid=tally.invalid,
        items=tuple(
            v.ItemCount(
                number=one.number,
                approve=one.approve,
                oppose=one.oppose,
                abstain=one.abstain,
                illegible=one.illegible,
            )
            for one in tally.items
        ),
    )


def announcement(state: Election, desk: Desk) -> v.Announcement:
    """Return the facts of 公告: the counts of every round that counts."""
    facts = state.facts
    _, presidium = BODIES[facts.rules.body_type]
    rounds = tuple(count(state, one, desk) for one in state.rounds if one.outcome is not None)
    return v.Announcement(
        rounds=rounds,
        level=facts.rules.publish_level,
        issuer=f"{facts.session}{presidium}",
        date=desk.date,
    )


def sealing(state: Election, current: Round, desk: Desk) -> v.Sealing:
    """Return the facts of 封存清单."""
    if current.stage not in {"counted", "certified", "announced"}:
        raise NotYet("计票以后才能出具封存清单。")
    tokens, counted = current.paper, current.hand_count
    chief = tuple((one,) for one in desk.signers.chief)
    return v.Sealing(
        session=session(state, current),
        printed=tokens.printed,
        issued=tokens.issued,
        replaced=tokens.replaced,
        archived=tokens.archived,
        left_over=tokens.left_over,
        returned=counted.returned if counted else 0,
        valid=counted.valid if counted else 0,
        invalid=counted.invalid if counted else 0,
        foreign=counted.foreign if counted else 0,
        items=tuple(_sealed_items(current)),
        record_digest=desk.checkpoint_root,
        retention=state.rules.retention,
        sealed_by=(
            ("总监票人", chief[0] if chief else ()),
            ("监票人", desk.signers.scrutineers[:2]),
            ("秘书处经办人", (v.Signatory(name=desk.clerk),) if desk.clerk else ()),
        ),
        date=desk.date,
    )


def _sealed_items(current: Round) -> list[v.SealedItem]:
    items = [
        v.SealedItem(name="计票结果报告单", quantity=1, unit="份"),
        v.SealedItem(name="签到册", quantity=1, unit="册"),
    ]
    if current.cards_in_box:
        items.append(v.SealedItem(name="已投投票卡", quantity=current.cards_in_box, unit="张"))
    return items
