"""`piaojue verify` answers with the contract's exit codes, one sentence, and no traceback."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from audit.record.container import Container
from audit.verify.catalogue import CHAPTERS, CHECKS
from service.cli import verify
from service.cli.workers import Workers
from tests.support.bad_records import BAD
from tests.support.bad_records.registry import own_copy
from tests.support.forging import Forger
from tests.support.hand_counted import hand_counted
from tests.support.sealed_session import two_rounds


def called(*words: str) -> int:
    parser = argparse.ArgumentParser()
    verify.add_parser(parser.add_subparsers())
    args = parser.parse_args(["verify", *words])
    return int(args.run(args))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.zip"
    forger = Forger(own_copy(hand_counted()))
    path.write_bytes(forger.record())
    (tmp_path / "evidence.zip").write_bytes(forger.made_evidence)
    return path


@pytest.fixture
def tablets(tmp_path: Path) -> Path:
    path = tmp_path / "tablets.zip"
    path.write_bytes(Forger(own_copy(two_rounds())).record())
    return path


def test_a_good_record_exits_0_and_says_that_it_was_compared_with_nothing(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = called(str(record))
    lines = capsys.readouterr().out.splitlines()

    assert code == 0
    assert lines[0].startswith("【演练】")
    assert lines[-1] == "未与签字文件核对"
    assert [line[:4] for line in lines if line[1:2] == "-"] == sorted(
        (check.id for check in CHECKS), key=lambda number: (CHAPTERS.index(number[0]), number)
    )


def test_an_anchor_takes_the_warning_away(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = called(str(record), "--expect-log-key", hand_counted().public("log"))

    assert code == 0
    assert "未与签字文件核对" not in capsys.readouterr().out


def test_a_wrong_anchor_exits_1(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(str(record), "--expect-log-key", "0" * 64, "--json") == 1
    assert json.loads(capsys.readouterr().out)["failed"] == ["E-02"]


def test_the_evidence_is_checked_where_it_is_given(
    record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(str(record), "--evidence", str(record.with_name("evidence.zip")), "--json") == 0
    statuses = {one["id"]: one["status"] for one in json.loads(capsys.readouterr().out)["checks"]}
    assert [statuses[number] for number in ("E-04", "E-05", "E-06")] == ["ok"] * 3


def test_a_bad_record_exits_1_and_names_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.zip"
    path.write_bytes(BAD["outcome_elects_another"].case().record)

    assert called(str(path), "--lang", "en") == 1
    assert "O-02  FAILED" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--workers", "1"], ["--workers", "2"]])
def test_tablets_are_verified_on_one_process_and_on_two(tablets: Path, words: list[str]) -> None:
    assert called(str(tablets), *words) == 0


def test_an_archive_is_verified_by_its_own_list(
    tablets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with tablets.open("rb") as file:
        container = Container.open(file)
        member = next(one for one in container.members if one.name.endswith(".bel"))
        archive = tablets.with_name("round.bel")
        archive.write_bytes(container.read(member))

    assert called(str(archive), "--workers", "1") == 0
    assert "A-16" in capsys.readouterr().out
    assert called(str(archive), "--expect-log-key", "0" * 64) == 2
    archive.write_bytes(b"")
    assert called(str(archive)) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.zip"],
        ["RECORD", "--expect-definition", "about 12"],
        ["RECORD", "--expect-checkpoint", "nowhere"],
        ["RECORD", "--evidence", "nowhere"],
        ["RECORD", "--workers", "0"],
    ],
)
def test_what_is_unusable_exits_2_with_one_sentence(
    record: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = called(*(str(record) if word == "RECORD" else word for word in words))
    shown = capsys.readouterr()

    assert code == 2
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1


def test_no_web_framework_and_no_database_is_loaded() -> None:
    program = (
        "import sys, service.cli.verify; "
        "print([m for m in ('litestar', 'sqlalchemy', 'cv2', 'numpy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert found.stdout.strip() == b"[]"


def test_workers_keep_the_order_and_take_no_more_than_they_can_chew() -> None:
    taken = 0

    def items() -> object:
        nonlocal taken
        for number in range(2000):
            taken += 1
            yield number

    with Workers(2, lambda _: None) as each:
        results = each(str, items())  # type: ignore[arg-type]  # it is an iterator
        first = next(iter(results))
        assert taken < 200
        assert [first, *results] == [str(number) for number in range(2000)]


def test_progress_is_shown_on_a_terminal_only(
    tablets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    called(str(tablets), "--workers", "1", "--json")

    assert "正在核对封票" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
