"""What another page, or somebody who had the browser before, tries with a clerk's session."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, BrowserContext, Frame, Page

from service.api.access import COOKIE
from tests.browser.conftest import in_a_task_of_its_own
from tests.support.everywhere import ORDINARY, Everything, everything
from tests.support.hall import ADMINISTRATOR, PASSWORD

FORM = """<form method="post" action="{action}" {more}>
<input name="names" value="入侵者"><input name="role" value="administrator"></form>
<script>document.forms[0].submit()</script>"""
PLAIN = "<h1>nothing</h1>"
FRAME = '<iframe src="{address}" width="800" height="600"></iframe>'
FRAMED = ("/", "/desk", "/desk/login", "/vote", "/key", "/hall/{id}", "/results/{id}")


@dataclass(slots=True, kw_only=True)
class Attacker:
    """Another web server: the same site on another port, or, as localhost, another site."""

    port: int = 0
    html: str = ""
    places: tuple[str, ...] = field(default=("127.0.0.1", "localhost"))

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        body = (PLAIN if asked.startswith(b"GET /plain") else self.html).encode()
        kind = "content-type: text/html; charset=utf-8\r\nconnection: close"
        head = f"HTTP/1.1 200 OK\r\n{kind}\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    async def shows(self, context: BrowserContext, html: str, place: str = "127.0.0.1") -> Page:
        """Open the attacker's page in the victim's browser."""
        self.html = html
        page = await context.new_page()
        await page.goto(f"http://{place}:{self.port}/")
        return page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def attacker() -> AsyncIterator[Attacker]:
    found = Attacker()
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    async with server:
        yield found


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


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("place", ["127.0.0.1", "localhost"], ids=["same site", "another site"])
async def test_a_foreign_page_cannot_send_a_form_of_the_desk(
    context: BrowserContext, town: Everything, attacker: Attacker, place: str, kind: str
) -> None:
    clerk = await signed_in(context, town)
    form = FORM.format(action=f"{town.origin}/desk/people", more=f'enctype="{kind}"')
    foreign = await attacker.shows(context, form, place)
    await foreign.wait_for_url(f"{town.origin}/**")

    if place == "127.0.0.1":
        assert "请求来自别的网页，已拒绝。" in await foreign.inner_text("main")
    else:
        await foreign.get_by_role("heading", name="登录").wait_for()
    await clerk.goto(f"{town.origin}/desk/people")
    assert "入侵者" not in await clerk.inner_text("main")


async def test_a_foreign_page_cannot_sign_anybody_out_or_in(
    context: BrowserContext, town: Everything, attacker: Attacker
) -> None:
    clerk = await signed_in(context, town)
    before = await session_of(context)
    for path in ("/desk/logout", "/desk/login"):
        form = FORM.format(action=f"{town.origin}{path}", more="")
        foreign = await attacker.shows(context, form)
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

    elsewhere = await browser.new_context()
    await elsewhere.add_cookies([planted])
    other = await elsewhere.new_page()
    await other.goto(f"{town.origin}/desk/me")
    assert "/desk/login" in other.url
    await elsewhere.close()


async def test_no_page_lets_itself_be_framed(
    context: BrowserContext, town: Everything, attacker: Attacker
) -> None:
    await signed_in(context, town)
    election = town.sessions["founded"].id
    for place in attacker.places:
        own = f"http://{place}:{attacker.port}/plain"
        assert await framed(context, attacker, place, own) == own  # else nothing would be shown
        for path in FRAMED:
            address = town.origin + path.format(id=election)
            seen = await framed(context, attacker, place, address)
            assert seen.startswith("chrome-error://"), (path, seen)


async def framed(context: BrowserContext, attacker: Attacker, place: str, address: str) -> str:
    """Return what stands in a frame of the attacker's page."""
    attacker.html = FRAME.format(address=address)
    page = await context.new_page()

    def within(frame: Frame) -> bool:
        return frame.parent_frame is not None and frame.url != "about:blank"

    async with page.expect_event("framenavigated", within) as navigated:
        await page.goto(f"http://{place}:{attacker.port}/")
    seen = (await navigated.value).url
    await page.close()
    return str(seen)
