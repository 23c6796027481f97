"""已计票 -> 已确认 -> 已公告, and after."""

from ballot.canonical import digest_of
from ballot.course import choices, chosen_by, left_open, way_out
from ballot.events import Announced, Certified, PaperIssued, ProjectChanged
from ballot.folding.guards import Needed, at_stage, check_approvals
from ballot.refusals import AlreadyDone, NotYet, WrongFigures, WrongStage, WrongStanding
from ballot.state import Election, Round


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
    _check_standing(election, current, event)
    check_approvals(election, event, event.approvals, (("presider", 1),))
    current.stage, current.announced_at = "announced", event.at


def _check_standing(election: Election, current: Round, event: Announced) -> None:
    """Raise unless all that this round can settle by itself is settled, and said as it is."""
    if left_open(election).tie is current and way_out(election, current) != "runoff":
        raise NotYet("票数相等的项目还没有由主席团决定或者抽签确定，不能宣布结果。")
    chosen = chosen_by(election, current.number)
    if event.chosen != chosen:
        named = "、".join(map(str, chosen)) or "无"
        raise WrongStanding(f"到本轮为止确定的项目为 {named}，宣布的与此不符。")


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
    announced = {one.number for one in election.rounds if one.stage == "announced"}
    elected = {one.number for one in choices(election) if one.round in announced}
    if event.project not in elected:
        raise WrongFigures(f"{event.project} 号项目不在已公告的项目之内。")
    election.changed.append(event)
