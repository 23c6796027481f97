"""Three scrutineers make the election key on their own pages; two of them open the sum."""

import asyncio
from collections.abc import Sequence

from tests.support.sitting.people import Officer, Staff


async def made(staff: Staff, election: str) -> None:
    """The clerk begins; the three go on together, and each waits for the others."""
    clerk, three = staff.clerk, staff.scrutineers
    await clerk.open(f"/desk/{election}/rounds/1/keys")
    await clerk.read("还没有开始生成选举密钥。")
    await clerk.do("开始生成密钥")
    await clerk.read("等待监票人各自完成。")
    await clerk.seen("keys")
    await asyncio.gather(*(_begun(one, election) for one in three))
    await _aloud(three, "监票人证书")
    await asyncio.gather(*(_whole(one) for one in three))
    await _aloud(three, "选举公钥", pressed=True)
    await asyncio.gather(*(one.read("您的选举密钥已经做好") for one in three))
    await three[0].seen("key-made")


async def _begun(one: Officer, election: str) -> None:
    await one.enter(election)
    await one.page.get_by_role("button", name="开始：生成选举密钥").click()
    await one.heading("生成您的选举密钥")
    await one.press("开始：生成选举密钥")
    await one.heading("存密钥文件：（一）刚生成的")
    if one.number == 1:
        await one.seen("key-save")
    await one.save()
    await one.heading("密钥和签字")


async def _whole(one: Officer) -> None:
    await one.press("当众核对：选举公钥")
    await one.heading("存密钥文件：（二）做好的")
    await one.save()


async def _aloud(three: Sequence[Officer], what: str, *, pressed: bool = False) -> None:
    """Every screen shows the same digits; each types what somebody else read out."""
    title = f"当众核对：{what}"
    if not pressed:
        await asyncio.gather(*(one.press(title) for one in three))
    await asyncio.gather(*(one.heading(title) for one in three))
    codes = [await one.code() for one in three]
    assert len(set(codes)) == 1
    await three[0].seen("key-code")

    async def confirmed(one: Officer, heard: str) -> None:
        await one.page.locator("#heard").fill(f"{heard[:4]} {heard[4:]}")
        await one.press("一致，确认")
        await one.heading("密钥和签字")

    await asyncio.gather(*map(confirmed, three, reversed(codes)))


async def opened(two: Sequence[Officer], tablets: int) -> None:
    """Each device fetches, checks and multiplies; the digests are the same, both decrypt."""
    digests = await asyncio.gather(*(_counted(one, tablets) for one in two))
    assert len(set(digests)) == 1
    await asyncio.gather(*map(_decrypted, two))


async def _counted(one: Officer, tablets: int) -> str:
    await one.press("取回全部选票，自己核对、自己合计")
    await one.heading("这台电脑核对的结果")
    await one.read(f"{tablets} 张平板票逐张核对无误")
    await one.seen(f"opening-{one.number}")
    spans = await one.page.locator(".code").first.locator("span").all_inner_texts()
    return "".join(spans)


async def _decrypted(one: Officer) -> None:
    await one.press("一致，解密这个合计")
    await one.heading("存密钥文件：（三）记着已开启的")
    await one.save()
    await one.heading("解密已经提交")
