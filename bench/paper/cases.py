"""One case of the bench: a sheet printed, filled in, spoilt and scanned, with its truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.paper.classes import CLASSES, delivered, printed
from bench.paper.filling import ROW_KINDS, RowTruth, fill_in
from bench.paper.marks import Paper
from bench.paper.picture import Picture
from bench.paper.sheets import SHARES, Issue, draw_page, issues, some_codes

TUNING, ACCEPTANCE = 0, 1_000_000_000
"""First seeds of the two ranges. Thresholds are tuned on the first; of the second, only the table
of a whole run is looked at, never a sheet."""

_issues = cache(issues)


@dataclass(frozen=True, slots=True)
class Case:
    """``picture`` is what the scanner delivers. ``identity``: the 16 bytes of the sheet's codes."""

    seed: int
    damage: str
    issue: Issue
    identity: bytes
    page: int
    pen: str
    rows: tuple[RowTruth, ...]
    picture: Picture


def make_case(
    damage: str, seed: int, style: str | None = None, shares: Mapping[str, float] = ROW_KINDS
) -> Case:
    """Return the case of ``seed`` in the class ``damage``; the same arguments, the same case.

    ``style`` is a name of `sheets.issues`; None draws one by `sheets.SHARES`. ``shares`` says what
    happens in its rows.
    """
    one = CLASSES[damage]
    rng = np.random.default_rng([seed, list(CLASSES).index(damage)])
    drawn = str(rng.choice(list(SHARES), p=list(SHARES.values())))
    issue = _issues()[style or drawn]
    codes, identity = some_codes(issue, rng)
    page = issue.layout.pages[int(rng.integers(len(issue.layout.pages)))]
    fresh = printed(draw_page(issue, codes, page, one.px_mm), one, rng)
    pen, rows = fill_in(Paper(fresh.pixels, one.px_mm), page, issue.kind, rng, shares)
    picture = delivered(fresh, one, rng)
    return Case(seed, damage, issue, identity, page.number, pen, rows, picture)
