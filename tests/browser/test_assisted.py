"""代写 on a tablet: two people confirm, and nothing that is sent tells of it; the call for help."""

import json
from collections.abc import Callable

import pytest
from playwright.async_api import Request, ViewportSize

from tests.browser.conftest import Opened
from tests.support.browsers import LANDSCAPE, PORTRAIT, ZOOMED, Tablet

Draw = Callable[[], int]


async def assisted(tablet: Tablet, card: int) -> None:
    """Enter a card and let somebody else fill in."""
    await tablet.chooses(card)
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    await tablet.page.get_by_role("button", name="请人代写", exact=True).click()
    await tablet.page.get_by_text("正在代写").wait_for()


async def both_asked(tablet: Tablet, card: int) -> None:
    """Fill in with somebody's help and go on to where both confirm."""
    await assisted(tablet, card)
    await tablet.mark(1, "赞成")
    await tablet.review()
    await tablet.page.get_by_role("button", name="请两个人确认").click()
    await tablet.heading("代写：请两个人确认")


async def test_it_is_cast_only_after_both_people_confirmed(tablet: Tablet, cards: Draw) -> None:
    posts: list[str] = []

    def asked(request: Request) -> None:
        if request.method == "POST":
            posts.append(request.url.rsplit("/", 1)[1])

    page = tablet.page
    await both_asked(tablet, cards())
    page.on("request", asked)
    await tablet.cast()
    assert await page.get_by_text("请代表本人先确认").is_visible()
    await page.get_by_text("念的就是我的选择").click()
    await tablet.cast()
    assert await page.get_by_text("请代写人也确认").is_visible()
    assert posts == []
    await page.get_by_text("我按代表的意思填写").click()
    async with page.expect_request("**/ballots") as request:
        await tablet.cast()
    await tablet.heading("已经投票")

    # What is sent is what every tablet sends, and nothing is sent beside it.
    sent = json.loads((await request.value).post_data or "")
    assert (posts, sorted(sent)) == (["ballots"], ["ballot", "proofs"])
    assert await page.get_by_text("请代写人告诉监票人：代写一张").is_visible()


async def test_the_next_deputy_is_not_assisted(tablet: Tablet, cards: Draw) -> None:
    await both_asked(tablet, cards())
    await tablet.page.get_by_text("念的就是我的选择").click()
    await tablet.page.get_by_text("我按代表的意思填写").click()
    await tablet.cast()
    await tablet.heading("已经投票")
    await tablet.page.get_by_role("button", name="完成").click()
    await tablet.page.locator("#group-1").wait_for()
    await tablet.chooses(cards())

    assert not await tablet.page.get_by_text("正在代写").is_visible()
    await tablet.review()
    assert await tablet.page.get_by_role("button", name="投票", exact=True).is_visible()


async def test_who_can_after_all_fills_in_alone_and_keeps_the_marks(
    tablet: Tablet, cards: Draw
) -> None:
    await assisted(tablet, cards())
    await tablet.mark(2, "反对")
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    await tablet.page.get_by_role("button", name="不用代写，自己填写").click()

    assert not await tablet.page.get_by_text("正在代写").is_visible()
    assert await tablet.page.locator("input[name=choice-1]").nth(1).is_checked()


async def test_help_is_called_over_everything_and_leads_back_to_the_same_place(
    tablet: Tablet, cards: Draw
) -> None:
    page = tablet.page
    await tablet.chooses(cards())
    await tablet.mark(9, "赞成")
    before = await page.evaluate("window.scrollY")
    assert before > 0
    await page.get_by_role("button", name="请人帮忙").click()
    await tablet.heading("请工作人员前来")
    seen = await page.locator("body").inner_text()
    assert "已赞成" not in seen
    assert not await page.locator(".projects").is_visible()
    assert "已赞成" not in await page.locator("body").aria_snapshot()
    await page.get_by_role("button", name="继续", exact=True).click()

    assert abs(await page.evaluate("window.scrollY") - before) < 2
    assert await page.evaluate("document.activeElement.textContent") == "请人帮忙"
    assert await page.locator("input[name=choice-8]").nth(0).is_checked()


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE, ZOOMED], ids=["tall", "wide", "200 %"])
async def test_the_screens_of_assistance_are_for_everybody(
    opened: Opened, cards: Draw, viewport: ViewportSize
) -> None:
    tablet = await opened(viewport=viewport)
    name = f"assisted-{viewport['width']}"
    await tablet.chooses(cards())
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    await tablet.keep(f"{name}-1-help")
    assert await tablet.violations() == []
    await tablet.page.get_by_role("button", name="请人代写", exact=True).click()
    await tablet.keep(f"{name}-2-ballot")
    await tablet.mark(1, "赞成")
    await tablet.review()
    await tablet.page.get_by_role("button", name="请两个人确认").click()
    await tablet.heading("代写：请两个人确认")
    await tablet.page.get_by_text("念的就是我的选择").click()
    await tablet.cast()
    await tablet.keep(f"{name}-3-confirm")
    assert await tablet.violations() == []
    assert not await tablet.overflows()
