"""The doctor names what is wrong, where, and what to do; one damage, one finding."""

import asyncio
import json
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from service import health
from service.cli.main import main
from service.keys import KeyStore
from service.ledger.ledger import store_of
from service.ledger.urn import Urn
from service.settings import Settings
from tests.support.commands import piaojue_meanwhile, store_words
from tests.support.hall import town_at
from tests.support.postgres import Cluster

BEYOND = "f" * 64


@dataclass(frozen=True, slots=True)
class Copy:
    """A service of its own for one test, with one round open and one announced."""

    settings: Settings
    open: str
    announced: str

    def run(self, sql: str, *values: str | int | bytes) -> None:
        connection = store_of(self.settings.ledger_url).connect(writing=True)
        with closing(connection):
            if self.settings.database is None:
                connection.run("PRAGMA foreign_keys = OFF")
            assert connection.run(sql, values) != 0

    def urn(self) -> str:
        with closing(store_of(self.settings.ledger_url).connect(writing=False)) as connection:
            return Urn(connection, self.open, 1).name

    def doctor(self, *words: str) -> tuple[int, list[tuple[str, str]], str]:
        """Return the exit code, codes and sentences of the faults, and what was said."""
        out, said = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(said):
            code = main(["doctor", *store_words(self.settings), "--json", *words])
        faults = json.loads(out.getvalue())["faults"] if out.getvalue() else []
        return code, [(one["code"], one["sentence"]) for one in faults], said.getvalue()


@dataclass(frozen=True, slots=True)
class Original:
    file: Path
    open: str
    announced: str


async def _played(home: Path) -> Original:
    old = Settings(data=home / "old")
    async with town_at(old.data) as town:
        announced = await town.session("announced")
        voting = await town.session("cast")
        done = await piaojue_meanwhile("backup", *store_words(old), "--out", home / "b.tar")
        assert done.returncode == 0, done.stderr
        looked = await piaojue_meanwhile("doctor", *store_words(old))
        assert looked.returncode == 0, looked.stdout
        refused = await piaojue_meanwhile("doctor", *store_words(old), "--rebuild")
        assert (refused.returncode, "正在使用" in refused.stderr) == (2, True)
    return Original(home / "b.tar", voting.id, announced.id)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    """Played once; the doctor looked at it while it ran, and would not rebuild."""
    return asyncio.run(_played(tmp_path_factory.mktemp("played")))


def _restored(original: Original, settings: Settings) -> Copy:
    words = ["restore", "--in", str(original.file), *store_words(settings)]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        assert main(words) == 0
    return Copy(settings, original.open, original.announced)


@pytest.fixture
def copy(original: Original, tmp_path: Path) -> Copy:
    return _restored(original, Settings(data=tmp_path / "data"))


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, original: Original, tmp_path: Path) -> Copy:
    database = None
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        database = cluster.new_database()
    return _restored(original, Settings(data=tmp_path / "data", database=database))


def test_a_restored_service_has_nothing_wrong_on_either_store(either: Copy) -> None:
    assert either.doctor() == (0, [], "")


OLDEST = """WHERE election = '{announced}' AND size =
    (SELECT min(size) FROM ledger_checkpoints WHERE election = '{announced}')"""
FIRST = "WHERE ballot = (SELECT min(ballot) FROM {urn})"

DAMAGES: dict[str, tuple[str, str]] = {
    "checkpoint.unsigned": (f"UPDATE ledger_checkpoints SET note = 'x' {OLDEST}", "签名"),  # noqa: S608 - ours
    "checkpoint.contradicted": (
        f"UPDATE ledger_checkpoints SET size = size - 1 {OLDEST}",  # noqa: S608 - ours
        "检查点",
    ),
    "projection.stale": (
        """DELETE FROM ledger_counted WHERE election = '{announced}' AND leaf =
           (SELECT max(leaf) FROM ledger_counted)""",
        "--rebuild",
    ),
    "object.damaged": (
        "UPDATE ledger_parts SET part = 1 WHERE hash = (SELECT min(hash) FROM ledger_parts)",
        "散列",
    ),
    "urn.missing": ("DELETE FROM ledger_urns WHERE election = '{open}'", "重新投票"),
    "urn.foreign": (f"UPDATE {{urn}} SET credential = '{BEYOND}' {FIRST}", "投票卡"),  # noqa: S608 - ours
    "urn.damaged": (f"UPDATE {{urn}} SET ballot = '{BEYOND}' {FIRST}", "已损坏"),  # noqa: S608 - ours
    "urn.burnt": (
        """INSERT INTO ledger_burnt (election, round, unsigned)
           SELECT '{open}', 1, min(unsigned) FROM {urn}""",
        "检验",
    ),
    "urn.not_wiped": ("INSERT INTO ledger_chores (name) VALUES ('urn_old')", "重新启动"),
    "store.schema_too_new": ("UPDATE ledger_schema SET version = 99", "第 99 版"),
}


@pytest.mark.parametrize("code", DAMAGES)
def test_damage_in_the_ledger_is_found_on_either_store(code: str, either: Copy) -> None:
    sql, words = DAMAGES[code]
    names = {"open": either.open, "announced": either.announced, "urn": either.urn()}
    either.run(sql.format_map(names))
    found, faults, _ = either.doctor()
    assert (found, [one for one, _ in faults]) == (1, [code])
    assert words in faults[0][1]


BROKEN: dict[str, tuple[Callable[[Copy], None], str]] = {
    "a changed leaf": (
        lambda one: one.run(
            "UPDATE ledger_leaves SET body = ? WHERE election = ? AND leaf = 1",
            b"{}",
            one.announced,
        ),
        "第 1 条",
    ),
    "a changed hash of a leaf": (
        lambda one: one.run(
            "UPDATE ledger_leaves SET hash = ? WHERE election = ? AND leaf = 2",
            bytes(32),
            one.announced,
        ),
        "第 2 条",
    ),
    "a lost leaf": (
        lambda one: one.run(
            "DELETE FROM ledger_leaves WHERE election = ? AND leaf = 2", one.announced
        ),
        "第 2 条",
    ),
    "a lost end": (
        lambda one: one.run(
            "UPDATE ledger_heads SET size = size + 1 WHERE election = ?", one.announced
        ),
        "右缘",
    ),
    "another edge": (
        lambda one: one.run(
            "UPDATE ledger_heads SET size = 1, peaks = ? WHERE election = ?",
            bytes(32),
            one.announced,
        ),
        "右缘",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_log_is_found_with_the_place_where_it_breaks(name: str, either: Copy) -> None:
    damage, words = BROKEN[name]
    damage(either)
    found, faults, _ = either.doctor()
    assert (found, [one for one, _ in faults]) == (1, ["log.broken"])
    assert words in faults[0][1]
    assert either.announced in faults[0][1]
    assert "piaojue restore" in faults[0][1]


def test_a_lost_object_and_an_urn_without_an_open_round_are_found(either: Copy) -> None:
    (definition,) = _definitions(either)
    either.run("DELETE FROM ledger_parts WHERE hash = ?", definition)
    either.run("DELETE FROM ledger_objects WHERE hash = ?", definition)
    connection = store_of(either.settings.ledger_url).connect(writing=True)
    with closing(connection), connection.transaction():
        Urn(connection, either.announced, 1).set_up()
    found, faults, _ = either.doctor()
    assert (found, sorted(one for one, _ in faults)) == (1, ["object.missing", "urn.left"])


def _definitions(copy: Copy) -> set[str]:
    sql = "SELECT body FROM ledger_leaves WHERE election = ?"
    with closing(store_of(copy.settings.ledger_url).connect(writing=False)) as connection:
        events = [json.loads(bytes(body)) for (body,) in connection.rows(sql, (copy.announced,))]
    return {one["definition"] for one in events if one["event"] == "list_frozen"}


def test_rebuilding_makes_a_projection_whole_again(either: Copy) -> None:
    either.run("DELETE FROM ledger_counted WHERE election = ?", either.announced)
    assert either.doctor()[0] == 1
    assert either.doctor("--rebuild") == (0, [], "")


def lose_key(copy: Copy) -> None:
    (copy.settings.data / "keys" / f"{copy.open}.log.pem").unlink()


def change_key(copy: Copy) -> None:
    lose_key(copy)
    KeyStore(copy.settings.data / "keys").create(copy.open)


def spoil_office(copy: Copy) -> None:
    (copy.settings.data / "office.db").write_bytes(b"x" * 8192)


def opened(name: str, mode: int) -> Callable[[Copy], None]:
    return lambda copy: (copy.settings.data / name).chmod(mode)


FILES: dict[str, tuple[Callable[[Copy], None], str]] = {
    "a lost key": (lose_key, "key.unusable"),
    "another key": (change_key, "key.mismatch"),
    "readable keys": (opened("keys", 0o755), "file.open_to_others"),
    "a readable directory": (opened("", 0o755), "file.open_to_others"),
    "a readable database": (opened("ledger.db", 0o644), "file.open_to_others"),
    "no office": (lambda one: (one.settings.data / "office.db").unlink(), "office.unavailable"),
    "a spoilt office": (spoil_office, "office.unavailable"),
    "no ledger": (lambda one: (one.settings.data / "ledger.db").unlink(), "store.unavailable"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_wrong_with_the_files_is_found(name: str, copy: Copy) -> None:
    damage, code = FILES[name]
    damage(copy)
    before = sorted(copy.settings.data.rglob("*"))
    found, faults, said = copy.doctor()
    assert (found, [one for one, _ in faults], said) == (1, [code], "")
    assert {one.name for one in {*copy.settings.data.rglob("*")} - {*before}} <= {
        f"{name}.db-{end}" for name in ("ledger", "office") for end in ("wal", "shm")
    }


def test_a_full_disk_is_found(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)
    found, faults, _ = copy.doctor()
    assert (found, [one for one, _ in faults]) == (1, ["disk.low"])


def test_people_get_lines_with_a_mark_and_a_count(copy: Copy) -> None:
    lose_key(copy)
    out = StringIO()
    with redirect_stdout(out):
        assert main(["doctor", *store_words(copy.settings)]) == 1
    lines = out.getvalue().splitlines()
    assert sum(line.startswith("[正常]") for line in lines) == 3
    assert next(line for line in lines if line.startswith("[有问题]")).endswith("keys 目录。")
    assert lines[-1] == "共 1 个问题。"
