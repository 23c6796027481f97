"""The ballot before it is printed: the real page as a picture, marked 演练 and without codes."""

from msgspec.structs import replace

from ballot.definition import Definition
from ballot.sheet import Format, layout_of
from printing.ballots import specimen


def pages_of(definition: Definition, sheet: Format) -> int:
    """Return how many sides a sheet has. Raises Refused for a list that no sheet can hold."""
    return len(layout_of(definition, sheet).pages)


def drawn(definition: Definition, sheet: Format, side: int) -> bytes:
    """Return ``side`` (from 1) of a sheet as PNG; it says 演练, so nobody takes it for a ballot.

    Raises Refused, MissingGlyph and PaperRefused for what cannot be printed.
    """
    from counting.scan.published import drawn_png  # noqa: PLC0415  (in workers alone)

    layout = layout_of(definition, sheet)
    marked = replace(definition, rehearsal=True)
    return drawn_png(specimen(marked, layout), min(max(side, 1), len(layout.pages)) - 1)
