"""A 监票人 who changes a view leaves the first, blind one behind: on the desk, in the record."""

import io
import re
import zipfile
from typing import Any

import msgspec
import pytest

from ballot.canonical import Digest
from ballot.reading import Ruling, read_ruling
from ballot.rules.values import AuditSample
from service.scanning import ruling
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
    VOTERS,
    begin,
    doubts,
    enter,
    finish,
    page,
    printed,
    scan,
    words_of,
)
from tests.support.hall import Town

BLIND = {**ALL, 3: "approve"}
CHANGED = "1号原认为第3项赞成，后改为第3项反对"


def said(opinions: dict[int, str]) -> list[dict[str, Any]]:
    return [{"project": number, "reading": one} for number, one in opinions.items()]


async def drawn(town: Town) -> tuple[Meeting, str]:
    """Return a meeting with one sheet in the sample, which the machine read as ALL."""
    one = AuditSample(ratio=(1, VOTERS), all_up_to=0)
    meeting = await meet(town, rules=msgspec.structs.replace(RULES, audit_sample=one))
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(VOTERS)])
    await enter(meeting, bundle)
    await meeting.act("sample_drawn", DESK_SIGNERS, seed="3 1 6")
    (found,) = await doubts(meeting)
    return meeting, str(found["sheet"])


async def give(meeting: Meeting, sheet: str, number: int, opinions: dict[int, str]) -> None:
    path = f"{meeting.round()}/sheets/{sheet}/views"
    await meeting.api("scrutineer", number).post(path, {"rows": said(opinions)})


async def seen(meeting: Meeting, number: int) -> list[tuple[int, list[Any]]]:
    """Return whose views 监票人 ``number`` is shown (0: the chief), with the rows before them."""
    api = meeting.api("scrutineer", number) if number else meeting.chief
    (sheet,) = (await api.get(f"{meeting.round()}/doubts"))["sheets"]
    return [(one["scrutineer"], [was["rows"] for was in one["before"]]) for one in sheet["views"]]


async def test_a_view_changed_after_the_machine_was_seen_is_on_record(town: Town) -> None:
    meeting, sheet = await drawn(town)
    for opinions in (BLIND, BLIND, ALL):
        await give(meeting, sheet, 1, opinions)

    assert [await seen(meeting, one) for one in (1, 2)] == [[(1, [said(BLIND)])], []]
    await give(meeting, sheet, 2, ALL)
    assert await seen(meeting, 2) == [(2, [])]
    assert await seen(meeting, 0) == [(1, [said(BLIND)]), (2, [])]

    path = f"{meeting.round()}/sheets/{sheet}/ruling"
    await meeting.chief.post(path, {"rows": said(ALL)})
    record = f"{meeting.round()}/adjudication/unsigned"
    pdf, docx = [await meeting.chief.get_bytes(f"{record}/{form}") for form in ("pdf", "docx")]
    for told in (words_of(pdf), text_of(docx)):
        assert f"2:0第3项反对。{CHANGED}" in told
        assert "监票人改过意见的1张" in told
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    signed = await signed_ruling(meeting, sheet)
    held = [(one.scrutineer, [*msgspec.to_builtins(one.rows)]) for one in signed.replaced]
    assert held == [(1, said(BLIND))]
    # Signed, decided anew with a view that changed once more: the record goes on.
    await give(meeting, sheet, 1, BLIND)
    await meeting.chief.post(path, {"rows": said(ALL)})
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert len((await signed_ruling(meeting, sheet)).replaced) == 2
    assert (await finish(meeting))[1] == VOTERS


async def signed_ruling(meeting: Meeting, sheet: str) -> Ruling:
    ledger = meeting.town.house.ledger
    current = (await ledger.head(meeting.hall.company.election)).state.current
    return read_ruling(await ledger.get_object(current.rulings[Digest(sheet)]))


def text_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as opened:
        xml = opened.read("word/document.xml").decode()
    return "".join(re.sub("<[^>]*>", "", xml).split())


async def test_the_chief_decides_on_no_views_that_changed_there_and_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, sheet = await drawn(town)
    for number in (1, 2):
        await give(meeting, sheet, number, ALL)

    async def meanwhile(*_: object) -> None:
        for opinions in (BLIND, ALL):
            await give(meeting, sheet, 1, opinions)

    path = f"{meeting.round()}/sheets/{sheet}/ruling"
    with monkeypatch.context() as slow:
        slow.setattr(ruling, "_check_code", meanwhile)
        async with refused("view.changed", words="刷新"):
            await meeting.chief.post(path, {"rows": said(ALL)})
    await meeting.chief.post(path, {"rows": said(ALL)})
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    former = [one.scrutineer for one in (await signed_ruling(meeting, sheet)).replaced]
    assert former == [1, 1]
