"""From the closed vote to the announced result, and what everybody can check of it."""

import asyncio
import zipfile
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page

from tests.support.sitting.before import propose
from tests.support.sitting.people import Officer, Staff, keep
from tests.support.sitting.plan import PROJECTS, SPARE, Plan

PAPERS = ("代表到会情况报告", "发票收票情况报告单", "计票结果报告单", "封存清单")


async def closed(staff: Staff, election: str) -> None:
    await propose(staff.clerk, election, "截止投票")
    for one in (staff.chief, staff.presider):
        await one.sign_here("截止投票", election)


async def boxes_counted(staff: Staff, election: str, plan: Plan) -> None:
    """The chief counts both boxes, the clerk books the sheets that are left."""
    chief, clerk = staff.chief, staff.clerk
    await chief.open(f"/desk/{election}/rounds/1/tokens")
    for form, count, button in (
        ("box", plan.sheets, "登记票箱"),
        ("cards-in-box", plan.tablets, "登记卡箱"),
    ):
        field = chief.page.locator(f"form[action$='/{form}'] [name=count]")
        await field.fill(str(count))
        await chief.do(button)
        kept = f"form[action$='/{form}'] [name=count][value='{count}']"
        await chief.page.locator(kept).wait_for()
    await chief.seen("boxes")
    await clerk.open(f"/desk/{election}/rounds/1/tokens")
    assert await clerk.page.locator("[name=left_over]").input_value() == str(SPARE)
    await clerk.do("登记剩余")
    await clerk.page.locator("[name=left_over][value='0']").wait_for()


async def hand_counted(staff: Staff, election: str, plan: Plan) -> None:
    """Two tellers enter apart; they differ in a cell, and the one who was wrong enters anew."""
    first, second = staff.tellers
    right = plan.paper()
    wrong = [(approve - 1, oppose, abstain + 1) for approve, oppose, abstain in right[:1]]
    await asyncio.gather(
        entered(first, election, plan, [*wrong, *right[1:]]),
        entered(second, election, plan, right),
    )
    await first.open(f"/desk/{election}/rounds/1/hand-count")
    await first.read("两份计票数有 2 格不一致")
    await first.seen("differences")
    await entered(first, election, plan, right)
    await first.read("两名计票人的计票数一致，已经确定。")


async def entered(
    teller: Officer, election: str, plan: Plan, totals: Sequence[tuple[int, int, int]]
) -> None:
    """Enter figures, look at them once more, sign."""
    await teller.open(f"/desk/{election}/rounds/1/hand-count")
    sheets = str(plan.sheets)
    fields = {"returned": sheets, "valid": sheets, "invalid": "0", "foreign": "0"}
    for number, row in enumerate(totals, start=1):
        names = ("approve", "oppose", "abstain", "illegible")
        figures = zip(names, (*row, 0), strict=True)
        fields |= {f"{name}-{number}": str(figure) for name, figure in figures}
    await teller.fill(**fields)
    await teller.seen("hand-count")
    await teller.do("核对以后签名")
    await teller.titled(f"计票人 {teller.number} 号")
    place = teller.page.locator("[data-sign-act=hand_count]")
    await place.locator("input").first.wait_for()
    await teller.seen("hand-count-sign")
    await teller.sign_in(place)


async def paper_frozen(staff: Staff, election: str) -> None:
    """Two scrutineers sign on their own pages, the chief at the desk; the sum may be opened."""
    await propose(staff.clerk, election, "封定纸质票")

    async def signs(one: Officer) -> None:
        await one.enter(election)
        await one.sign("封定纸质票")

    await asyncio.gather(
        *map(signs, staff.scrutineers[:2]), staff.chief.sign_here("封定纸质票", election)
    )
    await propose(staff.chief, election, "批准开启平板合计")
    await staff.chief.sign_here("批准开启平板合计", election)


async def decided(staff: Staff, election: str) -> None:
    """The clerk issues the report on attendance, the chief has the outcome drawn."""
    chief, clerk = staff.chief, staff.clerk
    await _issued(clerk, election, PAPERS[:2])
    await chief.open(f"/desk/{election}")
    await chief.do("得出结果")
    await chief.read("还差：总监票人和全体监票人确认结果")
    await _issued(clerk, election, PAPERS[2:])
    await clerk.seen("papers")
    await clerk.open(f"/desk/{election}/rounds/1/reconciliation")
    await clerk.seen("reconciliation")


async def _issued(clerk: Officer, election: str, names: Sequence[str]) -> None:
    await clerk.open(f"/desk/{election}/rounds/1/papers")
    for name in names:
        row = clerk.page.get_by_role("row", name=name)
        await row.get_by_role("button", name="出具").click()
        await row.get_by_role("link", name="Word").wait_for()


async def certified(staff: Staff, election: str) -> None:
    """The chief and all scrutineers sign at the desk: whose key file is lost can still sign."""
    await propose(staff.clerk, election, "确认结果")
    await staff.clerk.seen("certifying")
    await asyncio.gather(
        *(one.sign_here("确认结果", election) for one in (staff.chief, *staff.scrutineers))
    )


async def revealed(staff: Staff, hall: Page, plan: Plan) -> None:
    """The presider lets the hall's screen show one project after the other."""
    presider = staff.presider
    for done, name in enumerate(_ranked(plan)):
        assert await hall.locator(".result tr").count() == done
        await presider.page.keyboard.press("r")
        await hall.locator(".result tr", has_text=name).wait_for()
        await presider.read(f"会场屏幕已显示 {done + 1} 项，共 {len(PROJECTS)} 项")
        if done == 1:
            staff.clerk.faults += await keep(hall, "session-hall-staged")
            await presider.seen("presider-revealing")


def _ranked(plan: Plan) -> list[str]:
    by_votes = sorted(zip(plan.totals(), PROJECTS, strict=True), key=lambda one: -one[0][0])
    return [name for _, name in by_votes]


async def announced(staff: Staff, election: str) -> None:
    await _issued(staff.clerk, election, ("公告",))
    await propose(staff.clerk, election, "公布结果")
    await staff.presider.sign_here("公布结果", election, says="全部项目的各项票数")


async def published(staff: Staff, plan: Plan, folder: Path) -> Path:
    """Somebody at home reads the result and downloads the record; return the file."""
    someone = staff.administrator
    await someone.page.context.clear_cookies()
    await someone.open("/")
    await someone.page.get_by_role("link", name="民生实事项目票决").click()
    await someone.seen("results")
    table = someone.page.locator(".notice table").first
    told = await table.inner_text()
    for (approve, _, _), name in zip(plan.totals(), PROJECTS, strict=True):
        row = next(line for line in told.splitlines() if name in line)
        assert str(approve) in row.split()
    async with someone.page.expect_download() as waited:
        await someone.page.get_by_role("link", name="记录包").click()
    file = folder / "record.zip"
    await (await waited.value).save_as(file)
    return file


def archives(record: Path, folder: Path) -> list[Path]:
    """Unpack the sealed part of a record."""
    with zipfile.ZipFile(record) as members:
        names = [one for one in members.namelist() if one.endswith(".bel")]
        return [Path(members.extract(one, folder)) for one in names]


async def audited(auditor: Officer, election: str, deputies: Sequence[str]) -> None:
    """The auditor has every check run on the service, and looks up a tracker."""
    await auditor.open(f"/auditor/{election}/verifications")
    await auditor.do("开始复核")
    await auditor.read("查过的都成立")
    await auditor.seen("verification")
    await auditor.open(f"/auditor/{election}/inclusion")
    await auditor.fill(tracker=deputies[0])
    await auditor.do("查验")
    await auditor.read("这张票在日志中")
    await auditor.seen("inclusion")
