"""已计票 -> 已确认 -> 已公告, and after."""

from ballot.canonical import digest_of
from ballot.events import Announced, Certified, PaperIssued, ProjectChanged
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.refusals import AlreadyDone, WrongFigures, WrongStage
from ballot.results import Outcome
from ballot.state import Election


def certified(election: Election, event: Certified) -> None:
    """Take the signatures of 总监票人 and the 监票人 over the outcome."""
    current = at_stage(election, event.round, "counted")
    found = current.outcome
    if found is None or digest_of(found) != event.outcome:
        raise WrongFigures("签字确认的结果与日志中的计票结果不符。")
    scrutineers = sum(1 for one in election.officers if one.role == "scrutineer")
    needed: Needed = (("chief_scrutineer", 1), ("scrutineer", scrutineers))
    check_approvals(election, event, event.approvals, needed)
    current.stage = "certified"


def announced(election: Election, event: Announced) -> None:
    """执行主席 announces, at the rules' level of detail."""
    current = at_stage(election, event.round, "certified")
    if event.level != election.rules.publish_level:
        raise WrongFigures("公布内容须与票决办法规定的一致。")
    check_approvals(election, event, event.approvals, (("presider", 1),))
    current.stage = "announced"


def paper_issued(election: Election, event: PaperIssued) -> None:
    """Name a finished paper of the round, once per kind."""
    current = election.rounds[event.round - 1] if event.round <= len(election.rounds) else None
    if current is None or current.stage in {"drafting", "open"}:
        raise WrongStage("这一阶段还不能出具正式文书。")
    if event.kind in current.papers:
        raise AlreadyDone("这份文书已经出具。")
    current.papers[event.kind] = (event.docx, event.pdf)


def project_changed(election: Election, event: ProjectChanged) -> None:
    """Book a later resolution on a project that was elected and announced."""
    elected: set[int] = set()
    for one in election.rounds:
        if one.stage == "announced" and isinstance(one.outcome, Outcome):
            elected |= set(one.outcome.elected)
    if event.project not in elected:
        raise WrongFigures(f"{event.project} 号项目不在已公告的项目之内。")
