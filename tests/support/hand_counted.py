"""A session on paper alone, hand-counted, certified, announced, with its papers."""

from ballot import events as e
from ballot.course import chosen_by
from ballot.fold import fold
from ballot.results import Tally
from counting.books import outcome_of, tally_of
from tests.support.session import AT, Session, hand_count, paper

ROWS = {1: (30, 8), 2: (25, 10), 3: (10, 20)}


def hand_counted(seed: str = "a session", id_: str = "f00d5eed0000feed") -> Session:
    """Return the session; project 1 and 2 are elected with 30 and 25 of 38 valid ballots."""
    session = Session(seed=seed, id=id_)
    session.begin()
    session.freeze(session.definition((1, 2, 3), 2))
    session.tell(
        e.SheetsPrinted(round=1, count=50, commitment=None, key=None, at=AT),
        e.AttendanceDeclared(round=1, roster_total=45, present=40, at=AT),
        e.Issued(round=1, channel="paper", count=40, at=AT),
        e.LeftoverDestroyed(round=1, left_over=9, archived=1, at=AT),
        e.Opened(round=1, at=AT, approvals=()),
        e.Closed(round=1, at=AT, approvals=()),
        *hand_count(1, paper(ROWS, valid=38, invalid=1)),
        e.PaperFrozen(round=1, at=AT, approvals=()),
    )
    decide(session, 1)
    certify(session, 1)
    return session


def decide(session: Session, round_: int, tablet: object = None) -> None:
    """Let the totals and the outcome of the round be what the rules give."""
    election = fold(session.sign(session.script))
    current = election.rounds[round_ - 1]
    tally: Tally = tally_of(current, tablet)  # type: ignore[arg-type]  # None or a ChannelTally
    session.tell(e.Tallied(round=round_, tally=tally))
    outcome = outcome_of(election, current, tally, ())
    session.tell(e.OutcomeDecided(round=round_, outcome=outcome))


def certify(session: Session, round_: int) -> None:
    """Let the officers sign, the presider announce, and two papers be issued."""
    nothing = "0" * 64
    chosen = chosen_by(fold(session.sign(session.script)), round_)
    session.tell(
        e.Certified(round=round_, outcome=nothing, checkpoint="?", at=AT, approvals=()),  # type: ignore[arg-type]  # filled in when signed
        e.Announced(round=round_, level="names_approve", chosen=chosen, at=AT, approvals=()),
    )
    session.papers(round_, "count_report")
    session.papers(round_, "announcement")
