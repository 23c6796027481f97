"""How a worker process lives and ends: with the process that it works for, and not before."""

import os
import signal
from multiprocessing import parent_process
from threading import Thread

from service.work.memory import keep_memory


def attend() -> None:
    """Make this worker leave Ctrl-C to its parent, end when the parent does, and keep its memory.

    A parent that is killed cannot tell its workers, and they would wait for it for ever.
    """
    keep_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
