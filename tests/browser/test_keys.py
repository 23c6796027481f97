"""Three scrutineers in one room make a key on their own pages, and two of them open a round."""

import json
import os
from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from ballot.canonical import digest
from service.client.safe import Safe
from tests.support.key_holders import MARKS, PASSPHRASE, PASSWORD, Holder, Room, room_at


async def test_three_pages_make_a_key_and_two_of_them_open_the_round(
    browser: Browser, tmp_path: Path
) -> None:
    async with room_at(tmp_path, browser) as room:
        for one in room.holders:
            await one.enrol()
        await room.found()
        await _ceremony(room)
        await room.hand_out()
        await _before(room)
        await room.vote()
        await _opening(room)
        await _signing(room)
        _nothing_left(room)


async def _ceremony(room: Room) -> None:
    first, second, third = room.holders
    for one in room.holders:
        await one.enter(room.election)
    await first.shot("not-started")
    await room.begin_keys()
    for one in room.holders:
        await one.page.get_by_role("button", name="开始：生成选举密钥").click()
        await one.heading("生成您的选举密钥")
        await one.shot(f"start-{one.number}")
        await one.press("开始：生成选举密钥")
        await one.heading("存密钥文件：（一）刚生成的")
        await one.shot(f"save-seed-{one.number}")
        await one.save()
        await one.heading("监票人的事")
        if one is first:
            await first.page.get_by_text("正在等待 2、3 号监票人的证书").wait_for()
            await first.shot("waiting")
    await _read_aloud(room.holders, "当众核对：监票人证书")
    for one in room.holders:
        await one.page.get_by_role("button", name="当众核对：选举公钥").wait_for()
    await third.shot("key-made")
    for one in room.holders:
        await one.press("当众核对：选举公钥")
        await one.heading("存密钥文件：（二）做好的")
        await one.save()
    await _read_aloud(room.holders, "当众核对：选举公钥", pressed=True)
    for one in room.holders:
        await one.page.get_by_text("您的选举密钥已经做好").wait_for()
    assert (await room.state())["ceremony"]["proven"] == [1, 2, 3]
    await second.page.get_by_text("等待", exact=True).first.wait_for(state="detached")
    await second.shot("key-done")
    await second.press("打印纸质备份")
    await second.heading("选举密钥纸质备份")
    await second.shot("paper")


async def _read_aloud(holders: list[Holder], title: str, *, pressed: bool = False) -> None:
    """Every screen shows the same digits; somebody else's are typed in."""
    for one in holders:
        if not pressed:
            await one.press(title)
        await one.heading(title)
    codes = [await one.code() for one in holders]
    assert len(set(codes)) == 1
    await holders[0].shot(title)
    for one in holders:
        await one.page.locator("#heard").fill(f"{codes[0][:4]} {codes[0][4:]}")
        await one.press("一致，确认")
        await one.heading("监票人的事")


async def _before(room: Room) -> None:
    """零票确认, and the saved key is tried once more; another person's file is refused."""
    first, second, _ = room.holders
    await first.page.get_by_role("button", name="零票确认").click()
    await first.heading("开始投票以前")
    await first.press("核对过，都是零")
    assert second.file is not None
    await first.page.locator("#file").set_input_files(second.file)
    await first.page.locator("#passphrase").fill(PASSPHRASE)
    await first.press("试开")
    await first.page.get_by_text("这个文件是另一个人的").wait_for()
    await first.enter(room.election)
    await first.page.get_by_role("button", name="零票确认").click()
    await first.press("核对过，都是零")
    assert first.file is not None
    await first.page.locator("#file").set_input_files(first.file)
    await first.page.locator("#passphrase").fill(PASSPHRASE)
    await first.press("试开")
    await first.page.get_by_text("密钥能用").wait_for()
    await first.shot("before")


async def _opening(room: Room) -> None:
    first, second, _lost = room.holders
    for one in (first, second):
        await one.enter(room.election)
        await one.sign("封定纸质票")
    await room.hall.company.act(1, "paper_frozen", [("chief_scrutineer", 1)])
    await first.page.get_by_text("还不能开启：总监票人没有签名批准").wait_for()
    await first.shot("not-yet")
    await room.authorise()
    digests = []
    for one in (first, second):
        await one.press("取回全部选票，自己核对、自己合计")
        await one.heading("这台电脑核对的结果")
        assert await one.page.get_by_text(f"{len(MARKS)} 张平板票逐张核对无误").is_visible()
        spans = await one.page.locator(".code").first.locator("span").all_inner_texts()
        digests.append("".join(spans))
        await one.shot(f"counted-{one.number}")
        await one.press("一致，解密这个合计")
        await one.heading("存密钥文件：（三）记着已开启的")
        await one.save()
        await one.heading("您的解密已经提交")
        await one.shot(f"accepted-{one.number}")
        await one.press("返回")
    state = (await room.state())["rounds"][0]
    assert state["partials"] == [1, 2]
    assert set(digests) == {state["encrypted_tally"]}


async def _signing(room: Room) -> None:
    """The third came late and signs without the file; the result is read in words."""
    company = room.hall.company
    await company.api("clerk").post(f"{room.hall.round(1)}/papers/attendance")
    await company.api("chief_scrutineer").post(f"{room.hall.round(1)}/outcome")
    third = room.holders[2]
    third.file = None
    await third.enter(room.election)
    for one in room.holders:
        await one.page.get_by_text("确认结果").first.wait_for()
        await one.sign("确认结果")
    [act] = await company.api("clerk").get(f"{room.hall.path}/acts")
    assert act["missing"] == ["chief_scrutineer"]


def _nothing_left(room: Room) -> None:
    """Neither passphrase nor seed ever left a page; the program opens what the page saved."""
    for one in room.holders:
        assert PASSPHRASE not in "".join(one.sent)
        assert sum(PASSWORD in said for said in one.sent) == 1
    first = room.holders[0]
    assert first.file is not None
    safe = Safe.open(first.file, PASSPHRASE)
    secret = safe.secret(room.election)
    assert secret is not None
    assert len(secret.openings) == 1
    assert secret.seed not in "".join(first.sent)
