"""起草 -> 清单已定, and further rounds."""

from ballot.course import rounds_left
from ballot.events import (
    DefinitionWithdrawn,
    ElectionCreated,
    ListFrozen,
    OfficersAppointed,
    RoundOpened,
)
from ballot.events.listing import RoundKind, RoundThreshold
from ballot.folding.following import check_follows
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.refusals import (
    AlreadyDone,
    NotCreated,
    WrongCourse,
    WrongList,
    WrongOfficers,
    WrongStage,
)
from ballot.rules.lint import require_sound
from ballot.rules.text import require_as_written
from ballot.state import Election, Round, Tokens

MOST_RATED = 80
"""Projects of one evaluation: with a sentence each, the outcome of more is too long for a leaf."""
TWO_PEOPLE: Needed = (("clerk", 1), ("presider", 1))


def created(election: Election, event: ElectionCreated) -> None:
    """Start round 1 in drafting."""
    if election.created is not None:
        raise NotCreated("这份日志已经有一次票决，不能再建立第二次。")
    require_sound(event.rules)
    require_as_written(event.clauses, event.rules, event.names)
    election.created = event
    election.rounds.append(
        Round(
            number=1,
            kind="first",
            threshold=event.rules.threshold,
            clause="",
            seats=event.rules.seats or 0,
        )
    )


def officers_appointed(election: Election, event: OfficersAppointed) -> None:
    """Replace the list of officers; not while a round is being voted on or counted."""
    if election.current.stage in {"open", "closed", "counted"}:
        raise WrongStage("投票和计票期间不能更换监票人、计票人名单。")
    seats = [(one.role, one.number) for one in event.officers]
    if len(set(seats)) < len(seats):
        raise WrongOfficers("名单中有两人占用同一角色的同一编号，请重新编号。")
    keys = [one.key for one in event.officers if one.key is not None]
    if len(set(keys)) < len(keys):
        # One teller under two numbers would agree with itself.
        raise WrongOfficers("名单中有两处登记的是同一把密钥，同一人不能占两个位置，请核对。")
    for role in ("presider", "clerk", "chief_scrutineer"):
        if sum(1 for one in event.officers if one.role == role) != 1:
            raise WrongOfficers("名单中执行主席、秘书处经办人、总监票人须各有一人。")
    named = sum(1 for one in event.officers if one.role == "scrutineer")
    if election.rules.scrutineers.appointed not in {None, named}:
        raise WrongOfficers(
            f"票决办法规定设监票人 {election.rules.scrutineers.appointed} 名，"
            f"名单中有 {named} 名，请核对。"
        )
    election.officers = event.officers


def list_frozen(election: Election, event: ListFrozen) -> None:
    """Fix the candidates of the round. For later rounds they are those of ``round_opened``."""
    current = at_stage(election, event.round, "drafting")
    if len(set(event.candidates)) < len(event.candidates):
        raise WrongList("候选项目的序号有重复。")
    _check_margin(election, current, event)
    if current.kind != "first" and (event.candidates, event.seats) != (
        current.candidates,
        current.seats,
    ):
        raise WrongList("本轮的候选项目和应选数须与本轮开始时确定的一致。")
    if election.rules.seats not in {None, event.seats} and current.kind == "first":
        raise WrongList(
            f"票决办法规定应选 {election.rules.seats} 项，清单写的是 {event.seats} 项。"
        )
    check_approvals(election, event, event.approvals, TWO_PEOPLE)
    current.candidates, current.seats = event.candidates, event.seats
    current.definition = event.definition
    # Hands need no tokens; every other round is ready once it has them.
    current.stage = "ready" if current.hands else "listed"
    if not current.hands:
        _deal_cards(election, current)


def _check_margin(election: Election, current: Round, event: ListFrozen) -> None:
    """Refuse a list without 差额; where all are voted on or rated, there are as many seats."""
    named, seats = len(event.candidates), event.seats
    if election.rules.ballot_mode == "graded":
        if seats != named:
            raise WrongList(f"满意度测评的项目有 {named} 项，应逐项测评，写的是 {seats} 项。")
        if named > MOST_RATED:
            raise WrongList(
                f"满意度测评一次最多 {MOST_RATED} 项，这里有 {named} 项，请分几次测评。"
            )
    elif election.rules.ballot_mode == "whole_list":
        if seats != named:
            raise WrongList(f"整体表决须全部候选项目 {named} 项一并表决，应选数写的是 {seats} 项。")
    elif seats >= named and election.contest(current) != "fill":
        raise WrongList(f"候选项目 {named} 项，应选 {seats} 项，没有差额，不能付票决。")


def _deal_cards(election: Election, current: Round) -> None:
    """Give the round the live cards of the deck, if cards were printed in an earlier round."""
    if election.cards_printed:
        live = election.cards_printed - len(election.dead[current.number - 1])
        # A card that somebody kept or lost is alive, but nobody can hand it out or destroy it.
        missing = sum(one.missing_cards for one in election.rounds)
        current.tablet = Tokens(printed=max(0, live - missing))
        if current.tablet.printed and "paper" not in election.rules.channels:
            current.stage = "ready"


def definition_withdrawn(election: Election, event: DefinitionWithdrawn) -> None:
    """Lead back to drafting; the printed sheets are booked destroyed, the cards live on."""
    current = at_stage(election, event.round, "listed", "ready")
    check_approvals(election, event, event.approvals, TWO_PEOPLE)
    current.definition = None
    current.stage = "drafting"
    current.destroyed += current.paper.printed
    current.paper = Tokens()
    current.tablet = Tokens()
    current.identity_key = None
    current.commitments, current.layouts, current.prints_destroyed = (), (), 0


def round_opened(election: Election, event: RoundOpened) -> None:
    """Start the next round: a runoff of the tied, a fill of vacancies, a revote of a void round."""
    before = election.current
    if event.round != len(election.rounds) + 1:
        raise AlreadyDone(f"下一轮是第 {len(election.rounds) + 1} 轮，不是第 {event.round} 轮。")
    if not rounds_left(election):
        raise WrongList(f"票决办法规定最多 {election.rules.max_rounds} 轮。")
    check_follows(election, event)
    if event.threshold != threshold_of(election, event.kind):
        raise WrongList("这一轮的通过线与票决办法不符。")
    _check_hands(before, event)
    election.rounds.append(
        Round(
            number=event.round,
            kind=event.kind,
            threshold=event.threshold,
            clause=event.clause,
            hands=event.hands,
            candidates=event.candidates,
            seats=event.seats,
        )
    )


def threshold_of(election: Election, kind: RoundKind) -> RoundThreshold:
    """Return the next round's line: 地方组织法 Art. 29 (plurality among the tied), or the rules'.

    A revote keeps the line of the round that was void. A fill has the line of the first round
    or, where the rules say so, a third of the ballots returned.
    """
    rules = election.rules
    if kind == "revote":
        return election.current.threshold
    if kind == "fill" and rules.shortfall_threshold == "ge_1_3_ballots":
        return "ge_1_3_ballots"
    return rules.runoff_threshold if kind == "runoff" else rules.threshold


def _check_hands(before: Round, event: RoundOpened) -> None:
    """Hands are shown where the devices failed and the rules say so; further rounds may go on so.

    The secret ballot is the rule, so nobody gets open voting without such a failure.
    """
    failed = event.kind == "revote" and before.void_ground == "devices_failed"
    if failed and not event.hands:
        raise WrongCourse("设备故障使上一轮无效，票决办法规定改用举手表决，这一轮须举手。")
    if event.hands and not (failed or before.hands):
        raise WrongCourse("没有因设备故障宣布无效，不能改用举手表决。")
