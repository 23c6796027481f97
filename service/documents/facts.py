"""From the folded state to the facts of each paper."""

from collections.abc import Mapping

from ballot.events.base import Channel
from ballot.refusals import NotYet
from ballot.rules.text import act_name, clause_names, numbering, numbering_of
from ballot.state import Election, Round
from printing.papers import values as v
from service.documents.desk import Desk

_RETURNED = "returned_gt_issued"


def session(state: Election, current: Round) -> v.Session:
    """Return which meeting and round a paper is about."""
    facts = state.facts
    rules = facts.rules
    return v.Session(
        congress=facts.session,
        subject=facts.title.removesuffix(act_name(rules)),
        body=rules.body_type,
        verb=rules.result_verb,
        round=current.kind,
        evaluation=rules.ballot_mode == "graded",
        rehearsal=facts.rehearsal,
    )


def numbers_of(state: Election) -> Mapping[str, int]:
    """Return the number of the clause that states each parameter, in the text as passed."""
    passed = state.facts.clauses
    return numbering_of(passed) if passed else numbering(state.rules)


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
        channels=tuple(_issues(state, current)),
        clause=clause_names({n for name, n in numbers_of(state).items() if name == _RETURNED}),
        at_once=state.rules.revote_by == "automatic",
        signers=desk.signers,
        date=desk.date,
    )


def _issues(state: Election, current: Round) -> list[v.ChannelIssue]:
    made: list[v.ChannelIssue] = []
    if current.hands:
        raise NotYet("举手表决没有票，不出具发票收票情况报告单。")
    if current.paper.issued:
        if current.paper_count is None:
            raise NotYet("纸质票还没有清点完，不能出具收票报告。")
        made.append(_issued(current, "paper", current.paper_count.returned))
    if current.tablet.issued:
        apart = state.rules.no_input_means != "not_returned"
        unused = current.tablet.issued - current.cast if apart else 0
        made.append(_issued(current, "tablet", current.cast, unused))
    return made


def _issued(current: Round, channel: Channel, returned: int, unused: int = 0) -> v.ChannelIssue:
    tokens = current.tokens(channel)
    foreign = current.paper_count.foreign if channel == "paper" and current.paper_count else 0
    on_paper, on_tablets = current.assisted or (0, 0)
    return v.ChannelIssue(
        channel=channel,
        printed=tokens.printed,
        issued=tokens.issued,
        replaced=tokens.replaced,
        archived=tokens.archived,
        left_over=tokens.left_over,
        returned=returned,
        foreign=foreign,
        unused=unused,
        assisted=on_paper if channel == "paper" else on_tablets,
    )


def sealing(state: Election, current: Round, desk: Desk) -> v.Sealing:
    """Return the facts of 封存清单."""
    if current.stage not in {"counted", "certified", "announced"}:
        raise NotYet("计票以后才能出具封存清单。")
    tokens, counted = current.paper, None if current.hands else current.paper_count
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
    rated = current.outcome is not None and bool(current.outcome.graded)
    report = "满意度测评结果报告单" if rated else "计票结果报告单"
    items = [
        v.SealedItem(name=report, quantity=1, unit="份"),
        v.SealedItem(name="签到册", quantity=1, unit="册"),
    ]
    if current.rulings.keys() & current.standing:
        note = "扫描仪故障，只作参考" if current.scanner_failed else ""
        items.insert(
            1, v.SealedItem(name="无效票、疑问票认定记录", quantity=1, unit="份", note=note)
        )
    if current.cards_in_box:
        items.append(v.SealedItem(name="已投投票卡", quantity=current.cards_in_box, unit="张"))
    # No digest of it: this very list is in it.
    items.append(v.SealedItem(name="电子数据包", quantity=1, unit="份", note="日志根见表下"))
    return items
