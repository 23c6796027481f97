"""Small files that must survive a power cut: the old content or the new one, never half of it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600


def replace_file(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Give ``path`` the content ``data``; when this returns, it is on the disk.

    What stood under this name, a link included, is replaced and not written through. Raises
    OSError, which names ``path``; then the old content stands.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException as error:
        _drop(part)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise
    flush_directory(path.parent)


def _drop(part: Path) -> None:
    """Remove ``part`` if it can be: why it could not be finished is what counts."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


def flush_directory(directory: Path) -> None:
    """Make the names in ``directory`` durable: a renamed file is lost without it."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
