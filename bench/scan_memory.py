"""What it costs that freed memory goes back to the kernel between two pages of a scan.

    python bench/scan_memory.py [--pages N] [--rounds N] [--json]

One process reads a PDF of grey pages of 300 dpi as a copier writes it, with the C library's own
habits and with ``service.work.memory.keep_memory``; each figure is the best of ``--rounds``, in
processor time and page faults per page, after a first page that is not counted.
Target: at most a tenth of the faults.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from counting.scan.page import reader_for
from counting.scan.reading import read_portion
from counting.scan.source import Portion, Source
from service.work.memory import keep_memory
from tests.support import scanned as s

DPI, MOST_SHARE = 300, 0.1
CHOICES = ("approve", "oppose", "abstain")


def pages(count: int) -> bytes:
    """Return a PDF of marked sheets of 20 projects."""
    sheet = s.printed.__wrapped__(s.definition_of(), count)
    marks = {number: CHOICES[number % 3] for number in range(1, 21)}
    return s.pdf(
        [
            s.scanned(s.marked(sheet, marks, at=at, dpi=DPI, seed=at), seed=at)
            for at in range(count)
        ],
        dpi=DPI,
    )


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
    args = parser.parse_args()
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
