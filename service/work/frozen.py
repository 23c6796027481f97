"""The event by which a list was frozen, and the keys that signed it, found in the log."""

from dataclasses import dataclass
from typing import Any

import msgspec

from ballot import events as e
from ballot.canonical import Digest
from ballot.events import decode
from ballot.events.listing import Officer
from service.ledger import Ledger

CHUNK = 2000
"""Leaves read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """``list_frozen`` of a round, and the officers as they were appointed then."""

    event: e.ListFrozen
    officers: tuple[Officer, ...]

    def shown(self) -> dict[str, Any]:
        """Return what a tablet needs to check the signatures itself."""
        signed = {(one.role, one.holder) for one in self.event.approvals}
        return {
            "event": msgspec.to_builtins(self.event),
            "signers": [
                {"role": one.role, "holder": one.number, "key": one.key}
                for one in self.officers
                if (one.role, one.number) in signed
            ],
        }


async def frozen_of(
    ledger: Ledger, election: str, size: int, number: int, definition: Digest
) -> Frozen:
    """Return how round ``number`` was frozen under ``definition``, by the first ``size`` leaves.

    The last one counts: the same definition may be withdrawn and frozen again.
    """
    officers: tuple[Officer, ...] = ()
    found: Frozen | None = None
    for start in range(0, size, CHUNK):
        for leaf in await ledger.leaves(election, start, min(size, start + CHUNK)):
            match decode(leaf):
                case e.OfficersAppointed() as appointed:
                    officers = appointed.officers
                case e.ListFrozen(round=of, definition=named) as event:
                    if (of, named) == (number, definition):
                        found = Frozen(event=event, officers=officers)
                case _:
                    pass
    if found is None:  # the state that named it was folded from these leaves
        raise AssertionError(f"no list_frozen of round {number} in the log")
    return found
