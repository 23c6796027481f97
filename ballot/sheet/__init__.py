"""The paper ballot (票决票) as geometry: where everything stands, in µm from the top left corner.

One value, `SheetLayout`, is shared by printing and reading; nothing about a sheet is known to one
of them alone. `layout_of` derives it from the frozen definition and the printed `Format`.
"""

from ballot.sheet.format import Format, read_format
from ballot.sheet.geometry import Box, Cell, Marker, Row, SheetLayout, SheetPage
from ballot.sheet.layout import layout_of, markers_of
from ballot.sheet.measures import marker_side
from ballot.sheet.styles import Column, SheetKind, columns_of, kind_of

__all__ = [
    "Box",
    "Cell",
    "Column",
    "Format",
    "Marker",
    "Row",
    "SheetKind",
    "SheetLayout",
    "SheetPage",
    "columns_of",
    "kind_of",
    "layout_of",
    "marker_side",
    "markers_of",
    "read_format",
]
