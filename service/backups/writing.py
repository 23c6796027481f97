"""Writing a backup beside a running service.

The order of the moments matters. The logs first, then the office: whoever a log has appointed has
an account and a role in the copy. The keys last: a log key is on the disk before the log that
names it, and so is the key of a round's sheets.
"""

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ballot.canonical import Digest, canonical
from ballot.state import Election
from service.backups.container import MANIFEST, NAMES, write_end, write_member
from service.backups.errors import InTheWay, NothingHere, Unwritable
from service.backups.files import chunks_of, flush, made, save, told
from service.backups.manifest import FORMAT, File, Log, Manifest
from service.clock import minute, utc_now
from service.durable import flush_directory
from service.ledger import log, transfer
from service.ledger.heads import Head, Heads
from service.ledger.ledger import store_of
from service.ledger.sqlite import SqliteStore
from service.office import copying
from service.office.store import Office, office_url
from service.settings import Settings
from service.sheet_keys import FILES, is_dead

Progress = Callable[[str, int, int], None]
"""Told the name of a step, how much of it is done, and how much there is."""

DIRECTORIES = ("keys", "tls")
"""What is copied of the data directory beside the databases."""
SMALL = 1 << 20
"""Bytes of a key or a certificate; what is larger is none."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds, and the elections whose log key was not there to be copied."""

    manifest: Manifest
    keyless: tuple[str, ...]


def back_up(settings: Settings, out: Path, progress: Progress) -> Written:
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
        with told(out):
            return _written(settings, out, scratch, progress)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _written(settings: Settings, out: Path, scratch: Path, progress: Progress) -> Written:
    transfer.backup(store_of(settings.ledger_url), scratch / "ledger.db")
    heads = heads_of(scratch / "ledger.db")
    progress("复制日志、文件和票箱，核对每份日志", 1, 1)
    asyncio.run(_copy_office(settings, scratch))
    progress("复制账号、名册等办公数据", 1, 1)
    databases = [_described(scratch, name) for name in ("ledger.db", "office.db")]
    states = {election: head.state for election, head in heads.items()}
    files = (*databases, *_copied(settings.data, scratch, states))
    manifest = Manifest(
        format=FORMAT,
        program=version("piaojue"),
        made_at=minute(utc_now()),
        store="sqlite" if settings.database is None else "postgresql",
        logs=tuple(described_log(election, head) for election, head in heads.items()),
        files=files,
    )
    _bind(manifest, scratch, scratch / "backup", progress)
    (scratch / "backup").rename(out)
    flush_directory(out.parent)
    names = {one.name for one in files}
    keyless = [one.election for one in manifest.logs if key_file(one.election) not in names]
    return Written(manifest, tuple(keyless))


def key_file(election: str) -> str:
    """Return under which name a backup holds the log key of ``election``."""
    return f"keys/{election}.log.pem"


async def _copy_office(settings: Settings, scratch: Path) -> None:
    source = await Office.attach(office_url(settings.data, settings.database))
    try:
        await copying.backup(source, scratch)
    finally:
        await source.close()


def heads_of(path: Path) -> dict[str, Head]:
    """Return the heads of the logs in the SQLite file ``path``, folding each. Raises LogBroken."""
    heads = Heads()
    with transfer.reading(SqliteStore(path)) as connection:
        return {one: heads.caught_up(connection, one) for one in log.elections(connection)}


def described_log(election: str, head: Head) -> Log:
    """Return what a manifest says of a log."""
    root = Digest(head.frontier.root.hex())
    return Log(election=election, size=head.size, root=root, open_rounds=_open(head.state))


def _open(state: Election) -> tuple[int, ...]:
    return tuple(one.number for one in state.rounds if one.stage == "open")


def _described(scratch: Path, name: str) -> File:
    with (scratch / name).open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    size = (scratch / name).stat().st_size
    return File(name=name, size=size, sha256=Digest(found.hexdigest()))


def _copied(data: Path, scratch: Path, states: Mapping[str, Election]) -> Iterator[File]:
    """Copy the small files beside the databases into ``scratch`` and describe them.

    The key of a round that is closed stays behind, should a crash have left it on the disk.
    """
    for directory in DIRECTORIES:
        (scratch / directory).mkdir(mode=0o700)
        for path in sorted((data / directory).glob("*")):
            name = f"{directory}/{path.name}"
            dead = path.name.endswith(FILES) and is_dead(path.name.removesuffix(FILES), states)
            if path.is_file() and not path.name.startswith(".") and not dead:
                _check_small(path, name)
                save(scratch / name, chunks_of(path))
                yield _described(scratch, name)


def _check_small(path: Path, name: str) -> None:
    if not NAMES.fullmatch(name) or path.stat().st_size > SMALL:
        raise Unwritable(f"{path} 不像密钥或证书，不能放进备份；请把它移到别处再备份。")


def _bind(manifest: Manifest, scratch: Path, target: Path, progress: Progress) -> None:
    """Put everything into one file, on the disk when this returns."""
    head, done = canonical(manifest), 0

    def report(size: int) -> None:
        nonlocal done
        done += size
        progress("写入备份（字节）", done, manifest.size)

    with made(target) as out:
        write_member(out, MANIFEST, len(head), [head])
        for one in manifest.files:
            write_member(out, one.name, one.size, chunks_of(scratch / one.name, report))
        write_end(out)
        flush(out)
