"""The network that looks at a box again: on boxes drawn by a pen that it did not learn from."""

import hashlib
from dataclasses import replace
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
import pytest

from ballot.reading import RowReading
from counting.errors import WeightsDamaged
from counting.scan.image import page_image
from counting.scan.network import OPINION, checked
from counting.scan.opinion import HEIGHT, WIDTH, measures_of, opinions, pictures_of
from counting.scan.page import read_page, reader_for
from counting.scan.thresholds import THRESHOLDS, Thresholds
from tests.support.scanned import KEY, Pen, Pixels, Printed, definition_of, printed, scanned, tick

OFF = replace(
    THRESHOLDS,
    sure_near=1001,
    sure_marked=1001,
    sure_traces=-1,
    idle_traces=-1,
    kept_blank=0,
    kept_traces=1001,
    kept_marked=0,
    kept_struck=1001,
)
"""Limits under which no opinion changes anything."""


@cache
def sheet() -> Printed:
    return printed(definition_of(8, 4))


def box_of(project: int) -> tuple[float, float]:
    """Return the upper left corner of the row's first box, mm."""
    boxes = sheet().layout.pages[0].boxes
    one = next(box for box in boxes if (box.project, box.choice) == (project, "approve"))
    return one.x / 1000, one.y / 1000


@cache
def marked_page() -> Pixels:
    """Return a scan: ticks in rows 1 to 4, nothing in row 8, in the others what a test is about."""
    pixels = sheet().page()
    pen = Pen(pixels, width=0.5)
    for box in sheet().layout.pages[0].boxes:
        if box.choice == "approve" and box.project <= 5:
            tick(pen, box)
    x, y = box_of(5)
    for off in (2.3, 3.4):  # struck through, just past the frame
        pen.line((x - 0.75, y + off), (x + 7.75, y + off + 0.4))
    faint = Pen(pixels, ink=225, width=0.4)
    x, y = box_of(6)
    faint.line((x + 1.6, y + 2.8), (x + 2.8, y + 4.8), (x + 5.6, y + 1.4))
    x, y = box_of(7)
    pen.line((x + 3, y + 2.2), (x + 3.6, y + 3.4), (x + 4.4, y + 2))  # a tick of small letters
    return scanned(pixels)


def rows(limits: Thresholds) -> dict[int, RowReading]:
    cv2.setNumThreads(1)
    reader = replace(reader_for(sheet().definition, KEY), limits=limits)
    return {row.project: row for row in read_page(page_image(marked_page(), None), reader).rows}


def test_a_mark_struck_through_is_left_to_people() -> None:
    assert rows(THRESHOLDS)[5].reading == "doubtful"


def test_a_faint_stroke_is_never_an_empty_row() -> None:
    blind = replace(OFF, blank_faint=1000, blank_trace=9000, blank_straight=99_000)
    assert rows(blind)[6].reading != "doubtful", "without an opinion these limits see nothing"
    told = replace(blind, kept_blank=THRESHOLDS.kept_blank, kept_traces=THRESHOLDS.kept_traces)
    assert rows(told)[6].reading == "doubtful"


def test_a_mark_struck_through_is_a_mark_to_limits_that_do_not_look_beside_the_box() -> None:
    blind = replace(OFF, marked_through=9000, odd_fewest=999)
    assert rows(blind)[5].reading == "approve"
    told = replace(blind, kept_struck=THRESHOLDS.kept_struck, kept_marked=THRESHOLDS.kept_marked)
    assert rows(told)[5].reading == "doubtful"


def test_a_small_clear_mark_needs_nobody() -> None:
    assert rows(OFF)[7].reading == "doubtful"
    assert rows(THRESHOLDS)[7].reading == "approve"


def test_clear_and_empty_rows_stay_what_they_are() -> None:
    read = rows(THRESHOLDS)
    assert [read[at].reading for at in (1, 2, 3, 4, 8)] == [*["approve"] * 4, "abstain"]


def windows(*strokes: tuple[tuple[int, int], tuple[int, int]]) -> Pixels:
    """Return one window: a frame on white paper and strokes in pixels of it."""
    pixels = np.zeros((1, 88, 96), np.uint8)
    cv2.rectangle(pixels[0], (19, 19), (76, 68), 255, 2)
    for first, second in strokes:
        cv2.line(pixels[0], first, second, 200, 4, cv2.LINE_AA)
    return pixels


def test_pictures_and_measures_have_the_shape_that_the_network_learned() -> None:
    table = np.zeros((1, 14), np.int64)
    assert pictures_of(windows()).shape == (1, HEIGHT, WIDTH)
    assert measures_of(windows(), table).shape == (1, 3 * 14 + 5)


def test_only_boxes_that_it_is_asked_of_are_looked_at() -> None:
    two = np.concatenate([windows(), windows(((34, 44), (44, 56)), ((44, 56), (62, 30)))])
    table = np.zeros((2, 14), np.int64)
    assert opinions(two, table, []) == {}
    assert opinions(two, table, [1]).keys() == {1}
    (seen,) = opinions(two, table, [1]).values()
    assert seen.marked + seen.blank + seen.faint + seen.struck <= 1001
    assert seen.traces > 500 > seen.blank


def test_the_weights_are_the_published_ones_and_small() -> None:
    content = files("counting.scan").joinpath(f"{OPINION.version}.npz").read_bytes()
    assert hashlib.sha256(content).hexdigest() == OPINION.digest
    assert len(content) <= 200_000


def test_other_weights_are_refused() -> None:
    content = bytearray(files("counting.scan").joinpath(f"{OPINION.version}.npz").read_bytes())
    content[-1] ^= 1
    with pytest.raises(WeightsDamaged, match="方框复核"):
        checked(bytes(content), OPINION)


def tilted(pixels: Pixels, share: float) -> Pixels:
    """Return the page as a camera sees it that is nearer to its lower edge."""
    height, width = pixels.shape
    off = share * width / 2
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = corners + np.array([(off, 0), (-off, 0), (0, 0), (0, 0)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(pixels, matrix, (width, height), borderValue=(245,)))


@pytest.mark.parametrize("share", [0.0, 0.003])
def test_a_scan_that_lies_nearly_flat_is_no_photograph(share: float) -> None:
    assert photographed(share) == "abstain"


def test_an_empty_row_of_a_photograph_is_left_to_people() -> None:
    assert photographed(0.03) == "doubtful"


def photographed(share: float) -> str:
    """Return what the empty row is, if one side of the page is nearer by ``share``."""
    cv2.setNumThreads(1)
    reader = reader_for(sheet().definition, KEY)
    read = read_page(page_image(tilted(marked_page(), share), None), reader)
    return {row.project: row for row in read.rows}[8].reading


def test_photographs_have_limits_of_their_own() -> None:
    flat = THRESHOLDS.photo_slant / 1000
    assert THRESHOLDS.on(flat - 0.0001) == THRESHOLDS
    strict = THRESHOLDS.on(flat)
    assert strict.idle_traces == THRESHOLDS.photo_traces
    never = {strict.kept_traces, strict.kept_white, strict.kept_bare, strict.sure_traces}
    assert never == {-1}, "nobody is sure that nothing was written"
