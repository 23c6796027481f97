"""What casting needs of a round, made once and kept: the sealed election, the list of cards."""

import json
from dataclasses import dataclass, field

from ballot.canonical import Digest
from ballot.contest import sealed_election
from ballot.definition import Definition, read_definition
from ballot.folding.guards import the_round
from ballot.refusals import KeysNotReady, NotYet
from ballot.sealed import SealedElection
from ballot.state import Election
from service.keys import KeyStore, LogKey
from service.ledger import Ledger
from service.work.frozen import Frozen, frozen_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """One round as a tablet and the casting route see it."""

    definition: Definition
    definition_raw: bytes
    sealed: SealedElection
    credentials: frozenset[str]
    key: LogKey
    frozen: Frozen


@dataclass(slots=True)
class Booths:
    """Booths by round, definition and election key: a withdrawn list or a new key makes another."""

    ledger: Ledger
    log_keys: KeyStore
    _kept: dict[tuple[str, int, Digest, str], Booth] = field(default_factory=dict)

    async def of(self, state: Election, number: int) -> Booth:
        """Return the booth. Raises NotYet before the list is frozen, KeysNotReady without key."""
        current = the_round(state, number)
        if current.definition is None:
            raise NotYet("本轮清单还没有确定。")
        ceremony = state.ceremony
        if ceremony is None or ceremony.public_key is None or not state.credential_lists:
            raise KeysNotReady("本轮没有准备平板投票。")
        name = (state.id, number, current.definition, ceremony.public_key)
        if name not in self._kept:
            self._kept[name] = await self._made(state, number, current.definition, name[3])
        return self._kept[name]

    async def _made(
        self, state: Election, number: int, definition: Digest, public_key: str
    ) -> Booth:
        raw = await self.ledger.get_object(definition)
        listed = await self.ledger.get_object(state.credential_lists[number - 1])
        read = read_definition(raw)
        return Booth(
            definition=read,
            definition_raw=raw,
            sealed=sealed_election(read, public_key),
            credentials=frozenset(json.loads(listed)),
            key=self.log_keys.load(state.id),
            frozen=await frozen_of(self.ledger, state.id, state.size, number, definition),
        )
