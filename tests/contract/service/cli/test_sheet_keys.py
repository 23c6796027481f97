"""Backups of a paper round: its key goes on while sheets may be printed, and never comes back.

With it goes what the office knows of bundles and of sheets that wait for the printer.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import msgspec
import pytest

from ballot.canonical import Digest
from service.backups import container, writing
from service.backups.manifest import Manifest, read_manifest
from service.cli.main import main
from service.house import open_house
from service.keys import KeyStore
from service.office import copying
from service.office.bundles import Bundles
from service.office.errors import NotFound
from service.office.prints import Prints
from service.rehearsal import session as s
from service.settings import Settings
from service.sheet_keys import FILES, sheet_key_name
from tests.contract.service.lifecycle.meeting import meet
from tests.support.commands import piaojue_meanwhile, store_words
from tests.support.hall import town_at

VOTERS = 12
PAGE = Digest("ab" * 32)


@dataclass(frozen=True, slots=True)
class Kept:
    """Backups of one round: with sheets to be printed, and closed with a bundle being scanned."""

    election: str
    name: str
    printing: Path
    closed: Path

    @property
    def key(self) -> str:
        return sheet_key_name(self.election, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return asyncio.run(_kept(tmp_path_factory.mktemp("kept")))


async def _kept(home: Path) -> Kept:
    settings, printing, closed = Settings(data=home / "old"), home / "1.tar", home / "2.tar"
    async with town_at(settings.data) as town:
        meeting = await meet(town, channels=("paper",))
        path, election = meeting.round(), meeting.hall.company.election
        made = await meeting.clerk.post(f"{path}/prints", {"count": VOTERS + s.RESERVE})
        await _back_up(settings, printing)
        await meeting.clerk.post(f"{path}/prints/{made['name']}/destroyed")
        await s.issue(meeting.hall, 1, VOTERS, VOTERS, 0)
        await meeting.act("opened")
        held = (settings.data / "keys" / f"{election}.1{FILES}").read_bytes()
        await meeting.act("closed")
        await meeting.chief.post(f"{path}/box", {"count": VOTERS})
        await meeting.api("teller").post(f"{path}/bundles", {"declared": VOTERS})
        await town.house.bundles.add(election, 1, 1, [(PAGE, b"{}")])
        # As if the machine had lost power between the close and the deletion.
        (settings.data / "keys" / f"{election}.1{FILES}").write_bytes(held)
        await _back_up(settings, closed)
    return Kept(election, made["name"], printing, closed)


async def _back_up(settings: Settings, file: Path) -> None:
    done = await piaojue_meanwhile("backup", *store_words(settings), "--out", file)
    assert done.returncode == 0, done.stderr


def here(*words: object) -> tuple[int, str]:
    out, said = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = main([*map(str, words)])
    return code, out.getvalue() + said.getvalue()


def restored(file: Path, home: Path) -> Settings:
    settings = Settings(data=home / "new")
    code, said = here("restore", "--in", file, *store_words(settings))
    assert code == 0, said
    return settings


def keys(settings: Settings) -> KeyStore:
    return KeyStore(settings.data / "keys", "sheet")


def doctor(settings: Settings) -> list[str]:
    found = json.loads(here("doctor", *store_words(settings), "--json")[1])
    return [one["code"] for one in found["faults"]]


def test_a_round_whose_sheets_are_being_printed_goes_on_with_its_key(
    kept: Kept, tmp_path: Path
) -> None:
    settings = restored(kept.printing, tmp_path)

    assert keys(settings).names() == (kept.key,)
    assert doctor(settings) == []


async def _printing(settings: Settings, kept: Kept) -> int:
    async with copying.at(settings.data) as office:
        prints = Prints(office)
        with pytest.raises(NotFound, match="备份里没有印制文件"):
            await prints.pdf(kept.election, 1, kept.name)
        return await prints.erase(kept.election, 1, kept.name)


def test_the_pages_are_in_no_backup_and_yet_can_be_booked_as_deleted(
    kept: Kept, tmp_path: Path
) -> None:
    assert b"%PDF" not in kept.printing.read_bytes()
    settings = restored(kept.printing, tmp_path)

    assert asyncio.run(_printing(settings, kept)) == VOTERS + s.RESERVE


def test_the_key_of_a_closed_round_is_in_no_backup(kept: Kept, tmp_path: Path) -> None:
    with kept.closed.open("rb") as file:
        names = [one.name for one in container.members(file) if list(one.chunks())]
    assert [one for one in names if one.endswith(FILES)] == []
    assert doctor(restored(kept.closed, tmp_path)) == []


async def _bundles(settings: Settings, kept: Kept) -> list[tuple[int, int, str, list[str]]]:
    async with copying.at(settings.data) as office:
        bundles = Bundles(office, lambda: 0)
        return [
            (
                one.number,
                one.declared,
                one.state,
                [page.image for page in await bundles.pages(kept.election, 1, one.number)],
            )
            for one in await bundles.all(kept.election, 1)
        ]


def test_a_bundle_that_was_being_scanned_goes_on(kept: Kept, tmp_path: Path) -> None:
    settings = restored(kept.closed, tmp_path)

    assert asyncio.run(_bundles(settings, kept)) == [(1, VOTERS, "open", [PAGE])]


def forged(kept: Kept, target: Path, change: Callable[[Path], None]) -> Path:
    """Bind the files of the first backup again after ``change``, under a manifest that fits."""
    work = target.with_suffix(".work")
    manifest = _unpacked(kept.printing, work)
    change(work)
    names = [one.name for one in manifest.files]
    logs = tuple(
        writing.described_log(election, head)
        for election, head in writing.heads_of(work / "ledger.db").items()
    )
    files = tuple(writing._described(work, name) for name in names)
    fitting = msgspec.structs.replace(manifest, files=files, logs=logs)
    writing._bind(fitting, work, target, lambda *_: None)
    return target


def _unpacked(backup: Path, work: Path) -> Manifest:
    for name in ("keys", "tls"):
        (work / name).mkdir(parents=True)
    with backup.open("rb") as file:
        head, *rest = [(one.name, b"".join(one.chunks())) for one in container.members(file)]
    for name, data in rest:
        (work / name).write_bytes(data)
    return read_manifest(head[1])


def test_a_retired_key_in_a_backup_is_not_put_back(kept: Kept, tmp_path: Path) -> None:
    def grown(work: Path) -> None:
        _unpacked(kept.closed, tmp_path / "later")
        (work / "ledger.db").write_bytes((tmp_path / "later" / "ledger.db").read_bytes())

    settings = restored(forged(kept, tmp_path / "grown.tar", grown), tmp_path)

    assert keys(settings).names() == ()


def test_a_key_with_which_no_sheet_was_printed_is_refused(kept: Kept, tmp_path: Path) -> None:
    def other(work: Path) -> None:
        store = KeyStore(work / "keys", "sheet")
        store.retire(kept.key)
        store.create(kept.key)

    file = forged(kept, tmp_path / "other.tar", other)
    code, said = here("restore", "--in", file, *store_words(Settings(data=tmp_path / "new")))

    assert code != 0
    assert "不是印票所用的密钥" in said
    assert not (tmp_path / "new").exists()


def test_the_doctor_misses_a_key_that_is_still_needed(kept: Kept, tmp_path: Path) -> None:
    settings = restored(kept.printing, tmp_path)
    keys(settings).retire(kept.key)
    assert doctor(settings) == ["key.unusable"]

    keys(settings).create(kept.key)
    assert doctor(settings) == ["key.mismatch"]


async def _started(settings: Settings) -> None:
    async with open_house(settings):
        pass


def test_a_retired_key_that_is_left_is_found_and_the_next_start_deletes_it(
    kept: Kept, tmp_path: Path
) -> None:
    settings = restored(kept.closed, tmp_path)
    keys(settings).create(kept.key)
    assert doctor(settings) == ["key.not_retired"]

    asyncio.run(_started(settings))
    assert keys(settings).names() == ()
    assert doctor(settings) == []
