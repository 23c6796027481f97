"""When a second opinion is asked, what it may decide and what it may forbid."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from ballot.reading import BoxReading, Mark
from ballot.sheet import Box
from counting.scan.features import FEATURES
from counting.scan.marks import judge_boxes
from counting.scan.opinion import Opinion
from counting.scan.second_look import asked
from counting.scan.thresholds import THRESHOLDS
from tests.unit.counting.scan.test_marks import EMPTY, TICK, measured

SURELY_MARKED = Opinion(marked=1000, blank=0, faint=0, struck=0)
SURELY_BLANK = Opinion(marked=0, blank=1000, faint=0, struck=0)
UNSURE = Opinion(marked=200, blank=200, faint=200, struck=200)
SHORT = measured(TICK, extent=2_000)
TRACE = measured(EMPTY, faint_extent=1_000)


def boxes(*choices: str, project: int = 1) -> list[Box]:
    return [
        Box(project=project, choice=one, x=19_000 * at, y=0, w=7_000, h=6_000)
        for at, one in enumerate(choices)
    ]


def judged(features: list[int], seen: Opinion | None) -> BoxReading:
    (one,) = judge_boxes(
        boxes("approve"),
        np.array([features]),
        THRESHOLDS,
        [None],
        {} if seen is None else {0: seen},
    )
    return one


@pytest.mark.parametrize(
    ("features", "seen", "mark"),
    [
        (SHORT, None, "doubtful"),
        (SHORT, SURELY_MARKED, "marked"),
        (SHORT, SURELY_BLANK, "doubtful"),
        (SHORT, UNSURE, "doubtful"),
        (TRACE, None, "doubtful"),
        (TRACE, SURELY_BLANK, "blank"),
        (TRACE, SURELY_MARKED, "doubtful"),
        (TRACE, UNSURE, "doubtful"),
        (measured(TICK), SURELY_MARKED, "marked"),
        (measured(TICK), SURELY_BLANK, "doubtful"),
        (measured(EMPTY), SURELY_BLANK, "blank"),
        (measured(EMPTY), UNSURE, "doubtful"),
    ],
)
def test_it_decides_what_is_open_and_forbids_what_it_does_not_see(
    features: list[int], seen: Opinion | None, mark: Mark
) -> None:
    assert judged(features, seen).mark == mark


def test_just_past_its_limits_it_decides_nothing() -> None:
    limits = THRESHOLDS
    assert judged(SHORT, Opinion(limits.sure_marked - 1, 0, 0, 0)).mark == "doubtful"
    furthest = limits.blank_trace * limits.near // 1000
    near, far = (measured(EMPTY, faint_extent=one) for one in (furthest, furthest + 2))
    assert judged(near, SURELY_BLANK).mark == "blank"
    assert judged(far, SURELY_BLANK).mark == "doubtful"
    assert judged(TRACE, Opinion(0, limits.sure_near, 0, 0)).mark == "blank"
    assert judged(TRACE, Opinion(0, limits.sure_near - 1, 0, 0)).mark == "doubtful"
    sure, traces = limits.sure_near, limits.sure_traces
    assert judged(TRACE, Opinion(0, sure, traces, 0)).mark == "blank"
    assert judged(TRACE, Opinion(0, sure, traces + 1, 0)).mark == "doubtful"


def test_what_is_as_wide_as_long_is_a_dot_however_sure_it_is() -> None:
    width = SHORT[FEATURES.index("extent")] * 1000 // THRESHOLDS.sure_long
    assert judged(measured(TICK, extent=2_000, stroke=width), SURELY_MARKED).mark == "marked"
    assert judged(measured(TICK, extent=2_000, stroke=width + 1), SURELY_MARKED).mark == "doubtful"


def test_just_past_its_limits_it_forbids() -> None:
    limits = THRESHOLDS
    assert judged(measured(TICK), Opinion(limits.kept_marked - 1, 0, 0, 0)).mark == "doubtful"
    assert judged(measured(TICK), Opinion(800, 0, 0, limits.kept_struck + 1)).mark == "doubtful"
    assert judged(measured(TICK), Opinion(800, 0, 0, limits.kept_struck)).mark == "marked"
    unsure, sure = (Opinion(0, limits.kept_blank - less, 0, 0) for less in (1, 0))
    for extent, around, told in (
        (0, 0, "doubtful"),
        (250, limits.kept_around, "doubtful"),
        (250, limits.kept_around - 1, "blank"),
    ):
        box = measured(EMPTY, faint=1, extent=extent, faint_around=around)
        assert (judged(box, unsure).mark, judged(box, sure).mark) == (told, "blank")
    grain = measured(EMPTY, faint=1)
    assert judged(grain, Opinion(0, 900, limits.kept_traces + 1, 0)).mark == "doubtful"
    assert judged(grain, Opinion(0, 900, limits.kept_traces, 0)).mark == "blank"


BARE = measured(dict.fromkeys(FEATURES, 0) | {"straight": 1_500, "frame": EMPTY["frame"]})
"""A box in and around which nothing is darker than paper."""


def test_a_bar_is_a_stroke_however_heavy_it_looks() -> None:
    limits = THRESHOLDS
    bar = Opinion(limits.sure_marked - 900, 0, 0, 900, bar=limits.sure_bar)
    assert judged(measured(TICK), bar).mark == "marked"
    assert judged(measured(TICK), replace(bar, bar=limits.sure_bar - 1)).mark == "doubtful"
    assert judged(measured(TICK), replace(bar, struck=899)).mark == "doubtful"
    assert judged(SHORT, bar).mark == "doubtful", "what the limits leave open is not decided by it"


def test_nothing_is_darker_than_paper_so_only_writing_that_it_sees_speaks_against_a_blank() -> None:
    limits = THRESHOLDS
    grey = measured(dict(zip(FEATURES, BARE, strict=True)), faint=1)
    unsure, writing = Opinion(0, 0, limits.kept_bare, 0), Opinion(0, 0, limits.kept_bare + 1, 0)
    assert judged(BARE, unsure).mark == "blank"
    assert judged(BARE, writing).mark == judged(grey, unsure).mark == "doubtful"


def test_two_slight_signs_of_a_stroke_on_clean_paper_are_enough_for_people_to_look() -> None:
    limits = THRESHOLDS
    clean = dict(zip(FEATURES, BARE, strict=True))

    def told(traces: int, straight: int, faint: int) -> Mark:
        box = measured(clean, straight=straight, faint=faint)
        return judged(box, Opinion(0, 990, traces, 0)).mark

    at = (limits.kept_hint, limits.kept_straight, limits.kept_quiet)
    assert told(*at) == "doubtful"
    for less in ((-1, 0, 0), (0, -1, 0), (0, 0, 1)):
        assert told(*(one + more for one, more in zip(at, less, strict=True))) == "blank"


def test_just_past_its_limits_it_forbids_what_shows_no_grain() -> None:
    white = [0] * FEATURES.index("frame") + [EMPTY["frame"]]
    limits = THRESHOLDS
    assert judged(white, Opinion(0, 800, limits.kept_white, 0)).mark == "blank"
    assert judged(white, Opinion(0, 800, limits.kept_white + 1, 0)).mark == "doubtful"


def test_a_photograph_hides_what_is_darker_than_paper() -> None:
    row, seen = boxes("approve"), {0: Opinion(0, 0, 0, 0)}
    limits = THRESHOLDS.on(1.0)
    assert judge_boxes(row, np.array([BARE]), limits, [None], seen)[0].mark == "doubtful"


def test_what_may_stand_beside_an_empty_box_asks_for_a_surer_blank() -> None:
    limits = THRESHOLDS
    near, far = (measured(EMPTY, faint_around=limits.kept_beside - less) for less in (0, 1))
    assert judged(near, Opinion(0, limits.kept_sure, 0, 0)).mark == "blank"
    assert judged(near, Opinion(0, limits.kept_sure - 1, 0, 0)).mark == "doubtful"
    assert judged(far, Opinion(0, limits.kept_blank, 0, 0)).mark == "blank"


def test_what_it_said_is_kept_behind_the_measures() -> None:
    told = Opinion(990, 7, 2, 1, tick=980, cross=10)
    assert judged(SHORT, told).features == (*SHORT, 990, 7, 2, 1, 980, 0, 10, 0, 0)
    assert judged(SHORT, None).features == tuple(SHORT)
    assert len(SHORT) == len(FEATURES)


def wanted(*features: list[int], choices: tuple[str, ...] = ("approve", "oppose")) -> list[int]:
    row = boxes(*choices)[: len(features)]
    read = judge_boxes(row, np.array(features), THRESHOLDS, [None] * len(row))
    return asked(row, read, THRESHOLDS)


def test_it_is_asked_of_open_boxes_of_empty_rows_and_of_marks() -> None:
    tick, empty = measured(TICK), measured(EMPTY)
    assert wanted(tick, empty) == [0]
    assert wanted(tick, TRACE) == [0, 1]
    assert wanted(SHORT, empty) == [0, 1]
    assert wanted(empty, empty) == [0, 1]


@pytest.mark.parametrize("changed", [{"red": 5}, {"red": 100}, {"frame": 100, "ink": 60}])
def test_it_is_not_asked_where_ink_is_red_or_a_frame_is_lost(changed: dict[str, int]) -> None:
    assert wanted(measured(TICK, around=100, **changed), measured(EMPTY)) == [1]


def beside(other: list[int], seen: Opinion, mark: Opinion = SURELY_MARKED) -> list[str]:
    """Return the marks of a row: a tick of opinion ``mark``, and ``other``, of which ``seen``."""
    table = np.array([measured(TICK), other])
    row = boxes("approve", "oppose")
    read = judge_boxes(row, table, THRESHOLDS, [None] * 2, {0: mark, 1: seen})
    return [one.mark for one in read]


def test_what_nobody_wrote_beside_a_mark_needs_nobody() -> None:
    dust, traces = Opinion(0, 0, 0, 0), THRESHOLDS.idle_traces
    far = measured(EMPTY, faint_extent=9_000)
    assert beside(far, dust) == ["marked", "blank"]
    assert beside(far, Opinion(0, 0, traces, 0)) == ["marked", "blank"]
    assert beside(far, Opinion(0, 900, traces + 1, 0)) == ["marked", "doubtful"]
    assert beside(SHORT, dust) == ["marked", "doubtful"], "that is ink"
    assert beside(far, dust, mark=UNSURE) == ["doubtful", "doubtful"], "the row has no mark"
    assert judged(far, dust).mark == "doubtful", "nor has this one"


def test_it_is_not_asked_what_a_symbol_means() -> None:
    assert wanted(SHORT, measured(EMPTY), choices=("symbol", "symbol")) == []


def column(*inks: int, sharp: int, seen: Opinion) -> list[str]:
    """Return the marks of ticks of ``inks``, the last one's edges as sharp as said."""
    table = [measured(TICK, ink=ink, red=ink) for ink in inks]
    table[-1] = measured(TICK, ink=inks[-1], red=inks[-1], sharp=sharp)
    rows = [one for at in range(len(inks)) for one in boxes("approve", project=at + 1)]
    last = {len(inks) - 1: seen}
    read = judge_boxes(rows, np.array(table), THRESHOLDS, [None] * len(rows), last)
    return [one.mark for one in read]


def test_a_filled_box_among_ticks_is_left_to_people_however_sure_it_is() -> None:
    assert column(180, 150, 200, 170, 760, sharp=1_500, seen=SURELY_MARKED)[-1] == "doubtful"
    assert column(700, 690, 720, 710, 760, sharp=1_500, seen=SURELY_MARKED)[-1] == "marked"


def test_a_large_ring_among_small_marks_is_one_where_it_is_sure_and_nothing_is_covered() -> None:
    limits = THRESHOLDS
    ring = replace(SURELY_MARKED, circle=limits.sure_marked)
    small, most = (120, 150, 130, 140), limits.heavy_round
    assert column(*small, most, sharp=1_500, seen=ring)[-1] == "marked"
    assert column(*small, most + 1, sharp=1_500, seen=ring)[-1] == "doubtful"
    unsure = replace(ring, circle=limits.sure_marked - 1)
    assert column(*small, most, sharp=1_500, seen=unsure)[-1] == "doubtful"


def beside_rings(ring: int, ink: int, over: int) -> str:
    """Return the mark of a box of so much ``ink`` beside four rings of ``ring``.

    ``over``: by how much its strokes are wider than the limit.
    """
    usual = measured(TICK, ink=ring, red=ring)
    wide = usual[FEATURES.index("stroke")] * THRESHOLDS.heavy_wide // 1000
    last = measured(TICK, ink=ink, red=ink, stroke=wide + over)
    rows = [one for at in range(5) for one in boxes("approve", project=at + 1)]
    return judge_boxes(rows, np.array([*[usual] * 4, last]), THRESHOLDS, [None] * 5)[-1].mark


def test_a_filled_box_among_rings_of_a_thick_pen_is_left_to_people() -> None:
    least = THRESHOLDS.heavy_filled
    assert beside_rings(500, least + 1, 1) == "doubtful"
    assert beside_rings(500, least, 1) == "marked"
    assert beside_rings(500, least + 1, 0) == "marked"
    fuller = 700 * THRESHOLDS.heavy_fuller // 1000
    assert beside_rings(700, fuller + 1, 1) == "doubtful"
    assert beside_rings(700, fuller, 1) == "marked"


def test_a_pale_mark_is_one_where_it_is_sure() -> None:
    unsure = Opinion(THRESHOLDS.sure_marked - 1, 0, 0, 0)
    assert column(180, 150, 200, 170, 180, sharp=700, seen=SURELY_MARKED)[-1] == "marked"
    assert column(180, 150, 200, 170, 180, sharp=700, seen=unsure)[-1] == "doubtful"


def test_a_reading_can_be_judged_again_under_other_limits() -> None:
    first = judged(TRACE, Opinion(0, 995, 0, 0))
    again = msgspec.json.decode(msgspec.json.encode(first), type=BoxReading)
    features, seen = again.features[: len(FEATURES)], again.features[len(FEATURES) :]
    strict = replace(THRESHOLDS, sure_near=998)
    table = np.array([features])
    (other,) = judge_boxes(boxes("approve"), table, strict, [None], {0: Opinion(*seen)})
    assert (first.mark, other.mark) == ("blank", "doubtful")
