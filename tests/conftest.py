"""What several suites share: one PostgreSQL for the whole run, started when first asked for."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support import postgres

# How long an example takes depends on what else the machine does; no test may fail by that.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST = (
    "test_whole_session.py",
    "test_keys.py",
    "test_every_page.py",
    "test_paper_desk.py",
    "test_scan.py",
    "test_offline_page.py",
    "test_walk.py",
    "test_semantic_fuzz.py",
)
"""Files of a minute and more: begun last, one would run alone while the other processes wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the longest files first."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A running PostgreSQL; ``cluster.new_database()`` gives each test a database of its own."""
    with postgres.running() as running:
        yield running
