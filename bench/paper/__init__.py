"""Synthetic sheets for the acceptance bench: printed, marked, damaged, scanned, with their truth.

Nothing here is shared with the reader but the layout and the codes of `ballot`: strokes, damage
and scans are modelled from what pens, paper and scanners do, not from what the reader measures.
"""
