"""The keys of paper ballots: one a round, there as long as sheets may be printed, then gone.

While sheets of a round can still be printed its key belongs into a backup: a round has one key, and
without it not one sheet more can be made. Once the round has closed the key must not come back, by
whatever way: who had it could make sheets that nobody can tell from genuine ones.
"""

from collections.abc import Iterator, Mapping

from ballot.state import Election, Round
from service.keys import KeyStore

FILES = ".sheet.pem"
"""How the names of their files end."""
_LIVE = frozenset({"drafting", "listed", "ready", "open"})
_PRINTING = frozenset({"listed", "ready"})


def sheet_key_name(election: str, number: int) -> str:
    """Return the name under which the key of a round's sheets is kept."""
    return f"{election}.{number}"


def election_of(name: str) -> str:
    """Return the election of the round whose key is kept under ``name``."""
    return name.rpartition(".")[0]


def is_dead(name: str, states: Mapping[str, Election]) -> bool:
    """Say whether the key of that name belongs to a round that has closed or is void."""
    found = _round(name, states)
    return found is not None and found.stage not in _LIVE


def is_foreign(name: str, public_key: str, states: Mapping[str, Election]) -> bool:
    """Say whether sheets of the round were printed with another key than the one of that name."""
    found = _round(name, states)
    return found is not None and found.identity_key not in {None, public_key}


def needed(states: Mapping[str, Election]) -> Iterator[str]:
    """Yield the name of every key with which more sheets of a round may have to be printed."""
    for election, state in states.items():
        for one in state.rounds:
            if one.identity_key is not None and one.stage in _PRINTING:
                yield sheet_key_name(election, one.number)


def retire_dead(keys: KeyStore, states: Mapping[str, Election]) -> None:
    """Delete what a crash between a close and the deletion of its key has left."""
    for name in keys.names():
        if is_dead(name, states):
            keys.retire(name)


def _round(name: str, states: Mapping[str, Election]) -> Round | None:
    state, number = states.get(election_of(name)), name.rpartition(".")[2]
    rounds = () if state is None else state.rounds
    return next((one for one in rounds if str(one.number) == number), None)
