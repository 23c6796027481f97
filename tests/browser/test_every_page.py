"""Every page of the service, in both languages, with markup wherever people can type a text.

The pages are those that the application declares: one that is added is visited without being named
here. On each: nothing that axe finds, nothing typed is read as markup, no script fails, the policy
of the page is not broken, nobody else's host is asked, and the English says everything.
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page

from service.pages.words import COOKIE as LANGUAGE
from tests.browser.conftest import in_a_task_of_its_own
from tests.support.browsers import violations
from tests.support.everywhere import HOSTILE, ORDINARY, Everything, everything, reader
from tests.support.hall import ADMINISTRATOR, AUDITOR, Step
from tests.support.sitting.people import WORKPLACE
from tests.support.watching import watch

SCREENS = os.environ.get("PIAOJUE_SCREENS")
ANSWERS = (
    "/events",
    "/root.crt",
    "/checkpoints/{size:int}",
    "/{form_of:str}",
    "/{file:str}",
    "/badges.pdf",
    "/verifier.html",
)
"""Ends of addresses that are no pages: a stream, files."""
PARTS = ("/attendance/figures", "/found", "/live", "/blocks", "/candidates/sheet.png")
"""Ends of addresses that answer with a part of a page, or a picture in it."""
RUN = "/{name:str}"
"""A run of checks or a rehearsal, which is long: the whole session visits it."""

VARIED: dict[Step, tuple[str, ...]] = {
    "founded": ("", "/officers", "/candidates", "/candidates/1", "/acts", "/rounds/1/attendance"),
    "open": ("", "/rounds/1/tokens", "/rounds/1/attendance", "/acts"),
    "closed": ("", "/rounds/1/tokens", "/rounds/1/reconciliation"),
    "announced": (),
}
"""Pages of the desk that say something else at other stages."""

INJECTED = """[...document.querySelectorAll(
  'img[src="x"], [onerror], [onload], [onclick], svg[onload], script:not([src])')]
  .map((one) => one.outerHTML.slice(0, 120))"""

CHINESE = """[...document.querySelectorAll('body, body *, title')].flatMap((one) => {
  if (one.closest('[lang|=zh], .mark, [hidden], script, style')) return [];
  const own = [...one.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data);
  const said = ['aria-label', 'alt', 'title', 'placeholder'].map((name) => one.getAttribute(name));
  return [...own, ...said].filter((text) => text && /\\p{Script=Han}/u.test(text));
})"""
"""Chinese in an English page: nothing typed is Chinese, so somebody forgot to translate."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everything]:
    texts = ORDINARY if SCREENS else HOSTILE
    context = everything(tmp_path_factory.mktemp("every"), texts)
    async with in_a_task_of_its_own(context) as found:
        yield found


DESK, PHONE, SCREEN = (1280, 800), (390, 844), (1920, 1080)
TABLETS = ((800, 1280), (1024, 768), SCREEN)
SIZES = {
    "": (PHONE, DESK),
    "results": (PHONE, DESK),
    "hall": (SCREEN,),
    "vote": TABLETS,
    "check": TABLETS,
    "presider": (DESK, (800, 1280)),
}
"""In which sizes a page is kept as a picture, by the first part of its address."""

KNOWN = ("欧阳", AUDITOR, ADMINISTRATOR)
"""Names that the service began with."""


def routes(town: Everything) -> Iterator[tuple[str, str | None]]:
    for route, access in town.pages():
        if not route.endswith((*ANSWERS, *PARTS, RUN)):
            staff = route.startswith("/desk/{")
            yield route, "teller" if staff and access.public else reader(access)


class Visitor:
    """Somebody who looks at page after page."""

    def __init__(self, town: Everything, language: str) -> None:
        self.town, self.language = town, language
        self.faults: list[str] = []

    async def begin(self, browser: Browser, role: str | None) -> Page:
        context = await browser.new_context(locale="zh-CN", viewport=WORKPLACE)
        cookies: list[Any] = [{"name": LANGUAGE, "value": self.language, "url": self.town.origin}]
        if role is not None:
            cookies.append(self.town.cookie(role))
        await context.add_cookies(cookies)
        page = await context.new_page()
        await watch(page, self.town.origin, self.faults)
        page.on("dialog", lambda dialog: self.faults.append(f"{page.url}: says {dialog.message}"))
        return page

    async def visit(self, page: Page, address: str) -> None:
        answer = await page.goto(address)
        assert answer is not None
        if answer.status != 200:
            self.faults.append(f"{address}: {answer.status}")
            return
        await self.look(page)

    async def look(self, page: Page) -> None:
        """Note what is wrong with the page that stands.

        The English desk has the elements of the Chinese one: axe sees it with `make screens`.
        """
        where = f"{self.language} {page.url.removeprefix(self.town.origin)}"
        if self.language == "zh" or SCREENS or "/desk" not in page.url:
            found = await violations(page)
            self.faults += [f"{where}: {one}" for one in found]
        self.faults += [f"{where}: markup {one}" for one in await page.evaluate(INJECTED)]
        if self.language == "en" and not SCREENS:
            self.faults += [
                f"{where}: Chinese {text!r}"
                for text in await page.evaluate(CHINESE)
                if not any(one in text for one in KNOWN)
            ]
        if SCREENS:
            await self.keep(page, Path(SCREENS))

    async def keep(self, page: Page, folder: Path) -> None:
        """Keep a picture in every size in which people have the page before them."""
        place = page.url.removeprefix(self.town.origin)
        for stage, session in self.town.sessions.items():
            place = place.replace(session.id, stage)
        usual = page.viewport_size
        for width, height in SIZES.get(place.split("/")[1], (DESK,)):
            await page.set_viewport_size({"width": width, "height": height})
            name = f"{self.language}{place.replace('/', '_')}-{width}.png"
            await page.screenshot(path=folder / name, full_page=True)
        if usual is not None:
            await page.set_viewport_size(usual)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_page_bears_every_text(
    browser: Browser, town: Everything, language: str
) -> None:
    visitor = Visitor(town, language)
    found = list(routes(town))
    assert len(found) > 35
    for role in dict.fromkeys(role for _, role in found):
        page = await visitor.begin(browser, role)
        for route in [route for route, needed in found if needed == role]:
            stage: Step = "founded" if "/acts/" in route else "announced"
            await visitor.visit(page, town.address(route, stage))
        if role == "clerk":
            await at_other_stages(visitor, page)
        if role == "teller":
            await figures_to_sign(visitor, page)
        if role == "administrator":
            await slips(visitor, page)
        await page.context.close()

    assert not visitor.faults, "\n".join(visitor.faults)


async def at_other_stages(visitor: Visitor, page: Page) -> None:
    """See the pages that say something else before the end, and the screen and the 主持词 there."""
    for stage, places in VARIED.items():
        for place in places:
            await visitor.visit(page, visitor.town.address(f"/desk/{{election:str}}{place}", stage))
        for route in ("/hall/{election:str}", "/presider/{election:str}"):
            await visitor.visit(page, visitor.town.address(route, stage))


async def figures_to_sign(visitor: Visitor, page: Page) -> None:
    """A teller sends figures that do not add up, and is shown them to be signed."""
    address = visitor.town.address("/desk/{election:str}/rounds/1/hand-count", "closed")
    await visitor.visit(page, address)
    for one in await page.locator("main input[type=number]").all():
        await one.fill("1")
    await page.locator("main form button").first.click()
    await page.locator("[data-sign-act]").wait_for()
    await visitor.look(page)


async def slips(visitor: Visitor, page: Page) -> None:
    """An account is opened for a name that is markup, and its slip is printed."""
    await page.goto(f"{visitor.town.origin}/desk/people")
    await page.locator("[name=names]").fill(f"<img src=x onerror=alert(9)>{visitor.language}")
    await page.locator("main form button").first.click()
    await page.locator(".slip").wait_for()
    await visitor.look(page)
