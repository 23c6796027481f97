"""The people of a walk: they sign, seal and decrypt, always the same way for the same walk.

Keys come from fixed seeds; what costs time and does not depend on the walk is made once.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from ballot import events as e
from ballot.canonical import Digest
from ballot.definition import Definition, freeze
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.sealed import (
    Mark,
    SealedBallot,
    check_trustees,
    group_named,
    multiply,
    open_tally,
    partial_decryption,
    plaintext,
    read_ballot,
    seal,
)
from counting.opening import tablet_tally
from tests.support.sealed_session import Sealed
from tests.support.session import AT, Seeded, unsigned
from tests.support.walk.books import CARDS, ID, Seat, Sheet

SEED = "a walk"
Marks = Sequence[Mark]


@functools.cache
def ceremony(generation: int) -> tuple[Sealed, tuple[e.Event, ...]]:
    """One key generation: its holders, and its signed messages up to the proofs."""
    hall = Sealed(id=ID, seed=SEED)
    # Entropy follows from the length of the script: other generations have other keys.
    nothing = e.CeremonyStarted(trustees=3, threshold=2, at=AT)
    hall.script = [nothing] * generation
    hall.make_key()
    return hall, tuple(hall.sign(hall.script[generation + 1 :]))


@functools.cache
def deck() -> Sealed:
    """The voting cards, with their public lists."""
    hall = Sealed(id=ID, seed=SEED)
    hall.print_cards()
    return hall


@dataclass
class People:
    """Who acts in one walk; ``objects`` are bytes that the log will name."""

    rules: Rules
    rehearsal: bool
    hall: Sealed = field(init=False)
    minute: int = 0

    def __post_init__(self) -> None:
        self.hall = Sealed(id=ID, seed=SEED, rules=self.rules, rehearsal=self.rehearsal)

    def later(self) -> str:
        """A minute in which nothing has happened yet."""
        self.minute += 1
        begin = datetime.fromisoformat(AT)
        return (begin + timedelta(minutes=self.minute)).isoformat(timespec="minutes")

    def beginning(self) -> list[e.Event]:
        """``election_created`` and ``officers_appointed``."""
        begun = Sealed(id=ID, seed=SEED, rules=self.rules, rehearsal=self.rehearsal)
        begun.begin()
        return list(begun.script)

    def signed(self, act: e.Event, signers: Iterable[Seat]) -> e.Event:
        approvals = tuple(self.hall.approval(act, *seat) for seat in signers)
        return msgspec.structs.replace(act, approvals=approvals)

    def entry(
        self, number: int, teller: int, entry: int, tally: ChannelTally, signer: Seat
    ) -> e.Event:
        empty = unsigned("teller", teller)
        event = e.HandCountEntered(
            round=number, teller=teller, entry=entry, tally=tally, approval=empty
        )
        return msgspec.structs.replace(event, approval=self.hall.approval(event, *signer))

    def definition(self, sheet: Sheet, candidates: Sequence[int], seats: int) -> Definition:
        return self.hall.definition(
            candidates,
            seats,
            round_=sheet.number,
            kind=sheet.kind,  # type: ignore[arg-type]  # one of the kinds
            threshold=sheet.line,
        )

    def kept(self, data: bytes) -> Digest:
        return self.hall.put(data)

    def frozen(self, sheet: Sheet, candidates: Sequence[int], seats: int) -> Digest:
        raw, name = freeze(self.definition(sheet, candidates, seats))
        self.kept(raw)
        return name

    # Keys.

    def use(self, generation: int) -> tuple[e.Event, ...]:
        """Let the holders of ``generation`` hold the key; return what they said to make it."""
        made, said = ceremony(generation)
        self.hall.holders, self.hall.document = made.holders, made.document
        self.hall.objects |= made.objects
        return tuple(one for one in said if not isinstance(one, e.KeysProven))

    def proof(self, generation: int, holder: int) -> e.Event:
        _, said = ceremony(generation)
        return next(one for one in said if isinstance(one, e.KeysProven) and one.index == holder)

    # Cards.

    def cards_printed(self, at: str) -> e.Event:
        self.hall.objects |= deck().objects
        return e.CardsPrinted(count=CARDS, credentials=deck().lists, at=at)

    def dying(self, cards: Sequence[int], number: int) -> tuple[tuple[str, ...], ...]:
        return self.hall.public_credentials(cards, number)

    def credential(self, card: int, number: int) -> str:
        return deck().credentials(card)[number - 1][1]

    def ballot(self, sheet: Sheet, card: int, marks: Marks) -> SealedBallot:
        """The sealed ballot of a card; the same card and marks give the same ballot."""
        definition = self.definition(sheet, sheet.candidates, sheet.seats)
        election = self.hall.election(definition)
        secret = deck().credentials(card)[sheet.number - 1][0]
        entropy = Seeded(f"{SEED}|{sheet.number}|{card}|{marks}")
        return seal(election, secret, plaintext(election.questions, marks), entropy)

    # Opening.

    def product(self, sheet: Sheet, ballots: Iterable[bytes]) -> bytes:
        election = self.hall.election(self.definition(sheet, sheet.candidates, sheet.seats))
        return multiply(election, [read_ballot(election, one, None) for one in ballots])

    def decrypted(self, sheet: Sheet, product: bytes, owner: int) -> tuple[bytes, bytes]:
        """The factors of a holder, and the strong proofs beside them."""
        election = self.hall.election(self.definition(sheet, sheet.candidates, sheet.seats))
        share = self.hall.holders[owner - 1].private_share()
        entropy = Seeded(f"{SEED}|{sheet.number}|{owner}")
        made = partial_decryption(election, product, share, owner, entropy)
        return made.v1, made.strong

    def opened(
        self, sheet: Sheet, product: bytes, factors: Mapping[int, bytes], cast: int
    ) -> ChannelTally:
        """What the tablets say, opened from the holders' factors."""
        definition = self.definition(sheet, sheet.candidates, sheet.seats)
        election = self.hall.election(definition)
        document = self.hall.document
        assert document is not None
        trustees = check_trustees(document.raw, group_named(self.hall.group))
        result = open_tally(election, trustees, product, factors, cast)
        return tablet_tally(election.questions, result, definition.numbers, cast, self.rules)
