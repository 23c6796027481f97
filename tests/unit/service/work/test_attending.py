"""A worker process ends with the process that it works for, and not by the keyboard."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
PATIENCE = 30
"""Seconds in which a process ends, on a busy machine."""
PARENT = """
import asyncio, os, sys
from service.work.hands import Hands

async def main():
    hands = Hands(1)
    print(await hands.do(os.getpid), flush=True)
    for line in sys.stdin:
        print(await hands.do(os.getpid), flush=True)
    hands.stop()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "parent.py"
    path.write_text(PARENT)
    return path


def started(script: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_a_worker_ends_when_its_parent_is_killed(script: Path) -> None:
    with started(script) as parent:
        assert parent.stdout is not None
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    ended, _, _ = select.select([worker], [], [], PATIENCE)
    os.close(worker)

    assert ended


def test_a_worker_leaves_an_interruption_to_its_parent(script: Path) -> None:
    with started(script) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        os.kill(worker, signal.SIGINT)
        parent.stdin.write("once more\n")
        parent.stdin.flush()
        assert int(parent.stdout.readline()) == worker
        parent.stdin.close()
    assert parent.returncode == 0
