"""belenios-tool: found, installed where that is possible, and run."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest


@cache
def tool() -> str:
    """The path of belenios-tool, installed with apt where that is possible."""
    found = os.environ.get("BELENIOS_TOOL") or shutil.which("belenios-tool")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "belenios-tool"], check=False)
        found = shutil.which("belenios-tool")
    if found is None:
        pytest.fail("belenios-tool is not installed: install Debian's package of that name.")
    return found


def run(directory: Path, *arguments: str, given: str = "") -> str:
    """The standard output of one run in ``directory``; fails the test if the tool fails."""
    done = invoke(directory, *arguments, given=given)
    assert done.returncode == 0, done.stderr

    return done.stdout


def invoke(directory: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tool(), *arguments],
        cwd=directory,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LWT_ASYNC_METHOD": "none", "BELENIOS_USE_URANDOM": "1"},
    )
