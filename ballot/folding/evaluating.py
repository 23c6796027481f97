"""What stands beside the ratings of a 满意度测评: duplicates, 办理结果, several groups."""

from ballot.canonical import digest_of
from ballot.events import (
    DuplicatesCounted,
    EvaluationCombined,
    HandlingConfirmed,
    HandlingReported,
)
from ballot.folding.guards import at_stage
from ballot.refusals import AlreadyDone, NotYet, WrongCourse, WrongFigures, WrongStage
from ballot.state import Election, Handling


def duplicates_counted(election: Election, event: DuplicatesCounted) -> None:
    """Book how many hand-ins were refused as second ones; figures only."""
    _must_be_evaluation(election)
    current = at_stage(election, event.round, "closed")
    if current.duplicates is not None:
        raise AlreadyDone("本轮重复提交的份数已经登记。")
    for channel, count in (("paper", event.paper), ("tablet", event.tablet)):
        # Whoever is refused here handed in over there.
        other = current.tablet if channel == "paper" else current.paper
        if count > other.issued:
            raise WrongFigures(
                f"重复提交 {count} 份，多于另一渠道领票的 {other.issued} 名，请核对。"
            )
    current.duplicates = (event.paper, event.tablet)


def handling_reported(election: Election, event: HandlingReported) -> None:
    """Take the handling unit's report on a project that is evaluated here."""
    _check_project(election, event.project)
    reports = election.handling.get(event.project, ())
    report = Handling(result=event.result, unit=event.unit, text=event.text)
    election.handling[event.project] = (*reports, report)


def handling_confirmed(election: Election, event: HandlingConfirmed) -> None:
    """Take the proposer's word on the newest report, once."""
    _check_project(election, event.project)
    reports = election.handling.get(event.project, ())
    if not reports:
        raise NotYet(f"第 {event.project} 号项目还没有办理结果，请先由承办单位填报。")
    *before, last = reports
    if last.accepted is not None:
        raise AlreadyDone(f"第 {event.project} 号项目的办理结果已经由提出人确认过。")
    said = Handling(result=last.result, unit=last.unit, text=last.text, accepted=event.accepted)
    election.handling[event.project] = (*before, said)


def evaluation_combined(election: Election, event: EvaluationCombined) -> None:
    """Name the joint result of all groups; the arithmetic is checked elsewhere."""
    current = at_stage(election, event.round, "announced")
    weights = election.rules.grader_weights
    if weights is None:
        raise WrongCourse("票决办法没有规定多个测评主体的权重，不能合成。")
    if current.combined is not None:
        raise AlreadyDone("本轮各组测评结果已经合成。")
    names = [one.group for one in event.groups]
    if len(set(names)) < len(names) or not set(names) <= set(weights):
        raise WrongFigures("测评主体须在票决办法规定的范围以内，每组一次。")
    sources = [(one.election, one.round) for one in event.groups]
    if len(set(sources)) < len(sources):
        raise WrongFigures("两组测评用了同一次表决的结果，请核对。")
    own = next((one for one in event.groups if one.election == election.id), None)
    if own is None or (own.round, own.outcome) != (current.number, digest_of(current.outcome)):
        raise WrongFigures("各组之中须有本次测评本轮的结果，且与日志一致。")
    current.combined = event


def _must_be_evaluation(election: Election) -> None:
    if election.rules.ballot_mode != "graded":
        raise WrongCourse("这次不是满意度测评，没有这一步。")


def _check_project(election: Election, project: int) -> None:
    """Refuse a project that is not evaluated here, and anything while people are voting."""
    _must_be_evaluation(election)
    if election.current.stage == "open":
        raise WrongStage("测评投票期间不登记办理结果，请在截止以后办理。")
    listed = {number for one in election.rounds if one.definition for number in one.candidates}
    if project not in listed:
        raise WrongFigures(f"{project} 号项目不在测评项目之内，请核对。")
