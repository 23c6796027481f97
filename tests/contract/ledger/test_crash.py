"""A short run of the crash campaign (``make crash`` is the long one)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).parents[3] / "bench" / "crash.py"


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_kill_9_loses_nothing_that_was_acknowledged(store: str) -> None:
    command = [sys.executable, str(CAMPAIGN), "--kills", "4", "--store", store, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    [figures] = json.loads(done.stdout)

    assert figures["faults"] == []
    assert figures["kills"] >= 5
    assert figures["acknowledged"] > 0
    assert done.returncode == 0
