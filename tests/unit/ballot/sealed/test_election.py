"""An election is read only if everything that a verifier relies on is in order."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ballot.sealed import (
    SealedElection,
    SealedFault,
    Unsupported,
    parse_election,
    round_uuid,
)
from ballot.sealed.v1.codec import encode
from tests.support.sealed_round import election_of, foreign_point, keys_of


@pytest.fixture(scope="module")
def election() -> SealedElection:
    return election_of(keys_of("Ed25519"))


def edited(election: SealedElection, edit: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(election.raw)
    edit(value)
    return encode(value)


def test_what_was_made_is_read_again(election: SealedElection) -> None:
    assert parse_election(election.raw) == election
    assert json.loads(election.raw)["public_key"] == election.key_text
    assert "administrator" not in json.loads(election.raw)


def test_unknown_fields_are_tolerated_and_change_the_fingerprint(election: SealedElection) -> None:
    other = parse_election(edited(election, lambda value: value.update(language="zh")))

    assert other.questions == election.questions
    assert other.fingerprint != election.fingerprint


def _question(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda value: value["questions"][0].update(changes)


Edit = Callable[[dict[str, Any]], object]

WRONG: dict[str, tuple[Edit, str]] = {
    "a short uuid": (lambda value: value.update(uuid="short"), "sealed.election"),
    "a uuid of other characters": (lambda value: value.update(uuid="0" * 22), "sealed.election"),
    "a long uuid": (lambda value: value.update(uuid="1" * 65), "sealed.election"),
    "no questions": (lambda value: value.update(questions=[]), "sealed.election"),
    "too many questions": (
        lambda value: value.update(questions=value["questions"] * 101),
        "sealed.election",
    ),
    "too many answers": (_question(answers=["x"] * 1001), "sealed.election"),
    "a minimum above the maximum": (_question(min=3), "sealed.election"),
    "a negative minimum": (_question(min=-1), "sealed.election"),
    "a maximum above the answers": (_question(max=4), "sealed.election"),
    "a maximum in letters": (_question(max="2"), "sealed.election"),
    "no name": (lambda value: value.pop("name"), "sealed.election"),
    "a huge name": (lambda value: value.update(name="x" * 4_000_000), "sealed.election"),
    "a neutral key": (lambda value: value.update(public_key="0" * 63 + "1"), "sealed.neutral"),
    "a key outside the subgroup": (
        lambda value: value.update(public_key=foreign_point(value["public_key"])),
        "sealed.outside_group",
    ),
    "a short key": (lambda value: value.update(public_key="1"), "sealed.element"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_election_is_refused(election: SealedElection, name: str) -> None:
    edit, code = WRONG[name]
    with pytest.raises(SealedFault) as refused:
        parse_election(edited(election, edit))
    assert refused.value.code == code


OTHER_KINDS: dict[str, Edit] = {
    "version 2": lambda value: value.update(version=2),
    "another group": lambda value: value.update(group="RFC-3526-2048"),
    "a question to be shuffled": lambda value: value["questions"][0].update(type="NonHomomorphic"),
}


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_kinds_are_told_apart_from_faults(election: SealedElection, name: str) -> None:
    with pytest.raises(Unsupported):
        parse_election(edited(election, OTHER_KINDS[name]))


def test_every_round_has_its_own_uuid() -> None:
    assert len({round_uuid(name, number) for name in ("a", "b") for number in range(1, 9)}) == 16
