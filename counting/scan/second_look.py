"""When a second opinion on a box is asked for, and what it changes.

It may decide what the limits leave open, and only where it is nearly certain. And it may forbid
what they allow: an empty row is empty only if it sees no faint stroke either, and a mark is one
only if it sees nothing taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Final

from ballot.reading import BoxReading, Mark
from ballot.sheet import Box
from counting.scan.features import FEATURES
from counting.scan.opinion import Opinion
from counting.scan.thresholds import Thresholds

OPINION: Final = tuple(f"seen_{one.name}" for one in fields(Opinion))
"""What `ballot.reading.BoxReading.features` keeps behind `features.FEATURES`, where it was asked:
the permille of `opinion.Opinion`."""
WRITTEN: Final = frozenset({"symbol", "rank"})
"""Boxes whose content says what is meant; that something stands there says nothing yet."""
NONE: Final[Mapping[int, Opinion]] = {}

_AT: Final = {name: at for at, name in enumerate(FEATURES)}


def asked(boxes: Sequence[Box], read: Sequence[BoxReading], limits: Thresholds) -> list[int]:
    """Return the places of the boxes on which a second opinion is wanted."""
    chosen = {box.project for box, one in zip(boxes, read, strict=True) if one.mark == "marked"}
    return [
        at
        for at, (box, one) in enumerate(zip(boxes, read, strict=True))
        if box.choice not in WRITTEN
        and _wanted(one, limits, in_empty_row=box.project not in chosen)
    ]


def _wanted(one: BoxReading, limits: Thresholds, *, in_empty_row: bool) -> bool:
    if one.mark == "doubtful":
        return not _hopeless(one.features, limits)
    return one.mark == "marked" or in_empty_row


def _hopeless(features: Sequence[int], limits: Thresholds) -> bool:
    """Whether no opinion may help: red ink may be a seal's, and without a frame there is no box."""
    ink, red = features[_AT["ink"]], features[_AT["red"]]
    return (ink >= limits.marked_ink and 1000 * red < limits.asked_red_share * ink) or features[
        _AT["frame"]
    ] < limits.frame_seen


def agreed(
    read: tuple[Mark, int],
    features: Sequence[int],
    nearness: int,
    seen: Opinion,
    limits: Thresholds,
) -> tuple[Mark, int]:
    """Return the mark and its score once the opinion is known.

    ``nearness`` is how far (permille) the box is from being blank by the limits: 1000 just is.
    """
    mark = read[0]
    if mark == "marked":
        kept = seen.marked >= limits.kept_marked and seen.struck <= limits.kept_struck
        kept = kept or filled(features, limits) or _bar(seen, limits)
        return read if kept else ("doubtful", 0)
    if mark == "blank":
        return read if _stays_blank(features, seen, limits) else ("doubtful", 0)
    ink = features[_AT["ink"]]
    long = 1000 * features[_AT["extent"]] >= limits.sure_long * features[_AT["stroke"]]
    if seen.marked >= limits.sure_marked and ink >= limits.sure_ink and long:
        return "marked", seen.marked // 2
    near = nearness <= limits.near and seen.blank >= limits.sure_near
    if near and seen.traces <= limits.sure_traces and ink < limits.marked_ink:
        return "blank", seen.blank // 2
    return "doubtful", 0


def _stays_blank(features: Sequence[int], seen: Opinion, limits: Thresholds) -> bool:
    if _hinted(features, seen, limits):
        return False
    if _bare(features) and seen.traces <= limits.kept_bare:
        return True
    if seen.traces > (limits.kept_white if _white(features) else limits.kept_traces):
        return False
    around = features[_AT["faint_around"]]
    if around < limits.kept_around and features[_AT["extent"]] > 0:
        return True
    return seen.blank >= (limits.kept_sure if around >= limits.kept_beside else limits.kept_blank)


def _hinted(features: Sequence[int], seen: Opinion, limits: Thresholds) -> bool:
    """Whether two slight signs of a stroke agree where there is no third of anything."""
    return (
        seen.traces >= limits.kept_hint
        and features[_AT["straight"]] >= limits.kept_straight
        and max(features[: _AT["straight"]]) <= limits.kept_quiet
    )


def _white(features: Sequence[int]) -> bool:
    """Whether nothing at all was measured, not even what is too faint for a limit."""
    return not any(features[: _AT["frame"]])


def _bare(features: Sequence[int]) -> bool:
    """Whether nothing in or around the box is darker than paper."""
    return not any(features[: _AT["straight"]])


def _bar(seen: Opinion, limits: Thresholds) -> bool:
    """Whether the mark is one straight stroke, whatever the network takes its weight for."""
    return seen.bar >= limits.sure_bar and seen.marked + seen.struck >= limits.sure_marked


def filled(features: Sequence[int], limits: Thresholds) -> bool:
    """Whether a box is filled to its frame and not beyond: the rest of the page says why."""
    return (
        features[_AT["ink"]] >= limits.sure_filled
        and features[_AT["around"]] <= limits.sure_inside
        and features[_AT["through"]] == 0
    )


def idle(features: Sequence[int], seen: Opinion, limits: Thresholds) -> bool:
    """Whether next to nothing says that somebody wrote in a box beside a mark."""
    return seen.traces <= limits.idle_traces and features[_AT["ink"]] < limits.marked_ink
