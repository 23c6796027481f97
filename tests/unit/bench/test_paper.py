"""The bench itself: its cases repeat, its truth is the drawn one, its counting sees errors."""

from collections import Counter

import numpy as np
import pytest

from ballot.reading import BoxReading, RowReading
from bench.paper.cases import TUNING, Case, make_case
from bench.paper.classes import CLASSES
from bench.paper.filling import FLAGGED, NOTHING, ROW_KINDS, RowTruth, place_of
from bench.paper.reader import read_case
from bench.paper.report import missed
from bench.paper.scoring import Read, Score, score
from bench.paper.targets import TARGETS, upper_bound


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case("clean300", 1, "B")


def answer(row: RowTruth) -> RowReading:
    """Return the reading of one who knows the truth."""
    boxes = tuple(
        BoxReading(
            choice=box.choice,
            mark="marked" if box.ink == "clear" or box.choice == row.expected else "blank",
            score=1000,
        )
        for box in row.boxes
    )
    reading = {FLAGGED: "doubtful", NOTHING: "abstain"}.get(row.expected, row.expected)
    return RowReading(project=row.project, reading=reading, boxes=boxes)


def knowing(case: Case, **changed: RowReading) -> Read:
    rows = {row.project: answer(row) for row in case.rows}
    rows.update({int(name[1:]): row for name, row in changed.items()})
    return Read(identity=case.identity, by="code", rows=rows)


def test_the_same_seed_is_the_same_case() -> None:
    first, second = (make_case("scan100", 7) for _ in range(2))
    assert first.rows == second.rows
    assert first.identity == second.identity
    assert np.array_equal(first.picture.pixels, second.picture.pixels)


def test_another_seed_is_another_case() -> None:
    first, second = make_case("scan100", 7), make_case("scan100", 8)
    assert first.identity != second.identity


def test_every_class_has_its_target() -> None:
    assert set(TARGETS) == set(CLASSES)


def test_truth_says_where_ink_is(case: Case) -> None:
    boxes = case.issue.layout.pages[case.page - 1].boxes
    marked = {
        (row.project, box.choice) for row in case.rows for box in row.boxes if box.ink == "clear"
    }
    empty = {
        (row.project, box.choice) for row in case.rows for box in row.boxes if box.ink == "none"
    }
    assert marked
    for box, (x, y) in zip(boxes, case.picture.points, strict=True):
        half = place_of(box)
        reach = np.array([half.w / 2 - 0.6, half.h / 2 - 0.6]) * case.picture.px_mm
        (left, top), (right, bottom) = (
            (np.array([x, y]) + way * reach).astype(int) for way in (-1, 1)
        )
        darkest = case.picture.pixels[top:bottom, left:right].min()
        if (box.project, box.choice) in marked:
            assert darkest < 160
        if (box.project, box.choice) in empty:
            assert darkest > 200


def test_who_knows_the_truth_meets_every_target(case: Case) -> None:
    done = score(case, knowing(case))
    assert done.counts["wrong"] == 0
    assert done.counts["right"] + done.counts["people"] == len(case.rows)
    assert missed({"clean300": done}) == []


@pytest.mark.parametrize("kind", ["another", "none"])
def test_one_row_misread_is_found(case: Case, kind: str) -> None:
    row = next(one for one in case.rows if one.kind == "one")
    other = next(box.choice for box in row.boxes if box.choice != row.expected)
    wrong = RowReading(
        project=row.project,
        reading=other if kind == "another" else "abstain",
        boxes=tuple(
            BoxReading(
                choice=box.choice,
                mark="marked" if kind == "another" and box.choice == other else "blank",
                score=1000,
            )
            for box in row.boxes
        ),
    )
    done = score(case, knowing(case, **{f"p{row.project}": wrong}))
    assert done.counts["wrong"] == 1
    assert done.counts["clear blank"] == 1
    assert any("silently wrong" in told for told in missed({"clean300": done}))
    assert any("clear marks read as blank" in told for told in missed({"clean300": done}))


def test_another_sheets_identity_is_found(case: Case) -> None:
    read = Read(identity=bytes(16), by="code", rows=knowing(case).rows)
    assert any("wrong identities" in told for told in missed({"clean300": score(case, read)}))


def test_a_refused_sheet_is_a_miss_where_it_must_be_read(case: Case) -> None:
    done = score(case, Read(refused="scan.unlocated"))
    assert done.counts["aside"] == len(case.rows)
    assert missed({"clean300": done})
    assert missed({"bw200": done}) == []
    assert missed({"bw200": score(case, knowing(case))})


def test_a_mark_in_an_empty_box_is_a_miss() -> None:
    counts = Counter({"sheets": 1, "located": 1, "known": 1, "none blank": 9_000, "none marked": 1})
    assert any("empty boxes" in told for told in missed({"clean300": Score(counts)}))
    counts["none blank"] = 30_000
    assert missed({"clean300": Score(counts)}) == []


def test_a_cross_taken_for_a_tick_is_a_miss_if_it_happens_often() -> None:
    counts = Counter({"contrary people": 95, "contrary right": 5})
    assert missed({"skew5": Score(counts + Counter(sheets=1, located=1, known=1))}) == []
    counts["contrary right"] += 1
    (told,) = missed({"skew5": Score(counts + Counter(sheets=1, located=1, known=1))})
    assert "95 of 101 to people" in told


@pytest.mark.parametrize(
    ("errors", "trials", "bound"),
    [(0, 100, 0.0295), (0, 20_000, 0.000150), (1, 100, 0.0466), (5, 1_000, 0.0105)],
)
def test_bounds_are_those_of_clopper_and_pearson(errors: int, trials: int, bound: float) -> None:
    assert upper_bound(errors, trials) == pytest.approx(bound, rel=0.01)


def test_nothing_tried_proves_nothing() -> None:
    assert upper_bound(0, 0) == 1.0


def test_boxes_far_from_their_places_are_told() -> None:
    near, far = Score(), Score()
    near.errors, far.errors = [0.02] * 1000, [0.02] * 980 + [0.3] * 20
    assert not [one for one in missed({"scan200": near}) if "mm" in one]
    assert "scan200: boxes 0.30 mm from their places" in missed({"scan200": far})
    assert not [one for one in missed({"crumple": far}) if "mm" in one]


def test_a_sheet_can_be_made_of_what_is_hard_to_read() -> None:
    hard = make_case("clean300", 1, "B", {"light": 0.5, "correction": 0.5})
    assert {row.kind for row in hard.rows} == {"light", "correction"}


def test_a_format_whose_boxes_are_half_of_the_sheets_own_is_not_taken_for_it() -> None:
    # Its corner with the signed code is folded over, and the large type's nine rows lie on every
    # second of the eighteen printed ones: their frames fit better, but are fewer.
    shares = {**ROW_KINDS, "one": 0.76}
    del shares["on_text"]
    case = make_case("dogear", TUNING + 30, "graded", shares)
    read = read_case(case)
    assert read.by == "small_code"
    assert set(read.rows) == {row.project for row in case.rows}
