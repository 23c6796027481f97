"""Progress of long work on a terminal: one line per step, counted while it runs."""

from collections.abc import Callable
from typing import TextIO

Progress = Callable[[str, int, int], None]


def progress_on(out: TextIO) -> Progress:
    """Return a reporter; where ``out`` is no terminal, only finished steps are written."""
    terminal = out.isatty()

    def report(step: str, done: int, total: int) -> None:
        finished = done >= total
        if terminal:
            end = "\n" if finished else ""
            out.write(f"\r{step} {done}/{total}{end}" if total > 1 else f"\r{step}\n")
        elif finished:
            out.write(f"{step} {done}/{total}\n" if total > 1 else f"{step}\n")
        out.flush()

    return report
