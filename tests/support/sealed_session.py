"""A session on tablets and paper with a 2-of-3 key, a tie at the cut-off and a runoff.

Seven voting cards: four vote, one is voided and replaced, two are cancelled. In round 1 all three
holders decrypt, in round 2 only two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ballot import events as e
from ballot.canonical import Digest
from ballot.card import card_credentials
from ballot.contest import sealed_election
from ballot.definition import Definition
from ballot.events.base import Channel, Role
from ballot.events.listing import GroupName
from ballot.rules import Rules
from ballot.sealed import (
    Partial,
    SealedBallot,
    SealedElection,
    Trustees,
    TrusteeSecret,
    certificate,
    check_circle,
    check_trustees,
    commitment,
    contribution,
    finish,
    group_named,
    make_test,
    multiply,
    new_trustee,
    open_tally,
    partial_decryption,
    prove_reloaded,
    read_ballot,
    seal,
    single_trustee,
    trustees_document,
    write_credentials,
)
from ballot.state import ROUNDS
from counting.opening import tablet_tally
from tests.support.hand_counted import certify, decide
from tests.support.session import AT, CITY, Seeded, Session, hand_count, paper, unsigned

CARDS, VOTING = 7, 4
FIRST = (
    ((1, 1, 0), (0, 0, 1)),
    ((1, 1, 0), (0, 0, 0)),
    ((1, 0, 1), (0, 0, 0)),
    ((0, 1, 1), (1, 0, 0)),
)
"""Round 1 on the tablets: 赞成 and 反对 of each ballot, project by project."""
SECOND = (((1, 0), (0, 1)), ((1, 0), (0, 1)), ((0, 1), (1, 0)), ((1, 0), (0, 0)))
FIRST_PAPER = {1: (3, 1), 2: (2, 1), 3: (3, 0)}
SECOND_PAPER = {2: (2, 1), 3: (1, 2)}

Plain = Sequence[Sequence[Sequence[int]]]


@dataclass
class Sealed(Session):
    """The session and the secrets of its holders and cards."""

    rules: Rules = field(
        default_factory=lambda: Rules(seats=2, roster_total=9, channels=("paper", "tablet"))
    )
    by_hand: tuple[Role, int] = ("teller", 2)
    trustees: int = 3
    threshold: int = 2
    holders: list[TrusteeSecret] = field(default_factory=list)
    document: Trustees | None = None
    lists: tuple[Digest, ...] = ()

    @property
    def entropy(self) -> Seeded:
        """Fresh entropy for each part of the story, so that parts can be changed alone."""
        return Seeded(f"{self.seed}|{len(self.script)}")

    def make_key(self) -> None:
        """Tell the ceremony, round by round."""
        self.tell(e.CeremonyStarted(trustees=self.trustees, threshold=self.threshold, at=AT))
        self.document = self._single() if self.trustees == 1 else self._shared()
        group = group_named(self.group)
        self.tell(
            e.ElectionKey(
                trustees=self.put(self.document.raw),
                public_key=group.text(self.document.public_key),
                at=AT,
            )
        )
        for index, holder in enumerate(self.holders, start=1):
            test = make_test(holder, self.entropy)
            proof = prove_reloaded(holder, self.document, index, test, self.entropy)
            self.tell(
                e.KeysProven(
                    index=index,
                    code=self.document.spoken,
                    proof=proof.decode(),
                    approval=unsigned("scrutineer", index),
                )
            )

    def _single(self) -> Trustees:
        group = group_named(self.group)
        secret = new_trustee(group, 1, 1, 1, self.entropy)
        holder, document = single_trustee(group, self.entropy, secret)
        self.holders = [holder]
        self._say("single", [document.raw])
        return document

    def _shared(self) -> Trustees:
        group, entropy = group_named(self.group), self.entropy
        numbers = range(1, self.trustees + 1)
        holders = [new_trustee(group, n, self.trustees, self.threshold, entropy) for n in numbers]
        certificates = [certificate(one, entropy) for one in holders]
        self._say("certificate", certificates)
        circle = check_circle(group, self.threshold, certificates)
        commitments = [commitment(one, circle, entropy) for one in holders]
        self._say("commitment", commitments, circle.spoken)
        contributions = [contribution(one, circle, commitments, entropy) for one in holders]
        self._say("contribution", contributions)
        ends = [finish(one, circle, commitments, contributions, entropy) for one in holders]
        self.holders = [holder for holder, _ in ends]
        self._say("verification", [key for _, key in ends])
        return trustees_document(circle, contributions, [key for _, key in ends])

    def _say(self, step: str, messages: Sequence[bytes], code: str = "") -> None:
        for index, message in enumerate(messages, start=1):
            self.tell(
                e.KeyContribution(
                    index=index,
                    step=step,  # type: ignore[arg-type]  # one of the steps
                    payload=message.decode(),
                    code=code,
                    approval=unsigned("scrutineer", index),
                )
            )

    # Cards and ballots.

    def credentials(self, card: int) -> tuple[tuple[int, str], ...]:
        """Return secret and public credential of a card (from 0) for every round."""
        seed = Seeded(f"{self.seed}|card {card}")(10)
        return card_credentials(seed, self.id, group_named(self.group))

    def print_cards(self) -> None:
        decks = [self.credentials(card) for card in range(CARDS)]
        self.lists = tuple(
            self.put(write_credentials(deck[number][1] for deck in decks))
            for number in range(ROUNDS)
        )
        self.tell(e.CardsPrinted(count=CARDS, credentials=self.lists, at=AT))

    def public_credentials(self, cards: Sequence[int], since: int) -> tuple[tuple[str, ...], ...]:
        """Return the public credentials of ``cards`` for the rounds from ``since`` on, sorted."""
        return tuple(
            tuple(sorted(self.credentials(card)[number][1] for card in cards))
            for number in range(since - 1, ROUNDS)
        )

    def election(self, definition: Definition) -> SealedElection:
        document = self._made()
        return sealed_election(definition, group_named(self.group).text(document.public_key))

    def _made(self) -> Trustees:
        if self.document is None:
            raise LookupError("the key is made first")
        return self.document

    def cast(self, definition: Definition, plain: Plain) -> list[SealedBallot]:
        """Return one ballot of each voting card, in ascending order of hash."""
        election = self.election(definition)
        made = [
            seal(election, self.credentials(card)[definition.round - 1][0], one, self.entropy)
            for card, one in enumerate(plain)
        ]
        return sorted(made, key=lambda one: one.digest)

    def book(self, round_: int, ballots: Sequence[SealedBallot]) -> None:
        """Tell ``closed`` and the ballots of the urn."""
        self.tell(e.Closed(round=round_, at=AT, approvals=()))
        for one in ballots:
            self.tell(
                e.BallotCast(
                    round=round_,
                    ballot=self.put(one.ballot),
                    proofs=self.put(one.proofs) if one.proofs else None,
                    credential=one.credential,
                )
            )

    # Opening.

    def product(self, definition: Definition, ballots: Sequence[SealedBallot]) -> bytes:
        election = self.election(definition)
        return multiply(election, [read_ballot(election, b.ballot, None) for b in ballots])

    def decrypt(self, definition: Definition, tally: bytes, owners: Sequence[int]) -> list[Partial]:
        election = self.election(definition)
        return [
            partial_decryption(
                election, tally, self.holders[n - 1].private_share(), n, self.entropy
            )
            for n in owners
        ]

    def tell_opening(
        self, round_: int, tally: bytes, count: int, partials: Sequence[Partial]
    ) -> None:
        self.tell(
            e.OpeningAuthorised(round=round_, at=AT, approvals=()),
            e.EncryptedTally(round=round_, tally=self.put(tally), ballots=count),
        )
        for one in partials:
            self.tell(
                e.PartialDecryption(
                    round=round_,
                    owner=one.owner,
                    factors=self.put(one.v1),
                    strong=self.put(one.strong),
                )
            )

    def open(
        self, definition: Definition, tally: bytes, count: int, partials: Sequence[Partial]
    ) -> None:
        """Tell the opening of the sum, the totals and the outcome."""
        self.tell_opening(definition.round, tally, count, partials)
        election = self.election(definition)
        trustees = check_trustees(self._made().raw, group_named(self.group))
        result = open_tally(election, trustees, tally, {p.owner: p.v1 for p in partials}, count)
        found = tablet_tally(
            election.questions, result, definition.numbers, count, definition.rules
        )
        decide(self, definition.round, found)

    # The rounds.

    def hand_out(self, round_: int) -> None:
        for channel in ("paper", "tablet"):
            self.tell(e.Issued(round=round_, channel=channel, count=VOTING, at=AT))  # type: ignore[arg-type]  # a channel

    def prepare(self) -> Definition:
        """Tell everything up to 开始投票 of round 1, and one voided card."""
        self.begin()
        self.make_key()
        definition = self.definition((1, 2, 3), 2)
        self.freeze(definition)
        self.tell(
            e.SheetsPrinted(round=1, count=VOTING + 2, commitment=None, key=None, at=AT),
            e.AttendanceDeclared(round=1, roster_total=9, present=8, at=AT),
        )
        self.print_cards()
        self.hand_out(1)
        tablet: Channel = "tablet"
        self.tell(
            e.Opened(round=1, at=AT, approvals=()),
            e.CardVoided(
                round=1,
                credentials=tuple(one for (one,) in self.public_credentials([VOTING], 1)),
            ),
            e.Replaced(round=1, from_channel=tablet, to_channel=tablet, count=1),
        )
        return definition

    def settle(self, round_: int, rows: dict[int, tuple[int, int]]) -> None:
        """Tell the booking of leftovers, the hand count and its freezing."""
        if round_ == 1:
            spare = self.public_credentials(range(VOTING + 1, CARDS), 1)
            self.tell(e.CardsCancelled(round=1, credentials=spare, at=AT))
        self.tell(
            e.LeftoverDestroyed(round=round_, left_over=2, archived=0, at=AT),
            e.CardsInBox(round=round_, count=VOTING),
            e.ChallengesCounted(round=round_, burnt=1, failed=0),
            *hand_count(round_, paper(rows, valid=VOTING)),
            e.PaperFrozen(round=round_, at=AT, approvals=()),
        )

    def first(self, plain: Plain = FIRST) -> None:
        """Tell round 1, which ends in a tie."""
        definition = self.prepare()
        ballots = self.cast(definition, plain)
        self.book(1, ballots)
        self.settle(1, FIRST_PAPER)
        tally = self.product(definition, ballots)
        owners = range(1, self.trustees + 1)
        self.open(definition, tally, len(ballots), self.decrypt(definition, tally, owners))

    def runoff(self) -> None:
        """Tell round 2 among the tied, to its announcement."""
        self.tell(
            e.RoundOpened(
                round=2,
                kind="runoff",
                candidates=(2, 3),
                seats=1,
                threshold="plurality",
                clause="第二十条",
                at=AT,
            )
        )
        definition = self.definition((2, 3), 1, round_=2, kind="runoff", threshold="plurality")
        self.freeze(definition)
        self.tell(
            e.SheetsPrinted(round=2, count=VOTING + 2, commitment=None, key=None, at=AT),
            e.AttendanceDeclared(round=2, roster_total=9, present=8, at=AT),
        )
        self.hand_out(2)
        self.tell(e.Opened(round=2, at=AT, approvals=()))
        ballots = self.cast(definition, SECOND)
        self.book(2, ballots)
        self.settle(2, SECOND_PAPER)
        tally = self.product(definition, ballots)
        owners = range(1, self.threshold + 1)
        self.open(definition, tally, len(ballots), self.decrypt(definition, tally, owners))
        certify(self, 2)


@cache
def two_rounds(group: GroupName = "Ed25519", trustees: int = 3, threshold: int = 2) -> Sealed:
    """Return the whole session; callers must not change it."""
    session = Sealed(
        group=group,
        trustees=trustees,
        threshold=threshold,
        scrutineers=max(3, trustees),
        above=(CITY,),
    )
    session.first()
    session.runoff()
    return session
