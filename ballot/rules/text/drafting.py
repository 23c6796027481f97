"""From rules to the 票决办法（草案）: which clauses there are, in which order and numbered how.

What a wording is, and why an old one is kept: docs/adr/0007.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ballot.errors import Refused
from ballot.rules.parameters import Rules
from ballot.rules.text import structure
from ballot.rules.text.clause import Clause
from ballot.rules.text.facts import WORDING, TextFacts
from ballot.rules.text.spec import Family, Spec, Texts
from ballot.rules.text.wording_1 import structure as first
from ballot.rules.text.writing import Writing

FIGURES = ("present",)
"""Counted in the hall on the day; no text can state it beforehand."""

WORDINGS: Mapping[int, Texts] = MappingProxyType({1: first.TEXTS, WORDING: structure.TEXTS})
"""Every wording that a log may have; the last is the one that new texts are written in."""


class UnknownWording(Refused):
    """The text is in a wording that this program does not have."""

    code = "text.wording"


def _numbers(specs: tuple[Spec, ...]) -> Mapping[str, int]:
    return {name: number for number, one in enumerate(specs, start=1) for name in one.states}


_NUMBERS = {family: _numbers(specs) for family, specs in structure.TEXTS.items()}


def family_of(rules: Rules) -> Family:
    """Return which of the two texts ``rules`` make."""
    return "evaluation" if rules.ballot_mode == "graded" else "vote"


def numbering(rules: Rules) -> Mapping[str, int]:
    """Return identifier -> number of the clause of the generated text that states it.

    It equals ``numbering_of(draft(rules))`` and costs nothing. Identifiers that the kind of text
    does not know (等次 in a 票决) and the figures of the day are absent.
    """
    return _NUMBERS[family_of(rules)]


def draft(rules: Rules, facts: TextFacts | None = None) -> tuple[Clause, ...]:
    """Return the 票决办法（草案） of ``rules``, clause by clause; unknown ``facts`` are blank.

    Raises UnknownWording where ``facts`` ask for a wording that is not one of `WORDINGS`.
    """
    known = facts or TextFacts()
    if known.wording not in WORDINGS:
        raise UnknownWording(
            f"票决办法的条文用第 {known.wording} 版措辞写成，本程序只认识第 1 至 {WORDING} 版，"
            "不能逐条核对，请改用更新的程序。"
        )
    texts = WORDINGS[known.wording]
    # A clause of both texts: that one of the others stands there at all is due to ``ballot_mode``.
    shared = frozenset(texts["vote"]) & frozenset(texts["evaluation"])
    return tuple(
        _clause(number, spec, Writing.of(rules, known), shared=spec in shared)
        for number, spec in enumerate(texts[family_of(rules)], start=1)
    )


def _clause(number: int, spec: Spec, writing: Writing, *, shared: bool) -> Clause:
    text = spec.write(writing)
    if not shared:
        writing.read["ballot_mode"] = None
    repeats = tuple(name for name in writing.read if name not in spec.states)
    return Clause(number=number, parameters=spec.states, text=text, repeats=repeats)
