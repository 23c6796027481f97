"""The numbered checks of a bare archive, each against archives with exactly one fault."""

import io
import json
import os
from collections.abc import Mapping
from dataclasses import replace

import pytest

from audit.verify.archive import ARCHIVE_FUNCTIONS, verify_archive
from audit.verify.archive_list import ARCHIVE_CHECKS
from audit.verify.checks import Report
from ballot.sealed import Question, Unsupported, plaintext, seal
from ballot.sealed.v1.container import Limits
from tests.support.sealed_round import (
    QUESTIONS,
    Made,
    archive,
    keys_of,
    made_round,
    opened,
    product_of,
)
from tests.support.spoiled_archives import SPOILED, forge, point_outside_the_subgroup, stuffed

BLANK = (Question(answers=("甲", "乙", "丙"), blank=True, minimum=1, maximum=2, question="选"),)


@pytest.fixture(scope="module")
def made() -> Made:
    return made_round(keys_of("Ed25519"))


def verified(raw: bytes) -> Report:
    return verify_archive(io.BytesIO(raw))


def statuses(report: Report) -> Mapping[str, str]:
    return {one.id: one.status for one in report.results}


def test_a_good_archive_passes_every_check(made: Made) -> None:
    assert set(statuses(verified(archive(made))).values()) == {"ok"}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_archive_fails_exactly_the_check_that_is_meant_to_catch_it(
    made: Made, name: str
) -> None:
    maker, meant = SPOILED[name]

    assert set(verified(maker(made)).failed) == meant


def test_every_check_has_a_bad_archive_and_a_function() -> None:
    numbers = [check.id for check in ARCHIVE_CHECKS]

    assert numbers == [f"A-{number:02}" for number in range(1, len(numbers) + 1)]
    assert set(numbers) == set(ARCHIVE_FUNCTIONS)
    assert set(numbers) == {number for _, meant in SPOILED.values() for number in meant}


def test_a_point_outside_the_subgroup_fails_the_ballot_and_nothing_hides_it(made: Made) -> None:
    assert "A-10" in verified(point_outside_the_subgroup(made)).failed


def test_a_forged_weak_proof_without_surplus_is_accepted_with_a_remark(made: Made) -> None:
    report = verified(archive(forge(made, (1, 2))))

    assert report.holds
    assert any("弱证明" in remark for one in report.results for remark in one.remarks)


def test_an_archive_of_one_holder_passes() -> None:
    assert verified(archive(made_round(keys_of("Ed25519", 0)))).holds


def test_an_archive_of_the_second_group_passes_and_catches_a_stuffed_ballot() -> None:
    made = made_round(keys_of("BELENIOS-2048"))

    assert verified(archive(made)).holds
    assert verified(stuffed(made)).failed == ("A-10",)


def test_an_archive_without_ballots_passes() -> None:
    assert verified(archive(made_round(keys_of("Ed25519"), plains=[]))).holds


def test_a_question_with_a_blank_choice_passes() -> None:
    plains = [((1, 0, 0, 0),), ((0, 1, 1, 0),), ((0, 0, 0, 1),)]
    made = made_round(keys_of("Ed25519"), BLANK, plains)

    assert verified(archive(made)).holds
    assert json.loads(made.result)["result"] == [[1, 1, 1, 1]]


def test_weights_are_honoured() -> None:
    made = made_round(keys_of("Ed25519"), weights=(3, 1, 1, 2**30))

    assert verified(archive(made)).holds
    assert json.loads(made.result)["result"][0] == [4, 1 + 2**30, 2**30]
    assert "A-12" in verified(archive(replace(made, weight=4))).failed


def test_the_last_ballot_of_a_credential_counts(made: Made) -> None:
    later = seal(made.election, made.cards[0], plaintext(QUESTIONS, ("oppose",) * 3), os.urandom)
    kept = [each.ballot for each in made.sealed if each.credential != later.credential]
    done = opened(made, product_of(made, [*kept, later.ballot]))

    assert verified(archive(replace(done, ballots=(*made.ballots, later.ballot)))).holds
    assert not verified(archive(replace(done, ballots=(later.ballot, *made.ballots)))).holds


def test_other_groups_and_questions_that_need_shuffles_are_not_supported(made: Made) -> None:
    for old, new in (
        (b'"group":"Ed25519"', b'"group":"RFC-3526-2048"'),
        (b'{"version":1', b'{"version":2'),
        (b'{"answers"', b'{"type":"NonHomomorphic","answers"'),
    ):
        raw = made.election.raw.replace(old, new)
        spoiled = replace(made, election=replace(made.election, raw=raw))
        with pytest.raises(Unsupported):
            verified(archive(spoiled))


def test_an_archive_cut_anywhere_never_raises(made: Made) -> None:
    raw = archive(made)
    for end in range(0, len(raw), 4099):
        assert not verified(raw[:end]).holds


def test_an_archive_larger_than_allowed_is_refused_before_it_is_read(made: Made) -> None:
    report = verify_archive(io.BytesIO(archive(made)), limits=Limits(member=1000))

    assert report.failed == ("A-01",)
