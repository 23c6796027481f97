"""A tie at the cut-off: 再次票决 among the tied alone, and what follows a second tie."""

from typing import Any

import pytest

from ballot.sealed import Mark
from service.rehearsal.rounds import follow, play
from tests.contract.service.lifecycle.meeting import Meeting, halves, meet, refused, row
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)


async def tied(town: Town) -> Meeting:
    """Play the first round to a tie of 2 and 3 for the second seat."""
    meeting = await meet(town)
    pairs = [(1, 2)] * 5 + [(1, 3)] * 5 + [(2, 3)] * 2
    ballots = [row(NUMBERS, *pair) for pair in pairs[::2] + pairs[1::2]]
    outcome = await play(meeting.hall, 1, NUMBERS, 2, halves(ballots))

    assert (outcome["status"], outcome["elected"]) == ("tie_at_cutoff", [1])
    assert (outcome["tied"], outcome["seats_left"], outcome["action"]) == ([2, 3], 1, "runoff")
    return meeting


async def run_off(meeting: Meeting, for_two: int, number: int = 2) -> Any:
    """Play the runoff: ``for_two`` of twelve approve project 2, the others project 3."""
    number, candidates, seats = await follow(meeting.hall, "runoff")
    assert (candidates, seats) == ((2, 3), 1)
    order: list[tuple[Mark, ...]] = [row(candidates, 2 if at < for_two else 3) for at in range(12)]
    ballots = order[::2] + order[1::2]
    return await play(meeting.hall, number, candidates, seats, halves(ballots))


async def test_a_tie_is_decided_by_the_tied_alone_with_the_same_cards(town: Town) -> None:
    meeting = await tied(town)
    deck = list(meeting.hall.deck)

    outcome = await run_off(meeting, for_two=5)

    assert (outcome["status"], outcome["elected"]) == ("final", [3])
    assert outcome["threshold"] == 0
    assert meeting.hall.deck == deck
    report = await meeting.verified()
    assert report.stages == ("第 1 轮已公告", "第 2 轮已公告")
    public = await meeting.hall.public.get(f"{meeting.path}/public")
    assert [one["elected"] for one in public["rounds"]] == [[1], [3]]


async def test_only_the_tied_follow_and_cards_go_on_under_their_next_credential(town: Town) -> None:
    meeting = await tied(town)
    for kind, code in (("fill", "list.wrong"), ("revote", "stage.wrong")):
        async with refused(code):
            await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": kind})
    number, _, _ = await follow(meeting.hall, "runoff")
    first, second = meeting.credentials(0)[0], meeting.credentials(0, number)[0]

    assert first != second
    assert await meeting.status(0, number) == {"state": "unspent", "tracker": None}
    async with refused("card.unknown"):
        await meeting.hall.public.post(
            f"{meeting.round(number)}/cards/status", {"credential": first[0], "proof": "{}"}
        )


async def test_a_second_tie_goes_to_the_presidium_whose_decision_is_on_record(town: Town) -> None:
    meeting = await tied(town)
    outcome = await run_off(meeting, for_two=6)

    assert outcome["status"] == "undecided_second_tie"
    assert (outcome["action"], outcome["elected"]) == ("presidium", [])
    decision = {"matter": "second_tie", "projects": [3], "text": "主席团决定第 3 号项目入选。"}
    await meeting.api("presider").post(f"{meeting.round(2)}/presidium", decision)
    async with refused("act.already_done"):
        await meeting.api("presider").post(f"{meeting.round(2)}/presidium", decision)
    assert (await meeting.shown(2))["presidium"] == decision["text"]
    await meeting.verified()


@pytest.mark.parametrize("kind", ["runoff", "fill", "revote"])
async def test_no_round_follows_one_that_is_not_finished(town: Town, kind: str) -> None:
    meeting = await meet(town)

    async with refused("stage.wrong" if kind == "revote" else "list.wrong"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": kind})
