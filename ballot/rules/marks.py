"""Which marks a sheet asks for, choice by choice."""

from ballot.rules.parameters import Rules
from ballot.rules.values import Mark


def marks_named(choice: str, rules: Rules) -> tuple[Mark, ...]:
    """Return the marks that the rules name for ``choice``: an opinion, or a 等次 (as 赞成)."""
    own = {"oppose": rules.mark_oppose, "abstain": rules.mark_abstain}
    return own.get(choice, rules.mark_approve)


def prescribed(choice: str, rules: Rules) -> tuple[Mark, ...]:
    """Return what the sheet asks to draw in the box of ``choice``, an opinion or a 等次.

    Who abstains by leaving the boxes empty may mark that box as one approves.
    """
    return tuple(mark for mark in marks_named(choice, rules) if mark != "blank") or (
        rules.mark_approve
    )
