"""A story through several rounds on paper or by hands, with the outcomes that a test wants."""

from typing import Any

from ballot import events as e
from ballot.canonical import digest_of
from ballot.course import chosen_by
from ballot.events.base import Role
from ballot.events.deciding import Device, Matter, VoidGround
from ballot.events.listing import RoundKind
from ballot.folding.listing import threshold_of
from ballot.lot import drawn
from ballot.results import ChannelTally, Tally
from tests.support.outcomes import VALID, outcome, tally
from tests.support.story import AT, SOME, Story

BOTH: list[tuple[Role, int]] = [("chief_scrutineer", 1), ("presider", 1)]
LATER = "2026-01-22T10:30+08:00"


class Tale(Story):
    """Rounds of 38 sheets; the newest round is the one that every step is about."""

    @property
    def number(self) -> int:
        return len(self.election.rounds)

    def begin(self, candidates: tuple[int, ...] = (1, 2, 3, 4), seats: int = 2) -> "Tale":
        self.create().appoint()
        return self.listed(candidates, seats)

    def listed(self, candidates: tuple[int, ...] | None = None, seats: int | None = None) -> "Tale":
        current = self.election.current
        act = e.ListFrozen(
            round=self.number,
            definition=SOME,
            candidates=candidates or current.candidates,
            seats=seats or current.seats,
            at=LATER,
            approvals=(),
        )
        return self.signs(act, [("clerk", 1), ("presider", 1)])

    def signs(self, act: e.Event, signers: list[tuple[Role, int]]) -> "Tale":
        self.tell(self.signed(act, signers))
        return self

    def opened(self, spare: int = 0) -> "Tale":
        """Print, hand out and open, ``spare`` sheets too many; hands need no tokens."""
        number = self.number
        self.tell(e.AttendanceDeclared(round=number, roster_total=45, present=VALID, at=AT))
        if not self.election.current.hands:
            self.tell(
                e.SheetsPrinted(
                    round=number, count=VALID + spare, commitment=None, key=None, at=AT
                ),
                e.Issued(round=number, channel="paper", count=VALID, at=AT),
            )
        return self.signs(e.Opened(round=number, at=AT, approvals=()), BOTH)

    def closed(self) -> "Tale":
        return self.signs(e.Closed(round=self.number, at=AT, approvals=()), BOTH)

    def enters(self, found: ChannelTally) -> "Tale":
        for teller in (1, 2):
            unsigned = e.HandCountEntered(
                round=self.number,
                teller=teller,
                entry=self.election.current.entered.get(teller, 0) + 1,
                tally=found,
                approval=self.by(e.BoxCounted(round=1, count=0), "teller", teller),
            )
            self.tell(self.alone(unsigned, "teller", teller))
        self.tell(e.HandCountAgreed(round=self.number, tally=found))
        return self

    def enters_boxed(self, approvals: dict[int, int] | None = None) -> "Tale":
        """Empty the boxes and let both tellers enter the same."""
        found = tally(approvals or dict.fromkeys(self.election.current.candidates, 10))
        self.tell(e.BoxCounted(round=self.number, count=found.returned))
        return self.enters(found)

    def counted(self, approvals: dict[int, int], boxed: int = 0, **decided: Any) -> "Tale":
        """Count, and let the outcome be what ``decided`` says; ``boxed`` sheets are found more."""
        hands = self.election.current.hands
        found = tally(approvals, channel="hands" if hands else "paper")
        if not hands:
            self.tell(e.BoxCounted(round=self.number, count=found.returned + boxed))
        self.enters(found)
        act = e.PaperFrozen(round=self.number, at=AT, approvals=())
        self.signs(act, [("scrutineer", 1), ("scrutineer", 2), ("chief_scrutineer", 1)])
        self.tell(
            e.Tallied(round=self.number, tally=Tally(channels=(found,))),
            e.OutcomeDecided(round=self.number, outcome=outcome(found, **decided)),
        )
        return self

    def played(self, approvals: dict[int, int], **decided: Any) -> "Tale":
        return self.opened().closed().counted(approvals, **decided)

    def voided(self, ground: VoidGround = "returned_gt_issued") -> "Tale":
        if ground == "returned_gt_issued":
            self.tell(e.BoxCounted(round=self.number, count=VALID + 1))
        act = e.RoundVoided(
            round=self.number, ground=ground, clause="本轮无效。", at=AT, approvals=()
        )
        return self.signs(act, BOTH)

    def fails(self, device: Device = "scanner", readings: int = 0) -> "Tale":
        act = e.FallbackDeclared(
            round=self.number,
            channel="paper" if device == "scanner" else "tablet",
            device=device,
            readings=readings,
            clause="设备故障的，改用人工计票。",
            at=AT,
            approvals=(),
        )
        return self.signs(act, [("chief_scrutineer", 1)])

    def decides(self, matter: Matter, *projects: int, number: int | None = None) -> "Tale":
        act = e.PresidiumDecided(
            round=number or self.number,
            matter=matter,
            projects=projects,
            text="主席团决定。",
            at=AT,
            approvals=(),
        )
        return self.signs(act, [("presider", 1)])

    def draws(
        self, seed: str = "三颗骰子：二、五、六", chosen: tuple[int, ...] | None = None
    ) -> "Tale":
        found = self.election.current.outcome
        assert found is not None
        by_lot = drawn(self.election.id, self.number, seed, found)
        act = e.LotDrawn(
            round=self.number,
            seed=seed,
            chosen=by_lot if chosen is None else chosen,
            at=AT,
            approvals=(),
        )
        return self.signs(act, BOTH)

    def follows(
        self, kind: RoundKind, candidates: tuple[int, ...], seats: int, *, hands: bool = False
    ) -> "Tale":
        self.tell(
            e.RoundOpened(
                round=self.number + 1,
                kind=kind,
                candidates=candidates,
                seats=seats,
                threshold=threshold_of(self.election, kind),
                clause="条款。",
                at=AT,
                hands=hands,
            )
        )
        return self.listed()

    def certified(self) -> "Tale":
        found = self.election.current.outcome
        act = e.Certified(
            round=self.number, outcome=digest_of(found), checkpoint="note", at=AT, approvals=()
        )
        everybody: list[tuple[Role, int]] = [("scrutineer", at) for at in (1, 2, 3)]
        return self.signs(act, [("chief_scrutineer", 1), *everybody])

    def announced(self, chosen: tuple[int, ...] | None = None) -> "Tale":
        by_log = chosen_by(self.election, self.number)
        act = e.Announced(
            round=self.number,
            level=self.election.rules.publish_level,
            chosen=by_log if chosen is None else chosen,
            at=AT,
            approvals=(),
        )
        return self.signs(act, [("presider", 1)])
