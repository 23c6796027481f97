"""How well the verification of a record scales on two processes, beside a bare loop that must.

    python bench/record_verify.py [--ballots N] [--record FILE] [--rounds N] [--json]

A session of 20 projects, 赞成/反对/弃权, K = 10 with exclusivity proofs is rehearsed on the real
service and its record verified as ``piaojue verify`` does it, on one process and on two. Beside
it, in the same run and on the same pool, goes a loop of group multiplications that does nothing
else. Both start their processes anew each time; each time is the best of ``--rounds``.
``ratio`` is the scaling of the record ÷ the scaling of the loop (target >= 0.9).
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nacl.bindings import (  # noqa: E402 - found through the line above
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
)

from audit.verify.record import verify_record  # noqa: E402
from ballot.rules import Rules  # noqa: E402
from service.cli.workers import Workers  # noqa: E402
from service.rehearsal.ballots import Ballots, Row  # noqa: E402
from service.rehearsal.run import Rehearsal, rehearse  # noqa: E402

PROJECTS, SEATS = 20, 10
TARGET = 0.9
PROCESSES = 2
LOOP = 64
"""Multiplications in one item of the bare loop, about as long as a chunk of ballots."""
SCALAR = bytes(range(1, 32)) + b"\x0f"
POINT = crypto_scalarmult_ed25519_base_noclamp(SCALAR)


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of the clock, and what follows from them."""

    ballots: int
    record_one: float
    record_two: float
    loop_one: float
    loop_two: float
    record_scaling: float
    loop_scaling: float
    ratio: float


def rehearsed(ballots: int) -> bytes:
    """Return the record of a session with so many tablet ballots."""
    row: Row = ("approve",) * 8 + ("oppose",) * 7 + ("abstain",) * 5
    rows = tuple(row[at % PROJECTS :] + row[: at % PROJECTS] for at in range(ballots))
    with tempfile.TemporaryDirectory(prefix="piaojue-bench-") as directory:
        asked = Rehearsal(
            ballots=Ballots(numbers=tuple(range(1, PROJECTS + 1)), rows=rows),
            runoff=None,
            rules=Rules(),
            seats=SEATS,
            paper_share=0.0,
            roster=ballots,
            threshold=1,
            trustees=1,
            group="Ed25519",
            seed=1,
            out=Path(directory),
        )
        asyncio.run(rehearse(asked, lambda *_: None))
        return (Path(directory) / "record.zip").read_bytes()


def verification(record: bytes, processes: int) -> float:
    """Return the seconds that the verification takes; it must hold."""
    start = time.perf_counter()
    with Workers(processes, lambda _: None) as each:
        report = verify_record(BytesIO(record), each=each)
    if not report.holds:
        raise SystemExit(f"the record does not hold: {report.failed}")
    return time.perf_counter() - start


def multiplications(count: int) -> int:
    """Multiply the same point ``count`` times."""
    for _ in range(count):
        crypto_scalarmult_ed25519_noclamp(SCALAR, POINT)
    return count


def bare_loop(items: int, processes: int) -> float:
    """Return the seconds that ``items`` items of bare multiplications take."""
    start = time.perf_counter()
    with Workers(processes, lambda _: None) as each:
        for _ in each(multiplications, [LOOP] * items):
            pass
    return time.perf_counter() - start


def measured(record: bytes, ballots: int, rounds: int) -> Figures:
    """Measure the four in turn, so that all meet the same machine."""
    probe = min(bare_loop(40, 1) for _ in range(3)) / 40
    items = max(40, round(verification(record, 1) / probe))
    jobs: tuple[Callable[[], float], ...] = (
        lambda: verification(record, 1),
        lambda: bare_loop(items, 1),
        lambda: verification(record, PROCESSES),
        lambda: bare_loop(items, PROCESSES),
    )
    taken = [job() for job in islice(cycle(jobs), rounds * len(jobs))]
    record_one, loop_one, record_two, loop_two = (min(taken[at::4]) for at in range(4))
    return Figures(
        ballots=ballots,
        record_one=round(record_one, 2),
        record_two=round(record_two, 2),
        loop_one=round(loop_one, 2),
        loop_two=round(loop_two, 2),
        record_scaling=round(record_one / record_two, 3),
        loop_scaling=round(loop_one / loop_two, 3),
        ratio=round(record_one / record_two / (loop_one / loop_two), 3),
    )


def main() -> int:
    """Measure and print; return 0 if the target is reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballots", type=int, default=600)
    parser.add_argument("--record", type=Path, help="verify this record instead of rehearsing one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    record = options.record.read_bytes() if options.record else rehearsed(options.ballots)
    found = measured(record, options.ballots, options.rounds)
    if options.json:
        print(json.dumps(asdict(found)))
    else:
        print(
            f"record of {found.ballots} ballots: {found.record_one} s on one process, "
            f"{found.record_two} s on two, scaling {found.record_scaling}\n"
            f"bare multiplications: {found.loop_one} s on one process, {found.loop_two} s on two, "
            f"scaling {found.loop_scaling}\nratio {found.ratio} (target {TARGET})"
        )
    return 0 if found.ratio >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
