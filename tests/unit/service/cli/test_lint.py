"""`lint-rules` as a caller sees it: files in, text, exit codes and sentences out."""

import json
from pathlib import Path
from typing import Any

import pytest

from ballot.rules.presets import PRESETS
from service.cli.main import main

TEMPLATE = {
    "name": "市范本",
    "issuer": "市人大",
    "limits": {"seats": {"range": [1, 10]}, "tie_rule": {"allowed": ["re_vote_tied"]}},
    "defaults": {"publish_level": "full"},
}


class Caller:
    """Calls the command on files of a directory."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def file(self, content: object) -> str:
        path = self.folder / f"{len(list(self.folder.iterdir()))}.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = main(["lint-rules", *words])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err

    def data(self, *words: str) -> Any:
        return json.loads(self(*words, "--json")[1])


@pytest.fixture
def lint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(tmp_path, capsys)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"{}", 0), (b'{"proxy": true}', 1), (b'{"prox": true}', 2), (b"", 2), (b"3", 2)],
)
def test_the_exit_code_says_what_stands(lint: Caller, content: bytes, code: int) -> None:
    got, out, err = lint(lint.file(content))

    assert got == code
    assert bool(err) == (code == 2)
    assert ("缺条款" in out) == (code < 2)


def test_findings_are_listed_as_json(lint: Caller) -> None:
    found = lint.data(lint.file({"proxy": True}))

    assert {one["code"] for one in found} == {
        "proxy_in_congress",
        "marked_sheets",
        "missing_clause",
    }
    assert found[0] == {
        "severity": "refusal",
        "code": "proxy_in_congress",
        "identifiers": ["proxy", "body_type"],
        "sentence": "“会议主体”为人民代表大会、常委会的，不得“委托投票”，请改为不得委托"
        "（见票决办法第一条、第三条）。",
        "clauses": [1, 3],
    }


def test_faults_are_data_too(lint: Caller) -> None:
    file = lint.file({"seat": 3, "scrutineers": {"keys": 0, "holder": 1}, "seats": "十"})

    code, out, err = lint(file, "--json")

    assert code == 2
    assert err.startswith("规则文件有误：")
    faults = {one["path"]: one for one in json.loads(out)["faults"]}
    assert set(faults) == {"seat", "scrutineers.keys", "scrutineers.holder", "seats"}
    assert faults["scrutineers.keys"] == {
        "path": "scrutineers.keys",
        "chinese": "监票人和密钥的密钥保管人数",
        "found": 0,
        "expected": "1 至 1000000 的整数",
    }
    assert "是不是要写“seats”" in faults["seat"]["expected"]


def test_rules_within_a_template_pass_and_their_deviations_are_listed(lint: Caller) -> None:
    template = lint.file(TEMPLATE)
    file = lint.file({"seats": 7, "publish_level": "names"})

    code, out, _ = lint(file, "--template", template)
    report = lint.data(file, "--template", template)

    assert code == 0
    assert "[与范本不同] 公布内容（publish_level）" in out
    assert [(one["path"], one["outside"]) for one in report["deviations"]] == [
        ("publish_level", False)
    ]
    assert report["faults"] == []
    stated = {one["identifiers"][0] for one in report["findings"]}
    assert "quorum_rule" in stated
    assert "publish_level" not in stated


def test_rules_outside_a_template_are_refused(lint: Caller) -> None:
    code, out, _ = lint(lint.file({"seats": 11}), "--template", lint.file(TEMPLATE))

    assert code == 1
    assert "[超出范本] 应选项目数（seats）：范本规定“1 至 10”，规则写的是“11项”" in out


def test_a_template_is_compared_with_the_one_above_it(lint: Caller) -> None:
    upper = lint.file(TEMPLATE)
    narrow = {**TEMPLATE, "name": "县范本", "limits": {"seats": {"range": [1, 8]}}}
    wide = {**TEMPLATE, "name": "县范本", "limits": {"seats": {"range": [1, 12]}}}

    assert lint(lint.file(narrow), "--template", upper)[0] == 0
    code, out, _ = lint(lint.file(wide), "--template", upper)
    assert code == 1
    assert "放宽了上级的规定" in out

    rules = lint.file({"seats": 9})
    assert lint(rules, "--template", upper)[0] == 0
    assert lint(rules, "--template", upper, "--template", lint.file(narrow))[0] == 1
    code, _, err = lint(rules, "--template", upper, "--template", lint.file(wide))
    assert code == 2
    assert "放宽了上级范本《市范本》" in err


def test_a_faulty_template_is_named(lint: Caller) -> None:
    bad = lint.file({**TEMPLATE, "limits": {"seats": {"range": [9, 1]}}})

    for words in ((lint.file({}), "--template", bad), (bad,)):
        code, _, err = lint(*words)
        assert code == 2
        assert "limits.seats.range" in err


def test_many_rules_files_are_answered_in_one_call(lint: Caller) -> None:
    cases = [
        {"id": "good", "rules": {"seats": 10, "candidates_n": 12}},
        {"id": "clash", "rules": {"seats": 10, "candidates_n": 10}},
    ]

    assert lint(lint.file(cases[:1]))[0] == 0
    assert lint(lint.file(cases[1]))[0] == 1
    reports = lint.data(lint.file(cases))
    assert [one["id"] for one in reports] == ["good", "clash"]
    assert "no_margin" in {one["code"] for one in reports[1]["findings"]}
    code, out, err = lint(lint.file([*cases, {"id": "bad", "rules": {"seats": 0}}]), "--json")
    assert code == 2
    assert err == "有 1 份规则有误，详见各份的说明。\n"
    assert [len(one["faults"]) for one in json.loads(out)] == [0, 0, 1]
    assert json.loads(out)[2]["findings"] == []
    text = lint(lint.file(cases))[1]
    assert text.startswith("good\n[")
    assert "\nclash\n[不能采用] " in text


@pytest.mark.parametrize(
    "cases", [[], [3], [{"id": "a"}], [{"rules": {}}], [{"id": 1, "rules": {}}]]
)
def test_a_list_of_anything_else_is_refused_with_a_sentence(lint: Caller, cases: object) -> None:
    code, out, err = lint(lint.file(cases))

    assert (code, out) == (2, "")
    assert "案例列表" in err


def test_presets_are_listed_and_printed(lint: Caller) -> None:
    code, out, _ = lint("--presets")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [one.name for one in PRESETS]
    assert [one["name"] for one in lint.data("--presets")] == [one.name for one in PRESETS]

    code, out, _ = lint("--preset", "motion")
    assert code == 0
    assert lint(lint.file(out.encode()))[0] == 0


@pytest.mark.parametrize("words", [(), ("--preset", "county"), ("/nowhere/rules.json",)])
def test_what_cannot_be_read_is_a_sentence(lint: Caller, words: tuple[str, ...]) -> None:
    code, out, err = lint(*words)

    assert (code, out) == (2, "")
    assert err.endswith("。\n")


def test_a_clean_file_says_so(lint: Caller) -> None:
    clean = {
        **PRESETS[1].given,
        "seats": 10,
        "candidates_n": 12,
        "identifying_mark": "ignore",
    }

    assert lint(lint.file(clean)) == (0, "没有矛盾，也没有缺条款。\n", "")
    assert lint(lint.file(clean), "--lang", "en") == (0, "No contradiction.\n", "")


def test_english_names_code_and_parameters(lint: Caller) -> None:
    _, out, _ = lint(lint.file({"proxy": True}), "--lang", "en")

    assert out.startswith("[refused] proxy_in_congress: proxy, body_type: ")
