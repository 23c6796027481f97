"""The session's papers: facts off the log, bytes from ``printing``, names in the log.

Item totals and names meet only here: names of those who sign come from the office, never from
the log.
"""

from dataclasses import dataclass, replace

from ballot.canonical import Digest
from ballot.events import PaperIssued
from ballot.events.closing import PaperKind
from ballot.folding.guards import the_round
from ballot.refusals import AlreadyDone, NotYet
from ballot.state import Election, Round
from printing.papers import (
    Paper,
    Rendered,
    announcement,
    attendance_report,
    issue_report,
    render,
    result_report,
    sealing_list,
)
from printing.preflight import require_printable_titles
from service.commands import just
from service.documents import counted, evaluated, facts
from service.documents.desk import Desk, furnished
from service.documents.voided import invalid_reasons
from service.house import House


@dataclass(frozen=True, slots=True)
class Issued:
    """The objects of a finished paper."""

    docx: Digest
    pdf: Digest


NAMING = frozenset({"count_report", "announcement", "evaluation_summary"})
"""The papers on which projects stand by name."""


async def issue(
    house: House, election: str, number: int, kind: PaperKind, *, chinese_only: bool = False
) -> Issued:
    """Make a paper of round ``number``, keep it and name it in the log.

    ``chinese_only`` leaves the projects' names in other languages out. Raises NotYet before its
    figures exist, AlreadyDone for a second one of the kind, PaperRefused for figures that
    contradict each other, MissingGlyph for a name that no font draws.
    """
    state = (await house.ledger.head(election)).state
    current = the_round(state, number)
    if kind in current.papers:
        raise AlreadyDone("这份文书已经出具。")
    desk = replace(
        await furnished(house, state, current),
        chinese_only=chinese_only,
        invalid_reasons={number: await invalid_reasons(house, current)},
    )
    rendered: Rendered = await house.work(_rendered, state, current, kind, desk)
    issued = Issued(
        docx=await house.ledger.put_object(rendered.docx),
        pdf=await house.ledger.put_object(rendered.pdf),
    )
    event = PaperIssued(round=number, kind=kind, docx=issued.docx, pdf=issued.pdf)
    await house.ledger.run(election, just(event))
    return issued


def _rendered(state: Election, current: Round, kind: PaperKind, desk: Desk) -> Rendered:
    if kind in NAMING and not desk.chinese_only:
        listed = counted.candidates_of(desk, current)
        require_printable_titles(listed, state.rules.languages)
    return render(paper_of(state, current, kind, desk))


def paper_of(state: Election, current: Round, kind: PaperKind, desk: Desk) -> Paper:
    """Return the content of a paper."""
    found = evaluated.paper(state, current, kind, desk) if evaluated.rated(current) else None
    return _paper_of(state, current, kind, desk) if found is None else found


def _paper_of(state: Election, current: Round, kind: PaperKind, desk: Desk) -> Paper:
    match kind:
        case "attendance":
            return attendance_report(facts.attendance(state, current, desk))
        case "issue_return":
            return issue_report(facts.issue(state, current, desk))
        case "count_report":
            return result_report(counted.count(state, current, desk))
        case "announcement":
            return _announcement(state, current, desk)
        case "sealing_list":
            return sealing_list(facts.sealing(state, current, desk))
        case "evaluation_summary":
            raise NotYet("本轮没有满意度测评的结果，不能出具测评情况汇总。")


def _announcement(state: Election, current: Round, desk: Desk) -> Paper:
    if current.stage not in {"certified", "announced"}:
        raise NotYet("结果签字确认以后才能出具公告。")
    return announcement(counted.announcement(state, current, desk))
