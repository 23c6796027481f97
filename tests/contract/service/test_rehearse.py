"""`piaojue rehearse`, from a file of ballots to documents that a stranger's program accepts."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.belenios import invoke
from tests.support.commands import piaojue

PAIRS = [(1, 2)] * 5 + [(1, 3)] * 5 + [(2, 3)] * 2
PAPERS = {"attendance", "issue_return", "count_report", "announcement", "sealing_list"}


def csv(numbers: tuple[int, ...], rows: list[tuple[int, ...]]) -> str:
    lines = [numbers, *rows]
    return "".join(",".join(map(str, line)) + "\n" for line in lines)


@dataclass(frozen=True)
class Played:
    out: Path
    outcome: Any


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A tie at the last seat, then the runoff; scanned paper and tablets; keys of two of three."""
    here = tmp_path_factory.mktemp("rehearsal")
    marks = [tuple(1 if n in pair else -1 if n == 4 else 0 for n in (1, 2, 3, 4)) for pair in PAIRS]
    (here / "first.csv").write_text(csv((1, 2, 3, 4), marks))
    (here / "runoff.csv").write_text(csv((2, 3), [(1, 0)] * 7 + [(0, 1)] * 5))
    done = piaojue(
        *("rehearse", "--ballots", here / "first.csv", "--seats", "2"),
        *("--runoff", here / "runoff.csv", "--paper-share", "0.3", "--seed", "7"),
        "--scan",
        *("--group", "BELENIOS-2048", "--scrutineers", "2/3", "--out", here / "out", "--json"),
    )
    assert done.returncode == 0, done.stderr
    return Played(here / "out", json.loads(done.stdout))


def test_the_runoff_decides_the_tie(played: Played) -> None:
    assert played.outcome["status"] == "final"
    assert played.outcome["elected"] == [2]
    assert played.outcome == json.loads((played.out / "outcome.json").read_text())
    counts = {one["number"]: one["approve"] for one in played.outcome["counts"]}
    assert counts == {2: 7, 3: 5}


def test_every_paper_of_both_rounds_is_there_in_both_forms(played: Played) -> None:
    names = {one.name for one in (played.out / "papers").iterdir()}

    assert names == {f"{r}-{k}.{f}" for r in (1, 2) for k in PAPERS for f in ("pdf", "docx")}


def test_our_verifier_accepts_record_and_evidence(played: Played) -> None:
    record, evidence = played.out / "record.zip", played.out / "evidence.zip"

    done = piaojue("verify", record, "--evidence", evidence, "--json")

    assert done.returncode == 0, done.stdout
    checks = {one["id"]: one["status"] for one in json.loads(done.stdout)["checks"]}
    assert checks["S-11"] == "ok"


def test_a_foreign_verifier_accepts_both_archives(played: Played, tmp_path: Path) -> None:
    with zipfile.ZipFile(played.out / "record.zip") as record:
        archives = [name for name in record.namelist() if name.endswith(".bel")]
        assert len(archives) == 2
        for at, name in enumerate(archives):
            directory = tmp_path / str(at)
            directory.mkdir()
            (directory / Path(name).name).write_bytes(record.read(name))
            done = invoke(directory, "election", "verify", "--dir", ".")
            assert done.returncode == 0, done.stderr
            assert "all checks passed" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        ("1,2\n1,5\n", (), "第 2 行第 2 列"),
        ("1,2\n1,1\n", (), "--paper-share"),
        ("1,2\n1,0\n", ("--roster", "0"), "--roster"),
        ("1,2\n1,0\n", ("--scrutineers", "3/2"), "--scrutineers"),
        ("1,2\n1,0\n", ("--paper-share", "2"), "--paper-share"),
        ("1\n1\n", (), "没有差额"),
        ("1,2\n1,0\n", ("--scan",), "--paper-share"),
    ],
)
def test_what_cannot_be_played_is_refused_in_a_sentence(
    tmp_path: Path, content: str, more: tuple[str, ...], said: str
) -> None:
    ballots, out = tmp_path / "b.csv", tmp_path / "out"
    ballots.write_text(content)

    done = piaojue("rehearse", "--ballots", ballots, "--seats", 1, "--out", out, *more)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
