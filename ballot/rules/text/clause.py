"""One clause of the 票决办法, and how its number is cited."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated

import msgspec

from ballot.rules.text.numerals import chinese
from ballot.rules.values import Positive

MOST_IN_CLAUSE = 2000
ClauseText = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_IN_CLAUSE)]


class Clause(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A clause as passed: ``number`` counts from 1, ``text`` has neither number nor heading.

    ``parameters`` are the identifiers that this clause states: each stands in one clause of a
    text. ``repeats`` are those stated elsewhere whose value shows in the wording here as well, so
    that a change of a parameter changes exactly the clauses that list it in either. ``edited``: the
    text is not the one that the parameters make; no program has checked what it says.
    """

    number: Positive
    parameters: tuple[str, ...]
    text: ClauseText
    repeats: tuple[str, ...] = ()
    edited: bool = False


def numbering_of(clauses: Sequence[Clause]) -> Mapping[str, int]:
    """Return for each identifier the number of the clause that states it."""
    return {name: clause.number for clause in clauses for name in clause.parameters}


def clause_names(numbers: Collection[int]) -> str:
    """Return 第六条、第七条 for {7, 6}; "" for none."""
    return "、".join(f"第{chinese(number)}条" for number in sorted(set(numbers)))


def cite(numbers: Collection[int], measure: str = "票决办法") -> str:
    """Return the end of a sentence that names its grounds: （依据票决办法第七条）; "" for none.

    ``measure`` is what the session calls its text (`ballot.rules.text.words.measure_name`).
    """
    return f"（依据{measure}{clause_names(numbers)}）" if numbers else ""
