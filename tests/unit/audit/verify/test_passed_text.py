"""F-11: what a reader of a record learns of the text that was passed."""

import io
from dataclasses import replace

import msgspec

from audit.verify.checks import Report, Result
from audit.verify.record import verify_record
from ballot import events as e
from ballot.rules.text import WORDING, Clause, draft
from tests.support.bad_records.passed_text import worded
from tests.support.bad_records.registry import change, hand
from tests.support.session import NAMES


def verified(clauses: tuple[Clause, ...], **more: object) -> Report:
    forger = hand()
    change(forger.session.script, e.ElectionCreated, clauses=clauses, **more)
    return verify_record(io.BytesIO(forger.record()))


def check(report: Report) -> Result:
    return next(one for one in report.results if one.id == "F-11")


def generated() -> tuple[Clause, ...]:
    return draft(hand().session.rules, NAMES)


def test_the_generated_text_passes_without_a_remark() -> None:
    found = check(verified(generated()))

    assert (found.status, found.remarks) == ("ok", ())


def test_an_edited_clause_passes_and_is_named() -> None:
    text = generated()[6].text + "结果当场宣布。"
    report = verified(worded(generated(), text=text, edited=True))

    assert report.holds
    assert check(report).remarks == ("票决办法第七条：本条经人工修改，未经机器核对。",)


def test_an_edited_clause_that_speaks_against_its_parameter_is_told() -> None:
    """The service would not have taken it; an operator of its own mind could."""
    text = generated()[6].text.replace("全体代表", "实到代表")
    report = verified(worded(generated(), text=text, edited=True))

    assert report.holds
    assert len(check(report).remarks) == 2
    assert "通过线基数（threshold_base）" in check(report).remarks[1]


def test_a_log_without_a_text_says_so() -> None:
    report = verified(())

    assert report.holds
    assert check(report).status == "absent"


def test_the_sentence_names_the_clause_that_differs() -> None:
    changed = msgspec.structs.replace(generated()[6], text="另一种说法。")
    faults = check(verified((*generated()[:6], changed, *generated()[7:]))).faults

    assert any("第七条" in one for one in faults)


def test_a_wording_that_only_a_newer_program_has_is_not_taken_for_a_fault() -> None:
    text = msgspec.structs.replace(generated()[6], text="后来的措辞。")
    report = verified((*generated()[:6], text, *generated()[7:]), wording=WORDING + 1)

    assert report.holds
    assert check(report).status == "absent"
    assert check(report).reason == (
        f"条文用第 {WORDING + 1} 版措辞写成，本程序只认识第 1 至 {WORDING} 版，"
        "没有与规则核对，请改用更新的程序复核"
    )


def test_a_text_in_the_first_wording_is_checked_in_the_first_wording() -> None:
    old = draft(hand().session.rules, replace(NAMES, wording=1))

    assert check(verified(old, wording=msgspec.UNSET)).status == "ok"
    changed = msgspec.structs.replace(old[6], text="另一种说法。")
    report = verified((*old[:6], changed, *old[7:]), wording=msgspec.UNSET)
    assert report.failed == ("F-11",)
