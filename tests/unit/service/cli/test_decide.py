"""`decide` as a caller sees it: files in, text, exit codes and sentences out."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from service.cli import decide

Case = dict[str, Any]
TABLE: list[Case] = json.loads((Path(__file__).parents[2] / "counting" / "cases.json").read_text())
SHORT = {"threshold_base": "base", "quorum_rule": "quorum", "ballot_mode": "mode"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def short(case: Case) -> Case:
    """The short form of a case of the table, its projects named by letters."""
    return {
        "id": case["id"],
        "input": {
            "total": case["roster"],
            **{key: case[key] for key in ("present", "issued", "returned", "valid", "seats")},
            **{SHORT.get(key, key): value for key, value in case["rules"].items()},
            "for": dict(zip(LETTERS, case["approve"], strict=False)),
        },
    }


GOOD = short(TABLE[0])


def call(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: object,
    *options: str,
    command: ModuleType = decide,
    name: str = "decide",
) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    file = tmp_path / "case.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    args = parser.parse_args([name, str(file), *options])
    code = args.run(args)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def changed(**keys: object) -> Case:
    given = {**GOOD["input"], **keys}
    return {"id": "X1", "input": {k: v for k, v in given.items() if v is not None}}


def test_all_worked_cases_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(tmp_path, capsys, [short(case) for case in TABLE], "--json")

    answers = {answer["id"]: answer["outcome"] for answer in json.loads(out)}
    assert code == 0
    for case in TABLE:
        for key, value in case["outcome"].items():
            named = [LETTERS[n - 1] for n in value] if isinstance(value, list) else value
            assert answers[case["id"]][key] == named, (case["id"], key)


def test_one_case_alone_answers_a_list_of_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(tmp_path, capsys, GOOD, "--json")

    assert (code, len(json.loads(out))) == (0, 1)


@pytest.mark.parametrize(("options", "words"), [((), "入选 A、B"), (("--lang", "en"), "elected A")])
def test_people_read_a_line_per_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: list[str]
) -> None:
    _, out, _ = call(tmp_path, capsys, GOOD, *options)

    assert out.startswith("C01\t")
    assert words in out


def test_a_runoff_and_further_marks_are_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = changed(
        **{"kind": "runoff", "seats": 1, "for": {"J": 60, "K": 51}, "against": {"J": 3}}
    )

    _, out, _ = call(tmp_path, capsys, content, "--json")

    outcome = json.loads(out)[0]["outcome"]
    assert outcome["elected"] == ["J"]
    assert outcome["counts"][0] == {
        "number": 1, "name": "J", "approve": 60, "oppose": 3, "abstain": 251, "illegible": 0
    }  # fmt: skip


def test_printed_sheets_must_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(tmp_path, capsys, changed(printed=330, left_over=15), "--json")

    assert json.loads(out)[0]["outcome"]["status"] == "integrity_error"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"total": None}, ["“total”没有给出", "1 至 1000000 的整数"]),
        ({"returned": -1}, ["“returned”实际为 -1"]),
        ({"present": True}, ["“present”实际为 true"]),
        ({"seats": 2.0}, ["“seats”实际为 2.0"]),
        ({"for": {}}, ["“for”实际为 {}"]),
        ({"for": [1, 2]}, ["“for”实际为 [1, 2]"]),
        ({"for": {"A": "many"}}, ['“for.A”实际为 "many"']),
        ({"against": {"Z": 1}}, ['“against”实际为 "Z"']),
        ({"base": "everyone"}, ['“base”实际为 "everyone"', "all_members"]),
        ({"mode": "ranked"}, ['“mode”实际为 "ranked"', "能够执行"]),
        ({"threshold": {"fraction": [3, 2]}}, ["“threshold”"]),
        ({"quota": 3}, ["“quota”实际为 3", "核对拼写"]),
        ({"kind": "third"}, ["“kind”"]),
    ],
)
def test_a_bad_input_is_one_sentence_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], keys: dict[str, object], words: list[str]
) -> None:
    code, out, err = call(tmp_path, capsys, [GOOD, changed(**keys)], "--json")

    assert (code, out) == (2, "")
    assert err.startswith("案例 X1 ")
    assert all(word in err for word in words)
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff",
        b"[" * 200_000,
        b"3",
        b'{"id": 3, "input": {}}',
        b'{"id": "a", "input": []}',
        b'{"id": "a"}',
        b'{"id": "a", "id": "b", "input": {}}',
        b'{"id": "\\ud800", "input": {}}',
        b'{"id": "a", "input": {"ballots": 3, "total": 3, "seats": 1, "candidates": 1}}',
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_no_case_file_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: object, language: str
) -> None:
    code, out, err = call(tmp_path, capsys, content, "--lang", language)

    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("content", [b"[[[", b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_json_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: object
) -> None:
    _, _, err = call(tmp_path, capsys, content)

    assert err.startswith("这个文件不是 UTF-8 编码的 JSON")


def test_a_missing_file_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    args = argparse.Namespace(file="/nonexistent.json", json=False, lang="zh")

    assert decide.run(args) == 2
    assert "不能读取" in capsys.readouterr().err


def test_single_sheets_are_judged_under_each_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        "id": "S",
        "input": {
            "total": 3,
            "seats": 1,
            "candidates": 2,
            "ballots": [{"marks": ["√", ""], "flag": ""}, {"marks": ["○out", "×"], "flag": ""}],
            "policies": {
                "strict": {"tick": False, "out": False, "signed": "void"},
                "lenient": {"tick": True, "out": True, "signed": "void"},
            },
        },
    }

    _, out, _ = call(tmp_path, capsys, content, "--json")

    outcome = json.loads(out)[0]["outcome"]
    assert (outcome["strict"]["for_"], outcome["strict"]["elected"]) == ([0, 0], [])
    assert (outcome["lenient"]["for_"], outcome["lenient"]["elected"]) == ([2, 0], ["P1"])


def test_deciding_loads_no_server_no_database_and_no_images() -> None:
    check = (
        "import sys, service.cli.decide\n"
        "print(sorted({'litestar', 'sqlalchemy', 'cv2', 'numpy'} & set(sys.modules)))"
    )

    ran = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
