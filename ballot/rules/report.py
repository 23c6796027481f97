"""Everything there is to say about one rules file or template: faults, findings, deviations.

The command line and the service answer with the same value.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from ballot.errors import Malformed
from ballot.rules.faults import Fault, Misread
from ballot.rules.lint import Finding, findings
from ballot.rules.parameters import Rules
from ballot.rules.parsing import rules_from
from ballot.rules.template_file import template_from
from ballot.rules.templates import Deviation, Template, adopted, filled, narrowings
from ballot.rules.text import Comparison

FIRST = {"refusal": 0, "warning": 1}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong (``faults``: nothing else was looked at), doubtful, or unlike the template."""

    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    deviations: tuple[Deviation, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether rules like these cannot be used."""
        return (
            bool(self.faults)
            or any(one.severity == "refusal" for one in self.findings)
            or any(one.outside for one in self.deviations)
        )


def report_on(given: dict[str, Any], template: Template | None = None) -> Report:
    """Return the report on the rules file ``given``, which adopts ``template``."""
    try:
        if template is None:
            return Report(findings=findings(rules_from(given), given))
        rules, deviations = adopted(template, given)
    except Misread as error:
        return Report(faults=error.faults)
    return Report(findings=findings(rules, filled(template, given)), deviations=deviations)


class TextReport(Report, frozen=True, kw_only=True):
    """A report on rules and on their text.

    ``papers`` are the files that the draft was written to, ``text`` is a text worded by hand beside
    the rules; None where none was handed in.
    """

    papers: tuple[str, ...] = ()
    text: Comparison | None = None

    @property
    def refused(self) -> bool:
        """Whether rules or text like these cannot be used."""
        return super().refused or (self.text is not None and bool(self.text.contradictions))


def rules_of(given: dict[str, Any], template: Template | None = None) -> Rules:
    """Return the rules of the file ``given``, which adopts ``template``. Raises Misread."""
    return rules_from(given if template is None else filled(template, given))


def report_on_template(given: dict[str, Any], upper: Template | None = None) -> Report:
    """Return the report on the template ``given``, which adopts ``upper``.

    Its findings are those on rules that state nothing beyond the template.
    """
    try:
        lower = template_from(given)
        deviations = () if upper is None else narrowings(upper, lower)
        rules = rules_from(filled(lower if upper is None else upper, filled(lower, {})))
    except Misread as error:
        return Report(faults=error.faults)
    return Report(findings=findings(rules), deviations=deviations)


def report_on_file(given: dict[str, Any], template: Template | None = None) -> Report:
    """Return the report on the JSON object ``given``, be it a rules file or a template."""
    if is_template(given):
        return report_on_template(given, template)
    return report_on(given, template)


def is_template(given: dict[str, Any]) -> bool:
    """Return whether the JSON object ``given`` is meant as a template, not as a rules file."""
    return not {"limits", "issuer"}.isdisjoint(given)


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of many rules files in a list: a name to find it again, and its clauses."""

    id: str
    rules: dict[str, Any]


class CaseReport(Report, frozen=True, kw_only=True):
    """The report on a case."""

    id: str


def report_on_cases(cases: Sequence[Case], template: Template | None) -> tuple[CaseReport, ...]:
    """Return the report on each of ``cases``."""
    return tuple(
        CaseReport(id=case.id, faults=one.faults, findings=one.findings, deviations=one.deviations)
        for case in cases
        for one in (report_on(case.rules, template),)
    )


def cases_of(value: object) -> tuple[Case, ...] | None:
    """Return the cases in a JSON value: one {"id", "rules"} or a list of them; None for neither.

    Raises Malformed for an empty list, and for one with something else in it.
    """
    if isinstance(value, dict) and "rules" in value:
        value = [value]
    if not isinstance(value, list):
        return None
    if not value:
        raise Malformed(
            '案例列表是空的；每一项应为 {"id": 文字, "rules": 规则对象}，请检查文件。',
            code="rules.cases",
        )
    try:
        return msgspec.convert(value, type=tuple[Case, ...])
    except msgspec.ValidationError as error:
        raise Malformed(
            '案例列表的每一项应为 {"id": 文字, "rules": 规则对象}，请检查文件。', code="rules.cases"
        ) from error
