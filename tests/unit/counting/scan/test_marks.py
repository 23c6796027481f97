"""From measures to marked, blank or people look: each limit decides something."""

import numpy as np
import pytest

from ballot.reading import BoxReading
from ballot.sheet import Box
from counting.scan.features import FEATURES
from counting.scan.marks import judge, judge_boxes
from counting.scan.thresholds import THRESHOLDS

TICK = {
    "ink": 180,
    "faint": 400,
    "extent": 4500,
    "sharp": 1500,
    "steep": 3000,
    "stroke": 700,
    "red": 180,
    "faint_extent": 4500,
    "frame": 950,
}
EMPTY = {"frame": 980}


def measured(like: dict[str, int], **changed: int) -> list[int]:
    values = like | changed
    assert set(values) <= set(FEATURES)
    return [values.get(name, 0) for name in FEATURES]


def test_a_tick_is_marked_and_an_empty_box_blank() -> None:
    assert judge(measured(TICK), THRESHOLDS)[0] == "marked"
    assert judge(measured(EMPTY), THRESHOLDS)[0] == "blank"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"extent": 1_900}, "a marker that rested"),
        ({"through": 900}, "struck through from side to side"),
        ({"around": 55}, "a seal or a tick that stands outside"),
        ({"around": 100}, "a scribble"),
        ({"red": 5}, "red ink"),
        ({"line": 120}, "a fold or a streak"),
        ({"sharp": 200, "steep": 500}, "a shadow"),
    ],
)
def test_people_look_at_what_may_be_no_mark(changed: dict[str, int], what: str) -> None:
    assert judge(measured(TICK, **changed), THRESHOLDS)[0] == "doubtful", what


@pytest.mark.parametrize(
    "changed",
    [
        {"faint_extent": 1_500},
        {"faint": 60},
        {"faint_around": 200},
        {"around": 40},
        {"extent": 2_000},
    ],
)
def test_a_box_with_any_trace_is_not_blank(changed: dict[str, int]) -> None:
    assert judge(measured(EMPTY, **changed), THRESHOLDS)[0] == "doubtful"


def test_a_thin_mark_alone_in_its_row_must_be_a_stroke_of_a_pen() -> None:
    thin = measured(TICK, ink=90, red=90)
    assert judge(thin, THRESHOLDS, alone=True)[0] == "marked"
    blurred = measured(TICK, ink=90, red=90, sharp=500, steep=1_200)
    assert judge(blurred, THRESHOLDS)[0] == "marked"
    assert judge(blurred, THRESHOLDS, alone=True)[0] == "doubtful"


def rows(*inks: int, pale: int | None = None) -> list[BoxReading]:
    """Judge a column of boxes; ``pale``: a last one whose edges have that sharpness."""
    table = [measured(TICK, ink=ink, red=ink) for ink in inks]
    if pale is not None:
        table.append(measured(TICK, sharp=pale))
    boxes = [
        Box(project=at, choice="approve", x=0, y=10_500 * at, w=7_000, h=6_000)
        for at in range(1, len(table) + 1)
    ]
    return judge_boxes(boxes, np.array(table), THRESHOLDS, [None] * len(boxes))


def test_a_filled_box_among_ticks_may_be_a_mark_taken_back() -> None:
    assert [one.mark for one in rows(180, 150, 200, 170, 760)] == ["marked"] * 4 + ["doubtful"]


def test_a_mark_of_another_ink_may_be_a_piece_of_a_seal() -> None:
    assert [one.mark for one in rows(180, 150, 200, 170, pale=700)] == ["marked"] * 4 + ["doubtful"]
    assert [one.mark for one in rows(180, 150, 200, 170, pale=1_350)] == ["marked"] * 5


def test_who_fills_boxes_may_fill_one_more() -> None:
    assert [one.mark for one in rows(720, 790, 810, 640, 760)] == ["marked"] * 5


def test_one_mark_is_no_habit_two_may_contradict_each_other() -> None:
    assert [one.mark for one in rows(760)] == ["marked"]
    assert [one.mark for one in rows(180, 760)] == ["marked", "doubtful"]
    assert [one.mark for one in rows(720, 760)] == ["marked"] * 2
