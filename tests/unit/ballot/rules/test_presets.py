"""A preset is a rules file to begin with: nothing in it is refused, doubtful or without effect."""

import pytest

from ballot.rules.handled import unhandled
from ballot.rules.lint import findings
from ballot.rules.parsing import read_object, rules_from
from ballot.rules.presets import NAMED, PRESETS, SESSION_FIGURES, Preset
from ballot.rules.text import draft
from ballot.rules.values import BodyType

IDENTITY = "marked_sheets"
"""Said of every vote on sheets with an identity: no preset can say it in its stead."""
EACH = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


@EACH
def test_the_linter_asks_of_a_preset_only_what_the_session_itself_decides(preset: Preset) -> None:
    found = [one for one in findings(preset.rules, preset.given) if one.code != IDENTITY]
    asked = {one.identifiers[0] for one in found}

    assert {one.code for one in found} <= {"missing_clause"}
    assert asked <= {*SESSION_FIGURES, "scrutineers"}


@EACH
def test_a_preset_is_carried_out(preset: Preset) -> None:
    assert unhandled(preset.rules) == ()


@EACH
def test_the_file_of_a_preset_is_the_preset(preset: Preset) -> None:
    given = read_object(preset.file.encode())

    assert given == preset.given
    assert rules_from(given) == preset.rules


def test_every_body_and_both_evaluations_and_a_motion_have_a_preset() -> None:
    bodies: set[BodyType] = {preset.rules.body_type for preset in PRESETS}
    modes = {preset.rules.ballot_mode for preset in PRESETS}

    assert bodies == {"npc_congress", "standing_committee", "street_assembly"}
    assert modes == {"at_most_k", "graded", "whole_list"}
    assert len(NAMED) == len(PRESETS)


def test_a_street_recommends_in_its_own_words() -> None:
    text = "".join(clause.text for clause in draft(NAMED["street_assembly"].rules))

    assert "票选推荐" in text
    assert "主席团" not in text
