"""Paper ballots (票决票, 测评表): from the definition and its layout to the pages to print.

What all sheets share is drawn once and referred to by each; a sheet adds its two codes and nothing
else, so that no sheet bears anything that a person could tell it by: no number, no date.
"""

from printing.ballots.fitting import left_out, roomier
from printing.ballots.geometry import geometry_json
from printing.ballots.sheets import ballots_pdf, pdf_pages_of, require_printable, specimen

__all__ = [
    "ballots_pdf",
    "geometry_json",
    "left_out",
    "pdf_pages_of",
    "require_printable",
    "roomier",
    "specimen",
]
