"""A file that is written once, and for this user only: secrets on their way to a printer."""

import os
from contextlib import suppress
from pathlib import Path

from service.errors import BadRequest
from service.reasons import unwritable

PRIVATE = 0o600


def write_fresh(path: Path, data: bytes) -> None:
    """Write ``data`` durably to ``path``, which must not exist yet. Raises BadRequest.

    Nothing is left of a file that could not be finished.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except OSError as error:
        raise BadRequest(unwritable(path, error)) from error
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise BadRequest(unwritable(path, error)) from error


def write_all_fresh(*files: tuple[Path, bytes]) -> None:
    """Write each path's data as `write_fresh`; if one cannot be written, none is left.

    Else the corrected command would be refused, because the others exist. Raises BadRequest.
    """
    written: list[Path] = []
    try:
        for path, data in files:
            write_fresh(path, data)
            written.append(path)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise


def require_fresh(*paths: Path | None) -> None:
    """Raise BadRequest if one of ``paths`` exists, or two of them are the same."""
    named = [path for path in paths if path is not None]
    for path in named:
        if path.exists():
            raise BadRequest(f"{path} 已经存在，不覆盖任何文件，请换一个名字。")
    if len(set(named)) < len(named):
        raise BadRequest("两个输出文件的名字相同，请换一个名字。")
