"""Long work in a process of its own, whose progress anybody may look at: rehearsing, verifying.

An errand is a directory: what was asked, how far it is (`state.json`), what it leaves. The state is
a file, so a page that is answered by another process over the same data sees it too, and a service
that was started again still has what was finished. The process runs behind everything else (nice),
and it ends with the service that began it.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Literal

import msgspec

from service.errors import Busy, NoSuchThing
from service.reasons import reason

Kind = Literal["rehearsal", "verification"]
State = Literal["running", "done", "failed"]
STATE, LOG = "state.json", "log.txt"
LOST = 60.0
"""Seconds without a sign of life after which nobody works on an errand any more."""
KEPT = 5
"""Errands of one kind and election that are kept; older ones are deleted."""
STOPPED = "中途停止，没有完成；请重新开始。"
_NAME = re.compile(r"[0-9a-f]{8,40}", re.ASCII)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an errand is: ``done`` of ``whole`` parts of ``step``; ``sentence`` says what failed.

    ``begun`` is in whole seconds since 1970 UTC.
    """

    state: State
    begun: int
    step: str = ""
    done: int = 0
    whole: int = 0
    sentence: str = ""


def write_progress(directory: Path, progress: Progress) -> None:
    """Write how far it is; who reads meanwhile sees the old state or the new one."""
    part = directory / f".{STATE}.part"
    part.write_bytes(msgspec.json.encode(progress))
    part.replace(directory / STATE)


def read_progress(directory: Path) -> Progress:
    """Return how far it is. Raises NoSuchThing.

    What ended with the service that began it can no longer say so; its file has grown old.
    """
    state = directory / STATE
    try:
        found = msgspec.json.decode(state.read_bytes(), type=Progress)
        silent = time() - state.stat().st_mtime > LOST
    except (OSError, msgspec.DecodeError) as error:
        raise NoSuchThing("没有这项工作，可能已经清理。") from error
    if found.state == "running" and silent:
        return msgspec.structs.replace(found, state="failed", sentence=STOPPED)
    return found


@dataclass(slots=True)
class Errands:
    """The errands of one data directory; at most one runs at a time in this service."""

    root: Path
    seconds: Callable[[], int]
    entropy: Callable[[int], bytes]
    _running: dict[Path, asyncio.Task[None]] = field(default_factory=dict)

    async def start(self, kind: Kind, election: str, files: Mapping[str, bytes | Path]) -> str:
        """Begin an errand with ``files`` in its directory and return its name. Raises Busy."""
        if self._running:
            raise Busy("已有一项演练或者复核正在进行，请等它完成。")
        name = self.entropy(8).hex()
        directory = self._place(kind, election, name)
        await asyncio.to_thread(self._laid_out, directory, files)
        self._tidy(directory.parent, directory)
        self._running[directory] = asyncio.create_task(self._run(kind, directory))
        return name

    def _laid_out(self, directory: Path, files: Mapping[str, bytes | Path]) -> None:
        directory.mkdir(mode=0o700, parents=True)
        for name, content in files.items():
            if isinstance(content, Path):
                shutil.move(content, directory / name)
            else:
                (directory / name).write_bytes(content)
        write_progress(directory, Progress(state="running", begun=self.seconds()))

    def look(self, kind: Kind, election: str, name: str) -> Progress:
        """Return how far an errand is. Raises NoSuchThing."""
        return read_progress(self._place(kind, election, name))

    def every(self, kind: Kind, election: str) -> list[tuple[str, Progress]]:
        """Return all errands that are kept, the newest first."""
        parent = self._place(kind, election, "0" * 16).parent
        found: list[tuple[str, Progress]] = []
        for one in parent.iterdir() if parent.is_dir() else ():
            with suppress(NoSuchThing):
                found.append((one.name, read_progress(one)))
        return sorted(found, key=lambda pair: (-pair[1].begun, pair[0]))

    def file(self, kind: Kind, election: str, name: str, path: str) -> Path:
        """Return a file that an errand has left. Raises NoSuchThing for anything else."""
        directory = self._place(kind, election, name).resolve()
        found = (directory / path).resolve()
        if directory not in found.parents or not found.is_file():
            raise NoSuchThing("没有这个文件。")
        return found

    def _place(self, kind: Kind, election: str, name: str) -> Path:
        if not (_NAME.fullmatch(election) and _NAME.fullmatch(name)):
            raise NoSuchThing("没有这项工作。")
        return self.root / kind / election / name

    def _tidy(self, parent: Path, newest: Path) -> None:
        kept = sorted(parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for one in kept[KEPT:]:
            if one != newest and one not in self._running:
                shutil.rmtree(one, ignore_errors=True)

    async def _run(self, kind: Kind, directory: Path) -> None:
        command = [sys.executable, "-m", "service.work.errand", kind, str(directory)]
        try:
            with (directory / LOG).open("wb") as log:
                child = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            try:
                await child.wait()
            except asyncio.CancelledError:
                _end(child.pid)
                await child.wait()
                raise
        except OSError as error:
            self._failed(directory, f"不能开始：{reason(error)}。")
        finally:
            self._running.pop(directory, None)
            # A process that was ended could not say so itself.
            self._failed(directory, STOPPED)

    def _failed(self, directory: Path, sentence: str) -> None:
        with suppress(NoSuchThing, OSError):
            last = read_progress(directory)
            if last.state == "running":
                ended = msgspec.structs.replace(last, state="failed", sentence=sentence)
                write_progress(directory, ended)

    async def stop(self) -> None:
        """End what runs, children included."""
        tasks = list(self._running.values())
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _end(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)
