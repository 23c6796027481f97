"""满意度测评 at the desk: what units report, what proposers answer, and several groups joined."""

from service.rehearsal import session as s
from tests.contract.service.lifecycle.meeting import Meeting, meet
from tests.contract.service.lifecycle.test_evaluations import FORMS, NUMBERS, RATING, on_forms
from tests.support.browsing import Browser, officer, trouble
from tests.support.hall import Town
from tests.support.ratings import rated


def desk(meeting: Meeting) -> str:
    return f"/desk/{meeting.hall.company.election}/evaluation"


async def _handled(clerk: Browser, where: str) -> None:
    report = {"project": "2", "result": "B", "unit": "县城管局", "text": "已改造12座。"}
    unsaid = await clerk.post(f"{where}/handling", {**report, "result": ""})
    assert "请选择办理结果 A、B 或者 C" in trouble(unsaid)
    await clerk.sent(f"{where}/handling", report)
    assert "提出人还没有答复" in await clerk.shown(where)
    mute = await clerk.post(f"{where}/confirmation", {"project": "2"})
    assert "请选择提出人认可或者不认可" in trouble(mute)
    await clerk.sent(f"{where}/confirmation", {"project": "2", "accepted": "no"})
    again = await clerk.post(f"{where}/confirmation", {"project": "2", "accepted": "yes"})
    assert "已经由提出人确认过" in trouble(again)
    assert "提出人不认可，请重新填报" in await clerk.shown(where)
    await clerk.sent(f"{where}/handling", {**report, "result": "A", "text": "全部建成。"})
    page = await clerk.shown(where)
    assert "已改造12座" in page
    assert "全部建成" in page


async def test_units_report_proposers_answer_and_groups_are_joined(town: Town) -> None:
    people = await on_forms(town, *FORMS)
    members = await on_forms(
        town, rated(1, 7, 0, 0), rated(2, 0, 0, 7), rated(3, 0, 0, 0, abstain=7)
    )
    where, own = desk(members), members.hall.company.election
    async with officer(town, "clerk") as clerk:
        await _handled(clerk, where)
        assert f'value="{own}:1"' in await clerk.shown(where)
        groups = {"group-0": f"{own}:1"}
        missing = await clerk.post(f"{where}/combined", groups)
        assert "请选择“群众”组的测评" in trouble(missing)
        groups["group-1"] = f"{people.hall.company.election}:1"
        await clerk.sent(f"{where}/combined", groups)
        assert "组成人员没有有效评价，不能按权重合成" in await clerk.shown(where)
        named = await clerk.sent(f"{where}/again", {"candidates": "2"})
    assert named.endswith("/rounds/2")


async def test_second_hand_ins_are_booked_with_the_boxes(town: Town) -> None:
    meeting = await _two_channels(town)
    where = f"/desk/{meeting.hall.company.election}/rounds/1/tokens"
    async with officer(town, "scrutineer") as scrutineer:
        assert "重复提交" in await scrutineer.shown(where)
        await scrutineer.sent(f"{where}/duplicates", {"paper": "0", "tablet": "1"})
        page = await scrutineer.shown(where)
    assert "已登记：纸质 0 份，平板 1 份。" in page


async def _two_channels(town: Town) -> Meeting:
    meeting = await meet(town, numbers=NUMBERS, rules=RATING)
    await s.print_cards(meeting.hall, 6)
    await s.hand_out(meeting.hall, 1, 12, 6, 6)
    await meeting.act("opened")
    await meeting.act("closed")
    return meeting
