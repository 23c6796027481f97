"""依据票决办法第七条: the clauses of the passed text behind each decision."""

from collections.abc import Mapping
from functools import lru_cache

from ballot.results import Decision
from ballot.rules import Rules
from ballot.rules.text import cite, measure_name


def cited(decision: Decision, numbering: Mapping[str, int], rules: Rules) -> Decision:
    """Return ``decision`` with the numbers of its clauses, and its sentence naming them.

    A parameter without a clause of its own (the figures of the hall) cites nothing.
    """
    numbers = tuple(sorted({numbering[one] for one in decision.rules if one in numbering}))
    if not numbers:
        return decision
    return Decision(
        step=decision.step,
        rules=decision.rules,
        sentence=decision.sentence.removesuffix("。") + _ending(numbers, measure_name(rules)),
        clauses=numbers,
    )


@lru_cache(maxsize=1024)
def _ending(numbers: tuple[int, ...], measure: str) -> str:
    """Return （依据票决办法第七条）。: a session has a dozen of them, a file of cases thousands."""
    return f"{cite(numbers, measure)}。"
