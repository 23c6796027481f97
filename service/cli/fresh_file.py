"""A file that is written once, and for this user only: secrets on their way to a printer."""

import os
from pathlib import Path

from service.errors import BadRequest

PRIVATE = 0o600


def write_fresh(path: Path, data: bytes) -> None:
    """Write ``data`` durably to ``path``, which must not exist yet. Raises BadRequest."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise BadRequest(f"不能写 {path}，请换一个还不存在的文件名。") from error


def require_fresh(*paths: Path | None) -> None:
    """Raise BadRequest if one of ``paths`` exists, or two of them are the same."""
    named = [path for path in paths if path is not None]
    for path in named:
        if path.exists():
            raise BadRequest(f"{path} 已经存在，不覆盖任何文件，请换一个名字。")
    if len(set(named)) < len(named):
        raise BadRequest("两个输出文件的名字相同，请换一个名字。")
