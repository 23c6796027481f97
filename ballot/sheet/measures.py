"""Measures that follow from the format of a sheet and its columns, in µm."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ballot.definition import Definition
from ballot.sheet.format import Format
from ballot.sheet.styles import Column

EDGE = 10_000
"""White margin outside the fiducials: printers cannot print there, and scanners crop."""
TABLE_LEFT = 20_000
TABLE_TOP, _HEADER, _TALL_HEADER = 45_000, 6_500, 10_500
"""The header holds headings of one line, the tall one those of two."""
_HEADING_MARGIN = 1_200
_USUAL_HEADING, _LEAST_HEADING, _LARGE_HEADING = 3_705, 3_175, 4_235
"""Characters of 10.5, 9 and 12 pt: below the first, two lines are better where they take no page
more; below the second (in large type, the third) no heading may be."""
NUMBER = 11_000
_NOTES = 25_500
_ROOMY_NOTES, _LARGE_NOTES = 38_000, 44_000
"""Height of the zone of the 说明, from the table's end to the lower edge less EDGE: at the least,
where the rows leave room for more, and in large type."""
WRITTEN, BELOW_TABLE = 24_000, 2_000
"""Height of the zone in which projects are written in, and the white above what follows a table."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What follows from the format and the columns, in µm.

    ``strip``: height of the strip in which the boxes of a list decided as a whole are headed.
    """

    width: int
    height: int
    marker: int
    pitch: int
    widest: int
    notes: int
    written: int
    strip: int
    header: int = _HEADER

    def pages_of(self, rows: int) -> int:
        """Return how many pages ``rows`` take at the least."""
        return -(-rows // (self._rows_above(self.notes) // self.pitch))

    def tallest_of(self, rows: int) -> int:
        """Return the height that each of ``rows`` can have on one page."""
        return self._rows_above(self.notes) // rows

    def roomy_of(self, rows: int) -> int:
        """Return the height that each of ``rows`` can have where the 说明 is large, too."""
        return self._rows_above(max(self.notes, _ROOMY_NOTES)) // rows

    def pitch_of(self, rows: int) -> int:
        """Return the height of each of ``rows``: tall ones, unless the 说明 needs the room."""
        pitch = max(self.pitch, min(self.widest, self.roomy_of(rows)))
        return pitch - pitch % 100

    def two_sided(self, columns: Sequence[Column]) -> bool:
        """Whether no boxes of the front lie behind those of the back: ink shows through."""
        return sum(one.width for one in columns) <= self.width // 2 - TABLE_LEFT

    def text_width(self, columns: Sequence[Column]) -> int:
        """Return the width of the cells of texts to the left of ``columns``."""
        return self.width - 2 * TABLE_LEFT - NUMBER - sum(one.width for one in columns)

    def _rows_above(self, notes: int) -> int:
        table = self.height - EDGE - notes - self.written - TABLE_TOP
        return table - self.header - self.strip


def measures_of(
    definition: Definition, sheet: Format, columns: Sequence[Column], rows: int
) -> Measures:
    """Return the measures of a sheet of ``rows``, its header tall where headings need it."""
    m = _measures(definition, sheet, columns)
    return _headed(m, rows, columns, large=sheet.large)


def _measures(definition: Definition, sheet: Format, columns: Sequence[Column]) -> Measures:
    width, height = sheet.size
    tallest = max(one.box[1] for one in columns)
    # A frame needs 2.2 mm of white above and below it; large type needs a row of its own height.
    pitch = tallest + 4_500
    described = any(one.content for one in definition.candidates)
    written_in = definition.rules.write_in == "allowed"
    return Measures(
        width=width,
        height=height,
        marker=marker_side(sheet),
        pitch=max(pitch, 15_500) if sheet.large else pitch,
        widest=_widest(sheet, described=described),
        notes=_LARGE_NOTES if sheet.large else _NOTES,
        written=WRITTEN + BELOW_TABLE if written_in else 0,
        strip=_HEADER if definition.rules.ballot_mode == "whole_list" else 0,
    )


def _headed(m: Measures, rows: int, columns: Sequence[Column], *, large: bool) -> Measures:
    """Return ``m`` with a header in which no heading of ``columns`` is too small to be read."""

    def on_one_line(character: int) -> bool:
        return all(len(one.heading) * character <= one.width - _HEADING_MARGIN for one in columns)

    tall = replace(m, header=_TALL_HEADER)
    if not on_one_line(_LARGE_HEADING if large else _LEAST_HEADING):
        return tall
    free = tall.pages_of(rows) == m.pages_of(rows)
    return tall if free and not on_one_line(_USUAL_HEADING) else m


def _widest(sheet: Format, *, described: bool) -> int:
    """Return the height beyond which rows gain nothing from being taller.

    ``described``: below the name of a project stands what will be done, mostly two lines.
    """
    if sheet.large or described:
        return 24_000
    return 22_000 if sheet.paper == "A3" else 16_000


def marker_side(sheet: Format) -> int:
    """Return the side of a fiducial: larger on A3, which is photographed from farther away."""
    return 12_000 if sheet.paper == "A3" else 9_000
