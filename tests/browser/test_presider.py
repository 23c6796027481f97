"""The 主持词 in front of the presider: keys, figures that come by themselves, a lost login."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page

from service.house import House
from tests.browser.conftest import in_a_task_of_its_own
from tests.support.browsers import violations
from tests.support.everywhere import ORDINARY, Everything, everything
from tests.support.watching import at_work


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everything]:
    context = everything(tmp_path_factory.mktemp("chair"), ORDINARY, stages=("ready",))
    async with in_a_task_of_its_own(context) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, town: Everything) -> AsyncIterator[Page]:
    async with at_work(browser, town.origin, town.cookie("presider")) as (one, faults):
        await one.goto(town.address("/presider/{election:str}", "ready"))
        await one.locator("section.now").wait_for()
        yield one
    assert faults == []


async def place(page: Page) -> str:
    return await page.locator("section.now h2").inner_text()


async def declare(town: Everything, present: int) -> None:
    session = town.sessions["ready"]
    body = {"roster_total": 11, "present": present}
    await session.api("clerk").post(f"{session.round()}/attendance", body)


async def test_a_clicker_turns_the_pages_and_the_mishaps_are_one_key_away(page: Page) -> None:
    await page.keyboard.press("Home")
    first = await place(page)
    for key in ("PageDown", "ArrowRight"):
        before = await place(page)
        await page.keyboard.press(key)
        assert await place(page) != before
    await page.keyboard.press("Home")
    assert await place(page) == first
    await page.keyboard.press("m")
    await page.locator("#mishaps summary", has_text="法定人数").first.click()
    assert await page.locator("#mishaps details[open] .say").is_visible()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    assert await place(page) == first


async def test_new_figures_come_by_themselves_and_the_place_stays(
    page: Page, town: Everything
) -> None:
    await page.keyboard.press("Home")
    while await page.locator("section.now", has_text="实到").count() == 0:
        await page.keyboard.press("ArrowRight")
    there = await place(page)
    for present in (9, 10):
        await declare(town, present)
        await page.locator("section.now", has_text=f"实到代表{present}名").wait_for()

    assert await place(page) == there


async def test_a_login_that_has_ended_is_said_while_the_words_stay(
    page: Page, town: Everything
) -> None:
    house: House = town.app.state.house
    presider = town.sessions["ready"].hall.company.of("presider")
    await house.sessions.logout_everywhere(presider.account, by=presider.account)
    await declare(town, 11)
    await page.get_by_text("登录已失效，请在工作台重新登录").wait_for()

    assert await page.locator("section.now").is_visible()
