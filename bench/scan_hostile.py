"""What files cost that are made to be large: memory and time of ``piaojue scan``, one by one.

    python bench/scan_hostile.py

Each file is a few hundred kB and unpacks into a page as large as is taken, or larger. Every one is
read by a command of its own with one worker; peak memory is that of the worker. Targets: an end of
every command with a sentence, and less than 4 GB.
"""

import os
import resource
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support import scanned as support

LARGEST = (12_000, 6_660)
"""Pixels of the largest page that is taken."""
BEYOND = (20_000, 20_000)
MOST_MB = 4096


PICTURES = {
    "largest.jpg": ("RGB", LARGEST, (250, 250, 250)),
    "largest.tif": ("RGB", LARGEST, (255, 255, 255)),
    "deep.tif": ("I;16", LARGEST, 60_000),
    "alpha.png": ("RGBA", LARGEST, (255, 255, 255, 128)),
    "beyond.png": ("L", BEYOND, 255),
}
CONTENTS = {
    "objects.pdf": (b"595 842", b"0 0 m 500 500 l S\n", 2_000_000),
    "bomb.pdf": (b"595 842", b"\0", 1_000_000_000),
    "mediabox.pdf": (b"200000 200000", b"0 0 m 5 5 l S", 1),
}


def make(folder: Path) -> None:
    """Write the files, one after the other: what this process holds its children seem to hold."""
    packed = {"compression": "tiff_adobe_deflate"}
    for name, (mode, size, colour) in PICTURES.items():
        options = packed if name.endswith(".tif") else {}
        Image.new(mode, size, colour).save(folder / name, **options)
    sheet = Image.new("L", (1654, 2339), 255)
    sheet.save(folder / "pages.tif", save_all=True, append_images=[sheet] * 299, **packed)
    for name, (size, what, many) in CONTENTS.items():
        (folder / name).write_bytes(_pdf(size, zlib.compress(what * many, 9)))
    (folder / "text.pdf").write_text("no PDF")


def _pdf(size: bytes, content: bytes) -> bytes:
    """Return a PDF of one page of ``size`` (points) with a deflated ``content``."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b]/Contents 4 0 R>>" % size,
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(content), content),
    )
    out, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % one for one in places)
    return out + (
        b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def told(file: Path, definition: Path) -> tuple[str, float]:
    """Return what the command says of ``file``, and the peak memory (MB) of its worker."""
    read, write = os.pipe()
    if not os.fork():
        # In a process of its own, whose children are this command's alone.
        words = ["scan", str(file), "--workers", "1", "--definition", str(definition)]
        done = subprocess.run(
            [sys.executable, "-m", "service.cli.main", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[1],
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        said = (done.stdout.splitlines() or [done.stderr])[0].removeprefix(f"{file}")
        os.write(write, f"{peak}\n{said}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        peak, said = pipe.read().split("\n", 1)
    os.wait()
    return said, float(peak)


def main() -> int:
    """Print a line for each file; 1 if one took too much or nothing was said."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        definition = support.written(support.definition_of(), place)
        files = place / "files"
        files.mkdir()
        make(files)
        for file in sorted(files.iterdir()):
            said, peak = told(file, definition)
            size = file.stat().st_size / 1000
            print(f"{file.name:14}{size:9.0f} kB{peak:8.0f} MB  {said}", flush=True)
            missed += peak > MOST_MB or not said
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
