"""From the folded state to the facts of 计票结果报告单, 勾稽核对表 and 公告."""

import re
from collections.abc import Mapping, Sequence

from ballot.candidates import Candidate
from ballot.course import chosen_by
from ballot.lot import DOMAIN
from ballot.refusals import NotYet
from ballot.results import ChannelOutcome, Outcome, Reconciliation, Tally
from ballot.rules import Fraction
from ballot.rules.languages import CHINESE
from ballot.rules.text import clause_names
from ballot.rules.text.words import WORDS
from ballot.rules.values import ResultOrder
from ballot.state import Election, Round
from counting.books import figures_of
from counting.points import points_of_ranks
from counting.reconciliation import reconcile
from printing.papers import values as v
from service.documents.desk import Desk
from service.documents.facts import numbers_of, session

_REPORTED: Mapping[ResultOrder, v.Order] = {"by_ballot": "ballot", "by_stroke": "stroke"}
_ANNOUNCED: Mapping[ResultOrder, v.Order] = {"by_votes": "votes", "by_stroke": "stroke"}
_GROUNDS = {
    "returned_gt_issued": "收回票数多于发出票数",
    "urn_lost": "电子票箱的数据无法恢复",
    "keys_lost": "能够开票的密钥不足",
    "below_min_channel": "电子票少于票决办法规定的最少张数",
    "devices_failed": "设备发生故障，投票不能继续",
}
_STREET = re.compile(r"[^省市区县乡镇]{1,12}街道")


def candidates_of(desk: Desk, current: Round) -> tuple[Candidate, ...]:
    """Return the projects of every list up to the round."""
    lists = (desk.definitions[n] for n in sorted(desk.definitions) if n <= current.number)
    return tuple(one for definition in lists for one in definition.candidates)


def identities(
    state: Election, current: Round, tally: Tally, candidates: Sequence[Candidate]
) -> tuple[Reconciliation, ...]:
    """Return every 勾稽 identity of the round, holding or not."""
    return reconcile(figures_of(state, current, tally, candidates), state.rules)


def told(found: Sequence[Reconciliation]) -> tuple[v.Identity, ...]:
    """Return identities as papers take them."""
    return tuple(
        v.Identity(
            name=one.name,
            channel=_channel_name(one.channel),
            number=one.number,
            left=one.left,
            right=one.right,
            difference=one.difference,
            holds=one.holds,
        )
        for one in found
    )


def _channel_name(name: str | None) -> v.Channel | None:
    names: tuple[v.Channel, ...] = ("paper", "tablet", "phone_qr", "hands")
    return next((one for one in names if one == name), None)


def reconciled(state: Election, current: Round, tally: Tally, desk: Desk) -> v.Reconciled:
    """Return the facts of the 勾稽核对表 alone."""
    found = identities(state, current, tally, candidates_of(desk, current))
    return v.Reconciled(
        session=session(state, current),
        identities=told(found),
        signers=desk.signers,
        date=desk.date,
    )


def count(state: Election, current: Round, desk: Desk) -> v.Count:
    """Return the facts of 计票结果报告单; of a void round, those of its being void."""
    if desk.prints is None:
        raise NotYet("本轮还没有计票结果。")
    if current.stage == "void":
        return _void(state, current, desk, desk.prints)
    if current.outcome is None or current.tally is None:
        raise NotYet("本轮还没有计票结果。")
    rules, outcome = state.rules, current.outcome
    found = identities(state, current, current.tally, candidates_of(desk, current))
    return v.Count(
        session=session(state, current),
        seats=current.seats,
        threshold=_threshold(state, current, outcome),
        mode=rules.ballot_mode,
        choices=rules.choices,
        rank_by=rules.rank_by,
        points=points_of_ranks(rules, current.seats) if rules.ballot_mode == "ranked" else (),
        order=_REPORTED.get(rules.result_order, "votes"),
        no_input=rules.no_input_means,
        tie_rule=rules.tie_rule,
        cap=_cap(state, current, desk),
        projects=projects(state, current, desk),
        channels=tuple(_channel(current, *one) for one in sorted(outcome.channels.items())),
        invalid_reasons=desk.invalid_reasons.get(current.number, ()),
        fallbacks=_fallbacks(current),
        sample=_looked_again(current),
        write_ins=rules.write_in == "allowed",
        status=outcome.status,
        action=outcome.action,
        elected=outcome.elected,
        tied=outcome.tied,
        seats_left=outcome.seats_left,
        vacant=outcome.vacant,
        losses=tuple(v.Loss(number=o.number, reason=o.reason) for o in outcome.not_elected),
        groups=_groups(outcome),
        settled=current.settled,
        lot=_lot(state, current),
        decision=current.presidium or "",
        identities=told(found),
        clauses=clauses(state, current),
        signers=desk.signers,
        fingerprints=desk.prints,
        date=desk.date,
    )


def _void(state: Election, current: Round, desk: Desk, prints: v.Fingerprints) -> v.Count:
    """Return a round whose votes are never told: what was handed out and why it is void."""
    excess = current.void_ground == "returned_gt_issued"
    returned = {"paper": current.returned_paper or current.box_counted or 0, "tablet": current.cast}
    return v.Count(
        session=session(state, current),
        seats=current.seats,
        threshold=v.Threshold(total=current.roster_total or 1),
        projects=projects(state, current, desk),
        channels=tuple(
            v.ChannelCount(
                channel=name, issued=current.tokens(name).issued, returned=returned[name]
            )
            for name in ("paper", "tablet")
            if current.tokens(name).issued
        ),
        fallbacks=_fallbacks(current) if current.void_ground == "devices_failed" else (),
        status="void_returned_gt_issued" if excess else "void",
        at_once=excess and state.rules.revote_by == "automatic",
        decision="" if excess else _GROUNDS[current.void_ground or "urn_lost"],
        clauses=clauses(state, current),
        signers=desk.signers,
        fingerprints=prints,
        date=desk.date,
    )


def clauses(state: Election, current: Round) -> v.Clauses:
    """Return the clauses that papers cite: those of the text that the session passed.

    What draws the line is another clause in a runoff; the outcome itself says which.
    """
    numbers = numbers_of(state)
    decisions = () if current.outcome is None else current.outcome.decisions
    drawn = {n for one in decisions if one.step in {"threshold", "rank"} for n in one.clauses}

    def cited(*identifiers: str) -> str:
        return clause_names({numbers[one] for one in identifiers if one in numbers})

    return v.Clauses(
        returned=cited("returned_gt_issued"),
        result=clause_names(drawn) or cited("threshold", "rank_by"),
        tie=cited("tie_rule"),
        shortfall=cited("shortfall_action"),
        budget=cited("budget_cap"),
        unused=cited("no_input_means"),
        fallback=cited("fallback"),
        exchange=cited("channels"),
        sample=cited("audit_sample"),
        write_in=cited("write_in"),
    )


def _threshold(state: Election, current: Round, outcome: Outcome) -> v.Threshold:
    base, total = state.rules.threshold_base, outcome.base or 0
    match current.threshold:
        case "plurality":
            return v.Threshold(base=base, total=total, fraction=None)
        case "majority":
            return v.Threshold(base=base, total=total)
        case "ge_1_3_ballots":
            return v.Threshold(base="returned", total=total, fraction=(1, 3), inclusive=True)
        case Fraction(fraction=fraction):
            return v.Threshold(base=base, total=total, fraction=fraction)


def _cap(state: Election, current: Round, desk: Desk) -> v.Cap | None:
    cap = state.rules.budget_cap
    if cap is None:
        return None
    costs = {one.number: one.investment_fen or 0 for one in candidates_of(desk, current)}
    before = chosen_by(state, current.number - 1)
    spent = sum(costs.get(number, 0) for number in before)
    return v.Cap(amount_wan=cap.amount, hard=cap.hard, spent_fen=spent)


def projects(state: Election, current: Round, desk: Desk) -> tuple[v.Project, ...]:
    """Return the projects of the round, with their names in the other languages of the rules."""
    others = () if desk.chinese_only else [o for o in state.rules.languages if o != CHINESE]
    return tuple(
        v.Project(
            number=one.number,
            name=one.name,
            titles=tuple(one.titles[code] for code in others if one.titles.get(code)),
            department=one.department,
            category=one.category,
            investment_fen=one.investment_fen,
        )
        for one in desk.definitions[current.number].candidates
    )


def _channel(current: Round, name: str, part: ChannelOutcome) -> v.ChannelCount:
    channel = _channel_name(name) or "paper"
    ballots = part.ballots
    numbered = {one.number: one for one in part.counts}
    return v.ChannelCount(
        channel=channel,
        issued=(current.present or 0) if channel == "hands" else ballots.issued,
        returned=ballots.returned,
        valid=ballots.valid,
        invalid=ballots.invalid,
        unused=ballots.unused,
        items=tuple(
            v.ItemCount(
                number=number,
                approve=numbered[number].approve,
                oppose=numbered[number].oppose,
                abstain=numbered[number].abstain,
                illegible=numbered[number].illegible,
                points=numbered[number].points,
            )
            for number in current.candidates
        ),
        written=tuple(
            v.WrittenInCount(title=one.title, approve=one.approve) for one in part.written
        ),
    )


def _looked_again(current: Round) -> int:
    """Return how many sheets were drawn and looked at again.

    Only what a machine reads is sampled: of sheets counted by hand none is, and a sample that was
    drawn before the scanner failed decides nothing.
    """
    return 0 if current.scanner_failed else len(current.sampled)


def _fallbacks(current: Round) -> tuple[v.Fallback, ...]:
    return tuple(v.Fallback(device=o.device, readings=o.readings) for o in current.fallbacks)


def _groups(outcome: Outcome) -> tuple[v.Group, ...]:
    return tuple(
        v.Group(
            category=one.category,
            seats=one.seats,
            elected=one.elected,
            tied=one.tied,
            seats_left=one.seats_left,
            vacant=one.vacant,
        )
        for one in outcome.groups
    )


def _lot(state: Election, current: Round) -> v.Lot | None:
    if current.lot is None:
        return None
    seed = current.lot.seed
    return v.Lot(seed=seed, prefix=f"{DOMAIN}|{state.id}|{current.number}|{seed}|")


def announcement(state: Election, current: Round, desk: Desk) -> v.Announcement:
    """Return the facts of 公告: the counts of every round up to it, void ones among them."""
    rounds = state.rounds[: current.number]
    counted = [one for one in rounds if one.outcome is not None or one.stage == "void"]
    return v.Announcement(
        rounds=tuple(count(state, one, desk) for one in counted),
        chosen=chosen_by(state, counted[-1].number) if counted else None,
        level=state.rules.publish_level,
        order=_ANNOUNCED.get(state.rules.result_order, "ballot"),
        issuer=issuer(state),
        date=desk.date,
    )


def issuer(state: Election) -> str:
    """Return who makes the result public: 主席团, 常务委员会, or the street's 人大工委."""
    facts = state.facts
    match facts.rules.body_type:
        case "npc_congress":
            return f"{facts.session}{WORDS['npc_congress'].leaders}"
        case "standing_committee":
            return facts.body
        case "street_assembly":
            street = _STREET.search(facts.body) or _STREET.search(facts.session)
            is_committee = facts.body.endswith(("工委", "工作委员会"))
            if is_committee or street is None:
                return facts.body
            return f"人大{street[0]}工作委员会"
