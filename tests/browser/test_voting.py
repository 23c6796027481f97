"""A deputy votes on a tablet, from the card to the receipt."""

import json
import os
from collections.abc import Callable
from typing import Any

import pytest

from ballot.card import SEED_BYTES, card_code
from ballot.sealed import check_sealed
from ballot.sealed.ed25519 import ED25519
from service.client import voter
from service.client.trustee import Trustee
from tests.support import tablets
from tests.support.browsers import Tablet

Draw = Callable[[], int]


def plain(trustee: Trustee, ballot: str) -> list[list[int]]:
    """Decrypt one ballot by the key of the rehearsal's only holder."""
    assert trustee.secret is not None
    key = trustee.secret.private_share()

    def value(choice: dict[str, str]) -> int:
        alpha, beta = (ED25519.read(choice[part]) for part in ("alpha", "beta"))
        powers = [ED25519.neutral, ED25519.generator]
        return powers.index(ED25519.divide(beta, ED25519.power(alpha, key)))

    return [[value(choice) for choice in one["choices"]] for one in json.loads(ballot)["answers"]]


async def sent_ballot(tablet: Tablet) -> dict[str, Any]:
    """Press 投票 and return what was posted."""
    async with tablet.page.expect_request("**/ballots") as request:
        await tablet.cast()
    return json.loads((await request.value).post_data or "")


async def test_what_was_touched_is_what_is_in_the_urn(tablet: Tablet, cards: Draw) -> None:
    card = cards()
    await tablet.chooses(card)
    for project in (1, 3, 12):
        await tablet.mark(project, "赞成")
    await tablet.mark(2, "反对")
    await tablet.mark(4, "弃权")
    await tablet.review()
    sent = await sent_ballot(tablet)
    await tablet.heading("已经投票")

    booth = await voter.enter(tablet.session.hall.public, tablet.session.id, 1)
    check_sealed(booth.sealed.raw, sent["ballot"].encode(), sent["proofs"].encode())
    approved, opposed = plain(tablet.session.hall.trustees[0], sent["ballot"])
    assert [at for at, one in enumerate(approved, 1) if one] == [1, 3, 12]
    assert [at for at, one in enumerate(opposed, 1) if one] == [2]
    status = await voter.status(tablet.session.hall.public, booth, tablet.session.hall.deck[card])
    assert status == {"state": "spent", "tracker": await tablet.code()}
    assert await tablet.page.get_by_text("服务的签名正确").is_visible()


async def test_the_keyboard_alone_is_enough(tablet: Tablet, cards: Draw) -> None:
    page, code = tablet.page, tablets.typed(tablet.session, cards())
    keys = page.keyboard
    while await page.evaluate("document.activeElement.id") != "group-1":
        await keys.press("Tab")
    await keys.type(code.replace("-", ""))
    await keys.press("Enter")
    await page.locator(".projects").wait_for()
    while await page.evaluate("document.activeElement.name") != "choice-0":
        await keys.press("Tab")
    await keys.press("Space")
    assert await page.locator(".count").inner_text() == "已赞成 1 / 最多 10"
    await keys.press("ArrowDown")
    assert await page.locator(".count").inner_text() == "已赞成 0 / 最多 10"
    while await page.evaluate("document.activeElement.textContent") != "核对我的选择":
        await keys.press("Tab")
    await keys.press("Enter")
    await page.locator(".seal .code").wait_for()
    while await page.evaluate("document.activeElement.textContent") != "投票":
        await keys.press("Tab")
    await keys.press("Enter")
    await tablet.heading("已经投票")


@pytest.mark.parametrize("focus", ["#screen h1", "#group-1", "#group-3"])
async def test_a_reader_at_the_usb_port_types_the_card(
    tablet: Tablet, cards: Draw, focus: str
) -> None:
    await tablet.page.locator(focus).focus()
    await tablet.page.keyboard.type(tablets.scanned(tablet.session, cards()))
    await tablet.page.keyboard.press("Enter")

    await tablet.page.locator(".projects").wait_for()


async def test_each_group_is_checked_as_it_is_typed(tablet: Tablet, cards: Draw) -> None:
    first, second, *_ = tablets.typed(tablet.session, cards()).split("-")
    await tablet.page.locator("#group-1").press_sequentially(first.lower())
    assert await tablet.page.get_by_text("第 1 组正确").is_visible()
    assert await tablet.page.evaluate("document.activeElement.id") == "group-2"
    wrong = ("1" if second[0] != "1" else "2") + second[1:]
    await tablet.page.keyboard.type(wrong)

    assert await tablet.page.get_by_text("第 2 组有误").is_visible()
    assert await tablet.page.evaluate("document.activeElement.id") == "group-2"


async def test_one_approval_too_many_is_stopped_with_a_sentence(
    tablet: Tablet, cards: Draw
) -> None:
    await tablet.chooses(cards())
    for project in range(1, 11):
        await tablet.mark(project, "赞成")
    await tablet.mark(11, "反对")
    await tablet.mark(11, "赞成")

    sentence = tablet.page.locator(".project").nth(10).get_by_role("alert")
    assert "最多赞成 10 项，已经赞成 10 项，这一项没有记上" in await sentence.inner_text()
    assert await tablet.page.locator(".count").inner_text() == "已赞成 10 / 最多 10"
    assert await tablet.page.locator("input[name=choice-10]").nth(1).is_checked()
    await tablet.mark(10, "弃权")
    await tablet.mark(11, "赞成")
    assert await tablet.page.locator("input[name=choice-10]").nth(0).is_checked()


async def test_pressed_twice_it_is_cast_once(tablet: Tablet, cards: Draw) -> None:
    posts: list[str] = []
    tablet.page.on("request", lambda one: posts.append(one.url) if "/ballots" in one.url else None)
    await tablet.chooses(cards())
    await tablet.mark(1, "赞成")
    await tablet.review()
    await tablet.page.get_by_role("button", name="投票", exact=True).dblclick(no_wait_after=True)
    await tablet.heading("已经投票")

    assert len(posts) == 1


async def test_a_card_that_has_voted_says_so_and_shows_the_tracker(
    tablet: Tablet, cards: Draw
) -> None:
    card = cards()
    await tablet.chooses(card)
    await tablet.review()
    await tablet.cast()
    await tablet.heading("已经投票")
    tracker = await tablet.code()
    await tablet.page.get_by_role("button", name="完成").click()
    await tablet.page.locator("#group-1").wait_for()
    await tablet.enter(card)
    await tablet.heading("这张卡：已投")

    assert await tablet.code() == tracker


async def test_a_voided_card_and_a_strange_one_are_sent_to_the_scrutineers(
    tablet: Tablet, cards: Draw
) -> None:
    card = cards()
    await tablet.session.void(card)
    await tablet.enter(card)
    await tablet.heading("这张卡：作废")
    await tablet.page.get_by_role("button", name="完成").click()
    await tablet.page.locator("#group-1").fill(card_code(os.urandom(SEED_BYTES)))
    await tablet.page.keyboard.press("Enter")

    await tablet.page.get_by_text("这不是本轮票决的投票卡").wait_for()


async def test_nothing_is_left_in_the_browser(tablet: Tablet, cards: Draw) -> None:
    await tablet.chooses(cards())
    await tablet.mark(1, "赞成")
    await tablet.review()
    await tablet.cast()
    await tablet.heading("已经投票")
    await tablet.page.get_by_role("button", name="完成").click()
    await tablet.page.locator("#group-1").wait_for()

    stored = await tablet.page.evaluate(
        "Promise.all([indexedDB.databases(), caches.keys()])"
        ".then(([bases, kept]) => [localStorage.length, sessionStorage.length,"
        " bases.length, kept.length, document.cookie.length, history.length])"
    )
    # The empty page that the browser began with, and this one.
    assert stored == [0, 0, 0, 0, 0, 2]
    assert await tablet.page.locator("#group-1").input_value() == ""
    assert await tablet.page.locator("input:checked").count() == 0


async def test_english_says_everything_and_goes_back_to_chinese(
    tablet: Tablet, cards: Draw
) -> None:
    page = tablet.page
    await page.get_by_role("button", name="English").click()
    await tablet.chooses(cards())
    await page.get_by_text("For", exact=True).first.click()
    assert await page.locator(".count").inner_text() == "For: 1 of at most 10"
    await page.get_by_role("button", name="Review my choices").click()
    await page.get_by_role("button", name="Cast the ballot").click()
    await tablet.heading("You have voted")
    assert await page.evaluate("document.documentElement.lang") == "en"
    await page.get_by_role("button", name="Finish").click()

    await tablet.heading("请扫描投票卡")
