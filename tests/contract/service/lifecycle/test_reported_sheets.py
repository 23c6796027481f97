"""What papers, pages and the desk say of the sheets that people looked at, said alike."""

from typing import Any

import msgspec

from ballot.rules.values import AuditSample
from service.pages.hall.feed import Boards
from tests.contract.service.lifecycle.meeting import (
    DESK_SIGNERS,
    PAPER_FREEZERS,
    Meeting,
    meet,
    refused,
)
from tests.contract.service.lifecycle.test_scanned_paper import (
    ALL,
    RULES,
    UNSAMPLED,
    VOTERS,
    begin,
    decide,
    doubts,
    enter,
    finish,
    page,
    printed,
    scan,
    words_of,
)
from tests.support.hall import Town
from tests.support.scanned import marked, scanned

EVERY = AuditSample(ratio=(1, 20), all_up_to=120)


async def _sampled(town: Town, sample: AuditSample) -> Meeting:
    return await meet(town, rules=msgspec.structs.replace(RULES, audit_sample=sample))


async def _paper(meeting: Meeting, kind: str) -> str:
    return words_of(await meeting.clerk.get_bytes(f"{meeting.round()}/papers/{kind}/pdf"))


async def test_desk_and_report_tell_a_sample_of_the_certain_sheets_alone(town: Town) -> None:
    """The rules ask for all twelve; two of them are doubtful and looked at for that."""
    meeting = await _sampled(town, EVERY)
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    faint, over = scanned(marked(sheet, ALL, at=0, ink=205), seed=1), {**ALL, 3: "approve"}
    rest = (page(sheet, at) for at in range(2, VOTERS))
    await scan(meeting, bundle, [faint, page(sheet, 1, over), *rest])
    assert await enter(meeting, bundle) == 2
    first, second = await doubts(meeting)
    await decide(meeting, first["sheet"], ALL)
    await decide(meeting, second["sheet"], over, "overvote")
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await meeting.chief.get(f"{meeting.round()}/doubts"))["to_draw"] == 10
    await meeting.act("sample_drawn", DESK_SIGNERS, seed="3 1 6")
    for one in await doubts(meeting):
        if not one["decided"]:
            await decide(meeting, one["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await finish(meeting))[1] == VOTERS - 1

    record = await meeting.chief.get_bytes(f"{meeting.round()}/adjudication/signed/pdf")
    assert "（疑问票2张，抽样复核10张）" in words_of(record)
    report = await _paper(meeting, "count_report")
    assert "抽取纸质票10张复核" in report
    assert "有效票11张，无效票1张（多选1张）。" in report
    assert "无效票、疑问票认定记录1份" in await _paper(meeting, "sealing_list")


async def test_a_copied_sheet_is_told_as_such_everywhere_and_for_good(town: Town) -> None:
    """Its code was read again: it is certain in itself, people decide on it, no draw names it."""
    meeting = await _sampled(town, EVERY)
    sheet = await printed(meeting)
    copy = scanned(marked(sheet, {1: "approve", 2: "oppose"}, at=0, seed=1), seed=60)
    for pages in ([copy, *(page(sheet, at) for at in range(1, 6))], [0, *range(6, 11)]):
        bundle = await begin(meeting, 6)
        await scan(meeting, bundle, [page(sheet, o) if isinstance(o, int) else o for o in pages])
        await enter(meeting, bundle)
    found = await doubts(meeting)
    assert await _told(meeting) == [2, 2, (0, 2)]
    await _not_added_up(meeting, "还有 2 张疑问票没有认定（第 1 捆 1 张、第 2 捆 1 张）。请先认定")
    wanted = {1: "approve", 2: "oppose", 3: "abstain", 4: "abstain"}
    await decide(meeting, found[0]["sheet"], wanted, "not_genuine")
    told = "还有 1 张疑问票没有认定（第 2 捆 1 张）。另有 1 张已经认定，还没有签字。"
    await _not_added_up(meeting, told)
    await decide(meeting, found[1]["sheet"], ALL)
    told = "疑问票都已认定，还有 2 张的认定没有签字（第 1 捆 1 张、第 2 捆 1 张）。请提请签字"
    await _not_added_up(meeting, told)
    async with refused("act.not_yet", words="编码与另一张票相同的票还有 1 张没有签字认定"):
        await meeting.act("sample_drawn", DESK_SIGNERS, seed="3 1 6")
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert await _told(meeting) == [2, 2, (2, 2)]
    await meeting.act("sample_drawn", DESK_SIGNERS, seed="3 1 6")
    assert await _told(meeting) == [12, 2, (2, 2)]
    await _not_added_up(meeting, "还有 10 张抽样复核的票没有认定（第 1 捆 5 张、第 2 捆 5 张）")
    for one in await doubts(meeting):
        if one["sampled"]:
            await decide(meeting, one["sheet"], ALL)
    await _not_added_up(meeting, "抽样复核的票都已认定，还有 10 张的认定没有签字")
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)

    record = await meeting.chief.get_bytes(f"{meeting.round()}/adjudication/signed/pdf")
    assert "（疑问票2张，抽样复核10张）" in words_of(record)
    assert words_of(record).count("编码与另一张票相同") == 2
    assert await finish(meeting) == {1: 11, 2: 11, 3: 0, 4: 0}
    assert "抽取纸质票10张复核" in await _paper(meeting, "count_report")


async def _not_added_up(meeting: Meeting, words: str) -> None:
    async with refused("paper.incomplete", words=words):
        await meeting.chief.post(f"{meeting.round()}/paper-count")


async def _told(meeting: Meeting) -> list[Any]:
    """Return the sheets on the desk, the doubts on the page of bundles and on the hall's screen."""
    house, listed = meeting.town.house, await meeting.clerk.get(f"{meeting.round()}/bundles")
    boards = Boards(house.ledger, house.screens, house.copies)
    board = await boards.now(meeting.hall.company.election)
    found = next(one for one in board.stretches if str(one.name) == "疑问票认定")
    return [len(await doubts(meeting)), listed["doubtful"], (found.done, found.whole)]


async def test_a_decision_stays_on_record_when_the_copy_is_withdrawn(town: Town) -> None:
    meeting = await _sampled(town, UNSAMPLED)
    sheet = await printed(meeting)
    copy = scanned(marked(sheet, {1: "approve", 2: "oppose"}, at=0, seed=1), seed=60)
    first = await begin(meeting, 6)
    await scan(meeting, first, [page(sheet, at) for at in range(6)])
    await enter(meeting, first)
    second = await begin(meeting, 6)
    await scan(meeting, second, [copy, *(page(sheet, at) for at in range(6, 11))])
    await enter(meeting, second)
    await decide(meeting, (await doubts(meeting))[0]["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    await meeting.act("batch_withdrawn", DESK_SIGNERS, batch=second, reason="混入一张，重扫。")

    (left,) = await doubts(meeting)
    assert [one["value"] for one in left["reasons"]] == ["copied"]
    record = await meeting.chief.get_bytes(f"{meeting.round()}/adjudication/signed/pdf")
    assert "编码与另一张票相同" in words_of(record)
