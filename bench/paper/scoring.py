"""What the reader made of a case, counted against the truth.

A row is *right*, *to people*, *silently wrong*, or on a sheet that was *set aside* whole. Only a
wrong row is an error: people decide the others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ballot.reading import DOUBTFUL, RowReading
from bench.paper.cases import Case
from bench.paper.filling import FLAGGED, NOTHING, RowTruth

ILLEGIBLE = "illegible"
_TIDY = {"one", "contrary", "blank", "light"}
"""Kinds of rows beside whose boxes nobody wrote anything."""
_UNDECIDED = {DOUBTFUL, ILLEGIBLE}
_BY_SYMBOL = {"○": "approve", "×": "oppose", "√": "abstain"}


@dataclass(frozen=True, slots=True)
class Read:
    """One page as read. ``refused``: the code of the refusal. ``places``: middles of the boxes.

    ``whole``: the whole sheet goes to people, each of its rows. ``written``: people look at it for
    what is written outside its boxes.
    """

    refused: str | None = None
    identity: bytes | None = None
    by: str | None = None
    rows: Mapping[int, RowReading] = field(default_factory=dict)
    places: NDArray[np.float64] | None = None
    whole: bool = False
    written: bool = False
    doubts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A row or a sheet that is not as it should be, to be looked at on tuning seeds."""

    damage: str
    seed: int
    what: str
    told: str


@dataclass(slots=True)
class Score:
    """Counts of one class, to be added up; ``errors`` are the boxes' in mm."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[float] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Add the counts of ``other``."""
        self.counts.update(other.counts)
        self.errors += other.errors
        self.faults += other.faults


def score(case: Case, read: Read) -> Score:
    """Return what ``read`` is worth."""
    done = Score()
    count = done.counts
    count["sheets"] += 1
    count["rows"] += len(case.rows)
    count["standard"] += sum(row.standard for row in case.rows)
    if read.refused is not None:
        count["refused"] += 1
        count["aside"] += len(case.rows)
        _fault(done, case, "refused", read.refused)
        return done
    count["located"] += 1
    if all(row.kind in _TIDY for row in case.rows):
        count["tidy"] += 1
        count["tidy written"] += read.written
    _identity(done, case, read)
    for row in case.rows:
        _row(done, case, row, read)
    if read.places is not None:
        away = np.hypot(*(read.places - case.picture.points).T) / case.picture.px_mm
        done.errors += [float(one) for one in away]
    return done


def _fault(done: Score, case: Case, what: str, told: str) -> None:
    done.faults.append(Fault(case.damage, case.seed, what, told))


def _identity(done: Score, case: Case, read: Read) -> None:
    if read.identity is None:
        _fault(done, case, "no identity", f"{case.issue.name} {read.doubts}")
        return
    done.counts[f"by {read.by}"] += 1
    done.counts["known"] += 1
    if read.identity != case.identity:
        done.counts["identity wrong"] += 1
        _fault(done, case, "IDENTITY WRONG", read.identity.hex())


def _row(done: Score, case: Case, truth: RowTruth, read: Read) -> None:
    row = read.rows[truth.project]
    marks = {box.choice: box.mark for box in row.boxes}
    verdict = _verdict(case, truth, row, whole=read.whole)
    count = done.counts
    count[verdict] += 1
    count[f"{truth.kind} {verdict}"] += 1
    if truth.standard:
        count[f"standard {verdict}"] += 1
    for box in truth.boxes:
        seen = marks[box.choice]
        count[f"{box.ink} {seen}"] += 1
        count[f"{box.kind} {seen}"] += 1
        count[f"{box.ink} {seen} undisputed"] += verdict != "people"
        if case.pen == "red_pen" and box.ink == "clear":
            count[f"red {seen}"] += 1
    if verdict == "wrong" or (truth.standard and verdict == "people"):
        what = "WRONG" if verdict == "wrong" else "people"
        told = f"{case.issue.name} {case.pen} row {truth.project} {truth.kind} "
        boxes = [f"{box.choice}:{box.kind}" for box in truth.boxes if box.ink != "none"]
        seen_as = [(box.choice, box.mark, box.features) for box in row.boxes]
        _fault(done, case, what, f"{told}{boxes} read {row.reading} {seen_as}")


def _verdict(case: Case, truth: RowTruth, row: RowReading, *, whole: bool) -> str:
    if whole or row.reading in _UNDECIDED or any(box.mark == DOUBTFUL for box in row.boxes):
        return "people"
    marked = {box.choice for box in row.boxes if box.mark == "marked"}
    if truth.expected == NOTHING:
        return "right" if not marked else "wrong"
    if truth.expected == FLAGGED:
        return "wrong"
    if case.issue.kind == "A":
        return "right" if row.reading == _BY_SYMBOL[truth.expected] else "wrong"
    return "right" if marked == {truth.expected} and row.reading == truth.expected else "wrong"
