"""The office on both databases, with cheap password hashing and a clock that tests move."""

import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import URL

from service.office.accounts import Accounts
from service.office.keys import Keys
from service.office.passwords import Passwords
from service.office.sessions import Sessions
from service.office.store import Office, office_url
from service.office.throttle import Limits, Throttle
from service.office.tokens import Tokens
from service.office.trail import Trail
from tests.support.postgres import Cluster, running

PASSWORD = "晴天 walks 27 miles"


@dataclass
class Clock:
    now: int = 1_800_000_000

    def __call__(self) -> int:
        return self.now


class CountingHasher(PasswordHasher):
    """The real argon2id with cheap parameters, counting what it verifies."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 — argon2's name
        self.verified += 1
        return super().verify(hash, password)


@dataclass
class Desk:
    """All services over one office."""

    office: Office
    clock: Clock = field(default_factory=Clock)
    hasher: CountingHasher = field(default_factory=CountingHasher)

    def __post_init__(self) -> None:
        self.throttle = Throttle(self.clock, Limits(name=3, place=8, window=600))
        self.passwords = Passwords(os.urandom, self.hasher)
        parts = (self.office, self.passwords, self.throttle, self.clock, os.urandom)
        self.accounts = Accounts(*parts)
        self.sessions = Sessions(*parts)
        self.tokens = Tokens(self.office, self.clock, os.urandom)
        self.keys = Keys(self.office, self.clock)
        self.trail = Trail(self.office, self.clock)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running(["fsync = off"]) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Return an empty office; a PostgreSQL runs only for the tests that need it."""
    if request.param == "sqlite":
        return office_url(tmp_path)
    server: Cluster = request.getfixturevalue("cluster")
    return office_url(tmp_path, server.new_database())


@pytest.fixture
async def desk(url: URL) -> AsyncIterator[Desk]:
    office = await Office.open(url)
    yield Desk(office)
    await office.close()
