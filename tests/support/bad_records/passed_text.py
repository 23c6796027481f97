"""F-11: texts that are not what the session's rules say."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from ballot import events as e
from ballot.rules.text import Clause, draft
from tests.support.bad_records.registry import bad, change, hand
from tests.support.forging import Forger
from tests.support.session import NAMES

Clauses = tuple[Clause, ...]
THRESHOLD = 7


def _passed(edit: Callable[[Clauses], Clauses]) -> Forger:
    forger = hand()
    clauses = edit(draft(forger.session.rules, NAMES))
    change(forger.session.script, e.ElectionCreated, clauses=clauses)
    return forger


def worded(clauses: Clauses, **fields: object) -> Clauses:
    """Change the clause on the pass line."""
    return tuple(
        msgspec.structs.replace(one, **fields) if one.number == THRESHOLD else one
        for one in clauses
    )


@bad("F-11")
def clause_on_another_base() -> Forger:
    return _passed(
        lambda clauses: worded(
            clauses, text=clauses[THRESHOLD - 1].text.replace("全体代表", "实到代表")
        )
    )


@bad("F-11")
def clause_left_out() -> Forger:
    return _passed(lambda clauses: clauses[: THRESHOLD - 1])


@bad("F-11")
def clause_that_hides_what_it_states() -> Forger:
    return _passed(lambda clauses: worded(clauses, parameters=("seats",)))


@bad("F-11")
def clause_added_without_saying_so() -> Forger:
    def add(clauses: Clauses) -> Clauses:
        return (*clauses, Clause(number=len(clauses) + 1, parameters=(), text="另有规定的除外。"))

    return _passed(add)


@bad("F-11")
def text_of_other_rules() -> Forger:
    forger = hand()
    other = msgspec.structs.replace(forger.session.rules, tie_rule="presidium")
    change(forger.session.script, e.ElectionCreated, clauses=draft(other, NAMES))
    return forger


@bad("F-11")
def text_in_another_wording_than_it_says() -> Forger:
    return _passed(lambda _: draft(hand().session.rules, replace(NAMES, wording=1)))
