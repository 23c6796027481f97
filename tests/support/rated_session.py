"""A 满意度测评 on paper alone, counted by hand, as a script of events."""

from collections.abc import Mapping

import msgspec

from ballot import events as e
from ballot.canonical import canonical
from ballot.evaluation import GroupSource
from ballot.results import ChannelTally, Outcome
from ballot.rules import Rules
from counting.evaluation_groups import combine
from tests.support.hand_counted import certify, decide
from tests.support.ratings import rated
from tests.support.session import AT, Session, hand_count

RATING = Rules(
    ballot_mode="graded",
    choices=("abstain", "dont_know"),
    body_type="standing_committee",
    roster_total=33,
)
FIRST = {1: (17, 11, 1), 2: (9, 6, 14)}
"""Of 29 present: 基本满意 needs more than 16 of 33, so project 2 is 不满意."""
AGAIN = {2: (20, 8, 1)}


def forms(rows: Mapping[int, tuple[int, ...]]) -> ChannelTally:
    """The two tellers' figures."""
    items = tuple(rated(number, *row) for number, row in rows.items())
    return ChannelTally(channel="paper", returned=29, valid=29, invalid=0, foreign=0, items=items)


def vote(session: Session, round_: int, rows: Mapping[int, tuple[int, ...]]) -> None:
    """Tell a round from the printing to the outcome."""
    session.tell(
        e.SheetsPrinted(round=round_, count=30, commitment=None, key=None, at=AT),
        e.AttendanceDeclared(round=round_, roster_total=33, present=29, at=AT),
        e.Issued(round=round_, channel="paper", count=29, at=AT),
        e.LeftoverDestroyed(round=round_, left_over=1, archived=0, at=AT),
        e.Opened(round=round_, at=AT, approvals=()),
        e.Closed(round=round_, at=AT, approvals=()),
        *hand_count(round_, forms(rows)),
        e.PaperFrozen(round=round_, at=AT, approvals=()),
    )
    decide(session, round_)


def rated_session(rules: Rules = RATING, id_: str = "f00d5eed0000feed") -> Session:
    """Return the session up to the announced result of the first round."""
    session = Session(rules=rules, id=id_)
    session.begin()
    session.freeze(session.definition(tuple(FIRST), len(FIRST)))
    vote(session, 1, FIRST)
    certify(session, 1)
    return session


def rate_again(session: Session) -> None:
    """Tell the re-evaluation of project 2 up to its announced result."""
    session.tell(reopened())
    definition = session.definition(tuple(AGAIN), len(AGAIN), round_=2, kind="re_evaluation")
    session.freeze(definition)
    vote(session, 2, AGAIN)
    certify(session, 2)


def reopened(candidates: tuple[int, ...] = (2,), seats: int | None = None) -> e.RoundOpened:
    """Return the beginning of a re-evaluation."""
    return e.RoundOpened(
        round=2,
        kind="re_evaluation",
        candidates=candidates,
        seats=len(candidates) if seats is None else seats,
        threshold="majority",
        clause="对测评结果为不满意的项目责成整改，整改以后再次测评。",
        at=AT,
    )


WEIGHED = msgspec.structs.replace(
    RATING, grade_rule="weighted", grader_weights={"组成人员": 60, "群众": 40}
)


def joined_session() -> Session:
    """Return a session whose result is joined with that of another group."""
    session, other = rated_session(WEIGHED), rated_session(WEIGHED, "0ddba11deed00000")
    outcomes = {"组成人员": told(session), "群众": told(other)}
    names = {group: session.put(canonical(outcome)) for group, outcome in outcomes.items()}
    combined = session.put(canonical(combine(WEIGHED, outcomes)))
    groups = tuple(
        GroupSource(group=group, election=one.id, round=1, outcome=names[group])
        for group, one in (("组成人员", session), ("群众", other))
    )
    session.tell(e.EvaluationCombined(round=1, groups=groups, combined=combined, at=AT))
    return session


def told(session: Session) -> Outcome:
    """Return the outcome of the first round."""
    return next(one.outcome for one in session.script if isinstance(one, e.OutcomeDecided))
