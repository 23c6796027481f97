"""Badges from the roll to the check-in desk, for the secretariat alone."""

import re

import pypdfium2 as pdfium
import zxingcpp

from tests.support.browsing import HTMX, desk, file, officer, trouble
from tests.support.hall import Town

ROLL = "姓名,代表团,座位\n王岚,城关团,2\n刘志成,东河团,1\n"


async def codes(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as document:
        found = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    return sorted(one.text for one in found)


async def test_a_printed_badge_checks_its_deputy_in_and_an_old_one_nobody(town: Town) -> None:
    session = await town.session("ready", tablet=())
    where = f"/api/elections/{session.id}/roll/badges.pdf"
    marks = desk(session, "/rounds/1/attendance/marks")
    async with officer(town, "clerk") as clerk:
        empty = await clerk.get(where)
        assert "请先导入代表名册" in empty.json()["title"]
        await clerk.sent(desk(session, "/roll"), **file(ROLL))
        assert where in await clerk.shown(desk(session, "/roll"))
        first, second = await codes((await clerk.get(where)).content)
        # The seat of one is the line of the other: a badge means the line.
        marked = await clerk.post(marks, {"query": first}, headers=HTMX)
        told = re.search(r'<div class="good row"[^>]*><span>([^<]*)', marked.text)
        assert told is not None
        assert "王岚" in told[1]
        assert "刘志成" not in told[1]
        await clerk.post(marks, {"deputies": "1", "present": "0"}, headers=HTMX)
        await clerk.sent(desk(session, "/roll"), **file(ROLL.replace("刘志成", "宋梅")))
        old = await clerk.post(marks, {"query": second}, headers=HTMX)
        assert "不是现在这份名册的" in trouble(old)
    async with officer(town, "scrutineer") as scrutineer:
        assert (await scrutineer.get(where)).status_code == 403
