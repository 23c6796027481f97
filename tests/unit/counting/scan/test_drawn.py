"""What the reader of symbols accepts, and above all what it does not."""

import hashlib
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting.errors import WeightsDamaged
from counting.scan.drawn import SURE, Opinions, classify, judged, opinions, recognised
from counting.scan.network import SYMBOLS, chances, checked, published_weights
from tests.support.symbol_crops import CROSS, TICK, Way, crop, ring

MARKS: dict[str, tuple[Way, ...]] = {"o": (ring(),), "x": CROSS, "tick": TICK, "blank": ()}
FOREIGN: dict[str, tuple[Way, ...]] = {
    "人": (((5.5, 1), (5, 3.5), (2.6, 7)), ((5.3, 3), (6.5, 5), (8.6, 6.9))),
    "大": (((2.8, 3), (8.2, 2.8)), ((5.5, 1), (5.2, 4), (2.8, 7.2)), ((5.5, 3.2), (8, 7))),
    "不": (((2.6, 1.6), (8.4, 1.5)), ((5.6, 1.6), (2.8, 5)), ((5.4, 3), (5.4, 7.3))),
    "半": (
        ((3.8, 1.2), (4.4, 2.4)),
        ((7.2, 1.2), (6.5, 2.4)),
        ((3.4, 3.2), (7.6, 3.1)),
        ((2.6, 4.9), (8.4, 4.8)),
        ((5.5, 1), (5.5, 7.4)),
    ),
    "C": (ring(turn=0.7),),
    "+": (((5.5, 1.4), (5.5, 7)), ((2.7, 4.2), (8.3, 4.2))),
    "⊗": (ring(radius=2.8), *CROSS),
    "a struck √": (*TICK, ((5.4, 2.6), (8, 5.4))),
    "a single stroke": (((3, 7), (8, 1.4)),),
}


@pytest.mark.parametrize("width", [0.4, 0.55, 0.7])
@pytest.mark.parametrize("kind", MARKS)
def test_a_clear_mark_is_read(kind: str, width: float) -> None:
    (symbol,) = classify([crop(*MARKS[kind], width=width)])

    assert (symbol.kind, symbol.doubted) == (kind, "")
    assert symbol.confidence_permille >= SURE[kind]


@pytest.mark.parametrize("width", [0.4, 0.7])
@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_symbol_is_left_to_people(name: str, width: float) -> None:
    (symbol,) = classify([crop(*FOREIGN[name], width=width)])

    assert symbol.kind == "doubtful"


small = st.floats(-0.5, 0.5)


@given(
    x=st.floats(3.5, 7.5),
    y=st.floats(3.4, 5),
    radius=st.floats(1.2, 3),
    turn=st.floats(0.9, 1.3),
    width=st.floats(0.3, 0.9),
    dark=st.integers(90, 255),
)
def test_no_ring_is_ever_read_as_a_cross_or_a_tick(
    x: float, y: float, radius: float, turn: float, width: float, dark: int
) -> None:
    (symbol,) = classify([crop(ring(x, y, radius, turn), width=width, dark=dark)])

    assert symbol.kind in {"o", "doubtful"}


@given(
    moved=st.lists(st.tuples(small, small), min_size=4, max_size=4),
    width=st.floats(0.3, 0.9),
    dark=st.integers(90, 255),
)
def test_no_cross_is_ever_read_as_a_ring_or_a_tick(
    moved: list[tuple[float, float]], width: float, dark: int
) -> None:
    ends = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(sum(CROSS, ()), moved, strict=True)]
    (symbol,) = classify([crop(ends[:2], ends[2:], width=width, dark=dark)])

    assert symbol.kind in {"x", "doubtful"}


@pytest.mark.parametrize("dark", [30, 60, 200])
@pytest.mark.parametrize("mark", [((4, 3), (7, 5.5)), ((3, 4.2), (8, 4.2)), ring(radius=1.5)])
def test_a_box_with_ink_in_it_is_not_blank_however_faint(mark: Way, dark: int) -> None:
    (symbol,) = classify([crop(mark, dark=dark)])

    assert symbol.kind != "blank"


def test_a_ring_drawn_around_the_box_does_not_leave_it_blank() -> None:
    around: Way = [(-1.2, -1.2), (12.2, -1.2), (12.2, 9.6), (-1.2, 9.6), (-1.2, -1.2)]

    assert classify([crop(around)])[0].kind == "doubtful"


def test_a_cross_that_may_hide_a_correction_is_left_to_people() -> None:
    black = crop(*CROSS, *[[(x + 0.4, y) for x, y in way] for way in CROSS], width=1.6)
    twofold = crop(*CROSS, ((1.2, 1), (1.2, 3)))

    assert [one.kind for one in classify([black, twofold])] == ["doubtful", "doubtful"]


@pytest.mark.parametrize(
    ("changes", "doubted"),
    [
        ({}, ""),
        ({"seen": "other"}, "other"),
        ({"confidence": SURE["x"] - 1}, "unsure"),
        ({"blank": True}, "ink"),
        ({"shaped": False}, "strokes"),
        ({"groups": 2}, "heavy"),
        ({"ink": 201}, "heavy"),
        ({"seen": "blank", "shaped": False}, "ink"),
    ],
)
def test_one_disagreeing_opinion_is_enough_for_doubt(
    changes: dict[str, object], doubted: str
) -> None:
    sure = Opinions(seen="x", confidence=SURE["x"], ink=100, blank=False, shaped=True, groups=1)

    symbol = judged(replace(sure, **changes))  # type: ignore[arg-type]  # named above

    assert symbol.doubted == doubted
    assert (symbol.kind == "doubtful") == bool(doubted)


def test_a_heavy_ring_is_no_reason_for_doubt() -> None:
    ring_seen = Opinions(seen="o", confidence=990, ink=300, blank=False, shaped=True, groups=2)

    assert judged(ring_seen).kind == "o"


def test_no_crops_no_symbols() -> None:
    assert classify([]) == []


def test_a_sheets_boxes_are_read_as_each_alone() -> None:
    crops = [crop(*ways) for ways in MARKS.values()]

    assert [one.kind for one in classify(crops)] == list(MARKS)
    assert [one.seen for one in opinions(crops)] == [opinions([one])[0].seen for one in crops]


def test_the_reader_hands_over_windows_and_gets_the_marks_of_the_rules() -> None:
    windows = np.stack(
        [
            np.kron(crop(*ways), np.ones((3, 3), np.uint8))[:99, :120][2:97, 2:118]
            for ways in ((), FOREIGN["大"])
        ]
    )

    assert [one.mark for one in recognised(windows)] == ["blank", None]


def test_the_chances_of_a_crop_sum_to_one() -> None:
    pictures = np.stack([crop(*ways) for ways in MARKS.values()]).astype(np.float32) / 255

    assert chances(pictures, published_weights(SYMBOLS)).sum(1) == pytest.approx(1, abs=1e-5)


def test_the_weights_are_the_published_ones_and_small() -> None:
    content = files("counting.scan").joinpath(f"{SYMBOLS.version}.npz").read_bytes()

    assert hashlib.sha256(content).hexdigest() == SYMBOLS.digest
    assert len(content) <= 500_000


def test_other_weights_are_refused() -> None:
    content = bytearray(files("counting.scan").joinpath(f"{SYMBOLS.version}.npz").read_bytes())
    content[-1] ^= 1

    with pytest.raises(WeightsDamaged, match="请重新安装"):
        checked(bytes(content), SYMBOLS)
