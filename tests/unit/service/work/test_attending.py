"""A worker process ends with the process that it works for, and leaves the keyboard to it."""

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
import asyncio, os, signal
from service.work.hands import Hands

async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    hands = Hands(1)
    print(await hands.do(os.getpid), flush=True)
    await stop.wait()
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
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def test_a_worker_ends_when_its_parent_is_killed(script: Path) -> None:
    with started(script) as parent:
        assert parent.stdout is not None
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        ended, _, _ = select.select([worker], [], [], PATIENCE)
        os.close(worker)
        os.killpg(parent.pid, signal.SIGKILL)

    assert ended


def test_ctrl_c_ends_a_service_and_its_workers_without_a_word(script: Path) -> None:
    """A terminal interrupts the whole group: only the service itself may act on it."""
    with started(script) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        os.killpg(parent.pid, signal.SIGINT)
        _, said = parent.communicate(timeout=PATIENCE)

    assert (parent.returncode, said) == (0, "")
