"""`piaojue accounts` against a real SQLite office."""

import argparse
import asyncio
import io
import json
import secrets
from pathlib import Path

import pytest

from service.cli import accounts
from service.office.errors import WrongLogin
from service.office.passwords import Passwords
from service.office.sessions import Sessions, Started
from service.office.store import Office, office_url
from service.office.throttle import Throttle

PASSWORD = "晴天 walks 27 miles"
ADD = ("add", "--name", "王小明", "--role", "administrator", "--password-stdin")


class Terminal:
    """The command with a password on its standard input."""

    def __init__(
        self, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.data = data
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def run(self, *words: str, stdin: str = PASSWORD + "\n") -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        accounts.add_parser(parser.add_subparsers(required=True))
        args = parser.parse_args(["accounts", *words, "--data", str(self.data)])
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = args.run(args)
        out, err = self.capsys.readouterr()
        return code, out, err

    def login(self, name: str, password: str) -> Started:
        return asyncio.run(self._login(name, password))

    async def _login(self, name: str, password: str) -> Started:
        office = await Office.open(office_url(self.data))
        clock = accounts._now
        parts = (office, Passwords(secrets.token_bytes), Throttle(clock), clock)
        try:
            return await Sessions(*parts, secrets.token_bytes).login(name, password, place="x")
        finally:
            await office.close()


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(tmp_path / "data", monkeypatch, capsys)


def test_the_first_administrator_is_added_to_an_empty_directory_and_logs_in(
    terminal: Terminal,
) -> None:
    code, out, err = terminal.run(*ADD)

    assert (code, err) == (0, "")
    assert out == "王小明\t运维管理员\t可用\n"
    started = terminal.login("王小明", PASSWORD)
    assert started.account.holds("administrator", "")
    assert (terminal.data.stat().st_mode & 0o777) == 0o700


def test_accounts_are_listed_as_json_without_secrets(terminal: Terminal) -> None:
    terminal.run(*ADD)
    election = ("--role", "clerk", "--election", "e1", "--temporary", "--password-stdin")
    terminal.run("add", "--name", "李娜", *election)

    code, out, _ = terminal.run("list", "--json")

    assert code == 0
    listed = json.loads(out)
    assert [one["name"] for one in listed] == ["李娜", "王小明"]
    assert listed[0]["must_change"]
    assert listed[0]["roles"] == [{"role": "clerk", "election": "e1"}]
    assert "argon2" not in out
    assert "李娜\t秘书处工作人员（e1）\t首次登录须改口令" in terminal.run("list")[1]


def test_a_reset_password_works_and_must_be_changed(terminal: Terminal) -> None:
    terminal.run(*ADD)

    reset = ("reset-password", "--name", "王小明", "--password-stdin")
    code, out, _ = terminal.run(*reset, stdin="another Long one 9\n")

    assert (code, out) == (0, "王小明\t运维管理员\t首次登录须改口令\n")
    with pytest.raises(WrongLogin):
        terminal.login("王小明", PASSWORD)
    assert terminal.login("王小明", "another Long one 9").account.must_change


def test_a_disabled_account_is_shown_as_such(terminal: Terminal) -> None:
    terminal.run(*ADD)
    terminal.run("add", "--name", "李娜", "--role", "auditor", "--password-stdin")

    assert terminal.run("disable", "--name", "李娜")[:2] == (0, "李娜\t审计员\t已停用\n")


@pytest.mark.parametrize(
    ("words", "stdin", "code"),
    [
        (("disable", "--name", "王小明"), "", 1),
        (("disable", "--name", "无名"), "", 1),
        (ADD, PASSWORD, 1),
        (("add", "--name", "李娜", "--role", "clerk", "--password-stdin"), "short\n", 2),
        (("add", "--name", "李娜", "--role", "clerk"), PASSWORD, 2),
        (("list", "--database", "mysql://h/x"), "", 2),
        (("list", "--database", "postgresql://u:hidden@127.0.0.1:1/x"), "", 2),
    ],
)
def test_a_refusal_is_one_sentence_and_a_code(
    terminal: Terminal, words: tuple[str, ...], stdin: str, code: int
) -> None:
    terminal.run(*ADD)
    before = terminal.run("list", "--json")[1]

    ended, out, err = terminal.run(*words, stdin=stdin)

    assert (ended, out) == (code, "")
    assert len(err.splitlines()) == 1
    assert err.endswith("。\n")
    assert "hidden" not in err
    assert terminal.run("list", "--json")[1] == before


def test_a_missing_directory_is_named_and_not_made_for_a_list(terminal: Terminal) -> None:
    code, _, err = terminal.run("list")

    assert code == 2
    assert str(terminal.data) in err
    assert not terminal.data.exists()


def test_sentences_come_in_english_where_asked(terminal: Terminal) -> None:
    words = ("add", "--name", "李娜", "--role", "clerk", "--lang", "en")
    assert terminal.run(*words)[2].startswith("There is no terminal")
    assert terminal.run("disable", "--name", "无名", "--lang", "en")[0] == 2
