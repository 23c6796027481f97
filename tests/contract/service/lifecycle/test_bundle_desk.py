"""Bundles that do not fit: strangers scanned again, too many sheets, sheets of another bundle."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from service.scanning.folder import SETTLED_SECONDS, Folder
from service.scanning.watching import ServiceDesk
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
from tests.support.scanned import definition_of, marked, scanned, tiff
from tests.support.scanned import printed as printed_of


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    return await meet(town, rules=RULES)


def stranger(seed: int = 1) -> Any:
    """A sheet of another vote; another scan of the same one for each ``seed``."""
    return scanned(marked(printed_of(definition_of(4, 2)), ALL), seed=seed)


async def shown(meeting: Meeting, bundle: int) -> dict[str, Any]:
    found: dict[str, Any] = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")
    return found


async def listed(meeting: Meeting) -> dict[str, Any]:
    found: dict[str, Any] = await meeting.api("scrutineer").get(f"{meeting.round()}/bundles")
    return found


async def discard(meeting: Meeting, bundle: int, reason: str = "数错了，重新数。") -> None:
    path = f"{meeting.round()}/bundles/{bundle}/discard"
    await meeting.api("teller").post(path, {"reason": reason})


async def test_a_foreign_sheet_scanned_twice_does_not_stand_for_a_ballot(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 6)
    await scan(meeting, first, [page(sheet, at) for at in range(4)])
    await scan(meeting, first, [stranger()])
    # The feeder jams, and the foreign sheet goes through again. The fifth ballot is missing.
    await scan(meeting, first, [stranger(2)])
    told = await shown(meeting, first)
    assert [one["place"] for one in told["foreign"]] == [5, 6]
    assert "与扫描第 5 页编码相同，是同一张票" in told["foreign"][1]["reason"]

    async with refused("batch.wrong", words="只有 1 张（扫描第 5、6 页是同一张"):
        await enter(meeting, first, foreign=2)
    async with refused("batch.wrong", words="少 1 张"):
        await enter(meeting, first, foreign=1)
    await scan(meeting, first, [page(sheet, 4)])
    assert await enter(meeting, first, foreign=1) == 0


async def test_a_foreign_sheet_of_an_earlier_bundle_is_none_of_a_later_one(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 3)
    await scan(meeting, first, [page(sheet, 0), page(sheet, 1), stranger()])
    await enter(meeting, first, foreign=1)
    second = await begin(meeting, 3)
    await scan(meeting, second, [page(sheet, 2), page(sheet, 3), stranger(2)])
    (told,) = (await shown(meeting, second))["foreign"]
    assert "与第 1 捆另放的一张相同" in told["reason"]
    async with refused("batch.wrong", words="只有 0 张"):
        await enter(meeting, second, foreign=1)
    await scan(meeting, second, [page(sheet, 4)])
    assert await enter(meeting, second) == 0


async def test_a_bundle_of_more_sheets_than_the_box_has_left_is_neither_begun_nor_entered(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 6)
    await scan(meeting, first, [page(sheet, at) for at in range(6)])
    await enter(meeting, first)
    async with refused("batch.wrong", words="没有入账的只有 6 张，这一捆 7 张，多 1 张"):
        await begin(meeting, 7)
    second = await begin(meeting, 6)
    await scan(meeting, second, [page(sheet, at) for at in range(6, VOTERS)])
    # The box is counted again while the bundle is scanned.
    await meeting.chief.post(f"{meeting.round()}/box", {"count": VOTERS - 1})
    async with refused("batch.wrong", words="票箱清点 11 张"):
        await enter(meeting, second)
    await meeting.chief.post(f"{meeting.round()}/box", {"count": VOTERS})
    assert await enter(meeting, second) == 0
    assert (await finish(meeting))[1] == VOTERS


@pytest.mark.parametrize(
    ("identity", "short", "over"),
    [
        ("unique", "请把没有读出的票补扫一遍", "请先核对另放、人工辨认有没有多填"),
        (
            "batch",
            "各票编码相同，补扫会把读过的再计一次：请放弃这一捆",
            "各票编码相同，扫了两遍的会算成两张：请放弃这一捆",
        ),
    ],
)
async def test_what_to_do_depends_on_whether_there_are_too_few_or_too_many(
    town: Town, identity: Any, short: str, over: str
) -> None:
    meeting = await meet(town, rules=msgspec.structs.replace(RULES, identity=identity))
    sheet = await printed(meeting)
    bundle = await begin(meeting, 2)
    await scan(meeting, bundle, [page(sheet, 0)])
    assert (await listed(meeting))["alike"] is (identity == "batch")
    async with refused("batch.wrong", words=f"少 1 张。{short}"):
        await enter(meeting, bundle)
    await scan(meeting, bundle, [page(sheet, at) for at in (1, 2)])
    async with refused("batch.wrong", words=f"多 1 张。{over}"):
        await enter(meeting, bundle)


async def test_a_sheet_of_another_bundle_is_named_by_its_page_at_once(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 4)
    pages = [page(sheet, at) for at in range(4)]
    await scan(meeting, first, pages)
    await enter(meeting, first)
    second = await begin(meeting, 4)
    again = scanned(marked(sheet, ALL, at=2, seed=2), seed=52)
    await scan(meeting, second, [page(sheet, 4), page(sheet, 5)], "一.tif")
    await scan(meeting, second, [page(sheet, 6), again], "二.tif")

    assert (await shown(meeting, second))["elsewhere"] == [
        {"place": 4, "reason": "二.tif 第 2 页：这张票在第 1 捆读过，编码和所画都相同。"}
    ]
    (_, files) = [one["files"] for one in (await listed(meeting))["bundles"]]
    assert files == [
        {"first": 1, "last": 2, "file": "一.tif", "page": 1},
        {"first": 3, "last": 4, "file": "二.tif", "page": 1},
    ]
    words = "扫描第 4 页：二.tif 第 2 页：这张票在第 1 捆读过"
    async with refused("batch.wrong", words=words):
        await enter(meeting, second)
    # The very same file adds nothing, and it is told why.
    path = f"{meeting.round()}/bundles/{second}/files"
    told = await meeting.api("teller").upload(path, "三.tif", tiff(pages))
    assert told == {"new": 0, "elsewhere": [first]}


async def test_a_copy_of_another_bundles_sheet_is_told_while_it_is_scanned(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 2)
    await scan(meeting, first, [page(sheet, at) for at in range(2)])
    await enter(meeting, first)
    second = await begin(meeting, 2)
    copy = scanned(marked(sheet, {1: "approve", 2: "oppose"}, at=1, seed=1), seed=60)
    await scan(meeting, second, [copy, page(sheet, 2)])
    found = await shown(meeting, second)
    assert (found["doubtful"], found["elsewhere"]) == (1, [])
    assert "编码与第 1 捆的一张票相同而所画不同" in found["copied"][0]["reason"]


async def test_people_are_told_in_which_file_a_doubtful_sheet_lies(meeting: Meeting) -> None:
    """The record that people sign names it too; of a bundle of one file the number says it all."""
    sheet = await printed(meeting)
    faint = [scanned(marked(sheet, ALL, at=at, ink=205), seed=at) for at in (1, 3, 5)]
    first = await begin(meeting, 4)
    await scan(meeting, first, [page(sheet, 0), faint[0]], "一.tif")
    await scan(meeting, first, [page(sheet, 2), faint[1]], "二\u202e.tif")
    assert await enter(meeting, first) == 2
    second = await begin(meeting, 2)
    await scan(meeting, second, [page(sheet, 4), faint[2]], "三.tif")
    assert await enter(meeting, second) == 1

    found = await doubts(meeting)
    assert [(one["batch"], one["place"], one["file"]) for one in found] == [
        (first, 2, {"name": "一.tif", "page": 2}),
        (first, 4, {"name": "二\\u202e.tif", "page": 2}),
        (second, 2, None),
    ]
    for one in found:
        await decide(meeting, one["sheet"], ALL)
    path = f"{meeting.round()}/adjudication/unsigned"
    told = words_of(await meeting.clerk.get_bytes(f"{path}/pdf"))
    assert "第1捆第4页（二\\u202e.tif第2页）" in told
    assert "第2捆第2页有项目" in told
    # The log, which is public, has no names of files.
    ledger, election = meeting.town.house.ledger, meeting.hall.company.election
    events = await ledger.leaves(election, 0, await ledger.size(election))
    assert b"batch_read" in b"".join(events)
    assert b".tif" not in b"".join(events)


async def test_pages_that_another_bundle_has_make_the_number_differ_from_the_files_page(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 2)
    before = [page(sheet, at) for at in range(2)]
    await scan(meeting, first, before)
    await enter(meeting, first)
    second = await begin(meeting, 1)
    faint = scanned(marked(sheet, ALL, at=2, ink=205), seed=2)
    await scan(meeting, second, [*before, faint], "全部.tif")
    assert await enter(meeting, second) == 1
    (found,) = await doubts(meeting)
    assert (found["place"], found["file"]) == (1, {"name": "全部.tif", "page": 3})


async def fails(meeting: Meeting, readings: int) -> None:
    await meeting.act(
        "fallback_declared",
        [("chief_scrutineer", 1)],
        device="scanner",
        readings=readings,
        clause="票决办法第九条",
    )


async def test_nothing_is_scanned_after_the_scanner_was_given_up(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, 6)
    pages = [page(sheet, at) for at in range(6)]
    await scan(meeting, bundle, pages[:3])
    await fails(meeting, 0)
    found = await listed(meeting)
    assert [one["state"] for one in found["bundles"]] == ["stopped"]
    assert "扫描仪故障" in found["closed"]
    async with refused("paper.other_way", words="不再读票"):
        await scan(meeting, bundle, pages[3:])
    async with refused("paper.other_way", words="不再读票"):
        await enter(meeting, bundle, by_hand=3)
    await discard(meeting, bundle)
    async with refused("paper.other_way", words="不再读票"):
        await begin(meeting, 6)


async def test_no_bundle_is_begun_once_the_paper_is_frozen(meeting: Meeting) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, VOTERS)
    await scan(meeting, first, [page(sheet, at) for at in range(VOTERS)])
    await enter(meeting, first)
    await meeting.chief.post(f"{meeting.round()}/paper-count")
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    async with refused("act.already_done", words="已经封定"):
        await begin(meeting, 1)
    assert (await listed(meeting))["frozen"] is True


async def test_bundles_withdrawn_and_given_up_stay_listed_with_their_reasons(
    meeting: Meeting,
) -> None:
    sheet = await printed(meeting)
    first = await begin(meeting, 3)
    await scan(meeting, first, [page(sheet, 0)])
    await discard(meeting, first)
    first = await begin(meeting, 3)
    await discard(meeting, first, " 卡纸，整捆重扫。")
    first = await begin(meeting, 2)
    await scan(meeting, first, [page(sheet, at) for at in range(2)])
    await enter(meeting, first)
    await meeting.act("batch_withdrawn", DESK_SIGNERS, batch=first, reason="有折角，重扫。")

    found = await listed(meeting)
    assert found["bundles"] == []
    assert found["gone"] == [
        {
            "number": 1,
            "declared": 2,
            "pages": None,
            "state": "withdrawn",
            "reason": "有折角，重扫。",
        },
        {
            "number": 1,
            "declared": 3,
            "pages": 1,
            "state": "discarded",
            "which": 1,
            "reason": "数错了，重新数。",
        },
        {
            "number": 1,
            "declared": 3,
            "pages": 0,
            "state": "discarded",
            "which": 2,
            "reason": "卡纸，整捆重扫。",
        },
    ]
    assert (await meeting.api("teller").get(f"{meeting.round()}/bundles"))["gone"] == found["gone"]
    trail = await meeting.town.house.accounts.trail(meeting.hall.company.election)
    thrown = {one.actor for one in trail if one.act == "bundle_discarded"}
    assert thrown == {(await meeting.api("teller").get("/api/me"))["id"]}


@pytest.mark.parametrize("body", [None, {}, {"reason": ""}, {"reason": " \n"}])
async def test_no_bundle_is_thrown_away_without_a_reason(meeting: Meeting, body: Any) -> None:
    sheet = await printed(meeting)
    bundle = await begin(meeting, 1)
    await scan(meeting, bundle, [page(sheet, 0)])
    async with refused("request.malformed", words="须写明理由"):
        await meeting.api("teller").post(f"{meeting.round()}/bundles/{bundle}/discard", body)
    assert (await shown(meeting, bundle))["pages"] == 1
    await enter(meeting, bundle)
    act = {"act": "batch_withdrawn", "batch": bundle, "reason": "  "}
    async with refused("request.malformed", words="理由"):
        await meeting.chief.post(f"{meeting.round()}/acts", act)


async def test_what_a_copiers_folder_says_is_on_the_page(meeting: Meeting, tmp_path: Path) -> None:
    await printed(meeting)
    folder = Folder(tmp_path, ServiceDesk(meeting.town.house))
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 nothing %%EOF")
    await folder.sweep(0)
    await folder.sweep(SETTLED_SECONDS)
    assert (await listed(meeting))["waiting"] == 1
    bundle = await begin(meeting, 2)
    await folder.sweep(2 * SETTLED_SECONDS)
    found = await listed(meeting)
    assert found["waiting"] == 0
    (told,) = found["refused"]
    assert told.startswith("坏.pdf 没有读：PDF 文件")
    assert told.count("坏.pdf") == 1
    (tmp_path / "任务").mkdir()
    (tmp_path / "任务" / "一.pdf").write_bytes(b"")
    await folder.sweep(3 * SETTLED_SECONDS)
    assert "子文件夹里的扫描件没有读：任务" in (await listed(meeting))["refused"][1]
    await discard(meeting, bundle)
    assert await begin(meeting, 2) == bundle
    (tmp_path / "任务" / "一.pdf").unlink()
    await folder.sweep(4 * SETTLED_SECONDS)
    assert (await listed(meeting))["refused"] == []
