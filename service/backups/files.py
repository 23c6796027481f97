"""Files written whole and durably, for this user only."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ballot.canonical import Digest
from service.backups.container import CHUNK
from service.backups.errors import Unwritable

PRIVATE_FILE, PRIVATE_DIRECTORY = 0o600, 0o700


def made(path: Path) -> BinaryIO:
    """Create ``path``, which must not exist, unreadable for others."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")


def save(path: Path, chunks: Iterator[bytes]) -> Digest:
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


def flush_directory(directory: Path) -> None:
    """Return when the names in ``directory`` are on the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
            f"不能读写 {place}：{error.strerror}。请检查磁盘空间和权限后重试。"
        ) from error
