"""The process of one errand: ``python -m service.work.errand KIND DIRECTORY``."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import sleep
from typing import get_args

import msgspec

from ballot.errors import BallotError
from service.errors import ServiceError
from service.work.errands import LOST, STATE, Kind, read_progress, write_progress

BEHIND = 10
"""Niceness: an errand takes the processor when nobody else wants it."""


def main(kind: Kind, directory: Path) -> None:
    """Do the errand, write how far it is, and how it ended."""
    os.nice(BEHIND)
    # The default would leave children behind; an exception unwinds and ends them.
    signal.signal(signal.SIGTERM, _stopped)
    begun = read_progress(directory)
    Thread(target=_alive, args=(directory / STATE,), daemon=True).start()

    def told(step: str, done: int, whole: int) -> None:
        now = msgspec.structs.replace(begun, step=step, done=done, whole=whole)
        write_progress(directory, now)

    try:
        work_of(kind)(directory, told)
    except (ServiceError, BallotError) as error:
        ended = msgspec.structs.replace(
            read_progress(directory), state="failed", sentence=error.sentence
        )
        write_progress(directory, ended)
        return
    write_progress(directory, msgspec.structs.replace(read_progress(directory), state="done"))


def _alive(state: Path) -> None:
    """Say, by the file's time alone, that somebody still works on it."""
    while True:
        sleep(LOST / 6)
        with suppress(OSError):
            os.utime(state)


def _stopped(*_: object) -> None:
    raise SystemExit(1)


def work_of(kind: Kind) -> Callable[[Path, Callable[[str, int, int], None]], None]:
    """Return what does errands of ``kind``; only that is imported."""
    if kind == "verification":
        from service.work.verifying import verify_here  # noqa: PLC0415

        return verify_here
    from service.rehearsal.copying import rehearse_here  # noqa: PLC0415

    return lambda directory, told: asyncio.run(rehearse_here(directory, told))


if __name__ == "__main__":
    asked, place = sys.argv[1:]
    main(next(one for one in get_args(Kind) if one == asked), Path(place))
