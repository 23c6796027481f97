"""票决办法（草案）, and the text as passed: one paper from its clauses.

A clause that was worded by hand carries a remark wherever the text is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ballot.rules import Rules
from ballot.rules.templates import Template
from ballot.rules.text import EDITED, Clause, TextFacts, act_name, measure_name
from ballot.rules.text.facts import BLANK
from ballot.rules.text.numerals import chinese
from printing.papers.content import Block, Note, Paper, Paragraph

REMARK = f"〔{EDITED}〕"
"""Stands at the end of a clause that no program has checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the paper says; ``passed`` leaves 草案 and the blank date away.

    ``templates`` are those that the rules adopted, named among the grounds.
    """

    rules: Rules
    facts: TextFacts
    clauses: Sequence[Clause]
    templates: Sequence[Template] = ()
    passed: bool = False
    rehearsal: bool = False


def measure(given: Measure) -> Paper:
    """Make the paper."""
    blocks: list[Block] = [Note(_adoption(given)), Paragraph(_preamble(given))]
    for clause in given.clauses:
        blocks += _clause(clause)
    return Paper(titles=tuple(_titles(given)), blocks=tuple(blocks), rehearsal=given.rehearsal)


def _titles(given: Measure) -> Iterator[str]:
    """The session, what is voted on, and what the text is called: 票决办法（草案）."""
    for line in (given.facts.session.strip(), given.facts.subject.strip()):
        if line:
            yield line
    yield measure_name(given.rules) + ("" if given.passed else "（草案）")


def _adoption(given: Measure) -> str:
    session = given.facts.session.strip() or "本次会议"
    date = "" if given.passed else f"{BLANK}年{BLANK}月{BLANK}日"
    return f"（{date}{session}通过）"


def _preamble(given: Measure) -> str:
    own = f"民生实事项目{act_name(given.rules)}的有关规定"
    above = [f"{one.issuer}《{one.name.strip('《》')}》" for one in given.templates]
    *grounds, last = ("有关法律法规", own, *above)
    return f"根据{'、'.join(grounds)}和{last}，制定本办法。"


def _clause(clause: Clause) -> Iterator[Paragraph]:
    first, *rest = clause.text.splitlines()
    lines = [f"{chinese(clause.number)}、{first}", *rest]
    if clause.edited:
        lines[-1] += REMARK
    yield from (Paragraph(line) for line in lines)
