"""F-06 to F-10 and D-04: faults of what follows a round, and of lists that do not fit the rules."""

from functools import cache
from typing import Any

import msgspec

from ballot import events as e
from ballot.course import chosen_by
from ballot.events.listing import RoundKind
from ballot.fold import fold
from ballot.folding.listing import threshold_of
from ballot.lot import drawn
from ballot.rules import Rules
from ballot.rules.values import BudgetCap
from counting.books import outcome_of, tally_of
from counting.standing import standing
from tests.support.bad_records.registry import bad, change, own_copy, place
from tests.support.forging import Forger
from tests.support.hand_counted import certify, decide
from tests.support.session import AT, Session, hand_count, paper

TIED = {1: (30, 8), 2: (20, 18), 3: (20, 18), 4: (5, 33)}
"""Project 1 alone passes the line of 23; under plurality 2 and 3 tie for the second seat."""
SEED = "三颗骰子：二、五、六"


@cache
def first_round(**rules: Any) -> Session:
    """A certified first round of four projects for two seats, all the sheets accounted for."""
    session = Session(rules=Rules(seats=2, roster_total=45, **rules))
    session.begin()
    threshold = session.rules.threshold
    session.freeze(session.definition((1, 2, 3, 4), 2, threshold=threshold))
    play(session, 1)
    session.tell(e.Certified(round=1, outcome="0" * 64, checkpoint="?", at=AT, approvals=()))  # type: ignore[arg-type]  # filled in when signed
    return session


def play(session: Session, number: int, rows: dict[int, tuple[int, int]] | None = None) -> None:
    """Let a round be voted on paper and decided."""
    session.tell(
        e.SheetsPrinted(round=number, count=40, commitment=None, key=None, at=AT),
        e.AttendanceDeclared(round=number, roster_total=45, present=40, at=AT),
        e.Issued(round=number, channel="paper", count=40, at=AT),
        e.Opened(round=number, at=AT, approvals=()),
        e.Closed(round=number, at=AT, approvals=()),
        *hand_count(number, paper(rows or TIED, valid=38, invalid=1)),
        e.PaperFrozen(round=number, at=AT, approvals=()),
    )
    decide(session, number)


def after(**rules: Any) -> Session:
    return own_copy(first_round(**rules))


def tied(rule: str) -> Session:
    """2 and 3 tie for the second seat; ``rule`` says what then."""
    return after(threshold="plurality", tie_rule=rule)


def lot(session: Session, seed: str = SEED, shown: str = SEED) -> e.LotDrawn:
    """A lot over ``seed`` that says it was drawn over ``shown``."""
    now = fold(session.sign(session.script))
    found = now.current.outcome
    assert found is not None
    chosen = drawn(now.id, 1, seed, found)
    return e.LotDrawn(round=1, seed=shown, chosen=chosen, at=AT, approvals=())


def other_seed(session: Session) -> str:
    """A seed that chooses somebody else."""
    wanted = lot(session).chosen
    return next(str(number) for number in range(99) if lot(session, str(number)).chosen != wanted)


def decision(matter: Any, *projects: int) -> e.PresidiumDecided:
    return e.PresidiumDecided(
        round=1, matter=matter, projects=projects, text="主席团决定。", at=AT, approvals=()
    )


def further(
    session: Session, kind: RoundKind, candidates: tuple[int, ...], seats: int, **more: Any
) -> e.RoundOpened:
    now = fold(session.sign(session.script))
    said: dict[str, Any] = {"threshold": threshold_of(now, kind), **more}
    return e.RoundOpened(
        round=2, kind=kind, candidates=candidates, seats=seats, clause="条款。", at=AT, **said
    )


def told(session: Session, *events: e.Event) -> Forger:
    session.tell(*events)
    return Forger(session)


def announce(*chosen: int) -> e.Announced:
    return e.Announced(round=1, level="names_approve", chosen=chosen, at=AT, approvals=())


# Good ones, on which the bad ones are built: the verifier passes them.


def lot_was_drawn() -> Session:
    session = tied("lot")
    session.tell(lot(session))
    now = fold(session.sign(session.script))
    session.tell(announce(*chosen_by(now, 1)))
    assert [one.how for one in standing(now).chosen] == ["vote", "lot"]
    return session


def presidium_chose() -> Session:
    session = tied("presidium")
    session.tell(decision("tie", 3), announce(1, 3))
    return session


def seat_was_filled() -> Session:
    session = after()
    session.tell(decision("shortfall", 2, 3))
    session.tell(further(session, "fill", (2, 3), 1))
    session.freeze(session.definition((2, 3), 1, round_=2, kind="fill"))
    play(session, 2, {2: (30, 8), 3: (8, 30)})
    certify(session, 2)
    return session


def hands_were_shown() -> Session:
    """The scanner fails after the close; the round is void and voted again by hands."""
    session = Session(rules=Rules(seats=2, roster_total=45, fallback="show_of_hands"))
    session.begin()
    session.freeze(session.definition((1, 2, 3, 4), 2))
    play(session, 1)
    del session.script[place(session.script, e.BoxCounted) :]
    session.tell(
        e.FallbackDeclared(
            round=1,
            channel="paper",
            device="scanner",
            readings=12,
            clause="设备故障的，举手表决。",
            at=AT,
            approvals=(),
        ),
        e.RoundVoided(round=1, ground="devices_failed", clause="设备故障。", at=AT, approvals=()),
        decision("revote"),
    )
    session.tell(further(session, "revote", (1, 2, 3, 4), 2, hands=True))
    session.freeze(session.definition((1, 2, 3, 4), 2, round_=2, kind="revote"))
    rows = {1: (30, 8), 2: (25, 13), 3: (15, 23), 4: (5, 33)}
    shown = msgspec.structs.replace(paper(rows, valid=38), channel="hands")
    session.tell(
        e.AttendanceDeclared(round=2, roster_total=45, present=38, at=AT),
        e.Opened(round=2, at=AT, approvals=()),
        e.Closed(round=2, at=AT, approvals=()),
        *(one for one in hand_count(2, shown) if not isinstance(one, e.BoxCounted)),
        e.PaperFrozen(round=2, at=AT, approvals=()),
    )
    decide(session, 2)
    certify(session, 2)
    return session


GOOD = (lot_was_drawn, presidium_chose, seat_was_filled, hands_were_shown)

# Bad ones.


@bad("F-06")
def lot_that_another_seed_drew() -> Forger:
    session = tied("lot")
    return told(session, lot(session, other_seed(session)))


@bad("F-06")
def lot_where_the_tied_are_voted_on_again() -> Forger:
    session = tied("re_vote_tied")
    return told(session, lot(session))


@bad("F-02")
def lot_without_the_chief() -> Forger:
    session = tied("lot")
    signed = session.approval(lot(session), "presider", 1)
    return told(session, msgspec.structs.replace(lot(session), approvals=(signed,)))


@bad("F-07")
def presidium_that_chooses_one_who_lost() -> Forger:
    return told(tied("presidium"), decision("tie", 4))


@bad("F-07")
def presidium_that_chooses_both_of_the_tied() -> Forger:
    return told(tied("presidium"), decision("tie", 2, 3))


@bad("F-07")
def presidium_where_lots_are_drawn() -> Forger:
    return told(tied("lot"), decision("tie", 2))


@bad("F-07")
def presidium_that_names_the_worse_for_the_fill() -> Forger:
    return told(after(), decision("shortfall", 4))


@bad("F-02")
def presidium_that_nobody_answers_for() -> Forger:
    session = tied("presidium")
    act = decision("tie", 2)
    by_clerk = session.approval(act, "clerk", 1)
    return told(session, msgspec.structs.replace(act, approvals=(by_clerk,)))


@bad("C-01")
def presidium_decision_changed_after_signing() -> Forger:
    session = tied("presidium")
    signed = session.approval(decision("tie", 2), "presider", 1)
    return told(session, msgspec.structs.replace(decision("tie", 3), approvals=(signed,)))


@bad("F-08")
def runoff_where_the_presidium_decides() -> Forger:
    session = tied("presidium")
    return told(session, further(session, "runoff", (2, 3), 1))


@bad("F-08")
def runoff_with_one_who_is_not_tied() -> Forger:
    session = tied("re_vote_tied")
    return told(session, further(session, "runoff", (2, 3, 4), 1))


@bad("F-08")
def runoff_under_another_line() -> Forger:
    session = tied("re_vote_tied")
    return told(session, further(session, "runoff", (2, 3), 1, threshold="majority"))


@bad("F-08")
def fill_that_nobody_decided() -> Forger:
    session = after()
    return told(session, further(session, "fill", (2, 3), 1))


@bad("F-08")
def fill_that_passes_over_an_equal() -> Forger:
    session = after(shortfall_action="same_session")
    return told(session, further(session, "fill", (2,), 1))


@bad("F-08")
def fill_where_the_seat_stays_vacant() -> Forger:
    session = after(shortfall_action="vacant")
    return told(session, further(session, "fill", (2, 3), 1))


@bad("F-08")
def hands_shown_although_nothing_failed() -> Forger:
    session = tied("re_vote_tied")
    return told(session, further(session, "runoff", (2, 3), 1, hands=True))


@bad("F-09")
def announced_with_one_whom_nobody_chose() -> Forger:
    session = tied("re_vote_tied")
    return told(session, announce(1, 2))


@bad("F-09")
def announced_without_whom_the_lot_chose() -> Forger:
    session = lot_was_drawn()
    change(session.script, e.Announced, chosen=(1,))
    return Forger(session)


@bad("F-10")
def failure_of_a_device_that_nobody_used() -> Forger:
    session = hands_were_shown()
    change(session.script, e.FallbackDeclared, channel="tablet", device="network", readings=0)
    return Forger(session)


@bad("F-10")
def void_for_devices_that_did_not_fail() -> Forger:
    session = hands_were_shown()
    del session.script[place(session.script, e.FallbackDeclared)]
    return Forger(session)


@bad("T-07")
def hands_that_nobody_counted() -> Forger:
    session = hands_were_shown()
    del session.script[place(session.script, e.Tallied) :]
    now = fold(session.sign(session.script))
    counted = now.current.hand_count
    assert counted is not None
    swapped = tuple(
        msgspec.structs.replace(one, number=number)
        for one, number in zip(counted.items, (2, 1, 3, 4), strict=True)
    )
    other = msgspec.structs.replace(counted, items=swapped)
    now.current.hand_count = other
    tally = tally_of(now.current, None)
    session.tell(
        e.Tallied(round=2, tally=tally),
        e.OutcomeDecided(round=2, outcome=outcome_of(now, now.current, tally, ())),
    )
    return Forger(session)


@bad("O-01")
def sheets_left_over_that_nobody_booked() -> Forger:
    session = after()
    change(session.script, e.SheetsPrinted, count=45)
    return Forger(session)


def _listed(**rules: Any) -> Forger:
    """A frozen list, of projects without categories and costs, under rules that need them."""
    session = Session(rules=Rules(seats=2, roster_total=45, **rules))
    session.begin()
    session.freeze(session.definition((1, 2, 3), 2))
    return Forger(session)


@bad("D-04")
def list_without_a_project_of_a_category() -> Forger:
    return _listed(category_quota={"交通": 1})


@bad("D-04")
def list_without_costs_under_a_hard_cap() -> Forger:
    return _listed(budget_cap=msgspec.convert({"amount": 500, "hard": True}, BudgetCap))


@bad("D-02")
def project_that_becomes_another_in_the_fill() -> Forger:
    session = after()
    session.tell(decision("shortfall", 2, 3))
    session.tell(further(session, "fill", (2, 3), 1))
    again = session.definition((2, 3), 1, round_=2, kind="fill")
    first, *rest = again.candidates
    other = msgspec.structs.replace(first, name="另一个项目")
    session.freeze(msgspec.structs.replace(again, candidates=(other, *rest)))
    return Forger(session)
