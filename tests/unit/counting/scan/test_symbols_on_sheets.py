"""Sheets of style A, printed, marked, scanned and read: ○, ×, √ under the rules for them."""

from functools import cache

import cv2
import numpy as np
import pytest

from ballot.reading import BoxReading
from ballot.sheet import Box
from counting.scan.features import FEATURES
from counting.scan.marks import judge_boxes
from counting.scan.rows import read_rows
from counting.scan.symbols import Symbol
from counting.scan.thresholds import THRESHOLDS
from tests.support.scanned import (
    Pen,
    Stroke,
    circle,
    cross,
    definition_of,
    fill,
    jpeg,
    printed,
    read,
    readings,
    scanned,
    tick,
)

STROKES: dict[int, Stroke] = {1: circle, 2: cross, 3: tick, 5: circle, 6: cross, 7: fill}


@cache
def read_under(adjudication: str, dpi: int, angle: float) -> dict[int, str]:
    cv2.setNumThreads(1)
    sheet = printed(definition_of(8, 5, sheet_style="A", adjudication=adjudication))
    pixels = sheet.page(0, dpi)
    pen = Pen(pixels, dpi, width=0.4)
    for box in sheet.layout.pages[0].boxes:
        if box.project in STROKES:
            STROKES[box.project](pen, box)
    (page,) = read(sheet, jpeg(scanned(pixels, angle=angle), dpi))
    return readings(page)


@pytest.mark.parametrize(("dpi", "angle"), [(150, 1.5), (200, -2.0), (300, 0.5)])
def test_symbols_are_read_by_their_meaning(dpi: int, angle: float) -> None:
    assert read_under("lenient_intent", dpi, angle) == {
        1: "approve",
        2: "oppose",
        3: "approve",
        4: "abstain",
        5: "approve",
        6: "oppose",
        7: "doubtful",
        8: "abstain",
    }


def test_strict_rules_leave_a_symbol_that_they_do_not_name_to_people() -> None:
    strict = read_under("strict", 200, -2.0)

    assert strict == read_under("lenient_intent", 200, -2.0) | {3: "doubtful"}


BOX = Box(project=1, choice="symbol", x=0, y=0, w=11_000, h=8_400)
BLANK = dict.fromkeys(FEATURES, 0) | {"frame": 900}
INKED = BLANK | {"ink": 150, "extent": 6000, "sharp": 2500, "stroke": 600, "red": 150}


def box_of(features: dict[str, int], symbol: Symbol | None) -> BoxReading:

    table = np.array([[features[name] for name in FEATURES]])
    (reading,) = judge_boxes([BOX], table, THRESHOLDS, [symbol])
    return reading


@pytest.mark.parametrize(
    ("features", "symbol", "mark"),
    [
        (INKED, Symbol("○", 990), "marked"),
        (INKED | {"ink": 30, "red": 30}, Symbol("√", 990), "marked"),
        (INKED | {"ink": 30, "red": 30}, Symbol(None, 0), "doubtful"),
        (INKED | {"ink": 30, "red": 2}, Symbol("√", 990), "doubtful"),
        (INKED, Symbol("blank", 990), "doubtful"),
        (INKED, Symbol(None, 0), "doubtful"),
        (INKED, None, "doubtful"),
        (BLANK, Symbol("blank", 990), "blank"),
        (BLANK, Symbol("○", 990), "doubtful"),
        (BLANK, Symbol(None, 0), "doubtful"),
        (BLANK, None, "blank"),
    ],
)
def test_ink_and_what_was_recognised_must_agree(
    features: dict[str, int], symbol: Symbol | None, mark: str
) -> None:
    reading = box_of(features, symbol)

    assert reading.mark == mark
    assert (reading.score > 0) == (mark != "doubtful")


@pytest.mark.parametrize(
    ("symbol", "rules", "reading"),
    [
        ("○", {}, "approve"),
        ("√", {}, "approve"),
        ("×", {}, "oppose"),
        ("√", {"adjudication": "strict"}, "doubtful"),
        ("√", {"adjudication": "strict", "mark_approve": ("√",)}, "approve"),
        ("○", {"adjudication": "strict", "mark_approve": ("√",)}, "doubtful"),
        ("○", {"mark_approve": ("√",), "mark_abstain": ("○",)}, "abstain"),
        ("×", {"choices": ("approve",), "adjudication": "strict"}, "doubtful"),
    ],
)
def test_the_rules_say_what_a_symbol_means(
    symbol: str, rules: dict[str, object], reading: str
) -> None:
    definition = definition_of(1, 1, sheet_style="A", **rules)
    found = Symbol(symbol, 990)  # type: ignore[arg-type]  # one of the marks
    (row,) = read_rows([BOX], [box_of(INKED, found)], [found], frozenset(), definition.rules)

    assert row.reading == reading
