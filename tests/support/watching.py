"""What no page may ever do: ask another host, fail in a script, break the policy."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page

HARMLESS = ("the server responded with a status of 4", "Response Status Error Code")
"""What a browser says of a refusal that the page shows in words."""

POLICY = """document.addEventListener("securitypolicyviolation", (one) =>
  console.error(`policy: ${one.violatedDirective} ${one.blockedURI} ${one.sample}`));"""


async def watch(
    page: Page, server: str, faults: list[str], *, harmless: Sequence[str] = HARMLESS
) -> None:
    """Note in ``faults`` whatever the page does that it must not do, from the next address on."""
    own = urlsplit(server).netloc

    def asked(url: str) -> None:
        place = urlsplit(url)
        if place.scheme not in {"data", "blob"} and place.netloc != own:
            faults.append(f"{page.url}: request to {url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in harmless):
            faults.append(f"{page.url}: {message.text}")

    await page.add_init_script(POLICY)
    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda socket: asked(socket.url))
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))


@asynccontextmanager
async def at_work(
    browser: Browser, server: str, cookie: Any
) -> AsyncIterator[tuple[Page, list[str]]]:
    """Open a page at a workplace for whoever has the ``cookie``; with it goes what it did wrong."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    await context.add_cookies([cookie])
    page = await context.new_page()
    await watch(page, server, faults)
    yield page, faults
    await context.close()
