"""The sealed election of a round, derived from its definition and the election key alone.

Anyone who has both derives the same bytes, so nobody can slip another question in.
"""

from ballot.candidates import Candidate
from ballot.definition import Definition
from ballot.rules import Rules
from ballot.sealed import (
    Question,
    SealedElection,
    group_named,
    make_election,
    questions_for,
    round_uuid,
)
from ballot.sealed.group import read_member


def title_of(candidate: Candidate) -> str:
    """Return how a project is named on a sealed ballot: its printed number and its name."""
    return f"{candidate.number} {candidate.name}"


DONT_KNOW = "不了解"


def ratings_of(rules: Rules) -> tuple[str, ...]:
    """Return the answers of a 满意度测评: its 等次, then 不了解 where the rules offer it."""
    return (*rules.grades, DONT_KNOW) if "dont_know" in rules.choices else rules.grades


def questions_of(definition: Definition) -> tuple[Question, ...]:
    """Return the round's questions. Raises SealedFault for rules that tablets cannot prove."""
    rules = definition.rules
    return questions_for(
        rules.ballot_mode,
        frozenset(rules.choices),
        [title_of(one) for one in definition.candidates],
        definition.seats,
        ratings_of(rules),
    )


def sealed_election(definition: Definition, public_key: str) -> SealedElection:
    """Return the v1 election of the round under ``public_key`` (the text of the element).

    Raises SealedFault for a key outside the group, or rules that tablets cannot prove.
    """
    group = group_named(definition.group)
    return make_election(
        group=group,
        public_key=read_member(group, public_key),
        questions=questions_of(definition),
        uuid=round_uuid(definition.election, definition.round),
        name=definition.title,
        description=definition.session,
        administrator=definition.body,
        credential_authority=f"{definition.body}监票人",
    )
