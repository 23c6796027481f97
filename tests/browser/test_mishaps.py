"""What goes wrong in a hall: the network, a reload, two tablets, nobody there, an old browser."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Dialog, Route

from service.client import voter
from tests.browser.conftest import Opened, in_a_task_of_its_own
from tests.support import tablets
from tests.support.browsers import Tablet
from tests.support.hall import Session

Draw = Callable[[], int]


async def state(session: Session, card: int) -> str:
    booth = await voter.enter(session.hall.public, session.id, 1)
    return str((await voter.status(session.hall.public, booth, session.hall.deck[card]))["state"])


async def reviewed(tablet: Tablet, card: int) -> None:
    await tablet.chooses(card)
    await tablet.mark(1, "赞成")
    await tablet.review()


async def test_a_ballot_outlives_a_lost_connection(tablet: Tablet, cards: Draw) -> None:
    card = cards()
    await reviewed(tablet, card)
    await tablet.page.context.set_offline(True)
    await tablet.cast()
    await tablet.heading("网络断了，您的票没有丢")
    assert await tablet.page.get_by_text("封好的票还在这台平板里").is_visible()
    assert await state(tablet.session, card) == "unspent"
    await tablet.page.context.set_offline(False)
    await tablet.heading("已经投票")

    assert await state(tablet.session, card) == "spent"


SCROLLED = """async () => {
  const button = [...document.querySelectorAll("button.first")].pop();
  const places = [];
  button.scrollIntoView({ block: "center" });
  for (let frame = 0; frame < 6; frame++) {
    places.push(button.getBoundingClientRect().top);
    await new Promise(requestAnimationFrame);
  }
  return places;
}"""


async def test_no_button_moves_away_from_under_a_finger(tablet: Tablet, cards: Draw) -> None:
    await tablet.chooses(cards())
    places = await tablet.page.evaluate(SCROLLED)

    assert len(set(places)) == 1


async def test_an_answer_that_gets_lost_is_fetched_again(tablet: Tablet, cards: Draw) -> None:
    card = cards()
    await reviewed(tablet, card)
    answers = 0

    async def cut(route: Route) -> None:
        nonlocal answers
        answers += 1
        if answers > 1:
            await route.continue_()
            return
        await route.fetch()  # the service has it, the tablet never hears of it
        await route.abort()

    await tablet.page.route("**/ballots", cut)
    await tablet.cast()
    await tablet.page.get_by_role("button", name="现在重试").click()
    await tablet.heading("已经投票")

    assert (await state(tablet.session, card), answers) == ("spent", 2)
    tablet.faults.clear()  # the browser reports the connection that was cut


async def test_a_page_that_left_with_a_ballot_under_way_asks_first(
    tablet: Tablet, cards: Draw
) -> None:
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    tablet.page.on("dialog", stay)
    await reviewed(tablet, cards())
    await tablet.page.context.set_offline(True)
    await tablet.cast()
    await tablet.heading("网络断了，您的票没有丢")
    await tablet.page.close(run_before_unload=True)
    await tablet.page.context.set_offline(False)
    await tablet.heading("已经投票")

    assert asked == ["beforeunload"]


async def test_a_reload_before_casting_starts_over_with_the_same_card(
    tablet: Tablet, cards: Draw
) -> None:
    card = cards()
    await reviewed(tablet, card)
    await tablet.page.reload()
    await tablet.page.locator("#group-1").wait_for()
    assert await tablet.page.locator("#group-1").input_value() == ""
    await tablet.chooses(card)

    assert await tablet.page.locator("input:checked").count() == 0


async def test_the_back_button_shows_nothing_of_the_deputy_before(
    tablet: Tablet, cards: Draw
) -> None:
    await reviewed(tablet, cards())
    await tablet.page.goto(f"{tablets.origin(tablet.session)}/vote")
    await tablet.page.go_back()
    await tablet.page.locator("#group-1").wait_for()

    assert await tablet.page.locator(".projects, .said").count() == 0


async def test_two_tablets_with_one_card_make_one_ballot(opened: Opened, cards: Draw) -> None:
    card = cards()
    one, other = await opened(), await opened()
    await reviewed(one, card)
    await reviewed(other, card)
    await one.cast()
    await one.heading("已经投票")
    await other.cast()

    await other.page.get_by_text("这张投票卡已经投过票，一张卡只能投一次").wait_for()


async def begun_by_a_clock(tablet: Tablet, card: int) -> None:
    """A ballot with one approval, on a tablet whose time the test sets."""
    await tablet.page.clock.install()
    await tablet.page.reload()
    await tablet.chooses(card)
    await tablet.mark(1, "赞成")


async def test_a_tablet_that_nobody_touches_asks_and_then_starts_over(
    tablet: Tablet, cards: Draw
) -> None:
    await begun_by_a_clock(tablet, cards())
    await tablet.page.clock.run_for(91_000)
    await tablet.page.get_by_role("alertdialog").wait_for()
    await tablet.page.get_by_role("button", name="我还在，继续").click()
    assert await tablet.page.locator("input:checked").count() == 1
    await tablet.page.clock.run_for(89_000)
    assert await tablet.page.get_by_role("alertdialog").count() == 0
    await tablet.page.clock.run_for(32_000)

    await tablet.heading("请扫描投票卡")
    await tablet.page.get_by_text("刚才的内容已经清除").wait_for()


async def test_who_called_for_help_is_waited_for_and_then_the_tablet_starts_over(
    tablet: Tablet, cards: Draw
) -> None:
    await begun_by_a_clock(tablet, cards())
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    await tablet.page.clock.run_for(500_000)
    await tablet.heading("请工作人员前来")
    assert await tablet.page.get_by_role("alertdialog").count() == 0
    await tablet.page.get_by_role("button", name="继续", exact=True).click()
    assert await tablet.page.locator("input:checked").count() == 1
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    await tablet.page.clock.run_for(601_000)
    await tablet.page.get_by_role("alertdialog").wait_for()
    await tablet.page.clock.run_for(30_000)

    await tablet.heading("请扫描投票卡")


async def test_a_finished_turn_clears_itself(tablet: Tablet, cards: Draw) -> None:
    await tablet.page.clock.install()
    await tablet.page.reload()
    await reviewed(tablet, cards())
    await tablet.cast()
    await tablet.heading("已经投票")
    await tablet.page.clock.run_for(50_000)
    await tablet.page.get_by_role("button", name="还在抄，再等一分钟").click()
    await tablet.page.clock.run_for(50_000)
    await tablet.heading("已经投票")
    await tablet.page.clock.run_for(11_000)

    await tablet.heading("请扫描投票卡")
    assert await tablet.page.get_by_text("刚才的内容已经清除").count() == 0


async def test_a_receipt_that_cannot_be_read_never_says_that_the_ballot_is_not_there(
    tablet: Tablet, cards: Draw
) -> None:
    async def spoilt(route: Route) -> None:
        answer = await route.fetch()
        assert answer.ok
        await route.fulfill(status=answer.status, json={"tracker": 1})

    await tablet.page.route("**/ballots", spoilt)
    await reviewed(tablet, cards())
    await tablet.cast()

    await tablet.heading("已经投票")
    await tablet.page.get_by_text("回执没有通过核对").wait_for()


async def test_a_battery_that_runs_down_while_the_tablet_waits_is_told(tablet: Tablet) -> None:
    await tablet.page.add_init_script(
        """
        window.battery = Object.assign(new EventTarget(), { level: 0.5, charging: false });
        navigator.getBattery = async () => window.battery;
        """
    )
    await tablet.page.reload()
    await tablet.heading("请扫描投票卡")
    assert await tablet.page.get_by_text("电量不足两成").count() == 0
    changed = "battery.{0} = {1}; battery.dispatchEvent(new Event('{0}change')); 0"
    await tablet.page.evaluate(changed.format("level", "0.19"))
    await tablet.page.get_by_text("电量不足两成").wait_for()
    await tablet.page.evaluate("battery.charging = true")
    await tablet.page.evaluate("battery.dispatchEvent(new Event('chargingchange'))")

    await tablet.page.get_by_text("电量不足两成").wait_for(state="hidden")


async def test_who_asks_for_help_shows_nothing_to_the_helper(tablet: Tablet, cards: Draw) -> None:
    await tablet.chooses(cards())
    await tablet.mark(1, "赞成")
    await tablet.page.get_by_role("button", name="请人帮忙").click()
    assert not await tablet.page.locator(".projects").is_visible()
    assert not await tablet.page.locator(".count").is_visible()
    await tablet.page.get_by_role("button", name="继续").click()

    assert await tablet.page.locator("input:checked").count() == 1


async def test_a_service_that_is_down_is_said_and_asked_again(tablet: Tablet, cards: Draw) -> None:
    await tablet.page.context.set_offline(True)
    await tablet.enter(cards())
    await tablet.page.get_by_text("连不上服务").wait_for()
    await tablet.page.context.set_offline(False)
    await tablet.page.get_by_role("button", name="重新开始").click()

    await tablet.heading("请扫描投票卡")


async def test_a_list_that_was_changed_on_the_way_is_not_voted_on(tablet: Tablet) -> None:
    async def changed(route: Route) -> None:
        answer = await route.fetch()
        text = (await answer.text()).replace("滨河路慢行系统", "滨江路慢行系统")
        await route.fulfill(response=answer, body=text)

    await tablet.page.route("**/booth", changed)
    await tablet.page.reload()

    await tablet.page.get_by_text("没有通过核对，这台平板不能投票").wait_for()


async def test_a_browser_that_is_too_old_is_told_so(browser: Browser, poll: Session) -> None:
    page = await browser.new_page()
    await page.add_init_script("delete window.BigInt")
    await page.goto(tablets.voting_page(poll))

    await page.get_by_role("heading", name="这台平板的浏览器太旧，不能投票").wait_for()
    assert not await page.locator("#screen").is_visible()
    await page.close()


YOUNGER = """
for (const name of ["hasOwn", "groupBy"]) delete Object[name];
for (const name of ["any", "withResolvers", "try"]) delete Promise[name];
for (const kind of [Array, Uint8Array, Uint8Array.__proto__]) {
  for (const name of ["at", "findLast", "findLastIndex", "with", "toSorted", "toReversed",
    "toSpliced", "toHex", "toBase64", "setFromHex"]) delete kind.prototype[name];
}
for (const name of ["at", "replaceAll", "isWellFormed"]) delete String.prototype[name];
for (const name of ["fromHex", "fromBase64"]) delete Uint8Array[name];
for (const name of ["union", "intersection", "difference"]) delete Set.prototype[name];
delete Array.fromAsync;
for (const name of ["structuredClone", "WeakRef", "FinalizationRegistry", "AggregateError",
  "Iterator"]) delete globalThis[name];
for (const name of ["any", "timeout"]) delete AbortSignal[name];
if (globalThis.Crypto) delete Crypto.prototype.randomUUID;
if (globalThis.Element) for (const name of ["replaceChildren", "checkVisibility", "ariaNotify"])
  delete Element.prototype[name];
"""
"""Everything that this browser has and Chrome 80, Safari 14.1 or Firefox 78 have not."""


async def test_a_browser_of_the_lowest_version_has_all_that_the_program_uses(
    browser: Browser, poll: Session, cards: Draw
) -> None:
    tablet = Tablet(page=await browser.new_page(), session=poll)
    tablet.watch()

    async def aged(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=YOUNGER + await answer.text())

    await tablet.page.add_init_script(YOUNGER)
    await tablet.page.route("**/tablet-worker.js", aged)
    await tablet.open()
    await reviewed(tablet, cards())
    await tablet.cast()
    await tablet.heading("已经投票")
    await tablet.page.close()

    assert tablet.faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def closing(tmp_path: Path) -> AsyncIterator[Session]:
    async with in_a_task_of_its_own(tablets.open_poll(tmp_path, cards=10)) as session:
        yield session


async def test_a_poll_that_closes_says_so_everywhere(closing: Session, opened: Opened) -> None:
    late, waiting = await opened(session=closing), await opened(session=closing)
    await reviewed(late, 0)
    await closing.act("closed")
    await late.cast()
    await late.page.get_by_text("投票已经截止，您的票没有收到，没有计入").wait_for()
    await waiting.page.reload()

    await waiting.page.get_by_text("本轮投票已经截止，不再收票").wait_for()
