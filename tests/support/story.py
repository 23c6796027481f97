"""A whole hand-counted session as events, told step by step; tests change one step."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import events as e
from ballot.canonical import Digest, digest
from ballot.events.base import Approval, Channel, KeyApproval, Role
from ballot.events.keys import CeremonyStep
from ballot.events.listing import Officer
from ballot.fold import apply
from ballot.results import ChannelTally, ItemTotals
from ballot.rules import Rules
from ballot.signing import statement
from ballot.state import Election

AT = "2026-01-22T09:42+08:00"
SOME = digest(b"some object")


class Key:
    """An officer's Ed25519 key."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()

    @property
    def public_key(self) -> str:
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        return self._private.sign(message).hex()


@dataclass
class Story:
    """The officers' keys and the election so far."""

    rules: Rules = field(default_factory=lambda: Rules(seats=2, roster_total=45))
    rehearsal: bool = True
    election: Election = field(default_factory=Election)
    events: list[e.Event] = field(default_factory=list)
    keys: dict[tuple[Role, int], Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role, count in (
            ("clerk", 1),
            ("presider", 1),
            ("chief_scrutineer", 1),
            ("scrutineer", 3),
            ("teller", 2),
        ):
            for number in range(1, count + 1):
                self.keys[role, number] = Key()

    def tell(self, *events: e.Event) -> "Story":
        for one in events:
            apply(self.election, one)
            self.events.append(one)
        return self

    def signed(self, act: e.Event, signers: Iterable[tuple[Role, int]]) -> e.Event:
        """Return ``act`` with the approvals of ``signers``."""
        return msgspec.structs.replace(act, approvals=tuple(self.by(act, *s) for s in signers))

    def by(self, act: e.Event, role: Role, number: int) -> Approval:
        message = statement(self.election.id or "e1", act)
        return KeyApproval(
            role=role, holder=number, signature=self.keys[role, number].sign(message)
        )

    def create(self) -> "Story":
        return self.tell(
            e.ElectionCreated(
                id="e1",
                title="青禾镇2026年民生实事项目票决",
                session="青禾镇第十九届人民代表大会第五次会议",
                body="青禾镇人民代表大会",
                rules=self.rules,
                group="Ed25519",
                rehearsal=self.rehearsal,
                log_key=Key().public_key,
                at=AT,
            )
        )

    def appoint(self) -> "Story":
        officers = tuple(
            Officer(role=role, number=number, key=key.public_key)
            for (role, number), key in self.keys.items()
        )
        return self.tell(e.OfficersAppointed(officers=officers, at=AT))

    def list_act(self, round_: int = 1, candidates: tuple[int, ...] = (1, 2, 3)) -> e.Event:
        return e.ListFrozen(
            round=round_, definition=SOME, candidates=candidates, seats=2, at=AT, approvals=()
        )

    def freeze(self) -> "Story":
        return self.tell(self.signed(self.list_act(), [("clerk", 1), ("presider", 1)]))

    def withdraw(self) -> "Story":
        act = e.DefinitionWithdrawn(round=1, reason="资金来源有误。", at=AT, approvals=())
        return self.tell(self.signed(act, [("clerk", 1), ("presider", 1)]))

    def share_key(self, one: tuple[Role, int], other: tuple[Role, int]) -> "Story":
        """Let one person hold both places."""
        self.keys[other] = self.keys[one]
        return self

    def print_sheets(self, count: int = 50) -> "Story":
        return self.tell(e.SheetsPrinted(round=1, count=count, commitment=None, key=None, at=AT))

    def hand_out(self, present: int = 40, issued: int = 40) -> "Story":
        return self.tell(
            e.AttendanceDeclared(round=1, roster_total=45, present=present, at=AT),
            e.Issued(round=1, channel="paper", count=issued, at=AT),
        )

    def open(self) -> "Story":
        act = e.Opened(round=1, at=AT, approvals=())
        return self.tell(self.signed(act, [("chief_scrutineer", 1), ("presider", 1)]))

    def close(self) -> "Story":
        act = e.Closed(round=1, at=AT, approvals=())
        return self.tell(self.signed(act, [("chief_scrutineer", 1), ("presider", 1)]))

    def count(self, tally: ChannelTally | None = None) -> "Story":
        tally = tally or paper_tally()
        return self.tell_box(tally).enter(1, tally).enter(2, tally).agree(tally)

    def tell_box(self, tally: ChannelTally) -> "Story":
        return self.tell(e.BoxCounted(round=1, count=tally.returned + tally.foreign))

    def agree(self, tally: ChannelTally) -> "Story":
        return self.tell(e.HandCountAgreed(round=1, tally=tally))

    def contribute(
        self, index: int, step: CeremonyStep = "single", code: str = "", payload: str = "{}"
    ) -> e.Event:
        """Return a holder's message of the key ceremony, signed by the scrutineer."""
        empty = KeyApproval(role="scrutineer", holder=index, signature="0" * 128)
        event = e.KeyContribution(
            index=index, step=step, payload=payload, code=code, approval=empty
        )
        return self.alone(event, "scrutineer", index)

    def prove(self, index: int, code: str = "12345678") -> e.Event:
        """Return a holder's proof of the saved key, signed by the scrutineer."""
        empty = KeyApproval(role="scrutineer", holder=index, signature="0" * 128)
        event = e.KeysProven(index=index, code=code, proof="{}", approval=empty)
        return self.alone(event, "scrutineer", index)

    def alone(self, act: e.Event, role: Role, number: int) -> e.Event:
        """Return ``act``, which one person answers for, with that person's approval."""
        return msgspec.structs.replace(act, approval=self.by(act, role, number))

    def enter(self, teller: int, tally: ChannelTally, entry: int = 1) -> "Story":
        unsigned = e.HandCountEntered(
            round=1,
            teller=teller,
            entry=entry,
            tally=tally,
            approval=KeyApproval(role="teller", holder=teller, signature="0" * 128),
        )
        return self.tell(self.alone(unsigned, "teller", teller))

    def freeze_paper(self) -> "Story":
        act = e.PaperFrozen(round=1, at=AT, approvals=())
        signers: list[tuple[Role, int]] = [
            ("scrutineer", 1),
            ("scrutineer", 2),
            ("chief_scrutineer", 1),
        ]
        return self.tell(self.signed(act, signers))

    def until_open(self) -> "Story":
        return self.create().appoint().freeze().print_sheets().hand_out().open()


def paper_tally(
    approvals: tuple[int, ...] = (30, 25, 10), valid: int = 38, invalid: int = 1
) -> ChannelTally:
    """Totals of a hand count: approvals per project, the rest opposed."""
    items = tuple(
        ItemTotals(number=n, approve=a, oppose=valid - a, abstain=0, illegible=0)
        for n, a in enumerate(approvals, start=1)
    )
    return ChannelTally(
        channel="paper",
        returned=valid + invalid,
        valid=valid,
        invalid=invalid,
        foreign=0,
        items=items,
    )


def some_digest(text: str) -> Digest:
    return digest(text.encode())


CHANNELS: tuple[Channel, ...] = ("paper", "tablet")
