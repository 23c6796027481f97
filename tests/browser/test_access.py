"""For every deputy: screen readers, large type, any tablet, any contrast."""

import os
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


CHINESE = {"review": "核对我的选择", "approve": "赞成", "abstain": "弃权"}
ENGLISH = {"review": "Review my choices", "approve": "For", "abstain": "Abstain"}


async def fits(tablet: Tablet, picture: str) -> None:
    await tablet.keep(picture)
    assert await tablet.violations() == []
    assert not await tablet.overflows()
    assert await tablet.page.evaluate(SMALLEST) >= LEAST


async def first(tablet: Tablet) -> None:
    """Press the first of the screen's buttons that goes on."""
    await tablet.page.locator("#screen button.first").first.click()


async def review(tablet: Tablet, words: dict[str, str]) -> None:
    await tablet.page.get_by_role("button", name=words["review"]).click()
    await tablet.page.locator(".seal .code").wait_for()


USUAL: list[tuple[ViewportSize, dict[str, str]]] = [
    (PORTRAIT, CHINESE),
    (LANDSCAPE, CHINESE),
    (SMALL, ENGLISH),
]
PICTURED: list[tuple[ViewportSize, dict[str, str]]] = [
    ({"width": 1024, "height": 768}, CHINESE),
    ({"width": 1920, "height": 1080}, CHINESE),
    ({"width": 800, "height": 1281}, ENGLISH),
]
"""Further sizes, where pictures are asked for."""


@pytest.mark.parametrize(
    ("viewport", "words"), USUAL + (PICTURED if "PIAOJUE_SCREENS" in os.environ else [])
)
async def test_no_screen_has_a_fault_that_axe_finds(
    opened: Opened, cards: Draw, viewport: ViewportSize, words: dict[str, str]
) -> None:
    tablet, page = await opened(viewport=viewport), f"{viewport['width']}-{viewport['height']}-"
    if words is ENGLISH:
        await tablet.page.get_by_role("button", name="English").click()
    await fits(tablet, f"{page}1-start")
    await tablet.chooses(cards())
    for project in range(1, 12):
        await tablet.mark(project, words["approve"])  # the eleventh is refused
    await tablet.mark(12, words["abstain"])
    await fits(tablet, f"{page}2-ballot")
    await tablet.page.locator(".bar .quiet").click()
    await fits(tablet, f"{page}3-help")
    await tablet.page.locator(".cover button.first").click()
    await review(tablet, words)
    await fits(tablet, f"{page}4-review")
    await tablet.page.locator(".seal .quiet").click()
    await tablet.page.locator(".symbol").wait_for()
    await fits(tablet, f"{page}5-check")
    await first(tablet)
    await review(tablet, words)
    await tablet.page.context.set_offline(True)
    await first(tablet)
    await tablet.page.locator("#screen .status").wait_for()
    await fits(tablet, f"{page}6-lost")
    await tablet.page.context.set_offline(False)
    await tablet.page.locator(".good").wait_for()
    await fits(tablet, f"{page}7-done")


async def test_nothing_is_cut_off_at_twice_the_size(opened: Opened, cards: Draw) -> None:
    tablet = await opened(viewport=ZOOMED)
    await fits(tablet, "zoomed-1-start")
    await tablet.chooses(cards())
    await fits(tablet, "zoomed-2-ballot")
    await tablet.review()
    await fits(tablet, "zoomed-3-review")


@pytest.mark.parametrize("path", ["/vote", "/trust"])
async def test_the_pages_for_staff_have_no_fault_either(tablet: Tablet, path: str) -> None:
    await tablet.page.goto(tablets.origin(tablet.session) + path)

    assert await tablet.violations() == []
    assert not await tablet.overflows()


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
