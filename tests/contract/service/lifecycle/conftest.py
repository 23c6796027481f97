"""One service for all lifecycle tests: every session in it is a test's own."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pytest_asyncio import is_async_test

from service.client.person import Person
from service.rehearsal.company import Signer
from tests.support.hall import PASSWORD, Town, key_of, name_of, town_at

HERE = Path(__file__).parent
THIRD: Signer = ("scrutineer", 3)
"""Two of three keys open a sum, so there are three who watch the count."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The service lives in one event loop, and so do all tests that talk to it."""
    for item in items:
        if HERE in item.path.parents and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The service in a task of its own: its lifespan must end in the task that began it."""
    ready: asyncio.Future[Town] = asyncio.get_running_loop().create_future()
    over = asyncio.Event()

    async def run() -> None:
        async with town_at(tmp_path_factory.mktemp("town")) as running:
            await third(running)
            ready.set_result(running)
            await over.wait()

    task = asyncio.create_task(run())
    either: list[asyncio.Future[Any]] = [task, ready]
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    yield ready.result()
    over.set()
    await task


async def third(town: Town) -> None:
    """Let a third 监票人 sign in and enrol a key."""
    await town.account(name_of(THIRD))
    person = await Person.sign_in(town.nobody, name_of(THIRD), PASSWORD, key_of(THIRD))
    await person.enrol()
    town.people[THIRD] = person


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nothing_stays_open(town: Town) -> AsyncIterator[None]:
    """Give up what a test leaves open: a copier's folder is read into the one that is open."""
    yield
    for one in await town.house.bundles.open():
        await town.house.bundles.discard(one.election, one.round, one.number, by="", reason="")
