"""A closed round as a key holder's device reads it off the log, believing the service nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit.checkpoint import Checkpoint, open_checkpoint
from audit.fingerprints import Fingerprints, fingerprints
from audit.merkle import leaf_hash, root_of
from audit.origin import log_verifier
from ballot.canonical import Digest, digest
from ballot.contest import sealed_election
from ballot.definition import Definition, read_definition
from ballot.events import BallotCast, ElectionCreated, Event, decode
from ballot.fold import fold
from ballot.sealed import SealedElection
from ballot.sealed.scrutineer import Mapper, OwnTally, own_tally
from ballot.state import Election, Round
from service.client.api import Api
from service.errors import ServiceError


class NotOurLog(ServiceError):
    """The closed log that the service presents is not the one that it signed."""

    code = "scrutineer.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRound:
    """What the log says of a round after its close; ``tally`` is this device's own product."""

    state: Election
    current: Round
    definition: Definition
    sealed: SealedElection
    tally: OwnTally
    fingerprints: Fingerprints

    @property
    def log_key(self) -> str:
        """The key of the log, 64 hex digits."""
        return self.state.facts.log_key

    @property
    def digest(self) -> Digest:
        """The digest of the product, as ``encrypted_tally`` names it."""
        return digest(self.tally.raw)

    @property
    def minimum(self) -> int:
        """The fewest ballots that may be opened alone.

        The definition's words, not the log's: two people signed them.
        """
        return 0 if self.definition.rehearsal else self.definition.rules.min_channel

    def check_same(self) -> None:
        """Raise NotOurLog if the service put another sum into the log than the one made here."""
        if self.current.encrypted_tally not in {None, self.digest}:
            raise NotOurLog(
                "服务登记的加密合计与本机自行算出的不同，不能开启，请立即报告总监票人。"
            )


async def closed_round(
    api: Api, election: str, number: int, each: Mapper = map, *, opening: bool = False
) -> ClosedRound:
    """Fetch the log, check it against its checkpoint, verify and multiply all its ballots.

    ``opening`` asks for a round that may be opened now. Raises NotOurLog, SealedFault and what the
    formats raise; ApiProblem before the close.
    """
    shown = await api.get(f"/api/elections/{election}/rounds/{number}/closed-log")
    events, checkpoint = _checked(election, shown)
    state = fold(events)
    current = state.rounds[number - 1] if number <= len(state.rounds) else None
    if current is None or current.definition is None or state.ceremony is None:
        raise NotOurLog("服务给出的日志里没有这一轮，请立即报告总监票人。")
    if state.ceremony.public_key is None or not state.credential_lists:
        raise NotOurLog("日志中没有选举公钥或者投票卡，这一轮没有电子票。")
    if opening:
        _check_open(current)
    objects = _Objects(api, election)
    definition = read_definition(await objects.get(current.definition))
    sealed = sealed_election(definition, state.ceremony.public_key)
    listed = json.loads(await objects.get(state.credential_lists[number - 1]))
    casts = [one for one in events if isinstance(one, BallotCast) and one.round == number]
    ballots = [await objects.cast(one) for one in casts]
    alive = frozenset(listed) - state.dead[number - 1]
    return ClosedRound(
        state=state,
        current=current,
        definition=definition,
        sealed=sealed,
        tally=own_tally(sealed, ballots, alive, each),
        fingerprints=fingerprints(
            definition=current.definition,
            election_key=state.ceremony.public_key,
            log_key=state.facts.log_key,
            checkpoint=checkpoint,
        ),
    )


def _check_open(current: Round) -> None:
    if current.stage == "void":
        raise NotOurLog("这一轮已经宣布无效，电子票合计永不开启。", code="scrutineer.void")
    if current.stage != "closed":
        raise NotOurLog("这一轮不在可以开启的阶段，不能开启。")
    if not current.opening_authorised:
        raise NotOurLog("日志中没有总监票人批准开启的签名，不能开启。")


def _checked(election: str, shown: Any) -> tuple[Sequence[Event], Checkpoint]:
    """Return the events of a log whose own key signed precisely these leaves."""
    leaves = [bytes(one.encode()) for one in shown["leaves"]]
    events = [decode(one) for one in leaves]
    first = events[0] if events else None
    if not isinstance(first, ElectionCreated) or first.id != election:
        raise NotOurLog("服务给出的日志不完整，或者不是这次票决的，请立即报告总监票人。")
    checkpoint = open_checkpoint(
        shown["checkpoint"].encode(), log_verifier(election, first.log_key)
    )
    if (checkpoint.size, checkpoint.root) != (len(leaves), root_of(map(leaf_hash, leaves))):
        raise NotOurLog("服务给出的日志与它签发的检查点不符，请立即报告总监票人。")
    return events, checkpoint


@dataclass(frozen=True, slots=True)
class _Objects:
    """The objects of the log, each compared with the digest by which the log names it."""

    api: Api
    election: str

    async def get(self, name: str) -> bytes:
        data = await self.api.get_bytes(f"/api/elections/{self.election}/objects/{name}")
        if digest(data) != name:
            raise NotOurLog("服务给出的内容与日志中的摘要不符，请立即报告总监票人。")
        return data

    async def cast(self, event: BallotCast) -> tuple[bytes, bytes]:
        proofs = b"" if event.proofs is None else await self.get(event.proofs)
        return await self.get(event.ballot), proofs
