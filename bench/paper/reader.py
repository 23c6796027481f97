"""The real reader, run on a case of the bench."""

from functools import cache

import cv2
import numpy as np

from ballot.errors import BallotError
from bench.paper.cases import Case
from bench.paper.scoring import Read
from bench.paper.sheets import issues
from counting.errors import CountingError
from counting.scan.image import page_image
from counting.scan.page import Reader, read_page, reader_for


@cache
def _reader(name: str) -> Reader:
    issue = issues()[name]
    return reader_for(issue.definition, issue.public_key)


def read_case(case: Case) -> Read:
    """Return what the reader says about the picture of ``case``, as it would say it of a scan."""
    pixels = case.picture.pixels
    if pixels.ndim == 3:
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
    try:
        side = read_page(page_image(pixels, None), _reader(case.issue.name))
    except (CountingError, BallotError) as error:
        return Read(refused=error.code)
    known = side.known
    return Read(
        identity=None if known is None else known.identity,
        by=side.known_by,
        rows={row.project: row for row in side.rows},
        whole=side.unseen,
    )
