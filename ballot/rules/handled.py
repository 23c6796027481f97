"""Which values of the vocabulary this version carries out.

The vocabulary is complete from the start, so that a rules file keeps its form; what the engine
does not yet do is refused here with a sentence, never silently ignored.
"""

import msgspec

from ballot.errors import Refused
from ballot.rules.parameters import Rules
from ballot.rules.terms import CHINESE

HANDLED: dict[str, tuple[object, ...]] = {
    "ballot_mode": ("at_most_k", "exactly_k", "per_item", "whole_list", "graded", "ranked"),
    "choices": (
        Rules().choices,
        ("approve",),
        ("approve", "abstain"),
        (*Rules().choices, "dont_know"),
        ("abstain", "dont_know"),
        ("dont_know",),
        ("abstain",),
    ),
    "breakdown": ("none",),
}
"""Parameters of which only the named values are carried out; all values of the others are."""

HANDLED_CHANNELS = frozenset({"paper", "tablet"})


def unhandled(rules: Rules) -> tuple[tuple[str, str], ...]:
    """Return (identifier, sentence) for each value in ``rules`` that is not carried out."""
    found = [
        (key, _sentence(key, getattr(rules, key)))
        for key, allowed in HANDLED.items()
        if getattr(rules, key) not in allowed
    ]
    if not HANDLED_CHANNELS.issuperset(rules.channels):
        found.append(("channels", _sentence("channels", rules.channels)))
    return tuple(found)


def require_handled(rules: Rules) -> None:
    """Raise Refused, naming every parameter whose value this version does not carry out."""
    found = unhandled(rules)
    if found:
        raise Refused("".join(sentence for _, sentence in found), code="rules.unhandled")


def _sentence(key: str, value: object) -> str:
    shown = msgspec.json.encode(value).decode()
    return f"{CHINESE[key]}（{key}）取 {shown}：本版本尚不能执行，请改用其他值。"
