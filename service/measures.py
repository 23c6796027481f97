"""The 票决办法 on its way into and out of the service: written, read back, compared, printed.

Everything here is pure and may run in a worker: a comparison takes a tenth of a second, a paper
about as long.
"""

from collections.abc import Sequence

from ballot.events import ElectionCreated
from ballot.rules import Rules
from ballot.rules.templates import Template
from ballot.rules.text import Clause, Comparison, TextFacts, compare, draft, passed_text, split
from printing.papers import Rendered, render
from printing.papers.measure import Measure, measure
from printing.papers.measure_reading import text_of
from service.errors import BadRequest


def written_text(text: str | None, docx: bytes | None) -> str | None:
    """Return the text that somebody handed in, one way or the other; None where nobody did.

    Raises BadRequest for both at once, printing.errors.PaperRefused for an unusable file.
    """
    if text is not None and docx is not None:
        raise BadRequest("票决办法的文字和 Word 文件只能提交一种。")
    return text_of(docx) if docx is not None else text


def clauses_passed(
    rules: Rules, facts: TextFacts, text: str | None, docx: bytes | None
) -> tuple[Clause, ...]:
    """Return the clauses for `election_created`: the generated ones where nothing is handed in.

    Raises ballot.errors.Refused for a text against its parameters, Malformed for one that is no
    list of clauses, and what `written_text` raises.
    """
    given = written_text(text, docx)
    return draft(rules, facts) if given is None else passed_text(rules, split(given), facts)


def compared(rules: Rules, facts: TextFacts, text: str | None, docx: bytes | None) -> Comparison:
    """Return what `compare` finds on a text handed in. Raises BadRequest where there is none."""
    given = written_text(text, docx)
    if given is None:
        raise BadRequest("没有提交票决办法，请提交文字（text）或者 Word 文件（docx）。")
    return compare(rules, split(given), facts)


def draft_paper(rules: Rules, facts: TextFacts, templates: Sequence[Template] = ()) -> Rendered:
    """Return the 票决办法（草案） of rules that adopt ``templates`` as Word file and PDF."""
    clauses = draft(rules, facts)
    return render(measure(Measure(rules=rules, facts=facts, clauses=clauses, templates=templates)))


def passed_paper(created: ElectionCreated, templates: Sequence[Template]) -> Rendered:
    """Return the text of an election as passed, edited clauses marked, ``templates`` named."""
    return render(
        measure(
            Measure(
                rules=created.rules,
                facts=created.names,
                clauses=created.clauses,
                templates=templates,
                passed=True,
                rehearsal=created.rehearsal,
            )
        )
    )


def facts_of(title: str, session: str, body: str) -> TextFacts:
    """Return the names of an election as the text uses them."""
    return TextFacts(title=title, session=session, body=body)
