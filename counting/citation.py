"""依据票决办法第七条: the clauses of the passed text behind each decision."""

from collections.abc import Mapping

import msgspec

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
    sentence = f"{decision.sentence.removesuffix('。')}{cite(numbers, measure_name(rules))}。"
    return msgspec.structs.replace(decision, clauses=numbers, sentence=sentence)
