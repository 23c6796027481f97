"""监票回避: who watches a project of their own unit or village is named when appointed, no more."""

from collections.abc import Mapping
from typing import Any

from ballot.rules import Rules
from tests.contract.service.lifecycle.meeting import Meeting, meet
from tests.support.hall import Town

LISTED = """序号,项目名称,责任单位,实施地点
1,村道硬化,县交通局,青禾村三组
2,卫生室改造,县卫生健康局,白杨村
3,路灯,县住建局,红旗社区
"""
UNITS = {("scrutineer", 2): {"unit": "县交通局"}, ("clerk", 1): {"unit": "县卫生健康局"}}


async def beginning(town: Town, **said: Any) -> Meeting:
    rules = Rules(seats=2, roster_total=12, **said)
    return await meet(town, numbers=(1, 2, 3), rules=rules, listed=LISTED.encode())


async def appointed(
    meeting: Meeting, more: Mapping[tuple[str, int], Mapping[str, str]]
) -> list[str]:
    """Appoint the officers once more, saying ``more`` of some; return what the service warns of."""
    seats = [
        {"role": role, "number": number, "account": person.name, **more.get((role, number), {})}
        for (role, number), person in meeting.hall.company.people.items()
    ]
    told = await meeting.clerk.post(f"{meeting.path}/officers", {"officers": seats})
    warnings: list[str] = told["warnings"]
    return warnings


async def test_a_scrutineer_of_the_unit_in_charge_is_appointed_and_named(town: Town) -> None:
    meeting = await beginning(town)

    assert await appointed(meeting, UNITS) == [
        "监票人 2 号的单位“县交通局”是第 1 号项目“村道硬化”的责任单位，请考虑回避。"
    ]
    assert await appointed(meeting, {}) == []


async def test_a_tellers_delegation_is_looked_up_in_the_roll(town: Town) -> None:
    meeting = await beginning(town)
    name = meeting.hall.company.of("teller", 1).name
    roll = f"姓名,代表团,座位\n{name},白杨村代表团,1\n"
    await meeting.clerk.upload(f"{meeting.path}/roll", "名册.csv", roll.encode())

    assert await appointed(meeting, {}) == [
        "计票人 1 号所在的“白杨村代表团”是第 2 号项目“卫生室改造”的实施地点，请考虑回避。"
    ]


async def test_nobody_is_named_where_the_rules_say_nothing_of_it(town: Town) -> None:
    meeting = await beginning(town, recusal_check=False)

    assert await appointed(meeting, UNITS) == []
