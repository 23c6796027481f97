"""A file of scans that was cut off anywhere is not taken for a whole one."""

import struct
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from service.scanning.arrival import ended
from tests.support.scanned import Pixels, jpeg, pdf, png, tiff

PAGES: Sequence[Pixels] = [
    np.random.default_rng(at).integers(0, 255, (120, 90), np.uint8) for at in (1, 2, 3)
]

KINDS: dict[str, Callable[[], bytes]] = {
    "pdf": partial(pdf, PAGES),
    "png": partial(png, PAGES[0]),
    "jpeg": partial(jpeg, PAGES[0]),
    "tiff": partial(tiff, PAGES),
    "tiff_of_jpegs": partial(tiff, PAGES, compression="jpeg"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_has_ended(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "scan"
    path.write_bytes(KINDS[kind]())

    assert ended(path)


@pytest.mark.parametrize("share", [0, 1, 20, 50, 80, 99])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_cut_off_has_not(tmp_path: Path, kind: str, share: int) -> None:
    whole = KINDS[kind]()
    path = tmp_path / "scan"
    path.write_bytes(whole[: len(whole) * share // 100])

    assert not ended(path)


@pytest.mark.parametrize("kind", ["tiff", "tiff_of_jpegs"])
def test_a_tiff_without_its_last_bytes_has_not(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "scan"
    path.write_bytes(KINDS[kind]()[:-16])

    assert not ended(path)


def test_room_that_was_made_beforehand_is_no_end(tmp_path: Path) -> None:
    """Some systems give a file its full length before they write it."""
    for kind in ("pdf", "png", "jpeg"):
        whole = KINDS[kind]()
        path = tmp_path / kind
        path.write_bytes(whole[: len(whole) // 2].ljust(len(whole) + 5000, b"\0"))
        assert not ended(path)


def test_what_is_no_scan_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(b"just text")

    assert ended(path)


def directories(*places: int, parts: int) -> bytes:
    """Return a TIFF of a directory for each place that share ``parts`` strips.

    The last directory leads to the first.
    """
    entries = [(tag, 4, parts, 4096) for tag in (273, 279)]
    listed = b"".join(struct.pack("<HHII", *one) for one in entries)
    out = bytearray(b"II*\0" + struct.pack("<I", places[0])).ljust(4096 + 4 * parts, b"\0")
    for place, following in zip(places, (*places[1:], places[0]), strict=True):
        whole = struct.pack("<H", len(entries)) + listed + struct.pack("<I", following)
        out[place : place + len(whole)] = whole
    return bytes(out)


@pytest.mark.parametrize(
    ("places", "parts"), [((8,), 200_000), (tuple(range(8, 4000, 31)), 399_000), ((8,), 3_000_000)]
)
def test_a_tiff_made_to_be_endless_costs_little(
    tmp_path: Path, places: tuple[int, ...], parts: int
) -> None:
    """Directories in a circle, many that share one long list, and a list beyond any picture."""
    path = tmp_path / "scan"
    path.write_bytes(directories(*places, parts=parts))
    tracemalloc.start()
    found = ended(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    # The reader refuses it: nobody has to wait for more of it.
    assert found
    assert most < 60_000_000
