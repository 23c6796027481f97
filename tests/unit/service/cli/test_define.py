"""`piaojue define` writes a practice definition and its key, or tells every fault of the list."""

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from xlsxwriter import Workbook

from audit.fingerprints import short_digest
from ballot.canonical import digest
from ballot.definition import read_definition
from tests.support.commands import piaojue

LIST = "序号,项目名称,投资\n1,修路,120\n2,架桥,80\n3,䶮口公园,45\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "清单.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_becomes_a_practice_definition_with_a_key_of_its_own(
    listed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "definition.json"
    done = piaojue("define", "--candidates", listed, "--seats", 2, "--out", out)

    assert done.returncode == 0, done.stderr
    definition = read_definition(out.read_bytes())
    assert (definition.practice, definition.rehearsal) == (True, True)
    assert definition.numbers == (1, 2, 3)
    assert definition.seats == definition.rules.seats == 2
    found = digest(out.read_bytes())
    assert found in done.stdout
    assert short_digest(found) in done.stdout
    # The list names no unit: what was assumed is told.
    assert "万元" in done.stdout + done.stderr

    key = tmp_path / "definition.json.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert isinstance(load_pem_private_key(key.read_bytes(), None), Ed25519PrivateKey)
    assert [one.name for one in tmp_path.iterdir() if ".part" in one.name] == []


def test_a_spreadsheet_title_and_rules_are_taken(tmp_path: Path) -> None:
    book = Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet()
    for row, cells in enumerate([("序号", "项目名称"), (1, "修路"), (2, "架桥")]):
        sheet.write_row(row, 0, cells)
    book.close()
    (tmp_path / "rules.json").write_text('{"threshold": "plurality"}')
    out = tmp_path / "definition.json"
    done = piaojue(
        *("define", "--candidates", tmp_path / "list.xlsx", "--seats", 1, "--out", out),
        *("--rules", tmp_path / "rules.json", "--title", "青禾镇票决", "--session", "第五次会议"),
        "--json",
    )

    assert done.returncode == 0, done.stderr
    definition = read_definition(out.read_bytes())
    assert (definition.title, definition.session) == ("青禾镇票决", "第五次会议")
    assert definition.threshold == "plurality"
    assert json.loads(done.stdout)["definition"] == digest(out.read_bytes())


def test_two_definitions_of_one_list_are_two_elections(listed: Path, tmp_path: Path) -> None:
    names = [tmp_path / "one.json", tmp_path / "two.json"]
    for out in names:
        assert piaojue("define", "--candidates", listed, "--seats", 1, "--out", out).returncode == 0
    one, two = (read_definition(out.read_bytes()) for out in names)
    assert one.election != two.election


def test_all_faults_are_told_one_in_a_line_and_nothing_is_written(tmp_path: Path) -> None:
    faulty = tmp_path / "list.csv"
    faulty.write_text("序号,项目名称\n1,修路\n一,架桥\n1,\n", encoding="utf-8")
    done = piaojue(
        "define", "--candidates", faulty, "--seats", 1, "--out", tmp_path / "definition.json"
    )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if "应为" in line]
    assert sum("第 3 行" in line for line in lines) == 1
    assert sum("第 4 行" in line for line in lines) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["list.csv"]


@pytest.mark.parametrize(
    "words",
    [
        ["--seats", "0"],
        ["--seats", "4"],
        ["--seats", "1", "--title", ""],
        ["--seats", "1", "--title", "两\n行"],
        ["--seats", "1", "--rules", "missing.json"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    listed: Path, tmp_path: Path, words: list[str]
) -> None:
    done = piaojue("define", "--candidates", listed, "--out", tmp_path / "d.json", *words)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "d.json").exists()
    assert not (tmp_path / "d.json.key").exists()


def test_nothing_is_overwritten(listed: Path, tmp_path: Path) -> None:
    words = ["define", "--candidates", listed, "--seats", 1, "--out", tmp_path / "d.json"]
    assert piaojue(*words).returncode == 0
    key = (tmp_path / "d.json.key").read_bytes()
    (tmp_path / "d.json").unlink()

    assert piaojue(*words).returncode == 2
    assert (tmp_path / "d.json.key").read_bytes() == key


@pytest.mark.parametrize(
    ("rules", "seats", "told"),
    [
        ({"candidates_n": 10}, 2, "候选项目 10 项，清单有 3 项"),
        ({"ballot_mode": "whole_list"}, 2, "清单有 3 项，--seats 写的是 2，请写 --seats 3。"),
        ({"category_quota": {"交通": 1}}, 2, "这一类只有 0 项"),
    ],
)
def test_a_list_that_does_not_fit_its_rules_is_refused(
    listed: Path, tmp_path: Path, rules: dict[str, object], seats: int, told: str
) -> None:
    (tmp_path / "rules.json").write_text(json.dumps(rules))
    words = ("--rules", tmp_path / "rules.json", "--out", tmp_path / "d.json")
    done = piaojue("define", "--candidates", listed, "--seats", seats, *words)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr
    assert not (tmp_path / "d.json").exists()


def test_a_list_that_is_too_long_is_told_the_number_that_a_definition_takes(
    tmp_path: Path,
) -> None:
    long = tmp_path / "list.csv"
    long.write_text("序号,项目名称\n" + "".join(f"{n},路{n}\n" for n in range(1, 202)), "utf-8")
    done = piaojue("define", "--candidates", long, "--seats", 9, "--out", tmp_path / "d.json")

    assert done.returncode == 2
    assert "201 个项目" in done.stderr
    assert "1 至 200 个项目" in done.stderr


def test_a_definition_that_cannot_be_written_is_named_and_not_its_internal_file(
    listed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "no" / "d.json"
    done = piaojue("define", "--candidates", listed, "--seats", 1, "--out", out)

    assert done.returncode == 2
    assert done.stderr.startswith(f"不能写 {out}.key：它所在的文件夹不存在")
    assert ".part" not in done.stderr
