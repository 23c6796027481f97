"""``piaojue`` as a process of its own, the way an operator runs it.

The process is forked from a server that has imported the packages already, because importing them
takes longer than most commands. That ``python -m service.cli.main`` starts from nothing, and what
it loads then, is tested where the program itself is (``tests/unit/service/cli/test_main.py``).
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

from service.cli.main import COMMANDS, main
from service.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind, by the names of ``subprocess.CompletedProcess``."""

    returncode: int
    stdout: str
    stderr: str


def piaojue(*words: object, **variables: str) -> Done:
    """Run a command to its end, with ``variables`` as all that its environment says to it."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("PIAOJUE_")}
    with tempfile.TemporaryDirectory() as directory:
        out, err = Path(directory) / "out", Path(directory) / "err"
        child = _server().Process(
            target=_run, args=([*map(str, words)], others | variables, out, err)
        )
        child.start()
        child.join()
        assert child.exitcode is not None
        return Done(child.exitcode, out.read_text(), err.read_text())


async def piaojue_meanwhile(*words: object, **variables: str) -> Done:
    """The same, while this process goes on."""
    return await asyncio.to_thread(piaojue, *words, **variables)


@cache
def _server() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload([f"service.cli.{one.module}" for one in COMMANDS.values()])
    return context


def _run(words: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> None:
    """Be the process: nothing to read, two files to write to, and the exit code of the command."""
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin, sys.stdout, sys.stderr = (  # open until the process ends
        open(os.devnull),  # noqa: SIM115, PTH123
        out.open("w"),
        err.open("w"),
    )
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        os.dup2(stream.fileno(), number)
    sys.exit(main(words))


def store_words(settings: Settings) -> list[str]:
    """Return the options that name a store."""
    database = [] if settings.database is None else ["--database", settings.database]
    return ["--data", str(settings.data), *database]
