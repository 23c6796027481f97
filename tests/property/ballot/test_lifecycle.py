"""The fold under any sequence of commands, legal or not, through runoffs, fills and revotes.

Every run draws other walks; ``make walk`` draws many.
"""

import os
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ballot import events as e
from ballot.canonical import digest, digest_of
from ballot.course import chosen_by, left_open, pool, rounds_left, way_out
from ballot.errors import Refused
from ballot.events import decode, encode
from ballot.events.deciding import Matter
from ballot.events.listing import RoundKind
from ballot.fold import apply, fold
from ballot.results import ChannelTally
from ballot.rules import Rules
from ballot.sampling import sample_size
from ballot.state import ROUNDS, Election, Round
from counting.books import outcome_of, tally_of
from tests.support.meddling import (
    CARDS,
    CHANNEL,
    CHIEF_AND_PRESIDER,
    EVENTS,
    FREEZERS,
    SEATED,
    SIGNERS,
    TWO,
    Signers,
    card,
    cards,
    read_sheets,
    ruled,
    totals,
    whole_card,
    with_codes,
)
from tests.support.story import AT, SOME, Story

OFTEN = st.sampled_from([True, True, True, True, False])
CHIEF_AND_SCRUTINEER: Signers = (("chief_scrutineer", 1), ("scrutineer", 1))


class Lifecycle(RuleBasedStateMachine):
    """Every step does anything at all, then mostly what comes next in the hall."""

    story: Story
    leaves: list[bytes]

    @initialize(rehearsal=st.booleans(), seats=st.integers(1, 2), plural=st.booleans())
    def found(self, rehearsal: bool, seats: int, plural: bool) -> None:  # noqa: FBT001
        rules = Rules(
            seats=seats,
            roster_total=SEATED,
            channels=("paper", "tablet"),
            min_channel=2,
            threshold="plurality" if plural else "majority",
            max_rounds=ROUNDS,
        )
        self.story, self.leaves = Story(rules=rules, rehearsal=rehearsal), []
        self.story.create().appoint()
        self.leaves += map(encode, self.story.events)

    @property
    def now(self) -> Election:
        return self.story.election

    @property
    def current(self) -> Round:
        return self.now.current

    @property
    def minute(self) -> str:
        """A minute for each leaf: whatever is done again needs signatures of its own."""
        hours, minutes = divmod(len(self.leaves), 60)
        return f"2026-01-22T{9 + hours:02}:{minutes:02}+08:00"

    def tell(self, event: e.Event, signers: Signers = ()) -> bool:
        """Let an event happen; a refused one leaves everything as it was."""
        if signers:
            event = self.story.signed(event, signers)
        before = self.now.copy()
        try:
            apply(self.now, event)
        except Refused:
            assert self.now == before
            return False
        assert self.now.size == before.size + 1
        self.leaves.append(encode(event))
        return True

    @rule(data=st.data(), meddling=st.lists(st.tuples(EVENTS, SIGNERS), max_size=2))
    def step(self, data: st.DataObject, meddling: list[tuple[e.Event, Signers]]) -> None:
        """Meddle, whoever signs, whatever it says and whether or not it is time for it; go on.

        One rule does both: of two, whole walks would be without one.
        """
        for event, signers in meddling:
            self.tell(event, signers if hasattr(event, "approvals") else ())
        if data.draw(OFTEN):
            proceed: Callable[[Round, st.DataObject], None] = getattr(
                self, f"_{self.current.stage}"
            )
            proceed(self.current, data)
        elif self.current.stage in {"listed", "ready"}:
            self.withdraw()

    def withdraw(self) -> None:
        act = e.DefinitionWithdrawn(
            round=self.current.number, reason="撤回。", at=self.minute, approvals=()
        )
        assert self.tell(act, TWO)

    def _drafting(self, current: Round, _: st.DataObject) -> None:
        candidates, seats = current.candidates or (1, 2, 3, 4), current.seats
        act = e.ListFrozen(
            round=current.number,
            definition=SOME,
            candidates=candidates,
            seats=seats,
            at=self.minute,
            approvals=(),
        )
        assert self.tell(act, TWO)

    def _listed(self, current: Round, _: st.DataObject) -> None:
        if self.now.ceremony is None:
            self._make_key()
        number = current.number
        self.tell(e.CardsPrinted(count=CARDS, credentials=(SOME,) * ROUNDS, at=AT))
        plain = e.SheetsPrinted(round=number, count=CARDS, commitment=None, key=None, at=AT)
        by_hand = current.paper.printed > 0 and current.identity_key is None
        assert self.tell(plain if by_hand else with_codes(number, printing=9))

    def _make_key(self) -> None:
        assert self.tell(e.CeremonyStarted(trustees=3, threshold=2, at=AT))
        for step in ("certificate", "commitment", "contribution", "verification"):
            code = "12345678" if step == "commitment" else ""
            for index in (1, 2, 3):
                assert self.tell(self.story.contribute(index, step, code))
        assert self.tell(e.ElectionKey(trustees=SOME, public_key="key", at=AT))
        for index in (1, 2, 3):
            assert self.tell(self.story.prove(index, "87654321"))

    def _ready(self, current: Round, data: st.DataObject) -> None:
        number = current.number
        left = current.paper.printed - current.prints_destroyed
        if current.identity_key is not None and left:
            assert self.tell(e.PrintsDestroyed(round=number, count=left, at=AT))
        present = data.draw(st.integers(SEATED - 2, SEATED))
        tablet = data.draw(st.integers(0, min(present, current.tablet.printed)))
        self.tell(e.AttendanceDeclared(round=number, roster_total=SEATED, present=present, at=AT))
        self.tell(e.Issued(round=number, channel="tablet", count=tablet, at=AT))
        self.tell(e.Issued(round=number, channel="paper", count=present - tablet, at=AT))
        self.tell(e.Opened(round=number, at=AT, approvals=()), CHIEF_AND_PRESIDER)

    def _open(self, current: Round, data: st.DataObject) -> None:
        number = current.number
        for one in data.draw(st.sets(st.integers(1, CARDS), max_size=2)):
            if self.tell(e.CardVoided(round=number, credentials=whole_card(one, number))):
                moved = e.Replaced(
                    round=number,
                    from_channel="tablet",
                    to_channel=data.draw(CHANNEL),
                    count=1,
                )
                self.tell(moved)
        voted = data.draw(st.sets(st.integers(1, CARDS), max_size=current.tablet.issued))
        assert self.tell(e.Closed(round=number, at=AT, approvals=()), CHIEF_AND_PRESIDER)
        for ballot, one in sorted((digest(f"{number} {one}".encode()), one) for one in voted):
            cast = e.BallotCast(
                round=number, ballot=ballot, proofs=None, credential=card(one, number)
            )
            dead = card(one, number) in self.now.dead[number - 1]
            assert self.tell(cast) != dead

    def _closed(self, current: Round, data: st.DataObject) -> None:
        number, paper, tablet = current.number, current.paper, current.tablet
        dead = self.now.dead[number - 1]
        spare = [
            one for one in range(1, CARDS + 1) if card(one, number) not in current.spent | dead
        ]
        for one in range(1, CARDS + 1):
            if card(one, number) in current.spent | dead:
                gone = e.CardsCancelled(round=number, credentials=cards([one], number), at=AT)
                assert not self.tell(gone)
        free = tablet.printed - tablet.booked()
        left = paper.printed - paper.booked()
        self.tell(e.LeftoverDestroyed(round=number, left_over=left, archived=0, at=AT))
        self.tell(e.CardsCancelled(round=number, credentials=cards(spare[:free], number), at=AT))
        boxed = data.draw(st.integers(current.cast, max(current.cast, tablet.issued)))
        self.tell(e.CardsInBox(round=number, count=boxed))
        self._count_paper(current, data)
        if self.tell(e.PaperFrozen(round=number, at=AT, approvals=()), FREEZERS):
            self._open_sum(current, data)
        else:
            self.end_without_result(number, "returned_gt_issued")

    def _count_paper(self, current: Round, data: st.DataObject) -> None:
        most = current.paper.issued
        returned = data.draw(st.sampled_from(sorted({0, most // 2, most, most + 1})))
        valid = data.draw(st.integers(0, returned))
        foreign = data.draw(st.integers(0, 1))
        tally = ChannelTally(
            channel="paper",
            returned=returned,
            valid=valid,
            invalid=returned - valid,
            foreign=foreign,
            items=data.draw(totals(current.candidates, valid, current.seats)),
        )
        self.tell(e.BoxCounted(round=current.number, count=returned + foreign))
        read = current.identity_key is not None and returned + foreign > 0
        if current.live or (read and data.draw(st.booleans())):
            self._read_paper(current, tally, data)
            return
        for teller in (1, 2):
            self.enter(current.number, teller, tally)
        self.tell(e.HandCountAgreed(round=current.number, tally=tally))

    def _read_paper(self, current: Round, tally: ChannelTally, data: st.DataObject) -> None:
        """Let the machine read everything anew; people rule on some sheets, and it adds up."""
        number, batch = current.number, len(current.batches) + 1
        for one in current.live:
            act = e.BatchWithdrawn(
                round=number, batch=one.batch, reason="重新读。", at=AT, approvals=()
            )
            assert self.tell(act, FREEZERS)
        sheets = read_sheets(range(tally.returned), f"bundle {batch}")
        doubtful = sheets[: data.draw(st.integers(0, len(sheets)))]
        declared = max(1, tally.returned + tally.foreign)
        read = e.BatchRead(
            round=number,
            batch=batch,
            declared=declared,
            sheets=sheets,
            foreign=tally.foreign,
            doubtful=doubtful,
        )
        assert self.tell(read) == (declared == tally.returned + tally.foreign)
        counted = e.SheetsCounted(round=number, tally=tally)
        if doubtful:
            assert not self.tell(counted)
            act = e.SheetsAdjudicated(round=number, rulings=ruled(doubtful), approvals=())
            assert self.tell(act, FREEZERS)
        assert self.tell(counted) == bool(current.live)
        if current.sheet_count is not None and current.certain:
            self._look_at_sample(current)
            assert self.tell(counted)
        assert not self.tell(e.HandCountAgreed(round=number, tally=tally))

    def _look_at_sample(self, current: Round) -> None:
        """Draw the sample, without which nothing that a machine read is frozen, and rule on it."""
        number = current.number
        assert not self.tell(e.PaperFrozen(round=number, at=AT, approvals=()), FREEZERS)
        size = sample_size(self.now.rules, sum(len(one.sheets) for one in current.live))
        size = min(size, len(current.certain))
        drawn = e.SampleDrawn(round=number, seed="3 1 4", count=size, at=AT, approvals=())
        assert self.tell(drawn, CHIEF_AND_SCRUTINEER)
        sample = ruled(sorted(current.sample or ()), "of the sample ")
        seen = e.SheetsAdjudicated(round=number, rulings=sample, approvals=())
        assert self.tell(seen, FREEZERS)

    def enter(self, number: int, teller: int, tally: ChannelTally) -> None:
        unsigned = e.HandCountEntered(
            round=number,
            teller=teller,
            entry=1,
            tally=tally,
            approval=self.story.by(e.BoxCounted(round=number, count=0), "teller", 1),
        )
        approval = self.story.by(unsigned, "teller", teller)
        self.tell(msgspec.structs.replace(unsigned, approval=approval))

    def _open_sum(self, current: Round, data: st.DataObject) -> None:
        number, found = current.number, None
        if current.tablet.issued:
            authorised = e.OpeningAuthorised(round=number, at=AT, approvals=())
            if not self.tell(authorised, CHIEF_AND_PRESIDER[:1]):
                self.end_without_result(number, "below_min_channel")
                return
            assert self.tell(e.EncryptedTally(round=number, tally=SOME, ballots=current.cast))
            for owner in (1, 3):
                part = e.PartialDecryption(round=number, owner=owner, factors=SOME, strong=SOME)
                assert self.tell(part)
            found = ChannelTally(
                channel="tablet",
                returned=current.cast,
                valid=current.cast,
                invalid=0,
                foreign=0,
                items=data.draw(totals(current.candidates, current.cast, current.seats)),
            )
        tally = tally_of(current, found)
        outcome = outcome_of(self.now, current, tally, ())
        if outcome.failed:
            self.end_without_result(number, "keys_lost")
            return
        assert self.tell(e.Tallied(round=number, tally=tally))
        assert self.tell(e.OutcomeDecided(round=number, outcome=outcome))

    def end_without_result(self, number: int, ground: Any) -> None:
        void = e.RoundVoided(round=number, ground=ground, clause="无效。", at=AT, approvals=())
        assert self.tell(void, CHIEF_AND_PRESIDER)

    def _counted(self, current: Round, _: st.DataObject) -> None:
        certified = e.Certified(
            round=current.number,
            outcome=digest_of(current.outcome),
            checkpoint="note",
            at=AT,
            approvals=(),
        )
        everybody = [("chief_scrutineer", 1), *(("scrutineer", at) for at in (1, 2, 3))]
        assert self.tell(certified, everybody)  # type: ignore[arg-type]  # roles

    def decide(self, matter: Matter, projects: tuple[int, ...]) -> None:
        """Let 主席团 decide what the rules leave to it."""
        act = e.PresidiumDecided(
            round=len(self.now.rounds),
            matter=matter,
            projects=projects,
            text="主席团决定。",
            at=AT,
            approvals=(),
        )
        assert self.tell(act, [("presider", 1)])

    def _certified(self, current: Round, _: st.DataObject) -> None:
        tie = left_open(self.now).tie
        if tie is current and current.outcome and way_out(self.now, current) == "presidium":
            assert not self.tell(self.announcing(current), [("presider", 1)])
            second = self.now.contest(current) == "runoff"
            seats = current.outcome.tied[: current.outcome.seats_left]
            self.decide("second_tie" if second else "tie", seats)
        assert self.tell(self.announcing(current), [("presider", 1)])

    def announcing(self, current: Round) -> e.Event:
        level = self.now.rules.publish_level
        chosen = chosen_by(self.now, current.number)
        return e.Announced(round=current.number, level=level, chosen=chosen, at=AT, approvals=())

    def _announced(self, current: Round, _: st.DataObject) -> None:
        open_ = left_open(self.now)
        if open_.tie is not None and open_.tie.outcome is not None:
            self.follow("runoff", open_.tie.outcome.tied, open_.tie.outcome.seats_left)
        elif open_.vacant and rounds_left(self.now):
            rest = tuple(one for equals in pool(self.now) for one in equals)
            if "shortfall" not in current.decisions:
                self.decide("shortfall", rest)
            self.follow("fill", rest, open_.vacant)

    def _void(self, current: Round, _: st.DataObject) -> None:
        if "revote" not in current.decisions:
            self.decide("revote", ())
        self.follow("revote", current.candidates, current.seats)

    def follow(self, kind: RoundKind, candidates: tuple[int, ...], seats: int) -> None:
        """Start the next round; refused only where the rules allow no more of them."""
        plural = kind == "runoff" or (kind == "revote" and self.current.threshold == "plurality")
        opened = e.RoundOpened(
            round=len(self.now.rounds) + 1 if len(self.now.rounds) < ROUNDS else ROUNDS,
            kind=kind,
            candidates=candidates,
            seats=seats,
            threshold="plurality" if plural else self.now.rules.threshold,
            clause="条款。",
            at=AT,
        )
        assert self.tell(opened) or len(self.now.rounds) == ROUNDS

    @invariant()
    def the_leaves_fold_to_the_same_state(self) -> None:
        assert fold(map(decode, self.leaves)) == self.now

    @invariant()
    def nothing_is_in_two_books_and_no_dead_card_voted(self) -> None:
        for one, dead in zip(self.now.rounds, self.now.dead, strict=False):
            for tokens in (one.paper, one.tablet):
                assert tokens.printed >= tokens.booked()
                assert min(tokens.issued, tokens.replaced, tokens.archived, tokens.left_over) >= 0
            assert not one.spent & dead

    @invariant()
    def paper_is_counted_one_way_and_every_doubt_decided_before(self) -> None:
        for one in self.now.rounds:
            assert one.hand_count is None or one.sheet_count is None
            if one.sheet_count is not None:
                waiting = {sheet for batch in one.live for sheet in batch.doubtful}
                assert not waiting - one.rulings.keys()
                assert sum(batch.declared for batch in one.live) == one.box_counted

    @invariant()
    def seats_are_filled_open_or_vacant_and_never_more(self) -> None:
        chosen: list[int] = []
        for one in self.now.rounds:
            if one.outcome is None:
                continue
            found = one.outcome
            assert len(found.elected) + found.vacant + found.seats_left == one.seats
            assert bool(found.seats_left) == bool(found.tied)
            assert not set(found.elected) & set(found.tied)
            chosen += found.elected
        assert len(chosen) == len(set(chosen)) <= (self.now.rules.seats or 0)

    @invariant()
    def a_void_round_has_no_sum_and_all_others_but_the_newest_are_decided(self) -> None:
        for one in self.now.rounds:
            if one.stage == "void":
                assert one.tally is None
                assert one.outcome is None
        assert all(one.outcome or one.stage == "void" for one in self.now.rounds[:-1])


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(
    max_examples=int(os.environ.get("PIAOJUE_WALKS", "20")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
