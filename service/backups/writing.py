"""Writing a backup beside a running service.

The order of the moments matters. The office first, then the logs: what a copy then holds is what a
crash between the two would have left, and the service is made for that. The keys last: a log key
is on the disk before the log that names it.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from audit.merkle import Frontier
from ballot.canonical import canonical
from service.backups import container
from service.backups.container import MANIFEST, NAMES, write_end, write_member
from service.backups.errors import InTheWay, NothingHere, Unwritable
from service.backups.files import chunks_of, flush, flush_directory, made, save, told
from service.backups.manifest import FORMAT, File, Log, Manifest
from service.clock import minute, utc_now
from service.ledger import log, transfer
from service.ledger.heads import Heads
from service.ledger.ledger import store_of
from service.ledger.sqlite import SqliteStore
from service.office import copying
from service.office.store import Office, office_url
from service.settings import Settings

Progress = Callable[[str, int, int], None]
DIRECTORIES = ("keys", "tls")
"""What is copied of the data directory beside the databases."""
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds, and the elections whose log key was not there to be copied."""

    manifest: Manifest
    keyless: tuple[str, ...]


async def back_up(settings: Settings, out: Path, progress: Progress) -> Written:
    """Write the service of ``settings`` as it is now into the new file ``out``, mode 0600.

    The service may be running. ``out`` appears when it is complete and on the disk. Raises
    InTheWay, NothingHere, Unwritable, and what the stores raise.
    """
    if out.exists() or out.is_symlink():
        raise InTheWay(f"{out} 已经存在，备份不覆盖任何文件，请换一个文件名。")
    if not settings.data.is_dir():
        raise NothingHere(f"没有数据目录 {settings.data}，请核对 --data。")
    with told(out):
        scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        return await _written(settings, out, scratch, progress)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


async def _written(settings: Settings, out: Path, scratch: Path, progress: Progress) -> Written:
    with told(out):
        await _copy_office(settings, scratch)
        progress("复制账号、名册等办公数据", 1, 1)
        copied = scratch / "ledger.db"
        store = store_of(settings.ledger_url)
        await asyncio.to_thread(transfer.backup, store, copied)
        logs = await asyncio.to_thread(logs_of, copied)
        progress("复制日志和票箱，核对每份日志", 1, 1)
        files = _copy_files(settings.data, scratch)
        manifest = Manifest(
            format=FORMAT,
            program=version("piaojue"),
            made_at=minute(utc_now()),
            store="sqlite" if settings.database is None else "postgresql",
            logs=logs,
            files=tuple([*map(_described, ("ledger.db", "office.db"), [scratch] * 2), *files]),
        )
        await asyncio.to_thread(_bound, manifest, scratch, progress)
        (scratch / "backup").replace(out)
        flush_directory(out.parent)
    names = {one.name for one in files}
    keyless = [one.election for one in logs if f"keys/{one.election}.log.pem" not in names]
    return Written(manifest, tuple(keyless))


async def _copy_office(settings: Settings, scratch: Path) -> None:
    source = await Office.attach(office_url(settings.data, settings.database))
    try:
        await copying.backup(source, scratch)
    finally:
        await source.close()


def logs_of(path: Path) -> tuple[Log, ...]:
    """Return what the logs in the SQLite file ``path`` are, folding each. Raises LogBroken."""
    heads = Heads()
    with transfer.reading(SqliteStore(path)) as connection:
        return tuple(
            _log(election, heads.caught_up(connection, election).frontier, connection)
            for election in log.elections(connection)
        )
