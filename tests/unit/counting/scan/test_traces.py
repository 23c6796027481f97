"""A faint stroke is found in noise that hides every pixel of it; noise alone is no stroke."""

import cv2
import numpy as np
import pytest

from counting.scan.traces import straightest
from tests.support.scanned import Pixels

INSIDE = np.zeros((76, 84), np.bool_)
INSIDE[22:54, 22:62] = True


def boxes(noise: float, strokes: dict[int, int]) -> Pixels:
    """Sixty windows of noise; in some a stroke of so much darkness."""
    dark = np.random.default_rng(1).normal(40, noise, (60, 76, 84))
    for at, depth in strokes.items():
        drawn = np.zeros((76, 84), np.uint8)
        cv2.line(drawn, (26, 50), (56, 26), 1, 4)
        dark[at] += drawn * depth
    return np.clip(dark, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("noise", [3.0, 12.0, 25.0])
def test_noise_alone_never_looks_like_a_stroke(noise: float) -> None:
    assert straightest(boxes(noise, {}), INSIDE).max() < 6.5


def test_a_stroke_no_darker_than_the_noise_stands_out() -> None:
    found = straightest(boxes(12.0, {7: 12}), INSIDE)
    assert found.argmax() == 7
    assert found[7] > 6.5
