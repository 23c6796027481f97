"""What several suites share: one PostgreSQL for the whole run, started when first asked for."""

from collections.abc import Iterator

import pytest

from tests.support import postgres


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A running PostgreSQL; ``cluster.new_database()`` gives each test a database of its own."""
    with postgres.running() as running:
        yield running
