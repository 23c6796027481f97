"""The real reader, run on a case of the bench."""

from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from ballot.errors import BallotError
from bench.paper.cases import Case
from bench.paper.scoring import Read
from bench.paper.sheets import issues
from counting.errors import CountingError
from counting.scan.darkness import Region
from counting.scan.flattened import overview
from counting.scan.frames import Frames
from counting.scan.image import PageImage, page_image
from counting.scan.page import Reader, boxes_seen, read_page, reader_for
from counting.scan.placing import Placement, project
from counting.scan.reading import with_writing
from counting.scan.thresholds import THRESHOLDS, Thresholds
from printing.ballots import specimen


@cache
def _reader(name: str) -> Reader:
    issue = issues()[name]
    return reader_for(issue.definition, issue.public_key, specimen)


def read_case(case: Case, limits: Thresholds = THRESHOLDS) -> Read:
    """Return what the reader says about the picture of ``case``, as it would say it of a scan.

    ``limits`` are the reader's own, unless a test spoils them to see the bench find it out.
    """
    reader = replace(_reader(case.issue.name), limits=limits)
    try:
        image = _image(case)
        side = read_page(image, reader)
    except (CountingError, BallotError) as error:
        return Read(refused=error.code)
    known, page = side.known, side.placement.page
    rows, written = with_writing(side, overview(image, side.placement), reader)
    middles = np.array([(box.x + box.w / 2, box.y + box.h / 2) for box in page.boxes]) / 1000
    return Read(
        identity=None if known is None else known.identity,
        by=side.known_by,
        rows={row.project: row for row in rows},
        places=project(side.placement.matrix, middles + side.frames),
        whole=side.unseen,
        written=written,
    )


def read_boxes(case: Case) -> tuple[Region, Frames, Placement]:
    """Return what the reader reads the boxes of ``case`` from. Raises as `read_page`."""
    return boxes_seen(_image(case), _reader(case.issue.name))


def _image(case: Case) -> PageImage:
    pixels = case.picture.pixels
    if pixels.ndim == 3:
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
    return page_image(pixels, None)
