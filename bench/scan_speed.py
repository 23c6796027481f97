"""What reading a sheet costs: CPU per stage and per page, and memory over many pages.

    python bench/scan_speed.py [--pages N] [--dpi 200]
    python bench/scan_speed.py --beside COMMAND --beside-one COMMAND [--pages N] [--rounds N]

A sheet of 20 rows with three boxes each, a mark in 19, a scan a little askew with grain, kept as
a scanner keeps it (grey JPEG in a PDF). One thread; times are CPU of this process.

With ``--beside`` another program is measured in the same run, in turn with ``piaojue scan``: each
reads ``--pages`` sheets in a process of its own, and one sheet, which tells the start to take off;
user and system time of the child processes. Target: no more CPU a sheet than the other takes
(docs/performance.md says how OMRChecker was set up).
"""

import argparse
import io
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

# As `piaojue scan` does, before numpy is imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import cv2

from counting.scan import (
    Source,
    codes,
    darkness,
    faces,
    features,
    fiducials,
    flattened,
    frames,
    outside,
    read_files,
    source,
    streaks,
)
from counting.scan import page as pages
from tests.support import scanned as support


def measured(what: str, work: Callable[[], object], times: int = 20) -> float:
    """Print and return the milliseconds of CPU that ``work`` takes."""
    work()
    start = time.process_time()
    for _ in range(times):
        work()
    spent = (time.process_time() - start) * 1000 / times
    print(f"{what:<34}{spent:8.1f} ms")
    return spent


def stages(sheet: support.Printed, pdf: bytes) -> None:
    """Print what each stage of one page takes."""
    reader = pages.reader_for(sheet.definition, support.KEY, support.drawn)
    load = next(source.pages(io.BytesIO(pdf), 0, 1))
    image = load()
    found = fiducials.find_fiducials(image.grey)
    placement, _ = pages._placed(image.grey, found, reader)  # noqa: SLF001  (stages of one page)
    bounds = darkness.box_bounds(placement.page, 9_000)
    ink = darkness.ink_of(image.grey, found)
    region = darkness.region_of(image, placement, ink, bounds, pages.DENSITY)
    boxes = placement.page.boxes
    seen = frames.find_frames(region, boxes)
    flat = flattened.flatten(image, placement)
    name = reader.issuer.definition
    face = faces.face_of(support.drawn, sheet.definition, name, placement.layout, 1)
    offsets = pages._offsets(seen, placement.page)  # noqa: SLF001  (as above)
    measured("decoding", load)
    measured("streaks", lambda: streaks.cleaned(image.grey, image.grey))
    measured("fiducials", lambda: fiducials.find_fiducials(image.grey))
    measured("placing", lambda: pages._fitting(found, 1, None, reader))  # noqa: SLF001  (as above)
    measured("code and signature", lambda: codes.read_codes(image.grey, placement, reader.issuer))
    measured(
        "boxes laid flat, darkness",
        lambda: darkness.region_of(image, placement, ink, bounds, pages.DENSITY),
    )
    measured("frames", lambda: frames.find_frames(region, boxes))
    measured("features of 60 boxes", lambda: features.measure(region, boxes, seen))
    marked = [False] * len(boxes)
    measured("beside boxes", lambda: outside.strange_boxes(region, placement.page, seen, marked))
    small = flattened.overview(image, placement)
    measured("page in small", lambda: flattened.overview(image, placement))
    read = pages.read_page(image, reader).rows
    measured("other writing", lambda: faces.added(small, face, placement.page, offsets, read))
    measured("kept: page laid flat", lambda: flattened.flatten(image, placement))
    measured("kept: page as JPEG", lambda: flattened.encoded_page(flat))
    rows = frozenset({3, 17})
    measured("two rows as PNG", lambda: list(flattened.crops(flat, placement.page, rows)))


def whole(sheet: support.Printed, pdf: bytes, count: int) -> None:
    """Print CPU per page and memory over ``count`` pages."""
    files = [Source("scan.pdf", partial(io.BytesIO, pdf))] * count
    start, before = time.process_time(), resident()
    done = 0
    for page in read_files(files, sheet.definition, support.KEY, draw=support.drawn):
        done += page.status == "read" or page.code == "scan.repeated"
        if done in {count // 10, count}:
            print(f"{'memory after ' + str(done) + ' pages':<34}{resident() - before:8.1f} MB more")
    spent = (time.process_time() - start) * 1000 / count
    print(f"{'whole page, everything':<34}{spent:8.1f} ms CPU = {1000 / spent:.1f} pages/s a core")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory of the process':<34}{peak:8.1f} MB")


def prepared(folder: Path, count: int, dpi: int) -> tuple[list[str], list[str]]:
    """Write ``count`` marked sheets and return the commands that read all of them, and one."""
    sheet = support.printed(support.definition_of(), count)
    definition = support.written(sheet.definition, folder)
    choices = dict.fromkeys(range(1, 20), "approve")
    seen = [
        support.scanned(support.marked(sheet, choices, at=at, dpi=dpi, seed=at), angle=1.2, seed=at)
        for at in range(count)
    ]
    commands = []
    for name, some in (("all.pdf", seen), ("one.pdf", seen[:1])):
        (folder / name).write_bytes(support.pdf(some, dpi))
        words = ["-m", "service.cli.main", "scan", str(folder / name), "--json", "--workers", "1"]
        commands.append([sys.executable, *words, "--definition", str(definition)])
    return commands[0], commands[1]


def spent(command: list[str]) -> float:
    """Return the seconds of CPU of ``command`` and of all that it starts."""
    before = os.times()
    root = str(Path(__file__).parents[1])
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=root)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def beside(args: argparse.Namespace) -> int:
    """Print CPU per sheet of both programs in turn, and their ratio."""
    theirs = (shlex.split(args.beside), shlex.split(args.beside_one))
    with tempfile.TemporaryDirectory() as folder:
        ours = prepared(Path(folder), args.pages, args.dpi)
        found: list[tuple[float, float]] = []
        for _ in range(args.rounds):
            both = [
                (spent(every) - spent(one)) * 1000 / (args.pages - 1)
                for every, one in (ours, theirs)
            ]
            found.append((both[0], both[1]))
            print(f"{both[0]:8.1f} ms beside {both[1]:8.1f} ms: {both[0] / both[1]:.2f}")
    ratio = statistics.median(one / other for one, other in found)
    first, second = (statistics.median(column) for column in zip(*found, strict=True))
    print(
        f"medians {first:.1f} and {second:.1f} ms of CPU a sheet, ratio {ratio:.2f} (target <= 1)"
    )
    return int(ratio > 1)


def resident() -> float:
    """Return the resident memory of this process in MB."""
    held = int(Path("/proc/self/statm").read_text().split()[1])
    return held * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Print all figures; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", help="a command that reads --pages sheets")
    parser.add_argument("--beside-one", help="the same command that reads one sheet")
    args = parser.parse_args()
    if args.beside and args.beside_one:
        return beside(args)
    cv2.setNumThreads(1)
    sheet = support.printed(support.definition_of())
    choices = dict.fromkeys(range(1, 20), "approve")
    strokes = (support.tick, support.cross, support.circle)
    seen = support.scanned(support.marked(sheet, choices, dpi=args.dpi, strokes=strokes), angle=1.2)
    pdf = support.pdf([seen], args.dpi)
    print(f"A4, {args.dpi} dpi grey, {len(pdf) // 1000} kB a page; OpenCV on one thread")
    stages(sheet, pdf)
    whole(sheet, pdf, args.pages)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
