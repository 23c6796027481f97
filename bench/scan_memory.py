"""What it costs that freed memory goes back to the kernel between two pages of a scan.

    python bench/scan_memory.py [--pages N] [--rounds N] [--json]
    python bench/scan_memory.py --sheets 5000 [--workers N] [--json]

One process reads a PDF of grey pages of 300 dpi as a copier writes it, with the C library's own
habits and with ``service.work.memory.keep_memory``; each figure is the best of ``--rounds``, in
processor time and page faults per page, after a first page that is not counted.
Target: at most a tenth of the faults.

With ``--sheets`` the pool of ``piaojue scan`` reads so many pages of 200 dpi: 50 sheets, each
marked and scanned once, in many files. The resident memory of every worker and of this process is
taken every 250 pages. Target: after the first 500 pages it grows by less than 5 MB per 1,000.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from counting.scan import read_files
from counting.scan.page import reader_for
from counting.scan.reading import read_portion
from counting.scan.source import Portion, Source
from service.work.contained import Contained
from service.work.memory import keep_memory
from tests.support import scanned as s

DPI, MOST_SHARE = 300, 0.1
DISTINCT, EVERY, SETTLED = 50, 250, 500
"""Sheets that differ; pages between two looks at the memory; pages until it has settled."""
MOST_GROWTH = 5.0
"""MB per 1,000 pages."""
CHOICES = ("approve", "oppose", "abstain")


def pages(count: int, dpi: int = DPI) -> bytes:
    """Return a PDF of marked sheets of 20 projects."""
    sheet = s.printed(s.definition_of(), count)
    marks = {number: CHOICES[number % 3] for number in range(1, 21)}
    return s.pdf(
        [
            s.scanned(s.marked(sheet, marks, at=at, dpi=dpi, seed=at), seed=at)
            for at in range(count)
        ],
        dpi=dpi,
    )


def opened(path: Path) -> BinaryIO:
    """Open a file of scans in whatever process reads it."""
    return path.open("rb")


def resident(process: int) -> float:
    """Return the resident memory of a process in MB; 0 if it is gone."""
    try:
        held = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return held * os.sysconf("SC_PAGE_SIZE") / 1e6


def children() -> list[int]:
    """Return the processes that this one's threads have started."""
    lists = Path("/proc/self/task").glob("*/children")
    return sorted(int(one) for each in lists for one in each.read_text().split())


def slope(samples: Sequence[tuple[int, float]]) -> float:
    """Return the MB per 1,000 pages by which a straight line through ``samples`` rises."""
    return float(np.polyfit(*zip(*samples, strict=True), 1)[0]) * 1000


def many(sheets: int, workers: int) -> dict[str, Any]:
    """Read ``sheets`` pages in a pool and return what its processes held meanwhile."""
    keep_memory()
    samples: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(pages(DISTINCT, 200))
        files = [Source("scan.pdf", partial(opened, path))] * (sheets // DISTINCT)
        start, done = time.perf_counter(), 0
        with Contained(workers) as each:
            for page in read_files(files, s.definition_of(), s.KEY, each, s.drawn):
                done += page.status == "read" or page.code == "scan.repeated"
                if done % EVERY == 0:
                    held = {"parent": os.getpid(), **{f"worker {one}": one for one in children()}}
                    for name, process in held.items():
                        samples.setdefault(name, []).append((done, resident(process)))
        spent = time.perf_counter() - start
    settled = {name: [one for one in found if one[0] >= SETTLED] for name, found in samples.items()}
    return {
        "read": done,
        "pages_per_second": round(done / spent, 1),
        "processes": {
            name: {
                "first_mb": round(found[0][1], 1),
                "settled_mb": round(settled[name][0][1], 1),
                "last_mb": round(found[-1][1], 1),
                "peak_mb": round(max(held for _, held in found), 1),
                "mb_per_1000_pages": round(slope(settled[name]), 2),
            }
            for name, found in samples.items()
            if len(settled[name]) > 1
        },
    }


def measure(data: bytes, count: int, *, keep: bool) -> dict[str, float]:
    """Read ``data`` in this process and return milliseconds and faults per page."""
    if keep:
        keep_memory()
    reader = reader_for(s.definition_of(), s.KEY)
    source = Source("scan.pdf", partial(io.BytesIO, data))
    list(read_portion(reader, Portion(source, 0, 1)))
    before = resource.getrusage(resource.RUSAGE_SELF)
    read = sum(
        page.status == "read"
        for at in range(1, count)
        for page in read_portion(reader, Portion(source, at, at + 1))
    )
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "user_ms": (after.ru_utime - before.ru_utime) / read * 1000,
        "system_ms": (after.ru_stime - before.ru_stime) / read * 1000,
        "faults": (after.ru_minflt - before.ru_minflt) / read,
    }


def best(data: bytes, count: int, rounds: int, *, keep: bool) -> dict[str, float]:
    """Measure in ``rounds`` fresh processes and return the least of each figure."""
    command = [
        sys.executable,
        __file__,
        "--pages",
        str(count),
        "--child",
        "keep" if keep else "give",
    ]
    found = [
        json.loads(subprocess.run(command, input=data, capture_output=True, check=True).stdout)
        for _ in range(rounds)
    ]
    return {name: round(min(one[name] for one in found), 1) for name in found[0]}


def main() -> int:
    """Measure, tell, and compare with the target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=9)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=("keep", "give"), help=argparse.SUPPRESS)
    parser.add_argument("--sheets", type=int, help="pages that a pool reads one after another")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    if args.sheets is not None:
        held = many(args.sheets, args.workers)
        if args.json:
            print(json.dumps(held))
        else:
            print(f"{held['read']} pages, {held['pages_per_second']} a second")
            for name, one in held["processes"].items():
                print(f"{name}: " + ", ".join(f"{what} {value}" for what, value in one.items()))
        growth = [one["mb_per_1000_pages"] for one in held["processes"].values()]
        return 0 if held["read"] == args.sheets and max(growth) < MOST_GROWTH else 1
    if args.child is not None:
        data = sys.stdin.buffer.read()
        print(json.dumps(measure(data, args.pages, keep=args.child == "keep")))
        return 0
    data = pages(args.pages)
    found = {
        name: best(data, args.pages, args.rounds, keep=keep)
        for name, keep in (("given_back", False), ("kept", True))
    }
    if args.json:
        print(json.dumps(found))
    else:
        for name, one in found.items():
            print(
                f"{name}: {one['user_ms']} + {one['system_ms']} ms, {one['faults']} faults a page"
            )
    return 0 if found["kept"]["faults"] <= MOST_SHARE * found["given_back"]["faults"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
