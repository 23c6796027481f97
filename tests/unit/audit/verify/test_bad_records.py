"""Every check sees its fault, no check sees another's, and no check can be left out."""

import re
from functools import cache

import pytest

from audit.record import layout
from audit.verify import record
from audit.verify.catalogue import CHECKS
from audit.verify.checks import Findings
from audit.verify.record import FUNCTIONS
from tests.support.bad_records import BAD, Case
from tests.support.bad_records.registry import hand

CHINESE = re.compile("[\u4e00-\u9fff]{4}")
NUMBERS = [check.id for check in CHECKS]


@cache
def made(name: str) -> Case:
    return BAD[name].case()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_fails_exactly_the_checks_that_it_names_and_says_why(name: str) -> None:
    report = made(name).verify()

    assert set(report.failed) == BAD[name].fails
    assert not report.holds
    for result in report.results:
        assert all(CHINESE.search(fault) for fault in result.faults)
        assert (result.status == "failed") == bool(result.faults)
        assert (result.status in {"blocked", "absent"}) == bool(result.reason)


def test_every_check_has_a_bad_record() -> None:
    assert {number for one in BAD.values() for number in one.fails} == set(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_check_switched_off_is_missed(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite above is red without the check: what it reports, no other check reports."""

    def off(_: object) -> Findings:
        yield from ()

    monkeypatch.setitem(record.FUNCTIONS, number, off)
    named = next(name for name, one in BAD.items() if number in one.fails)

    assert found(named) != BAD[named].fails


def found(name: str) -> frozenset[str]:
    """Return what fails; a check that others build on may leave them without a floor."""
    try:
        return frozenset(made(name).verify().failed)
    except Exception as error:  # noqa: BLE001, anything but the named checks is red
        return frozenset({type(error).__name__})


def test_the_list_is_whole_and_in_order() -> None:
    done: set[str] = set()
    for check in CHECKS:
        assert set(check.needs) <= done
        done.add(check.id)

    assert len(done) == len(CHECKS)
    assert done == set(FUNCTIONS)


def test_the_numbers_of_a_chapter_have_no_gap() -> None:
    for chapter in {number[0] for number in NUMBERS}:
        own = sorted(number for number in NUMBERS if number.startswith(chapter))
        assert own == [f"{chapter}-{number:02}" for number in range(1, len(own) + 1)]


def test_a_log_larger_than_memory_is_refused_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "LOG_LIMIT", 1000)

    assert Case(record=hand().record()).verify().failed == ("R-02",)
