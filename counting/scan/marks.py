"""The decision on each box: marked, blank, or people look."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from functools import cache
from statistics import median_low
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from ballot.reading import BoxReading, Mark
from ballot.sheet import Box
from counting.scan.features import FEATURES
from counting.scan.opinion import Opinion
from counting.scan.second_look import NONE, WRITTEN, agreed, idle
from counting.scan.symbols import Symbol
from counting.scan.thresholds import Thresholds

_AT: Final = {name: at for at, name in enumerate(FEATURES)}
Features = Sequence[int]


def judge_boxes(
    boxes: Sequence[Box],
    table: npt.NDArray[np.int64],
    limits: Thresholds,
    symbols: Sequence[Symbol | None],
    seen: Mapping[int, Opinion] = NONE,
) -> list[BoxReading]:
    """Return the reading of every box; ``symbols`` says what was recognised where one is drawn.

    ``seen`` are second opinions by the places of their boxes.
    """
    return settled(boxes, judged_alone(boxes, table, limits, symbols), limits, seen)


def judged_alone(
    boxes: Sequence[Box],
    table: npt.NDArray[np.int64],
    limits: Thresholds,
    symbols: Sequence[Symbol | None],
) -> list[BoxReading]:
    """Return what each box is by the limits, whatever the others are."""
    alone = {one.project: 0 for one in boxes}
    for one in boxes:
        alone[one.project] += 1
    return [
        _judged(box, features, limits, symbol, alone=alone[box.project] == 1)
        for box, features, symbol in zip(boxes, table.tolist(), symbols, strict=True)
    ]


def settled(
    boxes: Sequence[Box],
    read: Sequence[BoxReading],
    limits: Thresholds,
    seen: Mapping[int, Opinion] = NONE,
) -> list[BoxReading]:
    """Return what ``boxes`` `judged_alone` are once second opinions and other marks are known."""
    told = list(read)
    for at, opinion in seen.items():
        told[at] = _agreed(read[at], opinion, limits)
    told = _without_odd(told, seen, limits)
    marked = {box.project for box, one in zip(boxes, told, strict=True) if one.mark == "marked"}
    for at, opinion in seen.items():
        if told[at].mark == "doubtful" and boxes[at].project in marked:
            told[at] = _idle(told[at], opinion, limits)
    return told


def _idle(one: BoxReading, seen: Opinion, limits: Thresholds) -> BoxReading:
    """Return an open box beside a mark as blank, if whatever stands there is not handwriting.

    Dust or a fold need not be told apart from paper where the row has its answer.
    """
    if not idle(one.features, seen, limits):
        return one
    return msgspec.structs.replace(one, mark="blank", score=seen.blank // 2)


def _agreed(one: BoxReading, seen: Opinion, limits: Thresholds) -> BoxReading:
    near = _nearest(one.features, limits)
    mark, score = agreed((one.mark, one.score), one.features, near, seen, limits)
    features = (*one.features, *astuple(seen))
    return BoxReading(choice=one.choice, mark=mark, score=score, features=features)


def _without_odd(
    read: list[BoxReading], seen: Mapping[int, Opinion], limits: Thresholds
) -> list[BoxReading]:
    """Leave to people a mark that is far heavier or paler than the sheet's others.

    One writer has one pen and one way to mark. A filled box is a mark where its writer fills boxes;
    among ticks it may be a tick that was blackened, and nothing in it says so. What is paler may be
    a piece of a seal: it takes a second opinion that is sure of the mark.
    """
    # Doubtful marks tell of the writer, too: out of focus, the lightest are doubtful first.
    marks = [
        one
        for one in read
        if one.choice not in WRITTEN
        and one.features[_AT["ink"]] >= limits.marked_ink
        and one.features[_AT["extent"]] >= limits.marked_extent
    ]
    if len(marks) < limits.odd_fewest:
        return read
    ink = median_low(one.features[_AT["ink"]] for one in marks)
    stroke = median_low(one.features[_AT["stroke"]] for one in marks)
    most = max(limits.heavy_ink, ink * limits.heavy_ratio // 1000)
    least = median_low(map(_depth, marks)) * limits.pale_ratio // 1000
    return [
        msgspec.structs.replace(one, mark="doubtful", score=0)
        if one.mark == "marked"
        and one.choice not in WRITTEN
        and (
            (one.features[_AT["ink"]] > most and not _ring(one, seen.get(at), limits))
            or _covered(one, ink, stroke, limits)
            or (_depth(one) < least and not _sure(seen.get(at), limits))
        )
        else one
        for at, one in enumerate(read)
    ]


def _covered(one: BoxReading, ink: int, stroke: int, limits: Thresholds) -> bool:
    """Whether ink joined what a thick pen had left open, by the median ``ink`` and ``stroke``.

    A ring of such a pen leaves little for more ink to cover, but another hand's turn makes a mark
    darker or broader, and hardly ever both.
    """
    return (
        one.features[_AT["ink"]] > max(limits.heavy_filled, ink * limits.heavy_fuller // 1000)
        and one.features[_AT["stroke"]] > stroke * limits.heavy_wide // 1000
    )


def _ring(one: BoxReading, seen: Opinion | None, limits: Thresholds) -> bool:
    """Whether a mark is surely a ring, and light enough for nothing to have been covered by it."""
    return (
        seen is not None
        and seen.circle >= limits.sure_marked
        and one.features[_AT["ink"]] <= limits.heavy_round
    )


def _sure(seen: Opinion | None, limits: Thresholds) -> bool:
    return seen is not None and seen.marked >= limits.sure_marked


def _depth(one: BoxReading) -> int:
    """Return how dark the ink is at its edges, in thousandths."""
    return 1000 * one.features[_AT["sharp"]] // max(one.features[_AT["steep"]], 1)


def _judged(
    box: Box,
    features: list[int],
    limits: Thresholds,
    symbol: Symbol | None,
    *,
    alone: bool,
) -> BoxReading:
    if box.choice in WRITTEN:
        mark, score = _drawn(*judge(features, _where_drawn(limits)), symbol)
    else:
        mark, score = judge(features, limits, alone=alone)
    return BoxReading(choice=box.choice, mark=mark, score=score, features=tuple(features))


@cache
def _where_drawn(limits: Thresholds) -> Thresholds:
    return replace(limits, marked_ink=limits.drawn_ink, marked_red=limits.drawn_red)


def _drawn(mark: Mark, score: int, symbol: Symbol | None) -> tuple[Mark, int]:
    """Return the mark of a box that is written in: ink and what was recognised must agree.

    Where nothing is recognised at all (a rank), ink alone says that a box is blank.
    """
    if symbol is None:
        return (mark, score) if mark == "blank" else ("doubtful", 0)
    if symbol.mark is None or mark != ("blank" if symbol.mark == "blank" else "marked"):
        return "doubtful", 0
    return mark, min(score, symbol.score) if mark == "blank" else symbol.score


def judge(features: Features, limits: Thresholds, *, alone: bool = False) -> tuple[Mark, int]:
    """Return the mark and how sure it is (0 to 1000; 0 where people decide).

    ``alone``: a row of one box has no second box that would contradict a false mark.
    """
    if _frame_lost(features, limits):
        return "doubtful", 0
    if _marked(features, limits, alone=alone):
        least = limits.marked_ink
        return "marked", min(1000, 500 + 500 * (features[_AT["ink"]] - least) // max(2 * least, 1))
    if _blank(features, limits):
        return "blank", _blank_score(features, limits)
    return "doubtful", 0


def _marked(f: Features, limits: Thresholds, *, alone: bool) -> bool:
    ink = f[_AT["ink"]]
    thin = ink < limits.marked_ink_alone
    return (
        ink >= limits.marked_ink
        and (not alone or not thin or _by_pen(f, limits))
        and f[_AT["extent"]] >= limits.marked_extent
        and (
            f[_AT["sharp"]] >= limits.marked_sharp
            or f[_AT["steep"]] >= limits.marked_steep
            or ink > limits.marked_filled
        )
        and (f[_AT["stroke"]] >= limits.marked_stroke or ink > limits.marked_broad)
        and 1000 * f[_AT["line"]] < limits.marked_line_share * ink
        and f[_AT["red"]] >= limits.marked_red
        and f[_AT["around"]] <= limits.marked_around
        and 1000 * f[_AT["around"]] <= limits.marked_around_share * ink
        and f[_AT["through"]] <= limits.marked_through
    )


def _by_pen(f: Features, limits: Thresholds) -> bool:
    """Whether a thin mark can only be a stroke: creases are not as sharp, hairs not as wide."""
    return (
        f[_AT["sharp"]] >= limits.marked_sharp_alone
        and f[_AT["stroke"]] >= limits.marked_stroke_alone
        and f[_AT["line"]] == 0
    )


def _blank(f: Features, limits: Thresholds) -> bool:
    return all(f[at] <= most for at, most in _blank_limits(limits))


def _blank_score(f: Features, limits: Thresholds) -> int:
    return 1000 - min(_nearest(f, limits), 1000) // 2


def _nearest(f: Features, limits: Thresholds) -> int:
    """Return how much of a blank's limits is used up (permille); above 1000 it is none."""
    return max(1000 * f[at] // most for at, most in _blank_limits(limits))


def _blank_limits(limits: Thresholds) -> tuple[tuple[int, int], ...]:
    """Return the places of a blank's features and what each may be at most."""
    return (
        (_AT["ink"], limits.blank_ink),
        (_AT["around"], limits.blank_around),
        (_AT["faint"], limits.blank_faint),
        (_AT["faint_around"], limits.blank_faint_around),
        (_AT["extent"], limits.blank_extent),
        (_AT["faint_extent"], limits.blank_trace),
        (_AT["straight"], limits.blank_straight),
    )


def _frame_lost(f: Features, limits: Thresholds) -> bool:
    """Whether the frame was hardly seen: then its own line may lie where marks are measured."""
    frame, ink = f[_AT["frame"]], f[_AT["ink"]]
    return (
        (frame < limits.frame_seen and ink < limits.frame_filled)
        or (frame < limits.frame_weak and ink < limits.frame_weak_ink)
        or (
            frame < limits.frame_dirty
            and ink < limits.frame_dirty_ink
            and f[_AT["faint_around"]] > limits.frame_dirty_around
        )
    )
