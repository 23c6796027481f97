"""Hand-written ○, × and √ in one box: a small network, the ink, and the shape of the strokes.

A crop is the darkness picture of a style A box and 2 mm around it, 48 x 40 pixels, 0 paper to 255
print black. A kind is accepted only where three opinions agree: the network is sure enough, the
ink says likewise that the box is marked or blank, and the strokes have the shape of the symbol.
Everything else is doubtful and goes to people. How often each is right stands in
docs/performance.md, how the weights were made in docs/symbols.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import cv2
import numpy as np
import numpy.typing as npt

from ballot.rules.values import Mark
from counting.scan.image import Pixels
from counting.scan.network import SYMBOLS, Pictures, Weights, chances, published_weights
from counting.scan.stroke_shape import DENSITY, OPINIONS, RIM, groups, strokes_of
from counting.scan.symbols import Symbol
from counting.scan.thinning import Masks

CROP_WIDTH, CROP_HEIGHT = 48, 40
CROP_MARGIN = 2_000
"""µm of the page around the box that a crop shows."""

Kind = Literal["o", "x", "tick", "blank", "doubtful"]
Seen = Literal["o", "x", "tick", "blank", "other"]
Doubted = Literal["", "other", "unsure", "ink", "strokes", "heavy"]
"""The first opinion that disagrees: the network sees something else or is not sure, the ink, the
strokes; ``heavy`` is a × so black, or in so many pieces, that it may hide a correction."""
Crop = npt.NDArray[np.uint8]
"""40 x 48."""

SURE: Final[Mapping[str, int]] = {"o": 900, "x": 900, "tick": 600, "blank": 900}
"""Permille that the network must give a kind. A √ is confused with nothing that the rules know."""

_SEEN: Final[tuple[Seen, ...]] = get_args(Seen)
_INSIDE: Final = (slice(None), slice(9, 31), slice(9, 39))
"""What lies clear of the frame, whose inner edge is 6.4 pixels from the crop's."""
_OUTSIDE: Final = 4
"""Pixels at the crop's edge that lie clear of the frame on its other side."""
_INK: Final = 0.28
"""Darkness of ink, as for every other box."""
_FAINT: Final = 0.05
_BLANK_INK, _BLANK_FAINT, _BLANK_AROUND = 0.012, 0.03, 0.04
_LEAST_STROKE: Final = 0.08
_STROKE: Final = 0.4
"""Share of the darkest ink's darkness from which on a pixel belongs to a stroke."""
_HEAVY: Final = 200
_AREA: Final = 68 * DENSITY**2
"""Pixels of a box without what lies so near the frame that ink there counts less."""
_MARKS: Final[Mapping[Kind, Mark]] = {"o": "○", "x": "×", "tick": "√", "blank": "blank"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is in one box: its ``kind``, how sure the network was (0 to 1000).

    ``seen`` is what the network saw, ``doubted`` why the kind is doubtful, empty where it is not.
    """

    kind: Kind
    confidence_permille: int
    seen: Seen
    doubted: Doubted


@dataclass(frozen=True, slots=True)
class Opinions:
    """What was measured on one crop before it is judged.

    ``seen`` and ``confidence`` (permille) are the network's; ``ink`` is the inked share of the box
    in permille; ``blank``: the ink says that nothing stands there; ``shaped``: the strokes have the
    shape of what was seen; ``groups``: pieces of ink.
    """

    seen: Seen
    confidence: int
    ink: int
    blank: bool
    shaped: bool
    groups: int


def recognised(darkness: Pixels) -> list[Symbol]:
    """Return what stands in the windows of boxes (n, h, w; 8 pixels per mm, 1.75 mm around them).

    The mark is None where it is doubtful.
    """
    return [
        Symbol(_MARKS.get(one.kind), one.confidence_permille if one.kind in _MARKS else 0)
        for one in classify([crop_of(window) for window in darkness])
    ]


def crop_of(window: Pixels) -> Crop:
    """Return the window, a quarter of a millimetre wider on all sides, as a crop."""
    whole = cv2.copyMakeBorder(window, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    small = cv2.resize(whole, (CROP_WIDTH, CROP_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def classify(crops: Sequence[Crop], weights: Weights | None = None) -> list[Drawn]:
    """Return what each crop shows, with the published ``weights`` unless others are given.

    Raises WeightsDamaged if the published ones are not what they were.
    """
    return [judged(one) for one in opinions(crops, weights)]


def judged(one: Opinions, sure: Mapping[str, int] = SURE) -> Drawn:
    """Return the kind that all opinions agree on, else doubtful with the first disagreement."""
    doubted = _doubted(one, sure)
    kind: Kind = "doubtful" if doubted or one.seen == "other" else one.seen
    return Drawn(kind, one.confidence, one.seen, doubted)


def _doubted(one: Opinions, sure: Mapping[str, int]) -> Doubted:
    if one.seen == "other":
        return "other"
    if one.confidence < sure[one.seen]:
        return "unsure"
    if one.blank != (one.seen == "blank"):
        return "ink"
    if one.seen != "blank" and not one.shaped:
        return "strokes"
    heavy = one.ink > _HEAVY or one.groups > 1
    return "heavy" if one.seen == "x" and heavy else ""


def opinions(crops: Sequence[Crop], weights: Weights | None = None) -> list[Opinions]:
    """Return what network, ink and strokes say of each crop; arguments as for `classify`."""
    if not crops:
        return []
    pictures = np.stack(crops).astype(np.float32) / np.float32(255)
    inside = pictures[_INSIDE]
    paper = np.asarray(np.median(inside, axis=(1, 2), keepdims=True), np.float32)
    blank = _are_blank(pictures, paper)
    masks = _masks(inside - paper)
    out = []
    for at, (chance, strokes) in enumerate(
        zip(
            chances(pictures, weights or published_weights(SYMBOLS)), strokes_of(masks), strict=True
        )
    ):
        seen = _SEEN[int(chance.argmax())]
        out.append(
            Opinions(
                seen=seen,
                confidence=round(float(chance.max()) * 1000),
                ink=round(float(masks[at].sum()) / _AREA * 1000),
                blank=bool(blank[at]),
                shaped=seen in OPINIONS and OPINIONS[seen](strokes),
                groups=groups(masks[at]),
            )
        )
    return out


def _are_blank(pictures: Pictures, paper: Pictures) -> npt.NDArray[np.bool_]:
    """Tell for each crop whether it has no ink: none in the box, faint or not, none around it."""
    above = pictures - paper
    inside = above[_INSIDE]
    rim = np.ones(pictures.shape[1:], bool)
    rim[_OUTSIDE:-_OUTSIDE, _OUTSIDE:-_OUTSIDE] = False
    noise = 3 * np.median(abs(inside), axis=(1, 2), keepdims=True)
    faint = _smoothed(inside) > np.maximum(_FAINT, noise)
    return np.asarray(
        ((inside > _INK).mean((1, 2)) <= _BLANK_INK)
        & (faint.mean((1, 2)) <= _BLANK_FAINT)
        & ((above[:, rim] > _INK).mean(1) <= _BLANK_AROUND)
    )


def _smoothed(inside: Pictures) -> Pictures:
    """Return the means over 3 x 3 pixels."""
    wide = np.pad(inside, ((0, 0), (1, 1), (1, 1)), mode="edge")
    rows = wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]
    return np.asarray((rows[:, :, :-2] + rows[:, :, 1:-1] + rows[:, :, 2:]) / 9, np.float32)


def _masks(above: Pictures) -> Masks:
    """Return where the strokes are, at twice the density, with a rim of paper."""
    darkest = np.quantile(above, 0.98, axis=(1, 2), keepdims=True)
    size = (2 * above.shape[2], 2 * above.shape[1])
    fine = np.stack([cv2.resize(one, size, interpolation=cv2.INTER_CUBIC) for one in above])
    ink = (fine > np.maximum(_LEAST_STROKE, _STROKE * darkest)).astype(np.uint8)
    return np.pad(ink, ((0, 0), (RIM, RIM), (RIM, RIM)))
