"""起草 -> 清单已定, and further rounds."""

from ballot.events import (
    DefinitionWithdrawn,
    ElectionCreated,
    ListFrozen,
    OfficersAppointed,
    RoundOpened,
)
from ballot.events.listing import RoundKind
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.refusals import AlreadyDone, NotCreated, WrongList, WrongOfficers, WrongStage
from ballot.rules import Threshold
from ballot.rules.lint import require_sound
from ballot.state import ROUNDS, Election, Round, Tokens

TWO_PEOPLE: Needed = (("clerk", 1), ("presider", 1))


def created(election: Election, event: ElectionCreated) -> None:
    """Start round 1 in drafting."""
    if election.created is not None:
        raise NotCreated("这份日志已经有一次票决，不能再建立第二次。")
    require_sound(event.rules)
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
    election.officers = event.officers


def list_frozen(election: Election, event: ListFrozen) -> None:
    """Fix the candidates of the round. For later rounds they are those of ``round_opened``."""
    current = at_stage(election, event.round, "drafting")
    if len(set(event.candidates)) < len(event.candidates):
        raise WrongList("候选项目的序号有重复。")
    if event.seats >= len(event.candidates) and current.kind != "fill":
        raise WrongList(
            f"候选项目 {len(event.candidates)} 项，应选 {event.seats} 项，没有差额，不能付票决。"
        )
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
    current.stage = "listed"
    _deal_cards(election, current)


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


def round_opened(election: Election, event: RoundOpened) -> None:
    """Start the next round: a runoff of the tied, a fill of vacancies, a revote of a void round."""
    before = election.current
    if event.round != len(election.rounds) + 1:
        raise AlreadyDone(f"下一轮是第 {len(election.rounds) + 1} 轮，不是第 {event.round} 轮。")
    if event.round > min(ROUNDS, election.rules.max_rounds):
        raise WrongList(f"票决办法规定最多 {election.rules.max_rounds} 轮。")
    _check_follows(before, event)
    if event.threshold != threshold_of(election, event.kind):
        raise WrongList("这一轮的通过线与票决办法不符。")
    election.rounds.append(
        Round(
            number=event.round,
            kind=event.kind,
            threshold=event.threshold,
            clause=event.clause,
            candidates=event.candidates,
            seats=event.seats,
        )
    )


def threshold_of(election: Election, kind: RoundKind) -> Threshold:
    """Return the next round's line: plurality among the tied (地方组织法 Art. 29), else the rules'.

    A revote keeps the line of the round that was void.
    """
    if kind == "revote":
        return election.current.threshold
    return election.rules.runoff_threshold if kind == "runoff" else election.rules.threshold


def _check_follows(before: Round, event: RoundOpened) -> None:
    """Raise unless a round of this kind, over these candidates, follows from ``before``."""
    outcome = before.outcome
    match event.kind:
        case "revote":
            allowed, seats, stages = set(before.candidates), before.seats, {"void"}
        case "runoff" if outcome is not None:
            allowed, seats = set(outcome.tied), outcome.seats_left
            stages = {"counted", "certified", "announced"}
        case "fill" if outcome is not None:
            allowed = set(before.candidates) - set(outcome.elected)
            seats, stages = outcome.vacant, {"counted", "certified", "announced"}
        case _:
            raise WrongList("上一轮没有结果，不能据以开始这一轮。")
    if before.stage not in stages:
        raise WrongStage("上一轮还没有走到可以开始下一轮的阶段。")
    if not seats or event.seats != seats:
        raise WrongList(f"这一轮的应选数应为 {seats} 项，不是 {event.seats} 项。")
    exact = event.kind != "fill"
    named = set(event.candidates)
    if len(named) < len(event.candidates) or (named != allowed if exact else not named <= allowed):
        raise WrongList("这一轮的候选项目与上一轮的结果不符。")
