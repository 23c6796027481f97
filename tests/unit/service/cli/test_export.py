"""`piaojue export` gives out what the log says, and nothing of a record that is damaged."""

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from audit.record.container import Container
from tests.support.bad_records import BAD
from tests.support.bad_records.registry import own_copy
from tests.support.commands import piaojue
from tests.support.forging import Forger
from tests.support.hand_counted import ROWS, hand_counted
from tests.support.rated_session import AGAIN, FIRST, rate_again, rated_session
from tests.support.session import Session


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


def test_every_counted_round_is_a_spreadsheet_of_the_totals_in_the_log(
    record: Path, tmp_path: Path
) -> None:
    done = piaojue("export", "xlsx", record, "--out", tmp_path / "out", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"xlsx": [str(tmp_path / "out" / "1-result.xlsx")]}
    votes, channels, identities = sheets(tmp_path / "out" / "1-result.xlsx")
    assert [[row[0], row[2], row[3]] for row in votes[2:5]] == [
        [number, *figures] for number, figures in ROWS.items()
    ]
    assert channels[2] == ["纸质票", 40, 39, 38, 1]
    assert ["收回＝有效＋无效", "纸质票", "", 39, 39, 0, "相符"] in identities


def test_every_round_of_an_evaluation_is_a_spreadsheet_of_its_own(tmp_path: Path) -> None:
    session = rated_session()
    rate_again(session)
    (tmp_path / "record.zip").write_bytes(Forger(session).record())

    done = piaojue("export", "xlsx", tmp_path / "record.zip", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    first, second = sorted((tmp_path / "out").iterdir())
    assert (first.name, second.name) == ("1-result.xlsx", "2-result.xlsx")
    assert [row[2:5] for row in sheets(first)[0][2:4]] == [[*FIRST[1]], [*FIRST[2]]]
    assert [row[2:5] for row in sheets(second)[0][2:3]] == [[*AGAIN[2]]]
    assert all("不符" not in row for row in sheets(second)[2])


def test_a_record_in_which_nothing_was_counted_says_so(tmp_path: Path) -> None:
    session = Session()
    session.begin()
    session.freeze(session.definition((1, 2, 3), 2))
    (tmp_path / "record.zip").write_bytes(Forger(session).record())

    done = piaojue("export", "xlsx", tmp_path / "record.zip", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "还没有计出结果" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name",
    ["box_and_count_differ", "outcome_elects_another", "paper_totals_that_nobody_counted"],
)
def test_totals_that_do_not_hold_give_no_spreadsheet(name: str, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(BAD[name].case().record)

    done = piaojue("export", "xlsx", tmp_path / "bad.zip", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert any(check in done.stderr for check in BAD[name].fails)
    assert not (tmp_path / "out").exists()


def test_what_this_version_does_not_make_is_said(record: Path, tmp_path: Path) -> None:
    done = piaojue("export", "cdf", record, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cdf" in done.stderr


def sheets(path: Path) -> list[list[list[object]]]:
    """The cells of every sheet; whole numbers as such."""
    book = CalamineWorkbook.from_path(path)
    return [
        [
            [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row]
            for row in book.get_sheet_by_name(name).to_python()
        ]
        for name in book.sheet_names
    ]
