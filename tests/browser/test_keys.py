"""Three scrutineers in one room make a key on their own pages, and two of them open a round."""

from pathlib import Path

from playwright.async_api import Browser, Page

from service.client.safe import Safe
from tests.support.key_holders import (
    MARKS,
    PASSPHRASE,
    PASSWORD,
    Holder,
    Room,
    page_of,
    room_at,
)


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
        await _opened_on_a_page_of_the_desk(browser, room)
        await room.vote()
        await _opening(room)
        await _signing(room)
        _nothing_left(room)


async def _ceremony(room: Room) -> None:
    first, second, third = room.holders
    for one in room.holders:
        await one.enter(room.election)
    await room.begin_keys()
    for one in room.holders:
        await one.page.get_by_role("button", name="开始：生成选举密钥").click()
        await one.heading("生成您的选举密钥")
        await one.press("开始：生成选举密钥")
        await one.heading("存密钥文件：（一）刚生成的")
        if one is first:
            await first.seen("save")
        await one.save()
        await one.heading("密钥和签字")
        if one is first:
            await first.page.get_by_text("正在等待 2、3 号监票人的证书").wait_for()
            await first.seen("waiting")
            await first.signs_in_again()
    await _wrong_code_stops(first, room)
    await _read_aloud(room.holders, "当众核对：监票人证书")
    for one in room.holders:
        await one.page.get_by_role("button", name="当众核对：选举公钥").wait_for()
    for one in room.holders:
        await one.press("当众核对：选举公钥")
        await one.heading("存密钥文件：（二）做好的")
        await one.save()
    await _read_aloud(room.holders, "当众核对：选举公钥", pressed=True)
    for one in room.holders:
        await one.page.get_by_text("您的选举密钥已经做好").wait_for()
    assert (await room.state())["ceremony"]["proven"] == [1, 2, 3]
    await second.page.get_by_text("等待", exact=True).first.wait_for(state="detached")
    await third.press("打印纸质备份")
    await third.page.locator("#passphrase").fill(PASSPHRASE)
    await third.press("打印纸质备份")
    await third.page.locator(".paper-groups").wait_for()
    await third.seen("paper")
    third.paper = await third.page.locator(".paper-groups").inner_text()


async def _wrong_code_stops(first: Holder, room: Room) -> None:
    """Nothing is sent, and nothing goes on but by opening the page and the file again."""
    await first.press("当众核对：监票人证书")
    await first.heading("当众核对：监票人证书")
    own = await first.code()
    await first.page.locator("#heard").fill(str((int(own) + 1) % 10**8).zfill(8))
    await first.press("一致，确认")
    await first.heading("现在不能继续")
    assert await first.page.get_by_text("请停止操作，不要再试").is_visible()
    assert await first.page.get_by_role("button").count() == 0
    shown = await room.hall.company.api("clerk").get(f"{room.hall.path}/ceremony")
    assert shown["messages"]["commitment"] == {}
    await first.enter(room.election)


async def _read_aloud(holders: list[Holder], title: str, *, pressed: bool = False) -> None:
    """Every screen shows the same digits; somebody else's are typed in."""
    for one in holders:
        if not pressed:
            await one.press(title)
        await one.heading(title)
    codes = [await one.code() for one in holders]
    assert len(set(codes)) == 1
    await holders[0].seen(title)
    for one in holders:
        await one.page.locator("#heard").fill(f"{codes[0][:4]} {codes[0][4:]}")
        await one.press("一致，确认")
        await one.heading("密钥和签字")


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
    await first.seen("before")


ELEMENT = """([act, election]) => {
  const place = document.createElement("div");
  const said = { signAct: act.id, election, statement: act.statement };
  Object.assign(place.dataset, said);
  document.getElementById("screen").replaceChildren(place);
}"""
"""What a page of the desk shows where somebody is to sign."""


async def _opened_on_a_page_of_the_desk(browser: Browser, room: Room) -> None:
    """The chief signs 开始投票 by the element that the desk's pages carry."""
    company = room.hall.company
    presider = company.of("presider")
    act = await presider.api.post(f"{room.hall.round(1)}/acts", {"act": "opened"})
    await presider.approve(room.election, act, "presider", 1)
    page = await page_of(browser)
    await page.goto(f"{room.server}/key/{room.election}")
    await page.locator("#name").fill("chief_scrutineer")
    await page.locator("#password").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.get_by_role("heading", name="打开您的密钥").wait_for()
    await _led_to_the_counters(page)
    await page.get_by_role("heading", name="打开您的密钥").wait_for()
    await page.evaluate(ELEMENT, [act, room.election])
    await page.add_script_tag(url="/static/sign.js", type="module")
    await page.get_by_text("签名齐全以后，开始收票").wait_for()
    passphrase = page.locator(f"#passphrase-{act['id']}")
    await passphrase.fill("not this one")
    await page.get_by_role("button", name="用密钥签字").click()
    await page.get_by_text("密钥口令不对").wait_for()
    await passphrase.fill(PASSPHRASE)
    await page.get_by_role("button", name="用密钥签字").click()
    await page.get_by_role("heading", name="打开您的密钥").wait_for()
    await page.context.close()
    assert (await room.state())["rounds"][0]["stage"] == "open"


async def _led_to_the_counters(page: Page) -> None:
    """Who would sign 开始投票 without a look at the counters is told so, and led there."""
    signing, first = page.get_by_role("button", name="看内容，签字"), "还没有做零票确认"
    await page.locator("#passphrase-alone").fill(PASSPHRASE)
    await page.get_by_role("button", name="不用文件，只用口令").click()
    await signing.click()
    await page.get_by_text(first).wait_for()
    await page.get_by_role("button", name="开始投票以前").click()
    await page.get_by_role("button", name="核对过，都是零").click()
    await page.get_by_role("button", name="返回").click()
    await signing.click()
    await page.get_by_text("签名齐全以后，开始收票").wait_for()
    assert await page.get_by_text(first).count() == 0
    await page.reload()


async def _opening(room: Room) -> None:
    first, second, third = room.holders
    for one in (first, second):
        await one.enter(room.election)
        await one.sign("封定纸质票")
    await room.hall.company.act(1, "paper_frozen", [("chief_scrutineer", 1)])
    await first.page.get_by_text("还不能开启：总监票人没有签名批准").wait_for()
    await room.authorise()
    await _restored_from_paper(third, room.election)
    digests = []
    for one in (first, second):
        await one.press("取回全部选票，自己核对、自己合计")
        await one.heading("这台电脑核对的结果")
        assert await one.page.get_by_text(f"{len(MARKS)} 张平板票逐张核对无误").is_visible()
        spans = await one.page.locator(".code").first.locator("span").all_inner_texts()
        digests.append("".join(spans))
        if one is first:
            await first.seen("counted")
        await one.press("一致，解密这个合计")
        await one.heading("存密钥文件：（三）记着已开启的")
        await one.save()
        await one.heading("解密已经提交")
        await one.press("返回")
    state = (await room.state())["rounds"][0]
    assert state["partials"] == [1, 2]
    assert set(digests) == {state["encrypted_tally"]}


async def _restored_from_paper(third: Holder, election: str) -> None:
    """The file is lost: paper and passphrase give the share back, and a new file is saved."""
    third.file = None
    await third.enter(election)
    await third.page.get_by_text("打开的密钥里没有您在这次票决中的选举密钥").first.wait_for()
    await third.seen("lost")
    await third.press("密钥文件丢了，用纸质备份")
    groups = third.paper.split()[1::2]
    wrong = ["00000" if at == 4 else one for at, one in enumerate(groups)]
    await third.page.locator("#passphrase").fill(PASSPHRASE)
    await third.page.locator("#paper").fill(" ".join(wrong).lower())
    await third.press("用纸质备份恢复")
    await third.page.get_by_text("第 5 组有误").wait_for()
    await third.seen("restoring")
    await third.page.locator("#paper").fill(" ".join(groups).lower())
    await third.press("用纸质备份恢复")
    await third.heading("存密钥文件：（二）做好的")
    await third.save()
    await third.page.get_by_role("button", name="取回全部选票").wait_for()


async def _signing(room: Room) -> None:
    """The third signs with the restored key; the result is read in words."""
    company = room.hall.company
    await company.api("clerk").post(f"{room.hall.round(1)}/papers/attendance")
    await company.api("chief_scrutineer").post(f"{room.hall.round(1)}/outcome")
    for one in room.holders:
        await one.page.get_by_text("确认结果").first.wait_for()
        await one.sign("确认结果")
    [act] = await company.api("clerk").get(f"{room.hall.path}/acts")
    assert act["missing"] == ["chief_scrutineer"]


def _nothing_left(room: Room) -> None:
    """Neither passphrase nor seed ever left a page; the program opens what the page saved."""
    for one in room.holders:
        assert PASSPHRASE not in "".join(one.sent)
        # The first signed in once more after the session had ended.
        signed_in = 2 if one is room.holders[0] else 1
        assert sum(PASSWORD in said for said in one.sent) == signed_in
    first = room.holders[0]
    assert first.file is not None
    safe = Safe.open(first.file, PASSPHRASE)
    secret = safe.secret(room.election)
    assert secret is not None
    assert len(secret.openings) == 1
    assert secret.seed not in "".join(first.sent)
