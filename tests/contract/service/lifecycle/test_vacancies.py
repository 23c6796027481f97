"""Fewer projects over the line than seats: vacancies are reported, and filled by a round."""

from typing import Any

import pytest

from ballot.rules import Rules
from service.rehearsal.rounds import follow, play
from tests.contract.service.lifecycle.meeting import Meeting, meet, on_paper, refused, row
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)


async def short(town: Town, better: int = 0, **rules: Any) -> Meeting:
    """Play a first round in which project 1 alone has a majority of all twelve members.

    The others have four each; ``better`` takes one from the two others.
    """
    asked = Rules(seats=2, roster_total=12, channels=("paper",), **rules)
    meeting = await meet(town, rules=asked)
    seconds = [better if better and at < 2 else 2 + at % 3 for at in range(12)]
    ballots = [row(NUMBERS, 1, second) for second in seconds]
    outcome = await play(meeting.hall, 1, NUMBERS, 2, on_paper(ballots))

    assert outcome["status"] == "shortfall"
    assert (outcome["elected"], outcome["vacant"]) == ([1], 1)
    return meeting


async def test_a_vacancy_is_filled_by_a_round_over_those_not_elected(town: Town) -> None:
    meeting = await short(town)
    text = "主席团决定就空缺的 1 项另行票决。"
    async with refused("act.not_yet", words="主席团"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill"})
    await meeting.decides(1, "shortfall", 2, 3, 4, text=text)
    number, candidates, seats = await follow(meeting.hall, "fill")

    assert (number, candidates, seats) == (2, (2, 3, 4), 1)
    ballots = [row(candidates, 4 if at < 9 else 2) for at in range(12)]
    outcome = await play(meeting.hall, number, candidates, seats, on_paper(ballots))
    assert (outcome["status"], outcome["elected"]) == ("final", [4])
    assert (outcome["threshold"], outcome["base"]) == (7, 12)
    assert (await meeting.verified()).stages == ("第 1 轮已公告", "第 2 轮已公告")


async def test_the_presidium_names_who_stands_in_the_fill_by_the_order_of_votes(
    town: Town,
) -> None:
    meeting = await short(town, better=3)
    async with refused("presidium.wrong"):
        await meeting.decides(1, "shortfall", 2)
    await meeting.decides(1, "shortfall", 3)
    async with refused("list.wrong"):
        await meeting.clerk.post(
            f"{meeting.path}/rounds", {"kind": "fill", "candidates": [2, 3, 4]}
        )
    number, candidates, _ = await follow(meeting.hall, "fill")
    assert candidates == (3,)
    ballots = [row((3,), *([3] if at < 8 else [])) for at in range(12)]

    outcome = await play(meeting.hall, number, (3,), 1, on_paper(ballots))

    assert (outcome["status"], outcome["elected"]) == ("final", [3])
    await meeting.verified()


async def test_the_presidium_may_leave_a_seat_vacant(town: Town) -> None:
    meeting = await short(town)
    await meeting.decides(1, "shortfall", text="主席团决定空缺的 1 项不再票决。")

    async with refused("round.not_following"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill"})
    shown = await meeting.clerk.get(meeting.path)
    assert (shown["standing"]["vacant"], shown["standing"]["pending"]) == (1, "leave_vacant")
    await meeting.verified()


@pytest.mark.parametrize("action", ["vacant", "next_session"])
async def test_where_the_rules_leave_a_seat_vacant_nobody_stands(town: Town, action: str) -> None:
    meeting = await short(town, shortfall_action=action)

    async with refused("round.not_following"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill"})
    async with refused("presidium.wrong"):
        await meeting.decides(1, "shortfall", 2, 3, 4)


async def test_new_projects_stand_in_a_fill_where_the_rules_say_so(town: Town) -> None:
    rules = {"shortfall_action": "same_session", "shortfall_pool": "new_proposal"}
    meeting = await short(town, **rules, shortfall_threshold="ge_1_3_ballots")
    more = "序号,项目名称\n4,换名字的项目\n9,新提出的项目\n".encode()
    async with refused("draft.number-twice"):
        await meeting.clerk.upload(f"{meeting.path}/candidates/extension", "补充.csv", more)
    more = "序号,项目名称\n9,新提出的项目\n".encode()
    await meeting.clerk.upload(f"{meeting.path}/candidates/extension", "补充.csv", more)
    body = {"kind": "fill", "candidates": [9, 4]}
    number = (await meeting.clerk.post(f"{meeting.path}/rounds", body))["round"]
    await meeting.act("list_frozen", [("clerk", 1), ("presider", 1)], number=number)
    async with refused("stage.wrong"):
        await meeting.clerk.upload(f"{meeting.path}/candidates/extension", "补充.csv", more)

    ballots = [row((4, 9), *([9] if at < 4 else [])) for at in range(12)]
    outcome = await play(meeting.hall, number, (4, 9), 1, on_paper(ballots))

    assert (outcome["status"], outcome["elected"]) == ("final", [9])
    chosen = (await meeting.clerk.get(meeting.path))["standing"]["chosen"]
    assert [(one["number"], one["how"]) for one in chosen] == [(1, "vote"), (9, "fill")]
    await meeting.verified()


async def test_a_vacancy_that_stays_is_announced_as_one(town: Town) -> None:
    meeting = await short(town, shortfall_action="same_session")
    _, candidates, seats = await follow(meeting.hall, "fill")
    ballots = [row(candidates, 2 + at % 3) for at in range(12)]

    outcome = await play(meeting.hall, 2, candidates, seats, on_paper(ballots))

    assert (outcome["status"], outcome["elected"], outcome["vacant"]) == ("shortfall", [], 1)
    await meeting.verified()


async def test_an_elected_project_does_not_stand_again(town: Town) -> None:
    meeting = await short(town, shortfall_action="same_session")

    async with refused("list.wrong"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill", "candidates": [1, 2]})
