"""``piaojue`` as a process of its own, the way an operator runs it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from service.settings import Settings

ROOT = Path(__file__).parents[2]


def piaojue(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "service.cli.main", *map(str, words)],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("PIAOJUE_")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


async def piaojue_meanwhile(*words: object) -> subprocess.CompletedProcess[str]:
    """The same, while this process goes on."""
    return await asyncio.to_thread(piaojue, *words)


def store_words(settings: Settings) -> list[str]:
    """Return the options that name a store."""
    database = [] if settings.database is None else ["--database", settings.database]
    return ["--data", str(settings.data), *database]
