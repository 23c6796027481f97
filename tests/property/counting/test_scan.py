"""How a sheet lay on the glass, and which page came first, changes nothing."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.scanned import Printed, definition_of, jpeg, marked, printed, read, scanned

CHOICES = st.sampled_from(["approve", "oppose", "abstain", ""])


@pytest.fixture(scope="module")
def sheet() -> Printed:
    return printed(definition_of(24, 10), count=2)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(CHOICES, min_size=24, max_size=24),
    st.integers(0, 1_000_000),
    st.floats(-3, 3),
)
def test_a_sheet_reads_the_same_in_every_direction_and_order_of_pages(
    sheet: Printed, chosen: list[str], seed: int, angle: float
) -> None:
    choices = dict(enumerate(chosen, 1))
    pages = [
        scanned(marked(sheet, choices, at=at, dpi=150, seed=seed), angle=angle, seed=seed)
        for at in range(len(sheet.layout.pages))
    ]
    expected = {project: choice or "abstain" for project, choice in choices.items()}
    found = []
    random = Random(seed)  # noqa: S311  (an order for the test)
    for quarters in range(4):
        turned = [jpeg(np.rot90(one, quarters).copy(), 150) for one in pages]
        random.shuffle(turned)
        rows = {row.project: row.reading for one in read(sheet, *turned) for row in one.rows}
        certain = {project: one for project, one in rows.items() if one != "doubtful"}
        # People may have to look; but nothing that is certain is anything but what was marked.
        assert certain.items() <= expected.items()
        found.append(rows)
    assert all(rows.keys() == expected.keys() for rows in found)
    agreed = [project for project in expected if len({rows[project] for rows in found}) == 1]
    assert len(agreed) >= len(expected) - 2
