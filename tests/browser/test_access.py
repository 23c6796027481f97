"""For every deputy: screen readers, large type, any tablet, any contrast."""

from collections.abc import Callable

import pytest
from playwright.async_api import ViewportSize

from tests.browser.conftest import Opened
from tests.support import tablets
from tests.support.browsers import LANDSCAPE, PORTRAIT, SMALL, ZOOMED, Tablet

Draw = Callable[[], int]
LEAST = 24
"""CSS pixels of the smallest type."""

SMALLEST = """
Math.min(...[...document.querySelectorAll('body *')]
  .filter((one) => one.offsetParent && [...one.childNodes].some((n) => n.data && n.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))
"""


async def fits(tablet: Tablet) -> None:
    assert await tablet.violations() == []
    assert not await tablet.overflows()
    assert await tablet.page.evaluate(SMALLEST) >= LEAST


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
async def test_no_screen_has_a_fault_that_axe_finds(
    opened: Opened, cards: Draw, viewport: ViewportSize
) -> None:
    tablet = await opened(viewport=viewport)
    await fits(tablet)
    await tablet.chooses(cards())
    for project in range(1, 12):
        await tablet.mark(project, "赞成")  # the eleventh is refused
    await fits(tablet)
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    await fits(tablet)
    await tablet.page.get_by_role("button", name="继续").click()
    await tablet.review()
    await fits(tablet)
    await tablet.page.get_by_role("button", name="检验").click()
    await tablet.page.locator(".symbol").wait_for()
    await fits(tablet)
    await tablet.page.get_by_role("button", name="检验完了，重新填票").click()
    await tablet.review()
    await tablet.cast()
    await tablet.heading("已经投票")
    await fits(tablet)


@pytest.mark.parametrize("viewport", [SMALL, ZOOMED], ids=["8 inches", "200 %"])
async def test_nothing_is_cut_off_on_a_small_screen_or_at_twice_the_size(
    opened: Opened, cards: Draw, viewport: ViewportSize
) -> None:
    tablet = await opened(viewport=viewport)
    await fits(tablet)
    await tablet.chooses(cards())
    await fits(tablet)
    await tablet.review()
    await fits(tablet)


async def test_a_screen_reader_is_led(tablet: Tablet, cards: Draw) -> None:
    """The heading of each screen takes the focus, and what changes is in a live region."""
    focused = "document.activeElement.textContent"
    assert await tablet.page.evaluate(focused) == "请扫描投票卡"
    await tablet.chooses(cards())
    assert await tablet.page.evaluate(focused) == "青禾县2026年民生实事项目票决票"
    told = await tablet.page.locator("main").aria_snapshot()
    assert "status: 已赞成 0 / 最多 10" in told
    assert 'group "1 老旧小区供水管网改造"' in told.replace("1老", "1 老")
    assert 'radio "赞成"' in told
    await tablet.review()

    assert await tablet.page.evaluate(focused) == "请核对您的选择"


async def test_forced_colours_keep_the_chosen_mark_visible(tablet: Tablet, cards: Draw) -> None:
    await tablet.page.emulate_media(forced_colors="active", contrast="more")
    await tablet.chooses(cards())
    await tablet.mark(1, "赞成")

    chosen = tablet.page.locator("label.choice:has(input:checked)")
    after = await chosen.locator("span").evaluate("(e) => getComputedStyle(e, '::after').content")
    assert "✓" in after


async def test_the_long_text_opens(tablet: Tablet, cards: Draw) -> None:
    await tablet.chooses(cards())
    text = tablet.page.get_by_text("验收结果向社会公布")
    assert not await text.is_visible()
    await tablet.page.get_by_text("看全文").click()

    assert tablets.LONG in await tablet.page.locator(".project").nth(2).inner_text()
