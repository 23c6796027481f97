"""What people decide after the count, where the rules leave it to them: 主席团决定, 抽签."""

from ballot.course import left_open, may_fill, way_out
from ballot.events import LotDrawn, PresidiumDecided
from ballot.folding.guards import Needed, check_approvals, the_round
from ballot.lot import drawn, ties
from ballot.refusals import AlreadyDone, NotTheirs, WrongLot, WrongStage
from ballot.results import Outcome
from ballot.state import Election, Round

PRESIDER: Needed = (("presider", 1),)
CHIEF_AND_PRESIDER: Needed = (("chief_scrutineer", 1), ("presider", 1))


def presidium_decided(election: Election, event: PresidiumDecided) -> None:
    """Record what 主席团 decided, signed by 执行主席; the rules must leave it to them."""
    current = _decided(election, event.round, {"counted", "certified", "announced", "void"})
    if event.matter in current.decisions:
        raise AlreadyDone("主席团对本轮的这一事项已有决定。")
    match event.matter:
        case "revote":
            _check_revote(election, current, event)
        case "shortfall":
            _check_shortfall(election, event)
        case _:
            _check_tie(election, current, event)
    check_approvals(election, event, event.approvals, PRESIDER)
    current.decisions[event.matter] = event


def _decided(election: Election, number: int, stages: set[str]) -> Round:
    """Return the round if it is the newest and has a result, or is void."""
    current = the_round(election, number)
    if current.stage not in stages:
        raise WrongStage("只有计票以后或者本轮无效以后，才能登记这一决定。")
    if number != len(election.rounds):
        raise WrongStage("已经开始下一轮，不能再就这一轮作出决定。")
    return current


def _check_revote(election: Election, current: Round, event: PresidiumDecided) -> None:
    if current.stage != "void":
        raise NotTheirs("本轮没有宣布无效，不能决定重新票决。")
    if election.rules.revote_by != "presidium":
        raise NotTheirs("票决办法规定无效以后即行重新票决，不须主席团决定。")
    if event.projects:
        raise NotTheirs("重新票决的候选项目与无效的一轮相同，决定中不列项目。")


def _check_shortfall(election: Election, event: PresidiumDecided) -> None:
    now = left_open(election)
    if now.tie is not None:
        raise NotTheirs("还有票数相等的项目没有确定，须先行确定，再决定空缺如何处理。")
    rules, left = election.rules, now.vacant
    whole = rules.ballot_mode == "whole_list"
    if not left or whole or rules.shortfall_action != "presidium_decides":
        raise NotTheirs("没有须由主席团决定的空缺名额。")
    if event.projects and not may_fill(election, event.projects):
        raise NotTheirs(
            "决定另行票决的项目须是没有入选的项目，不少于空缺数；票决办法规定按得票次序的，"
            "须由多到少依次列入，票数相等的一并列入。"
        )


def _check_tie(election: Election, current: Round, event: PresidiumDecided) -> None:
    second = election.contest(current) == "runoff"
    outcome = current.outcome
    if left_open(election).tie is not current or outcome is None:
        raise NotTheirs("本轮没有票数相等、尚未确定的项目。")
    if way_out(election, current) != "presidium":
        raise NotTheirs("票决办法规定票数相等时再次投票或者抽签，不由主席团决定。")
    if (event.matter == "second_tie") != second:
        named = "再次票数相等" if second else "票数相等"
        raise NotTheirs(f"本轮的事项是{named}，请改正后登记。")
    _check_projects(outcome, event.projects)


def _check_projects(outcome: Outcome, projects: tuple[int, ...]) -> None:
    """Raise NotTheirs unless the decision takes each tie's open seats with projects of that tie."""
    named = set(projects)
    fits = len(named) == len(projects) and named <= set(outcome.tied)
    if not fits or any(len(named & set(tied)) != seats for tied, seats in ties(outcome)):
        raise NotTheirs(
            f"决定确定的项目须是票数相等的项目中的 {outcome.seats_left} 项，不多不少；"
            "分类名额的，每类须合本类的名额。"
        )


def lot_drawn(election: Election, event: LotDrawn) -> None:
    """Book the lot; who is chosen follows from the seed, so a wrong name is refused here."""
    current = _decided(election, event.round, {"counted", "certified"})
    if left_open(election).tie is not current or current.outcome is None:
        raise WrongLot("本轮没有票数相等、尚未确定的项目，不能抽签。")
    if way_out(election, current) != "lot":
        raise WrongLot("票决办法没有规定抽签。")
    if event.chosen != drawn(election.id, current.number, event.seed, current.outcome):
        raise WrongLot("抽签确定的项目与公布的签号算出的不符。")
    check_approvals(election, event, event.approvals, CHIEF_AND_PRESIDER)
    current.lot = event
