"""The page that people keep: opened from disk, it verifies a record and asks nobody anything."""

import re
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, ViewportSize

from service.pages.files import STATIC, VERIFIER
from tests.support.bad_records import BAD
from tests.support.browsers import LANDSCAPE, PATIENCE, violations

EXAMPLE = Path(__file__).parents[2] / "docs/example/record.zip"
PHONE: ViewportSize = {"width": 390, "height": 844}
ABSENT = "A" * 43

Open = Callable[..., Coroutine[Any, Any, Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def kept(browser: Browser, tmp_path: Path) -> AsyncIterator[Open]:
    """Open a copy of the page from disk; nothing but itself and its worker may be asked for."""
    copy = tmp_path / "verifier.html"
    copy.write_bytes((STATIC / VERIFIER).read_bytes())
    faults: list[str] = []
    used: list[Page] = []

    def asked(request: Request) -> None:
        if request.url != copy.as_uri() and not request.url.startswith("blob:null/"):
            faults.append(f"request to {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(message.text)

    async def open_one(locale: str = "zh-CN", viewport: ViewportSize = LANDSCAPE) -> Page:
        context = await browser.new_context(locale=locale, viewport=viewport)
        context.on("request", asked)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", said)
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(copy.as_uri())
        used.append(page)
        return page

    yield open_one
    for page in used:
        await page.context.close()
    assert faults == []


async def verified(page: Page, record: Path) -> None:
    await page.locator("#file").set_input_files(record)
    await page.locator("button.first").click()
    await page.locator("#conclusion").wait_for()


async def numbers(page: Page, verdict: str) -> list[str]:
    found = await page.locator(f"li.{verdict}").evaluate_all("all => all.map(e => e.dataset.check)")
    return sorted(found)


async def test_a_good_record_passes_and_a_ballot_of_it_is_found(kept: Open) -> None:
    page = await kept()
    assert await violations(page) == []
    await page.locator("summary").click()
    await page.locator("#definition").fill("0940 64e4 0a26 eeb2")
    await page.locator("#logKey").fill("185c 2565 8480 64aa")
    await verified(page, EXAMPLE)

    assert await page.locator("#conclusion").inner_text() == "查过的各项都通过"
    assert await numbers(page, "failed") == []
    assert {"E-01", "E-02", "B-07", "T-05", "O-02"} <= set(await numbers(page, "ok"))
    assert {"F-01", "S-11", "E-03"} <= {
        *await numbers(page, "unknown"),
        *await numbers(page, "absent"),
    }
    assert await page.locator("#outcome tr.chosen").count() == 3
    assert "f158 9a0b 3c55 bd66" in await page.locator("#prints").inner_text()
    await page.locator("#tracker").fill(ABSENT)
    await page.locator("#trackers button").click()
    await page.locator("#found", has_text="记录里没有这张票").wait_for()
    assert await violations(page) == []


async def test_a_tampered_record_shows_the_failing_check_on_a_phone_in_english(
    kept: Open, tmp_path: Path
) -> None:
    record = tmp_path / "record.zip"
    record.write_bytes(BAD["ballot_left_out_of_the_sum"].case().record)
    page = await kept("en-US", PHONE)
    await verified(page, record)

    assert await page.locator("#conclusion").inner_text() == "1 check failed"
    assert await numbers(page, "failed") == ["T-01"]
    assert "not the product" in await page.locator("[data-check=T-01]").inner_text()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert await violations(page) == []
    await page.locator(".head button").click()
    assert await page.locator("#conclusion").inner_text() == "有 1 项不通过"


async def test_a_file_that_is_no_record_gets_a_sentence(kept: Open, tmp_path: Path) -> None:
    page = await kept()
    await page.locator("button.first").click()
    assert "请先选一份记录包" in await page.locator("#alarm").inner_text()
    other = tmp_path / "会议通知.zip"
    other.write_text("不是记录包，只是一段文字。" * 9, "utf-8")
    await verified(page, other)

    assert await numbers(page, "failed") == ["R-01"]
    assert re.search("目录", await page.locator("[data-check=R-01] .fault").inner_text())
    assert await page.locator("#outcome").count() == 0
