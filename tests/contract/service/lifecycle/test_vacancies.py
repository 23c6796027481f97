"""Fewer projects over the line than seats: vacancies are reported, and filled by a round."""

from service.rehearsal.rounds import follow, play
from tests.contract.service.lifecycle.meeting import Meeting, halves, meet, refused, row
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)


async def short(town: Town) -> Meeting:
    """Play a first round in which project 1 alone has a majority of all twelve members."""
    meeting = await meet(town)
    ballots = [row(NUMBERS, 1, 2 + at % 3) for at in range(12)]
    outcome = await play(meeting.hall, 1, NUMBERS, 2, halves(ballots))

    assert (outcome["status"], outcome["action"]) == ("shortfall", "presidium")
    assert (outcome["elected"], outcome["vacant"]) == ([1], 1)
    return meeting


async def test_a_vacancy_is_filled_by_a_round_over_those_not_elected(town: Town) -> None:
    meeting = await short(town)
    text = "主席团决定就空缺的 1 项另行票决。"
    decision = {"matter": "shortfall", "projects": [2, 3, 4], "text": text}
    await meeting.clerk.post(f"{meeting.round(1)}/presidium", decision)
    number, candidates, seats = await follow(meeting.hall, "fill")

    assert (number, candidates, seats) == (2, (2, 3, 4), 1)
    ballots = [row(candidates, 4 if at < 9 else 2) for at in range(12)]
    outcome = await play(meeting.hall, number, candidates, seats, halves(ballots))
    assert (outcome["status"], outcome["elected"]) == ("final", [4])
    assert (outcome["threshold"], outcome["base"]) == (7, 12)
    assert (await meeting.verified()).stages == ("第 1 轮已公告", "第 2 轮已公告")


async def test_the_presidium_may_name_who_stands_in_the_fill(town: Town) -> None:
    meeting = await short(town)
    await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill", "candidates": [3]})
    await meeting.act("list_frozen", [("clerk", 1), ("presider", 1)], number=2)
    ballots = [row((3,), *([3] if at < 8 else [])) for at in range(12)]

    outcome = await play(meeting.hall, 2, (3,), 1, halves(ballots))

    assert (outcome["status"], outcome["elected"]) == ("final", [3])
    await meeting.verified()


async def test_a_vacancy_that_stays_is_announced_as_one(town: Town) -> None:
    meeting = await short(town)
    _, candidates, seats = await follow(meeting.hall, "fill")
    ballots = [row(candidates, 2 + at % 3) for at in range(12)]

    outcome = await play(meeting.hall, 2, candidates, seats, halves(ballots))

    assert (outcome["status"], outcome["elected"], outcome["vacant"]) == ("shortfall", [], 1)
    await meeting.verified()


async def test_an_elected_project_does_not_stand_again(town: Town) -> None:
    meeting = await short(town)

    async with refused("list.wrong"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill", "candidates": [1, 2]})
