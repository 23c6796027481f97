"""A whole sitting clicked through by everybody: from an empty service to a record that verifies.

Two deputies at tablets by default; PIAOJUE_DEPUTIES says how many (`make session`: twelve).
"""

import asyncio
import os
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.async_api import Browser, Page

from service.server import running
from service.settings import Settings
from tests.support.belenios import invoke
from tests.support.commands import piaojue_meanwhile
from tests.support.sitting import after, before, keys, voting
from tests.support.sitting.people import Staff, keep
from tests.support.sitting.plan import Plan
from tests.support.watching import watch

DEPUTIES = int(os.environ.get("PIAOJUE_DEPUTIES", "2"))


async def test_a_whole_sitting_is_clicked_through(browser: Browser, tmp_path: Path) -> None:
    plan = Plan(tablets=DEPUTIES)
    settings = Settings(data=tmp_path / "data", workers=1)
    async with running(settings) as server:
        staff = await before.seated(browser, server, tmp_path)
        await settled(staff, settings)
        election = await listed(staff, plan)
        cards = await handed_out(staff, election, plan, tmp_path)
        hall = await screen(browser, server, election, staff)
        await opened(staff, election, hall)
        deputies = await voting.seated(browser, server, plan)
        await voting.voted(deputies, cards, plan)
        await counted(staff, election, plan)
        await told(staff, election, hall, plan)
        record = await after.published(staff, plan, tmp_path)
        await after.audited(staff.auditor, election, [one.tracker for one in deputies])
        faults = staff.faults + [fault for one in deputies for fault in one.faults]
        for page in [hall, *(one.page for one in (*staff.all, *deputies))]:
            await page.context.close()
    assert not faults, "\n".join(faults)
    await verified(record, tmp_path)


async def settled(staff: Staff, settings: Settings) -> None:
    """From a service without anybody to accounts and keys for all."""
    await staff.administrator.open("/desk/login")
    await staff.administrator.read("这台服务还没有管理员。")
    await staff.administrator.seen("empty")
    await before.first_account(settings)
    await before.accounts(staff)
    await before.enrolled(staff)


async def listed(staff: Staff, plan: Plan) -> str:
    """The session, its officers, its roll and its list, frozen by two persons."""
    election = await before.founded(staff.clerk, plan)
    await before.appointed(staff)
    await before.listed(staff, election, plan)
    return election


async def handed_out(staff: Staff, election: str, plan: Plan, folder: Path) -> list[str]:
    """The key, sheets and cards, who is there; return the codes of the cards."""
    await keys.made(staff, election)
    cards = await before.printed(staff, election, plan, folder)
    await before.attended(staff.clerk, election, plan)
    await before.handed_out(staff, election, plan)
    return cards


async def opened(staff: Staff, election: str, hall: Page) -> None:
    """零票确认 on two devices, and the vote opened by chief and presider."""
    await staff.presider.open(f"/presider/{election}")
    await staff.presider.seen("presider")
    await asyncio.gather(*(before.zero(one, election) for one in staff.scrutineers[:2]))
    await before.opened(staff, election)
    await hall.get_by_text("正在投票").first.wait_for()
    staff.clerk.faults += await keep(hall, "session-hall-open")


async def counted(staff: Staff, election: str, plan: Plan) -> None:
    """Closed, counted by hand, the sum opened by two devices of three, signed by everybody."""
    await after.closed(staff, election)
    await after.boxes_counted(staff, election, plan)
    await after.hand_counted(staff, election, plan)
    await after.paper_frozen(staff, election)
    await keys.opened(staff.scrutineers[:2], plan.tablets)
    await after.decided(staff, election)
    await after.certified(staff, election)


async def told(staff: Staff, election: str, hall: Page, plan: Plan) -> None:
    """Shown in the hall one by one, then announced."""
    await staff.presider.open(f"/presider/{election}")
    await staff.presider.page.locator("section.now").wait_for()
    await after.revealed(staff, hall, plan)
    await after.announced(staff, election)
    await hall.get_by_role("heading", name="票决结果", exact=True).wait_for()


async def screen(browser: Browser, server: str, election: str, staff: Staff) -> Page:
    """Open the hall's screen, which then stands until the end."""
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    page = await context.new_page()
    await watch(page, server, staff.clerk.faults)
    await page.goto(f"{server}/hall/{election}")
    return page


async def verified(record: Path, folder: Path) -> None:
    """The downloaded record holds, and so does the sealed part for whoever has the other tool."""
    done = await piaojue_meanwhile("verify", record)
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = after.archives(record, folder)
    alone = await piaojue_meanwhile("verify", archive)
    assert alone.returncode == 0, alone.stdout + alone.stderr
    if "BELENIOS_TOOL" in os.environ:
        foreign = invoke(archive.parent, "election", "verify", "--dir", ".")
        assert foreign.returncode == 0, foreign.stderr
