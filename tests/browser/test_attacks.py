"""What another page, or somebody who had the browser before, tries with a clerk's session."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, BrowserContext, Page, Route

from service.api.access import COOKIE
from tests.browser.conftest import in_a_task_of_its_own
from tests.support.everywhere import ORDINARY, Everything, everything
from tests.support.hall import ADMINISTRATOR, PASSWORD

NEIGHBOUR = "http://127.0.0.1:9"
"""The same site on another port: the browser sends the cookies along."""
STRANGER = "http://attacker.example"
FORM = """<form method="post" action="{action}" {more}>
<input name="names" value="入侵者"><input name="role" value="administrator"></form>
<script>document.forms[0].submit()</script>"""
FRAME = '<iframe src="{address}" width="800" height="600"></iframe>'
FRAMED = ("/", "/desk", "/desk/login", "/vote", "/key", "/hall/{id}", "/results/{id}")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everything]:
    context = everything(tmp_path_factory.mktemp("attacked"), ORDINARY, stages=("founded",))
    async with in_a_task_of_its_own(context) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    one = await browser.new_context(locale="zh-CN")
    yield one
    await one.close()


async def signed_in(context: BrowserContext, town: Everything) -> Page:
    page = await context.new_page()
    await page.goto(f"{town.origin}/desk/login")
    await page.get_by_label("姓名").fill(ADMINISTRATOR)
    await page.get_by_label("口令").fill(PASSWORD)
    await page.locator("main").get_by_role("button", name="登录").click()
    await page.get_by_role("link", name=ADMINISTRATOR).wait_for()
    return page


async def session_of(context: BrowserContext) -> str:
    return next(one["value"] for one in await context.cookies() if one["name"] == COOKIE)


async def lies_at(context: BrowserContext, address: str, html: str) -> Page:
    """Open another site's page in the victim's browser; nothing is asked of any network."""

    async def answer(route: Route) -> None:
        await route.fulfill(content_type="text/html; charset=utf-8", body=html)

    await context.route(f"{address}/", answer)
    page = await context.new_page()
    await page.goto(f"{address}/")
    return page


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("attacker", [NEIGHBOUR, STRANGER], ids=["same site", "another site"])
async def test_a_foreign_page_cannot_send_a_form_of_the_desk(
    context: BrowserContext, town: Everything, attacker: str, kind: str
) -> None:
    clerk = await signed_in(context, town)
    form = FORM.format(action=f"{town.origin}/desk/people", more=f'enctype="{kind}"')
    foreign = await lies_at(context, attacker, form)
    await foreign.wait_for_url(f"{town.origin}/**")

    if attacker == NEIGHBOUR:
        assert "请求来自别的网页，已拒绝。" in await foreign.inner_text("main")
    else:
        await foreign.get_by_role("heading", name="登录").wait_for()
    await clerk.goto(f"{town.origin}/desk/people")
    assert "入侵者" not in await clerk.inner_text("main")


async def test_a_foreign_page_cannot_sign_anybody_out_or_in(
    context: BrowserContext, town: Everything
) -> None:
    clerk = await signed_in(context, town)
    before = await session_of(context)
    for path in ("/desk/logout", "/desk/login"):
        form = FORM.format(action=f"{town.origin}{path}", more="")
        foreign = await lies_at(context, NEIGHBOUR, form)
        await foreign.wait_for_url(f"{town.origin}/**")
        assert "请求来自别的网页，已拒绝。" in await foreign.inner_text("body")
        await foreign.close()
    await clerk.reload()

    assert await session_of(context) == before
    await clerk.get_by_role("link", name=ADMINISTRATOR).wait_for()


async def test_a_session_planted_before_signing_in_is_worth_nothing_after(
    browser: Browser, context: BrowserContext, town: Everything
) -> None:
    planted = town.cookie("auditor")
    await context.add_cookies([planted])
    page = await signed_in(context, town)
    fresh = next(one for one in await context.cookies() if one["name"] == COOKIE)
    assert fresh["value"] != planted["value"]
    assert (fresh["httpOnly"], fresh["sameSite"]) == (True, "Strict")
    assert COOKIE not in await page.evaluate("document.cookie")

    attacker = await browser.new_context()
    await attacker.add_cookies([planted])
    other = await attacker.new_page()
    await other.goto(f"{town.origin}/desk/me")
    assert "/desk/login" in other.url
    await attacker.close()


async def test_no_page_lets_itself_be_framed(context: BrowserContext, town: Everything) -> None:
    await signed_in(context, town)
    election = town.sessions["founded"].id
    for path in FRAMED:
        address = town.origin + path.format(id=election)
        for place in (NEIGHBOUR, STRANGER):
            page = await lies_at(context, place, FRAME.format(address=address))
            await page.wait_for_load_state("load")
            (frame,) = page.main_frame.child_frames
            assert frame.url.startswith("chrome-error://"), (path, frame.url)
            await page.close()
            await context.unroute_all()
