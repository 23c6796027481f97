"""Where a file of scans lies while it is read, and what a crash left of such files.

A folder in the data directory, since a whole bundle may not fit where the system keeps temporary
files. Whoever reads it holds a lock on the file, which ends with the process: what nobody holds is
left over, pictures of ballots in the order of the scan, and the next start deletes it.
"""

import fcntl
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "scan-"
_OURS = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
"""As `tempfile` names folders with our prefix."""
_FILE = "pages"


@contextmanager
def put_down(data: Path) -> Iterator[Path]:
    """Yield where a scan may be written below ``data``; it is gone at the end."""
    with tempfile.TemporaryDirectory(dir=data, prefix=PREFIX) as folder:
        path = Path(folder) / _FILE
        with path.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield path


def left_over(data: Path) -> list[Path]:
    """Return the folders below ``data`` from which nobody reads any more."""
    ours = [one for one in sorted(data.glob(f"{PREFIX}*")) if _OURS.fullmatch(one.name)]
    return [one for one in ours if one.is_dir() and not one.is_symlink() and not _held(one)]


def delete_left_over(data: Path) -> None:
    """Delete what a crash left; what cannot be deleted stays for the doctor to name."""
    for folder in left_over(data):
        shutil.rmtree(folder, ignore_errors=True)


def _held(folder: Path) -> bool:
    try:
        with (folder / _FILE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
