"""A clerk who has read no manual gets from an empty service to an open vote, in a real browser."""

import re
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page

from service.rehearsal.staff import ADMINISTRATOR, first_administrator
from service.server import running
from service.settings import Settings

CLERK, PASSWORD = "许文静", "four-words-in-a-row"
OFFICERS = ("周明远", "陆承远", "王岚", "刘志成", "宋梅")
LIST = (
    "序号,项目名称,投资（万元）,责任单位\n1,供水,120,水务局\n2,校车,80,教育局\n3,路灯,30,城管局\n"
)
ROLL = "姓名,代表团,座位\n" + "".join(f"代表{n}号,第{n % 2}团,{n}座\n" for n in range(1, 13))
HARMLESS = "the server responded with a status of 4"


class Desk:
    """A page that is watched: no foreign host, no fault of a script, nothing for axe."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.faults: list[str] = []
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("dialog", lambda dialog: dialog.accept())

    def _asked(self, url: str) -> None:
        place = urlsplit(url)
        if place.scheme != "data" and place.netloc != urlsplit(self.server).netloc:
            self.faults.append(f"request to {url}")

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and HARMLESS not in text and "Response Status Error Code" not in text:
            self.faults.append(text)

    async def open(self, path: str) -> None:
        await self.page.goto(self.server + path)
        await self.look()

    async def look(self) -> None:
        """Note what axe finds wrong with what is shown."""
        source = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
        await self.page.evaluate(f"{source}; null")
        found: Any = await self.page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        )
        self.faults += [
            f"{self.page.url}: {one['id']}: {node['html'][:120]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    async def press(self, text: str) -> None:
        await self.page.locator("main").get_by_role("button", name=text, exact=True).first.click()

    async def heading(self, text: str) -> None:
        await self.page.get_by_role("heading", name=text).first.wait_for()
        await self.look()

    async def login(self, name: str, password: str) -> None:
        await self.open("/desk/login")
        await self.page.get_by_label("姓名").fill(name)
        await self.page.get_by_label("口令").fill(password)
        await self.press("登录")

    async def next(self, stage: str) -> None:
        """See the stage, and follow the one next step that the page names."""
        await self.page.locator("[aria-current=step]", has_text=stage).wait_for()
        await self.look()
        await self.page.locator(".next").get_by_role("link").click()

    async def sign(self) -> None:
        """Enter a signed page for everybody who signs on paper."""
        await self.heading("待签字事项")
        while await self.page.locator("form[action$='/paper']").count():
            left = await self.page.locator("form[action$='/paper']").count()
            scan = {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
            form = self.page.locator("form[action$='/paper']").first
            await form.locator("[name=file]").set_input_files(scan)  # type: ignore[arg-type]  # as Playwright documents
            await form.locator("button").click()
            await self.page.wait_for_function(
                "left => document.querySelectorAll(\"form[action$='/paper']\").length < left",
                arg=left,
            )


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, tmp_path: Path) -> AsyncIterator[tuple[Desk, str]]:
    settings = Settings(data=tmp_path, workers=1)
    secret = await first_administrator(settings)
    async with running(settings) as server:
        context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        one = Desk(await context.new_page(), server)
        yield one, secret
        await context.close()
    assert one.faults == []


def sent(text: str) -> dict[str, Any]:
    return {"name": "清单.csv", "mimeType": "text/csv", "buffer": text.encode()}


async def test_a_new_clerk_is_led_from_an_empty_service_to_an_open_vote(
    desk: tuple[Desk, str],
) -> None:
    one, secret = desk
    page = one.page
    first = await _accounts(one, secret)
    await one.login(CLERK, first)
    await one.heading("修改口令")
    for name, text in (("old", first), ("new", PASSWORD), ("again", PASSWORD)):
        await page.locator(f"[name={name}]").fill(text)
    await one.press("修改口令")

    await page.get_by_text("还没有票决，从这里新建。").wait_for()
    await one.look()
    await page.locator("main").get_by_role("link", name="新建票决").click()
    await _founded(one)
    await _officers(one)

    base = urlsplit(page.url).path.removesuffix("/officers")
    await one.open(base)
    await one.next("起草")
    await _list(one)
    await page.goto(f"{one.server}{base}")
    await one.next("清单已定")
    await _tokens(one)
    await one.open(base)
    await one.next("票已备")
    await _attendance(one)
    await one.next("票已备")
    await page.locator("form[action$=issued] [name=count]").fill("11")
    await one.press("登记发出张数")
    await page.locator("td", has_text=re.compile(r"^11$")).first.wait_for()
    await one.open(base)
    await one.press("提请签字")
    await one.sign()
    await page.locator("[aria-current=step]", has_text="投票中").wait_for()


async def _accounts(one: Desk, secret: str) -> str:
    """Let the administrator make accounts; return the clerk's first password."""
    await one.login(ADMINISTRATOR, secret)
    await one.page.get_by_role("link", name="开账号").click()
    for names, role in ((CLERK, "clerk"), ("\n".join(OFFICERS), "")):
        await one.heading("人员和账号")
        await one.page.locator("[name=names]").fill(names)
        await one.page.locator("[name=role]").select_option(role)
        await one.press("新开账号，给出初始口令")
        await one.heading("初始口令")
        if role:
            first = await one.page.locator(".slip strong").last.inner_text()
        await one.page.get_by_role("link", name="已经打印，回到人员").click()
    await one.page.get_by_role("button", name="退出登录").click()
    await one.heading("登录")
    return first


async def _founded(one: Desk) -> None:
    page = one.page
    await one.heading("新建票决：选最接近的一种")
    await page.locator(".card", has_text="乡镇人民代表大会").get_by_role("link").click()
    for name, text in (
        ("title", "青禾镇2026年民生实事项目票决"),
        ("session", "青禾镇第十九届人民代表大会第五次会议"),
        ("body", "青禾镇人民代表大会"),
        ("roster_total", "12"),
        ("candidates_n", "3"),
        ("seats", "3"),
    ):
        await page.locator(f"[name={name}]").fill(text)
    await page.locator("[value=binding]").check()
    await one.press("建立票决")
    await page.locator("#trouble .trouble").wait_for()
    assert await page.locator("[name=title]").input_value() == "青禾镇2026年民生实事项目票决"
    await page.locator("[name=seats]").fill("2")
    await one.press("检查规则")
    await page.locator("#lint .warn, #lint .good").wait_for()
    await one.look()
    await one.press("建立票决")


async def _officers(one: Desk) -> None:
    await one.heading("执行主席、监票人、计票人名单")
    seats = ("presider-1", "chief_scrutineer-1", "scrutineer-1", "scrutineer-2", "scrutineer-3")
    for seat, name in zip(seats, OFFICERS, strict=True):
        await one.page.locator(f"[name={seat}]").select_option(name)
    await one.press("登记名单")
    await one.page.get_by_text("名单已经登记。").wait_for()


async def _list(one: Desk) -> None:
    await one.heading("候选项目")
    await one.page.locator("[name=file]").set_input_files(sent(LIST))  # type: ignore[arg-type]  # as Playwright documents
    await one.press("先看一看")
    await one.page.get_by_text("读出 3 个项目").wait_for()
    await one.press("导入为清单（已经审定）")
    await one.heading("票面预览")
    await one.press("提请两人签字，确定清单")
    await one.sign()


async def _tokens(one: Desk) -> None:
    await one.heading("印票、发票、收票")
    await one.page.locator("[name=count]").first.fill("15")
    await one.press("制作可以扫描的票")
    await one.heading("等待打印的文件")
    await one.press("已经印好，删除文件")
    await one.page.get_by_text("等待打印的文件").wait_for(state="detached")


async def _attendance(one: Desk) -> None:
    """Check one in by the keys of a badge reader, the others by their delegation."""
    page = one.page
    await one.heading("签到")
    await page.goto(page.url.replace("/attendance", "/").split("/rounds")[0] + "/roll")
    await page.locator("[name=file]").set_input_files(sent(ROLL))  # type: ignore[arg-type]  # as Playwright documents
    await one.press("导入")
    await page.get_by_role("link", name="到签到台").click()
    await page.locator("[name=query]").wait_for()
    await page.keyboard.type("12座")
    await page.keyboard.press("Enter")
    await page.get_by_text("代表12号　已签到").wait_for()
    # The next badge is read into the same field, as soon as the answer has settled.
    await page.wait_for_function("document.activeElement.name === 'query'")
    await page.get_by_role("status").get_by_role("button", name="撤销").click()
    await page.get_by_text("代表12号　已撤销签到").wait_for()
    await page.locator("summary", has_text="第1团").click()
    await page.get_by_role("button", name="勾选的都签到").first.click()
    await page.locator("#figures dd", has_text=re.compile(r"^6$")).first.wait_for()
    await one.look()
    await page.locator("[name=present]").last.fill("11")
    await one.press("报告应到、实到")
