"""Where a measured box ends to be blank and begins to be marked: named data with a version.

A reading names the version; features are kept with it, so boxes can be judged again under others.
"""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Limits in thousandths: of an area, of a millimetre, of darkness per millimetre.

    A box is marked if all ``marked_…`` hold, blank if all ``blank_…`` hold, else doubtful; the last
    ones are those of the second opinion (`second_look`).
    """

    version: str
    marked_ink: int
    marked_ink_alone: int
    """The same where a row has one box, and nothing beside it contradicts a false mark."""
    marked_sharp_alone: int
    marked_stroke_alone: int
    """What a thin mark alone in its row must have instead: the edges and the width of a pen."""
    marked_extent: int
    """A clear mark is longer; what is shorter may be where a thick pen rested."""
    marked_sharp: int
    marked_steep: int
    """The same by the darkness of the ink itself: thin strokes of a coarse scan are pale."""
    marked_filled: int
    """Ink above which a fill need not have sharp edges: they lie under the frame."""
    marked_stroke: int
    marked_broad: int
    """Ink above which the width of strokes says nothing."""
    marked_line_share: int
    """Share of the ink that may lie on a long straight line, which folds and streaks leave."""
    marked_red: int
    marked_around: int
    """Ink around the frame above which a mark is a scribble, a seal, or meant for something else.
    """
    marked_around_share: int
    """The same in permille of the ink inside: most of the mark is meant to stand outside."""
    marked_through: int
    """mm of ink on both sides of the frame above which a mark may be struck through."""
    drawn_ink: int
    drawn_red: int
    """``marked_ink`` and ``marked_red`` where a symbol is drawn: its box is twice as large."""
    odd_fewest: int
    """Marks of a page from which on they tell the pen and the habit of its writer."""
    heavy_ink: int
    heavy_ratio: int
    """A mark of more than ``heavy_ink``, and of ``heavy_ratio`` permille of the median one, may be
    a mark that was blackened or struck out."""
    heavy_round: int
    """Ink up to which a mark that the second opinion is sure is a ring is none: a ring is neither
    blackened nor struck out, but one writer's rings differ much in size."""
    heavy_filled: int
    heavy_fuller: int
    heavy_wide: int
    """A mark of more than ``heavy_filled`` is heavy as well if it has more than ``heavy_fuller``
    permille of the median mark's ink and strokes wider than ``heavy_wide`` permille of its."""
    pale_ratio: int
    """Permille of the median mark's darkness below which the ink is another one, as of a seal."""
    blank_ink: int
    blank_around: int
    blank_faint: int
    blank_faint_around: int
    blank_extent: int
    blank_trace: int
    blank_straight: int
    frame_seen: int
    """Score of a frame below which nothing is certain unless the box is clearly filled."""
    frame_filled: int
    frame_weak: int
    frame_weak_ink: int
    frame_dirty: int
    frame_dirty_ink: int
    frame_dirty_around: int
    frame_unseen_share: int
    """Permille of frames unseen on a page from which on people look at the whole sheet."""
    asked_red_share: int
    """Permille of the ink that must be seen in red light for a second opinion to help."""
    sure_marked: int
    """Permille for a mark that a second opinion must give where the limits leave it open."""
    sure_filled: int
    sure_inside: int
    """Least ink, and most beside it, of a box that is filled whatever it sees: all that it could
    see lies under the ink."""
    sure_bar: int
    """Permille of its convex hull that a straight stroke fills in which nothing is struck out."""
    near: int
    sure_near: int
    """Permille for a blank that it must give where a box of an empty row misses a blank's limits by
    a factor of at most ``near`` permille; what misses them by more is left to people."""
    sure_traces: int
    """Permille for anything written above which it makes no blank in an empty row."""
    idle_traces: int
    """The same beside a mark."""
    sure_ink: int
    """Ink without which it makes no mark."""
    sure_long: int
    """How many times (permille) as long as wide a mark of its making is: a dot is not."""
    kept_blank: int
    kept_traces: int
    """Least permille for a blank, and most for anything written, with which a blank stands."""
    kept_white: int
    """The same as ``kept_traces`` where nothing at all was measured: paper without any noise, of
    which the network has seen little."""
    kept_bare: int
    """The same where nothing in or around the box is darker than paper; then ``kept_blank`` is not
    asked for: on pages most of whose boxes are marked the network is not sure of a blank."""
    kept_beside: int
    kept_sure: int
    """``faint_around`` from which on something may stand beside the box, and what is asked then in
    place of ``kept_blank``."""
    kept_around: int
    """``faint_around`` below which ``kept_blank`` is not asked for where a box holds specks, or
    nothing: what is no blank to the network is grain there, and nothing stands beside the box."""
    kept_straight: int
    kept_hint: int
    kept_quiet: int
    """``straight`` and permille for anything written that together are a stroke as faint as paper
    shows, where nothing else was measured (at most ``kept_quiet``): neither alone tells it from
    grain, and of empty boxes hardly any have both."""
    kept_marked: int
    kept_struck: int
    """Least permille for a mark, and most for one taken back, with which a mark stands."""
    contrary: int
    """Permille for a × from which on a mark in a box that no × belongs to is left to people."""
    prescribed: int
    """Permille for the symbols of the rules without which no mark stands where they are strict."""
    photo_slant: int
    """Permille by which a corner of the sheet is nearer than another from which on the page is a
    photograph: no feeder and no glass makes one, and a camera hardly ever less."""
    photo_traces: int
    """``idle_traces`` of photographs, which hide faint marks: there nothing says that an empty row
    is empty, and people see them all."""

    def on(self, slant: float) -> "Thresholds":
        """Return the limits for a page that lies at ``slant`` (share)."""
        if slant * 1000 < self.photo_slant:
            return self
        return replace(
            self,
            sure_traces=_NEVER,
            idle_traces=self.photo_traces,
            kept_traces=_NEVER,
            kept_white=_NEVER,
            kept_bare=_NEVER,
        )


_NEVER: Final = -1
"""Permille that nothing is at most."""
THRESHOLDS: Final = Thresholds(
    version="boxes-14",
    marked_ink=50,
    marked_ink_alone=120,
    marked_sharp_alone=700,
    marked_stroke_alone=400,
    marked_extent=2400,
    marked_sharp=420,
    marked_steep=1050,
    marked_filled=950,
    marked_stroke=165,
    marked_broad=300,
    marked_line_share=500,
    marked_red=40,
    marked_around=60,
    marked_around_share=200,
    marked_through=200,
    drawn_ink=20,
    drawn_red=16,
    odd_fewest=2,
    heavy_ink=250,
    heavy_ratio=1500,
    heavy_round=350,
    heavy_filled=650,
    heavy_fuller=1190,
    heavy_wide=1150,
    pale_ratio=800,
    blank_ink=12,
    blank_around=20,
    blank_faint=30,
    blank_faint_around=85,
    blank_extent=1000,
    blank_trace=800,
    blank_straight=8000,
    frame_seen=250,
    frame_filled=300,
    frame_weak=420,
    frame_weak_ink=150,
    frame_dirty=500,
    frame_dirty_ink=220,
    frame_dirty_around=100,
    frame_unseen_share=250,
    asked_red_share=700,
    sure_marked=980,
    sure_filled=950,
    sure_inside=10,
    sure_bar=850,
    near=1500,
    sure_near=990,
    sure_traces=2,
    idle_traces=60,
    sure_ink=40,
    sure_long=1800,
    kept_blank=700,
    kept_traces=60,
    kept_white=150,
    kept_bare=10,
    kept_beside=20,
    kept_sure=960,
    kept_around=10,
    kept_straight=2400,
    kept_hint=8,
    kept_quiet=2,
    kept_marked=650,
    kept_struck=150,
    contrary=300,
    prescribed=950,
    photo_slant=8,
    photo_traces=0,
)
