"""What a backup says of itself, at its beginning."""

from typing import Annotated, Final, Literal

import msgspec

from ballot.canonical import canonical
from ballot.events.base import Sha256
from service.backups.container import MANIFEST, NAMES
from service.backups.errors import TooNew, Unreadable

FORMAT: Final = "piaojue-backup-1"
LIMIT: Final = 16 << 20
"""Bytes of a manifest."""

Count = Annotated[int, msgspec.Meta(ge=0)]


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of the backup; ``size`` in bytes."""

    name: str
    size: Count
    sha256: Sha256


class Log(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A log as it was: entries, root (RFC 6962), and the rounds that were open for voting."""

    election: str
    size: Count
    root: Sha256
    open_rounds: tuple[int, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a backup. ``made_at`` is a minute (+08:00), ``program`` our version."""

    format: Literal["piaojue-backup-1"]
    program: str
    made_at: str
    store: Literal["sqlite", "postgresql"]
    logs: tuple[Log, ...]
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(one.size for one in self.files)


class _AnyFormat(msgspec.Struct):
    format: str


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest strictly. Raises TooNew for another format of ours, Unreadable."""
    try:
        named = msgspec.json.decode(data, type=_AnyFormat).format
        if named.startswith("piaojue-backup-") and named != FORMAT:
            raise TooNew(f"这份备份的格式是 {named}，比本程序新，请用写下它的那一版程序恢复。")
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable("备份的目录不合格式，文件损坏或被改动过。") from error
    names = [one.name for one in manifest.files]
    if len(set(names)) != len(names) or not {"ledger.db", "office.db"} <= set(names):
        raise Unreadable("备份的目录缺少数据库，或者同一个文件写了两次。")
    if not all(NAMES.fullmatch(one) and one != MANIFEST for one in names):
        raise Unreadable("备份的目录里有不认识的文件名。")
    if canonical(manifest) != data:
        raise Unreadable("备份的目录不是规范的写法，文件被改动过。")
    return manifest
