"""The two pages of the paper desk, whose programs speak the reader's language too."""

import pytest
from playwright.async_api import Browser

from tests.support import tablets
from tests.support.browsers import PATIENCE, violations
from tests.support.hall import PASSWORD, Session, name_of


@pytest.mark.parametrize(
    ("language", "page_of", "signs_in", "told"),
    [
        ("zh", "bundles", "登录", "票箱还没有清点，请先由监票人清点票箱并登记。"),
        ("en", "bundles", "Sign in", "The box has not been counted."),
    ],
)
async def test_a_page_of_the_paper_desk_speaks_one_language(
    browser: Browser, poll: Session, language: str, page_of: str, signs_in: str, told: str
) -> None:
    context = await browser.new_context(viewport={"width": 1024, "height": 768})
    origin, faults = tablets.origin(poll), []
    await context.add_cookies([{"name": "piaojue_language", "value": language, "url": origin}])
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{origin}/desk/{poll.id}/rounds/1/{page_of}")
    await page.locator("#login [name=name]").fill(name_of(("scrutineer", 1)))
    await page.locator("#login [name=password]").fill(PASSWORD)
    await page.locator("#login").get_by_role("button", name=signs_in).click()
    await page.get_by_text(told).first.wait_for()

    assert faults == []
    assert await violations(page) == []
    if language == "en":
        # What is left of Chinese is the session's own name.
        left = await page.locator("#work").inner_text()
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in left), left
    await context.close()
