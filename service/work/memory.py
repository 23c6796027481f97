"""How processes that read pages live side by side: on one thread each, with memory they keep."""

import ctypes
import os
from contextlib import suppress

_TRIM_THRESHOLD, _TOP_PAD = -1, -2  # malloc.h of the GNU C library
_NEVER, _PAD = 2**31 - 1, 256 * 1024 * 1024


def one_thread_each() -> None:
    """Let each process that is started from now on, and this one, multiply on one thread.

    Work is spread over processes, a page to each. OpenBLAS (numpy's) would besides start a thread
    for every processor in every process, all waiting for each other. It looks at its start only,
    so this stands before the first import of numpy.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def keep_memory() -> None:
    """Give freed memory back only when this process ends; nothing on other C libraries.

    A page of a scan is several arrays of megabytes, made and freed again within a tenth of a
    second. Each time the C library gives them back, the kernel has to hand out and clear the same
    memory page by page; how much time that takes is in docs/performance.md.
    """
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_TRIM_THRESHOLD, _NEVER)
        library.mallopt(_TOP_PAD, _PAD)
