"""Good records verify, at every moment of a session; forged ones only without anchors."""

import io
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.fingerprints import short, short_digest
from audit.verify.checks import Report
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot import events as e
from ballot.events.base import PaperApproval
from ballot.events.listing import GroupName
from tests.support.bad_records import course
from tests.support.bad_records.registry import change, own_copy, place
from tests.support.forging import Forger
from tests.support.hand_counted import hand_counted
from tests.support.published_session import Level, published_session
from tests.support.scanned_session import given_up, one_code_for_all, scanned_session
from tests.support.sealed_session import Sealed, two_rounds
from tests.support.session import PAGE, Session


def forged(session: Session) -> Forger:
    return Forger(own_copy(session))


def statuses(report: Report) -> dict[str, str]:
    return {one.id: one.status for one in report.results}


@cache
def paper_record() -> bytes:
    return forged(hand_counted()).record()


@cache
def tablet_record() -> bytes:
    return forged(two_rounds()).record()


def verified(data: bytes, **expected: object) -> Report:
    return verify_record(io.BytesIO(data), expectations=Expectations(**expected))  # type: ignore[arg-type]  # the fields of Expectations


def test_a_session_with_tablets_and_a_runoff_passes_every_check() -> None:
    session = two_rounds()
    events = session.sign(session.script)
    forger = forged(session)
    record = forger.record()
    definition = next(one.definition for one in events if isinstance(one, e.ListFrozen))
    report = verified(
        record,
        definition=definition,
        log_key=session.public("log"),
        checkpoint=session.checkpoint(events[:30]),
        evidence=io.BytesIO(forger.made_evidence),
    )

    of_tablets = {number: one for number, one in statuses(report).items() if number[0] != "S"}
    assert set(of_tablets.values()) == {"ok"}
    assert report.anchored
    assert report.rehearsal
    assert report.stages == ("第 1 轮已计票", "第 2 轮已公告")


@pytest.mark.parametrize(
    "session", [scanned_session(), one_code_for_all()], ids=["own identities", "one code for all"]
)
def test_a_session_on_scanned_paper_passes_every_check_of_paper(session: Session) -> None:
    forger = forged(session)
    record = forger.record()
    report = verified(record, evidence=io.BytesIO(forger.made_evidence))
    without = verified(record)

    assert report.holds
    told = {number: one for number, one in statuses(report).items() if number[0] == "S"}
    assert {number for number, one in told.items() if one != "ok"} == {"S-14", "S-15", "S-16"}
    assert without.holds
    assert [n for n, one in statuses(without).items() if n[0] == "S" and one == "ok"] == ["S-01"]


def test_where_all_sheets_bear_one_code_the_report_says_that_copies_are_not_found() -> None:
    remarks = []
    for session in (scanned_session(), one_code_for_all()):
        forger = forged(session)
        report = verified(forger.record(), evidence=io.BytesIO(forger.made_evidence))
        (once,) = [one for one in report.results if one.id == "S-09"]
        remarks.append("".join(once.remarks))

    assert remarks[0] == ""
    assert "查不出复印的票" in remarks[1]


@pytest.mark.parametrize("level", ["items", "sheets"])
def test_published_paper_passes_every_check_of_paper(level: Level) -> None:
    forger = forged(published_session(level))
    record = forger.record()
    report = verified(record, evidence=io.BytesIO(forger.made_evidence))
    public = statuses(verified(record))

    assert report.holds
    assert {one for number, one in statuses(report).items() if number[0] == "S"} == {"ok"}
    assert [n for n, one in public.items() if n[0] == "S" and one == "ok"] == [
        "S-01",
        "S-14",
        "S-15",
    ]


def test_images_that_the_rules_promise_and_nobody_published_are_remarked() -> None:
    forger = forged(published_session("items"))
    forger.session.script.pop()
    report = verified(forger.record())
    (remark,) = next(one.remarks for one in report.results if one.id == "S-15")

    assert report.holds
    assert "应公布票面图像，日志中还没有" in remark


def test_bundles_kept_as_reference_after_a_failed_scanner_are_opened_and_not_counted() -> None:
    forger = forged(given_up())
    report = verified(forger.record(), evidence=io.BytesIO(forger.made_evidence))

    assert report.holds
    assert statuses(report)["S-11"] == "absent"
    assert {statuses(report)[f"S-{n:02}"] for n in range(1, 14) if n != 11} == {"ok"}


def test_paper_is_not_frozen_before_the_sample_that_the_rules_ask_for_is_drawn() -> None:
    forger = forged(scanned_session())
    script = forger.session.script
    at = place(script, e.SampleDrawn)
    del script[at : at + 3]
    report = verified(forger.record())
    (fault,) = next(one.faults for one in report.results if one.id == "F-01")

    assert not report.holds
    assert "抽样复核 4 张" in fault


def test_a_session_on_paper_leaves_the_checks_of_tablets_undone() -> None:
    report = verified(paper_record())
    undone = {number for number, status in statuses(report).items() if status == "absent"}

    assert report.holds
    assert {number[0] for number in undone - {"D-05"}} == {"R", "K", "B", "T", "E", "S"}
    assert statuses(report)["T-07"] == "ok"
    assert not report.anchored


@pytest.mark.parametrize(
    ("group", "trustees", "threshold"),
    [("BELENIOS-2048", 3, 2), ("Ed25519", 1, 1), ("Ed25519", 5, 3)],
)
def test_other_groups_and_other_thresholds_pass(
    group: GroupName, trustees: int, threshold: int
) -> None:
    report = verified(forged(two_rounds(group, trustees, threshold)).record())

    assert report.failed == ()


@pytest.mark.parametrize("made", course.GOOD, ids=lambda made: str(made.__name__))
def test_what_people_decide_after_the_count_passes_every_check(
    made: Callable[[], Session],
) -> None:
    report = verify_record(io.BytesIO(Forger(made()).record()))

    assert {one.id: one.faults for one in report.results if one.faults} == {}
    assert not [one for one in report.results if one.status == "blocked"]


def test_a_void_round_keeps_its_ballots_unopened() -> None:
    session = Sealed()
    definition = session.prepare()
    session.book(1, session.cast(definition, (((1, 0, 0), (0, 0, 0)),) * 4))
    session.tell(
        e.RoundVoided(
            round=1, ground="keys_lost", clause="第九条", at="2026-01-22T11:00+08:00", approvals=()
        )
    )
    report = verified(Forger(session).record())

    assert report.failed == ()
    assert statuses(report)["B-07"] == "ok"
    assert statuses(report)["T-01"] == "absent"


@pytest.mark.parametrize("session", [hand_counted(), two_rounds()], ids=["paper", "tablets"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_record_made_at_any_moment_verifies(session: Session, data: st.DataObject) -> None:
    """Nobody needs to wait for the end: what has happened so far is consistent."""
    size = data.draw(st.integers(1, len(session.script)))
    part = replace(session, script=session.script[:size], objects=dict(session.objects))

    assert verified(Forger(part).record()).failed == ()


def test_processes_find_what_one_process_finds() -> None:
    with ProcessPoolExecutor(2) as pool:
        report = verify_record(io.BytesIO(tablet_record()), each=pool.map)

    assert statuses(report) == statuses(verified(tablet_record()))


def test_the_fingerprints_are_those_of_definition_keys_and_log() -> None:
    session = two_rounds()
    events = session.sign(session.script)
    found = verified(tablet_record()).fingerprints
    lists = [one.definition for one in events if isinstance(one, e.ListFrozen)]
    key = next(one.public_key for one in events if isinstance(one, e.ElectionKey))

    assert found is not None
    assert found.definition == short_digest(lists[-1])
    assert found.election_key == short(key.encode())
    assert found.log_key == short(session.public("log").encode())
    assert found.checkpoint == short(session.checkpoint(events).split(b"\n\n")[0] + b"\n")


def test_short_fingerprints_serve_as_anchors() -> None:
    found = verified(paper_record()).fingerprints
    assert found is not None
    report = verified(paper_record(), definition=found.definition, log_key=found.log_key.upper())

    assert (statuses(report)["E-01"], statuses(report)["E-02"]) == ("ok", "ok")


FORGED = hand_counted(seed="fresh keys")
GENUINE = hand_counted()


def test_a_record_forged_with_fresh_keys_is_consistent_in_itself() -> None:
    report = verified(Forger(own_copy(FORGED)).record())

    assert report.holds
    assert not report.anchored


@pytest.mark.parametrize(
    ("expected", "number"),
    [
        ({"log_key": GENUINE.public("log")}, "E-02"),
        ({"checkpoint": GENUINE.checkpoint(GENUINE.sign(GENUINE.script)[:9])}, "E-03"),
    ],
)
def test_a_record_forged_with_fresh_keys_fails_with_an_anchor(
    expected: dict[str, object], number: str
) -> None:
    report = verified(Forger(own_copy(FORGED)).record(), **expected)

    assert report.failed == (number,)


def test_a_forged_list_fails_with_the_definition_that_people_signed() -> None:
    session = own_copy(FORGED)
    wanted = next(one.definition for one in GENUINE.script if isinstance(one, e.ListFrozen))
    session.id = "another"
    session = hand_counted(seed="fresh keys", id_="another")
    report = verified(Forger(own_copy(session)).record(), definition=wanted)

    assert report.failed == ("E-01",)


def test_pages_signed_by_hand_are_named_in_a_remark() -> None:
    report = verified(paper_record())
    remarks = next(one.remarks for one in report.results if one.id == "C-01")

    assert any("纸上签字" in remark for remark in remarks)
    assert not any("登记有密钥" in remark or "更换" in remark for remark in remarks)


def remarks_on_signatures(session: Session) -> tuple[str, ...]:
    report = verified(Forger(session).record())
    assert report.holds
    return next(one.remarks for one in report.results if one.id == "C-01")


def test_a_page_in_place_of_an_enrolled_key_is_named() -> None:
    """The clerk alone can enter such a page; the record must not pass over it."""
    session = own_copy(hand_counted())
    page = PaperApproval(role="presider", holder=1, page=session.put(PAGE))
    change(session.script, e.Announced, approvals=(page,))
    at = place(session.script, e.Announced)

    (named,) = [one for one in remarks_on_signatures(session) if "登记有密钥" in one]
    assert f"第 {at + 1} 条（announced）：执行主席 1 号" in named


def test_officers_replaced_after_the_list_was_frozen_are_named() -> None:
    """Nobody but the clerk need agree to a new list of officers."""
    session = own_copy(hand_counted())
    again = session.script[place(session.script, e.OfficersAppointed)]
    at = place(session.script, e.ListFrozen) + 1
    session.script.insert(at, again)

    (named,) = [one for one in remarks_on_signatures(session) if "更换" in one]
    assert f"第 {at + 1} 条" in named


def test_officers_appointed_for_the_key_generation_alone_are_named() -> None:
    """Who holds the ceremony as officers of a day must not vanish when the real ones come back."""
    session = own_copy(two_rounds())
    again = session.script[place(session.script, e.OfficersAppointed)]
    at = place(session.script, e.ListFrozen)
    assert place(session.script, e.ElectionKey) < at
    session.script.insert(at, again)

    (named,) = [one for one in remarks_on_signatures(session) if "更换" in one]
    assert f"第 {at + 1} 条" in named


def test_the_holders_signatures_are_counted() -> None:
    session = own_copy(two_rounds())
    before = own_copy(two_rounds())
    del session.script[place(session.script, e.ElectionKey) :]
    del before.script[place(before.script, e.CeremonyStarted) :]

    assert "核对了 12 个密钥签名。" in remarks_on_signatures(session)
    assert "核对了 0 个密钥签名。" in remarks_on_signatures(before)
