"""What a 票决办法 says against itself, and what it does not say.

A refusal blocks the freezing of the list; a warning is read out to the people who draft the text.
Every finding names the parameters by their Chinese names and the clauses of the generated text
that state them.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache

import msgspec

from ballot.errors import Refused
from ballot.rules.clashes import CLASHES, Severity
from ballot.rules.handled import unhandled
from ballot.rules.languages import language_faults
from ballot.rules.missing import missing
from ballot.rules.parameters import Rules
from ballot.rules.relevance import idle
from ballot.rules.terms import CHINESE
from ballot.rules.text import clause_names, measure_name, numbering
from ballot.rules.values import BallotMode, BodyType
from ballot.rules.words import worded


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to settle: ``identifiers`` are the parameters concerned, ``code`` is stable.

    ``clauses`` are the numbers of the clauses that state them in the generated text.
    """

    severity: Severity
    code: str
    identifiers: tuple[str, ...]
    sentence: str
    clauses: tuple[int, ...] = ()


def findings(rules: Rules, given: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Return every finding on ``rules``; refusals first.

    ``given`` are the identifiers that the rules file states itself; without it (None) missing
    clauses are not looked for.
    """
    clashes = [*_clashes(rules), *_languages(rules)]
    refused = {name for one in clashes if one.severity == "refusal" for name in one.identifiers}
    idling = (one for one in _idle(rules) if one.identifiers[0] not in refused)
    found = [*_not_carried_out(rules), *clashes, *idling]
    if given is not None:
        found.extend(_missing(rules, given))
    return tuple(sorted(found, key=lambda finding: finding.severity))


def require_sound(rules: Rules) -> None:
    """Raise Refused with one sentence per refusal; warnings pass."""
    refusals = [one.sentence for one in findings(rules) if one.severity == "refusal"]
    if refusals:
        raise Refused("".join(refusals), code="rules.contradiction")


def _found(
    rules: Rules, severity: Severity, code: str, identifiers: tuple[str, ...], sentence: str
) -> Finding:
    """Return the finding with the clauses that state its parameters, named in the sentence too."""
    clauses, where = _cited(identifiers, rules.body_type, rules.ballot_mode)
    return Finding(
        severity=severity,
        code=code,
        identifiers=identifiers,
        sentence=f"{sentence.removesuffix('。')}{where}。",
        clauses=clauses,
    )


@lru_cache(maxsize=4096)
def _cited(
    identifiers: tuple[str, ...], body: BodyType, mode: BallotMode
) -> tuple[tuple[int, ...], str]:
    """Return the clauses that state the parameters, and how a sentence refers to them.

    Body and mode alone decide how the generated text is numbered and named.
    """
    rules = Rules(body_type=body, ballot_mode=mode)
    numbers = numbering(rules)
    clauses = tuple(sorted({numbers[one] for one in identifiers if one in numbers}))
    where = f"（见{measure_name(rules)}{clause_names(clauses)}）" if clauses else ""
    return clauses, where


def _not_carried_out(rules: Rules) -> Iterator[Finding]:
    for identifier, sentence in unhandled(rules):
        yield _found(rules, "refusal", "unhandled", (identifier,), sentence)


def _clashes(rules: Rules) -> Iterator[Finding]:
    for clash in CLASHES:
        if clash.holds(rules):
            yield _found(rules, clash.severity, clash.code, clash.identifiers, clash.sentence)


def _languages(rules: Rules) -> Iterator[Finding]:
    for sentence in language_faults(rules):
        yield _found(rules, "refusal", "languages", ("languages",), sentence)


def _idle(rules: Rules) -> Iterator[Finding]:
    """What is stated without effect misleads whoever reads the text."""
    for identifier, causes in idle(rules):
        stated = worded(identifier, getattr(rules, identifier))
        held = "，".join(f"“{CHINESE[one]}”为{worded(one, getattr(rules, one))}" for one in causes)
        sentence = (
            f"“{CHINESE[identifier]}”定为{stated}，但是{held}，这一条不起作用，请删去或者改正后者。"
        )
        yield _found(rules, "warning", "without_effect", (identifier, *causes), sentence)


def _missing(rules: Rules, given: Collection[str]) -> Iterator[Finding]:
    for identifier, sentence in missing(rules, given):
        yield _found(rules, "warning", "missing_clause", (identifier,), sentence)
