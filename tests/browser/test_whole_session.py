"""A whole sitting clicked through by everybody: from an empty service to a record that verifies.

Two deputies at tablets by default; PIAOJUE_DEPUTIES says how many (`make session`: twelve).
"""

import asyncio
import os
import sys
import time
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
STARTED = time.monotonic()


async def test_a_whole_sitting_is_clicked_through(browser: Browser, tmp_path: Path) -> None:
    plan = Plan(tablets=DEPUTIES)
    settings = Settings(data=tmp_path / "data", workers=1)
    async with running(settings) as server:
        staff = await before.seated(browser, server, tmp_path)
        await staff.administrator.open("/desk/login")
        await staff.administrator.read("这台服务还没有管理员。")
        await staff.administrator.seen("empty")
        await before.first_account(settings)
        step("accounts")
        await before.accounts(staff)
        await before.enrolled(staff)
        step("enrolled")
        election = await before.founded(staff.clerk, plan)
        await before.appointed(staff)
        await before.listed(staff, election, plan)
        step("listed")
        await keys.made(staff, election)
        step("keys")
        cards = await before.printed(staff, election, plan, tmp_path)
        await before.attended(staff.clerk, election, plan)
        await before.handed_out(staff, election, plan)
        step("handed out")
        hall = await screen(browser, server, election, staff)
        await staff.presider.open(f"/presider/{election}")
        await staff.presider.seen("presider")
        await asyncio.gather(*(before.zero(one, election) for one in staff.scrutineers[:2]))
        step("zero")
        await before.opened(staff, election)
        await hall.get_by_text("正在投票").first.wait_for()
        staff.clerk.faults += await keep(hall, "session-hall-open")
        deputies = await voting.seated(browser, server, plan)
        step("opened")
        await voting.voted(deputies, cards, plan)
        step("voted")
        await after.closed(staff, election)
        await after.boxes_counted(staff, election, plan)
        await after.hand_counted(staff, election, plan)
        step("hand counted")
        await after.paper_frozen(staff, election)
        step("frozen")
        await keys.opened(staff.scrutineers[:2], plan.tablets)
        step("summed")
        await after.decided(staff, election)
        await after.certified(staff, election)
        step("certified")
        await staff.presider.open(f"/presider/{election}")
        await staff.presider.page.locator("section.now").wait_for()
        await after.revealed(staff, hall, plan)
        await after.announced(staff, election)
        await hall.get_by_role("heading", name="票决结果", exact=True).first.wait_for()
        step("announced")
        record = await after.published(browser, staff, election, plan, tmp_path)
        trackers = [one.tracker for one in deputies]
        await after.audited(staff.auditor, election, trackers)
        step("audited")
        faults = staff.faults + [fault for one in deputies for fault in one.faults]
        for page in [hall, *(one.page for one in (*staff.all, *deputies))]:
            await page.context.close()
    assert faults == []
    await verified(record, tmp_path)
    step("verified")


def step(name: str) -> None:
    print(f"{time.monotonic() - STARTED:6.1f} {name}", file=sys.stderr)


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
