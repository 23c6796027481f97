"""The wording of a text has a version; texts of older versions are drawn again, to the letter."""

from pathlib import Path

import msgspec
import pytest

from ballot import events as e
from ballot.canonical import digest
from ballot.fold import apply
from ballot.rules import Rules
from ballot.rules.text import (
    WORDING,
    WORDINGS,
    Clause,
    TextFacts,
    UnknownWording,
    draft,
    require_as_written,
)
from ballot.rules.text.alternatives import alternatives
from ballot.rules.text.drafting import FIGURES
from ballot.state import Election
from tests.support.rule_contexts import CONTEXTS
from tests.support.session import NAMES

BEFORE = Path(__file__).with_name("before_wordings.json")
PINNED = {1: "376b41339e684f5c24056cbe0cdc9a31bb14bd9e250a3db61f4ab52b28efadda"}
"""Digests of many texts in each wording that some log out there has: never to be changed."""


def facts(wording: int) -> TextFacts:
    return TextFacts(title=NAMES.title, session=NAMES.session, body=NAMES.body, wording=wording)


def texts(wording: int) -> list[tuple[Clause, ...]]:
    """Draw texts in which every value of every parameter is at work."""
    drawn = []
    for rules in CONTEXTS.values():
        drawn.append(draft(rules, facts(wording)))
        for name in Rules.__struct_fields__:
            if name not in FIGURES:
                drawn += [
                    draft(msgspec.structs.replace(rules, **{name: value}), facts(wording))
                    for value in alternatives(name, rules)
                ]
    return drawn


def example() -> e.ElectionCreated:
    """The first event of a log from before the wording had a version."""
    created = e.decode(BEFORE.read_bytes())
    assert isinstance(created, e.ElectionCreated)
    return created


@pytest.mark.parametrize("wording", [one for one in WORDINGS if one != WORDING])
def test_an_older_wording_never_changes(wording: int) -> None:
    assert digest(msgspec.json.encode(texts(wording))) == PINNED[wording]


def test_the_text_of_a_log_from_before_there_were_versions_is_drawn_as_it_was() -> None:
    created = example()

    assert created.wording is msgspec.UNSET
    assert created.names.wording == 1
    assert draft(created.rules, created.names) == created.clauses
    assert draft(created.rules, facts(WORDING)) != created.clauses
    apply(Election(), created)


def test_new_texts_are_in_the_newest_wording() -> None:
    assert max(WORDINGS) == WORDING == TextFacts().wording


def test_a_log_may_be_in_a_wording_that_only_a_newer_program_has() -> None:
    created = msgspec.structs.replace(example(), wording=WORDING + 1)

    apply(Election(), created)
    require_as_written(created.clauses, created.rules, created.names)
    with pytest.raises(UnknownWording, match=f"第 {WORDING + 1} 版措辞"):
        draft(created.rules, created.names)
