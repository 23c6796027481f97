"""Crops of real boxes come out of scans, where the trainer looks for them."""

import sys
from pathlib import Path

import numpy as np
import pytest

from bench.symbols import collect
from bench.symbols.dataset import real
from bench.symbols.sheet import LABELS
from tests.support.scanned import (
    Pen,
    circle,
    cross,
    definition_of,
    pdf,
    printed,
    scanned,
    tick,
    written,
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Write a definition of style A and a scan: ○ × √ in the first rows, a blank page behind."""
    definition = definition_of(4, 2, sheet_style="A")
    one = printed(definition)
    pixels = one.page()
    for box, stroke in zip(one.layout.pages[0].boxes, (circle, cross, tick), strict=False):
        stroke(Pen(pixels), box)
    (tmp_path / "scan.pdf").write_bytes(pdf([scanned(pixels), np.full_like(pixels, 250)]))
    return written(definition, tmp_path)


def call(monkeypatch: pytest.MonkeyPatch, *args: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["collect", *map(str, args)])
    return collect.main()


def test_boxes_are_sorted_by_what_the_reader_sees(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sheet.parent / "crops"
    scan = sheet.parent / "scan.pdf"

    assert call(monkeypatch, "--definition", sheet, "--out", folder, scan) == 1
    out, err = capsys.readouterr()
    assert "o 1，x 1，tick 1，blank 1，other 0" in out
    assert err.count("\n") == 1
    assert "scan.pdf 第 2 页" in err
    assert (folder / "o" / "scan-1-1.png").is_file()
    data = real(folder)
    assert sorted(LABELS[one] for one in data.labels) == ["blank", "o", "tick", "x"]
    assert set(data.sheets) == {"scan-1"}

    (folder / "x" / "scan-1-2.png").rename(folder / "o" / "scan-1-2.png")
    call(monkeypatch, "--definition", sheet, "--out", folder, scan)
    assert "o 0，x 0，tick 0，blank 0，other 0" in capsys.readouterr().out
    assert (folder / "o" / "scan-1-2.png").is_file(), "what people moved stays"


def test_nothing_is_collected_from_what_is_no_scan_or_another_style(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sheet.parent / "crops"
    assert call(monkeypatch, "--definition", sheet, "--out", folder, sheet) == 1
    assert "未读" in capsys.readouterr().err
    assert call(monkeypatch, "--definition", sheet, sheet.parent / "no such.pdf") == 1
    assert call(monkeypatch, "--definition", sheet.parent / "no such.json", sheet) == 2
    other = sheet.parent / "other"
    other.mkdir()
    assert call(monkeypatch, "--definition", written(definition_of(4, 2), other), sheet) == 2
    assert not folder.exists()
