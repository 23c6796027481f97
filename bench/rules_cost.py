"""What ``piaojue decide`` and ``piaojue lint-rules`` cost for many cases in one call.

    python bench/rules_cost.py [--cases N] [--rounds N] [--json]

The cases are of the size of a county's session (12 projects, 10 seats, 327 deputies), each with
other totals and other rules. Processor time is that of the child process, user and system, its
start and all imports included; each is the best of ``--rounds``. The floor is a Python process
that starts and parses the same file as JSON, nothing else. Target: < 5 s for 10,000 cases.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = 5.0
PROJECTS, SEATS = "ABCDEFGHIJKL", 10
CLAUSES: tuple[dict[str, Any], ...] = tuple(
    {"threshold": line, "threshold_base": base, "tie_rule": tie, "shortfall_action": action}
    for line, base, tie, action in product(
        ("majority", "plurality", {"fraction": [2, 3]}),
        ("all_members", "present", "returned", "valid"),
        ("re_vote_tied", "presidium", "lot", "admit_all"),
        ("presidium_decides", "vacant", "same_session", "next_session"),
    )
)
PARSE = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of processor time, and each command's as a multiple of its floor."""

    cases: int
    decide: float
    decide_floor: float
    decide_ratio: float
    lint: float
    lint_floor: float
    lint_ratio: float


def decide_cases(count: int) -> Iterator[dict[str, object]]:
    """Yield inputs of ``piaojue decide``, no two alike within the first thousands."""
    for at in range(count):
        votes = {name: 310 - (at * (place + 3)) % 300 for place, name in enumerate(PROJECTS)}
        figures = {"total": 327, "present": 314, "issued": 314, "returned": 314, "valid": 312}
        given = {**figures, "seats": SEATS, "for": votes, **CLAUSES[at % len(CLAUSES)]}
        yield {"id": f"D{at}", "input": given}


def lint_cases(count: int) -> Iterator[dict[str, object]]:
    """Yield rules files for ``piaojue lint-rules``."""
    for at in range(count):
        numbers = {"seats": 1 + at % 11, "candidates_n": 12, "roster_total": 327}
        yield {"id": f"L{at}", "rules": {**numbers, **CLAUSES[at % len(CLAUSES)]}}


def spent(words: Sequence[str], rounds: int) -> float:
    """Return the least processor time of a child that runs ``words``."""
    return min(_once(words) for _ in range(rounds))


def _once(words: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measured(count: int, rounds: int) -> Figures:
    """Measure both commands and both floors in turn, so that all meet the same machine."""
    with tempfile.TemporaryDirectory(prefix="piaojue-bench-") as directory:
        files = {}
        for name, cases in (("decide", decide_cases(count)), ("lint-rules", lint_cases(count))):
            files[name] = Path(directory) / f"{name}.json"
            files[name].write_text(json.dumps(list(cases)), encoding="utf-8")
        taken, floor = {}, {}
        for name, file in files.items():
            words = ["-m", "service.cli.main", name, str(file), "--json"]
            taken[name] = spent(words, rounds)
            floor[name] = spent(["-c", PARSE, str(file)], rounds)
    return Figures(
        cases=count,
        decide=round(taken["decide"], 2),
        decide_floor=round(floor["decide"], 2),
        decide_ratio=round(taken["decide"] / floor["decide"], 1),
        lint=round(taken["lint-rules"], 2),
        lint_floor=round(floor["lint-rules"], 2),
        lint_ratio=round(taken["lint-rules"] / floor["lint-rules"], 1),
    )


def main() -> int:
    """Print the figures; return 1 if a command needs more than the target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measured(args.cases, args.rounds)
    if args.json:
        print(json.dumps(asdict(found)))
    else:
        print(
            f"{found.cases} cases: decide {found.decide} s, {found.decide_ratio} times the floor; "
            f"lint-rules {found.lint} s, {found.lint_ratio} times the floor (target < {TARGET} s)"
        )
    return int(max(found.decide, found.lint) >= TARGET)


if __name__ == "__main__":
    raise SystemExit(main())
