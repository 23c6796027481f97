"""What an election keeps of the templates that its rules adopted: each as an object, to the byte.

Which values the rules took from a template and where they differ follows from rules and templates
at any time; neither is written down a second time.
"""

from collections.abc import Sequence
from typing import Any

from ballot.canonical import canonical
from ballot.errors import Malformed
from ballot.rules.handled import require_handled
from ballot.rules.parameters import Rules
from ballot.rules.parsing import rules_from
from ballot.rules.template_file import read_template
from ballot.rules.templates import (
    Deviation,
    Template,
    adopted,
    chain,
    deviations,
    require_within,
)


def write_kept(template: Template) -> bytes:
    """Return the object that stands for ``template``: its file as canonical JSON."""
    return canonical(template)


def read_kept(raw: bytes) -> Template:
    """Return the template of an object. Raises Malformed unless `write_kept` made it."""
    template = read_template(raw)
    if write_kept(template) != raw:
        raise Malformed("范本文件不是规范 JSON。", code="template.not_canonical")
    return template


def founded(given: dict[str, Any], templates: Sequence[Template]) -> Rules:
    """Return the rules of a session that adopts ``templates``, the highest level first.

    Raises Misread with every fault, Refused for rules outside a template, for a template that
    widens the one above it, and for a value that this version does not carry out.
    """
    template = chain(templates)
    if template is None:
        rules = rules_from(given)
    else:
        rules, found = adopted(template, given)
        require_within(template, found)
    require_handled(rules)
    return rules


def departures(rules: Rules, templates: Sequence[Template]) -> tuple[Deviation, ...]:
    """Return where ``rules`` differ from the ``templates`` adopted, those outside them first.

    Raises Refused for a template that widens the one above it.
    """
    template = chain(templates)
    return () if template is None else deviations(template, rules)
