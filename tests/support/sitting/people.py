"""People at their own computers: each a browser of its own, watched all the time."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Dialog, Page, ViewportSize

from tests.support.browsers import violations
from tests.support.key_holders import PASSPHRASE, PATIENCE, Holder
from tests.support.watching import watch

OWN_PASSWORD = "three-words-of-my-own"
WORKPLACE: ViewportSize = {"width": 1280, "height": 800}


async def keep(page: Page, name: str) -> list[str]:
    """With PIAOJUE_SCREENS, keep a picture of the page, and return what axe finds wrong with it."""
    folder = os.environ.get("PIAOJUE_SCREENS")
    if not folder:
        return []
    await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    return [f"{name}: {one}" for one in await violations(page)]


async def _accept(dialog: Dialog) -> None:
    await dialog.accept()


@dataclass(kw_only=True)
class Officer(Holder):
    """Somebody who works at the session: signs on the desk's pages, holds a key at /key."""

    called: str
    password: str = ""
    """The one of the slip, until the own is chosen."""

    @property
    def name(self) -> str:
        return self.called

    async def open(self, path: str) -> None:
        await self.page.goto(self.server + path)

    async def seen(self, name: str) -> None:
        self.faults += await keep(self.page, f"session-{name}")

    async def do(self, text: str) -> None:
        """Press a button of the page's main part."""
        button = self.page.locator("main").get_by_role("button", name=text, exact=True)
        await button.first.click()

    async def read(self, text: str) -> None:
        """Wait until the page says so."""
        await self.page.get_by_text(text).first.wait_for()

    async def titled(self, text: str) -> None:
        await self.page.get_by_role("heading", name=text).first.wait_for()

    async def fill(self, **fields: str) -> None:
        for name, text in fields.items():
            await self.page.locator(f"[name={name}]").first.fill(text)

    async def login(self) -> None:
        """Sign in at the desk; a first password is changed at once."""
        await self.open("/desk/login")
        await self.fill(name=self.name, password=self.password)
        await self.do("登录")
        if self.password == OWN_PASSWORD:
            return
        await self.titled("修改口令")
        await self.fill(old=self.password, new=OWN_PASSWORD, again=OWN_PASSWORD)
        await self.do("修改口令")
        await self.page.wait_for_url("**/desk")
        self.password = OWN_PASSWORD

    async def enrol(self) -> None:
        """Choose a password of one's own, and make the signing key, on the page of the keys."""
        await self.open("/key")
        await self.heading("监票人密钥：请先登录")
        await self.page.locator("#name").fill(self.name)
        await self.page.locator("#password").fill(self.password)
        await self.press("登录")
        await self.heading("请先换掉初始口令")
        for place in ("#fresh", "#again"):
            await self.page.locator(place).fill(OWN_PASSWORD)
        await self.press("换口令")
        self.password = OWN_PASSWORD
        await self.heading("设定您的密钥口令")
        for place in ("#passphrase", "#passphrase-again"):
            await self.page.locator(place).fill(PASSPHRASE)
        await self.press("生成签名密钥")
        await self.heading("您的票决")

    async def sign_here(self, act: str, election: str, *, says: str = "") -> None:
        """Sign what waits on the desk's page of acts, by the program of the keys."""
        await self.open(f"/desk/{election}/acts")
        await self.titled(act)
        card = self.page.locator("section.card", has=self.page.get_by_role("heading", name=act))
        place = card.locator("[data-sign-act]")
        await place.locator("input").first.wait_for()
        assert says in await place.inner_text()
        await self.seen(f"signs-{act}-{self.name}")
        await self.sign_in(place)

    async def sign_in(self, place: Any) -> None:
        """Give the passphrase to the element that asks for it."""
        await place.locator("input").first.fill(PASSPHRASE)
        async with self.page.expect_navigation():
            await place.get_by_role("button", name="用密钥签字").click()


async def officer(
    browser: Browser, server: str, folder: Path, called: str, *, number: int = 0
) -> Officer:
    """Seat somebody at a computer of the own."""
    own = folder / called
    own.mkdir()
    context = await browser.new_context(viewport=WORKPLACE, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    found = Officer(number=number, server=server, page=page, folder=own, called=called)
    await watch(page, server, found.faults)
    page.on("dialog", _accept)
    return found


@dataclass(kw_only=True)
class Staff:
    """Everybody who is no deputy."""

    administrator: Officer
    clerk: Officer
    auditor: Officer
    presider: Officer
    chief: Officer
    scrutineers: list[Officer]
    tellers: list[Officer]
    others: list[Page] = field(default_factory=list)

    @property
    def keyed(self) -> Sequence[Officer]:
        """Everybody who signs with a key."""
        return [self.clerk, self.presider, self.chief, *self.scrutineers, *self.tellers]

    @property
    def all(self) -> Sequence[Officer]:
        return [self.administrator, self.auditor, *self.keyed]

    @property
    def faults(self) -> list[str]:
        return [f"{one.name}: {fault}" for one in self.all for fault in one.faults]
