"""One page of a scan: found, identified, measured, decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Final

import numpy as np

from ballot.definition import Definition, freeze
from ballot.errors import Refused
from ballot.reading import BoxReading, RowReading
from ballot.sheet import Format, SheetLayout, SheetPage, layout_of
from counting.scan.codes import (
    Issuer,
    Known,
    KnownBy,
    code_points,
    named_at,
    of_another,
    read_codes,
    read_small,
    search_codes,
)
from counting.scan.cut_off import marks_of, place_cut_off
from counting.scan.darkness import Region, box_bounds, ink_of, region_of
from counting.scan.drawn import recognised
from counting.scan.errors import RefusedPage
from counting.scan.faces import Draw, Offsets
from counting.scan.features import measure
from counting.scan.fiducials import Fiducial, find_fiducials
from counting.scan.frames import Frames, find_frames
from counting.scan.image import PageImage, Pixels, Reals
from counting.scan.marks import judged_alone, settled
from counting.scan.opinion import opinions, windows_around
from counting.scan.outside import strange_boxes
from counting.scan.placing import (
    FEWEST_POINTS,
    Placement,
    fiducial_points,
    joined,
    page_number,
    place,
)
from counting.scan.prescribed import standing
from counting.scan.rows import read_rows
from counting.scan.second_look import asked
from counting.scan.streaks import cleaned
from counting.scan.symbols import Symbol, Symbols
from counting.scan.thresholds import THRESHOLDS, Thresholds
from counting.scan.unplaced import nothing_on, unlocated
from counting.scan.windows import windows_of

DENSITY: Final = 8
"""Pixels per mm at which boxes are measured; 200 dpi is 7.9."""
_AROUND: Final = 9_000
_REFUSED_DPI, _POOR_DPI = 95, 145
_SMALL, _LARGE = 930, 1030
"""Permille of printed size outside which the clerk is told."""
_MOVED: Final = 0.3
"""What of its score a frame of another format loses for each mm that it lies off its place."""
_FORMATS: Final = tuple(
    Format(paper=paper, landscape=landscape, large=large)
    for paper in ("A4", "A3")
    for landscape in (False, True)
    for large in (False, True)
)


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read a round's sheets, in this process or in another.

    ``layouts`` by the byte of their format; ``symbols`` recognises what is drawn in boxes of
    style A; ``draw`` prints a sheet, so that writing can be told from print (None: it cannot).
    ``keep`` is whether the page laid flat is kept as a picture.
    """

    definition: Definition
    issuer: Issuer
    layouts: Mapping[int, SheetLayout]
    limits: Thresholds = THRESHOLDS
    symbols: Symbols = field(default=recognised)
    draw: Draw | None = None
    keep: bool = True


@dataclass(frozen=True, slots=True)
class Sheetside:
    """A page as read. ``known`` is None where neither code can be read.

    ``unseen`` is whether too many frames were not found; then every row is doubtful. ``written`` is
    whether something is written where nothing is printed; ``offsets`` how far the rows lie from
    their printed places, ``frames`` how far each box does (n, 2), in mm.
    """

    placement: Placement
    known: Known | None
    rows: tuple[RowReading, ...]
    unseen: bool
    written: bool
    scale: int | None
    warnings: tuple[str, ...]
    offsets: Offsets
    frames: Reals

    @property
    def known_by(self) -> KnownBy | None:
        """By which code the sheet is known."""
        return None if self.known is None else self.known.by


def reader_for(definition: Definition, key: str, draw: Draw | None = None) -> Reader:
    """Return a reader of the sheets of ``definition``, signed under the public ``key`` (hex)."""
    layouts = {}
    for one in _FORMATS:
        try:
            layouts[one.byte] = layout_of(definition, one)
        except Refused:  # a format that cannot hold this list was not printed
            continue
    _, digest = freeze(definition)
    return Reader(definition, Issuer(digest, key), layouts, draw=draw)


def read_page(image: PageImage, reader: Reader) -> Sheetside:
    """Return what stands on a page. Raises RefusedPage, ForeignSheet."""
    image = _without_streaks(image)
    found, placement, known = _located(image.grey, reader)
    rows: tuple[RowReading, ...] = ()
    unseen = written = False
    offsets: Offsets = {}
    found_at = np.empty((0, 2))
    if placement.page.boxes:  # a list voted on as a whole has its boxes on one page only
        region, frames, placement = _framed(image, found, placement, known, reader)
        on_this = replace(reader, limits=reader.limits.on(placement.slant))
        rows, unseen, written = _rows(region, frames, placement.page, on_this)
        offsets, found_at = _offsets(frames, placement.page), frames.offset
    scale = placement.scale(image.dpi)
    told = _warnings(placement, known, scale, unseen=unseen)
    return Sheetside(placement, known, rows, unseen, written, scale, told, offsets, found_at)


def boxes_seen(image: PageImage, reader: Reader) -> tuple[Region, Frames, Placement]:
    """Return what the boxes of a page are read from, for who trains. Raises as `read_page`."""
    image = _without_streaks(image)
    found, placement, known = _located(image.grey, reader)
    return _framed(image, found, placement, known, reader)


def _located(grey: Pixels, reader: Reader) -> tuple[Sequence[Fiducial], Placement, Known | None]:
    found = find_fiducials(grey)
    placement, known = _placed(grey, found, reader)
    found = found or marks_of(placement)
    if placement.dpi < _REFUSED_DPI:
        raise RefusedPage(
            f"分辨率只有 {placement.dpi} dpi，太低，未读。请用 200 dpi 灰度重新扫描。",
            code="scan.dpi",
        )
    return found, placement, known


def _without_streaks(image: PageImage) -> PageImage:
    """Return the page as clean glass would have shown it; the kept image stays what was scanned."""
    colour = None if image.colour is None else cleaned(image.colour, image.grey)
    return PageImage(cleaned(image.grey, image.grey), colour, image.dpi)


def _placed(
    grey: Pixels, found: Sequence[Fiducial], reader: Reader
) -> tuple[Placement, Known | None]:
    """Return where the sheet lies and which one it is."""
    number = page_number(found)
    placement = None if number is None else _fitting(found, number, None, reader)
    if placement is None:
        return _by_code(grey, find_fiducials(grey, all_of_them=True), reader)
    return _identified(grey, found, placement, reader)


def _identified(
    grey: Pixels, found: Sequence[Fiducial], placement: Placement, reader: Reader
) -> tuple[Placement, Known | None]:
    """Return the sheet that the codes name, placed in the format that they name."""
    known = read_codes(grey, placement, reader.issuer)
    small = read_small(grey, placement, reader.issuer)
    if known is None:
        known = search_codes(grey, reader.issuer) or small
    if known is None:
        return placement, None
    if of_another(known, small, placement):
        raise RefusedPage(
            "这一页上有另一张票的编码，可能两张票叠在一起，未读。请分开重新扫描。",
            code="scan.two_sheets",
        )
    if known.page != placement.page.number:
        raise RefusedPage(
            f"定位标记是第 {placement.page.number} 面，编码是第 {known.page} 面，不是同一面，"
            f"可能两张票叠在一起，未读。请分开重新扫描。",
            code="scan.two_sheets",
        )
    if known.format is not None and known.format != placement.layout.format.byte:
        again = _fitting(found, known.page, known, reader)
        if again is None:
            raise unlocated()
        placement = again
    return placement, known


def _by_code(
    grey: Pixels, found: Sequence[Fiducial], reader: Reader
) -> tuple[Placement, Known | None]:
    """Locate a sheet of which fewer than three fiducials are seen, with its code's corners."""
    number = page_number(found)
    placement = None if number is None else _fitting(found, number, None, reader)
    if placement is not None:
        return _identified(grey, found, placement, reader)
    known = search_codes(grey, reader.issuer)
    placement = None if known is None else _fitting(found, known.page, known, reader)
    return _cut_off(grey, found, known, reader) if placement is None else (placement, known)


def _cut_off(
    grey: Pixels, found: Sequence[Fiducial], known: Known | None, reader: Reader
) -> tuple[Placement, Known]:
    """Locate a sheet whose corners fall off the picture; only one that is known is of any use."""
    number = page_number(found) if known is None else known.page
    for layout in reader.layouts.values() if known is None else _candidates(known, reader):
        if number is None or number > len(layout.pages):
            continue
        page = layout.pages[number - 1]
        code = None if known is None else code_points(known, page.code)
        placement = place_cut_off(grey, found, layout, page, code)
        named = None if placement is None else named_at(grey, placement, known, reader.issuer)
        if placement is not None and named is not None:
            return placement, named
    raise nothing_on(grey, found)


def _fitting(
    found: Sequence[Fiducial], number: int, known: Known | None, reader: Reader
) -> Placement | None:
    """Return how page ``number`` lies in the format that fits best; the code's, where known."""
    fits = []
    for layout in _candidates(known, reader):
        if number > len(layout.pages):
            continue
        page = layout.pages[number - 1]
        points = fiducial_points(layout, page, found)
        code = None if known is None else code_points(known, page.code)
        if len(points.sheet) < FEWEST_POINTS and code is not None:
            points = joined(points, code)
        if len(points.sheet) >= FEWEST_POINTS:
            one = place(layout, page, points)
            if one is not None:
                fits.append(one)
                if one.flat:
                    break
    return min(fits, key=lambda one: one.residual, default=None)


def _candidates(known: Known | None, reader: Reader) -> Iterable[SheetLayout]:
    """Return the code's layout; without a code one of each size, whose fiducials differ.

    Of each size the most usual one, which the code then mostly confirms.
    """
    if known is None or known.format is None:
        first = {one.size: one for one in reversed(tuple(reader.layouts.values()))}
        return reversed(first.values())
    only = reader.layouts.get(known.format)
    return () if only is None else (only,)


def _framed(
    image: PageImage,
    found: Sequence[Fiducial],
    placement: Placement,
    known: Known | None,
    reader: Reader,
) -> tuple[Region, Frames, Placement]:
    """Return the boxes' region and frames; without a signed code the frames tell the format."""
    ink = ink_of(image.grey, found)
    options = [placement]
    if known is None or known.format is None:
        options += [
            Placement(layout, layout.pages[at], placement.matrix, placement.density, 0.0)
            for layout in reader.layouts.values()
            if layout.size == placement.layout.size and layout != placement.layout
            for at in (placement.page.number - 1,)
            if at < len(layout.pages)
        ]
    framed = []
    for one in options:
        region = region_of(image, one, ink, box_bounds(one.page, _AROUND), DENSITY)
        framed.append((region, find_frames(region, one.page.boxes), one))
    # Of two formats one may have its boxes where the other has every second of its own: what tells
    # is how many frames are seen, less those that are not, never how well the seen ones fit. Or the
    # rows of one are a little taller: then all frames are found in both, but in one moved.
    least = reader.limits.frame_seen / 1000
    return max(framed, key=lambda one: _framing(one[1], least))


def _framing(frames: Frames, least: float) -> float:
    """Return how well the frames of a format are seen; one that was moved still counts as seen."""
    seen = frames.score - least
    moved = np.maximum(seen - _MOVED * np.hypot(*frames.offset.T), 0)
    return float(np.where(seen > 0, moved, seen).sum())


def _rows(
    region: Region, frames: Frames, page: SheetPage, reader: Reader
) -> tuple[tuple[RowReading, ...], bool, bool]:
    """Return the rows, whether too few frames were seen, and whether there is other writing."""
    table = measure(region, page.boxes, frames)
    symbols = _recognised(region, frames, page, reader)
    alone = judged_alone(page.boxes, table, reader.limits, symbols)
    first = read = settled(page.boxes, alone, reader.limits)
    wanted = asked(page.boxes, read, reader.limits)
    if wanted:
        seen = opinions(windows_around(region, page.boxes, frames), table, wanted)
        read = settled(page.boxes, alone, reader.limits, seen)
        read = standing(page.boxes, read, seen, reader.definition.rules, reader.limits)
    # A box that only a second opinion doubts has no mark of its own that could reach beside it.
    inked = [
        "blank" not in (before.mark, after.mark) for before, after in zip(first, read, strict=True)
    ]
    beside, plain = _beside(region, page, frames, read, inked)
    lost = int(np.count_nonzero(table[:, -1] < reader.limits.frame_seen))
    unseen = lost * 1000 > reader.limits.frame_unseen_share * len(page.boxes)
    doubtful = range(len(page.boxes)) if unseen else plain
    strange = frozenset(page.boxes[at].project for at in doubtful)
    rows = read_rows(page.boxes, read, symbols, strange, reader.definition.rules)
    return rows, unseen, bool(beside)


def _beside(
    region: Region,
    page: SheetPage,
    frames: Frames,
    read: Sequence[BoxReading],
    inked: Sequence[bool],
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the boxes beside which something stands, and those whose rows people must see for it.

    What is red beside a mark of another colour is a seal; in a row without a mark it may be one.
    What reaches out of an ``inked`` box is its mark's.
    """
    found = strange_boxes(region, page, frames, inked)
    if not found or region.red is None:
        return found, found
    dark = strange_boxes(replace(region, dark=region.red), page, frames, inked)
    chosen = {
        box.project for box, one in zip(page.boxes, read, strict=True) if one.mark == "marked"
    }
    return found, frozenset(
        at for at in found if at in dark or page.boxes[at].project not in chosen
    )


def _offsets(frames: Frames, page: SheetPage) -> Offsets:
    """Return how far each row lies from its printed place: the middle one of its boxes."""
    found: dict[int, list[list[float]]] = {}
    for box, offset in zip(page.boxes, frames.offset.tolist(), strict=True):
        found.setdefault(box.project, []).append(offset)
    return {
        one: (median(x for x, _ in offsets), median(y for _, y in offsets))
        for one, offsets in found.items()
    }


def _recognised(
    region: Region, frames: Frames, page: SheetPage, reader: Reader
) -> list[Symbol | None]:
    drawn = [at for at, one in enumerate(page.boxes) if one.choice == "symbol"]
    symbols: list[Symbol | None] = [None] * len(page.boxes)
    if drawn:
        crops = windows_of(region, [page.boxes[at] for at in drawn], frames.offset[drawn])
        for at, symbol in zip(drawn, reader.symbols(crops), strict=True):
            symbols[at] = symbol
    return symbols


def _warnings(
    placement: Placement, known: Known | None, scale: int | None, *, unseen: bool
) -> tuple[str, ...]:
    told = []
    if placement.dpi < _POOR_DPI:
        told.append(f"分辨率只有 {placement.dpi} dpi，偏低，请改用 200 dpi 灰度扫描。")
    if scale is not None and not _SMALL <= scale <= _LARGE:
        told.append(f"票面按 {scale / 10:.0f} % 印制或者扫描，请核对打印时是否选了“实际大小”。")
    if known is None:
        told.append("票面编码读不出，请监票人辨认这张票。")
    elif known.by == "small_code":
        told.append("右上角的编码读不出，由小编码认出这张票。")
    if unseen:
        told.append("多数方框找不到，整张票由监票人辨认。")
    return tuple(told)
