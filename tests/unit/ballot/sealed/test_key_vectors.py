"""What the scrutineer's page must compute is what the programs compute now."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]


def test_the_vectors_of_the_key_holders_page_are_what_the_program_writes() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.support.key_vectors", "--check"], cwd=ROOT, check=False
    )

    assert answer.returncode == 0
