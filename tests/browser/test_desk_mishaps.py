"""What goes wrong at a clerk's desk: the cable, an ended session, two clicks, the back button."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page

from service.house import House
from tests.browser.conftest import in_a_task_of_its_own
from tests.support.everywhere import ORDINARY, Everything, everything
from tests.support.hall import PASSWORD
from tests.support.watching import at_work

HERE = "/desk/{election:str}/rounds/1"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everything]:
    stages = ("listed", "ready", "closed")
    context = everything(tmp_path_factory.mktemp("desk"), ORDINARY, stages=stages)
    async with in_a_task_of_its_own(context) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, town: Everything) -> AsyncIterator[Page]:
    """A clerk's page, watched; what a cut cable makes the browser say is no fault."""
    async with at_work(browser, town.origin, town.cookie("clerk")) as (one, faults):
        one.on("dialog", lambda dialog: dialog.accept())
        yield one
    cut = ("ERR_INTERNET_DISCONNECTED", "htmx:", "the server responded with a status of 4")
    assert [one for one in faults if not any(said in one for said in cut)] == []


async def issue(page: Page, count: int) -> None:
    form = page.locator("form[action$='/issued']")
    await form.locator("[name=channel]").select_option("paper")
    await form.locator("[name=count]").fill(str(count))
    await form.get_by_role("button", name="登记发出张数").click()


def booked(page: Page, count: int) -> object:
    row = page.get_by_role("row", name="纸质票").first
    return row.get_by_role("cell").nth(1).filter(has_text=re.compile(f"^{count}$")).wait_for()


async def test_a_form_that_could_not_be_sent_says_so_and_keeps_what_was_typed(
    page: Page, town: Everything
) -> None:
    await page.goto(town.address(f"{HERE}/tokens", "ready"))
    await page.context.set_offline(True)
    await issue(page, 7)
    await page.get_by_text("连不上服务，没有保存").wait_for()
    field = page.locator("form[action$='/issued'] [name=count]")
    assert await field.input_value() == "7"
    await page.context.set_offline(False)
    await page.get_by_role("button", name="登记发出张数").click()
    await booked(page, 7)

    assert await page.get_by_text("连不上服务").count() == 0


async def test_who_was_signed_out_signs_in_on_the_page_and_sends_it_again(
    page: Page, town: Everything
) -> None:
    await page.goto(town.address(f"{HERE}/tokens", "ready"))
    house: House = town.app.state.house
    clerk = town.sessions["ready"].hall.company.of("clerk")
    await house.sessions.logout_everywhere(clerk.account, by=clerk.account)
    await issue(page, 6)
    await page.get_by_text("本页填写的内容没有丢").wait_for()
    again = page.locator("#trouble form")
    await again.locator("[name=name]").fill(clerk.name)
    await again.locator("[name=password]").fill(PASSWORD)
    await again.get_by_role("button", name="重新登录").click()
    await again.wait_for(state="detached")
    assert await page.locator("form[action$='/issued'] [name=count]").input_value() == "6"
    await page.locator("form[action$='/issued']").get_by_role("button").click()
    await booked(page, 6)

    token = next(one["value"] for one in await page.context.cookies() if one["httpOnly"])
    town.tokens["clerk"] = token


async def test_who_was_signed_out_at_the_paper_desk_finds_the_page_as_it_was(
    page: Page, town: Everything
) -> None:
    await page.goto(town.address(f"{HERE}/bundles", "closed"))
    declared = page.locator("#begin [name=declared]")
    await declared.fill("8")
    house: House = town.app.state.house
    clerk = town.sessions["closed"].hall.company.of("clerk")
    await house.sessions.logout_everywhere(clerk.account, by=clerk.account)
    await page.get_by_role("button", name="开始这一捆").click()
    await page.locator("#login [name=name]").fill(clerk.name)
    await page.locator("#login [name=password]").fill(PASSWORD)
    await page.locator("#login").get_by_role("button", name="登录").click()
    await page.get_by_text("已重新登录。本页填写的内容没有丢").wait_for()

    assert await declared.input_value() == "8"
    token = next(one["value"] for one in await page.context.cookies() if one["httpOnly"])
    town.tokens["clerk"] = token


async def test_sheets_that_are_asked_for_twice_by_a_double_click_are_made_once(
    page: Page, town: Everything
) -> None:
    await page.goto(town.address(f"{HERE}/tokens", "listed"))
    await page.locator("form[action$='/prints'] [name=count]").fill("20")
    button = page.get_by_role("button", name="制作可以扫描的票")
    await button.dblclick(no_wait_after=True)
    await page.get_by_role("heading", name="等待打印的文件").wait_for()
    await page.reload()

    printed = page.get_by_role("row", name="纸质票").get_by_role("cell").first
    assert await printed.inner_text() == "20"


async def test_an_act_proposed_by_a_double_click_waits_once(page: Page, town: Everything) -> None:
    await page.goto(town.address("/desk/{election:str}", "ready"))
    await page.get_by_role("button", name="提请签字").dblclick(no_wait_after=True)
    await page.get_by_role("heading", name="开始投票").wait_for()
    await page.reload()

    assert await page.locator("section.card.next").count() == 1


async def test_going_back_and_reloading_repeats_nothing(page: Page, town: Everything) -> None:
    await page.goto(town.address(f"{HERE}/attendance", "listed"))
    await page.locator("[name=roster_total]").fill("11")
    await page.locator("[name=present]").last.fill("10")
    await page.get_by_role("button", name="报告应到、实到").click()
    await page.get_by_text("应到 11 名，实到 10 名").first.wait_for()
    size = await length(town)
    await page.reload()
    await page.go_back()
    await page.get_by_text("已经报告：应到 11 名，实到 10 名").wait_for()
    await page.reload()
    await page.go_forward()
    await page.locator("[aria-current=step]").wait_for()

    assert await length(town) == size


async def length(town: Everything) -> int:
    house: House = town.app.state.house
    return (await house.ledger.head(town.sessions["listed"].id)).state.size
