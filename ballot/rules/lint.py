"""What a 票决办法 says against itself, and what it does not say.

A refusal blocks the freezing of the list; a warning is read out to the people who draft the text.
"""

from collections.abc import Collection, Iterator

import msgspec

from ballot.errors import Refused
from ballot.rules.clashes import CLASHES, Severity, on_tablets
from ballot.rules.handled import unhandled
from ballot.rules.languages import language_faults
from ballot.rules.parameters import Rules
from ballot.rules.terms import CHINESE


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to settle: ``identifiers`` are the parameters concerned, ``code`` is stable."""

    severity: Severity
    code: str
    identifiers: tuple[str, ...]
    sentence: str


NEEDED: tuple[str, ...] = (
    "seats",
    "candidates_n",
    "quorum_rule",
    "threshold",
    "threshold_base",
    "tie_rule",
    "tie_again",
    "shortfall_action",
    "fallback",
    "adjudication",
    "item_illegible",
    "all_illegible",
    "returned_gt_issued",
)
"""Clauses that a 票决办法 should state itself, lest the hall argue about them afterwards."""
NEEDED_WITH_TABLETS = ("channels", "no_input_means", "scrutineers", "min_channel")


def findings(rules: Rules, given: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Return every finding on ``rules``; refusals first.

    ``given`` are the identifiers that the rules file states itself; without it (None) missing
    clauses are not looked for.
    """
    found = [*_not_carried_out(rules), *_clashes(rules), *_languages(rules)]
    if given is not None:
        found.extend(_missing(rules, given))
    return tuple(sorted(found, key=lambda finding: finding.severity))


def require_sound(rules: Rules) -> None:
    """Raise Refused with one sentence per refusal; warnings pass."""
    refusals = [one.sentence for one in findings(rules) if one.severity == "refusal"]
    if refusals:
        raise Refused("".join(refusals), code="rules.contradiction")


def _not_carried_out(rules: Rules) -> Iterator[Finding]:
    for identifier, sentence in unhandled(rules):
        yield Finding(
            severity="refusal", code="unhandled", identifiers=(identifier,), sentence=sentence
        )


def _clashes(rules: Rules) -> Iterator[Finding]:
    for clash in CLASHES:
        if clash.holds(rules):
            yield Finding(
                severity=clash.severity,
                code=clash.code,
                identifiers=clash.identifiers,
                sentence=clash.sentence,
            )


def _languages(rules: Rules) -> Iterator[Finding]:
    for sentence in language_faults(rules):
        yield Finding(
            severity="refusal", code="languages", identifiers=("languages",), sentence=sentence
        )


def _missing(rules: Rules, given: Collection[str]) -> Iterator[Finding]:
    needed = (*NEEDED, *NEEDED_WITH_TABLETS) if on_tablets(rules) else NEEDED
    for identifier in needed:
        if identifier not in given:
            yield Finding(
                severity="warning",
                code="missing_clause",
                identifiers=(identifier,),
                sentence=_missing_sentence(rules, identifier),
            )


def _missing_sentence(rules: Rules, identifier: str) -> str:
    value = getattr(rules, identifier)
    if value is None:
        return f"缺条款：没有写明{CHINESE[identifier]}（{identifier}）。"
    default = msgspec.json.encode(value).decode()
    return f"缺条款：没有写明{CHINESE[identifier]}（{identifier}），将按默认值 {default} 执行。"
