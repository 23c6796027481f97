"""Boxes of synthetic sheets as the reader sees them, with what was drawn in each.

The seeds are of the tuning range, apart from those on which limits are chosen. In a sixth of
the sheets people fill rows in as they do in the bench, in another what is hard to read comes far
more often, and in the others many rows hold what a reader may get wrong in silence.
"""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ballot.errors import BallotError
from bench.paper.cases import TUNING, Case, make_case
from bench.paper.classes import CLASSES
from bench.paper.filling import ROW_KINDS, BoxTruth
from bench.paper.reader import read_boxes
from bench.paper.taken_back import STRUCK
from counting.errors import CountingError
from counting.scan.features import FEATURES, measure
from counting.scan.marks import judge_boxes
from counting.scan.opinion import SEEN, measures_of, pictures_of, windows_around
from counting.scan.thresholds import THRESHOLDS

USUAL, HARD, SILENT = TUNING + 20_000, TUNING + 60_000, TUNING + 100_000
"""First seeds of the three kinds."""
USUAL_SHEETS, HARD_SHEETS, SILENT_SHEETS = 22, 33, 92
"""Seeds of each class, of the first kind by its weight; every other one of these and every fifth of
the other kinds are kept for choosing limits."""
SHARES = {
    "one": 0.34,
    "blank": 0.08,
    "light": 0.2,
    "overvote": 0.01,
    "correction": 0.12,
    "stray": 0.13,
    "around": 0.06,
    "outside": 0.06,
}
"""What happens in the rows of the second kind."""
UNSEEN = {"one": 0.36, "blank": 0.03, "light": 0.24, "correction": 0.29, "stray": 0.08}
"""What happens in the rows of the third kind: faint marks, and marks taken back."""
WEIGHTS: dict[str, float] = {
    "bleed": 7,
    "crumple": 6,
    "noise": 4,
    "scan100": 4,
    "fold2": 4,
    "stamp": 4,
    "phone_hard": 4,
    "curl": 3,
    "blur": 2,
    "glare": 2,
    "jpeg": 2,
    "combo": 2,
    "phone": 2,
    "faded": 3,
    "lowcontrast": 2,
    "scan300": 1.5,
    "scan200": 1.5,
    "fold1": 1.5,
    "coffee": 1.5,
    "streak": 1.5,
}
"""Sheets of these classes for one of each other; of the third kind two, where there
are _OFTEN here or more."""
_OFTEN = 2
_DARK, _EVEN = 600, 0.6
"""What looks filled has more ink (permille), and its pale parts this share of its dark ones."""
_CLEARLY_BLANK = 6
"""One in so many of the boxes that the limits know to be blank is shown."""
_LABELS = {"none": "blank", "light": "faint", "stray": "other", "other": "other"}
_KINDS = {"scribble": "stroke", "dash": "stroke"}
"""Clear marks that the network does not tell by their names."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Boxes: ``pictures`` (n, h, w), ``measures`` (n, k), ``labels`` as places in SEEN."""

    pictures: npt.NDArray[np.uint8]
    measures: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]


def made(processes: int, part: int = 1) -> Labelled:
    """Return the boxes of one sheet in ``part``, the same whatever the number of processes."""
    with ProcessPoolExecutor(processes, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        found = pool.map(of_sheet, tasks()[::part], chunksize=4)
        parts = [one for one in found if one is not None]
    return Labelled(
        np.concatenate([one.pictures for one in parts]),
        np.concatenate([one.measures for one in parts]),
        np.concatenate([one.labels for one in parts]),
    )


def tasks() -> list[tuple[str, int, Mapping[str, float]]]:
    """Return class, seed and what happens in the rows of every sheet that is learned from."""
    names = [name for name, one in CLASSES.items() if not one.refused]
    usual = [
        (name, USUAL + seed, ROW_KINDS)
        for name in names
        for seed in range(0, round(USUAL_SHEETS * WEIGHTS.get(name, 1)), 2)
    ]
    others = [
        (name, first + seed, shares)
        for first, sheets, shares in (
            (HARD, HARD_SHEETS, SHARES),
            (SILENT, SILENT_SHEETS, UNSEEN),
        )
        for name in names
        for seed in range(
            2 * sheets if first == SILENT and WEIGHTS.get(name, 1) >= _OFTEN else sheets
        )
        if seed % 5
    ]
    return usual + others


def of_sheet(task: tuple[str, int, Mapping[str, float]]) -> Labelled | None:
    """Return the boxes of one sheet; None where the reader refuses it."""
    damage, seed, shares = task
    case = make_case(damage, seed, shares=shares)
    try:
        region, frames, placement = read_boxes(case)
    except (CountingError, BallotError):
        return None
    boxes = placement.page.boxes
    table = measure(region, boxes, frames)
    windows = windows_around(region, boxes, frames)
    truths = _truths(case)
    labels = np.array([_label(truths[one.project, one.choice]) for one in boxes])
    rules = judge_boxes(boxes, table, THRESHOLDS, [None] * len(boxes))
    clear = np.array([one.mark == "blank" for one in rules]) & (labels == SEEN.index("blank"))
    rng = np.random.default_rng(case.seed)
    kept = ~clear | (rng.random(len(boxes)) * _CLEARLY_BLANK < 1)
    pictures = pictures_of(windows)
    kept &= (labels != SEEN.index("struck")) | ~like_a_fill(pictures, table)
    return Labelled(pictures[kept], measures_of(windows, table)[kept], labels[kept])


def like_a_fill(
    pictures: npt.NDArray[np.uint8], table: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Tell which boxes are dark all over and only inside.

    Whether somebody marked or blackened them is for the other marks of the page to say
    (`counting.scan.marks`); a network that is taught one of it doubts the fills of whole sheets.
    """
    height, width = pictures.shape[1:]
    middle = pictures[:, height // 2 - 8 : height // 2 + 8, width // 2 - 9 : width // 2 + 9]
    low, high = np.percentile(middle.reshape(len(pictures), -1), (10, 90), axis=1)
    ink, around = (table[:, FEATURES.index(name)] for name in ("ink", "around"))
    even = low >= _EVEN * np.maximum(high, 1)
    return np.asarray(even & (ink > _DARK) & (around <= THRESHOLDS.marked_around))


def _truths(case: Case) -> dict[tuple[int, str], BoxTruth]:
    return {(row.project, one.choice): one for row in case.rows for one in row.boxes}


def _label(truth: BoxTruth) -> int:
    if truth.ink == "clear":
        return SEEN.index(_KINDS.get(truth.kind, truth.kind))
    return SEEN.index("struck" if truth.kind in STRUCK else _LABELS[truth.ink])
