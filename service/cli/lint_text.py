"""The text of rules on the command line: 票决办法（草案） as files, a text worded by hand compared.

It does without a service what ``POST /api/measures`` and its comparison do, and is imported when it
is needed: the paper's libraries take longer to load than a rules file to lint.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from ballot.rules import Rules
from ballot.rules.report import Report, TextReport
from ballot.rules.templates import Template
from ballot.rules.text import TextFacts, compare, split
from ballot.rules.text.facts import BLANK
from printing.papers.measure_reading import plain_text
from service.durable import replace_file
from service.errors import BadRequest
from service.measures import draft_paper

READABLE = 0o644
STEM = "measure-draft"
NAMED = ("title", "session", "body")
"""What the text calls the vote, the session and the body."""


def with_text(
    report: Report,
    rules: Rules,
    templates: Sequence[Template],
    text: bytes | None,
    args: argparse.Namespace,
) -> Report:
    """Return ``report`` on ``rules`` with ``text`` compared and the draft written.

    ``templates`` are those that the rules adopt. Contradictory rules get no draft. Raises
    BadRequest for a file that is there already, PaperRefused and Malformed for a text that cannot
    be read.
    """
    title, session, body = (getattr(args, name).strip() or BLANK for name in NAMED)
    facts = TextFacts(title=title, session=session, body=body)
    compared = None
    if text is not None:
        compared = compare(rules, split(plain_text(text)), facts)
    papers: tuple[str, ...] = ()
    if args.draft is not None and not report.refused:
        rendered = draft_paper(rules, facts, templates)
        papers = _written(Path(args.draft), {"docx": rendered.docx, "pdf": rendered.pdf})
    return TextReport(
        findings=report.findings, deviations=report.deviations, papers=papers, text=compared
    )


def _written(directory: Path, contents: dict[str, bytes]) -> tuple[str, ...]:
    """Write the draft; somebody may have worked on an earlier one, so nothing is overwritten."""
    directory.mkdir(parents=True, exist_ok=True)
    targets = {form: directory / f"{STEM}.{form}" for form in contents}
    for target in targets.values():
        if os.path.lexists(target):
            raise BadRequest(f"{target} 已经存在，不覆盖任何文件，请换一个目录。")
    for form, target in targets.items():
        replace_file(target, contents[form], READABLE)
    return tuple(map(str, targets.values()))
