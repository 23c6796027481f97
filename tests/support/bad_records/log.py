"""F, D, O, C: faults of what happened, of what was voted on, of who stands behind it."""

from collections.abc import Callable

import msgspec

from ballot import events as e
from ballot.definition import Definition, freeze
from ballot.events.base import KeyApproval
from ballot.fold import fold
from ballot.results import Tally
from counting.books import outcome_of, tally_of
from tests.support.bad_records.registry import bad, change, cut, hand, place, tablets
from tests.support.forging import Forger
from tests.support.hand_counted import ROWS, certify
from tests.support.session import AT, Session, paper

# F: the fold.


@bad("F-01")
def opened_before_anything_was_issued() -> Forger:
    forger = hand()
    del forger.session.script[place(forger.session.script, e.Issued)]
    return forger


@bad("F-01")
def opened_without_a_quorum() -> Forger:
    forger = hand()
    change(forger.session.script, e.AttendanceDeclared, present=29)
    return forger


@bad("F-01")
def announced_before_it_was_certified() -> Forger:
    forger = hand()
    script = forger.session.script
    at = place(script, e.Certified)
    script[at], script[at + 1] = script[at + 1], script[at]
    return forger


@bad("F-01")
def round_opened_after_the_close() -> Forger:
    forger = hand()
    forger.session.tell(e.Opened(round=1, at=AT, approvals=()))
    return forger


@bad("F-01")
def two_tellers_who_differ() -> Forger:
    forger = hand()
    change(forger.session.script, e.HandCountEntered, 1, tally=paper(ROWS, valid=37, invalid=2))
    return forger


@bad("F-01")
def tellers_earlier_entry_after_the_recount() -> Forger:
    """The first figures once more, with the signature that the teller once gave them."""
    forger = hand()
    script = forger.session.script
    first = place(script, e.HandCountEntered)
    recount = paper(ROWS, valid=37, invalid=2)
    again = msgspec.structs.replace(script[first], entry=2, tally=recount)
    script[first + 1 : first + 1] = [again, script[first]]
    return forger


@bad("F-01")
def more_returned_than_issued() -> Forger:
    forger = hand()
    change(forger.session.script, e.Issued, count=38)
    return forger


@bad("F-01")
def round_that_does_not_exist() -> Forger:
    forger = hand()
    forger.session.tell(e.BoxCounted(round=8, count=1))
    return forger


@bad("F-01")
def outcome_that_admits_a_failed_identity() -> Forger:
    forger = hand()
    session = forger.session
    cut(session, e.Tallied)
    change(session.script, e.BoxCounted, count=38)
    election = fold(session.sign(session.script))
    tally = tally_of(election.current, None)
    outcome = outcome_of(election, election.current, tally, ())
    session.tell(e.Tallied(round=1, tally=tally), e.OutcomeDecided(round=1, outcome=outcome))
    return forger


def _signed_only_by(kind: type[e.Event], *who: int) -> Forger:
    """Keep only some of the approvals of the first event of a kind."""

    def strip(events: list[e.Event]) -> list[e.Event]:
        approvals = events[place(events, kind)].approvals  # type: ignore[union-attr]  # the kinds used here have them
        change(events, kind, approvals=tuple(approvals[index] for index in who))
        return events

    forger = hand()
    forger.events = strip
    return forger


@bad("F-02")
def second_person_missing() -> Forger:
    return _signed_only_by(e.ListFrozen, 0)


@bad("F-02")
def one_person_twice() -> Forger:
    return _signed_only_by(e.ListFrozen, 0, 0, 1)


@bad("F-02")
def nobody_signed() -> Forger:
    return _signed_only_by(e.Opened)


@bad("F-02")
def scrutineer_missing_under_the_result() -> Forger:
    return _signed_only_by(e.Certified, 0, 1, 2)


@bad("F-02")
def signed_by_somebody_not_appointed() -> Forger:
    forger = hand()
    change(forger.session.script, e.HandCountEntered, 1, teller=3)
    return forger


@bad("F-03")
def ballots_not_ascending() -> Forger:
    forger = tablets()
    script = forger.session.script
    at = place(script, e.BallotCast)
    script[at], script[at + 1] = script[at + 1], script[at]
    return forger


@bad("F-03")
def ballot_booked_after_the_urn_was_emptied() -> Forger:
    forger = tablets()
    script = forger.session.script
    script.insert(place(script, e.CardsInBox) + 1, script.pop(place(script, e.BallotCast, 3)))
    return forger


@bad("F-04")
def card_that_votes_twice() -> Forger:
    forger = tablets()
    script = forger.session.script
    first = script[place(script, e.BallotCast)]
    change(script, e.BallotCast, 1, credential=first.credential)  # type: ignore[union-attr]  # it is a BallotCast
    return forger


@bad("F-05")
def voided_card_that_votes() -> Forger:
    forger = tablets()
    script = forger.session.script
    voided = script[place(script, e.CardVoided)].credentials[0]  # type: ignore[union-attr]  # it is a CardVoided
    change(script, e.BallotCast, 2, credential=voided)
    return forger


@bad("L-09")
def event_on_the_31st_of_february() -> Forger:
    forger = hand()
    change(forger.session.script, e.Opened, at="2026-02-31T09:00+08:00")
    return forger


@bad("L-09")
def event_at_61_minutes_past_24() -> Forger:
    forger = hand()
    change(forger.session.script, e.Announced, at="2026-01-22T24:61+08:00")
    return forger


# D: the definition.


def _defined(edit: Callable[[Definition], bytes]) -> Forger:
    """Freeze something else than the definition that the log describes."""
    forger = hand()
    session = forger.session
    raw = edit(session.definition((1, 2, 3), 2))
    change(session.script, e.ListFrozen, definition=session.put(raw))
    return forger


@bad("D-01")
def definition_not_canonical() -> Forger:
    return _defined(lambda definition: freeze(definition)[0].replace(b",", b", ", 1))


@bad("D-01")
def definition_is_no_json() -> Forger:
    return _defined(lambda _: b"\xff\xfe")


@bad("D-01")
def definition_with_a_number_twice() -> Forger:
    def edit(definition: Definition) -> bytes:
        first = definition.candidates[0]
        return freeze(msgspec.structs.replace(definition, candidates=(first, first)))[0]

    return _defined(edit)


@bad("D-02")
def definition_with_other_seats() -> Forger:
    return _defined(lambda definition: freeze(msgspec.structs.replace(definition, seats=1))[0])


@bad("D-02")
def definition_with_another_candidate() -> Forger:
    def edit(definition: Definition) -> bytes:
        more = (*definition.candidates, msgspec.structs.replace(definition.candidates[0], number=4))
        return freeze(msgspec.structs.replace(definition, candidates=more))[0]

    return _defined(edit)


@bad("D-02")
def definition_with_another_line() -> Forger:
    return _defined(
        lambda definition: freeze(msgspec.structs.replace(definition, threshold="plurality"))[0]
    )


@bad("D-02")
def definition_with_other_rules() -> Forger:
    def edit(definition: Definition) -> bytes:
        rules = msgspec.structs.replace(definition.rules, publish_level="full")
        return freeze(msgspec.structs.replace(definition, rules=rules))[0]

    return _defined(edit)


@bad("D-02")
def definition_for_practice() -> Forger:
    return _defined(
        lambda definition: freeze(msgspec.structs.replace(definition, practice=True))[0]
    )


@bad("D-02")
def definition_of_another_election() -> Forger:
    return _defined(lambda definition: freeze(msgspec.structs.replace(definition, election="x"))[0])


@bad("D-02")
def definition_with_another_title() -> Forger:
    return _defined(lambda definition: freeze(msgspec.structs.replace(definition, title="?"))[0])


@bad("D-02")
def project_that_becomes_another_in_the_revote() -> Forger:
    forger = hand()
    session = forger.session
    cut(session, e.BoxCounted)
    session.tell(
        e.BoxCounted(round=1, count=999),
        e.RoundVoided(round=1, ground="returned_gt_issued", clause="第六条", at=AT, approvals=()),
        e.PresidiumDecided(
            round=1, matter="revote", projects=(), text="重新票决。", at=AT, approvals=()
        ),
        e.RoundOpened(
            round=2,
            kind="revote",
            candidates=(1, 2, 3),
            seats=2,
            threshold="majority",
            clause="第九条",
            at=AT,
        ),
    )
    again = session.definition((1, 2, 3), 2, round_=2, kind="revote")
    first, *rest = again.candidates
    other = msgspec.structs.replace(first, name="另一个项目")
    session.freeze(msgspec.structs.replace(again, candidates=(other, *rest)))
    return forger


def _member(name: str, edit: Callable[[bytes], bytes]) -> Forger:
    forger = hand()
    forger.members = lambda members: members | {name: edit(members[name])}
    return forger


@bad("D-03")
def outcome_json_altered() -> Forger:
    return _member("outcome.json", lambda raw: raw.replace(b'"elected":[1,2]', b'"elected":[1,3]'))


@bad("D-03")
def definition_json_altered() -> Forger:
    return _member("definition.json", lambda raw: raw.replace("项目1".encode(), "项目9".encode()))


@bad("D-03")
def outcome_json_absent() -> Forger:
    forger = hand()
    forger.members = lambda members: {n: d for n, d in members.items() if n != "outcome.json"}
    return forger


@bad("D-03")
def outcome_json_before_there_is_one() -> Forger:
    forger = hand()
    cut(forger.session, e.Tallied)
    forger.members = lambda members: members | {"outcome.json": b"{}"}
    return forger


# O and T-07: the outcome.


def _retold(session: Session, tally: Tally) -> None:
    """Tell other totals, the outcome that follows from them, and everything after."""
    cut(session, e.Tallied)
    election = fold(session.sign(session.script))
    session.tell(
        e.Tallied(round=1, tally=tally),
        e.OutcomeDecided(round=1, outcome=outcome_of(election, election.current, tally, ())),
    )
    certify(session, 1)


@bad("T-07")
def paper_totals_that_nobody_counted() -> Forger:
    forger = hand()
    rows = ROWS | {3: (20, 10)}
    _retold(forger.session, Tally(channels=(paper(rows, valid=38, invalid=1),)))
    return forger


@bad("O-01")
def box_and_count_differ() -> Forger:
    forger = hand()
    change(forger.session.script, e.BoxCounted, count=38)
    return forger


@bad("O-01")
def sheets_unaccounted_for() -> Forger:
    forger = hand()
    change(forger.session.script, e.LeftoverDestroyed, left_over=8)
    return forger


@bad("O-01")
def more_approvals_than_seats_allow() -> Forger:
    forger = hand()
    tally = paper({1: (38, 0), 2: (38, 0), 3: (38, 0)}, valid=38, invalid=1)
    for number in (0, 1):
        change(forger.session.script, e.HandCountEntered, number, tally=tally)
    change(forger.session.script, e.HandCountAgreed, tally=tally)
    change(forger.session.script, e.Tallied, tally=Tally(channels=(tally,)))
    return forger


def _outcome(**fields: object) -> Forger:
    forger = hand()
    session = forger.session
    found = session.script[place(session.script, e.OutcomeDecided)].outcome  # type: ignore[union-attr]  # it is an OutcomeDecided
    change(session.script, e.OutcomeDecided, outcome=msgspec.structs.replace(found, **fields))
    change(session.script, e.Announced, chosen=fields.get("elected", found.elected))
    return forger


@bad("O-02")
def outcome_elects_another() -> Forger:
    return _outcome(elected=(1, 3))


@bad("O-02")
def outcome_with_a_lower_line() -> Forger:
    return _outcome(threshold=10)


@bad("O-02")
def outcome_in_another_order() -> Forger:
    return _outcome(elected=(2, 1))


# C: signatures.


def _after_signing(kind: type[e.Event], number: int = 0) -> Forger:
    """Forge the first signature of an event after everybody signed."""

    def forge(events: list[e.Event]) -> list[e.Event]:
        approvals = events[place(events, kind, number)].approvals  # type: ignore[union-attr]  # the kinds used here have them
        forged = msgspec.structs.replace(approvals[0], signature="ab" * 64)
        change(events, kind, number, approvals=(forged, *approvals[1:]))
        return events

    forger = hand()
    forger.events = forge
    return forger


@bad("C-01")
def signature_forged_under_the_list() -> Forger:
    return _after_signing(e.ListFrozen)


@bad("C-01")
def signature_forged_under_the_result() -> Forger:
    return _after_signing(e.Certified)


@bad("C-01")
def statement_changed_after_signing() -> Forger:
    def later(events: list[e.Event]) -> list[e.Event]:
        change(events, e.Closed, at="2026-01-22T23:59+08:00")
        return events

    forger = hand()
    forger.events = later
    return forger


@bad("C-01")
def signature_of_another_election() -> Forger:
    def borrowed(events: list[e.Event]) -> list[e.Event]:
        act = msgspec.structs.replace(events[place(events, e.Announced)], approvals=())
        other = Session(id="another", seed=forger.session.seed)
        change(events, e.Announced, approvals=(other.approval(act, "presider", 1),))
        return events

    forger = hand()
    forger.events = borrowed
    return forger


@bad("C-01")
def tellers_entry_changed_after_signing() -> Forger:
    def forge(events: list[e.Event]) -> list[e.Event]:
        approval = KeyApproval(role="teller", holder=1, signature="cd" * 64)
        change(events, e.HandCountEntered, approval=approval)
        return events

    forger = hand()
    forger.events = forge
    return forger


def _certified_over(note: Callable[[Session, list[e.Event]], bytes]) -> Forger:
    """Let the officers sign over another checkpoint than that of the log before them."""
    forger = hand()
    session = forger.session
    at = place(session.script, e.Certified)
    before = session.sign(session.script[:at])
    filled = session.sign(session.script)[at]
    text = note(session, before).decode()
    change(session.script, e.Certified, outcome=filled.outcome, checkpoint=text)  # type: ignore[union-attr]  # it is a Certified
    return forger


@bad("C-02")
def certified_on_another_history() -> Forger:
    return _certified_over(
        lambda session, before: session.checkpoint([*before[:-3], before[0], *before[-2:]])
    )


@bad("C-02")
def certified_before_the_outcome() -> Forger:
    return _certified_over(lambda session, before: session.checkpoint(before[:-1]))


@bad("C-02")
def certified_on_a_log_of_the_future() -> Forger:
    return _certified_over(lambda session, before: session.checkpoint([*before, before[-1]]))


@bad("C-02")
def certified_on_a_checkpoint_of_nobody() -> Forger:
    return _certified_over(
        lambda session, before: Session(id=session.id, seed="a stranger").checkpoint(before)
    )


@bad("C-02")
def certified_on_a_log_of_another_election() -> Forger:
    return _certified_over(
        lambda session, before: Session(id="another", seed=session.seed).checkpoint(before)
    )


@bad("C-02")
def certified_on_something_else() -> Forger:
    return _certified_over(lambda _, __: b"the log as it hung on the wall")
