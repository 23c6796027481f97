"""People of the paper desk at their browsers: a round whose box is counted, on a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Dialog, FilePayload, Page, Request

from ballot.rules import Rules
from service.rehearsal.company import Signer
from tests.contract.service.lifecycle.conftest import third
from tests.contract.service.lifecycle.meeting import Meeting, meet
from tests.contract.service.lifecycle.test_scanned_paper import UNSAMPLED, page, printed
from tests.support.browsers import PATIENCE
from tests.support.hall import PASSWORD, name_of, town_at
from tests.support.scanned import Pen, Printed, marked, png, scanned, tiff
from tests.support.tablets import serving

RULES = Rules(
    seats=2,
    roster_total=3,
    channels=("paper",),
    write_in="allowed",
    identifying_mark="ignore",
    audit_sample=UNSAMPLED,
)


@dataclass(kw_only=True)
class Table:
    """The round, its three sheets, and where the service answers."""

    meeting: Meeting
    sheet: Printed
    address: str

    def scans(self) -> list[FilePayload]:
        """One sheet with two marks in a row, one with a project written in, one clear, a text."""
        twice = marked(self.sheet, {1: "approve"}) & marked(self.sheet, {1: "oppose"})
        written = marked(self.sheet, {1: "approve", 2: "oppose"}, at=1)
        zone = self.sheet.layout.pages[0].written
        assert zone is not None
        x, y = zone.x / 1000 + 40, zone.y / 1000 + 2
        Pen(written).line((x, y), (x + 6, y + 7), (x + 12, y + 1), (x + 18, y + 8), (x + 30, y + 2))
        sheets = [scanned(twice), scanned(written), page(self.sheet, 2)]
        return [_chosen("票.tif", tiff(sheets)), _chosen("说明.pdf", b"just text")]

    def blank(self) -> FilePayload:
        """The front of an unmarked sheet."""
        return _chosen("重扫.png", png(scanned(self.sheet.page())))


def _chosen(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@asynccontextmanager
async def table_at(data: Path, rules: Rules = RULES) -> AsyncIterator[Table]:
    """Print three sheets, vote with all of them, count the box; three 监票人 watch."""
    async with town_at(data) as town, serving(town.app) as address:
        await third(town)
        meeting = await meet(town, rules=rules, voters=3)
        yield Table(meeting=meeting, sheet=await printed(meeting, 3), address=address)


@dataclass(kw_only=True)
class Seated:
    """Somebody at a page of the desk, in one language."""

    page: Page
    seat: Signer
    language: str
    address: str
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """What the page asked before it did something; every question is answered with yes."""
    underway: set[Request] = field(default_factory=set)

    async def _answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.message)
        await dialog.accept("有折角，整捆重扫。" if dialog.type == "prompt" else None)

    def _named(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh

    def watch(self) -> None:
        """Note what fails and what is asked on the page."""
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._answer)
        self.page.on("request", self._began)
        self.page.on("requestfinished", self._over)
        self.page.on("requestfailed", self._over)

    def _began(self, asked: Request) -> None:
        self.underway.add(asked)

    def _over(self, asked: Request) -> None:
        self.underway.discard(asked)

    async def settled(self) -> None:
        """Wait for the pictures: a service that is stopped under them loses its connections."""
        async with asyncio.timeout(PATIENCE / 1000):
            while self.underway:
                await self.page.wait_for_timeout(50)

    async def press(self, zh: str, en: str) -> None:
        """Press the first button of that name."""
        await self.page.get_by_role("button", name=self._named(zh, en)).first.click()

    async def told(self, zh: str, en: str) -> None:
        """Wait for a text that is seen."""
        seen = self.page.get_by_text(self._named(zh, en)).filter(visible=True)
        await seen.first.wait_for()

    async def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            await self.page.keyboard.press(name)


@asynccontextmanager
async def seated(
    browser: Browser, table: Table, seat: Signer, name: str, language: str
) -> AsyncIterator[Seated]:
    """Open a page of the desk as whoever holds ``seat``; at the end it must have had no fault."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    await context.add_cookies(
        [{"name": "piaojue_language", "value": language, "url": table.address}]
    )
    page_ = await context.new_page()
    one = Seated(page=page_, seat=seat, language=language, address=table.address)
    page_.set_default_timeout(PATIENCE)
    one.watch()
    election = table.meeting.hall.company.election
    await page_.goto(f"{table.address}/desk/{election}/rounds/1/{name}")
    await page_.locator("#login [name=name]").fill(name_of(seat))
    await page_.locator("#login [name=password]").fill(PASSWORD)
    await page_.locator("#login button").click()
    await page_.locator("#work").wait_for()
    yield one
    await one.settled()
    await context.close()
    assert one.faults == []
