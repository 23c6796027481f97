"""Sixty sheets of the bench: nothing is misread in silence, plain scans are read whole.

`bench/scan_accuracy.py` runs the same on thousands of sheets and all classes.
"""

from collections import Counter
from dataclasses import replace

import cv2
import pytest

from bench.paper.cases import TUNING, Case, make_case
from bench.paper.classes import CLASSES
from bench.paper.reader import read_case
from bench.paper.report import total_of
from bench.paper.scoring import Score, score
from counting.scan.thresholds import THRESHOLDS

FIRST = TUNING + 5_000
SHEETS = {
    "scan100": 8,
    "scan150": 8,
    "scan200": 8,
    "upside": 4,
    "rot90": 4,
    "scale94": 4,
    "crop": 4,
    "noise": 3,
    "blur": 3,
    "jpeg": 3,
    "lowcontrast": 3,
    "torn": 2,
    "dogear": 3,
    "streak": 3,
}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    cv2.setNumThreads(1)
    done: dict[str, Score] = {}
    for damage, sheets in SHEETS.items():
        one = done.setdefault(damage, Score())
        for seed in range(FIRST, FIRST + sheets):
            case = make_case(damage, seed)
            one.add(score(case, read_case(case)))
    return done


def told(scores: dict[str, Score], what: str) -> list[str]:
    return [
        f"{fault.damage} {fault.seed}: {fault.told}"
        for one in scores.values()
        for fault in one.faults
        if fault.what == what
    ]


def test_no_row_is_misread_in_silence(scores: dict[str, Score]) -> None:
    assert told(scores, "WRONG") == []


def test_no_clear_mark_is_read_as_blank_and_no_blank_as_a_mark(scores: dict[str, Score]) -> None:
    total = total_of(scores)
    assert total["clear marked"] > 600
    assert total["none blank"] > 1_500
    assert (total["clear blank"], total["none marked"]) == (0, 0)


def test_every_plain_scan_is_located_and_its_sheet_known(scores: dict[str, Score]) -> None:
    for damage, one in scores.items():
        count = one.counts
        assert count["located"] == count["sheets"], damage
        assert count["identity wrong"] == 0, damage
        if CLASSES[damage].plain:
            assert count["by code"] == count["sheets"], damage
        assert count["known"] == count["sheets"], damage


def test_people_see_few_rows_of_plain_scans(scores: dict[str, Score]) -> None:
    count: Counter[str] = Counter()
    for damage, one in scores.items():
        if CLASSES[damage].plain:
            count.update(one.counts)
    assert count["standard people"] * 1000 <= 15 * count["standard"]


@pytest.fixture(scope="module")
def few() -> list[Case]:
    shares = {"one": 0.6, "light": 0.2, "correction": 0.2}
    return [make_case("scan100", seed, "B", shares) for seed in range(FIRST + 2, FIRST + 4)]


@pytest.mark.parametrize(
    ("limits", "misread"),
    [
        (
            {
                "marked_ink": 500,
                "blank_ink": 500,
                "blank_faint": 1000,
                "blank_extent": 9000,
                "blank_trace": 9000,
                "blank_straight": 99_000,
                "kept_blank": 0,
                "kept_traces": 1_001,
                "sure_marked": 1_001,
            },
            "clear blank",
        ),
        (
            {
                "marked_through": 9000,
                "odd_fewest": 999,
                "kept_marked": 0,
                "kept_struck": 1_001,
            },
            "struck marked",
        ),
    ],
)
def test_a_reader_of_spoilt_limits_is_found_out(
    few: list[Case], limits: dict[str, int], misread: str
) -> None:
    total: Counter[str] = Counter()
    for case in few:
        total.update(score(case, read_case(case, replace(THRESHOLDS, **limits))).counts)
    assert total[misread] > 0
    assert total["wrong"] > 0


@pytest.mark.parametrize("damage", ["bw200", "bw150_dark", "bw200_light"])
def test_a_black_and_white_scan_is_refused(damage: str) -> None:
    assert read_case(make_case(damage, FIRST)).refused == "scan.black_and_white"
