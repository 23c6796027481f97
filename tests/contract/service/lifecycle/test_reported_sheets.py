"""What papers, pages and the desk say of the sheets that people looked at, said alike."""

import msgspec

from ballot.rules.values import AuditSample
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS, Meeting, meet
from tests.contract.service.lifecycle.test_scanned_paper import (
    ALL,
    RULES,
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

SAMPLERS = [("scrutineer", 1), ("chief_scrutineer", 1)]
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
    faint = [scanned(marked(sheet, ALL, at=at, ink=205), seed=at + 1) for at in (0, 1)]
    await scan(meeting, bundle, [*faint, *(page(sheet, at) for at in range(2, VOTERS))])
    assert await enter(meeting, bundle) == 2
    for one in await doubts(meeting):
        await decide(meeting, one["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await meeting.chief.get(f"{meeting.round()}/doubts"))["to_draw"] == 10
    await meeting.act("sample_drawn", SAMPLERS, seed="3 1 6")
    for one in await doubts(meeting):
        if not one["decided"]:
            await decide(meeting, one["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await finish(meeting))[1] == VOTERS

    record = await meeting.chief.get_bytes(f"{meeting.round()}/adjudication/signed/pdf")
    assert "（疑问票2张，抽样复核10张）" in words_of(record)
    assert "抽取纸质票10张复核" in await _paper(meeting, "count_report")
