"""A session with tablets as events, open and ready to cast; ballots are random bytes.

The ledger does not read ballots, so these tests need no encryption.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from ballot import events as e
from ballot.canonical import digest
from ballot.events import Event
from ballot.fold import Decide
from ballot.rules import Rules
from ballot.state import Election
from service.ledger import DecideWithUrn, Envelope, Ledger, UrnBallot
from tests.support.story import AT, SOME, Story

CHIEF_AND_PRESIDER = (("chief_scrutineer", 1), ("presider", 1))


@dataclass
class Polling(Story):
    """Most vote on tablets; exchanging paper is an act that can be repeated while it is open.

    The id is its own, so that several share a store.
    """

    rules: Rules = field(
        default_factory=lambda: Rules(seats=2, roster_total=3000, channels=("paper", "tablet"))
    )
    id: str = field(default_factory=lambda: secrets.token_hex(11))

    def create(self) -> "Polling":
        story = Story(rules=self.rules).create()
        created = story.events[0]
        self.tell(msgspec.structs.replace(created, id=self.id))
        return self

    def until_open(self) -> "Polling":
        self.create().appoint().freeze()
        self.tell(
            e.SheetsPrinted(round=1, count=200, commitment=None, key=None, at=AT),
            e.CardsPrinted(count=3000, credentials=(SOME,) * 8, at=AT),
            e.CeremonyStarted(trustees=1, threshold=1, at=AT),
            self.contribute(1),
            e.ElectionKey(trustees=SOME, public_key="{}", at=AT),
            self.prove(1),
            e.AttendanceDeclared(round=1, roster_total=3000, present=3000, at=AT),
            e.Issued(round=1, channel="paper", count=100, at=AT),
            e.Issued(round=1, channel="tablet", count=2900, at=AT),
        )
        self.open()
        return self

    def close_with(self) -> DecideWithUrn:
        """Return the decision to close round 1 with everything in the urn."""
        act = e.Closed(round=1, at=AT, approvals=())

        def decide(_now: Election, urn: Sequence[UrnBallot]) -> Sequence[Event]:
            return [self.signed(act, CHIEF_AND_PRESIDER), *map(cast_event, urn)]

        return decide

    def void_card(self, credential: str) -> Decide:
        """Return the decision to void a card whose credential of round 1 is this."""
        rest = tuple(f"{credential}-{number}" for number in range(2, 9))
        return lambda _now: [e.CardVoided(round=1, credentials=(credential, *rest))]


def cast_event(one: UrnBallot) -> Event:
    return e.BallotCast(round=1, ballot=one.ballot, proofs=one.proofs, credential=one.credential)


def envelope(credential: str | None = None, *, size: int = 512) -> Envelope:
    ballot = secrets.token_bytes(size)
    return Envelope(
        credential=credential or secrets.token_hex(32),
        unsigned=digest(b"unsigned" + ballot),
        ballot=ballot,
        proofs=secrets.token_bytes(size // 2),
    )


async def opened(ledger: Ledger) -> Polling:
    """Put an election with an open round 1 into ``ledger``."""
    polling = Polling()
    polling.until_open()
    await ledger.create(polling.id, polling.events)
    return polling
