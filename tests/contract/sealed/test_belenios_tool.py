"""belenios-tool, a program that we did not write, accepts our archives, and we accept its own.

Version 2.0 (Debian 12) knows BELENIOS-2048 only and shares no arithmetic with us.  Where 3.x is
installed, or ``BELENIOS_TOOL`` names one, Ed25519 is checked with it too.
"""

import io
import json
import os
import re
from pathlib import Path

import pytest

from audit.verify.archive import verify_archive
from ballot.contest import ratings_of
from ballot.rules import Rules
from ballot.sealed import Question, graded_plaintext, questions_for
from counting.opening import tablet_tally
from tests.support.belenios import invoke, run
from tests.support.sealed_round import Made, archive, keys_of, made_round, result_of
from tests.support.spoiled_archives import SPOILED

BLANK = (Question(answers=("甲", "乙", "丙"), blank=True, minimum=1, maximum=2, question="选"),)
BLANK_VOTES = [((1, 0, 0, 0),), ((0, 1, 1, 0),)]

TOLERATED = {
    "EndBallots in mid-stream",
    "false number of ballots",
    "false total weight",
    "an identical ballot replayed",
    "weak proof forged, all published",
}
"""What version 2.0 accepts although it is wrong; our own checks refuse all of it."""


def accepts(directory: Path, made: Made, raw: bytes) -> bool:
    directory.mkdir()
    (directory / f"{made.election.uuid}.bel").write_bytes(raw)
    done = invoke(directory, "election", "verify", "--dir", ".")
    return done.returncode == 0 and "all checks passed" in done.stdout + done.stderr


@pytest.fixture(scope="module")
def made() -> Made:
    return made_round(keys_of("BELENIOS-2048"))


def test_the_tool_accepts_a_threshold_archive(made: Made, tmp_path: Path) -> None:
    assert accepts(tmp_path / "good", made, archive(made))


def test_the_tool_accepts_single_empty_weighted_and_blank_archives(tmp_path: Path) -> None:
    keys = keys_of("BELENIOS-2048", 0)
    rounds = {
        "single": made_round(keys),
        "empty": made_round(keys, plains=[]),
        "weights": made_round(keys, weights=(3, 1, 5)),
        "blank": made_round(keys, BLANK, BLANK_VOTES),
    }

    for name, each in rounds.items():
        assert accepts(tmp_path / name, each, archive(each)), name


RATING = Rules(ballot_mode="graded", choices=("abstain", "dont_know"), seats=3)
RATED = questions_for(
    "graded", frozenset(RATING.choices), ("公厕", "路灯", "电梯"), 3, ratings_of(RATING)
)
RATINGS: list[tuple[int | None, ...]] = [(0, 1, 2), (0, 2, 3), (0, None, None), (1, 0, 3)]
"""Places of the answers: 满意, 基本满意, 不满意, 不了解; None rates nothing."""


@pytest.fixture(scope="module")
def rated() -> Made:
    plains = [graded_plaintext(RATED, row) for row in RATINGS]
    return made_round(keys_of("BELENIOS-2048"), RATED, plains)


def test_the_tool_accepts_the_archive_of_an_evaluation(rated: Made, tmp_path: Path) -> None:
    raw = archive(rated)

    assert accepts(tmp_path / "rated", rated, raw)
    assert verify_archive(io.BytesIO(raw)).holds
    tally = tablet_tally(RATED, result_of(rated), (1, 2, 3), rated.count, RATING)
    assert [(one.grades, one.dont_know, one.abstain) for one in tally.items] == [
        ((3, 1, 0), 0, 0),
        ((1, 1, 1), 0, 1),
        ((0, 0, 1), 2, 1),
    ]


@pytest.mark.parametrize("name", ["wrong result", "a ballot with three more approvals in one slot"])
def test_the_tool_refuses_a_spoiled_evaluation(rated: Made, tmp_path: Path, name: str) -> None:
    maker, _ = SPOILED[name]
    raw = maker(rated)

    assert not accepts(tmp_path / "bad", rated, raw)
    assert not verify_archive(io.BytesIO(raw)).holds


REFUSED = [
    "a ballot with three more approvals in one slot",
    "encrypted tally altered by the server",
    "a ballot after the tally",
    "a credential that is not in the list",
    "a ballot with a space",
    "wrong result",
    "fewer than t decryptions",
    "surplus decryption invalid",
    "an extra record",
    "tar terminator",
    "wrong time",
]


@pytest.mark.parametrize("name", REFUSED)
def test_the_tool_refuses_what_the_table_says(made: Made, tmp_path: Path, name: str) -> None:
    maker, _ = SPOILED[name]

    assert not accepts(tmp_path / "bad", made, maker(made))


@pytest.mark.parametrize("name", sorted(TOLERATED))
def test_what_the_tool_tolerates_our_checks_refuse(made: Made, name: str) -> None:
    maker, meant = SPOILED[name]

    assert set(verify_archive(io.BytesIO(maker(made))).failed) == meant


@pytest.mark.skipif(
    "BELENIOS_TOOL" not in os.environ,
    reason="Ed25519 needs belenios-tool 3.x, which Debian 12 does not package; name one to run it",
)
def test_a_newer_tool_accepts_ed25519_archives(tmp_path: Path) -> None:
    for threshold in (0, 2):
        each = made_round(keys_of("Ed25519", threshold))
        assert accepts(tmp_path / str(threshold), each, archive(each))


QUESTIONS = {
    "description": "说明",
    "name": "示例",
    "questions": [
        {"answers": ["甲", "乙", "丙"], "min": 1, "max": 2, "question": "选一至二"},
        {"answers": ["是", "否"], "blank": True, "min": 1, "max": 1, "question": "可以空白"},
    ],
}
VOTES = ("[[1,0,0],[0,1,0]]", "[[1,1,0],[1,0,0]]", "[[0,0,1],[0,0,1]]")


def threshold_keys(directory: Path, group: list[str]) -> None:
    """A 2 of 3 key made by the tool alone."""
    key = ["setup", "generate-trustee-key-threshold", *group]
    for _ in range(3):
        run(directory, *key, "--step", "1")
    certs = sorted(directory.glob("*.cert"))
    (directory / "certs").write_text("".join(each.read_text() for each in certs))
    run(directory, *key, "--certs", "certs", "--step", "2")
    names = [each.stem for each in certs]
    step3 = ["--step", "3", "--threshold", "2"]
    polynomials = [
        run(directory, *key, "--certs", "certs", "--key", f"{n}.key", *step3) for n in names
    ]
    (directory / "polynomials").write_text("".join(polynomials))
    run(directory, *key, "--certs", "certs", "--step", "4", "--polynomials", "polynomials")
    outputs = [
        run(
            directory,
            *[*key, "--certs", "certs", "--key", f"{name}.key", "--step", "5"],
            given=(directory / f"{name}.vinput").read_text(),
        )
        for name in names
    ]
    for name, output in zip(names, outputs, strict=True):
        (directory / f"{name}.voutput").write_text(output)
    last = ["--certs", "certs", "--step", "6", "--polynomials", "polynomials"]
    (directory / "threshold.json").write_text(run(directory, *key, *last, given="".join(outputs)))


def foreign_archive(directory: Path) -> bytes:
    """An election that the tool made from the keys to the result: a single and a 2 of 3 key."""
    group = ["--group", "BELENIOS-2048"]
    uuid = run(directory, "setup", "generate-token").strip()
    credentials = ["setup", "generate-credentials", "--uuid", uuid, *group, "--count", "3"]
    run(directory, *credentials)
    next(directory.glob("*.pubcreds")).rename(directory / "public_creds.json")
    private = next(directory.glob("*.privcreds")).read_text()
    threshold_keys(directory, group)
    run(directory, "setup", "generate-trustee-key", *group)
    public_key = next(directory.glob("*.pubkey")).read_text()
    (directory / "public_keys.jsons").write_text(public_key)
    run(directory, "setup", "make-trustees")
    (directory / "questions.json").write_text(json.dumps(QUESTIONS))
    run(directory, "setup", "make-election", "--uuid", uuid, *group, "--template", "questions.json")
    run(directory, "archive", "init")
    for secret, vote in zip(re.findall(r"\S{10,}", private), VOTES, strict=False):
        cast(directory, secret, vote)
    cast(directory, re.findall(r"\S{10,}", private)[0], VOTES[1])
    add(directory, "EndBallots", "")
    add(directory, "EncryptedTally", run(directory, "election", "compute-encrypted-tally"))
    decrypt(directory)
    add(directory, "Result", run(directory, "election", "compute-result"))
    run(directory, "election", "verify")
    return (directory / f"{uuid}.bel").read_bytes()


def add(directory: Path, kind: str, content: str) -> None:
    run(directory, "archive", "add-event", f"--type={kind}", given=content)


def cast(directory: Path, secret: str, vote: str) -> None:
    (directory / "secret").write_text(secret + "\n")
    (directory / "vote").write_text(vote + "\n")
    arguments = ["--privcred", "secret", "--ballot", "vote"]
    add(directory, "Ballot", run(directory, "election", "generate-ballot", *arguments))


def decrypt(directory: Path) -> None:
    """The single holder (owner 1) and all three members (owners 2 to 4) decrypt."""
    single = next(directory.glob("*.privkey")).name
    alone = ["--privkey", single, "--trustee-id", "1"]
    add(directory, "PartialDecryption", run(directory, "election", "decrypt", *alone))
    for owner, key in enumerate(sorted(directory.glob("*.dkey")), start=2):
        files = ["--key", f"{key.stem}.key", "--decryption-key", key.name]
        member = ["election", "decrypt-threshold", *files, "--trustee-id", str(owner)]
        add(directory, "PartialDecryption", run(directory, *member))


def test_an_archive_that_the_tool_made_passes_our_checks(tmp_path: Path) -> None:
    """A single and a 2 of 3 key in the old shape, a blank question, and a vote cast again."""
    report = verify_archive(io.BytesIO(foreign_archive(tmp_path)))

    assert report.holds, [(one.id, one.faults) for one in report.results if one.faults]
    assert {one.status for one in report.results} == {"ok"}
