"""Strokes become lines one pixel wide and stay what they were."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting.scan.thinning import thinned


def stroke(*points: tuple[int, int], width: int = 4) -> np.ndarray:
    mask = np.zeros((40, 60), np.uint8)
    cv2.polylines(mask, [np.array(points)], False, 1, width)
    return mask


def pieces(mask: np.ndarray) -> int:
    return cv2.connectedComponents(mask, connectivity=8)[0]


def test_a_thick_bar_becomes_one_pixel_wide() -> None:
    line = thinned(stroke((8, 20), (50, 20), width=7)[None])[0]

    assert line.any()
    assert line[:, 15:45].sum(0).max() == 1


@pytest.mark.parametrize("way", [((10, 8), (40, 32)), ((40, 8), (10, 32))])
def test_a_slanting_line_two_pixels_wide_does_not_vanish(way: tuple[tuple[int, int], ...]) -> None:
    line = thinned(stroke(*way, width=2)[None])[0]

    assert line.sum() > 20


@given(st.lists(st.tuples(st.integers(5, 54), st.integers(5, 34)), min_size=2, max_size=5))
def test_no_stroke_falls_apart_or_grows_together(points: list[tuple[int, int]]) -> None:
    mask = stroke(*points)

    assert pieces(thinned(mask[None])[0]) == pieces(mask)


def test_many_crops_are_thinned_as_each_alone() -> None:
    masks = np.stack([stroke((5, 5), (50, 30)), stroke((30, 5), (30, 34), (8, 20))])

    assert np.array_equal(thinned(masks), np.concatenate([thinned(one[None]) for one in masks]))
