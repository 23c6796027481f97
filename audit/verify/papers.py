"""P: the papers in the record are those that were issued."""

from audit.record import layout
from audit.record.body import hashed
from audit.verify.case import Case
from audit.verify.checks import Findings, NotRun
from ballot.canonical import Digest
from ballot.events import PaperIssued


def issued(case: Case) -> Findings:
    """P-01: every issued paper is there with its digest, and there is no other."""
    wanted = dict(_wanted(case))
    there = {name for name in case.objects.members if name.startswith(layout.PAPERS)}
    if not wanted and not there:
        raise NotRun("还没有出具文书")
    for name in sorted(there - set(wanted)):
        yield f"“{name}”没有登记为出具的文书。"
    for name, digest in sorted(wanted.items()):
        if name not in there:
            yield f"缺少已出具的文书“{name}”。"
        elif hashed(case.container.window(case.objects.members[name]))[0] != digest:
            yield f"“{name}”与出具时登记的摘要不符。"


def _wanted(case: Case) -> list[tuple[str, Digest]]:
    return [
        (layout.paper_name(event.round, event.kind, form), getattr(event, form))
        for event in case.events
        if isinstance(event, PaperIssued)
        for form in layout.FORMS
    ]
