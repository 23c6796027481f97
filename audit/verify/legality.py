"""F: everything that happened was allowed when it happened."""

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.folding import Refusal
from ballot.state import STAGE_NAMES

OWNERS = {
    "signature.bad": "C-01",
    "ballots.order": "F-03",
    "card.spent": "F-04",
    "card.void": "F-05",
}
"""Refusals that have a check of their own."""


def owner(refusal: Refusal) -> str:
    """Return the number of the check that reports ``refusal``."""
    if refusal.code.startswith("approval."):
        return "F-02"
    return OWNERS.get(refusal.code, "F-01")


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


def approved(case: Case) -> Findings:
    """F-02: whoever must sign an act did, different people, each appointed to that role."""
    yield from _refused_under(case, "F-02")


def in_order(case: Case) -> Findings:
    """F-03: the urn was emptied at the close, at once, in ascending order of hash."""
    yield from _refused_under(case, "F-03")


def once(case: Case) -> Findings:
    """F-04: no card voted twice in a round."""
    yield from _refused_under(case, "F-04")


def alive(case: Case) -> Findings:
    """F-05: no voided or cancelled card voted, and none died twice."""
    yield from _refused_under(case, "F-05")


def _refused_under(case: Case, number: str) -> Findings:
    refusal = case.folding.refusal
    if refusal is not None and owner(refusal) == number:
        yield sentence(refusal)
