"""O: the outcome is what the rules make of the totals."""

from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun, Remark
from audit.verify.folding import Decided
from audit.verify.legality import refused_under
from ballot.candidates import Candidate
from ballot.definition import read_definition
from ballot.results import Outcome, Tally
from counting.books import figures_of, outcome_of
from counting.reconciliation import failing


def identities(case: Case) -> Findings:
    """O-01: the books of every counted round reconcile (勾稽)."""
    yield from refused_under(case, "O-01")
    election = case.folding.election
    for one in _decided(case):
        figures = figures_of(election, one.round, _tally(one), ())
        for failed in failing(figures, election.rules):
            yield f"第 {one.event.round} 轮：{failed.sentence}"


def recomputed(case: Case) -> Findings:
    """O-02: the outcome in the log is the one that the rules give."""
    for one in _decided(case):
        election = case.folding.election
        found = outcome_of(election, one.round, _tally(one), _candidates(case, one))
        for field in Outcome.__struct_fields__:
            if getattr(found, field) != getattr(one.event.outcome, field):
                yield f"第 {one.event.round} 轮：日志中的结果与重新计算的不一致（{field}）。"
        if one.event.outcome.status != "final":
            yield Remark(f"第 {one.event.round} 轮的结果为 {one.event.outcome.status}。")


def _decided(case: Case) -> tuple[Decided, ...]:
    if not case.folding.outcomes:
        raise NotRun("还没有计出结果")
    return case.folding.outcomes


def _tally(one: Decided) -> Tally:
    """Return the round's totals; the fold lets no outcome happen without them."""
    if one.round.tally is None:
        raise NotRun("还没有合计", status="blocked")
    return one.round.tally


def _candidates(case: Case, one: Decided) -> tuple[Candidate, ...]:
    """Return the projects of every list up to the decided round."""
    rounds = case.folding.election.rounds[: one.round.number]
    names = [earlier.definition for earlier in rounds if earlier.definition is not None]
    lists = (read_definition(case.objects.get(name)) for name in names)
    return tuple(candidate for each in lists for candidate in each.candidates)
