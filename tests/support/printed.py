"""Paper ballots for tests: practice definitions, a key, print runs, and pages as a scanner sees."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from numpy.typing import NDArray

from ballot.candidates import Candidate
from ballot.definition import Definition, freeze
from ballot.print_run import PrintRun, draw_run
from ballot.rules import Rules
from ballot.sheet import Format, SheetLayout, layout_of
from printing.ballots import ballots_pdf
from service.keys import LogKey

MM_PER_INCH = 25.4
NAMES = (
    "老旧小区供水管网改造",
    "乡镇卫生院急救能力提升",
    "村级养老服务站建设",
    "城区集贸市场改造",
    "农村公路安全防护",
    "残疾人家庭无障碍改造",
)

KEY = LogKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = LogKey(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))

GRADED = Rules(ballot_mode="graded", mark_approve=("√",), choices=("approve", "dont_know"))
STYLES = {
    "A": Rules(sheet_style="A"),
    "B": Rules(),
    "C": Rules(sheet_style="C", choices=("approve",)),
    "D": Rules(sheet_style="D", ballot_mode="ranked"),
    "graded": GRADED,
    "whole_list": Rules(ballot_mode="whole_list"),
}
FORMATS = tuple(
    Format(paper=paper, landscape=landscape, large=large)
    for paper in ("A4", "A3")
    for landscape in (False, True)
    for large in (False, True)
)


def candidate(number: int, **fields: Any) -> Candidate:
    given: dict[str, Any] = {
        "number": number,
        "name": NAMES[number % len(NAMES)],
        "content": "改造管网18公里，惠及6200户",
        "investment_fen": 1_205_500_000 + number * 1_000_000,
        "department": "县住建局",
    }
    return Candidate(**(given | fields))


def practice(rules: Rules = STYLES["B"], projects: int = 12, **fields: Any) -> Definition:
    given: dict[str, Any] = {
        "election": "0" * 20,
        "round": 1,
        "kind": "first",
        "title": "青禾县2026年民生实事项目票决",
        "session": "青禾县第十八届人民代表大会第四次会议",
        "body": "青禾县人民代表大会",
        "rules": rules,
        "group": "Ed25519",
        "seats": min(10, projects),
        "threshold": rules.threshold,
        "candidates": tuple(candidate(number) for number in range(1, projects + 1)),
        "rehearsal": True,
        "practice": True,
    }
    return Definition(**(given | fields))


def counted(seed: str = "") -> Callable[[int], bytes]:
    """Return an entropy for tests: other bytes at every call, the same for the same seed."""
    calls = iter(range(1_000_000))

    def entropy(size: int) -> bytes:
        return hashlib.sha256(f"{seed}{next(calls)}".encode()).digest()[:size]

    return entropy


def run_of(definition: Definition, layout: SheetLayout, count: int = 2, seed: str = "") -> PrintRun:
    return draw_run(
        layout,
        freeze(definition)[1],
        identity=definition.rules.identity,
        count=count,
        signer=KEY,
        entropy=counted(seed),
    )


def printed(
    definition: Definition, sheet: Format | None = None, count: int = 2
) -> tuple[bytes, SheetLayout, PrintRun]:
    layout = layout_of(definition, sheet or Format())
    run = run_of(definition, layout, count)
    return ballots_pdf(definition, layout, run.sheets), layout, run


Grey = NDArray[np.uint8]


def scanned(pdf: bytes, dpi: float = 200) -> Iterator[Grey]:
    """Yield the pages in grey, as a perfect printer and scanner would make them."""
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_numpy().copy()


def codes_in(image: Grey) -> set[bytes]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return {one.bytes for one in found}


def markers_in(image: Grey) -> dict[int, tuple[float, float]]:
    """Return the centres of the fiducials by id, in pixels from the corner of the image."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, parameters).detectMarkers(image)
    # Pixel coordinates count from the middle of the first pixel.
    centres = [one[0].mean(axis=0) + 0.5 for one in corners]
    return {
        int(name): (float(centre[0]), float(centre[1]))
        for name, centre in zip(ids.flatten(), centres, strict=True)
    }
