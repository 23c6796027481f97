"""Several rating groups, each an election of its own: their results, joined."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ballot.canonical import canonical
from ballot.evaluation import GroupSource
from ballot.events import EvaluationCombined
from ballot.folding.guards import the_round
from ballot.refusals import NotYet, WrongFigures
from ballot.results import Outcome
from ballot.rules import Rules
from ballot.state import Election
from counting.evaluation_groups import combine
from service.commands import just
from service.house import House

SHARED = ("grades", "grade_rule", "grade_points", "grade_base", "dont_know", "grader_weights")
"""What the rules of all groups must say alike; otherwise their results cannot be joined."""


async def combined_groups(
    house: House, election: str, number: int, groups: Mapping[str, tuple[str, int]]
) -> Any:
    """Join the announced results of ``groups``: by name, (election, round); keep it and log it.

    This election's own round is one of them. Returns the joint result of each project.
    Raises NotYet for a group whose result is not announced, WrongFigures for rules that differ,
    WrongGrades for weights that do not fit.
    """
    rules = (await house.ledger.head(election)).state.rules
    outcomes: dict[str, Outcome] = {}
    sources: list[GroupSource] = []
    for group, (other, round_) in groups.items():
        state = (await house.ledger.head(other)).state
        outcomes[group] = _result(state, round_, group, rules)
        name = await house.ledger.put_object(canonical(outcomes[group]))
        sources.append(GroupSource(group=group, election=other, round=round_, outcome=name))
    joint = combine(rules, outcomes)
    name = await house.ledger.put_object(canonical(joint))
    event = EvaluationCombined(round=number, groups=tuple(sources), combined=name, at=house.minute)
    await house.ledger.run(election, just(event))
    return msgspec.to_builtins(joint)


def _result(state: Election, number: int, group: str, rules: Rules) -> Outcome:
    current = the_round(state, number)
    if current.outcome is None or current.stage != "announced":
        raise NotYet(f"“{group}”组的测评结果还没有公布，不能合成。")
    differing = [one for one in SHARED if getattr(state.rules, one) != getattr(rules, one)]
    if state.rules.ballot_mode != "graded" or differing:
        raise WrongFigures(f"“{group}”组的测评办法与本次不同，不能合成，请核对。")
    return current.outcome
