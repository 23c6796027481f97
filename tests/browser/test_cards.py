"""Scrutineers at the desk scan voting cards: what became of one, and another one for it."""

from collections.abc import AsyncIterator, Callable

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.support import tablets
from tests.support.browsers import PATIENCE, Tablet, violations
from tests.support.hall import PASSWORD, Session, name_of

Draw = Callable[[], int]


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, poll: Session) -> AsyncIterator[Page]:
    """The desk of the cards, before a scrutineer who is signed in."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: dialog.accept())
    where = f"{tablets.origin(poll)}/desk/{poll.id}/rounds/1/cards"
    await page.goto(where)
    await page.get_by_label("姓名").fill(name_of(("scrutineer", 1)))
    await page.get_by_label("口令").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_url(where)
    yield page
    await context.close()


async def test_a_card_is_looked_up_without_its_tracker(
    page: Page, tablet: Tablet, cards: Draw
) -> None:
    card = cards()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(f"{one.url} {one.post_data or ''}"))
    code = tablets.typed(tablet.session, card)
    await page.locator("#card-code").fill(code)
    await page.keyboard.press("Enter")
    await page.get_by_text("这张卡：未投。").wait_for()
    assert await page.locator("#card-code").input_value() == ""
    assert not any(code.replace("-", "") in one or code in one for one in sent)
    assert await violations(page) == []

    await tablet.chooses(card)
    await tablet.review()
    await tablet.cast()
    await tablet.heading("已经投票")
    tracker = await tablet.code()
    # A reader types into whatever has the focus.
    await page.keyboard.type(tablets.scanned(tablet.session, card))
    await page.keyboard.press("Enter")
    await page.get_by_text("这张卡：已投。").wait_for()
    assert tracker not in await page.content()
    assert not await page.locator("#exchange").is_visible()


async def test_an_unspent_card_is_made_void_once_somebody_said_why(
    page: Page, poll: Session, cards: Draw
) -> None:
    code = tablets.typed(poll, cards())
    await page.locator("#card-code").fill("AAAAA")
    await page.get_by_role("button", name="查这张卡").click()
    await page.get_by_text("不是投票卡的代码").wait_for()
    await page.locator("#card-code").fill(code)
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="作废这张卡，换发").wait_for()
    await page.locator("#exchange [name=reason]").select_option("damaged")
    await page.locator("#exchange [name=to_channel]").select_option("none")
    await page.get_by_role("button", name="作废并登记").click()
    await page.get_by_text("已经作废，并登记换发").wait_for()

    # The page was exchanged in place; its program goes on working.
    await page.locator("#card-code").fill(code)
    await page.keyboard.press("Enter")
    await page.get_by_text("这张卡：已经作废。").wait_for()
