"""What the writer is asked to do. Each job answers for itself alone: a refusal spoils no other.

A job checks everything before it writes; what fails after the first write is the store's failure
and ends the whole transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypeVar

from ballot.canonical import Digest
from ballot.errors import Refused
from ballot.events import BallotCast, CardsCancelled, CardVoided, Closed, Event, decode
from ballot.fold import Decide
from ballot.folding.guards import at_stage
from ballot.refusals import CardSpent, CardVoid
from ballot.state import Election
from service.ledger import counted, log, objects
from service.ledger.desk import Desk
from service.ledger.errors import BallotBurnt, BallotInUrn, UrnMismatch
from service.ledger.urn import Urn
from service.ledger.values import Appended, Cast, Envelope, UrnBallot

DecideWithUrn = Callable[[Election, Sequence[UrnBallot]], Sequence[Event]]
"""A close: from the state and the urn's ballots in ascending order of hash to the events."""


Answered_co = TypeVar("Answered_co", covariant=True)


class Undecided(Exception):
    """A ``decide`` raised; nothing was written yet, so only its own caller is concerned."""

    def __init__(self, fault: Exception) -> None:
        """Carry what ``decide`` raised."""
        super().__init__()
        self.fault = fault


class Job(Protocol[Answered_co]):
    """Something to be done within one transaction."""

    @property
    def election(self) -> str:
        """Whose log it concerns; empty for objects, which belong to none."""

    def work(self, desk: Desk) -> Answered_co:
        """Do it and return the answer. Raises what the caller is to be told."""


@dataclass(frozen=True, slots=True)
class Create:
    """Begin a log with ``events``, the first of them ``election_created``."""

    election: str
    events: Sequence[Event]

    def work(self, desk: Desk) -> Appended:
        """Append the first events. Raises ElectionExists, Refused."""
        state = desk.judged(Election(), self.events)
        if state.id != self.election:
            raise Refused("建立票决的事件写的是另一个编号，请核对。", code="election.other_id")
        log.found(desk.connection, self.election)
        return desk.append(self.events, state)


@dataclass(frozen=True, slots=True)
class Run:
    """Ask ``decide`` at the head."""

    election: str
    decide: Decide

    def work(self, desk: Desk) -> Appended:
        """Append what was decided. Raises Refused and whatever ``decide`` raises."""
        state = desk.head.state.copy()
        events = _decided(lambda: self.decide(state))
        self._check(desk, events)
        return desk.append(events, desk.judged(state, events))

    def _check(self, desk: Desk, events: Sequence[Event]) -> None:
        """Refuse what only the urn can tell, and what only ``Close`` may do."""
        for event in events:
            if isinstance(event, Closed | BallotCast):
                raise UrnMismatch("截止必须连同票箱一次入账，不能单独登记。")
            if isinstance(event, CardVoided | CardsCancelled) and _has_cast(desk, event):
                raise CardSpent("其中有投票卡已经投过票，不能作废或换发。")


@dataclass(frozen=True, slots=True)
class Close:
    """截止: append ``closed`` and every ballot, move their bytes, drop the urn; all or none."""

    election: str
    round: int
    decide: DecideWithUrn

    def work(self, desk: Desk) -> Appended:
        """Append what was decided. Raises Refused, UrnMismatch and whatever ``decide`` raises."""
        at_stage(desk.head.state, self.round, "open")
        if not desk.urn(self.round).stands():
            raise UrnMismatch(f"第 {self.round} 轮的票箱不在了，不能截止；本轮须宣布无效。")
        state, ballots = desk.head.state.copy(), desk.urn(self.round).ballots()
        events = _decided(lambda: self.decide(state, ballots))
        state = desk.judged(state, events)
        self._check(ballots, events)
        appended = desk.append(events, state)
        desk.empty_urn(self.round)
        return appended

    def _check(self, ballots: Sequence[UrnBallot], events: Sequence[Event]) -> None:
        """Promise 2, 一张不多, 一张不少: what leaves the urn is what enters the log."""
        closed = [event.round for event in events if isinstance(event, Closed)]
        logged = tuple(
            UrnBallot(ballot=event.ballot, proofs=event.proofs, credential=event.credential)
            for event in events
            if isinstance(event, BallotCast)
        )
        if closed != [self.round] or logged != tuple(ballots):
            raise UrnMismatch(
                f"第 {self.round} 轮票箱里有 {len(ballots)} 张票，拟入账的是 {len(logged)} 张，"
                "两者不一致，未作截止。请报告系统维护人员。"
            )


@dataclass(frozen=True, slots=True)
class PutInUrn:
    """Cast a verified ballot."""

    election: str
    round: int
    envelope: Envelope
    entry: UrnBallot

    def work(self, desk: Desk) -> Cast:
        """Put the ballot in the urn, once. The same bytes again are answered as before.

        Raises WrongStage, CardVoid, CardSpent, BallotBurnt.
        """
        state, urn = desk.head.state, desk.urn(self.round)
        try:
            current = at_stage(state, self.round, "open")
            if self.entry.credential in state.dead[current.number - 1]:
                raise CardVoid("这张投票卡已经作废，不能投票；如有疑问请找监票人。")
        except Refused:
            # A retry after the close still learns that its ballot is in the log.
            if self._is_counted(desk):
                return Cast.SAME
            raise
        return Cast.NEW if urn.put(self.envelope, self.entry) else self._collided(urn)

    def _is_counted(self, desk: Desk) -> bool:
        found = counted.by_ballot(desk.connection, self.election, self.round, self.entry.ballot)
        return found is not None and found[0] == self.entry

    def _collided(self, urn: Urn) -> Cast:
        if urn.of_card(self.entry.credential) == self.entry:
            return Cast.SAME
        if urn.is_burnt(self.envelope.unsigned):
            raise BallotBurnt("这张票已经用于检验，不能再投；请重新填写，投票卡仍然有效。")
        raise CardSpent("这张投票卡已经投出另一张票，一张卡一轮只能投一票。")


@dataclass(frozen=True, slots=True)
class Burn:
    """检验: make sure that this ballot is never cast, before its randomness is shown."""

    election: str
    round: int
    unsigned: Digest

    def work(self, desk: Desk) -> None:
        """Burn it; again is the same. Raises WrongStage, BallotInUrn."""
        at_stage(desk.head.state, self.round, "open")
        urn = desk.urn(self.round)
        if urn.of_unsigned(self.unsigned) is not None:
            raise BallotInUrn("这张票已经投进票箱，不能再打开检验。")
        urn.burn(self.unsigned)


@dataclass(frozen=True, slots=True)
class KeepObject:
    """Store an object whose hash is known."""

    name: Digest
    size: int
    file: BinaryIO
    election: str = ""

    def work(self, desk: Desk) -> Digest:
        """Store it, once, and return its name."""
        self.file.seek(0)
        objects.put(desk.connection, self.name, self.size, self.file)
        return self.name


@dataclass(frozen=True, slots=True)
class KeepCheckpoint:
    """Keep a signed note over the first ``size`` leaves."""

    election: str
    size: int
    note: str

    def work(self, desk: Desk) -> str:
        """Keep it and return the note that now stands for this size.

        Raises Refused for a size that the log has not reached.
        """
        if not 0 <= self.size <= desk.head.size:
            raise Refused(
                f"日志只有 {desk.head.size} 条，不能为 {self.size} 条保存检查点。",
                code="checkpoint.size",
            )
        return log.save_checkpoint(desk.connection, self.election, self.size, self.note)


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Throw the projections of an election away and make them again from its log."""

    election: str

    def work(self, desk: Desk) -> int:
        """Return how many leaves were read."""
        size = desk.head.size
        counted.forget(desk.connection, self.election)
        leaves = log.leaves(desk.connection, self.election, 0, size)
        counted.note(desk.connection, self.election, 0, [decode(leaf) for leaf in leaves])
        return size


def _has_cast(desk: Desk, event: CardVoided | CardsCancelled) -> bool:
    """Tell whether a ballot of these cards lies in an urn: that urn could never be closed."""
    for number, dying in enumerate(event.credentials, start=event.round):
        urn, cards = desk.urn(number), (dying,) if isinstance(dying, str) else dying
        if urn.stands() and any(urn.of_card(credential) for credential in cards):
            return True
    return False


def _decided(decide: Callable[[], Sequence[Event]]) -> tuple[Event, ...]:
    try:
        return tuple(decide())
    except Exception as fault:
        raise Undecided(fault) from fault
