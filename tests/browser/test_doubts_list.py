"""The list of all doubtful sheets: what is left first, no more than whoever looks may know."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.conftest import in_a_task_of_its_own
from tests.browser.test_adjudication import (
    CHIEF,
    FIRST,
    SAMPLED,
    SECOND,
    entered,
    focused,
    sent,
    viewed,
)
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS
from tests.contract.service.lifecycle.test_scanned_paper import (
    ALL,
    begin,
    decide,
    doubts,
    enter,
    scan,
)
from tests.support.browsers import violations
from tests.support.paper_desk import Seated, Table, seated, table_at
from tests.support.scanned import marked, scanned

UNSURE = "有项目机器判读不了"


async def scanned_in_two_files(table: Table) -> None:
    """Enter three doubtful sheets, of which two came in a second file."""
    bundle = await begin(table.meeting, 3)
    sheets = [scanned(marked(table.sheet, ALL, at=at, ink=205), seed=at) for at in range(3)]
    await scan(table.meeting, bundle, sheets[:1], "1.tif")
    await scan(table.meeting, bundle, sheets[1:], "2.tif")
    assert await enter(table.meeting, bundle) == 3


async def view(table: Table, number: int, at: int, void: str | None = None) -> None:
    """Let a 监票人 give a view of one sheet."""
    sheet = (await doubts(table.meeting))[at]["sheet"]
    rows = [{"project": one, "reading": said} for one, said in ALL.items()]
    path = f"{table.meeting.round()}/sheets/{sheet}/views"
    await table.meeting.api("scrutineer", number).post(path, {"rows": rows, "void": void})


async def listed(one: Seated) -> dict[str, list[list[str]]]:
    """Return the groups that are seen, in their order, with the parts of every line."""
    found: dict[str, list[list[str]]] = await one.page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('#list > div:not([hidden])')].map(
          (group) => [group.querySelector('p').textContent,
            [...group.querySelectorAll('button')].map(
              (line) => [...line.children].map((part) => part.textContent))]))"""
    )
    return found


async def marked_line(one: Seated) -> str:
    return await one.page.locator("#list [aria-current=true]").inner_text()


async def test_what_is_left_for_a_scrutineer_stands_first_and_others_views_nowhere(
    browser: Browser, tmp_path: Path
) -> None:
    first, second, third = (
        ["第 1 捆，扫描第 1 页（1.tif 第 1 页）", UNSURE],
        ["第 1 捆，扫描第 2 页（2.tif 第 1 页）", UNSURE],
        ["第 1 捆，扫描第 3 页（2.tif 第 2 页）", UNSURE],
    )
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        await scanned_in_two_files(table)
        # What others hold, and that they have looked, is told on no line before the own view.
        await view(table, 2, 1, "not_genuine")
        async with seated(browser, table, FIRST, "doubts", "zh") as one:
            await one.told("第 1 捆，扫描第 1 页（1.tif 第 1 页）", "")
            await one.keys("l")
            unseen = [[*sheet, "未提意见"] for sheet in (first, second, third)]
            assert await listed(one) == {"等您提出意见（3 张）": unseen}
            assert "扫描第 1 页" in await marked_line(one)
            assert await violations(one.page) == []
            # In the list keys choose a sheet; digits and Enter decide nothing.
            views = sent(one.page, "/views")
            await one.keys("1", "1")
            assert await one.page.locator("#rows [aria-checked=true]").count() == 0
            await one.keys("ArrowDown", "Enter")
            await one.told("第 1 捆，扫描第 2 页（2.tif 第 1 页）", "")
            await expect(one.page.locator("#list")).to_be_hidden()
            await expect(one.page.locator("#rows li.doubtful")).to_have_count(len(ALL))
            assert (views, await focused(one)) == ([], "sheet")
            # Whoever comes back to the sheet that is shown finds it as it was left.
            await one.keys("1", "1", "l", "Enter", "2", "3", "Enter")
            await one.told("等您提出意见的 2 张", "")
            await one.keys("l")
            assert await listed(one) == {
                "等您提出意见（2 张）": [unseen[0], unseen[2]],
                "您已提出意见，等待认定（1 张）": [[*second, "已提意见"]],
            }
            await view(table, 1, 2)
            await one.page.reload()
            await one.told("等您提出意见的 1 张", "")
            await one.page.locator("#open-list").focus()
            await one.keys("Enter")
            told = [*third, "已提意见，还差 1 名监票人"]
            assert (await listed(one))["您已提出意见，等待认定（2 张）"][1] == told
            assert next(iter(await listed(one))) == "等您提出意见（1 张）"
            # Whoever closes the list is where it was opened.
            await one.keys("End", "Escape")
            assert await focused(one) == "open-list"


async def test_the_chief_sees_where_views_differ_and_what_is_decided_and_signed(
    browser: Browser, tmp_path: Path
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        await scanned_in_two_files(table)
        await view(table, 1, 0)
        await view(table, 1, 1)
        await view(table, 2, 1)
        await view(table, 1, 2)
        await view(table, 2, 2, "not_genuine")
        async with seated(browser, table, CHIEF, "doubts", "zh") as chief:
            await chief.told("等您认定的 2 张", "")
            await chief.page.locator("#open-list").click()
            assert [(group, lines[0][2]) for group, lines in (await listed(chief)).items()] == [
                ("等您认定，意见不同（1 张）", "意见不同"),
                ("等您认定，意见一致（1 张）", "意见一致"),
                ("等监票人提出意见（1 张）", "还差 1 名监票人"),
            ]
            assert "扫描第 2 页" in await marked_line(chief)
            # The mark goes with the sheet while the list stays open; whoever clicks is there.
            await chief.page.locator("#skip").click()
            assert "扫描第 3 页" in await marked_line(chief)
            await chief.page.locator("#list button", has_text="扫描第 2 页").click()
            await chief.told("2 名监票人意见一致。", "")
            assert await focused(chief) == "sheet"
            await chief.keys("Enter")
            await chief.told("等您认定的 1 张", "")
            await chief.keys("l")
            assert "已认定，还没有签字（1 张）" in await listed(chief)
            assert await violations(chief.page) == []
            await table.meeting.act("sheets_adjudicated", PAPER_FREEZERS)
            await chief.page.reload()
            await chief.told("等您认定的 1 张", "")
            await chief.keys("l")
            assert [*await listed(chief)][-1] == "已签字（1 张）"


async def test_no_sheet_of_the_sample_is_told_apart_before_somebody_has_looked(
    browser: Browser, tmp_path: Path
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path, SAMPLED)) as table:
        await entered(table, 0)
        await table.meeting.act("sample_drawn", [FIRST, CHIEF], seed="3 1 6")
        async with seated(browser, table, SECOND, "doubts", "zh") as one:
            await one.told("抽样复核的 3 张", "")
            await one.keys("l")
            ((_, lines),) = (await listed(one)).items()
            assert [line[1:] for line in lines] == [["抽样复核", "未提意见"]] * 3
            await one.keys("Escape", "1", "1", "1", "3", "Enter")
            await one.told("等您提出意见的 2 张", "")
            await one.keys("l")
            waiting, given = (await listed(one)).values()
            assert [line[1:] for line in waiting] == [["抽样复核", "未提意见"]] * 2
            assert given[0][2] == "已提意见，还差 1 名监票人；与机器判读不同"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_five_hundred_sheets_are_listed_once_and_nothing_is_cut_off(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    async with in_a_task_of_its_own(table_at(tmp_path)) as table:
        await entered(table, 1)
        await viewed(table.meeting, None, None)

        async def many(route: Route) -> None:
            answer = await route.fetch()
            told: dict[str, Any] = await answer.json()
            (real,) = told["sheets"]
            named = {"file": {"name": "SCAN_20260122_104533.pdf", "page": 2}}
            more = [{**real, **named, "sheet": f"{at:064x}", "place": at} for at in range(2, 501)]
            await route.fulfill(response=answer, json={**told, "sheets": [real, *more]})

        async with seated(browser, table, CHIEF, "doubts", language) as chief:
            await chief.page.route(re.compile("/api/.*/doubts$"), many)
            await chief.page.reload()
            await chief.told("等您认定的 500 张", "waiting for your decision: 500")
            await chief.keys("l")
            buttons = chief.page.locator("#list button")
            await expect(buttons).to_have_count(500)
            await chief.page.evaluate(
                "window.kept = [...document.querySelectorAll('#list button')]"
            )
            for width in (1024, 1920):
                await chief.page.set_viewport_size({"width": width, "height": 768})
                wide = "document.documentElement.scrollWidth > innerWidth"
                assert not await chief.page.evaluate(wide)
            # What the tab key goes through is one line, and the last one is a key away.
            assert await chief.page.locator("#list [tabindex='0']").count() == 1
            await chief.keys("End", "Enter")
            await chief.told("扫描第 500 页", "page 500 of the scan")
            await decide(table.meeting, (await doubts(table.meeting))[0]["sheet"], ALL)
            await chief.keys("l", "Home", "Enter", "Enter")
            await chief.told("等您认定的 0 张", "waiting for your decision: 0")
            await chief.keys("l")
            same = "window.kept.every((one) => one.isConnected)"
            assert await chief.page.evaluate(same)
            if language == "en":
                left = await chief.page.locator("#list").inner_text()
                assert not re.search("[一-鿿]", left), left


async def test_where_nothing_is_doubtful_there_is_no_list(browser: Browser, tmp_path: Path) -> None:
    async with (
        in_a_task_of_its_own(table_at(tmp_path)) as table,
        seated(browser, table, FIRST, "doubts", "zh") as one,
    ):
        await one.told("还有 3 张没有入账", "")
        await one.keys("l")
        assert not await one.page.locator("#open-list, #list").first.is_visible()
        assert not await one.page.locator("#list").is_visible()
