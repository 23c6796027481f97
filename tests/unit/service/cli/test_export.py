"""`piaojue export papers` gives out what the log names, and nothing of a record that is damaged."""

from pathlib import Path

import pytest

from audit.record.container import Container
from tests.support.bad_records import BAD
from tests.support.bad_records.registry import own_copy
from tests.support.commands import piaojue
from tests.support.forging import Forger
from tests.support.hand_counted import hand_counted


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.zip"
    path.write_bytes(Forger(own_copy(hand_counted())).record())
    return path


def test_every_paper_is_written_as_it_lies_in_the_record(record: Path, tmp_path: Path) -> None:
    done = piaojue("export", "papers", record, "--out", tmp_path / "out" / "deep")

    assert done.returncode == 0, done.stderr
    with record.open("rb") as file:
        container = Container.open(file)
        papers = {
            one.name.removeprefix("papers/"): container.read(one)
            for one in container.members
            if one.name.startswith("papers/")
        }
    there = {one.name: one.read_bytes() for one in (tmp_path / "out" / "deep").iterdir()}
    assert papers
    assert there == papers


def test_a_file_that_is_there_stays_and_a_link_is_not_followed(
    record: Path, tmp_path: Path
) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    (out / "1-announcement.pdf").symlink_to(elsewhere)

    done = piaojue("export", "papers", record, "--out", out)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not elsewhere.exists()


@pytest.mark.parametrize(
    "name", sorted(name for name, one in BAD.items() if {"P-01", "R-05", "L-06"} & {*one.fails})
)
def test_a_damaged_record_gives_no_paper(name: str, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(BAD[name].case().record)

    done = piaojue("export", "papers", tmp_path / "bad.zip", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert any(check in done.stderr for check in BAD[name].fails)
    assert not (tmp_path / "out").exists()


def test_a_torn_file_exits_1_and_a_missing_one_2(record: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.zip"
    torn.write_bytes(record.read_bytes()[:-100])

    assert piaojue("export", "papers", torn, "--out", tmp_path / "out").returncode == 1
    gone = piaojue("export", "papers", tmp_path / "none.zip", "--out", tmp_path / "out")
    assert (gone.returncode, gone.stderr.count("\n")) == (2, 1)
    assert gone.stderr.isascii() is False
    assert "No such" not in gone.stderr


@pytest.mark.parametrize("what", ["cdf", "xlsx"])
def test_what_this_version_does_not_make_is_said(what: str, record: Path, tmp_path: Path) -> None:
    done = piaojue("export", what, record, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert what in done.stderr
