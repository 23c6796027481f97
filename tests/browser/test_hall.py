"""The hall's screen in a real browser: it follows the log, and comes back after the service."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page

from ballot import events as e
from ballot.candidates import Candidate
from ballot.definition import freeze
from ballot.rules import Rules
from service.commands import just
from service.ledger import Ledger
from service.server import Restartable, restartable
from service.settings import Settings
from tests.browser.test_desk import Desk
from tests.support.postgres import Cluster
from tests.support.printed import practice
from tests.support.story import AT, Story

RULES = Rules(seats=2, roster_total=45)


@pytest_asyncio.fixture(loop_scope="session")
async def service(cluster: Cluster, tmp_path: Path) -> AsyncIterator[Restartable]:
    settings = Settings(data=tmp_path, database=cluster.new_database(), workers=1)
    async with restartable(settings) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    yield await context.new_page()
    await context.close()


async def told(ledger: Ledger) -> Story:
    """Write a frozen list, as another process over the same database."""
    listed = tuple(Candidate(number=at, name=name) for at, name in enumerate("甲乙丙", 1))
    raw, digest = freeze(practice(RULES, 3, candidates=listed))
    await ledger.put_object(raw)
    story = Story(rules=RULES).create().appoint()
    frozen = msgspec.structs.replace(story.list_act(), definition=digest)
    story.tell(story.signed(frozen, [("clerk", 1), ("presider", 1)]))
    await ledger.create(story.election.id, story.events)
    return story


async def declare(ledger: Ledger, story: Story, present: int) -> None:
    event = e.AttendanceDeclared(round=1, roster_total=45, present=present, at=AT)
    await ledger.run(story.election.id, just(event))


async def test_the_screen_follows_the_log_and_a_restart(service: Restartable, page: Page) -> None:
    ledger = await Ledger.open(service.settings.ledger_url)
    try:
        story = await told(ledger)
        screen = Desk(page, service.address)
        await screen.open(f"/hall/{story.election.id}")
        await declare(ledger, story, 41)
        await page.get_by_text("41", exact=True).wait_for()
        await screen.look()
        faults = list(screen.faults)

        await service.kill()
        await page.get_by_text("与服务的连接中断").wait_for()
        await declare(ledger, story, 42)
        await service.start()
        await page.get_by_text("42", exact=True).wait_for()
        await page.get_by_text("与服务的连接中断").wait_for(state="hidden")
    finally:
        await ledger.close()
    assert faults == []
