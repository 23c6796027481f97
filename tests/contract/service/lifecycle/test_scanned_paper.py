"""Paper from the printer to the verified record: bundles, jams, doubts, two views, the count."""

import asyncio
import io
import re
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pypdfium2
import pytest
import pytest_asyncio
import zxingcpp
from PIL import Image
from sqlalchemy import delete

from audit.record.container import Container
from ballot import events as e
from ballot.definition import read_definition
from ballot.events.reading import MOST_IN_BATCH
from ballot.rules import Rules
from ballot.rules.values import AuditSample
from ballot.sheet import SheetLayout
from service.documents import adjudicated
from service.house import House
from service.office.bundles import Bundles
from service.office.tables import BundleRow
from service.office.views import Views
from service.rehearsal import session as s
from service.scanning import ruling
from service.scanning.counting import _count
from service.scanning.folder import NOTICE, SETTLED_SECONDS, Folder
from service.scanning.watching import ServiceDesk
from tests.contract.service.lifecycle.meeting import (
    DESK_SIGNERS,
    PAPER_FREEZERS,
    Meeting,
    meet,
    refused,
)
from tests.support.hall import Town
from tests.support.scanned import Pen, Printed, marked, scanned, tiff

NUMBERS = (1, 2, 3, 4)
VOTERS = 12
UNSAMPLED = AuditSample(ratio=(0, 1), all_up_to=0)
RULES = Rules(seats=2, roster_total=VOTERS, channels=("paper",), audit_sample=UNSAMPLED)
ALL = {1: "approve", 2: "approve", 3: "oppose", 4: "abstain"}
AGAIN = {"reason": "卡纸，整捆重扫。"}


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    """Twelve sheets were handed out and lie in the box, which was counted."""
    return await meet(town, rules=RULES)


async def printed(meeting: Meeting, voters: int = VOTERS) -> Printed:
    """Print sheets with a reserve, vote with all of ``voters``, close, count the box."""
    path = f"{meeting.round()}/prints"
    made = await meeting.clerk.post(path, {"count": voters + s.RESERVE})
    pdf = await meeting.clerk.get_bytes(f"{path}/{made['name']}")
    await meeting.clerk.post(f"{path}/{made['name']}/destroyed")
    await s.issue(meeting.hall, 1, voters, voters, 0)
    await meeting.act("opened")
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE})
    await meeting.chief.post(f"{meeting.round()}/box", {"count": voters})
    house, election = meeting.town.house, meeting.hall.company.election
    current = (await house.ledger.head(election)).state.current
    assert current.definition is not None
    definition = read_definition(await house.ledger.get_object(current.definition))
    layout = msgspec.json.decode(
        await house.ledger.get_object(current.layouts[0]), type=SheetLayout
    )
    return Printed(definition, layout, [], pdf)


def page(sheet: Printed, at: int, choices: dict[int, str] | None = None) -> Any:
    return scanned(marked(sheet, choices or ALL, at=at, seed=at), seed=at)


async def scan(meeting: Meeting, bundle: int, pages: Sequence[Any], name: str = "扫描.tif") -> int:
    path = f"{meeting.round()}/bundles/{bundle}/files"
    return int((await meeting.api("teller").upload(path, name, tiff(pages)))["new"])


async def begin(meeting: Meeting, declared: int) -> int:
    made = await meeting.api("teller").post(f"{meeting.round()}/bundles", {"declared": declared})
    return int(made["number"])


async def enter(meeting: Meeting, bundle: int, **more: int) -> int:
    answer = await meeting.chief.post(f"{meeting.round()}/bundles/{bundle}/enter", more)
    return int(answer["doubtful"])


async def decide(
    meeting: Meeting, sheet: str, rows: dict[int, str], void: str | None = None
) -> Any:
    """Let two 监票人 and the chief say the same of a sheet."""
    said = {
        "rows": [{"project": number, "reading": one} for number, one in rows.items()],
        "void": void,
    }
    path = f"{meeting.round()}/sheets/{sheet}"
    for number in (1, 2):
        await meeting.api("scrutineer", number).post(f"{path}/views", said)
    return await meeting.chief.post(f"{path}/ruling", said)


async def doubts(meeting: Meeting) -> list[dict[str, Any]]:
    return list((await meeting.chief.get(f"{meeting.round()}/doubts"))["sheets"])


async def finish(meeting: Meeting) -> dict[int, int]:
    """Count, freeze, decide, certify, announce; return the approvals."""
    await meeting.chief.post(f"{meeting.round()}/paper-count")
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    outcome = await s.decide(meeting.hall, 1)
    await s.certify(meeting.hall, 1, final=True)
    await meeting.verified()
    return {one["number"]: one["approve"] for one in outcome["counts"]}


async def test_clear_sheets_in_two_bundles_are_counted_without_people(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 7)
    assert await scan(meeting, first, [page(sheet, at) for at in range(7)]) == 7
    assert await enter(meeting, first) == 0
    second = await begin(meeting, 5)
    await scan(meeting, second, [page(sheet, at) for at in range(7, VOTERS)])
    assert await enter(meeting, second) == 0
    listed = await meeting.clerk.get(f"{meeting.round()}/bundles")

    assert (listed["box"], listed["missing"]) == (VOTERS, 0)
    assert await doubts(meeting) == []
    assert await finish(meeting) == {1: VOTERS, 2: VOTERS, 3: 0, 4: 0}


async def test_a_jam_is_scanned_on_without_counting_twice(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    pages = [page(sheet, at) for at in range(VOTERS)]
    await scan(meeting, bundle, pages[:5])
    async with refused("batch.wrong", words="少 7 张"):
        await enter(meeting, bundle)
    # The jammed sheet goes through again, and with it two that had gone through before.
    again = [scanned(marked(sheet, ALL, at=at, seed=at), seed=at + 99) for at in (3, 4)]
    await scan(meeting, bundle, [*again, *pages[5:]])
    shown = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")

    assert (shown["sheets"], shown["pages"]) == (VOTERS, VOTERS + 2)
    assert await scan(meeting, bundle, pages) == 0
    assert await enter(meeting, bundle) == 0
    assert (await finish(meeting))[1] == VOTERS


async def test_a_doubtful_sheet_waits_for_two_views_and_the_chief(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    faint = scanned(marked(sheet, ALL, at=0, ink=205), seed=1)
    over = page(sheet, 1, {1: "approve", 2: "approve", 3: "approve"})
    await scan(meeting, bundle, [faint, over, *(page(sheet, at) for at in range(2, VOTERS))])
    assert await enter(meeting, bundle) == 2
    assert (await meeting.clerk.get(f"{meeting.round()}/bundles"))["doubtful"] == 2
    async with refused("paper.incomplete", words="2 张疑问票"):
        await meeting.chief.post(f"{meeting.round()}/paper-count")

    found = await doubts(meeting)
    assert [one["place"] for one in found] == [1, 2]
    assert "多选" in [one["name"] for one in found[1]["reasons"]]
    assert "票决办法" in found[1]["clause"]
    cut = await meeting.chief.get_bytes(f"{meeting.round()}/sheets/{found[0]['sheet']}/rows/1")
    whole = await meeting.chief.get_bytes(f"{meeting.round()}/sheets/{found[0]['sheet']}/pages/1")
    assert cut.startswith(b"\x89PNG")
    assert whole.startswith(b"\xff\xd8")

    async with refused("act.not_yet", words="2 名监票人"):
        await meeting.chief.post(
            f"{meeting.round()}/sheets/{found[0]['sheet']}/ruling",
            {"rows": [{"project": n, "reading": "abstain"} for n in NUMBERS]},
        )
    await decide(meeting, found[0]["sheet"], ALL)
    three = {1: "approve", 2: "approve", 3: "approve", 4: "abstain"}
    async with refused("counting.ruling_contradicts"):
        await decide(meeting, found[1]["sheet"], three)
    told = await decide(meeting, found[1]["sheet"], three, "overvote")
    assert "票决办法" in told["clause"]
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert await finish(meeting) == {1: 11, 2: 11, 3: 0, 4: 0}


async def test_paper_is_frozen_once_people_have_looked_at_the_sample(town: Town) -> None:
    quarter = AuditSample(ratio=(1, 4), all_up_to=0)
    meeting = await meet(town, rules=msgspec.structs.replace(RULES, audit_sample=quarter))
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(VOTERS)])
    await enter(meeting, bundle)
    await meeting.chief.post(f"{meeting.round()}/paper-count")
    async with refused("act.not_yet", words="须抽样复核 3 张"):
        await meeting.act("paper_frozen", PAPER_FREEZERS)
    await meeting.act("sample_drawn", DESK_SIGNERS, seed="3 1 6")
    drawn = await doubts(meeting)
    assert len(drawn) == 3
    await _look_without_the_machine(meeting, drawn[0]["sheet"])
    for one in drawn:
        await decide(meeting, one["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await finish(meeting))[1] == VOTERS


async def _look_without_the_machine(meeting: Meeting, sheet: str) -> None:
    """Nobody is told what the machine read of a sheet of the sample before having looked."""

    async def seen(number: int) -> dict[str, Any]:
        api = meeting.api("scrutineer", number) if number else meeting.chief
        found = (await api.get(f"{meeting.round()}/doubts"))["sheets"]
        return {**next(one for one in found if one["sheet"] == sheet)}

    for number in (0, 1, 2):
        shown = await seen(number)
        assert shown["blind"]
        assert {row["reading"] for row in shown["rows"]} == {None}
        assert {box["mark"] for row in shown["rows"] for box in row["boxes"]} == {None}
    rows = [{"project": n, "reading": one} for n, one in {**ALL, 3: "approve"}.items()]
    path = f"{meeting.round()}/sheets/{sheet}"
    await meeting.api("scrutineer", 1).post(f"{path}/views", {"rows": rows})
    first, second, chief = [await seen(number) for number in (1, 2, 0)]
    assert [row["reading"] for row in first["rows"]] == [*ALL.values()]
    assert first["against"] == {"rows": [3], "whole": False}
    assert (second["blind"], chief["blind"], chief["against"]) == (True, True, None)
    await meeting.api("scrutineer", 2).post(f"{path}/views", {"rows": rows})
    told = await seen(0)
    assert (told["blind"], told["against"]) == (False, {"rows": [3], "whole": False})


async def test_sheets_that_no_scan_reads_are_numbered_and_signed_page_by_page(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(3, VOTERS)])
    assert await enter(meeting, bundle, by_hand=3) == 3
    found = await doubts(meeting)
    assert [one["by_hand"] for one in found] == [1, 2, 3]
    for one in found:
        await decide(meeting, one["sheet"], ALL)
    for module in (ruling, adjudicated):
        monkeypatch.setattr(module, "MOST_RULINGS", 2)

    forget = Views.forget

    async def crash(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(Views, "forget", crash)
        async with refused("fault"):
            await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert Views.forget is forget
    # It happened: whoever signs first again completes it, and the next has nothing to sign.
    async with refused("act.completed", words="已经完成"):
        await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    # Two are signed, the office does not know; the third stands on the next page alone.
    shown = await doubts(meeting)
    assert [one["draft"] is None for one in shown] == [True, True, False]
    assert [one["ruled"] is None for one in shown] == [False, False, True]
    record = await meeting.clerk.get_bytes(f"{meeting.round()}/adjudication/unsigned/pdf")
    assert "共认定1张" in words_of(record)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    async with refused("ruling.wrong", words="没有等待签字"):
        await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await finish(meeting))[1] == VOTERS


async def test_the_copied_sheet_of_an_earlier_bundle_goes_to_people_as_well(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    copy = scanned(marked(sheet, {1: "approve", 2: "oppose"}, at=0, seed=1), seed=60)
    first = await begin(meeting, 6)
    await scan(meeting, first, [copy, *(page(sheet, at) for at in range(1, 6))])
    assert await enter(meeting, first) == 0
    assert await doubts(meeting) == []
    second = await begin(meeting, 6)
    await scan(meeting, second, [page(sheet, at) for at in (0, *range(6, 11))])
    assert await enter(meeting, second) == 1

    before, after = await doubts(meeting)
    assert (before["batch"], after["batch"]) == (first, second)
    assert [one["value"] for one in before["reasons"]] == ["copied"]
    wanted = {1: "approve", 2: "oppose", 3: "abstain", 4: "abstain"}
    await decide(meeting, before["sheet"], wanted, "not_genuine")
    await decide(meeting, after["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert await finish(meeting) == {1: 11, 2: 11, 3: 0, 4: 0}


async def test_a_scrutineer_sees_the_own_view_alone(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    faint = scanned(marked(sheet, ALL, at=0, ink=205), seed=1)
    await scan(meeting, bundle, [faint, *(page(sheet, at) for at in range(1, VOTERS))])
    await enter(meeting, bundle)
    digest = (await doubts(meeting))[0]["sheet"]
    said = {"rows": [{"project": n, "reading": ALL[n]} for n in NUMBERS]}
    await meeting.api("scrutineer", 1).post(f"{meeting.round()}/sheets/{digest}/views", said)
    seen = [
        (await meeting.api("scrutineer", number).get(f"{meeting.round()}/doubts"))["sheets"][0]
        for number in (1, 2)
    ]

    assert [len(one["views"]) for one in seen] == [1, 0]
    assert [one["given"] for one in seen] == [1, 1]


async def test_every_view_counts_and_whoever_signs_may_read_the_record(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    faint = scanned(marked(sheet, ALL, at=0, ink=205), seed=1)
    await scan(meeting, bundle, [faint, *(page(sheet, at) for at in range(1, VOTERS))])
    await enter(meeting, bundle)
    (found,) = await doubts(meeting)
    path = f"{meeting.round()}/sheets/{found['sheet']}"
    rows = [{"project": number, "reading": one} for number, one in ALL.items()]
    for number, void in ((3, "not_genuine"), (2, None), (1, None)):
        said = {"rows": rows, "void": void}
        await meeting.api("scrutineer", number).post(f"{path}/views", said)
    await meeting.chief.post(f"{path}/ruling", {"rows": rows})

    scrutineer = meeting.api("scrutineer", 2)
    pdf = f"{meeting.round()}/adjudication/unsigned/pdf"
    told = words_of(await scrutineer.get_bytes(pdf))
    assert re.search("2:11号、2号认为.*；3号认为整票无效（不是本次印制的票）", told)
    (waiting,) = await scrutineer.get(f"{meeting.round()}/adjudication/waiting")
    assert (waiting["sheet"], waiting["void"]) == (found["sheet"], None)
    proposed = await meeting.chief.post(f"{meeting.round()}/acts", {"act": "sheets_adjudicated"})
    named = {"sheet": waiting["sheet"], "ruling": waiting["ruling"]}
    assert proposed["content"]["rulings"] == [named]
    # Decided by mistake: the chief takes it back, and who looked may think again.
    await meeting.chief.post(f"{path}/ruling/withdraw")
    await meeting.api("scrutineer", 3).post(f"{path}/views", {"rows": rows})
    await meeting.chief.post(f"{meeting.path}/acts/{proposed['id']}/withdraw")
    await meeting.chief.post(f"{path}/ruling", {"rows": rows})
    assert "3:0" in words_of(await scrutineer.get_bytes(pdf))
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await finish(meeting))[1] == VOTERS


async def test_a_withdrawn_bundle_is_scanned_again_and_both_are_on_record(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, VOTERS)
    pages = [page(sheet, at) for at in range(VOTERS)]
    await scan(meeting, first, pages)
    await enter(meeting, first)
    await meeting.act("batch_withdrawn", DESK_SIGNERS, batch=first, reason="扫描时有折角，重扫。")
    second = await begin(meeting, VOTERS)
    await scan(meeting, second, pages)
    await enter(meeting, second)

    assert second == first + 1
    assert (await finish(meeting))[1] == VOTERS


async def test_decisions_on_a_withdrawn_bundle_stand_in_nobody_elses_way(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    over = {1: "approve", 2: "approve", 3: "approve"}
    ruled = {**over, 4: "abstain"}
    for seed in (1, 2):
        bundle = await begin(meeting, VOTERS)
        doubtful = scanned(marked(sheet, over, at=0), seed=seed)
        await scan(meeting, bundle, [doubtful, *(page(sheet, at) for at in range(1, VOTERS))])
        assert await enter(meeting, bundle) == 1
        (found,) = await doubts(meeting)
        await decide(meeting, found["sheet"], ruled, "overvote")
        if seed == 1:
            await meeting.act(
                "batch_withdrawn", DESK_SIGNERS, batch=bundle, reason="有折角，重扫。"
            )
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert (await finish(meeting))[1] == VOTERS - 1


async def test_what_is_ruled_while_sheets_are_added_up_is_in_the_count(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    faint = scanned(marked(sheet, ALL, at=0, ink=205), seed=1)
    await scan(meeting, bundle, [faint, *(page(sheet, at) for at in range(1, VOTERS))])
    assert await enter(meeting, bundle) == 1
    (found,) = await doubts(meeting)
    await decide(meeting, found["sheet"], ALL)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    work = House.work

    async def slow(house: House, job: Any, *args: Any) -> Any:
        made = await work(house, job, *args)
        if job is _count:
            await decide(meeting, found["sheet"], {**ALL, 1: "oppose"})
            await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
        return made

    with monkeypatch.context() as slower:
        slower.setattr(House, "work", slow)
        async with refused("paper.incomplete", words="合计期间"):
            await meeting.chief.post(f"{meeting.round()}/paper-count")
    assert (await finish(meeting))[1] == VOTERS - 1


async def test_a_bundle_in_the_log_that_the_office_missed_is_not_given_up(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 7)
    await scan(meeting, first, [page(sheet, at) for at in range(7)])

    async def crash(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(Bundles, "entered", crash)
        async with refused("fault"):
            await enter(meeting, first)
    async with refused("bundle.closed", words="已经入账"):
        await meeting.api("teller").post(f"{meeting.round()}/bundles/{first}/discard", AGAIN)
    second = await begin(meeting, VOTERS - 7)
    await scan(meeting, second, [page(sheet, at) for at in range(7, VOTERS)])
    assert await enter(meeting, second) == 0
    assert (await finish(meeting))[1] == VOTERS


async def test_scans_dropped_into_a_folder_go_into_the_bundle_that_is_open(
    meeting: Meeting, tmp_path: Path
) -> None:
    sheet = await printed(meeting)
    folder = Folder(tmp_path, ServiceDesk(meeting.town.house))
    pages = [page(sheet, at) for at in range(VOTERS)]
    (tmp_path / "一.tif").write_bytes(tiff(pages[:5]))
    await folder.sweep(0)
    await folder.sweep(SETTLED_SECONDS)
    assert (tmp_path / NOTICE).exists()

    bundle = await begin(meeting, VOTERS)
    # As if the service had been killed while it read.
    (tmp_path / "一.tif").rename(tmp_path / "processing" / "一.tif")
    (tmp_path / "二.tif").write_bytes(tiff(pages[4:]))
    (tmp_path / "三.pdf").write_bytes(b"%PDF-1.7 nothing %%EOF")
    again = Folder(tmp_path, ServiceDesk(meeting.town.house))
    await again.sweep(0)
    await again.sweep(SETTLED_SECONDS)
    assert lying(tmp_path) == [
        "done/一.tif",
        "done/二.tif",
        "refused/三.pdf",
        "refused/三.pdf.txt",
    ]
    assert await enter(meeting, bundle) == 0

    # Nothing is open any more, and what was counted by then stays as it is.
    (tmp_path / "一.tif").write_bytes(tiff(pages[:5]))
    await again.sweep(10)
    await again.sweep(10 + SETTLED_SECONDS)
    assert (tmp_path / NOTICE).exists()
    assert (await finish(meeting))[1] == VOTERS


async def test_entering_again_completes_a_bundle_that_the_office_missed(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(VOTERS)])

    async def crash(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(Bundles, "entered", crash)
        async with refused("fault"):
            await enter(meeting, bundle)
    async with refused("bundle.closed", words="扫到下一捆"):
        await scan(meeting, bundle, [scanned(marked(sheet, ALL, at=0, seed=0), seed=77)])
    assert await ServiceDesk(meeting.town.house).open() == []
    shown = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")
    assert shown["elsewhere"] == []
    size = await meeting.town.house.ledger.size(meeting.hall.company.election)
    assert await enter(meeting, bundle) == 0
    assert await meeting.town.house.ledger.size(meeting.hall.company.election) == size
    listed = await meeting.clerk.get(f"{meeting.round()}/bundles")
    assert [(one["state"], listed["missing"]) for one in listed["bundles"]] == [("entered", 0)]


async def test_the_office_learns_of_bundles_from_the_log(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    house, election = meeting.town.house, meeting.hall.company.election
    first = await begin(meeting, 7)
    await scan(meeting, first, [page(sheet, at) for at in range(7)])
    await enter(meeting, first)
    # As if the office came from a backup that was made before.
    async with house.bundles._office.writing() as db:
        await db.execute(delete(BundleRow).where(BundleRow.election == election))
    second = await begin(meeting, VOTERS - 7)
    assert second == first + 1
    await scan(meeting, second, [page(sheet, at) for at in range(7, VOTERS)])
    assert await enter(meeting, second) == 0
    assert (await meeting.clerk.get(f"{meeting.round()}/bundles"))["missing"] == 0


async def test_nothing_happens_to_a_bundle_while_it_is_entered(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(VOTERS)])
    begun, go_on = asyncio.Event(), asyncio.Event()
    entered = Bundles.entered

    async def slow(office: Bundles, election: str, number: int, which: int) -> None:
        begun.set()
        await go_on.wait()
        await entered(office, election, number, which)

    monkeypatch.setattr(Bundles, "entered", slow)
    entering = asyncio.create_task(enter(meeting, bundle))
    await begun.wait()
    more = asyncio.create_task(
        scan(meeting, bundle, [scanned(marked(sheet, ALL, at=0, seed=0), seed=77)])
    )
    away = asyncio.create_task(
        meeting.api("teller").post(f"{meeting.round()}/bundles/{bundle}/discard", AGAIN)
    )
    done, _ = await asyncio.wait({more, away}, timeout=0.2)
    go_on.set()
    assert not done
    assert await entering == 0
    async with refused("bundle.closed", words="扫到下一捆"):
        await more
    async with refused("bundle.closed", words="已经入账"):
        await away


async def test_a_sheet_of_another_bundle_does_not_count_twice(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 6)
    await scan(meeting, first, [page(sheet, at) for at in range(6)])
    await enter(meeting, first)
    second = await begin(meeting, 6)
    copies = [scanned(marked(sheet, ALL, at=at, seed=at), seed=50 + at) for at in range(5, 11)]
    await scan(meeting, second, copies)

    async with refused("batch.wrong", words="在第 1 捆读过"):
        await enter(meeting, second)


async def test_a_copied_sheet_and_its_original_both_go_to_people(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    other = scanned(marked(sheet, {1: "approve", 2: "oppose"}, at=0, seed=1), seed=60)
    await scan(meeting, bundle, [*(page(sheet, at) for at in range(VOTERS - 1)), other])
    shown = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")
    assert [one["place"] for one in shown["copied"]] == [1, VOTERS]
    assert await enter(meeting, bundle) == 2

    first, second = await doubts(meeting)
    assert first["reasons"] == second["reasons"]
    assert [one["value"] for one in first["reasons"]] == ["copied"]
    assert "不是本次印制的票" in first["advice"][0]
    assert "票决办法" in first["clause"]
    wanted = {1: "approve", 2: "oppose", 3: "abstain", 4: "abstain"}
    await decide(meeting, first["sheet"], ALL)
    # One of them is no sheet of ours: whoever takes both for genuine is told which the other is.
    async with refused("ruling.wrong", words="而第 1 捆扫描第 1 页已经认定"):
        await decide(meeting, second["sheet"], wanted)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    async with refused("ruling.wrong", words="第 1 捆扫描第 12 页是复印的"):
        await decide(meeting, second["sheet"], wanted)
    await decide(meeting, second["sheet"], wanted, "not_genuine")
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert await finish(meeting) == {1: 11, 2: 11, 3: 0, 4: 0}


async def test_sheets_with_one_code_are_counted_by_bundles_and_copies_are_not_found(
    town: Town,
) -> None:
    rules = msgspec.structs.replace(RULES, identity="batch")
    meeting = await meet(town, rules=rules)
    sheet = await printed(meeting)
    async with refused("bundle.size", words="1 与 50 张之间"):
        await begin(meeting, MOST_IN_BATCH + 1)
    pages = [page(sheet, at) for at in range(7)]
    first = await begin(meeting, 7)
    await scan(meeting, first, pages[:5])
    # Nobody knows which sheets went through before a jam, so the whole bundle is scanned anew.
    await scan(meeting, first, [scanned(one, seed=99) for one in pages[4:]])
    async with refused("batch.wrong", words="多 1 张"):
        await enter(meeting, first)
    await meeting.api("teller").post(f"{meeting.round()}/bundles/{first}/discard", AGAIN)
    assert await begin(meeting, 7) == first
    assert await scan(meeting, first, pages) == 7
    await enter(meeting, first)

    await meeting.act("batch_withdrawn", DESK_SIGNERS, batch=first, reason="有折角，整捆重扫。")
    again = await begin(meeting, 7)
    await scan(meeting, again, pages)
    await enter(meeting, again)
    # Five more by hand count, one of them another scan of a sheet of the first bundle.
    last = await begin(meeting, 5)
    copy = scanned(pages[0], seed=98)
    await scan(meeting, last, [copy, *(page(sheet, at) for at in range(8, VOTERS))])
    assert await enter(meeting, last) == 0
    assert await finish(meeting) == {1: VOTERS, 2: VOTERS, 3: 0, 4: 0}
    (once,) = [one for one in (await meeting.verified()).results if one.id == "S-09"]
    assert "查不出复印的票" in once.remarks[0]


async def test_sheets_with_two_sides_are_joined_and_one_without_its_back_goes_to_people(
    town: Town,
) -> None:
    numbers = tuple(range(1, 26))
    rules = Rules(seats=2, roster_total=3, channels=("paper",), audit_sample=UNSAMPLED)
    meeting = await meet(town, numbers=numbers, voters=3, rules=rules)
    sheet = await printed(meeting, 3)
    chosen = {one: "approve" if one in {3, 25} else "oppose" for one in numbers}
    sides = [page(sheet, at, chosen) for at in range(6)]
    assert len(sheet.layout.pages) == 2
    bundle = await begin(meeting, 3)
    await scan(meeting, bundle, [sides[1], sides[0], sides[2]])
    # The feeder jams; the back of the second sheet goes through later, that of the third never.
    await scan(meeting, bundle, [sides[4], sides[3]])
    shown = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")
    assert (shown["pages"], shown["sheets"], shown["doubtful"]) == (5, 3, 1)
    assert await enter(meeting, bundle) == 1

    (waiting,) = await doubts(meeting)
    assert waiting["reasons"] == [{"value": "page_missing", "name": "缺面", "sides": [2]}]
    assert waiting["pages"] == [1]
    assert [one["project"] for one in waiting["rows"]] == list(numbers)
    async with refused("counting.not_on_the_sheet"):
        await decide(meeting, waiting["sheet"], {one: chosen[one] for one in numbers[:20]})
    await decide(meeting, waiting["sheet"], chosen)
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    approvals = await finish(meeting)
    assert {one: count for one, count in approvals.items() if count} == {3: 3, 25: 3}
    record = await meeting.clerk.get_bytes(f"{meeting.round()}/adjudication/signed/pdf")
    assert "缺第2面" in words_of(record)
    assert "第25项赞成" in words_of(record)
    assert "第3项" not in words_of(record)


async def test_a_page_that_is_no_sheet_is_set_aside_with_a_reason(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    strange = page(sheet, 0)
    strange[:] = 255
    strange[300:900, 300:1200] = 60
    two, mirrored = np.hstack([page(sheet, 0)] * 2), page(sheet, 0)[:, ::-1]
    spoilt = [np.where(page(sheet, 0) > 128, 255, 0), two, mirrored, np.full_like(two, 250)]
    bad = [np.ascontiguousarray(one, np.uint8) for one in spoilt]
    await scan(meeting, bundle, [strange, *(page(sheet, at) for at in range(1, VOTERS)), *bad])
    shown = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")

    places = [one["place"] for one in shown["unread"]]
    assert (places, shown["foreign"]) == ([1, VOTERS + 1, VOTERS + 2, VOTERS + 3], [])
    # A blank page is no fault.
    unread = [one["reason"].partition("：")[2][:7] for one in shown["unread"]]
    assert unread == [*["这是黑白二值扫"] * 2, "一幅图像上有两", "图像左右颠倒（"]
    async with refused("batch.wrong", words="扫描第 1 页"):
        await enter(meeting, bundle)
    # It might be one of ours: nobody puts it aside alone.
    async with refused("batch.wrong", words="由编码认出不是本轮的只有 0 张"):
        await enter(meeting, bundle, foreign=1)
    assert await enter(meeting, bundle, by_hand=1) == 1
    (waiting,) = await doubts(meeting)
    await decide(meeting, waiting["sheet"], ALL, "not_genuine")
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    await meeting.chief.post(f"{meeting.round()}/paper-count")
    tally = (await meeting.town.house.ledger.head(meeting.hall.company.election)).state.current
    assert tally.sheet_count is not None
    assert (tally.sheet_count.returned, tally.sheet_count.foreign) == (VOTERS - 1, 1)


async def test_a_sheet_that_no_scan_reads_is_decided_with_the_paper_in_hand(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(1, VOTERS)])
    assert await enter(meeting, bundle, by_hand=1) == 1
    (waiting,) = await doubts(meeting)
    assert (waiting["pages"], waiting["by_hand"]) == ([], 1)
    told = {one["value"] for one in waiting["reasons"]}
    assert told == {"identity_unreadable", "item_doubtful"}  # it lacks no side: people hold it
    await decide(meeting, waiting["sheet"], ALL)
    record = f"{meeting.round()}/adjudication"
    async with refused("act.not_yet", words="没有已经签字的认定"):
        await meeting.chief.get_bytes(f"{record}/signed/pdf")
    unsigned = await meeting.clerk.get_bytes(f"{record}/unsigned/pdf")
    assert "本页所列认定" in words_of(unsigned)
    await meeting.sign_by_hand("sheets_adjudicated", PAPER_FREEZERS, unsigned)

    assert (await finish(meeting))[1] == VOTERS
    # Who has the evidence may see it, who has the record may not.
    signed = words_of(await meeting.clerk.get_bytes(f"{record}/signed/pdf"))
    assert "第1捆（未读出第1张）" in signed
    assert "第1、2项赞成；第3项反对；第4项弃权；整票有效" in signed
    by_hand = f"objects/{sha256(unsigned).hexdigest()}"
    assert by_hand in names(await meeting.chief.get_bytes(f"{meeting.path}/evidence.zip"))
    assert by_hand not in names(await meeting.hall.public.get_bytes(f"{meeting.path}/record.zip"))


def lying(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*.*"))


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(one.get_textpage().get_text_range().split()) for one in document)


def names(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.namelist()


async def test_a_failed_scanner_leaves_everything_to_hands(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 6)
    await scan(meeting, first, [page(sheet, at) for at in range(6)])
    await enter(meeting, first)
    wrong = {"act": "fallback_declared", "device": "scanner", "readings": 5, "clause": "第九条"}
    async with refused("figures.wrong"):
        await meeting.chief.post(f"{meeting.round()}/acts", wrong)
    await meeting.act(
        "fallback_declared",
        [("chief_scrutineer", 1)],
        device="scanner",
        readings=6,
        clause="票决办法第九条",
    )
    async with refused("paper.other_way"):
        await meeting.chief.post(f"{meeting.round()}/paper-count")
    state = (await meeting.town.house.ledger.head(meeting.hall.company.election)).state
    async with refused("paper.other_way"):
        await decide(meeting, state.current.batches[first].sheets[0], ALL)
    listed = await meeting.api("teller").get(f"{meeting.round()}/bundles")
    assert (listed["failed"], listed["folder"]) == (True, False)
    assert re.fullmatch("票决办法第.+条", listed["clause"])


async def test_no_figure_of_an_item_is_shown_before_the_paper_is_frozen(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(VOTERS)])
    await enter(meeting, bundle)
    await meeting.chief.post(f"{meeting.round()}/paper-count")

    shown = await meeting.shown()
    assert "approve" not in msgspec.json.encode(shown).decode()
    house, election = meeting.town.house, meeting.hall.company.election
    reading = (await house.ledger.head(election)).state.current.batches[1].sheets[0]
    async with refused("not_found"):
        await meeting.chief.get_bytes(f"{meeting.path}/objects/{reading}")


async def test_what_is_no_scan_is_refused_with_a_sentence(meeting: Meeting) -> None:
    await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    path = f"{meeting.round()}/bundles/{bundle}/files"
    async with refused("request.malformed", words="不是 PDF、TIFF、PNG 或 JPEG"):
        await meeting.api("teller").upload(path, "票.pdf", b"just text")
    events = [one for one in await _events(meeting) if isinstance(one, e.BatchRead)]
    assert events == []


def publishing(level: Any) -> Rules:
    return msgspec.structs.replace(RULES, publish_paper=level)


async def public_objects(meeting: Meeting) -> dict[str, bytes]:
    """The objects of the public record that are pictures."""
    record = io.BytesIO(await meeting.hall.public.get_bytes(f"{meeting.path}/record.zip"))
    box = Container.open(record)
    found = {one.name: box.read(one) for one in box.members if one.name.startswith("objects/")}
    return {name: data for name, data in found.items() if data.startswith(b"\x89PNG")}


async def decide_all(meeting: Meeting) -> None:
    """Let people say of every doubtful sheet what its voter meant."""
    found = await doubts(meeting)
    for one in found:
        over = "overvote" in [reason["value"] for reason in one["reasons"]]
        said = ALL | {3: "approve"} if over else ALL
        await decide(meeting, one["sheet"], said, "overvote" if over else None)
    if found:
        await meeting.act("sheets_adjudicated", PAPER_FREEZERS)


async def test_boxes_are_published_apart_after_the_announcement(town: Town) -> None:
    meeting = await meet(town, channels=("paper",), rules=publishing("items"))
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    over = page(sheet, 1, {1: "approve", 2: "approve", 3: "approve"})
    await scan(meeting, bundle, [over, *(page(sheet, at) for at in range(2, VOTERS))])
    await enter(meeting, bundle, by_hand=1)
    await decide_all(meeting)
    path = f"{meeting.round()}/paper-publication"
    async with refused("stage.wrong"):
        await meeting.chief.post(path)
    await finish(meeting)
    assert await public_objects(meeting) == {}

    told = await meeting.chief.post(path)
    assert told == {"published": 10, "withheld": {"marked": 0, "written": 0, "unscanned": 1}}
    async with refused("act.already_done"):
        await meeting.chief.post(path)
    report = await meeting.verified()
    remarks = [r for one in report.results if one.id == "S-15" for r in one.remarks]
    assert "公布了 10 张票的图像" in remarks[0]
    (event,) = [one for one in await _events(meeting) if isinstance(one, e.PaperPublished)]
    assert [(one.project, len(one.crops)) for one in event.items] == [(n, 10) for n in NUMBERS]
    named = {f"objects/{crop}" for one in event.items for crop in one.crops}
    assert named == set(await public_objects(meeting))


async def test_whole_sheets_are_published_without_their_codes(town: Town) -> None:
    meeting = await meet(town, channels=("paper",), rules=publishing("sheets"))
    sheet = await printed(meeting)
    bundle = await begin(meeting, VOTERS)
    await scan(meeting, bundle, [page(sheet, at) for at in range(VOTERS)])
    await enter(meeting, bundle)
    await decide_all(meeting)
    await finish(meeting)

    told = await meeting.chief.post(f"{meeting.round()}/paper-publication")
    assert (told["published"], told["withheld"]["unscanned"]) == (VOTERS, 0)
    await meeting.verified()
    pictures = await public_objects(meeting)
    assert len(pictures) == VOTERS
    for data in pictures.values():
        shown = np.asarray(Image.open(io.BytesIO(data)), np.uint8)
        assert zxingcpp.read_barcodes(shown) == []


async def _events(meeting: Meeting) -> list[e.Event]:
    ledger, name = meeting.town.house.ledger, meeting.hall.company.election
    return [e.decode(one) for one in await ledger.leaves(name, 0, await ledger.size(name))]


async def test_projects_written_in_are_typed_by_the_chief_and_listed_for_the_presidium(
    town: Town,
) -> None:
    rules = Rules(
        seats=2,
        roster_total=3,
        channels=("paper",),
        write_in="allowed",
        identifying_mark="ignore",
        audit_sample=UNSAMPLED,
    )
    meeting = await meet(town, rules=rules, voters=3)
    sheet = await printed(meeting, 3)
    zone = sheet.layout.pages[0].written
    assert zone is not None
    pixels = marked(sheet, {1: "approve", 2: "oppose"}, at=0, seed=1)
    x, y = zone.x / 1000 + 40, zone.y / 1000 + 2
    Pen(pixels).line((x, y), (x + 6, y + 7), (x + 12, y + 1), (x + 18, y + 8), (x + 30, y + 2))
    bundle = await begin(meeting, 3)
    await scan(meeting, bundle, [scanned(pixels, seed=1), page(sheet, 1), page(sheet, 2)])
    assert await enter(meeting, bundle) == 1

    shown = await meeting.chief.get(f"{meeting.round()}/doubts")
    (waiting,) = shown["sheets"]
    assert (shown["choices"]["written"], shown["choices"]["lines"]) == (True, True)
    assert [one["value"] for one in waiting["reasons"]] == ["writing_outside"]
    path = f"{meeting.round()}/sheets/{waiting['sheet']}"
    lines = await meeting.api("scrutineer", 1).get_bytes(f"{path}/written")
    assert lines.startswith(b"\x89PNG")
    said = {
        "rows": [
            {"project": number, "reading": one}
            for number, one in {1: "approve", 2: "oppose", 3: "abstain", 4: "abstain"}.items()
        ]
    }
    for number in (1, 2):
        await meeting.api("scrutineer", number).post(f"{path}/views", said)
    # With two projects written in, one more than may be chosen is.
    async with refused("counting.ruling_contradicts", words="多选"):
        await meeting.chief.post(f"{path}/ruling", said | {"written": ["修桥", "建公园"]})
    await meeting.chief.post(f"{path}/ruling", said | {"written": ["修桥"]})
    await meeting.act("sheets_adjudicated", PAPER_FREEZERS)
    assert await finish(meeting) == {1: 3, 2: 2, 3: 0, 4: 0}

    report = words_of(await meeting.clerk.get_bytes(f"{meeting.round()}/papers/count_report/pdf"))
    assert "附：另提项目清单" in report
    assert "修桥1" in report
    state = (await meeting.town.house.ledger.head(meeting.hall.company.election)).state.current
    assert state.sheet_count is not None
    assert [(one.title, one.approve) for one in state.sheet_count.written] == [("修桥", 1)]
