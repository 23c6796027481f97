"""Scrutineers at their own computers: real pages, real downloads, files that are read back."""

import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, ViewportSize

from ballot.rules import Rules
from ballot.sealed import Mark
from service.client.api import Api
from service.client.deck import new_deck, public_lists, register
from service.client.person import Person, PersonalKey
from service.rehearsal import session as s
from service.rehearsal.company import Company
from service.rehearsal.run import candidates_csv
from service.rehearsal.session import Hall, Plan
from service.rehearsal.staff import ADMINISTRATOR, first_administrator
from service.server import running
from service.settings import Settings
from tests.support.browsers import violations

PASSWORD, PASSPHRASE = "login-of-a-tester-42", "口令 of a device ９"
NAMES = ("王岚", "赵启明", "孙思远")
MARKS: list[dict[int, Mark]] = [
    *[{1: "approve", 2: "abstain", 3: "oppose"}] * 3,
    *[{2: "approve"}] * 2,
]
TRUSTEES, THRESHOLD = 3, 2
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PATIENCE = 120_000.0
"""Milliseconds; passphrases are stretched on purpose, and the machine has other tests to run."""

HARMLESS = "the server responded with a status of 4"


@dataclass(kw_only=True)
class Holder:
    """One scrutineer, the page, and the folder in which the key files are kept."""

    number: int
    server: str
    page: Page
    folder: Path
    faults: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    """What the page sent, so that a test can look for what must not leave."""
    file: Path | None = None
    paper: str = ""
    """What the printed page says."""

    @property
    def name(self) -> str:
        return NAMES[self.number - 1]

    def watch(self) -> None:
        """Note faults, requests to another host, and every body that is sent."""
        own = urlsplit(self.server).netloc

        def asked(request: Request) -> None:
            place = urlsplit(request.url)
            if place.scheme not in {"data", "blob"} and place.netloc != own:
                self.faults.append(f"request to {request.url}")
            self.sent.append(f"{request.url} {request.post_data or ''}")

        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and HARMLESS not in message.text:
                self.faults.append(message.text)

        self.page.context.on("request", asked)
        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def heading(self, text: str) -> None:
        await self.page.get_by_role("heading", name=text, level=1, exact=True).wait_for()

    async def press(self, text: str) -> None:
        await self.page.get_by_role("button", name=text).first.click()

    async def seen(self, name: str) -> None:
        """Have axe look at the screen, and keep a picture where PIAOJUE_SHOTS says so."""
        self.faults += await violations(self.page)
        folder = os.environ.get("PIAOJUE_SHOTS")
        if folder:
            await self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    async def log_in(self, path: str) -> None:
        await self.page.goto(f"{self.server}{path}")
        await self.log_in_here()

    async def log_in_here(self) -> None:
        await self.heading("监票人密钥：请先登录")
        await self.page.locator("#name").fill(self.name)
        await self.page.locator("#password").fill(PASSWORD)
        await self.press("登录")

    async def enrol(self) -> None:
        """Make the signing key before there is any session."""
        await self.log_in("/key")
        await self.heading("设定您的密钥口令")
        await self.page.locator("#passphrase").fill(PASSPHRASE)
        await self.page.locator("#passphrase-again").fill(PASSPHRASE)
        if self.number == 1:
            await self.seen("passphrase")
        await self.press("生成签名密钥")
        await self.heading("您的票决")

    async def enter(self, election: str) -> None:
        """Open the page of the session, by the file where there is one."""
        await self.page.goto(f"{self.server}/key/{election}")
        await self.heading("打开您的密钥")
        if self.file is None:
            await self.page.locator("#passphrase-alone").fill(PASSPHRASE)
            await self.press("不用文件，只用口令")
        else:
            await self.page.locator("#file").set_input_files(self.file)
            await self.page.locator("#passphrase").fill(PASSPHRASE)
            await self.page.get_by_role("button", name="打开", exact=True).click()
        await self.heading("密钥和签字")

    async def signs_in_again(self) -> None:
        """Lose the session; the page asks for the password alone, its key stays open."""
        await self.page.context.clear_cookies()
        await self.log_in_here()
        await self.heading("密钥和签字")

    async def save(self) -> None:
        """Download the file, choose it again and type the passphrase again."""
        async with self.page.expect_download() as download:
            await self.page.get_by_role("link", name="存密钥文件").click()
        saved = await download.value
        self.file = self.folder / saved.suggested_filename
        await saved.save_as(self.file)
        await self.page.locator("#file").set_input_files(self.file)
        await self.page.locator("#passphrase").fill(PASSPHRASE)
        await self.press("核对存的文件")

    async def code(self) -> str:
        """Return the digits that the screen shows."""
        return "".join((await self.page.locator(".spoken").inner_text()).split())

    async def sign(self, act: str) -> None:
        """Sign what waits, or propose it."""
        await self.heading("密钥和签字")
        waits = self.page.get_by_role("listitem").filter(has_text=act)
        await waits.get_by_role("button").first.click()
        await self.heading(f"签字：{act}")
        await self.page.locator("#read").check()
        if self.number == 1:
            await self.seen(f"sign-{act}")
        await self.page.get_by_role("button", name="签字", exact=True).click()
        await self.heading(act)
        await self.press("返回")


@dataclass(kw_only=True)
class Room:
    """The session, and its scrutineers at their pages."""

    hall: Hall
    server: str
    holders: list[Holder]

    @property
    def election(self) -> str:
        return self.hall.company.election

    async def state(self) -> Any:
        return await self.hall.company.api("clerk").get(self.hall.path)

    async def found(self) -> None:
        """Found the session once everybody has a key, and begin the key generation."""
        await s.found(self.hall)
        await s.list_candidates(self.hall, "候选项目.csv", candidates_csv((1, 2, 3)))

    async def begin_keys(self) -> None:
        await self.hall.company.api("clerk").post(
            f"{self.hall.path}/ceremony", {"trustees": TRUSTEES, "threshold": THRESHOLD}
        )

    async def hand_out(self) -> None:
        count = len(MARKS)
        self.hall.deck = new_deck(count, os.urandom)
        lists = public_lists(self.hall.deck, self.election, self.hall.plan.group)
        await register(self.hall.company.api("chief_scrutineer"), self.election, lists)
        await s.hand_out(self.hall, 1, count, 0, count)

    async def vote(self) -> None:
        """Cast every card, close."""
        await s.cast_all(self.hall, 1, MARKS)
        await self.hall.company.act(1, "closed", s.CHIEF_AND_PRESIDER)

    async def authorise(self) -> None:
        """Count the cards in the box and let the chief authorise the opening."""
        chief = self.hall.company.api("chief_scrutineer")
        await chief.post(f"{self.hall.round(1)}/cards-in-box", {"count": len(MARKS)})
        await self.hall.company.act(1, "opening_authorised", [("chief_scrutineer", 1)])


@asynccontextmanager
async def room_at(data: Path, browser: Browser) -> AsyncIterator[Room]:
    """Run the service with accounts for everybody; scrutineers have no key yet."""
    settings = Settings(data=data / "data", workers=1)
    secret = await first_administrator(settings)
    async with running(settings) as server:
        public = Api.at(server)
        try:
            with ThreadPoolExecutor(2) as pool:
                hall = await _hall(public, secret, pool)
                holders = [await _holder(browser, server, data, n) for n in range(1, TRUSTEES + 1)]
                yield Room(hall=hall, server=server, holders=holders)
                for one in holders:
                    await one.page.context.close()
                faults = [fault for one in holders for fault in one.faults]
                assert not faults, faults
        finally:
            await public.close()


async def _hall(public: Api, secret: str, pool: ThreadPoolExecutor) -> Hall:
    signed = await public.post("/api/login", {"name": ADMINISTRATOR, "password": secret})
    admin = public.signed_in(signed["token"])
    company = Company(admin=admin)
    for role in ("clerk", "presider", "chief_scrutineer"):
        await _account(admin, role, ["clerk"] if role == "clerk" else [])
        key = PersonalKey.generate(PASSPHRASE)
        person = await Person.sign_in(public, role, PASSWORD, key)
        await person.enrol()
        company.people[role, 1] = person  # type: ignore[index]  # one of the roles
    for number, name in enumerate(NAMES, start=1):
        await _account(admin, name, [])
        # Only the name is needed to appoint somebody.
        nobody = PersonalKey.generate(PASSPHRASE)
        company.people["scrutineer", number] = Person(name, public, nobody, "")
    return Hall(plan=_plan(), company=company, public=public, pool=pool, progress=lambda *_: None)


async def _account(admin: Api, name: str, roles: list[str]) -> None:
    body = {"name": name, "password": PASSWORD, "roles": roles, "must_change": False}
    await admin.post("/api/accounts", body)


def _plan() -> Plan:
    return Plan(
        title="青禾县2026年民生实事项目票决",
        session="青禾县第十八届人民代表大会第四次会议",
        body="青禾县人民代表大会",
        rules=Rules(seats=1, roster_total=len(MARKS), channels=("tablet",)),
        group="Ed25519",
        roster=len(MARKS),
        trustees=TRUSTEES,
        threshold=THRESHOLD,
    )


async def _holder(browser: Browser, server: str, data: Path, number: int) -> Holder:
    folder = data / f"holder{number}"
    folder.mkdir()
    page = await page_of(browser)
    holder = Holder(number=number, server=server, page=page, folder=folder)
    holder.watch()
    return holder


async def page_of(browser: Browser) -> Page:
    """Return a page in a context of its own, as on a computer of its own."""
    context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    return await context.new_page()
