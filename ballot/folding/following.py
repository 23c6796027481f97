"""Which round may follow, over which projects, for how many seats."""

from ballot.course import left_open, may_fill, way_out
from ballot.events import RoundOpened
from ballot.refusals import NotYet, WrongCourse, WrongList, WrongStage
from ballot.state import Election

DECIDED = {"counted", "certified", "announced"}
"""Stages at which a round's result stands and another may follow."""


def check_follows(election: Election, event: RoundOpened) -> None:
    """Raise unless a round of this kind, over these candidates, follows from those before."""
    match event.kind:
        case "revote":
            _revote(election, event)
        case "runoff":
            _runoff(election, event)
        case "fill":
            _fill(election, event)
        case "re_evaluation":
            _re_evaluation(election, event)
        case _:
            raise WrongList("第一轮随票决建立而开始，不能再次开始。")


def _revote(election: Election, event: RoundOpened) -> None:
    before = left_open(election).void
    if before is None:
        raise WrongStage("上一轮没有宣布无效，不能重新票决。")
    if election.rules.revote_by == "presidium" and "revote" not in before.decisions:
        raise NotYet("票决办法规定由主席团决定重新票决，请先登记主席团的决定。")
    _check(event, before.candidates, before.seats)


def _runoff(election: Election, event: RoundOpened) -> None:
    _check_decided(election)
    tied = left_open(election).tie
    if tied is None or tied.outcome is None:
        raise WrongList("没有票数相等、尚未确定的项目，不能再次投票。")
    if way_out(election, tied) != "runoff":
        raise WrongCourse("票决办法规定票数相等时不再投票，由主席团决定或者抽签确定。")
    _check(event, tied.outcome.tied, tied.outcome.seats_left)


def _fill(election: Election, event: RoundOpened) -> None:
    _check_decided(election)
    now = left_open(election)
    if now.tie is not None:
        raise WrongList("还有票数相等的项目没有确定，须先行确定，再就空缺另行票决。")
    if not now.vacant:
        raise WrongList("应选项目已经足额，没有空缺，不另行票决。")
    _check_allowed(election, event)
    if event.seats != now.vacant:
        raise WrongList(f"这一轮的应选数应为 {now.vacant} 项，不是 {event.seats} 项。")
    if not may_fill(election, event.candidates):
        raise WrongList(
            "另行票决的候选项目须是没有入选的项目，不少于空缺数；票决办法规定按得票次序的，"
            "须由多到少依次列入，票数相等的一并列入。"
        )


def _re_evaluation(election: Election, event: RoundOpened) -> None:
    """整改以后再次测评: some of the projects again; the rounds before stay as they are."""
    if election.rules.ballot_mode != "graded":
        raise WrongCourse("这次不是满意度测评，不能再次测评。")
    if election.current.stage != "announced":
        raise WrongStage("上一次测评的结果公布以后，才能再次测评。")
    named = set(event.candidates)
    if not named or len(named) < len(event.candidates):
        raise WrongList("再次测评须列明项目，至少一项，每项一次。")
    if not named <= set(election.rounds[0].candidates):
        raise WrongList("再次测评的项目须是第一次测评过的项目。")
    if event.seats != len(named):
        raise WrongList(f"再次测评的项目有 {len(named)} 项，应逐项测评，写的是 {event.seats} 项。")


def _check_allowed(election: Election, event: RoundOpened) -> None:
    """Refuse a fill that the rules, or 主席团 where the rules ask it, do not provide for."""
    if election.rules.ballot_mode == "whole_list":
        raise WrongCourse("整体表决没有通过的，本次会议不再另行确定项目。")
    match election.rules.shortfall_action:
        case "vacant":
            raise WrongCourse("票决办法规定不足应选数的名额空缺，不另行票决。")
        case "next_session":
            raise WrongCourse("票决办法规定不足的名额留待下次会议，本次会议不另行票决。")
        case "presidium_decides":
            decided = election.current.decisions.get("shortfall")
            if decided is None:
                raise NotYet("票决办法规定空缺由主席团决定，请先登记主席团的决定。")
            if not decided.projects:
                raise WrongCourse("主席团已经决定名额空缺，不另行票决。")
            if set(decided.projects) != set(event.candidates):
                raise WrongList("另行票决的候选项目须与主席团的决定一致。")


def _check_decided(election: Election) -> None:
    before = election.current
    if before.outcome is None:
        raise WrongList("上一轮没有结果，不能据以开始这一轮。")
    if before.stage not in DECIDED:
        raise WrongStage("上一轮还没有走到可以开始下一轮的阶段。")


def _check(event: RoundOpened, candidates: tuple[int, ...], seats: int) -> None:
    """Raise unless exactly these projects stand for exactly these seats."""
    if event.seats != seats:
        raise WrongList(f"这一轮的应选数应为 {seats} 项，不是 {event.seats} 项。")
    if len(event.candidates) != len(candidates) or set(event.candidates) != set(candidates):
        raise WrongList("这一轮的候选项目与上一轮的结果不符。")
