"""Deputies at tablets of their own, all at once; one of them has a ballot checked first."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser

from ballot.sealed import Mark
from tests.support.browsers import PATIENCE, PORTRAIT, Tablet
from tests.support.sitting.people import keep
from tests.support.sitting.plan import WORDS, Plan
from tests.support.watching import watch

TYPED = "[...document.querySelectorAll('details .code span')].map((e) => e.textContent).join(' ')"


@dataclass(kw_only=True)
class Deputy(Tablet):
    """A deputy who knows no more than the card in the hand and the tablet on the table."""

    session: Any = None
    server: str
    number: int
    tracker: str = ""

    async def sits_down(self) -> None:
        """Choose the session from the list of the tablets' first page."""
        await self.page.goto(f"{self.server}/vote")
        await self.page.get_by_role("link", name="民生实事项目票决").click()
        await self.page.locator("#group-1").wait_for()
        await self.seen("start")

    async def fills_in(self, marks: Sequence[Mark]) -> None:
        for project, mark in enumerate(marks, start=1):
            await self.mark(project, WORDS[mark])
        await self.seen("ballot")
        await self.review()
        await self.seen("review")

    async def votes(self, code: str, marks: Sequence[Mark], *, checks: bool) -> None:
        """Go from the card to the receipt."""
        await self.page.locator("#group-1").fill(code)
        await self.page.keyboard.press("Enter")
        await self.page.locator(".projects").wait_for()
        await self.fills_in(marks)
        if checks:
            await self.has_it_checked(marks)
            await self.fills_in(marks)
        await self.cast()
        await self.heading("已经投票")
        await self.seen("receipt")
        self.tracker = await self.code()
        await self.page.get_by_role("button", name="完成").click()
        await self.page.locator("#group-1").wait_for()

    async def has_it_checked(self, marks: Sequence[Mark]) -> None:
        """检验: the second device shows what was sealed, and the ballot is burnt."""
        code = await self.code()
        await self.page.get_by_role("button", name="检验").click()
        await self.page.locator(".symbol").wait_for()
        opening = str(await self.page.evaluate(TYPED))
        page = await self.page.context.new_page()
        await watch(page, self.server, self.faults)
        await page.goto(self.page.url.replace("/vote/", "/check/"))
        second = Tablet(page=page, session=None, faults=self.faults)
        await page.locator("#opening").fill(opening)
        await page.get_by_role("button", name="检验", exact=True).click()
        await second.heading("这张封票真正的内容")
        assert await second.code() == code
        said = page.locator(".said").filter(has_text="赞成")
        assert f"赞成 {marks.count('approve')} 项" in await said.first.inner_text()
        self.faults += await keep(page, "session-check")
        await page.close()
        await self.page.get_by_role("button", name="检验完了，重新填票").click()
        await self.page.locator(".projects").wait_for()

    async def seen(self, name: str) -> None:
        if self.number == 0:
            self.faults += await keep(self.page, f"session-tablet-{name}")


async def seated(browser: Browser, server: str, plan: Plan) -> list[Deputy]:
    """Seat a deputy at each tablet, before or after the vote is open."""

    async def one(number: int) -> Deputy:
        context = await browser.new_context(viewport=PORTRAIT)
        context.set_default_timeout(PATIENCE)
        deputy = Deputy(page=await context.new_page(), server=server, number=number)
        await watch(deputy.page, server, deputy.faults)
        return deputy

    return [await one(number) for number in range(plan.tablets)]


async def voted(deputies: Sequence[Deputy], cards: Sequence[str], plan: Plan) -> None:
    """All vote at once; the last one uses 检验 before."""
    await asyncio.gather(*(one.sits_down() for one in deputies))
    last = deputies[-1]
    pairs = zip(deputies, cards, strict=True)
    await asyncio.gather(
        *(one.votes(code, plan.marks(one.number), checks=one is last) for one, code in pairs)
    )
    trackers = {one.tracker for one in deputies}
    assert len(trackers) == len(deputies)
