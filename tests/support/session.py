"""Whole sessions as scripts of unsigned events, with everything that a record needs beside them.

A script says what happens; ``sign`` lets the officers sign it, and fills in what depends on what
came before. A test that wants a bad record changes the script and signs again, or changes what was
signed. All keys and all entropy come from fixed seeds: the same script gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.merkle import leaf_hash, root_of
from audit.origin import log_verifier, origin_of
from ballot import events as e
from ballot.candidates import Candidate
from ballot.canonical import Digest, digest, digest_of
from ballot.definition import Definition, freeze
from ballot.events.base import Approval, KeyApproval, PaperApproval, Role
from ballot.events.closing import PaperKind
from ballot.events.listing import GroupName, Officer, RoundKind
from ballot.results import ChannelTally, ItemTotals, Outcome
from ballot.rules import Rules, Threshold
from ballot.rules.adoption import write_kept
from ballot.rules.templates import Limit, Template
from ballot.rules.text import TextFacts, draft
from ballot.signing import statement

AT = "2026-01-22T09:42+08:00"
PAGE = b"%PDF-1.7 a page signed by hand"

CHIEF: tuple[Role, int] = ("chief_scrutineer", 1)
PRESIDER: tuple[Role, int] = ("presider", 1)
SIGNERS: dict[type[e.Event], tuple[tuple[Role, int], ...]] = {
    e.ListFrozen: (("clerk", 1), PRESIDER),
    e.Opened: (CHIEF, PRESIDER),
    e.Closed: (CHIEF, PRESIDER),
    e.BatchWithdrawn: (("scrutineer", 1), CHIEF),
    e.SheetsAdjudicated: (("scrutineer", 1), ("scrutineer", 2), CHIEF),
    e.SampleDrawn: (("scrutineer", 1), CHIEF),
    e.PaperFrozen: (("scrutineer", 1), ("scrutineer", 2), CHIEF),
    e.OpeningAuthorised: (CHIEF,),
    e.RoundVoided: (CHIEF, PRESIDER),
    e.FallbackDeclared: (CHIEF,),
    e.PresidiumDecided: (PRESIDER,),
    e.LotDrawn: (CHIEF, PRESIDER),
    e.Announced: (PRESIDER,),
}
"""Who signs what; the result, the chief and every scrutineer."""

UNSIGNED = "0" * 128
NAMES = TextFacts(
    title="青禾镇2026年民生实事项目票决",
    session="青禾镇第十九届人民代表大会第五次会议",
    body="青禾镇人民代表大会",
)

CITY = Template(
    name="民生实事项目票决规则范本",
    issuer="青禾市人民代表大会常务委员会",
    limits={"seats": Limit(range=(1, 10)), "threshold_base": Limit(fixed="all_members")},
    defaults={"publish_level": "full"},
)
"""A template within which the rules of the sessions here lie."""


def unsigned(role: Role, number: int) -> KeyApproval:
    """Return what stands for the signature in a script."""
    return KeyApproval(role=role, holder=number, signature=UNSIGNED)


class Seeded:
    """Entropy that anybody can repeat; for tests only."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count = seed, count()

    def __call__(self, size: int) -> bytes:
        blocks = (sha256(f"{self._seed}|{next(self._count)}".encode()).digest() for _ in count())
        data = b""
        while len(data) < size:
            data += next(blocks)
        return data[:size]


@dataclass
class Session:
    """One 票决: its rules, its people's keys, its objects and its script."""

    id: str = "f00d5eed0000feed"
    rules: Rules = field(default_factory=lambda: Rules(seats=2, roster_total=45))
    group: GroupName = "Ed25519"
    rehearsal: bool = True
    seed: str = "a session"
    by_hand: tuple[Role, int] = ("scrutineer", 3)
    """Who has no key and signs by hand."""
    scrutineers: int = 3
    above: tuple[Template, ...] = ()
    """The templates that the rules adopt."""
    script: list[e.Event] = field(default_factory=list)
    objects: dict[Digest, bytes] = field(default_factory=dict)

    def key(self, name: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(sha256(f"{self.seed}|{name}".encode()).digest())

    def public(self, name: str) -> str:
        return self.key(name).public_key().public_bytes_raw().hex()

    def put(self, data: bytes) -> Digest:
        self.objects[digest(data)] = data
        return digest(data)

    def tell(self, *events: e.Event) -> None:
        self.script += events

    def watchers(self) -> tuple[tuple[Role, int], ...]:
        """Return the seats of the scrutineers."""
        return tuple(("scrutineer", number) for number in range(1, self.scrutineers + 1))

    def begin(self) -> None:
        tellers: tuple[tuple[Role, int], ...] = (("teller", 1), ("teller", 2))
        seats = (("clerk", 1), PRESIDER, CHIEF, *self.watchers(), *tellers)
        officers = tuple(
            Officer(
                role=r, number=n, key=None if (r, n) == self.by_hand else self.public(f"{r} {n}")
            )
            for r, n in seats
        )
        self.tell(
            e.ElectionCreated(
                id=self.id,
                title=NAMES.title,
                session=NAMES.session,
                body=NAMES.body,
                rules=self.rules,
                group=self.group,
                rehearsal=self.rehearsal,
                log_key=self.public("log"),
                at=AT,
                clauses=draft(self.rules, NAMES),
                wording=NAMES.wording,
                templates=tuple(self.put(write_kept(one)) for one in self.above) or UNSET,
            ),
            e.OfficersAppointed(officers=officers, at=AT),
        )

    def definition(
        self,
        numbers: Sequence[int],
        seats: int,
        *,
        round_: int = 1,
        kind: RoundKind = "first",
        threshold: Threshold = "majority",
    ) -> Definition:
        return Definition(
            election=self.id,
            round=round_,
            kind=kind,
            title="青禾镇2026年民生实事项目票决",
            session="青禾镇第十九届人民代表大会第五次会议",
            body="青禾镇人民代表大会",
            rules=self.rules,
            group=self.group,
            seats=seats,
            threshold=threshold,
            candidates=tuple(Candidate(number=n, name=f"项目{n}") for n in numbers),
            rehearsal=self.rehearsal,
        )

    def freeze(self, definition: Definition) -> None:
        raw, name = freeze(definition)
        self.put(raw)
        self.tell(
            e.ListFrozen(
                round=definition.round,
                definition=name,
                candidates=definition.numbers,
                seats=definition.seats,
                at=AT,
                approvals=(),
            )
        )

    def papers(self, round_: int, kind: PaperKind) -> None:
        docx, pdf = self.put(f"PK {kind}".encode()), self.put(f"%PDF {kind}".encode())
        self.tell(e.PaperIssued(round=round_, kind=kind, docx=docx, pdf=pdf))

    # Signing.

    def sign(self, script: Sequence[e.Event]) -> list[e.Event]:
        """Return ``script`` with all signatures, and each 确认 over the log before it."""
        done: list[e.Event] = []
        for event in script:
            done.append(self._signed(self._filled(event, done)))
        return done

    def _filled(self, event: e.Event, before: Sequence[e.Event]) -> e.Event:
        """Let an empty 确认 name the outcome and the log that its signers saw."""
        if not isinstance(event, e.Certified) or event.checkpoint != "?":
            return event
        found: list[Outcome] = [
            one.outcome
            for one in before
            if isinstance(one, e.OutcomeDecided) and one.round == event.round
        ]
        return msgspec.structs.replace(
            event, outcome=digest_of(found[-1]), checkpoint=self.checkpoint(before).decode()
        )

    def checkpoint(self, events: Sequence[e.Event]) -> bytes:
        """Return the signed checkpoint of ``events``."""
        return self.note([e.encode(one) for one in events])

    def note(self, leaves: Sequence[bytes]) -> bytes:
        """Return the signed checkpoint of ``leaves``."""
        checkpoint = Checkpoint(
            origin=origin_of(self.id), size=len(leaves), root=root_of(map(leaf_hash, leaves))
        )
        key = log_verifier(self.id, self.public("log"))
        return sign_checkpoint(checkpoint, key, self.key("log").sign)

    def _signed(self, event: e.Event) -> e.Event:
        if isinstance(event, e.HandCountEntered):
            approval = self.approval(event, "teller", event.teller)
            return msgspec.structs.replace(event, approval=approval)
        if isinstance(event, e.KeyContribution | e.KeysProven):
            approval = self.approval(event, "scrutineer", event.index)
            return msgspec.structs.replace(event, approval=approval)
        signers = self._signers(event)
        if not signers or getattr(event, "approvals", ()):
            return event
        approvals = tuple(self.approval(event, *who) for who in signers)
        return msgspec.structs.replace(event, approvals=approvals)

    def _signers(self, event: e.Event) -> tuple[tuple[Role, int], ...]:
        if isinstance(event, e.Certified):
            return (CHIEF, *self.watchers())
        return SIGNERS.get(type(event), ())

    def approval(self, event: e.Event, role: Role, number: int) -> Approval:
        if (role, number) == self.by_hand:
            return PaperApproval(role=role, holder=number, page=self.put(PAGE))
        signature = self.key(f"{role} {number}").sign(statement(self.id, event)).hex()
        return KeyApproval(role=role, holder=number, signature=signature)


def items(rows: dict[int, tuple[int, int]], valid: int) -> tuple[ItemTotals, ...]:
    """Return totals from approvals and oppositions; the rest abstained."""
    return tuple(
        ItemTotals(number=n, approve=a, oppose=o, abstain=valid - a - o, illegible=0)
        for n, (a, o) in rows.items()
    )


def paper(rows: dict[int, tuple[int, int]], valid: int, invalid: int = 0) -> ChannelTally:
    return ChannelTally(
        channel="paper",
        returned=valid + invalid,
        valid=valid,
        invalid=invalid,
        foreign=0,
        items=items(rows, valid),
    )


def hand_count(round_: int, tally: ChannelTally) -> Iterator[e.Event]:
    """Yield the counting of the boxes, two equal entries, and their agreement."""
    yield e.BoxCounted(round=round_, count=tally.returned)
    for teller in (1, 2):
        empty = unsigned("teller", teller)
        yield e.HandCountEntered(round=round_, teller=teller, entry=1, tally=tally, approval=empty)
    yield e.HandCountAgreed(round=round_, tally=tally)
