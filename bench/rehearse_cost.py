"""What a rehearsal costs: processor time per ballot, and the peak memory of every process.

    python bench/rehearse_cost.py [--sizes 300 1000 2472] [--scrutineers 1/1] [--json]

The ballots have the shape of a participatory budget: 35 projects, at most K = 5 approved, no
opposing, the most approvals win (``plurality``). They are drawn with a fixed seed. ``piaojue
rehearse`` runs as a user runs it; its processes are watched through /proc.
``growth`` is the processor time of one more ballot between the two largest sizes ÷ that between
the two smallest: 1 where the cost is linear (target <= 1.15). No process may have held 600 MB.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from os import sysconf
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
PROJECTS, SEATS = 35, 5
RULES = {"choices": ["approve"], "threshold": "plurality"}
TARGET_GROWTH, TARGET_MEMORY = 1.15, 600
LOOK_EVERY = 0.2
TICKS = sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figures:
    """One rehearsal: seconds of the clock and of the processors, megabytes of each process."""

    ballots: int
    elapsed: float
    cpu: float
    cpu_per_ballot_ms: float
    peak_mb: tuple[int, ...]


@dataclass(slots=True)
class Watch:
    """All processes that descend from one, with what they used when they were last seen."""

    root: int
    cpu: dict[int, int] = field(default_factory=dict)
    peak: dict[int, int] = field(default_factory=dict)

    def look(self) -> None:
        """Read /proc once."""
        parents = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                status = (place / "status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            pid = int(place.name)
            parents[pid] = int(fields[1])
            if pid == self.root or parents[pid] in self.cpu:
                self._note(pid, int(fields[11]) + int(fields[12]), status)

    def _note(self, pid: int, ticks: int, status: str) -> None:
        self.cpu[pid] = max(ticks, self.cpu.get(pid, 0))
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.peak[pid] = max(int(line.split()[1]), self.peak.get(pid, 0))


def ballots_csv(count: int) -> str:
    """Return ballots that approve one to five projects, some projects far more popular."""
    draw = Random(count)  # noqa: S311 - no secrets here
    lines = [",".join(str(one) for one in range(1, PROJECTS + 1))]
    for _ in range(count):
        favoured = (min(PROJECTS - 1, int(draw.expovariate(0.12))) for _ in range(40))
        liked = set(list(dict.fromkeys(favoured))[: draw.randint(1, SEATS)])
        lines.append(",".join("1" if one in liked else "0" for one in range(PROJECTS)))
    return "\n".join(lines) + "\n"


def rehearsed(count: int, scrutineers: str) -> Figures:
    """Run one rehearsal and watch it."""
    with tempfile.TemporaryDirectory(prefix="piaojue-bench-") as directory:
        home = Path(directory)
        (home / "ballots.csv").write_text(ballots_csv(count))
        (home / "rules.json").write_text(json.dumps(RULES))
        words = ["--ballots", str(home / "ballots.csv"), "--rules", str(home / "rules.json")]
        words += ["--seats", str(SEATS), "--scrutineers", scrutineers, "--out", str(home / "out")]
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", "service.cli.main", "rehearse", *words],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        watch = Watch(child.pid)
        while child.poll() is None:
            watch.look()
            time.sleep(LOOK_EVERY)
        if child.returncode:
            raise SystemExit(f"rehearse ended with {child.returncode}")
    cpu = sum(watch.cpu.values()) / TICKS
    return Figures(
        ballots=count,
        elapsed=round(time.perf_counter() - start, 1),
        cpu=round(cpu, 1),
        cpu_per_ballot_ms=round(cpu / count * 1000, 1),
        peak_mb=tuple(sorted((one // 1024 for one in watch.peak.values()), reverse=True)),
    )


def growth(found: list[Figures]) -> float | None:
    """Return how much more one more ballot costs among many than among few."""
    steps = [
        (more.cpu - less.cpu) / (more.ballots - less.ballots) for less, more in pairwise(found)
    ]
    return round(steps[-1] / steps[0], 3) if len(steps) > 1 else None


def main() -> int:
    """Measure and print; return 0 if the targets are reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1000, 2472])
    parser.add_argument("--scrutineers", default="1/1", help="holders needed / holders")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = [rehearsed(one, options.scrutineers) for one in sorted(options.sizes)]
    grown, most = growth(found), max(one.peak_mb[0] for one in found)
    if options.json:
        runs = [asdict(one) for one in found]
        print(json.dumps({"runs": runs, "growth": grown, "peak_mb": most}))
    else:
        for one in found:
            print(
                f"{one.ballots} ballots: {one.elapsed} s, {one.cpu} s of processor time, "
                f"{one.cpu_per_ballot_ms} ms a ballot; peak MB {', '.join(map(str, one.peak_mb))}"
            )
        print(f"growth {grown} (target <= {TARGET_GROWTH}), peak {most} MB (< {TARGET_MEMORY})")
    return 0 if (grown or 0) <= TARGET_GROWTH and most < TARGET_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
