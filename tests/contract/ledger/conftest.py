"""Every test of this directory that asks for ``url`` runs on both stores."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.ledger import Ledger
from tests.support.polling import Polling, opened


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("cluster").new_schema())


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Ledger]:
    """An open ledger over an empty store."""
    ledger = await Ledger.open(url)
    yield ledger
    await ledger.close()


@pytest.fixture
async def polling(ledger: Ledger) -> Polling:
    """An election in ``ledger`` whose first round is open for tablets."""
    return await opened(ledger)
