"""`decide` as a caller sees it: files in, text, exit codes and sentences out."""

import argparse
import json
import resource
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
        ({"for": {"A": 1}, "against": 3}, ["“against”实际为 3"]),
        ({"cost_fen": {"A": -1}}, ["“cost_fen.A”实际为 -1"]),
        ({"category": {"A": 3}}, ["“category.A”实际为 3"]),
        ({"category_seats": {"教育": "all"}}, ["“category_seats.教育”"]),
        ({"last_round": "yes"}, ["“last_round”实际为", "true 或 false"]),
        ({"tablet": {"base": 3}}, ["“tablet.base”实际为 3"]),
        ({"tablet": {"returned": 3}}, ["“tablet.issued”没有给出"]),
        ({"unused": 1, "tablet": {}}, ["“unused”实际为 1", "“tablet”之内"]),
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
    assert err.startswith("案例 X1 的")
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


def outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str], **given: object) -> Case:
    people = {"total": 10, "present": 10, "issued": 10, "returned": 10, "seats": 1, **given}
    content = {"id": "X", "input": {key: v for key, v in people.items() if v is not None}}
    code, out, err = call(tmp_path, capsys, content, "--json")
    assert code == 0, err
    found: Case = json.loads(out)[0]["outcome"]
    return found


NEEDED = {
    "ranked ballots": (
        {"mode": "ranked", "for": {"A": 8, "B": 7}, "points": {"A": 8, "B": 7}, "returned": 15,
         "total": 15, "present": 15, "issued": 15},
        {"status": "final", "elected": ["A"]}),
    "exactly K": (
        {"mode": "exactly_k", "for": {"A": 6, "B": 4}}, {"status": "final", "elected": ["A"]}),
    "exactly K, one approval missing": (
        {"mode": "exactly_k", "for": {"A": 6, "B": 3}}, {"status": "integrity_error"}),
    "a whole list needs no seats": (
        {"mode": "whole_list", "seats": None, "for": {"A": 6, "B": 6}},
        {"status": "final", "elected": ["A", "B"]}),
    "a quota of categories": (
        {"mode": "per_item", "seats": 2, "for": {"A": 9, "B": 8, "C": 7},
         "category": {"A": "教育", "B": "教育"}, "category_quota": {"教育": 1}},
        {"elected": ["A", "C"]}),
    "a quota of this round": (
        {"mode": "per_item", "seats": 2, "for": {"A": 9, "B": 8, "C": 7}, "kind": "runoff",
         "category": {"A": "教育", "B": "教育"}, "category_quota": {"教育": 1},
         "category_seats": {"教育": 2}},
        {"elected": ["A", "B"]}),
    "a hard cap, some of it spent": (
        {"mode": "per_item", "seats": 2, "for": {"A": 9, "B": 8, "C": 7},
         "budget_cap": {"amount": 3, "hard": True}, "spent_fen": 1_000_000,
         "cost_fen": {"A": 1_000_000, "B": 2_000_000, "C": 1_000_000}},
        {"elected": ["A", "C"]}),
    "a tie and no round left": (
        {"mode": "per_item", "for": {"A": 9, "B": 9}, "last_round": True},
        {"status": "tie_at_cutoff", "action": "presidium"}),
    "keypads that were not pressed": (
        {"mode": "per_item", "total": 2980, "present": 2609, "issued": 2609, "returned": 2519,
         "unused": 90, "for": {"A": 2486}, "against": {"A": 5}, "abstain": {"A": 28}},
        {"status": "final", "elected": ["A"]}),
    "keypads that do not add up": (
        {"mode": "per_item", "total": 2980, "present": 2609, "issued": 2609, "returned": 2519,
         "unused": 89, "for": {"A": 2486}, "against": {"A": 5}, "abstain": {"A": 28}},
        {"status": "integrity_error"}),
    "paper and tablets": (
        {"issued": 6, "returned": 6, "for": {"A": 3, "B": 2},
         "tablet": {"issued": 4, "returned": 3, "unused": 1, "for": {"A": 3, "B": 0}}},
        {"status": "final", "elected": ["A"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", NEEDED)
def test_every_key_of_a_case_is_needed_by_some_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    given, expected = NEEDED[name]

    found = outcome(tmp_path, capsys, **given)

    assert {key: found[key] for key in expected} == expected


def test_contradicting_clauses_of_a_case_are_told_as_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = changed(mode="ranked", rank_by="approve")

    code, out, err = call(tmp_path, capsys, content)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("案例 X1：")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_quota_above_the_seats_cannot_be_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    content = changed(category_quota={"教育": 11})

    code, out, err = call(tmp_path, capsys, content, "--lang", language)

    assert (code, out, err.count("\n")) == (2, "", 1)


def test_people_read_each_way_of_losing_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = short(next(case for case in TABLE if case["id"] == "C19"))

    _, out, _ = call(tmp_path, capsys, content)

    assert out.endswith("；未达通过线 L；达到通过线而名次在后 K\n")


@pytest.mark.parametrize(
    ("votes", "status"), [(27, "final"), (28, "integrity_error_sum_gt_valid_x_k")]
)
def test_what_is_written_in_takes_approvals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], votes: int, status: str
) -> None:
    """One seat, thirty ballots: thirty approvals at most, three of them given to the list."""
    given = {
        "total": 30, "present": 30, "issued": 30, "returned": 30, "seats": 1, "mode": "at_most_k",
        "base": "valid", "threshold": "plurality", "write_in": "allowed",
        "for": {"A": 2, "B": 1}, "written": {"修桥": votes},
    }  # fmt: skip
    _, out, err = call(tmp_path, capsys, {"id": "W", "input": given}, "--json")

    found = json.loads(out)[0]["outcome"]
    assert found["status"] == status, err
    assert found["channels"]["paper"]["written"] == [{"title": "修桥", "approve": votes}]


def test_sheets_may_bear_ranks_and_names_written_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        "id": "S",
        "input": {
            "total": 3, "seats": 2, "candidates": 3, "mode": "ranked",
            "ballots": [
                {"marks": ["1", "2", ""], "flag": ""},
                {"marks": ["1", "1", "2"], "flag": "", "written": ["修桥"]},
                {"marks": ["2", "1", "3"], "flag": "signed"},
            ],
            "policies": {
                "as usual": {"adjudication": "strict"},
                "nothing written in": {"write_in": "ballot_void", "identifying_mark": "ignore"},
            },
        },
    }  # fmt: skip

    _, out, err = call(tmp_path, capsys, content, "--json")

    found = json.loads(out)[0]["outcome"]
    assert found["as usual"]["points"] == [2, 1, 1], err
    assert found["as usual"]["void_grounds"] == {"identifying_mark": 1}
    assert found["nothing written in"]["points"] == [3, 3, 0]
    assert found["nothing written in"]["void_grounds"] == {"write_in": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"policies": {"a": {}}},
        {"policies": {"a": {"tick": True, "out": False, "signed": "void"}}},
        {"policies": {"a": {"adjudication": "mild"}}},
        {"policies": {"a": {"ballot_mode": "ranked"}}},
        {"policies": {"a": {"mark_oppose": ["○"]}}},
        {"mark_approve": ["√"], "mark_abstain": ["blank", "√"]},
        {"ballots": [{"marks": ["○"], "flag": "", "written": "修桥"}]},
        {"ballots": [{"marks": ["○○"], "flag": ""}]},
        {"ballots": [{"marks": ["○", "○"], "flag": ""}]},
    ],
)
def test_a_bad_sheet_or_policy_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Case
) -> None:
    sheets = {
        "total": 3, "seats": 1, "candidates": 1, "ballots": [],
        "policies": {"a": {"adjudication": "strict"}},
    }  # fmt: skip

    assert call(tmp_path, capsys, {"id": "S", "input": sheets})[0] == 0
    code, out, err = call(tmp_path, capsys, {"id": "S", "input": {**sheets, **change}})

    assert (code, out, err.count("\n")) == (2, "", 1)


def test_ten_thousand_cases_take_less_than_five_seconds_of_cpu(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([short(case) for case in TABLE] * (10_000 // len(TABLE) + 1)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    subprocess.run(
        [sys.executable, "-m", "service.cli.main", "decide", str(file), "--json"],
        stdout=subprocess.DEVNULL,
        check=True,
    )

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5
