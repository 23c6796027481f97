"""The two codes of a sheet: cut out, decoded with a ladder of retries, verified."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
import zxingcpp

from ballot.canonical import Digest
from ballot.errors import Malformed
from ballot.identity import (
    BATCH,
    CODE_BYTES,
    SMALL_CODE_BYTES,
    SheetCode,
    read_code,
    read_small_code,
)
from ballot.sheet import Cell
from counting.scan.image import Pixels, Reals
from counting.scan.placing import MM, Placement, Points, project

KnownBy = Literal["code", "small_code", "batch"]
_QUIET_MM: Final = 3.0
_AWAY_MM: Final = 15
"""From its place, where a code that is found on the page is another sheet's; paper curls less."""
_FINE, _FINER = 10, 14
"""Pixels per mm of the cut: 5 pixels per module of 26 mm, more on the second try."""
SYMBOLS: Final = zxingcpp.BarcodeFormats(
    (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
)
_LOCAL, _GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram


@dataclass(frozen=True, slots=True)
class Issuer:
    """Against what a code is verified: the round's definition and the key of its sheets."""

    definition: Digest
    public_key: str


@dataclass(frozen=True, slots=True)
class Known:
    """Which sheet a page belongs to: ``format`` as its byte (None by the small code), ``page``."""

    by: KnownBy
    identity: bytes
    page: int
    format: int | None
    points: Points | None = None


def read_codes(grey: Pixels, placement: Placement, issuer: Issuer) -> Known | None:
    """Return which sheet this is; None where neither code can be read at its place.

    Raises ForeignSheet for another vote's or an unsigned sheet.
    """
    for payload in _at(grey, placement, placement.page.code):
        known = _verified(payload, issuer)
        if known is not None:
            return known
    return None


def read_small(grey: Pixels, placement: Placement, issuer: Issuer) -> Known | None:
    """Return what the small code says, or None. Raises ForeignSheet."""
    for payload in _at(grey, placement, placement.page.small_code):
        if len(payload) != SMALL_CODE_BYTES:
            continue
        try:
            page, identity = read_small_code(payload, issuer.definition)
        except Malformed:
            continue
        if identity == BATCH:
            # Nobody signed it, and it is in no set of identities: people look at the sheet.
            continue
        by: KnownBy = "small_code"
        return Known(by=by, identity=identity, page=page, format=None)
    return None


def search_codes(grey: Pixels, issuer: Issuer) -> Known | None:
    """Return which sheet this is from a code anywhere on the page, with the code's four corners.

    Raises ForeignSheet.
    """
    for binarizer in (_LOCAL, _GLOBAL):
        for found in zxingcpp.read_barcodes(
            grey, formats=SYMBOLS, try_invert=False, binarizer=binarizer
        ):
            known = _verified(bytes(found.bytes), issuer)
            if known is not None:
                at = found.position
                corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
                seen = np.array([(one.x, one.y) for one in corners], np.float64)
                return Known(
                    by=known.by,
                    identity=known.identity,
                    page=known.page,
                    format=known.format,
                    points=Points(np.empty((0, 2)), seen),
                )
    return None


def code_points(known: Known, code: Cell) -> Points | None:
    """Return the corners of the code as points of the sheet, where they were seen."""
    if known.points is None:
        return None
    x, y, right, bottom = (one / MM for one in (code.x, code.y, code.right, code.bottom))
    return Points(np.array([(x, y), (right, y), (right, bottom), (x, bottom)]), known.points.seen)


def of_another(known: Known, small: Known | None, placement: Placement) -> bool:
    """Say whether the code is of another sheet: not that of the small one, or not in its place."""
    if small is not None and small.identity != known.identity:
        return True
    code = code_points(known, placement.page.code)
    if code is None:
        return False
    away = project(placement.matrix, code.sheet).mean(axis=0) - code.seen.mean(axis=0)
    return bool(np.linalg.norm(away) > _AWAY_MM * placement.density)


def named_at(
    grey: Pixels, placement: Placement, known: Known | None, issuer: Issuer
) -> Known | None:
    """Return which sheet lies there, ``known`` where it was found; None where codes disagree.

    None too where neither code can be read, or names another page or format. Raises ForeignSheet.
    """
    small = read_small(grey, placement, issuer)
    known = known or read_codes(grey, placement, issuer) or small
    if known is None or known.format not in {None, placement.layout.format.byte}:
        return None
    if known.page != placement.page.number or of_another(known, small, placement):
        return None
    return known


def _verified(payload: bytes, issuer: Issuer) -> Known | None:
    if len(payload) != CODE_BYTES:
        return None
    try:
        code = read_code(payload, issuer.definition, issuer.public_key)
    except Malformed:
        return None
    return _known(code)


def _known(code: SheetCode) -> Known:
    by: KnownBy = "batch" if code.batch else "code"
    return Known(by=by, identity=code.identity, page=code.page, format=code.format)


def _at(grey: Pixels, placement: Placement, cell: Cell) -> Iterator[bytes]:
    """Yield what is decoded at ``cell``, trying harder after each."""
    for image, binarizer in _tries(grey, placement, cell):
        for found in zxingcpp.read_barcodes(
            image,
            formats=SYMBOLS,
            try_invert=False,
            try_rotate=False,
            try_downscale=False,
            binarizer=binarizer,
        ):
            yield bytes(found.bytes)


def _tries(
    grey: Pixels, placement: Placement, cell: Cell
) -> Iterator[tuple[Pixels, zxingcpp.Binarizer]]:
    raw = _cut(grey, placement, cell, _FINE)
    yield raw, _LOCAL
    yield raw, _GLOBAL
    even = np.asarray(cv2.createCLAHE(2.0, (4, 4)).apply(raw), np.uint8)
    yield even, _LOCAL
    soft = np.asarray(cv2.GaussianBlur(raw, (0, 0), 1.0), np.uint8)
    yield soft, _LOCAL
    yield soft, _GLOBAL
    large = _cut(grey, placement, cell, _FINER)
    yield large, _LOCAL
    yield large, _GLOBAL
    yield np.asarray(cv2.medianBlur(large, 5), np.uint8), _LOCAL


def _cut(grey: Pixels, placement: Placement, cell: Cell, density: int) -> Pixels:
    """Return the cell and its quiet zone, upright, at ``density`` pixels per mm."""
    left, top = cell.x / MM - _QUIET_MM, cell.y / MM - _QUIET_MM
    size = (
        round((cell.w / MM + 2 * _QUIET_MM) * density),
        round((cell.h / MM + 2 * _QUIET_MM) * density),
    )
    return warped(grey, placement.matrix, (left, top), size, density)


def warped(
    pixels: Pixels,
    matrix: Reals,
    origin: tuple[float, float],
    size: tuple[int, int],
    density: float,
) -> Pixels:
    """Return ``size`` pixels at ``density`` per mm of the sheet, from ``origin`` (mm) on.

    What lies outside the picture is white: nobody can have written there.
    """
    # The centre of output pixel (i, j) is the sheet's point origin + (i + ½, j + ½) / density.
    into = np.array(
        [
            [1 / density, 0, origin[0] + 0.5 / density],
            [0, 1 / density, origin[1] + 0.5 / density],
            [0, 0, 1],
        ]
    )
    return np.asarray(
        cv2.warpPerspective(
            pixels,
            matrix @ into,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255, 255, 255),
        ),
        np.uint8,
    )
