"""What scanners, people and strangers spoil is told in a sentence each; the bundle goes on."""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio

from ballot.rules import Rules
from ballot.rules.values import AuditSample
from service.client.api import ApiProblem
from service.scanning.folder import BROKEN_SECONDS, SETTLED_SECONDS, Folder
from service.scanning.watching import ServiceDesk
from service.work.contained import Contained
from tests.contract.service.lifecycle.meeting import Meeting, meet
from tests.contract.service.lifecycle.test_scanned_paper import (
    ALL,
    VOTERS,
    begin,
    enter,
    finish,
    page,
    printed,
)
from tests.support.hall import Town
from tests.support.scanned import definition_of, marked, png, scanned, tiff
from tests.support.scanned import printed as printed_of
from tests.support.spoilt import nested, spoilt, zipped

SECONDS = 5.0
"""For a portion: what reads does so in a second, also on a busy machine."""
MEMORY = 3 * 1024**3
NO_FILE = {"scan.encrypted", "scan.broken", "scan.kind", "scan.pages"}
"""Codes of files of which no page can be had."""
SAID = {
    "scan.encrypted": "PDF 文件有密码",
    "scan.broken": "PDF 文件损坏或者不完整",
    "scan.kind": "不是 PDF、TIFF、PNG 或 JPEG 文件",
    "scan.pages": "文件超过 1000 页",
    "scan.two_sheets": "一幅图像上有两张票",
    "scan.unlocated": "四角定位标记看不全",
    "scan.mirrored": "图像左右颠倒",
    "scan.pixels": "像素",
    "scan.black_and_white": "这是黑白二值扫描",
    "scan.time": "超过时限",
}
Files = Sequence[tuple[str, bytes]]
Hand = Callable[[Meeting, int, Files], Coroutine[Any, Any, dict[str, str]]]


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    rules = Rules(
        seats=2,
        roster_total=VOTERS,
        channels=("paper",),
        audit_sample=AuditSample(ratio=(0, 1), all_up_to=0),
    )
    return await meet(town, rules=rules)


@pytest.fixture(autouse=True)
def apart(town: Town) -> Iterator[None]:
    """Read in a worker, as a service does; that of the other tests reads in its own process."""
    house = town.house
    before = house.readers
    with Contained(1, SECONDS, MEMORY) as readers:
        object.__setattr__(house, "readers", readers)
        yield
        object.__setattr__(house, "readers", before)


async def uploaded(meeting: Meeting, bundle: int, files: Files) -> dict[str, str]:
    """Hand in files one by one on the page and return what is said of those not taken."""
    said = {}
    for name, data in files:
        try:
            path = f"{meeting.round()}/bundles/{bundle}/files"
            await meeting.api("teller").upload(path, name, data)
        except ApiProblem as refused:
            said[name] = refused.sentence
    return said


def dropped(root: Path) -> Hand:
    async def hand(meeting: Meeting, _: int, files: Files) -> dict[str, str]:
        """Drop all files at once where a copier would and return what lies beside the refused."""
        for name, data in files:
            (root / name).write_bytes(data)
        folder = Folder(root, ServiceDesk(meeting.town.house))
        for now in (0.0, SETTLED_SECONDS, BROKEN_SECONDS):
            await folder.sweep(now)
        return {
            one.name.removesuffix(".txt"): one.read_text("utf-8-sig")
            for one in (root / "refused").glob("*.txt")
        }

    return hand


@pytest.mark.parametrize("way", ["page", "folder"])
async def test_whatever_is_spoilt_has_its_sentence_and_the_bundle_is_counted(
    meeting: Meeting, tmp_path: Path, way: str
) -> None:
    sheet = await printed(meeting)
    stranger = scanned(marked(printed_of(definition_of(4, 2)), ALL))
    # Ours among them: upside down, with a corner torn off, and the rest as they come.
    turned = np.ascontiguousarray(page(sheet, 0)[::-1, ::-1])
    torn = page(sheet, 1)
    torn[-260:, -260:] = 235
    bad = spoilt(page(sheet, 2), page(sheet, 3), stranger)
    if way == "page":  # what costs time, once
        bad["13.tif"] = (zipped(1), "scan.blank")
        bad["14.pdf"] = (nested(), "scan.time")
    bad["15.tif"] = (zipped(1001), "scan.pages")
    names = sorted(bad)
    files = [("00.png", png(turned)), *((name, bad[name][0]) for name in names[:7])]
    files += [("07a.png", png(torn)), *((name, bad[name][0]) for name in names[7:])]
    files += [("99.tif", tiff([page(sheet, at) for at in range(2, VOTERS - 1)]))]

    bundle = await begin(meeting, VOTERS)
    hand = uploaded if way == "page" else dropped(tmp_path)
    said = await hand(meeting, bundle, files)
    codes = {name: code for name, (_, code) in bad.items()}
    assert set(said) == {name for name, code in codes.items() if code in NO_FILE}
    for name, sentence in said.items():
        broken = way == "folder" and codes[name] == "scan.broken"
        assert ("文件不完整" if broken else SAID[codes[name]]) in sentence

    shown = await meeting.api("teller").get(f"{meeting.round()}/bundles/{bundle}")
    unread = [one["reason"] for one in shown["unread"]]
    silent = {*NO_FILE, "sheet.foreign", "scan.blank"}
    for name, code in codes.items():
        told = [one for one in unread if one.startswith(f"{name} ")]
        assert len(told) == (code not in silent), (name, unread)
        assert not told or (SAID[code] in told[0] and told[0].endswith("。"))
    assert len(shown["foreign"]) == 1
    assert (shown["sheets"], shown["doubtful"]) == (VOTERS - 1, 0)
    assert await enter(meeting, bundle, foreign=1) == 0
    if way == "page":
        assert await finish(meeting) == {1: VOTERS - 1, 2: VOTERS - 1, 3: 0, 4: 0}
