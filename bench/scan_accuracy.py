"""How well the reader reads: synthetic sheets over every class of damage, against their truth.

    python bench/scan_accuracy.py [--sheets N] [--seed S] [--classes a,b] [--style NAME]
                                  [--workers N] [--tuning [--faults]] [--json]

Sheets are printed by `printing.ballots`, filled in, spoilt and scanned by `bench.paper`, and read
by `counting.scan`. The seeds are those of acceptance; ``--tuning`` takes the other range, and
``--faults`` (tuning only) says what went wrong on which sheet. Exits 1 if a target of
`bench.paper.targets` is missed.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# Sheets are spread over processes; before numpy is imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import cv2

from bench.paper.cases import ACCEPTANCE, TUNING, make_case
from bench.paper.classes import CLASSES
from bench.paper.reader import read_case
from bench.paper.report import missed, summary, table
from bench.paper.scoring import Score, score

Task = tuple[str, int, str | None]
SHEETS = 6_156
"""162 of every class: of 54 sheets' rows 0.5 % are four, and chance adds two."""


def main() -> int:
    """Run the bench and return the exit status."""
    options = _options()
    names = options.classes.split(",") if options.classes else list(CLASSES)
    first = (TUNING if options.tuning else ACCEPTANCE) + options.seed
    tasks = [
        (names[at % len(names)], first + at // len(names), options.style)
        for at in range(options.sheets)
    ]
    started = time.monotonic()
    scores = _run(tasks, options.workers)
    elapsed = time.monotonic() - started
    faults = missed(scores)
    if options.faults and options.tuning:
        for name, one in scores.items():
            for fault in one.faults:
                print(name, fault.seed, fault.what, fault.told)
    if options.json:
        print(json.dumps(summary(scores, elapsed), ensure_ascii=False, indent=1))
    else:
        print(table(scores))
    print("\n".join(faults) or "every target is met", file=sys.stderr)
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sheets", type=int, default=SHEETS)
    parser.add_argument("--seed", type=int, default=0, help="offset within the range of seeds")
    parser.add_argument("--classes", default="", help="names, separated by commas; default all")
    parser.add_argument("--style", default=None, help="one kind of sheet only, e.g. A")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tuning", action="store_true", help="the seeds that one may look at")
    parser.add_argument("--faults", action="store_true", help="list what went wrong (tuning)")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _run(tasks: Sequence[Task], workers: int) -> dict[str, Score]:
    scores: dict[str, Score] = {name: Score() for name, _, _ in tasks}
    with ProcessPoolExecutor(workers, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        done: Iterable[tuple[str, Score]] = pool.map(_one, tasks, chunksize=2)
        for at, (name, one) in enumerate(done, 1):
            scores[name].add(one)
            if at % 20 == 0 or at == len(tasks):
                print(f"\r{at} of {len(tasks)} sheets", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return scores


def _one(task: Task) -> tuple[str, Score]:
    case = make_case(*task)
    return task[0], score(case, read_case(case))


if __name__ == "__main__":
    sys.exit(main())
