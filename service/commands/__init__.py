"""Commands: from the state at the head of the log to the events that should follow."""

from collections.abc import Sequence

from ballot.events import Event
from ballot.fold import Decide
from ballot.state import Election


def just(*events: Event) -> Decide:
    """Return the command that appends ``events`` whatever the state; the fold judges them."""

    def decide(_: Election) -> Sequence[Event]:
        return events

    return decide
