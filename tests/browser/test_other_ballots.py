"""Every kind of ballot that tablets can prove, and the second group."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Opened, in_a_task_of_its_own
from tests.support import tablets
from tests.support.browsers import Tablet

Touch = Callable[[Tablet], Any]


async def exactly(tablet: Tablet) -> None:
    await tablet.mark(1, "赞成")
    await tablet.page.get_by_role("button", name="核对我的选择").click()
    assert await tablet.page.get_by_text("须赞成 2 项，现在赞成 1 项").is_visible()
    await tablet.mark(2, "赞成")


async def approvals_only(tablet: Tablet) -> None:
    assert await tablet.page.get_by_text("反对").count() == 0
    for project in (1, 2, 3, 4):
        await tablet.mark(project, "赞成")
    await tablet.mark(4, "不选")


async def the_whole_list(tablet: Tablet) -> None:
    await tablet.page.get_by_text("赞成", exact=True).click()
    assert await tablet.page.locator(".count").inner_text() == "对全部项目：赞成"


async def grades(tablet: Tablet) -> None:
    await tablet.mark(1, "满意")
    await tablet.mark(2, "不了解")
    await tablet.mark(3, "弃权")
    assert await tablet.page.locator(".count").inner_text() == "已评价 2 / 共 4 项"


async def the_default(tablet: Tablet) -> None:
    await tablet.mark(1, "赞成")
    await tablet.mark(2, "反对")


@pytest.mark.parametrize(
    ("rules", "group", "touch"),
    [
        (
            {
                "ballot_mode": "exactly_k",
                "choices": ("approve",),
                "undervote": "void",
                "seats": 2,
            },
            "Ed25519",
            exactly,
        ),
        (
            {"ballot_mode": "per_item", "choices": ("approve",), "seats": 2},
            "Ed25519",
            approvals_only,
        ),
        ({"ballot_mode": "whole_list", "seats": 4}, "Ed25519", the_whole_list),
        (
            {"ballot_mode": "graded", "choices": ("abstain", "dont_know"), "seats": 4},
            "Ed25519",
            grades,
        ),
        ({"seats": 2}, "BELENIOS-2048", the_default),
    ],
    ids=["exactly K", "approvals only", "whole list", "evaluation", "BELENIOS-2048"],
)
async def test_the_service_takes_it(
    opened: Opened, tmp_path: Path, rules: dict[str, Any], group: Any, touch: Touch
) -> None:
    four = tablets.PROJECTS[:4]
    poll = tablets.open_poll(tmp_path, cards=10, group=group, projects=four, **rules)
    async with in_a_task_of_its_own(poll) as session:
        tablet = await opened(session=session)
        await tablet.chooses(0)
        await touch(tablet)
        await tablet.review()
        async with tablet.page.expect_response("**/ballots") as answer:
            await tablet.cast()
        await tablet.heading("已经投票")
        tracker = await tablet.code()

        assert json.loads(await (await answer.value).text())["tracker"] == tracker


async def test_a_name_is_never_read_as_markup(opened: Opened, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>公厕"
    content = "<script>alert(2)</script>" + "改造" * 40
    projects = [(name, content, 10, "<b>县住建局</b>", "</li>全县"), *tablets.PROJECTS[:2]]
    poll = tablets.open_poll(tmp_path, cards=10, projects=projects, seats=2)
    async with in_a_task_of_its_own(poll) as session:
        tablet = await opened(session=session)
        dialogs: list[str] = []
        tablet.page.on("dialog", lambda one: dialogs.append(one.message))
        await tablet.chooses(0)
        await tablet.mark(1, "赞成")
        assert name in await tablet.page.locator("legend").first.inner_text()
        await tablet.review()

        assert name in await tablet.page.locator(".said").first.inner_text()
        assert await tablet.page.locator("img, b.x, main script").count() == 0
        assert dialogs == []
