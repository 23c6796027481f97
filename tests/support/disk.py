"""The recorder between a database and its disk (disk.c), compiled once and used by LD_PRELOAD."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")
NO_COMPILER = "there is no C compiler (cc): the order of flush and answer is not tested"


@dataclass(frozen=True, slots=True)
class Disk:
    """A recorder for the files whose path contains ``match``; any user may write to its log."""

    home: Path
    match: str

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def fault(self) -> Path:
        return self.home / "fault"

    def environment(self) -> dict[str, str]:
        """Return what a process needs so that its writes and syncs are recorded."""
        return {
            "LD_PRELOAD": str(self.home / "disk.so"),
            "DISK_MATCH": self.match,
            "DISK_LOG": str(self.log),
            "DISK_FAULT": str(self.fault),
        }

    @contextmanager
    def failing(self, number: int) -> Iterator[None]:
        """Let every write fail with errno ``number`` until the block ends."""
        self.fault.write_text(str(number))
        try:
            yield
        finally:
            self.fault.unlink()

    def windows(self) -> list[str]:
        """Return what happened between each "ask" and its "told": a word of W and S."""
        words, word = [], None
        for line in self.log.read_text().splitlines():
            if line == "ask":
                word = ""
            elif line == "told" and word is not None:
                words.append(word)
                word = None
            elif word is not None:
                word += line
        return words


@contextmanager
def recorded(match: str) -> Iterator[Disk]:
    """Make a recorder for files whose path contains ``match``."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise RuntimeError(NO_COMPILER)
    with tempfile.TemporaryDirectory(prefix="piaojue-disk-") as directory:
        disk = Disk(Path(directory), match)
        disk.home.chmod(0o755)
        library = str(disk.home / "disk.so")
        command = [compiler, "-shared", "-fPIC", "-O1", "-o", library, str(SOURCE), "-ldl"]
        subprocess.run(command, check=True)
        disk.log.touch()
        disk.log.chmod(0o666)
        yield disk


def mark(log: str, line: str) -> None:
    """Append a line to a recorder's log, in order with what the database does."""
    file = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.write(file, f"{line}\n".encode())
    os.close(file)
