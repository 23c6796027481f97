"""`piaojue` itself: what it loads, what it says, and the exit codes of the contract."""

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from audit.errors import AuditError, Unproven
from ballot.errors import BallotError, Refused
from counting.errors import CountingError
from printing.errors import PrintingError
from service.cli import main as command_line
from service.cli.main import COMMANDS, main
from service.errors import ServiceError
from service.ledger import LedgerError
from service.office.errors import OfficeError
from tests.support.commands import piaojue

ROOT = Path(__file__).parents[4]
CASE = {
    "id": "one",
    "input": {"seats": 1, "total": 9, "counts": [{"number": 1, "approve": 5}]},
}
HEAVY = ("litestar", "sqlalchemy", "cv2", "granian", "httpx")
LOADED = f"""
import sys
from service.cli.main import main
code = main(sys.argv[1:])
print(code, [one for one in {HEAVY!r} if one in sys.modules])
"""


def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "service.cli.main", *words]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, check=False)


@pytest.fixture(autouse=True)
def _same_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A command that does what the test makes of it, in the place of `decide`."""
    module = ModuleType("service.cli.failing")

    def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        parser = subparsers.add_parser("decide")
        parser.add_argument("--lang")
        parser.set_defaults(run=module.run)

    module.add_parser = add_parser  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "service.cli.failing", module)
    monkeypatch.setitem(COMMANDS, "decide", command_line.Command("failing", "", ""))
    return module


def raising(module: ModuleType, error: BaseException) -> None:
    def run(_: argparse.Namespace) -> int:
        raise error

    module.run = run  # type: ignore[attr-defined]  # a module made by hand


def test_the_help_lists_every_command_in_both_languages() -> None:
    chinese, english = run("--help"), run("--lang", "en", "--help")

    assert (chinese.returncode, english.returncode) == (0, 0)
    for name, command in COMMANDS.items():
        assert f"{name:<12}{command.zh}" in chinese.stdout
        assert f"{name:<12}{command.en}" in english.stdout


def test_the_program_ends_with_the_code_of_its_command() -> None:
    answer = run("nonsense")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "没有“nonsense”这个命令" in answer.stderr


def test_without_a_command_the_help_is_shown_and_the_call_was_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    assert "命令" in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_with_its_help(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：piaojue {name}")
    assert "显示本说明" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_language_before_it_or_behind_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--lang", "en", name, "--nonsense"], [name, "--nonsense", "--lang", "en"]):
        assert main(words) == 2
        assert capsys.readouterr().err.startswith("Wrong usage: ")


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["decide", "{cases}"],
        ["lint-rules", "{rules}"],
        ["verify", "--workers", "1", "docs/example/record.zip"],
    ],
    ids=lambda words: words[0],
)
def test_what_needs_no_service_loads_none(words: list[str], tmp_path: Path) -> None:
    cases, rules = tmp_path / "cases.json", tmp_path / "rules.json"
    cases.write_text(json.dumps(CASE))
    rules.write_text("{}")
    named = [word.format(cases=cases, rules=rules) for word in words]
    command = [sys.executable, "-c", LOADED, *named]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    assert answer.stdout.splitlines()[-1].split(" ", 1)[1] == "[]", answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "没有“nonsense”这个命令"),
        (["--nonsense"], "不认识的参数 --nonsense"),
        (["--lang", "fr"], "不能是 'fr'"),
        (["decide"], "缺少参数 FILE.json"),
        (["verify", "x", "--workers", "many"], "应为整数，不是 'many'"),
        (["verify", "x", "--work", "2"], "不认识的参数 --work 2"),
        (["verify", "x", "--evidence"], "须跟一个值"),
        (["restore"], "缺少参数 --in"),
        (["serve", "--port", "70000"], "--port 应在 1 与 65535 之间。"),
        (["serve", "--workers", "0"], "--workers 应为 1 以上的整数。"),
        (["decide", "no/such/file"], "不能读取文件 no/such/file"),
        (["export", "papers", "no/such/file", "--out", "x"], "no/such/file：文件或目录不存在"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_gets_one_sentence_and_2(words: list[str], said: str) -> None:
    answer = piaojue(*words)

    assert answer.returncode == 2
    assert said in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert answer.stdout == ""


@pytest.mark.parametrize(
    "root",
    [BallotError, AuditError, CountingError, PrintingError, OfficeError, LedgerError, ServiceError],
)
def test_an_error_of_ours_is_its_sentence_and_2(
    root: type[Exception], failing: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(failing, root("这里有一处不对，请改正。"))

    assert main(["decide"]) == 2
    assert capsys.readouterr().err == "这里有一处不对，请改正。\n"


def test_an_error_of_ours_is_found_in_a_group_of_errors(
    failing: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = ExceptionGroup("tasks", [OSError("something else"), Refused("被拒绝了。")])
    raising(failing, ExceptionGroup("all", [Unproven("不成立。"), inner]))

    assert main(["decide"]) == 2
    assert capsys.readouterr().err == "不成立。\n"


def test_a_fault_of_the_program_is_not_hidden(failing: ModuleType) -> None:
    raising(failing, ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        main(["decide"])


def test_an_interruption_is_one_sentence_and_130(
    failing: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(failing, KeyboardInterrupt())

    assert main(["decide"]) == 130
    assert capsys.readouterr().err == "已中断。\n"
    assert main(["--lang", "en", "decide"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def test_a_stop_signal_interrupts_a_command(failing: ModuleType) -> None:
    def run(_: argparse.Namespace) -> int:
        signal.raise_signal(signal.SIGTERM)
        return 0

    failing.run = run  # type: ignore[attr-defined]  # a module made by hand

    assert main(["decide"]) == 130


@pytest.mark.parametrize("words", [["--help"], ["verify", "--help"], ["lint-rules", "{rules}"]])
def test_a_reader_that_went_away_is_no_traceback(words: list[str], tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text("{}")
    named = [word.format(rules=rules) for word in words]
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli.main", *named],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.close()
        assert child.stderr is not None
        assert child.stderr.read() == b""
    assert child.returncode in {0, 141}


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11),
    reason="argparse lays its help out anew in later versions; the page is written by 3.11",
)
def test_the_page_of_the_command_line_is_up_to_date() -> None:
    command = [sys.executable, "docs/make_cli.py", "--check"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    assert answer.returncode == 0, answer.stderr
