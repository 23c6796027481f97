"""A backup is taken while people vote, and a round goes on elsewhere from it, to the end.

What must not be gone on from is refused with a sentence, and nothing usable is left behind.
"""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from pathlib import Path

import msgspec
import psycopg
import pytest

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.note import parse
from audit.origin import log_verifier
from audit.verify.expectations import Expectations
from audit.verify.record import verify_record
from ballot.sealed import SealedBallot
from service.backups import container, writing
from service.backups.manifest import Manifest, read_manifest
from service.backups.writing import back_up
from service.cli.main import main
from service.client import voter
from service.client.api import Api
from service.client.person import Person
from service.client.voter import BoothView
from service.commands.receipts import Receipt
from service.keys import KeyStore
from service.rehearsal.company import Company
from service.server import running
from service.settings import Settings
from tests.support.commands import piaojue, piaojue_meanwhile, store_words
from tests.support.hall import PASSWORD, Session, key_of, town_at
from tests.support.postgres import Cluster

ROWS = (("approve", "abstain", "approve", "oppose"),) * 6
BEFORE = 3
"""Ballots of ROWS that are acknowledged before the backup begins."""

MakeSettings = Callable[[str], Settings]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> MakeSettings:
    """A maker of empty places for a service, on either store."""

    def make(name: str) -> Settings:
        if request.param == "sqlite":
            return Settings(data=tmp_path / name, workers=1)
        cluster: Cluster = request.getfixturevalue("cluster")
        return Settings(data=tmp_path / name, database=cluster.new_database(), workers=1)

    return make


@asynccontextmanager
async def elsewhere(server: str) -> AsyncIterator[Api]:
    public = Api.at(server)
    try:
        yield public
    finally:
        await public.close()


async def cast_each(
    api: Api, booth: BoothView, ballots: Sequence[SealedBallot]
) -> tuple[Receipt, ...]:
    return tuple([await voter.cast(api, booth, one) for one in ballots])


async def test_a_round_backed_up_while_people_vote_goes_on_elsewhere_to_a_verified_record(
    place: MakeSettings, tmp_path: Path
) -> None:
    old, new, file = place("old"), place("new"), tmp_path / "backup.tar"
    async with town_at(old.data, database=old.database) as town:
        session = await town.session(tablet=ROWS)
        booth = await session.booth()
        ballots = [await session.sealed(card) for card in range(len(ROWS))]
        before = await cast_each(town.nobody, booth, ballots[:BEFORE])
        backup, meanwhile = await asyncio.gather(
            piaojue_meanwhile("backup", *store_words(old), "--out", file, "--json"),
            cast_each(town.nobody, booth, ballots[BEFORE:]),
        )
    assert backup.returncode == 0, backup.stderr
    (entry,) = json.loads(backup.stdout)["logs"]
    assert (entry["election"], entry["open_rounds"]) == (session.id, [1])

    restored = piaojue("restore", "--in", file, *store_words(new))
    assert restored.returncode == 0, restored.stderr
    assert "第 1 轮备份时正在投票" in restored.stderr
    async with running(new) as server, elsewhere(server) as public:
        held = await cards(public, session, range(BEFORE))
        assert held == ["spent"] * BEFORE
        again = await cast_each(public, booth, ballots)
        assert again == before + meanwhile
        with ThreadPoolExecutor(2) as pool:
            await go_on(session, public, pool)
            await session.until("announced")
        record = await public.get_bytes(f"{session.path}/record.zip")
    report = verify_record(BytesIO(record), expectations=Expectations(), each=map)
    assert report.holds, report.failed


async def cards(public: Api, session: Session, numbers: Sequence[int]) -> list[str]:
    """Return what each card is told when it is scanned again."""
    booth = await voter.enter(public, session.id, 1)
    return [(await voter.status(public, booth, session.hall.deck[one]))["state"] for one in numbers]


async def go_on(session: Session, public: Api, pool: Executor) -> None:
    """Let everybody of the session sign in anew at another address."""
    people = {
        seat: await Person.sign_in(public, person.name, PASSWORD, key_of(seat))
        for seat, person in session.hall.company.people.items()
    }
    company = Company(admin=public, election=session.id, people=people)
    for one in session.hall.trustees:
        one.api = company.api("scrutineer", one.index)
    session.hall = replace(session.hall, company=company, public=public, pool=pool)
    session.step = "cast"


@dataclass(frozen=True, slots=True)
class Kept:
    """A session backed up, and the checkpoints that people kept before and after."""

    election: str
    file: Path
    older: Path
    newer: Path
    missing: int
    """Entries that the log has at ``newer`` and the backup has not."""


async def kept(settings: Settings, home: Path) -> Kept:
    await asyncio.to_thread(home.mkdir)
    async with town_at(settings.data, database=settings.database) as town:
        session = await town.session("founded")
        size, older = await town.house.checkpoints.now(session.id)
        written = await piaojue_meanwhile("backup", *store_words(settings), "--out", home / "b.tar")
        assert written.returncode == 0, written.stderr
        await session.until("listed")
        larger, newer = await town.house.checkpoints.now(session.id)
    (home / "older.note").write_text(older)
    (home / "newer.note").write_text(newer)
    return Kept(
        election=session.id,
        file=home / "b.tar",
        older=home / "older.note",
        newer=home / "newer.note",
        missing=larger - size,
    )


def nothing_in(settings: Settings) -> bool:
    """Say whether neither a directory nor a row is there."""
    if settings.database is not None:
        with psycopg.connect(settings.database) as connection:
            rows = connection.execute("SELECT tablename FROM pg_tables").fetchall()
            if {("ledger_heads",), ("office_account",)} & set(rows):
                return False
    return not settings.data.exists()


async def test_a_log_older_than_a_checkpoint_that_is_shown_is_refused_and_leaves_nothing(
    place: MakeSettings, tmp_path: Path
) -> None:
    one, new = await kept(place("old"), tmp_path / "home"), place("new")
    words = ("restore", "--in", one.file, *store_words(new), "--checkpoint", one.older)

    refused = piaojue(*words, one.newer)
    assert refused.returncode == 1
    told = refused.stderr.splitlines()[-1]
    assert f"少 {one.missing} 条" in told
    assert told.startswith(str(one.newer))
    assert nothing_in(new)

    restored = piaojue(*words)
    assert restored.returncode == 0, restored.stderr
    assert "没有出示检查点" not in restored.stderr


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """One for all tests, which leave it and its service's data as they are."""
    home = tmp_path_factory.mktemp("kept")
    return asyncio.run(kept(Settings(data=home / "old"), home / "home"))


@pytest.fixture
def target(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "new")


def here(*words: object) -> tuple[int, str]:
    """Run a command in this process; return its exit code and the last line of what it says."""
    said = StringIO()
    with redirect_stderr(said), redirect_stdout(StringIO()):
        code = main([*map(str, words)])
    return code, (said.getvalue().splitlines() or [""])[-1]


def refusal(file: Path, target: Settings, *more: object) -> tuple[int, str]:
    """Restore ``file``, which must be refused and leave nothing."""
    code, sentence = here("restore", "--in", file, *store_words(target), *more)
    assert code != 0
    assert nothing_in(target)
    return code, sentence


def test_a_checkpoint_of_another_log_or_by_another_key_is_refused(
    backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    other = asyncio.run(kept(Settings(data=tmp_path / "other"), tmp_path / "theirs"))
    code, sentence = refusal(backed_up.file, target, "--checkpoint", other.older)
    assert (code, f"没有票决 {other.election}" in sentence) == (1, True)
    forged = tmp_path / "forged.note"
    for note, words in (
        (backed_up.older.read_text().replace("\n\n", "\nforged\n\n"), "签名与文件内容不符"),
        ("no note", "检查点文件不能使用"),
    ):
        forged.write_text(note)
        code, sentence = refusal(backed_up.file, target, "--checkpoint", forged)
        assert (code, words in sentence) == (1, True)


def test_a_checkpoint_of_the_same_log_grown_otherwise_is_refused(
    backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    """Two services went on from one backup, with one key; their logs are as long."""
    key = KeyStore(backed_up.file.parent.parent / "old" / "keys").load(backed_up.election)
    kept_point = Checkpoint.parse(parse(backed_up.older.read_bytes()).text)
    forked = replace(kept_point, root=bytes(32))
    verifier = log_verifier(backed_up.election, key.public_key)
    (tmp_path / "fork.note").write_bytes(sign_checkpoint(forked, verifier, key.sign_bytes))

    code, sentence = refusal(backed_up.file, target, "--checkpoint", tmp_path / "fork.note")
    assert (code, f"前 {kept_point.size} 条与检查点的根散列不同" in sentence) == (1, True)


def same(manifest: Manifest) -> Manifest:
    return manifest


def rewritten(
    backup: Path,
    target: Path,
    change: Callable[[Path], object],
    said: Callable[[Manifest], Manifest] = same,
) -> Path:
    """Unpack ``backup``, ``change`` its files, and bind them again under a fitting manifest."""
    work = target.with_suffix(".work")
    for name in ("keys", "tls"):
        (work / name).mkdir(parents=True)
    with backup.open("rb") as file:
        head, *rest = [(one.name, b"".join(one.chunks())) for one in container.members(file)]
    for name, data in rest:
        (work / name).write_bytes(data)
    change(work)
    manifest = msgspec.structs.replace(
        read_manifest(head[1]), files=tuple(writing._described(work, name) for name, _ in rest)
    )
    writing._bind(said(manifest), work, target, lambda *_: None)
    return target


def in_ledger(statement: str) -> Callable[[Path], None]:
    return lambda work: run_in(work / "ledger.db", statement)


def run_in(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def other_key(work: Path) -> None:
    (key,) = (work / "keys").iterdir()
    key.unlink()
    KeyStore(work / "keys").create(key.name.removesuffix(".log.pem"))


FORGED: dict[str, tuple[Callable[[Path], None], str]] = {
    "leaf": (in_ledger("UPDATE ledger_leaves SET body = x'7b7d' WHERE leaf = 1"), "右缘"),
    "edge": (in_ledger("UPDATE ledger_heads SET peaks = zeroblob(length(peaks))"), "右缘"),
    "checkpoint": (in_ledger("UPDATE ledger_checkpoints SET size = 1, note = 'x'"), "检查点"),
    "key": (other_key, "密钥不是"),
    "schema": (in_ledger("UPDATE ledger_schema SET version = 99"), "只认识到"),
    "office": (lambda work: (work / "office.db").write_bytes(b"x" * 8192) and None, "办公"),
    "ledger": (lambda work: (work / "ledger.db").write_bytes(b"x" * 8192) and None, "数据文件"),
    "newer office": (
        lambda work: run_in(work / "office.db", "UPDATE office_version SET version_num = '9999'"),
        "9999",
    ),
    "no log": (in_ledger("UPDATE ledger_heads SET size = 0, peaks = x''"), "右缘"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_backup_whose_hashes_were_made_to_fit_is_refused_by_what_is_in_it(
    name: str, backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    change, words = FORGED[name]
    file = rewritten(backed_up.file, tmp_path / "forged.tar", change)
    assert words in refusal(file, target)[1]


def test_a_manifest_that_speaks_of_another_log_is_refused(
    backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    def longer(manifest: Manifest) -> Manifest:
        (log,) = manifest.logs
        return msgspec.structs.replace(
            manifest, logs=(msgspec.structs.replace(log, size=log.size + 1),)
        )

    file = rewritten(backed_up.file, tmp_path / "forged.tar", lambda _: None, longer)
    code, sentence = refusal(file, target)
    assert (code, "目录写的日志" in sentence) == (1, True)


def test_a_newer_format_is_refused_by_its_name(
    backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    data, file = backed_up.file.read_bytes(), tmp_path / "newer.tar"
    file.write_bytes(data.replace(b"piaojue-backup-1", b"piaojue-backup-2", 1))
    code, sentence = refusal(file, target)
    assert (code, "piaojue-backup-2" in sentence) == (1, True)


def test_the_forger_of_these_tests_makes_good_backups_where_nothing_is_changed(
    backed_up: Kept, tmp_path: Path
) -> None:
    file = rewritten(backed_up.file, tmp_path / "same.tar", lambda _: None)
    assert file.read_bytes() == backed_up.file.read_bytes()


def test_a_damaged_or_foreign_file_is_refused(
    backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    data, file = backed_up.file.read_bytes(), tmp_path / "bad.tar"
    middle = len(data) // 2
    bad = (
        b"",
        b"x" * 4096,
        data[:middle],
        data[:-1],
        data + b"\0",
        data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
    )
    for content in bad:
        file.write_bytes(content)
        code, sentence = refusal(file, target)
        assert (code, "备份" in sentence) == (1, True)
    code, sentence = refusal(tmp_path / "missing.tar", target)
    assert (code, str(tmp_path / "missing.tar") in sentence) == (2, True)


def test_nothing_is_restored_over_anything(
    place: MakeSettings, backed_up: Kept, tmp_path: Path
) -> None:
    new = place("new")
    assert here("restore", "--in", backed_up.file, *store_words(new))[0] == 0
    before = sorted(new.data.rglob("*"))
    code, sentence = here("restore", "--in", backed_up.file, *store_words(new))
    assert (code, "恢复不覆盖任何内容" in sentence) == (2, True)
    assert sorted(new.data.rglob("*")) == before
    if new.database is not None:
        beside = replace(new, data=tmp_path / "beside")
        code, sentence = here("restore", "--in", backed_up.file, *store_words(beside))
        assert (code, "不能恢复到其中" in sentence) == (2, True)
        assert not beside.data.exists()


def test_a_backup_is_private_complete_and_written_over_nothing(
    backed_up: Kept, target: Settings
) -> None:
    file, old = backed_up.file, Settings(data=backed_up.file.parent.parent / "old")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [*file.parent.glob(".*"), *file.parent.glob("*.part")] == []
    code, sentence = here("backup", *store_words(old), "--out", file)
    assert (code, "已经存在" in sentence) == (2, True)

    assert here("restore", "--in", file, *store_words(target))[0] == 0
    for path in (target.data, *target.data.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
    office = sqlite3.connect(target.data / "office.db")
    counts = [
        office.execute(f"SELECT count(*) FROM office_{name}").fetchone()[0]  # noqa: S608
        for name in ("account", "key", "session", "attempt")
    ]
    office.close()
    assert counts[0] > 0 < counts[1]
    assert counts[2:] == [0, 0]


def test_an_interrupted_backup_leaves_no_file(backed_up: Kept, tmp_path: Path) -> None:
    old = Settings(data=backed_up.file.parent.parent / "old")

    def interrupted(step: str, done: int, _total: int) -> None:
        if step.startswith("写入") and done:
            raise KeyboardInterrupt

    home = tmp_path / "empty"
    home.mkdir()
    with pytest.raises(KeyboardInterrupt):
        back_up(old, home / "b.tar", interrupted)
    assert list(home.iterdir()) == []


def test_a_lost_log_key_is_named_and_the_rest_is_backed_up(
    backed_up: Kept, target: Settings, tmp_path: Path
) -> None:
    shutil.copytree(backed_up.file.parent.parent / "old", tmp_path / "old")
    file, old = tmp_path / "without.tar", Settings(data=tmp_path / "old")
    (old.data / "keys" / f"{backed_up.election}.log.pem").unlink()
    code, sentence = here("backup", *store_words(old), "--out", file)
    assert (code, f"缺少票决 {backed_up.election} 的日志密钥" in sentence) == (1, True)
    assert here("restore", "--in", file, *store_words(target))[0] == 0


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    for data in (tmp_path / "missing", tmp_path):
        code, sentence = here("backup", "--data", data, "--out", tmp_path / "b.tar")
        assert (code, "请核对" in sentence) == (2, True)
    assert list(tmp_path.iterdir()) == []
