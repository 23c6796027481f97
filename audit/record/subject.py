"""What ``definition.json`` and ``outcome.json`` of a record are about."""

from ballot.state import Election, Round


def subject_of(election: Election) -> Round | None:
    """Return the last round with an outcome; before any, the last one with a frozen list."""
    decided = [one for one in election.rounds if one.outcome is not None]
    frozen = [one for one in election.rounds if one.definition is not None]
    found = decided or frozen
    return found[-1] if found else None
