"""Files that programs write and people read: written anew, or with ``--check`` only compared."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def settle(files: Mapping[Path, Callable[[], str]], command: str) -> int:
    """Write ``files``; with ``--check`` on the command line return 1 if one is not up to date.

    ``command`` is what the reader of the complaint has to run.
    """
    stale = 0
    for path, made in files.items():
        if "--check" not in sys.argv[1:]:
            path.write_text(made(), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != made():
            stale = 1
            sys.stderr.write(f"{path.name} 不是现在的程序写出来的，请运行 {command}。\n")
    return stale
