"""Streaks of a dirty feeder are given back; what is written under them stays."""

import numpy as np
import pytest

from counting.scan import streaks
from counting.scan.image import Pixels
from counting.scan.streaks import _paper, cleaned

PAPER = 245


def page() -> Pixels:
    pixels = np.full((1754, 1240), PAPER, np.uint8)
    pixels[400:430, 300:800] = 30
    return pixels


def dirty(pixels: Pixels, left: float, columns: slice) -> Pixels:
    spoilt = pixels.astype(np.float32)
    spoilt[:, columns] *= left
    return spoilt.astype(np.uint8)


def test_a_clean_page_is_left_as_it_is() -> None:
    clean = page()
    assert cleaned(clean, clean) is clean


@pytest.mark.parametrize("left", [0.95, 0.7, 0.4])
def test_the_paper_under_a_streak_is_paper_again(left: float) -> None:
    spoilt = dirty(page(), left, slice(500, 506))
    again = cleaned(spoilt, spoilt)
    assert np.abs(again.astype(int) - page()).max() <= 4


def test_a_streak_across_the_page_is_given_back_too() -> None:
    spoilt = np.ascontiguousarray(dirty(page().T, 0.6, slice(700, 704)).T)
    again = cleaned(spoilt, spoilt)
    assert np.abs(again.astype(int) - page()).max() <= 4


def test_a_streak_over_part_of_the_page_only_is_a_mark_and_stays() -> None:
    drawn = page()
    drawn[700:1200, 500:506] = 100
    assert cleaned(drawn, drawn)[900, 502] == 100


def test_colours_are_given_back_by_the_streak_of_the_grey() -> None:
    grey = dirty(page(), 0.6, slice(500, 506))
    colour = np.repeat(grey[:, :, None], 3, axis=2)
    assert np.abs(cleaned(colour, grey).astype(int) - page()[:, :, None]).max() <= 4


@pytest.mark.parametrize("count", [1, 2, 47, 49, 100])
def test_the_paper_of_a_column_is_its_percentile(count: int) -> None:
    lines = np.random.default_rng(count).integers(0, 256, (count, 90), dtype=np.uint8)
    wanted = np.percentile(lines, 80, axis=0, method="nearest")
    assert np.array_equal(_paper(lines), wanted)


@pytest.mark.parametrize("left", [1.0, 0.985, 0.97, 0.6])
@pytest.mark.parametrize("at", [0, 3, 620, 1236])
def test_the_quick_look_at_few_columns_finds_what_the_whole_one_does(
    monkeypatch: pytest.MonkeyPatch, left: float, at: int
) -> None:
    grain = np.random.default_rng(at).normal(0, 3, page().shape)
    ruled = np.clip(page() + grain, 0, 255).astype(np.uint8)
    ruled[600:1700:60] = 60  # rulings are as dark and as long as streaks are
    spoilt = dirty(ruled, left, slice(at, at + 3))
    quick = cleaned(spoilt, spoilt)
    monkeypatch.setattr(streaks, "_FEW", 0)
    assert np.array_equal(cleaned(spoilt, spoilt), quick)
