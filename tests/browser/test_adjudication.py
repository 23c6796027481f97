"""The desk of doubtful sheets: what keys press, what the sample hides, what is undone."""

import re
from pathlib import Path

import msgspec
from playwright.async_api import Browser, Page, Request, expect

from ballot.rules.values import AuditSample
from tests.browser.conftest import in_a_task_of_its_own
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS, Meeting
from tests.contract.service.lifecycle.test_scanned_paper import (
    ALL,
    begin,
    doubts,
    enter,
    page,
    scan,
)
from tests.support.browsers import violations
from tests.support.paper_desk import RULES, Seated, Table, seated, table_at
from tests.support.scanned import marked, scanned

SAMPLED = msgspec.structs.replace(RULES, audit_sample=AuditSample(ratio=(1, 1), all_up_to=120))
CHIEF, FIRST, SECOND = ("chief_scrutineer", 1), ("scrutineer", 1), ("scrutineer", 2)


async def entered(table: Table, faint: int) -> None:
    """Enter a bundle of three sheets, of which the first ``faint`` ones go to people."""
    meeting = table.meeting
    bundle = await begin(meeting, 3)
    sheets = [scanned(marked(table.sheet, ALL, at=at, ink=205), seed=at) for at in range(faint)]
    await scan(meeting, bundle, [*sheets, *(page(table.sheet, at) for at in range(faint, 3))])
    assert await enter(meeting, bundle) == faint


async def viewed(meeting: Meeting, *grounds: str | None) -> None:
    """Let 监票人 1, 2, … give their views of every sheet, each the same but for its ground."""
    rows = [{"project": number, "reading": one} for number, one in ALL.items()]
    for one in await doubts(meeting):
        for at, ground in enumerate(grounds, 1):
            path = f"{meeting.round()}/sheets/{one['sheet']}/views"
            await meeting.api("scrutineer", at).post(path, {"rows": rows, "void": ground})


def sent(page_: Page, *ends: str) -> list[str]:
    """Collect what the page posts from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith(ends):
            found.append(request.url)

    page_.on("request", note)
    return found


async def focused(one: Seated) -> str:
    return str(
        await one.page.evaluate("document.activeElement.id || document.activeElement.tagName")
    )


async def test_enter_presses_what_has_the_focus_and_saves_from_nowhere_else(
    browser: Browser, tmp_path: Path
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        await entered(table, 3)
        async with seated(browser, table, FIRST, "doubts", "zh") as one:
            await one.told("扫描第 1 页", "")
            views = sent(one.page, "/views")
            await one.page.locator("#skip").focus()
            await one.keys("Enter")
            await one.told("扫描第 2 页", "")
            await one.keys("Space")
            await one.told("扫描第 3 页", "")
            await one.page.locator("#clause").focus()
            await one.keys("Enter")
            await one.page.locator("#clauses").wait_for()
            # By mouse, one goes on with keys on the sheet.
            await one.page.locator("#skip").click()
            await one.told("扫描第 1 页", "")
            assert (views, await focused(one)) == ([], "sheet")
            await _choose_all(one)
            await one.keys("Enter")
            await one.told("等您提出意见的 2 张", "")
            assert (len(views), await focused(one)) == (1, "sheet")
            await one.page.get_by_role("link", name="进度").first.focus()
            await one.keys("Enter")
            await one.page.wait_for_url("**/rounds/1")
            assert len(views) == 1
        await viewed(table.meeting, None, None)
        async with seated(browser, table, CHIEF, "doubts", "zh") as chief:
            await chief.told("2 名监票人意见一致。", "")
            await chief.keys("Enter")
            await chief.told("等您认定的 2 张", "")
            rulings = sent(chief.page, "/ruling")
            await chief.page.locator("#propose").focus()
            await chief.keys("Enter")
            await chief.told("已提请签字，还差：总监票人、监票人2名。", "")
            assert rulings == []


async def _choose_all(one: Seated) -> None:
    """Press a digit for every row: all of a faint sheet wait for one."""
    await expect(one.page.locator("#rows li.doubtful")).to_have_count(len(ALL))
    await one.keys("1", "1", "2", "3")


async def test_a_sheet_of_the_sample_is_read_without_the_machines_word(
    browser: Browser, tmp_path: Path
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path, SAMPLED)) as table:
        await entered(table, 0)
        signers = [FIRST, CHIEF]
        async with seated(browser, table, FIRST, "doubts", "zh") as one:
            await one.told("还要抽样复核 3 张", "")
            await table.meeting.act("sample_drawn", signers, seed="3 1 6")
            await one.page.reload()
            await one.told("等您提出意见的 3 张；3 张中抽样复核的 3 张。", "")
            rows = one.page.locator("#rows li")
            assert await rows.locator("[aria-checked=true]").count() == 0
            titles = await rows.locator("p").all_inner_texts()
            assert [text.endswith("请选定意见") for text in titles] == [True] * 4
            await one.keys("Enter")
            await one.told("第 1 项还没有选定意见。", "")
            await expect(one.page.locator("#spot")).to_be_visible()
            before = await one.page.locator("#spot").bounding_box()
            # Four rows take four keys; a fifth changes nothing.
            await one.keys("1", "1", "1", "3", "2")
            await one.told("各项都已选定", "")
            assert await violations(one.page) == []
            await one.keys("ArrowUp")
            await expect(rows.nth(3)).to_have_class(re.compile("here"))
            after = await one.page.locator("#spot").bounding_box()
            assert before is not None
            assert after is not None
            assert after["y"] > before["y"]
            await one.keys("Enter")
            # It differs from what the machine read, and nobody has to look for that.
            await one.told("与机器判读不同：第 3 项机器判读为反对。", "")
            await one.told("等您提出意见的 2 张", "")
            assert await rows.locator("[aria-checked=true]").count() == 0
            assert await violations(one.page) == []
        (view,) = [view for sheet in await doubts(table.meeting) for view in sheet["views"]]
        said = ["approve", "approve", "approve", "abstain"]
        assert [row["reading"] for row in view["rows"]] == said


async def test_the_chief_is_told_every_view_and_takes_a_decision_back(
    browser: Browser, tmp_path: Path
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        await entered(table, 1)
        await viewed(table.meeting, None, None, "not_genuine")
        async with seated(browser, table, CHIEF, "doubts", "zh") as chief:
            await chief.told(
                "监票人 1 号：整张有效；监票人 2 号：整张有效；"
                "监票人 3 号：整张无效（不是本次印制的票）",
                "",
            )
            await chief.told("未认定", "")
            await _choose_all(chief)
            # The grounds go round both ways.
            await chief.keys("0", "-", "Enter")
            await chief.told("已认定，还没有签字", "")
            rulings = sent(chief.page, "/ruling")
            await chief.keys("Enter")
            await chief.told("没有改动", "")
            assert rulings == []
            await chief.press("撤回认定", "")
            await chief.told("未认定", "")
            assert "撤回这张票的认定" in chief.asked[0]
            await _choose_all(chief)
            await chief.keys("Enter")
            await chief.told("已认定，还没有签字", "")
            await table.meeting.act("sheets_adjudicated", PAPER_FREEZERS)
            await chief.page.reload()
            await chief.told("已签字", "")
            # A stray key on the finished page decides nothing.
            await chief.keys("Enter")
            await chief.told("没有改动", "")
            assert len(rulings) == 1
            assert not await chief.page.locator("#over, #key-over").first.is_visible()
            assert await violations(chief.page) == []


async def test_the_chief_is_told_what_was_held_before_a_change(
    browser: Browser, tmp_path: Path
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        await entered(table, 1)
        await viewed(table.meeting, None)
        await viewed(table.meeting, "not_genuine")
        async with seated(browser, table, FIRST, "doubts", "zh") as one:
            await one.told("改动意见的，原来的意见仍记入认定记录。", "")
        foreign, valid = "整张无效（不是本次印制的票）", "整张有效"
        async with seated(browser, table, CHIEF, "doubts", "zh") as chief:
            # Before the second view is given the chief is told of none.
            await chief.told("已有 1 名监票人提出意见，须有 2 名。", "")
            assert "原认为" not in await chief.page.locator("#others").inner_text()
            await viewed(table.meeting, "not_genuine", "not_genuine")
            await chief.page.reload()
            changed = f"监票人 1 号原认为{valid}，后改为{foreign}"
            await chief.told(f"2 名监票人意见一致。 {changed}。", "")
            await viewed(table.meeting, None)
            await chief.page.reload()
            divided = f"监票人 1 号：{valid}；监票人 2 号：{foreign}。"
            await chief.told(f"{divided} {changed}，又改为{valid}。", "")
        async with seated(browser, table, CHIEF, "doubts", "en") as chief:
            await chief.told("", "Scrutineer 1 first held: ")
            await chief.told("", "; then: ")
            assert await violations(chief.page) == []
