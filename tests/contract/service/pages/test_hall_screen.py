"""The hall's screen over real sockets: two services on one database, cut off and started again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from ballot import events as e
from ballot.candidates import Candidate
from ballot.definition import freeze
from ballot.rules import Rules
from service.commands import just
from service.ledger import Ledger
from service.pages.hall.feed import ALIVE, FRESH
from service.server import Restartable, restartable
from service.settings import Settings
from tests.support.postgres import Cluster
from tests.support.printed import practice
from tests.support.story import AT, Story

SOON = 20.0
"""Seconds that a busy machine may take for what takes one."""


@pytest.fixture
def settings(cluster: Cluster, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database=cluster.new_database(), workers=1)


@asynccontextmanager
async def events(address: str, election: str) -> AsyncIterator[AsyncIterator[tuple[str, str]]]:
    """Open a screen's stream and yield its events as (name, text)."""
    async with (
        httpx.AsyncClient(timeout=SOON, trust_env=False) as http,
        http.stream("GET", f"{address}/hall/{election}/events") as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield parsed(answer)


async def parsed(answer: httpx.Response) -> AsyncIterator[tuple[str, str]]:
    name, data = "", list[str]()
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data.append(line.removeprefix("data: "))
        elif not line and data:
            yield name, "\n".join(data)
            data = []


async def board(stream: AsyncIterator[tuple[str, str]], *words: str) -> str:
    """Return the next board that has all of ``words``."""
    async with asyncio.timeout(SOON):
        async for name, text in stream:
            if name == "board" and all(word in text for word in words):
                return text
    raise AssertionError("the stream ended")


async def told(settings: Settings) -> tuple[Ledger, Story]:
    """Write a frozen list into the log, as a third process that neither service knows of."""
    ledger = await Ledger.open(settings.ledger_url)
    rules = Rules(seats=2, roster_total=45)
    names = ("饮水改造", "校车", "路灯<script>")
    listed = tuple(Candidate(number=at, name=name) for at, name in enumerate(names, 1))
    raw, digest = freeze(practice(rules, 3, candidates=listed))
    assert await ledger.put_object(raw) == digest
    story = Story(rules=rules).create().appoint()
    story.tell(
        story.signed(
            msgspec.structs.replace(story.list_act(), definition=digest),
            [("clerk", 1), ("presider", 1)],
        )
    )
    await ledger.create(story.election.id, story.events)
    return ledger, story


async def present(ledger: Ledger, story: Story, count: int) -> None:
    event = e.AttendanceDeclared(round=1, roster_total=45, present=count, at=AT)
    await ledger.run(story.election.id, just(event))


async def test_screens_of_two_services_follow_the_log_and_a_restart(settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(restartable(settings))
        second = await stack.enter_async_context(restartable(settings))
        ledger, story = await told(settings)
        stack.push_async_callback(ledger.close)
        election = story.election.id

        async with (
            events(first.address, election) as here,
            events(second.address, election) as there,
        ):
            await board(here, "准备投票")
            await board(there, "准备投票")
            await present(ledger, story, 41)
            await board(here, ">41<", "符合法定人数")
            await board(there, ">41<", "符合法定人数")
            await second.kill()
            with pytest.raises((httpx.HTTPError, AssertionError)):
                await board(there, "never")

        await present(ledger, story, 42)
        await second.start()
        async with events(second.address, election) as again:
            # Everything at once: nobody has to have seen what came before.
            await board(again, ">42<", "演练")


async def test_a_service_stops_at_once_although_somebody_looks(settings: Settings) -> None:
    async with restartable(settings) as service:
        ledger, story = await told(settings)
        await ledger.close()
        async with events(service.address, story.election.id) as stream:
            await board(stream, "准备投票")
            stopped = asyncio.create_task(service.stop())
            left = [name async for name, _ in stream]
            await stopped
    assert left == []
    assert ended(service) == 0


def ended(service: Restartable) -> int | None:
    """Return how the process ended: 0 by itself, below 0 when it had to be killed."""
    assert service.child is not None
    return service.child.returncode


async def test_the_page_is_whole_without_a_script_and_asks_nobody_else(settings: Settings) -> None:
    async with restartable(settings) as service:
        ledger, story = await told(settings)
        await present(ledger, story, 29)
        await ledger.close()
        async with httpx.AsyncClient(timeout=SOON, trust_env=False) as http:
            page = await http.get(f"{service.address}/hall/{story.election.id}")
            foreign = await http.get(f"{service.address}/hall/{story.election.id}?lang=en")
            unknown = await http.get(f"{service.address}/hall/unknown/events")

    assert "还差 1 名" in page.text
    assert "http://" not in page.text + foreign.text
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "Present" in foreign.text
    assert unknown.status_code == 404


def test_a_screen_is_late_by_less_than_a_second_and_hears_from_the_service_often() -> None:
    assert FRESH < 1
    assert ALIVE < 30
