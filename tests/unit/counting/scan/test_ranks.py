"""Medians, spreads and percentiles are numpy's own, to the last bit where they are decided on."""

import numpy as np
import pytest

from counting.scan.ranks import (
    counts_of,
    deviations,
    medians,
    middles,
    percentiles,
    spreads,
)


@pytest.fixture(params=[1, 2, 7, 300, 1001])
def rows(request: pytest.FixtureRequest) -> np.ndarray:
    wide = np.random.default_rng(request.param).integers(0, 256, (20, request.param))
    wide[3] = 0
    wide[4] = 255
    return wide.astype(np.uint8)


def test_medians_of_bytes_are_numpys(rows: np.ndarray) -> None:
    assert np.array_equal(medians(counts_of(rows)), np.median(rows.astype(np.float32), axis=1))


def test_spreads_of_bytes_are_their_median_absolute_deviations(rows: np.ndarray) -> None:
    real = rows.astype(np.float32)
    middle = np.median(real, axis=1)
    wanted = np.float32(1.4826) * np.median(np.abs(real - middle[:, None]), axis=1)
    counts = counts_of(rows)
    assert np.allclose(spreads(counts, medians(counts)), wanted, rtol=1e-6)


def test_medians_of_reals_are_numpys(rows: np.ndarray) -> None:
    real = rows.astype(np.float32) / 7 - 11
    assert np.array_equal(middles(real), np.median(real, axis=1))


def test_deviations_of_reals_are_around_what_is_given(rows: np.ndarray) -> None:
    real = rows.astype(np.float32)
    wanted = 1.4826 * np.median(np.abs(real - 5), axis=1)
    assert np.allclose(deviations(real, np.full(len(real), 5, np.float32)), wanted, rtol=1e-6)
    assert np.allclose(deviations(real), 1.4826 * np.median(real, axis=1), rtol=1e-6)


@pytest.mark.parametrize("percent", [0, 35, 50, 94, 100])
def test_percentiles_lie_between_their_neighbours(rows: np.ndarray, percent: int) -> None:
    wanted = np.percentile(rows.astype(np.float64), percent, axis=1)
    assert np.allclose(percentiles(counts_of(rows), percent), wanted)
