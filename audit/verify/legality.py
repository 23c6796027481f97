"""F: everything that happened was allowed when it happened."""

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.folding import Refusal
from ballot import events as e
from ballot.state import STAGE_NAMES

OWNERS = {
    "signature.bad": "C-01",
    "ballots.order": "F-03",
    "card.spent": "F-04",
    "card.void": "F-05",
    "lot.wrong": "F-06",
    "presidium.wrong": "F-07",
    "announcement.wrong": "F-09",
    "books.wrong": "O-01",
    "text.differs": "F-11",
    "batch.wrong": "F-12",
    "ruling.wrong": "F-13",
    "sample.wrong": "F-13",
    "paper.incomplete": "F-14",
    "paper.other_way": "F-14",
    "publication.wrong": "F-15",
}
"""Refusals that have a check of their own."""

ACTS: dict[type[e.Event], str] = {e.RoundOpened: "F-08", e.FallbackDeclared: "F-10"}
"""Acts whose refusals have a check of their own, whatever the rule that refuses them."""


def owner(refusal: Refusal) -> str:
    """Return the number of the check that reports ``refusal``."""
    if refusal.code.startswith("approval."):
        return "F-02"
    event = refusal.event
    if isinstance(event, e.RoundVoided) and event.ground == "devices_failed":
        return "F-10"
    return OWNERS.get(refusal.code) or ACTS.get(type(event), "F-01")


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
    yield from refused_under(case, "F-02")


def in_order(case: Case) -> Findings:
    """F-03: the urn was emptied at the close, at once, in ascending order of hash."""
    yield from refused_under(case, "F-03")


def once(case: Case) -> Findings:
    """F-04: no card voted twice in a round."""
    yield from refused_under(case, "F-04")


def alive(case: Case) -> Findings:
    """F-05: no voided or cancelled card voted, and none died twice."""
    yield from refused_under(case, "F-05")


def by_lot(case: Case) -> Findings:
    """F-06: a lot chooses whom its seed gives."""
    yield from refused_under(case, "F-06")


def by_presidium(case: Case) -> Findings:
    """F-07: 主席团 decides what the rules leave to it, no more and no less."""
    yield from refused_under(case, "F-07")


def following(case: Case) -> Findings:
    """F-08: every further round follows from those before it."""
    yield from refused_under(case, "F-08")


def as_chosen(case: Case) -> Findings:
    """F-09: what is announced is what the rounds so far have chosen."""
    yield from refused_under(case, "F-09")


def after_failure(case: Case) -> Findings:
    """F-10: failed devices lead where the rules say; a round by show of hands is named."""
    yield from refused_under(case, "F-10")
    for one in case.folding.election.rounds:
        for failed in one.fallbacks:
            yield Remark(f"第 {one.number} 轮有设备故障（{failed.device}）：{failed.clause}")
        if one.hands:
            yield Remark(f"第 {one.number} 轮以举手方式公开表决，不是无记名投票。")


def bundled(case: Case) -> Findings:
    """F-12: every bundle has the sheets that people had counted, none of them twice."""
    yield from refused_under(case, "F-12")


def ruled(case: Case) -> Findings:
    """F-13: rulings and sample are about sheets of standing bundles."""
    yield from refused_under(case, "F-13")


def whole(case: Case) -> Findings:
    """F-14: the paper was counted one way, from all sheets of the box, every doubt decided."""
    yield from refused_under(case, "F-14")


def published(case: Case) -> Findings:
    """F-15: the paper is made public as the rules say, once, and as many sheets as were counted."""
    yield from refused_under(case, "F-15")


def refused_under(case: Case, number: str) -> Findings:
    """Yield the rule's sentence if the check ``number`` reports the first illegal event."""
    refusal = case.folding.refusal
    if refusal is not None and owner(refusal) == number:
        yield sentence(refusal)
