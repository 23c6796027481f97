"""One service with an open poll and one browser for all tests here."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, async_playwright
from pytest_asyncio import is_async_test

from tests.support import tablets
from tests.support.browsers import PORTRAIT, Tablet, launched, program
from tests.support.hall import Session

HERE = Path(__file__).parent
CARDS = 80
"""Enough for all tests, should one process run them all."""

T = TypeVar("T")


class Opened(Protocol):
    """Opens a tablet, at the common poll or at another one."""

    def __call__(
        self, *, viewport: ViewportSize = ..., session: Session | None = ...
    ) -> Awaitable[Tablet]: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Service and browser live in one event loop, and so do all tests that talk to them."""
    for item in items:
        if HERE in item.path.parents and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@asynccontextmanager
async def in_a_task_of_its_own(context: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
    """Enter and leave ``context`` in one task, whichever tasks the fixture runs in."""
    ready: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    over = asyncio.Event()

    async def run() -> None:
        async with context as value:
            ready.set_result(value)
            await over.wait()

    task = asyncio.create_task(run())
    await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    yield ready.result()
    over.set()
    await task


@pytest.fixture(scope="session", autouse=True)
def _chromium() -> None:
    if program() is None:
        pytest.skip("没有装 Chromium（Debian：apt install chromium），浏览器测试没有运行")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def poll(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Session]:
    data = tmp_path_factory.mktemp("poll")
    async with in_a_task_of_its_own(tablets.open_poll(data, cards=CARDS)) as session:
        yield session


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await launched(playwright)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser, poll: Session) -> AsyncIterator[Opened]:
    """Open tablets; at the end none of them may have done what it must not do."""
    used: list[Tablet] = []

    async def open_one(
        *, viewport: ViewportSize = PORTRAIT, session: Session | None = None
    ) -> Tablet:
        context = await browser.new_context(viewport=viewport)
        tablet = Tablet(page=await context.new_page(), session=session or poll)
        tablet.watch()
        used.append(tablet)
        await tablet.open()
        return tablet

    yield open_one
    for tablet in used:
        await tablet.page.context.close()
    assert [fault for tablet in used for fault in tablet.faults] == []


@pytest_asyncio.fixture(loop_scope="session")
async def tablet(opened: Opened) -> Tablet:
    return await opened()


@pytest.fixture(scope="session")
def cards() -> Callable[[], int]:
    """Draw a card that no other test has."""
    drawn = iter(range(CARDS))
    return lambda: next(drawn)
