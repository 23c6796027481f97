"""A combination of values that contradict each other, the statute or the secrecy of the vote."""

from collections.abc import Callable
from typing import Literal

import msgspec

from ballot.rules.parameters import Rules

Severity = Literal["refusal", "warning"]


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A combination of values: ``holds`` says whether rules contain it.

    ``sentence`` names every one of ``identifiers`` by its Chinese name.
    """

    severity: Severity
    code: str
    identifiers: tuple[str, ...]
    sentence: str
    holds: Callable[[Rules], bool]


def refusal(
    code: str, identifiers: tuple[str, ...], sentence: str, holds: Callable[[Rules], bool]
) -> Clash:
    """Return a combination that keeps the rules from being used."""
    return Clash(
        severity="refusal", code=code, identifiers=identifiers, sentence=sentence, holds=holds
    )


def warning(
    code: str, identifiers: tuple[str, ...], sentence: str, holds: Callable[[Rules], bool]
) -> Clash:
    """Return a combination that is told to the people who draft the text."""
    return Clash(
        severity="warning", code=code, identifiers=identifiers, sentence=sentence, holds=holds
    )


def on_tablets(rules: Rules) -> bool:
    """Return whether any ballot of ``rules`` is sealed on a device."""
    return "tablet" in rules.channels or "phone_qr" in rules.channels


def on_paper(rules: Rules) -> bool:
    """Return whether any ballot of ``rules`` is a sheet."""
    return "paper" in rules.channels


def chosen(rules: Rules) -> bool:
    """Return whether projects compete for seats: not voted as a whole, not evaluated."""
    return rules.ballot_mode not in {"whole_list", "graded"}
