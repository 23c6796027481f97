"""A real browser that votes as a deputy does, and is watched: no foreign host, no fault."""

import os
import shutil
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    ViewportSize,
)

from tests.support import tablets
from tests.support.hall import Session

NAMES = ("chromium", "chromium-browser", "google-chrome")
PORTRAIT: ViewportSize = {"width": 800, "height": 1280}
LANDSCAPE: ViewportSize = {"width": 1280, "height": 800}
SMALL: ViewportSize = {"width": 600, "height": 960}
"""An 8-inch tablet."""

ZOOMED: ViewportSize = {"width": 640, "height": 400}
"""What is left of a landscape tablet at 200 %."""

PATIENCE = 90_000
"""Milliseconds until a test gives up waiting."""

HARMLESS = ("net::ERR_INTERNET_DISCONNECTED", "the server responded with a status of 4")


def program() -> str | None:
    """Return the path of an installed Chromium, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


async def launched(playwright: Playwright, *more: str) -> Browser:
    """Start the installed Chromium; in a container the service user is root, hence no sandbox."""
    path = program()
    return await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *more])


async def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the screen, AAA contrast included."""
    source = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    await page.evaluate(f"{source}; null")
    found: Any = await page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa',"
        " 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]


@dataclass(kw_only=True)
class Tablet:
    """A page in a context of its own, and whatever it did that it must not do."""

    page: Page
    session: Session
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note faults of the program, and every request to another host."""
        own = urlsplit(tablets.origin(self.session)).netloc

        def asked(request: Request) -> None:
            if urlsplit(request.url).scheme not in {"data", "blob"} and (
                urlsplit(request.url).netloc != own
            ):
                self.faults.append(f"request to {request.url}")

        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(one in message.text for one in HARMLESS):
                self.faults.append(message.text)

        # A machine that is busy with other things is no fault of the page.
        self.page.set_default_timeout(PATIENCE)
        self.page.context.on("request", asked)
        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def open(self) -> None:
        """Open the voting page and wait until it asks for a card."""
        await self.page.goto(tablets.voting_page(self.session))
        await self.page.locator("#group-1").wait_for()

    async def enter(self, card: int) -> None:
        """Type the card's code, Enter at the end."""
        await self.page.locator("#group-1").fill(tablets.typed(self.session, card))
        await self.page.keyboard.press("Enter")

    async def chooses(self, card: int) -> None:
        """Enter the card and wait until the whole ballot is laid out."""
        await self.enter(card)
        await self.page.locator(".projects > .project:last-child.laid-out").wait_for()

    async def mark(self, project: int, mark: str) -> None:
        """Touch a mark of a project (from 1)."""
        card = self.page.locator(".project").nth(project - 1)
        await card.get_by_text(mark, exact=True).click()

    async def review(self) -> None:
        """Go to the review and wait until the ballot is sealed."""
        await self.page.get_by_role("button", name="核对我的选择").click()
        await self.page.locator(".seal .code").wait_for()

    async def cast(self) -> None:
        """Press 投票."""
        await self.page.get_by_role("button", name="投票", exact=True).click()

    async def heading(self, text: str) -> None:
        """Wait for a screen by its heading."""
        await self.page.get_by_role("heading", name=text, level=1).wait_for()

    async def code(self) -> str:
        """Return the code that the screen shows in groups."""
        return "".join(await self.page.locator(".code").first.locator("span").all_inner_texts())

    async def violations(self) -> list[str]:
        """Return what axe finds wrong with the screen, AAA contrast included."""
        return await violations(self.page)

    async def keep(self, name: str) -> None:
        """Keep a picture of the whole page where people asked for pictures (`make screens`)."""
        if folder := os.environ.get("PIAOJUE_SCREENS"):
            await self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    async def overflows(self) -> bool:
        """Say whether anything is wider than the screen."""
        return bool(
            await self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        )
