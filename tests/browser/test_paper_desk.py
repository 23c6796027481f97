"""The two pages of the paper desk, whose programs speak the reader's language too."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route

from tests.browser.conftest import in_a_task_of_its_own
from tests.support import tablets
from tests.support.browsers import PATIENCE, violations
from tests.support.hall import PASSWORD, Session, name_of
from tests.support.paper_desk import Seated, Table, seated, table_at


@pytest.mark.parametrize(
    ("language", "page_of", "signs_in", "told"),
    [
        ("zh", "bundles", "登录", "票箱还没有清点，请先由监票人清点票箱并登记。"),
        ("en", "bundles", "Sign in", "The box has not been counted."),
    ],
)
async def test_a_page_of_the_paper_desk_speaks_one_language(
    browser: Browser, poll: Session, language: str, page_of: str, signs_in: str, told: str
) -> None:
    context = await browser.new_context(viewport={"width": 1024, "height": 768})
    origin, faults = tablets.origin(poll), []
    await context.add_cookies([{"name": "piaojue_language", "value": language, "url": origin}])
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{origin}/desk/{poll.id}/rounds/1/{page_of}")
    await page.locator("#login [name=name]").fill(name_of(("scrutineer", 1)))
    await page.locator("#login [name=password]").fill(PASSWORD)
    await page.locator("#login").get_by_role("button", name=signs_in).click()
    await page.get_by_text(told).first.wait_for()

    assert faults == []
    assert await violations(page) == []
    if language == "en":
        # What is left of Chinese is the session's own name.
        left = await page.locator("#work").inner_text()
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in left), left
    await context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_bundle_goes_from_its_hand_count_to_signed_decisions_by_clicks_and_keys(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        async with (
            seated(browser, table, ("teller", 1), "bundles", language) as teller,
            seated(browser, table, ("chief_scrutineer", 1), "bundles", language) as chief,
        ):
            await _scan(teller, table)
            await _enter(chief)
            await _follows(teller)
        async with AsyncExitStack() as desk:
            people = [
                await desk.enter_async_context(seated(browser, table, seat, "doubts", language))
                for seat in (("scrutineer", 1), ("scrutineer", 2))
            ]
            for one in people:
                await _view(one)
            chief = await desk.enter_async_context(
                seated(browser, table, ("chief_scrutineer", 1), "doubts", language)
            )
            await _rule(chief)
            for one in (*people, chief):
                await _sign(one)
            await chief.told("认定都已签字。", "All decisions are signed.")
        current = await table.meeting.town.house.ledger.head(table.meeting.hall.company.election)
        rulings = current.state.current.rulings
        assert len(rulings) == 2


async def _scan(teller: Seated, table: Table) -> None:
    page = teller.page
    await page.locator("#begin [name=declared]").fill("3")
    await teller.press("开始这一捆", "Begin this bundle")
    await page.locator("#take [name=file]").set_input_files(table.blank())
    await teller.press("读这些扫描件", "Read these scans")
    await teller.told("还差 2 张", "2 missing")
    await teller.press("放弃这一捆", "Throw this bundle")
    assert len(teller.asked) == 1
    await teller.told("已放弃（第 1 次）", "Thrown away (no. 1 of this number)")
    await page.locator("#begin [name=declared]").fill("3")
    await teller.press("开始这一捆", "Begin this bundle")
    await page.locator("#take [name=file]").set_input_files(table.scans())
    await teller.press("读这些扫描件", "Read these scans")
    await teller.told("张数相符；其中疑问票 2 张", "the numbers agree. Doubtful among them: 2")
    # One of the files was no scan, and says so; entering is for 监票人.
    await page.locator("#trouble").get_by_text("说明.pdf：不是 PDF").wait_for()
    await teller.told("入账由监票人登录后办理。", "A scrutineer signs in and enters it.")
    assert await violations(page) == []


async def _enter(chief: Seated) -> None:
    page = chief.page
    # What the teller scanned is there by itself.
    await chief.told("张数相符；其中疑问票 2 张", "the numbers agree. Doubtful among them: 2")
    await chief.told("有折角，整捆重扫。", "有折角，整捆重扫。")
    await page.locator("#enter button[type=submit]").click()
    await chief.told("全部入账", "all entered")
    await chief.press("撤回第 1 捆", "Withdraw bundle 1")
    await chief.told("有折角，整捆重扫。", "有折角，整捆重扫。")
    await chief.press("撤销提请", "Take the proposal back")
    await page.locator("#acts").wait_for(state="hidden")
    await page.locator("#failure summary").click()
    await chief.press("提请宣布扫描仪故障", "Propose to declare")
    await page.locator("#acts p").first.wait_for()
    await chief.press("撤销提请", "Take the proposal back")
    await page.locator("#acts").wait_for(state="hidden")
    assert len(chief.asked) == 4


async def _follows(teller: Seated) -> None:
    """What somebody else did is shown without a key pressed, and what was refused is past."""
    await teller.told("全部入账", "all entered")
    for gone in ("#take", "#enter", "#trouble"):
        await teller.page.locator(gone).wait_for(state="hidden")


async def _view(one: Seated) -> None:
    """Two sheets by keyboard: the row with two marks, and one on which a project is written in."""
    await one.told("等您提出意见的 2 张", "waiting for your view: 2")
    seen: list[str] = []

    async def asked(route: Route) -> None:
        seen.append(await one.page.locator("#count").inner_text())
        await route.continue_()

    await one.page.route("**/acts", asked)
    await one.keys("1", "Enter")
    await one.told("等您提出意见的 1 张", "waiting for your view: 1")
    # The next sheet is shown once nothing more is asked: a key pressed now is not lost.
    assert [text.count("2") for text in seen] == [2]
    await one.told("另提的项目由总监票人照票面录入", "The chief scrutineer types")
    assert not await one.page.locator("#titles").is_visible()
    await one.keys("Enter")
    await one.told("等您提出意见的 0 张", "waiting for your view: 0")
    assert await violations(one.page) == []


async def _rule(chief: Seated) -> None:
    await chief.told("2 名监票人意见一致。", "The 2 scrutineers agree.")
    await chief.keys("Enter")
    await chief.told("等您认定的 1 张", "waiting for your decision: 1")
    assert not await chief.page.locator("#chief-types").is_visible()
    await chief.keys("w")
    await chief.page.locator("#titles").fill("修桥")
    await chief.keys("Escape", "Enter")
    await chief.told("等您认定的 0 张", "waiting for your decision: 0")
    await chief.press("把已经认定的票提请签字", "Propose the decisions")
    await chief.told("签字框里写明一共几张", "the box below says how many")
    await chief.told("还差：总监票人、监票人2名。", "missing: Chief scrutineer, 2 × Scrutineer.")
    assert await violations(chief.page) == []


async def _sign(one: Seated) -> None:
    await one.page.reload()
    await one.told("您同意对这 2 张票的认定", "agree with the decisions on these 2 sheets")
    await one.told("有效 2 张", "Valid: 2")
    assert "rulings" not in await one.page.locator("#mine").inner_text()
    # Who signs can read what it is.
    record = await one.page.locator("#mine").get_by_role("link").first.get_attribute("href")
    assert record is not None
    read = await one.page.request.get(f"{one.address}{record}")
    assert (await read.body()).startswith(b"%PDF")
    await one.page.locator("#mine input[type=password]").fill(f"{PASSWORD} {one.seat}")
    await one.press("用密钥签字", "Sign with my key")
    # The page loads anew once the signature is in; nothing is left for this person to sign.
    await one.page.locator("#mine input[type=password]").wait_for(state="detached")
