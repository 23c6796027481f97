"""The commands of a walk, each as the service would carry it out on the ledger."""

from collections.abc import Sequence
from typing import Any

from ballot import events as e
from ballot.candidates import Candidate
from ballot.canonical import Digest, digest, digest_of
from ballot.events import Event
from ballot.results import ChannelTally
from ballot.sealed import SealedBallot
from ballot.state import Election
from counting.books import outcome_of
from service.commands import just
from service.commands.counting import agree, decide_outcome
from service.commands.rounds import next_round
from service.ledger import DecideWithUrn, Envelope, UrnBallot
from tests.support.walk.books import ID, OPENERS, Seat, Sheet, lots
from tests.support.walk.people import Marks
from tests.support.walk.walker import Walker

Seats = tuple[Seat, ...]


class Deeds(Walker):
    """Every command: what the books are told, and what the ledger is asked."""

    def act(self, name: str, event: Event, signers: Seats, **said: Any) -> bool:
        """Let several people sign ``event``."""
        signed = self.people.signed(event, signers)
        return self.run(name, said | {"signers": signers}, just(signed))

    def tell(self, name: str, event: Event, **said: Any) -> bool:
        return self.run(name, said, just(event))

    def sheet(self, number: int) -> Sheet:
        """The round, or the newest one where there is no such round."""
        sheets = self.books.sheets
        return sheets[number - 1] if number <= len(sheets) else sheets[-1]

    # Listing and keys.

    def appoint(self) -> bool:
        _, appointed = self.people.beginning()
        return self.tell("appoint", appointed)

    def freeze(self, number: int, candidates: tuple[int, ...], seats: int, signers: Seats) -> bool:
        name = self.people.frozen(self.sheet(number), candidates, seats)
        event = e.ListFrozen(
            round=number,
            definition=name,
            candidates=candidates,
            seats=seats,
            at=self.people.later(),
            approvals=(),
        )
        said = {"number": number, "candidates": candidates, "seats": seats, "definition": name}
        return self.act("freeze", event, signers, **said)

    def withdraw(self, number: int, signers: Seats) -> bool:
        at = self.people.later()
        event = e.DefinitionWithdrawn(round=number, reason="撤回。", at=at, approvals=())
        return self.act("withdraw", event, signers, number=number)

    def start_keys(self) -> bool:
        generation = len(self.books.generations) + 1
        event = e.CeremonyStarted(trustees=3, threshold=2, at=self.people.later())
        return self.tell("start_keys", event, generation=generation)

    def make_key(self, generation: int) -> bool:
        holders, document = self.people.hall.holders, self.people.hall.document
        said = self.people.use(generation)
        done = self.run("make_key", {"generation": generation}, just(*said))
        if not done:
            self.people.hall.holders, self.people.hall.document = holders, document
        return done

    def prove(self, holder: int) -> bool:
        event = self.people.proof(self.books.generation or 1, holder)
        return self.tell("prove", event, holder=holder)

    # Handing out.

    def print_sheets(self, number: int, count: int) -> bool:
        at = self.people.later()
        event = e.SheetsPrinted(round=number, count=count, commitment=None, key=None, at=at)
        return self.tell("print_sheets", event, number=number, count=count)

    def print_cards(self) -> bool:
        return self.tell("print_cards", self.people.cards_printed(self.people.later()))

    def attend(self, number: int, roster: int, present: int) -> bool:
        at = self.people.later()
        event = e.AttendanceDeclared(round=number, roster_total=roster, present=present, at=at)
        return self.tell("attend", event, number=number, roster=roster, present=present)

    def issue(self, number: int, channel: Any, count: int) -> bool:
        event = e.Issued(round=number, channel=channel, count=count, at=self.people.later())
        return self.tell("issue", event, number=number, channel=channel, count=count)

    def destroy(self, number: int, left_over: int, archived: int) -> bool:
        at = self.people.later()
        event = e.LeftoverDestroyed(round=number, left_over=left_over, archived=archived, at=at)
        return self.tell("destroy", event, number=number, left_over=left_over, archived=archived)

    def cancel(self, number: int, cards: tuple[int, ...]) -> bool:
        dying = self.people.dying(cards, number)
        event = e.CardsCancelled(round=number, credentials=dying, at=self.people.later())
        return self.tell("cancel", event, number=number, cards=cards)

    # Casting.

    def open(self, number: int, signers: Seats) -> bool:
        event = e.Opened(round=number, at=self.people.later(), approvals=())
        return self.act("open", event, signers, number=number)

    def sealed_ballot(self, number: int, card: int, marks: Marks) -> SealedBallot:
        made = self.people.ballot(self.sheet(number), card, marks)
        self.sealed.setdefault((number, card), {})[made.digest] = made
        return made

    def cast(self, number: int, card: int, marks: Marks) -> bool:
        made = self.sealed_ballot(number, card, marks)
        envelope = Envelope(
            credential=made.credential,
            unsigned=self._unsigned(number, made),
            ballot=made.ballot,
            proofs=made.proofs or None,
        )
        said = {"number": number, "card": card, "ballot": made.digest}
        said["unsigned"] = envelope.unsigned
        return self.attempt("cast", said, lambda ledger: ledger.cast(ID, number, envelope))

    def burn(self, number: int, card: int, marks: Marks) -> bool:
        made = self.sealed_ballot(number, card, marks)
        name = self._unsigned(number, made)
        said = {"number": number, "ballot": made.digest, "unsigned": name}
        return self.attempt("burn", said, lambda ledger: ledger.burn(ID, number, name))

    def _unsigned(self, number: int, made: SealedBallot) -> Digest:
        """A stand-in for the hash that a signature covers: one for each ballot."""
        return digest(f"{number} unsigned {made.digest}".encode())

    def void_card(self, number: int, card: int) -> bool:
        dying = tuple(one for (one,) in self.people.dying([card], number))
        event = e.CardVoided(round=number, credentials=dying)
        return self.tell("void_card", event, number=number, card=card)

    def replace(self, number: int, source: Any, target: Any, count: int) -> bool:
        event = e.Replaced(round=number, from_channel=source, to_channel=target, count=count)
        return self.tell("replace", event, number=number, source=source, target=target, count=count)

    def close(self, number: int, signers: Seats, *, lose: bool = False) -> bool:
        """截止; ``lose`` leaves a ballot of the urn out."""
        act = e.Closed(round=number, at=self.people.later(), approvals=())
        said = {"number": number, "signers": signers, "lose": lose}
        decide = _closing(self.people.signed(act, signers), number, lose=lose)
        return self.attempt("close", said, lambda ledger: ledger.close_round(ID, number, decide))

    # Counting.

    def count_box(self, number: int, count: int) -> bool:
        return self.tell(
            "count_box", e.BoxCounted(round=number, count=count), number=number, count=count
        )

    def count_cards(self, number: int, count: int) -> bool:
        return self.tell(
            "count_cards", e.CardsInBox(round=number, count=count), number=number, count=count
        )

    def count_challenges(self, number: int, failed: int) -> bool:
        burnt = len(self.sheet(number).burnt)
        event = e.ChallengesCounted(round=number, burnt=burnt, failed=failed)
        return self.tell("count_challenges", event, number=number, failed=failed)

    def enter(
        self, number: int, teller: int, tally: ChannelTally, signer: Seat, *, again: bool = False
    ) -> bool:
        """``again``: numbered like the teller's last entry, as if that one were replayed."""
        entry = self.sheet(number).entered.get(teller, 0) + (0 if again else 1) or 1
        event = self.people.entry(number, teller, entry, tally, signer)
        said = {"number": number, "teller": teller, "entry": entry, "tally": tally}
        said |= {"signer": signer}
        return self.run("enter", said, just(event))

    def agree(self, number: int) -> bool:
        return self.run("agree", {"number": number}, agree(number))

    def freeze_paper(self, number: int, signers: Seats) -> bool:
        event = e.PaperFrozen(round=number, at=self.people.later(), approvals=())
        return self.act("freeze_paper", event, signers, number=number)

    def authorise(self, number: int, signers: Seats) -> bool:
        event = e.OpeningAuthorised(round=number, at=self.people.later(), approvals=())
        return self.act("authorise", event, signers, number=number)

    def multiply(self, number: int, wrong: int = 0) -> bool:
        one = self.sheet(number)
        ballots = [self.sealed[one.number, card][name] for card, name in one.cast.items()]
        product = b"{}"
        if one.authorised:
            ordered = sorted(ballots, key=lambda made: made.digest)
            product = self.people.product(one, [made.ballot for made in ordered])
        count = len(ballots) + wrong
        name = self.people.kept(product)
        event = e.EncryptedTally(round=number, tally=name, ballots=count)
        return self.tell("multiply", event, number=number, product=name, ballots=count)

    def decrypt(self, number: int, owner: int) -> bool:
        one, factors, strong = self.sheet(number), b"{}", b"{}"
        if one.product is not None and owner <= 3:
            factors, strong = self.people.decrypted(one, self._object(one.product), owner)
        event = e.PartialDecryption(
            round=number,
            owner=owner,
            factors=self.people.kept(factors),
            strong=self.people.kept(strong),
        )
        return self.tell("decrypt", event, number=number, owner=owner)

    def _object(self, name: str) -> bytes:
        return self.store.ask(lambda ledger: ledger.get_object(Digest(name)))

    def decide(self, number: int) -> bool:
        one = self.sheet(number)
        tablet = self._tablets(one)
        said = {"number": number, "tablet": tablet}
        done = self.run("decide", said, decide_outcome(number, tablet, self.projects(number)))
        if done:
            self._recompute(number)
        return done

    def _tablets(self, one: Sheet) -> ChannelTally | None:
        """What the holders' factors open; None where they are too few."""
        if one.product is None or len(one.opened_by) < OPENERS:
            return None
        state = self.store.read
        factors = {
            owner: self._object(names[0])
            for owner, names in state.rounds[one.number - 1].partials.items()
        }
        return self.people.opened(one, self._object(one.product), factors, len(one.cast))

    def _recompute(self, number: int) -> None:
        """The outcome in the log is what the rules give on the state that everybody sees."""
        state = self.store.read
        current = state.rounds[number - 1]
        assert current.tally is not None
        again = outcome_of(state, current, current.tally, self.projects(number))
        assert again == current.outcome

    def projects(self, number: int) -> tuple[Candidate, ...]:
        """The projects of every list up to the round."""
        lists = [
            self.people.definition(one, one.candidates, one.seats) for one in self.books.sheets
        ]
        return tuple(each for one in lists[:number] for each in one.candidates)

    def void(self, number: int, ground: Any, signers: Seats) -> bool:
        event = e.RoundVoided(
            round=number, ground=ground, clause="无效。", at=self.people.later(), approvals=()
        )
        return self.act("void", event, signers, number=number, ground=ground)

    def fail(self, number: int, device: Any, readings: int, signers: Seats) -> bool:
        event = e.FallbackDeclared(
            round=number,
            channel="paper" if device == "scanner" else "tablet",
            device=device,
            readings=readings,
            clause="第九条",
            at=self.people.later(),
            approvals=(),
        )
        said = {"number": number, "device": device, "readings": readings}
        return self.act("fail", event, signers, **said)

    def presidium_decides(
        self, number: int, matter: Any, projects: tuple[int, ...], signers: Seats
    ) -> bool:
        text = f"主席团决定{matter}。"
        event = e.PresidiumDecided(
            round=number,
            matter=matter,
            projects=projects,
            text=text,
            at=self.people.later(),
            approvals=(),
        )
        said = {"number": number, "matter": matter, "projects": projects, "text": text}
        return self.act("presidium_decides", event, signers, **said)

    def draw_lot(self, number: int, seed: str, signers: Seats, wrong: int = 0) -> bool:
        """抽签; ``wrong`` names others than the seed gives."""
        one = self.sheet(number)
        drawn = lots(number, seed, one.result.tied if one.result else ())
        seats = one.result.seats_left if one.result else 0
        chosen = drawn[len(drawn) - seats :] if wrong else drawn[:seats]
        event = e.LotDrawn(
            round=number, seed=seed, chosen=chosen, at=self.people.later(), approvals=()
        )
        said = {"number": number, "seed": seed, "chosen": chosen}
        return self.act("draw_lot", event, signers, **said)

    def next_round(self, kind: Any, chosen: tuple[int, ...] = (), *, hands: bool = False) -> bool:
        decide = next_round(kind, chosen, self.people.later(), hands=hands)
        return self.run("next_round", {"kind": kind, "chosen": chosen, "hands": hands}, decide)

    # Closing.

    def certify(self, number: int, signers: Seats, *, honest: bool = True) -> bool:
        current = self.store.read.rounds[self.sheet(number).number - 1]
        name = digest_of(current.outcome) if honest and current.outcome else digest(b"another")
        note = self.people.hall.note(self.store.leaves).decode()
        event = e.Certified(
            round=number, outcome=name, checkpoint=note, at=self.people.later(), approvals=()
        )
        return self.act("certify", event, signers, number=number, honest=honest)

    def announce(self, number: int, level: Any, signers: Seats, *, honest: bool = True) -> bool:
        chosen = self.books.so_far(number) if honest else (99,)
        event = e.Announced(
            round=number, level=level, chosen=chosen, at=self.people.later(), approvals=()
        )
        said = {"number": number, "level": level, "chosen": chosen}
        return self.act("announce", event, signers, **said)

    def issue_paper(self, number: int, kind: Any) -> bool:
        docx, pdf = (self.people.kept(f"{form} {kind}".encode()) for form in ("docx", "pdf"))
        event = e.PaperIssued(round=number, kind=kind, docx=docx, pdf=pdf)
        return self.tell("issue_paper", event, number=number, kind=kind)

    def change_project(self, project: int) -> bool:
        at = self.people.later()
        event = e.ProjectChanged(project=project, resolution="决议", text="调整。", at=at)
        return self.tell("change_project", event, project=project)

    def half(self, number: int) -> bool:
        """Ask for three things at once, of which the last cannot be: none happens."""
        at, rules = self.people.later(), self.books.rules
        total, channel = rules.roster_total or 1, rules.channels[0]
        heads = e.AttendanceDeclared(round=number, roster_total=total, present=total, at=at)
        one_less = abs(self.sheet(number).pile(channel).issued - 1)
        hands = e.Issued(round=number, channel=channel, count=one_less, at=at)  # type: ignore[arg-type]  # carried out
        return self.run("half", {}, just(heads, hands, e.BoxCounted(round=8, count=1)))

    def replay(self, leaf: int) -> bool:
        """Enter a signed act of the log once more, to the byte."""
        signed = [one for one in map(e.decode, self.store.leaves) if _replayable(one)]
        return not signed or self.tell("replay", signed[leaf % len(signed)])


def _replayable(event: Event) -> bool:
    return bool(getattr(event, "approvals", ())) and not isinstance(event, e.Closed)


def _closing(act: Event, number: int, *, lose: bool) -> DecideWithUrn:
    def decide(_: Election, urn: Sequence[UrnBallot]) -> Sequence[Event]:
        cast = [
            e.BallotCast(
                round=number, ballot=one.ballot, proofs=one.proofs, credential=one.credential
            )
            for one in urn
        ]
        return [act, *cast[lose:]]

    return decide
