"""Restoring a backup into an empty place, once nothing speaks against going on from it.

Everything is checked in a scratch directory first: names, hashes, the databases' versions, every
log from its first leaf, and the checkpoints that people kept. Only then are rows copied, into
tables that this program makes itself, so nothing else that a database file may hold gets in.
"""

import asyncio
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ballot.state import Election
from service.backups import container
from service.backups.container import MANIFEST
from service.backups.errors import Behind, InTheWay, Unfit, Unreadable
from service.backups.files import save, told
from service.backups.lineage import Lineage, election_named
from service.backups.manifest import LIMIT, Log, Manifest, read_manifest
from service.backups.writing import DIRECTORIES, Progress, described_log, key_file
from service.durable import flush_directory
from service.keys import KeyStore
from service.ledger import log, transfer
from service.ledger.heads import Heads
from service.ledger.ledger import store_of
from service.ledger.sqlite import SqliteStore
from service.office import copying
from service.settings import Settings
from service.sheet_keys import is_foreign, retire_dead

SCRATCH = ".restoring"


def restore(
    backup: Path, settings: Settings, shown: Mapping[str, bytes], progress: Progress
) -> Manifest:
    """Fill the empty data directory (and database) of ``settings`` from the file ``backup``.

    ``shown``: checkpoints (signed notes) by the name under which a refusal is to speak of them.
    Raises InTheWay, Unwritable, Unfit, and what the stores raise; then nothing is left behind.
    """
    data = settings.data
    with told(backup), backup.open("rb") as file:
        new = _taken(data)
        try:
            with told(data):
                return _restored(file, settings, shown, progress)
        except BaseException as fault:
            _emptied(data, new=new)
            if isinstance(fault, TypeError | ValueError):
                # SQLite holds what it is given: a crafted file has texts where bytes belong.
                raise Unreadable("备份的数据库里有类型不对的内容，文件被改动过。") from fault
            raise


def _taken(data: Path) -> bool:
    """Make the directory ours and return whether it is new. Raises InTheWay, Unwritable."""
    with told(data):
        new = not data.exists()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(data.iterdir()):
            raise InTheWay(f"数据目录 {data} 不是空的，恢复不覆盖任何内容，请换一个空目录。")
        data.chmod(0o700)
        (data / SCRATCH).mkdir(mode=0o700)
    return new


def _emptied(data: Path, *, new: bool) -> None:
    """Remove what a refused restore put into a directory that was empty before it."""
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if new:
        with suppress(OSError):
            data.rmdir()


def _restored(
    file: BinaryIO, settings: Settings, shown: Mapping[str, bytes], progress: Progress
) -> Manifest:
    scratch = settings.data / SCRATCH
    manifest = _unpacked(file, scratch, progress)
    lineages, states = _checked(scratch / "ledger.db", manifest)
    _check_keys(KeyStore(scratch / "keys"), lineages, manifest)
    _check_sheet_keys(KeyStore(scratch / "keys", "sheet"), states)
    for name, note in shown.items():
        _check_shown(name, note, lineages)
    progress("核对每份日志和出示的检查点", 1, 1)
    _place(scratch, settings.data)
    asyncio.run(_fill(settings, scratch))
    shutil.rmtree(scratch)
    flush_directory(settings.data)
    progress("写入数据库", 1, 1)
    return manifest


def _unpacked(file: BinaryIO, scratch: Path, progress: Progress) -> Manifest:
    """Unpack what the manifest names, and nothing else. Raises Unfit."""
    members = container.members(file)
    first = next(members, None)
    if first is None or first.name != MANIFEST or first.size > LIMIT:
        raise Unreadable("这不是备份文件：开头没有备份的目录。")
    manifest = read_manifest(b"".join(first.chunks()))
    for directory in DIRECTORIES:
        (scratch / directory).mkdir(mode=0o700)
    expected, done = iter(manifest.files), 0
    for member in members:
        one = next(expected, None)
        if one is None or (one.name, one.size) != (member.name, member.size):
            raise Unreadable(f"备份里的“{member.name}”与它的目录不符，文件被改动过。")
        if save(scratch / one.name, member.chunks()) != one.sha256:
            raise Unreadable(f"备份里“{one.name}”的内容与目录中的散列不符，文件损坏或被改动过。")
        done += one.size
        progress("解开备份（字节）", done, manifest.size)
    if (missing := next(expected, None)) is not None:
        raise Unreadable(f"备份里缺少“{missing.name}”，文件不完整。")
    return manifest


def _checked(path: Path, manifest: Manifest) -> tuple[dict[str, Lineage], dict[str, Election]]:
    """Fold every log and hold it against its own checkpoints. Raises Unfit, LogBroken."""
    store, heads, logs = SqliteStore(path), Heads(), list[Log]()
    lineages, states = dict[str, Lineage](), dict[str, Election]()
    # An older program's tables are brought up to date in the scratch copy.
    transfer.prepare(store)
    store.release()
    with transfer.reading(store) as connection:
        for election in log.elections(connection):
            head = heads.caught_up(connection, election)
            states[election] = head.state
            lineages[election] = Lineage.of(connection, election, head)
            logs.append(described_log(election, head))
            for _, kept in log.checkpoints(connection, election):
                lineages[election].check(kept.encode())
    if tuple(logs) != manifest.logs:
        raise Unreadable("备份的目录写的日志与数据库里的不同，文件被改动过。")
    return lineages, states


def _check_keys(keys: KeyStore, lineages: Mapping[str, Lineage], manifest: Manifest) -> None:
    """Refuse a key that is not the one of its log; one that was lost before is only missed."""
    kept = {one.name for one in manifest.files}
    for election, lineage in lineages.items():
        there = key_file(election) in kept
        if there and keys.load(election).public_key != lineage.log_key:
            raise Unfit(f"备份里的密钥不是票决 {election} 的日志密钥，文件被改动过。")


def _check_sheet_keys(keys: KeyStore, states: Mapping[str, Election]) -> None:
    """Drop the keys of rounds that have closed; refuse one with which no sheet was printed."""
    retire_dead(keys, states)
    for name in keys.names():
        if is_foreign(name, keys.load(name).public_key, states):
            raise Unfit(f"备份里的密钥 {name} 不是印票所用的密钥，文件被改动过。")


def _check_shown(name: str, note: bytes, lineages: Mapping[str, Lineage]) -> None:
    try:
        _lineage_of(note, lineages).check(note)
    except Unfit as fault:
        raise type(fault)(f"{name}：{fault.sentence}", code=fault.code) from fault


def _lineage_of(note: bytes, lineages: Mapping[str, Lineage]) -> Lineage:
    election = election_named(note)
    if election not in lineages:
        raise Behind(f"备份里没有票决 {election}：它比检查点旧，或者是另一套数据。")
    return lineages[election]


def _place(scratch: Path, data: Path) -> None:
    """Move keys and certificates to where the service looks for them."""
    for directory in DIRECTORIES:
        if any((scratch / directory).iterdir()):
            (scratch / directory).rename(data / directory)


async def _fill(settings: Settings, scratch: Path) -> None:
    """Copy the rows: the office is committed only after the ledger, and no one signs in before."""
    async with (
        copying.at(scratch) as old,
        copying.at(settings.data, settings.database) as new,
        new.writing() as db,
    ):
        await copying.copy(old, db)
        ledger = store_of(settings.ledger_url)
        await asyncio.to_thread(transfer.restore, scratch / "ledger.db", ledger)
