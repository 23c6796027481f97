"""F: everything that happened was allowed when it happened."""

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.folding import Refusal
from ballot.state import STAGE_NAMES

APPROVAL = "approval."
BALLOTS = {"card.spent": "B-05", "card.void": "B-06", "ballots.order": "B-04"}
"""Refusals that a check of their own reports."""
SIGNATURE = "signature.bad"


def owner(refusal: Refusal) -> str:
    """Return the number of the check that reports ``refusal``."""
    if refusal.code.startswith(APPROVAL):
        return "F-02"
    if refusal.code == SIGNATURE:
        return "C-01"
    return BALLOTS.get(refusal.code, "F-01") if _cast(refusal) else "F-01"


def _cast(refusal: Refusal) -> bool:
    return type(refusal.event).__name__ == "BallotCast"


def sentence(refusal: Refusal) -> str:
    """Return what was refused and why."""
    event = type(refusal.event).__struct_config__.tag
    return f"第 {refusal.index + 1} 条（{event}）不合规则 {refusal.code}：{refusal.sentence}"


def legal(case: Case) -> Findings:
    """F-01: the rules allow every event, in its place."""
    refusal = case.folding.refusal
    if refusal is None:
        for one in case.folding.election.rounds:
            yield Remark(f"第 {one.number} 轮：{STAGE_NAMES[one.stage]}。")
        return
    if owner(refusal) != "F-01":
        raise NotRun(f"日志在第 {refusal.index + 1} 条中断，见 {owner(refusal)}", status="blocked")
    yield sentence(refusal)
    rest = len(case.events) - refusal.index - 1
    if rest:
        yield Remark(f"其后 {rest} 条没有再查。")


def refused_under(case: Case, number: str) -> Findings:
    """Yield the refusal if check ``number`` is the one that reports it."""
    refusal = case.folding.refusal
    if refusal is not None and owner(refusal) == number:
        yield sentence(refusal)


def approved(case: Case) -> Findings:
    """F-02: whoever must sign an act did, different people, each appointed to that role."""
    yield from refused_under(case, "F-02")
