"""Whatever stands in a rules file, it is read, linted, written anew or refused with sentences."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballot.canonical import canonical
from ballot.errors import BallotError, Refused
from ballot.rules.expectation import TYPES
from ballot.rules.faults import Misread, faults_of
from ballot.rules.lint import findings, require_sound
from ballot.rules.parsing import parse_rules, read_rules, rules_from
from ballot.rules.relevance import matters
from ballot.rules.terms import CHINESE, chinese_of
from ballot.rules.text import draft
from ballot.rules.words import worded
from tests.support.rules_files import ANY, GOOD, JUNK, value_of


def fault_of(act: Callable[[], object]) -> BallotError | None:
    """Return what ``act`` raises of ours; anything else fails the test."""
    try:
        act()
    except BallotError as error:
        return error
    return None


@given(ANY)
def test_any_object_is_read_or_refused_with_sentences(file: dict[str, Any]) -> None:
    data = json.dumps(file).encode()

    error = fault_of(lambda: parse_rules(data))

    if error is not None:
        assert error.sentence.endswith("。")
    if isinstance(error, Misread):
        assert error.faults
        for fault in error.faults:
            assert fault.chinese == (chinese_of(fault.path) if fault.chinese else "")
            assert fault.expected in error.sentence


@given(GOOD)
def test_rules_survive_their_canonical_form(file: dict[str, Any]) -> None:
    try:
        rules = rules_from(file)
    except Misread:
        return
    assert read_rules(canonical(rules)) == rules


@given(GOOD)
def test_every_rules_file_is_linted_and_written_out(file: dict[str, Any]) -> None:
    try:
        rules = rules_from(file)
    except Misread:
        return
    found = findings(rules, file)
    refused = any(one.severity == "refusal" for one in found)
    error = fault_of(lambda: require_sound(rules))

    assert isinstance(error, Refused) == refused
    assert refused or all(one.text for one in draft(rules))
    for one in found:
        assert one.sentence.endswith("。")
        assert any(CHINESE[name] in one.sentence for name in one.identifiers)
    asked = {name for one in found if one.code == "missing_clause" for name in one.identifiers}
    assert all(name == "scrutineers" or matters(rules, name) for name in asked)


@pytest.mark.parametrize("identifier", TYPES)
def test_every_value_has_a_wording_that_tells_it_from_others(identifier: str) -> None:
    @settings(max_examples=15)
    @given(value_of(identifier), value_of(identifier))
    def two(first: object, second: object) -> None:
        try:
            one, other = (
                getattr(rules_from({identifier: value}), identifier) for value in (first, second)
            )
        except Misread:
            return
        assert worded(identifier, one)
        assert (worded(identifier, one) == worded(identifier, other)) == (one == other)

    two()


@given(st.sampled_from(sorted(TYPES)), JUNK)
def test_faults_are_found_exactly_where_a_value_is_refused(identifier: str, value: object) -> None:
    error = fault_of(lambda: rules_from({identifier: value}))
    found = faults_of(identifier, value)

    assert bool(found) == isinstance(error, Misread)
    assert all(one.path.startswith(identifier) for one in found)
