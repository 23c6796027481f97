"""Files written whole and durably, for this user only."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ballot.canonical import Digest
from service.backups.container import CHUNK
from service.backups.errors import Unwritable
from service.reasons import reason

PRIVATE = 0o600


def made(path: Path) -> BinaryIO:
    """Create ``path``, which must not exist, unreadable for others."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, PRIVATE), "wb")


def save(path: Path, chunks: Iterable[bytes]) -> Digest:
    """Write a new file, bring it to the disk, and return the digest of its content."""
    hasher = hashlib.sha256()
    with made(path) as out:
        for chunk in chunks:
            hasher.update(chunk)
            out.write(chunk)
        flush(out)
    return Digest(hasher.hexdigest())


def flush(out: BinaryIO) -> None:
    """Return when what was written is on the disk."""
    out.flush()
    os.fsync(out.fileno())


def chunks_of(path: Path, report: Callable[[int], None] = lambda _: None) -> Iterator[bytes]:
    """Yield the content of ``path``, telling ``report`` how many bytes each step has read."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
            report(len(chunk))


@contextmanager
def told(what: Path) -> Iterator[None]:
    """Raise Unwritable where the disk does not take ``what``."""
    try:
        yield
    except OSError as error:
        place = error.filename or what
        raise Unwritable(
            f"不能读写 {place}：{reason(error)}。请检查磁盘空间和权限后重试。"
        ) from error
