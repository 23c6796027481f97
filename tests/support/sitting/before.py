"""From an empty service to an open vote."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from playwright.async_api import Browser

from ballot.card import card_code, parse_card
from service.settings import Settings
from tests.support.commands import ROOT, piaojue_meanwhile
from tests.support.key_holders import PASSPHRASE
from tests.support.sitting.people import OWN_PASSWORD, Officer, Staff, officer
from tests.support.sitting.plan import PLAN, SPARE, Plan

ADMINISTRATOR = "周立本"


async def first_account(settings: Settings) -> None:
    """Run what the empty service's own page says: the only account made at a terminal."""
    words = ("accounts", "add", "--role", "administrator", "--name", ADMINISTRATOR)
    where = ("--data", str(settings.data), "--password-stdin")
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "service.cli.main", *words, *where],
        cwd=ROOT,
        input=f"{OWN_PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


async def seated(browser: Browser, server: str, folder: Path) -> Staff:
    """Seat everybody in front of a computer; nobody has an account yet."""

    async def one(name: str, number: int = 0) -> Officer:
        return await officer(browser, server, folder, name, number=number)

    administrator = await one(ADMINISTRATOR)
    administrator.password = OWN_PASSWORD
    return Staff(
        administrator=administrator,
        clerk=await one("许文静"),
        auditor=await one("何广平"),
        presider=await one("周明远"),
        chief=await one("陆承远"),
        scrutineers=[await one(name, at) for at, name in enumerate(("王岚", "刘志成", "宋梅"), 1)],
        tellers=[await one("黄建国", 1), await one("唐秀英", 2)],
    )


async def accounts(staff: Staff) -> None:
    """The administrator makes accounts for all, and hands the slips out."""
    one = staff.administrator
    await one.login()
    await one.page.get_by_role("link", name="开账号").click()
    rest = [each for each in staff.keyed if each is not staff.clerk]
    for people, role in (([staff.clerk], "clerk"), ([staff.auditor], "auditor"), (rest, "")):
        await one.titled("人员和账号")
        await one.fill(names="\n".join(each.name for each in people))
        await one.page.locator("[name=role]").select_option(role)
        await one.do("新开账号，给出初始口令")
        await one.titled("初始口令")
        if not role:
            await one.seen("slips")
        secrets = await one.page.locator(".slip dd strong").all_inner_texts()
        for each, secret in zip(people, secrets, strict=True):
            each.password = secret
        await one.page.get_by_role("link", name="已经打印，回到人员").click()
    await one.titled("人员和账号")
    await one.seen("people")


async def enrolled(staff: Staff) -> None:
    """Everybody who signs makes a key on the own computer."""
    await asyncio.gather(*(one.enrol() for one in staff.keyed), staff.auditor.login())


async def founded(clerk: Officer, plan: Plan) -> str:
    """Begin the 票决; return its identifier."""
    await clerk.open("/desk")
    await clerk.read("还没有票决，从这里新建。")
    await clerk.page.locator("main").get_by_role("link", name="新建票决").click()
    await clerk.titled("新建票决：选最接近的一种")
    await clerk.seen("presets")
    preset = clerk.page.locator(".card", has_text="县（市、区）人民代表大会")
    await preset.get_by_role("link").click()
    await clerk.fill(**plan.fields)
    await clerk.page.locator("[value=binding]").check()
    for name, value in (("display", "staged"), ("publish_level", "full")):
        await clerk.page.locator(f"[name={name}]").select_option(value)
    await clerk.do("检查规则")
    await clerk.page.locator("#lint .warn, #lint .good").first.wait_for()
    await clerk.seen("new")
    await clerk.do("建立票决")
    await clerk.titled("执行主席、监票人、计票人名单")
    found = re.search(r"/desk/([^/]+)/officers", clerk.page.url)
    assert found is not None
    return found[1]


async def appointed(staff: Staff) -> None:
    """The clerk enters the list of officers as the congress passed it."""
    clerk = staff.clerk
    seats = {"presider-1": staff.presider, "chief_scrutineer-1": staff.chief}
    seats |= {f"scrutineer-{one.number}": one for one in staff.scrutineers}
    seats |= {f"teller-{one.number}": one for one in staff.tellers}
    for seat, one in seats.items():
        await clerk.page.locator(f"[name={seat}]").select_option(one.name)
    await clerk.do("登记名单")
    await clerk.read("名单已经登记。")
    await clerk.seen("officers")


def sent(name: str, text: str) -> Any:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


async def listed(staff: Staff, election: str, plan: Plan) -> None:
    """Roll and list are imported, looked at, and frozen by two persons."""
    clerk, presider = staff.clerk, staff.presider
    await clerk.open(f"/desk/{election}/roll")
    await clerk.page.locator("[name=file]").set_input_files(sent("名册.csv", plan.roll))
    await clerk.do("导入")
    await clerk.read(f"现有名册：{plan.roster} 名代表")
    await clerk.open(f"/desk/{election}/candidates")
    await clerk.page.locator("[name=file]").set_input_files(sent("清单.csv", PLAN))
    await clerk.do("先看一看")
    await clerk.read("读出 4 个项目")
    await clerk.do("导入为清单（已经审定）")
    await clerk.titled("票面预览")
    await clerk.seen("candidates")
    await clerk.do("提请两人签字，确定清单")
    await clerk.titled("待签字事项")
    await clerk.read("密钥口令")
    await clerk.seen("acts")
    await clerk.sign_here("确定清单", election)
    await presider.sign_here("确定清单", election)


async def printed(staff: Staff, election: str, plan: Plan, folder: Path) -> list[str]:
    """The clerk has sheets made, a scrutineer prints cards; return what is on the cards."""
    clerk, scrutineer = staff.clerk, staff.scrutineers[0]
    await clerk.open(f"/desk/{election}/rounds/1/tokens")
    await clerk.page.locator("form[action$=prints] [name=count]").fill(str(plan.sheets + SPARE))
    await clerk.do("制作可以扫描的票")
    await clerk.titled("等待打印的文件")
    async with clerk.page.expect_download() as waited:
        await clerk.page.get_by_role("link", name="下载 PDF 打印").click()
    await (await waited.value).save_as(folder / "票决票.pdf")
    await clerk.seen("tokens")
    await clerk.do("已经印好，删除文件")
    await clerk.titled("登记到现在")
    await clerk.page.get_by_text("等待打印的文件").wait_for(state="detached")
    file, secret = folder / "投票卡.pdf", folder / "口令"
    secret.write_text(OWN_PASSWORD, encoding="utf-8")
    done = await piaojue_meanwhile(
        *("print", "cards", "--server", clerk.server, "--election", election),
        *("--name", scrutineer.name, "--password-file", secret),
        *("--count", plan.tablets, "--out", file),
    )
    assert done.returncode == 0, done.stderr
    return await asyncio.to_thread(codes_on, file)


def codes_on(file: Path) -> list[str]:
    """Return what deputies type from the cards of a printed file."""
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.render(scale=4).to_pil() for page in document]
    found = [one.text for page in pages for one in zxingcpp.read_barcodes(page)]
    return [card_code(parse_card(text)) for text in found]


async def attended(clerk: Officer, election: str, plan: Plan) -> None:
    """One comes with a badge, the others by their delegations; one is not there."""
    page = clerk.page
    await clerk.open(f"/desk/{election}/rounds/1/attendance")
    await page.locator("[name=query]").wait_for()
    await page.keyboard.type("1座")
    await page.keyboard.press("Enter")
    await page.locator("#attendance .good").wait_for()
    groups = page.locator("#attendance details")
    for at in range(await groups.count()):
        await groups.nth(at).locator("summary").click()
        if at == 1:
            await groups.nth(at).locator("[type=checkbox]").last.uncheck()
        marked = page.locator("#figures dd").nth(1)
        before = await marked.inner_text()
        await groups.nth(at).get_by_role("button", name="勾选的都签到").click()
        await page.wait_for_function(
            "before => document.querySelectorAll('#figures dd')[1].textContent !== before",
            arg=before,
        )
    await clerk.seen("attendance")
    assert await page.locator("[name=present]").last.input_value() == str(plan.present)
    await clerk.do("报告应到、实到")
    await page.locator("[aria-current=step]").wait_for()


async def handed_out(staff: Staff, election: str, plan: Plan) -> None:
    """Every deputy who is there holds a sheet or a card."""
    clerk = staff.clerk
    await clerk.open(f"/desk/{election}/rounds/1/tokens")
    for channel, count in (("paper", plan.sheets), ("tablet", plan.tablets)):
        form = clerk.page.locator("form[action$=issued]")
        await form.locator("[name=channel]").select_option(channel)
        await form.locator("[name=count]").fill(str(count))
        await clerk.do("登记发出张数")
        row = clerk.page.get_by_role("row", name="纸质票" if channel == "paper" else "投票卡")
        await row.get_by_role("cell").nth(1).filter(has_text=re.compile(f"^{count}$")).wait_for()


async def zero(scrutineer: Officer, election: str) -> None:
    """零票确认, and the saved key is tried once more."""
    await scrutineer.enter(election)
    await scrutineer.page.get_by_role("button", name="零票确认").click()
    await scrutineer.heading("开始投票以前")
    await scrutineer.press("核对过，都是零")
    assert scrutineer.file is not None
    await scrutineer.page.locator("#file").set_input_files(scrutineer.file)
    await scrutineer.page.locator("#passphrase").fill(PASSPHRASE)
    await scrutineer.press("试开")
    await scrutineer.read("密钥能用")
    await scrutineer.seen(f"zero-{scrutineer.number}")


async def propose(one: Officer, election: str, act: str) -> None:
    """Take the next step of the page of the round: propose what is to be signed."""
    await one.open(f"/desk/{election}")
    await one.do("提请签字")
    await one.titled(act)


async def opened(staff: Staff, election: str) -> None:
    await propose(staff.clerk, election, "开始投票")
    for one in (staff.chief, staff.presider):
        await one.sign_here("开始投票", election)
