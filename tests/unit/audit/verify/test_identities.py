"""No log reaches an announcement with one identity of the count failing, however it is forged.

Whoever holds every key writes a log in which one identity fails and everything else is as it
should be: the fold refuses it, or the verifier names the check; the service's own command refuses
to make such a log. A table names every identity of sheets and cards, whatever the way of voting;
a new one without a forgery fails here.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from audit.verify.folding import fold_all
from audit.verify.record import verify_record
from ballot import events as e
from ballot.errors import BallotError
from ballot.fold import apply
from ballot.results import ChannelTally, ItemTotals, Tally, WrittenIn
from ballot.rules import Rules
from ballot.rules.values import BallotMode
from ballot.state import Election
from counting.books import figures_of
from counting.errors import CountingError
from counting.reconciliation import failing, reconcile
from service.commands.counting import agree, decide_outcome
from tests.support.bad_records.registry import change, own_copy
from tests.support.forging import Forger
from tests.support.hand_counted import certify, decide, hand_counted
from tests.support.sealed_session import two_rounds
from tests.support.session import AT, Session, hand_count, items, paper

Tell = Callable[[Session], None]
"""Tells another story, in which one identity fails."""
WHOLE = "returned=valid+invalid"
ROWS = "approve+oppose+abstain+illegible=valid"
LIMIT = "sum_approve<=valid*seats"
TOKENS = "printed=issued+replaced+archived+left_over"


def on_paper(rules: Rules, tally: ChannelTally) -> Session:
    """Return a session under ``rules`` whose 38 sheets were counted as ``tally``."""
    session = Session(rules=rules)
    session.begin()
    session.freeze(session.definition([one.number for one in tally.items], rules.seats or 0))
    session.tell(
        e.SheetsPrinted(round=1, count=40, commitment=None, key=None, at=AT),
        e.AttendanceDeclared(round=1, roster_total=45, present=40, at=AT),
        e.Issued(round=1, channel="paper", count=40, at=AT),
        e.Opened(round=1, at=AT, approvals=()),
        e.Closed(round=1, at=AT, approvals=()),
        *hand_count(1, tally),
        e.PaperFrozen(round=1, at=AT, approvals=()),
    )
    decide(session, 1)
    certify(session, 1)
    return session


def exactly() -> Session:
    rules = Rules(seats=2, roster_total=45, ballot_mode="exactly_k", undervote="void")
    return on_paper(rules, paper({1: (38, 0), 2: (30, 0), 3: (8, 30)}, valid=38))


def whole() -> Session:
    rules = Rules(seats=3, roster_total=45, ballot_mode="whole_list")
    return on_paper(rules, paper(dict.fromkeys((1, 2, 3), (30, 5)), valid=38))


BRIDGE = WrittenIn(title="修桥", approve=38)


def beside(mode: BallotMode) -> Session:
    """Every voter wrote the same project beside the list."""
    rules = Rules(seats=2, roster_total=45, write_in="allowed", ballot_mode=mode)
    tally = paper({1: (25, 8), 2: (10, 10), 3: (3, 20)}, valid=38)
    return on_paper(rules, msgspec.structs.replace(tally, written=(BRIDGE,)))


def more(title: str = "修桥", approve: int = 38) -> Tell:
    """Tell other figures of what was written in."""
    return retold(written=(WrittenIn(title=title, approve=approve),))


def ranked() -> Session:
    rules = Rules(
        seats=2, roster_total=45, ballot_mode="ranked", rank_by="points", choices=("approve",)
    )
    rows = items({1: (38, 0), 2: (30, 0), 3: (8, 0)}, 38)
    points = (70, 36, 8)
    given = tuple(
        msgspec.structs.replace(one, points=each) for one, each in zip(rows, points, strict=True)
    )
    return on_paper(rules, msgspec.structs.replace(paper({}, valid=38), items=given))


def retold(**changed: Any) -> Tell:
    """Return what lets both tellers, and everything after, tell the count with other fields."""

    def tell(session: Session) -> None:
        agreed = next(one for one in session.script if isinstance(one, e.HandCountAgreed))
        tally = msgspec.structs.replace(agreed.tally, **changed)
        for number in (0, 1):
            change(session.script, e.HandCountEntered, number, tally=tally)
        change(session.script, e.HandCountAgreed, tally=tally)
        change(session.script, e.Tallied, tally=Tally(channels=(tally,)))

    return tell


def row(at: int, **changed: Any) -> Tell:
    """The same with other fields of one project."""

    def tell(session: Session) -> None:
        agreed = next(one for one in session.script if isinstance(one, e.HandCountAgreed))
        rows = list(agreed.tally.items)
        rows[at] = msgspec.structs.replace(rows[at], **changed)
        retold(items=tuple(rows))(session)

    return tell


def told(kind: type[e.Event], **changed: Any) -> Tell:
    return lambda session: change(session.script, kind, **changed)


def on_tablets(**changed: Any) -> Tell:
    """Return what tells other totals of the tablets in the second round."""

    def tell(session: Session) -> None:
        tally = [one for one in session.script if isinstance(one, e.Tallied)][1].tally
        sheets, cards = tally.channels
        spoilt = msgspec.structs.replace(cards, **changed)
        change(session.script, e.Tallied, 1, tally=Tally(channels=(sheets, spoilt)))

    return tell


def tablet_row(at: int, **changed: Any) -> Tell:
    """The same with other fields of one project."""

    def tell(session: Session) -> None:
        tally = [one for one in session.script if isinstance(one, e.Tallied)][1].tally
        rows = list(tally.channels[1].items)
        rows[at] = msgspec.structs.replace(rows[at], **changed)
        on_tablets(items=tuple(rows))(session)

    return tell


def together(*changes: Tell) -> Tell:
    def tell(session: Session) -> None:
        for one in changes:
            one(session)

    return tell


@dataclass(frozen=True)
class Forgery:
    """``tell`` spoils a good session; ``fails`` are the checks that find it.

    ``besides`` are identities that cannot hold when this one fails: ballots on tablets are valid
    by proof, so that four of them say nearly the same.
    """

    session: Callable[[], Session]
    tell: Tell
    fails: frozenset[str]
    besides: frozenset[str] = frozenset()


def forgery(session: Callable[[], Session], tell: Tell, *fails: str, besides: Any = ()) -> Forgery:
    return Forgery(session, tell, frozenset(fails), frozenset(besides))


APPROVED = tuple(
    ItemTotals(number=number, approve=38, oppose=0, abstain=0, illegible=0) for number in (1, 2, 3)
)
FORGERIES = {
    "present<=roster": forgery(hand_counted, told(e.AttendanceDeclared, present=46), "F-01"),
    "issued<=present": forgery(hand_counted, told(e.AttendanceDeclared, present=39), "F-01"),
    "returned<=issued": forgery(hand_counted, told(e.Issued, count=38), "F-01"),
    TOKENS: forgery(hand_counted, told(e.LeftoverDestroyed, left_over=8), "O-01"),
    "box_counted=returned+foreign": forgery(hand_counted, told(e.BoxCounted, count=38), "O-01"),
    WHOLE: forgery(hand_counted, retold(invalid=0), "O-01"),
    ROWS: forgery(hand_counted, row(0, oppose=9), "O-01"),
    "least>=0": forgery(hand_counted, row(2, oppose=29, abstain=-1), "O-01"),
    LIMIT: forgery(hand_counted, retold(items=APPROVED), "O-01"),
    "sum_approve=valid*seats": forgery(exactly, row(2, approve=7, oppose=31), "O-01"),
    "written<=valid": forgery(lambda: beside("per_item"), more(approve=39), "O-01"),
    "written=0": forgery(hand_counted, more(approve=1), "F-01"),
    "distinct_items=1": forgery(whole, row(2, approve=29, oppose=6), "F-01"),
    "sum_points<=valid*points": forgery(ranked, row(1, points=60), "O-01"),
    "points<=approve*most": forgery(ranked, together(row(0, points=60), row(2, points=17)), "O-01"),
    "points>=approve*least": forgery(ranked, row(2, points=7), "O-01"),
    "returned=cast": forgery(two_rounds, on_tablets(returned=3), "O-01", besides={WHOLE}),
    "invalid=0": forgery(two_rounds, on_tablets(invalid=1), "O-01", besides={WHOLE}),
    "valid=cast": forgery(two_rounds, on_tablets(valid=3), "O-01", besides={WHOLE, ROWS, LIMIT}),
    "approve+oppose+abstain+unused=issued": forgery(
        two_rounds, tablet_row(0, abstain=9), "O-01", besides={ROWS}
    ),
}


def test_what_is_written_in_counts_against_what_a_ballot_may_approve() -> None:
    session = own_copy(beside("at_most_k"))
    assert verified(session) == frozenset()
    more = tuple(
        ItemTotals(number=number, approve=13, oppose=25, abstain=0, illegible=0)
        for number in (1, 2, 3)
    )
    retold(items=more)(session)

    assert verified(session) == {"O-01"}
    assert failures_of(session) == {LIMIT}


@pytest.mark.parametrize("written", [(), (WrittenIn(title="修路", approve=38),)])
def test_what_was_written_in_is_in_the_totals_as_it_was_counted(written: Any) -> None:
    session = own_copy(beside("at_most_k"))
    tally = paper({1: (25, 8), 2: (10, 10), 3: (3, 20)}, valid=38)
    other = msgspec.structs.replace(tally, written=written)
    change(session.script, e.Tallied, tally=Tally(channels=(other,)))

    assert "T-07" in verified(session)


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forged_log_announces_with(name: str) -> None:
    made = FORGERIES[name]
    good = made.session()
    assert verified(own_copy(good)) == frozenset()
    session = own_copy(good)
    made.tell(session)

    assert verified(session) == made.fails
    assert failures_of(session) <= {name, *made.besides}
    refusals = (BallotError, CountingError)
    with pytest.raises(refusals):
        lead(session)


def verified(session: Session) -> frozenset[str]:
    """Return the checks that the record of ``session`` fails."""
    return frozenset(verify_record(io.BytesIO(Forger(session).record())).failed)


def failures_of(session: Session) -> set[str]:
    """Return the identities that fail in the last round, as far as the log is legal."""
    folding = fold_all(session.sign(session.script))
    state = folding.election
    current = state.current
    if current.tally is None:
        return set()
    return {one.name for one in failing(figures_of(state, current, current.tally, ()), state.rules)}


def lead(session: Session) -> None:
    """Do all that the log tells by the service's own commands where it has some."""
    state = Election()
    for event in session.sign(session.script):
        if isinstance(event, e.HandCountAgreed):
            follow(state, agree(event.round)(state))
        elif isinstance(event, e.Tallied):
            cards = [one for one in event.tally.channels if one.channel == "tablet"]
            command = decide_outcome(event.round, cards[0] if cards else None, ())
            follow(state, command(state))
        elif not isinstance(event, e.OutcomeDecided):
            apply(state, event)


def follow(state: Election, events: Sequence[e.Event]) -> None:
    for event in events:
        apply(state, event)


def test_every_identity_is_in_the_table() -> None:
    """What the honest sessions reconcile is what was forged above, and no less.

    One is worked out only where it fails: nothing is written in where nothing may be.
    """
    names: set[str] = {"written=0"}
    honest = (hand_counted(), exactly(), whole(), ranked(), beside("per_item"), two_rounds())
    for session in honest:
        for one in fold_all(session.sign(session.script)).outcomes:
            state = fold_all(session.sign(session.script)).election
            assert one.round.tally is not None
            figures = figures_of(state, one.round, one.round.tally, ())
            names |= {identity.name for identity in reconcile(figures, state.rules)}

    assert names == set(FORGERIES)
