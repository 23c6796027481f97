"""A tie at the cut-off: 再次票决 among the tied alone, and what follows a second tie."""

from typing import Any

import pytest

from ballot.lot import draw
from ballot.rules import Rules
from ballot.sealed import Mark
from service.rehearsal import session as s
from service.rehearsal.plan import Split
from service.rehearsal.rounds import follow, play
from tests.contract.service.lifecycle.meeting import (
    Meeting,
    halves,
    meet,
    on_paper,
    refused,
    row,
    to_outcome,
)
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)


async def tied(town: Town, **rules: Any) -> Meeting:
    """Play the first round to a tie of 2 and 3 for the second seat."""
    channels = ("paper",) if rules else ("paper", "tablet")
    asked = Rules(seats=2, roster_total=12, channels=channels, **rules)
    meeting = await meet(town, rules=asked)
    pairs = [(1, 2)] * 5 + [(1, 3)] * 5 + [(2, 3)] * 2
    ballots = [row(NUMBERS, *pair) for pair in pairs[::2] + pairs[1::2]]
    again = rules.get("tie_rule", "re_vote_tied") == "re_vote_tied"
    step = play if again else to_outcome
    outcome = await step(meeting.hall, 1, NUMBERS, 2, split(meeting, ballots))

    assert (outcome["status"], outcome["elected"]) == ("tie_at_cutoff", [1])
    assert (outcome["tied"], outcome["seats_left"]) == ([2, 3], 1)
    return meeting


def split(meeting: Meeting, ballots: list[tuple[Mark, ...]]) -> Split:
    tablets = "tablet" in meeting.hall.plan.rules.channels
    return halves(ballots) if tablets else on_paper(ballots)


async def run_off(meeting: Meeting, for_two: int, number: int = 2, step: Any = play) -> Any:
    """Play the runoff: ``for_two`` of twelve approve project 2, the others project 3."""
    number, candidates, seats = await follow(meeting.hall, "runoff")
    assert (candidates, seats) == ((2, 3), 1)
    order: list[tuple[Mark, ...]] = [row(candidates, 2 if at < for_two else 3) for at in range(12)]
    ballots = order[::2] + order[1::2]
    return await step(meeting.hall, number, candidates, seats, split(meeting, ballots))


async def count_run_off(meeting: Meeting, for_two: int) -> Any:
    """As `run_off`, up to the outcome."""
    return await run_off(meeting, for_two, step=to_outcome)


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
    outcome = await count_run_off(meeting, for_two=6)

    assert outcome["status"] == "undecided_second_tie"
    assert (outcome["action"], outcome["elected"]) == ("presidium", [])
    async with refused("act.not_yet", words="主席团"):
        await s.certify(meeting.hall, 2, final=False)
    async with refused("presidium.wrong"):
        await meeting.decides(2, "second_tie", 1, text="主席团决定第 1 号项目入选。")
    words = "主席团决定第 3 号项目入选。"
    await meeting.decides(2, "second_tie", 3, text=words)
    async with refused("act.already_done"):
        await meeting.decides(2, "second_tie", 2)
    shown = await meeting.shown(2)
    assert shown["presidium"] == words
    assert shown["decisions"]["second_tie"]["projects"] == [3]
    await meeting.act("announced", [("presider", 1)], number=2)
    public = await meeting.hall.public.get(f"{meeting.path}/public")
    assert [one["elected"] for one in public["rounds"]] == [[1], [3]]
    page = await meeting.hall.public.get_bytes(f"/results/{meeting.hall.company.election}")
    assert words in page.decode()
    await meeting.verified()


async def test_the_presiders_page_signed_by_hand_stands_behind_a_decision(town: Town) -> None:
    meeting = await tied(town, tie_rule="presidium")
    more = {"matter": "tie", "projects": [2], "text": "主席团决定第 2 号项目入选。"}
    await meeting.act_on_paper("presidium_decided", [("presider", 1)], **more)

    await s.certify(meeting.hall, 1, final=False)
    report = await meeting.verified()
    assert any("纸上签字" in words for one in report.results for words in one.remarks)


async def test_a_lot_is_drawn_by_a_seed_that_everybody_heard(town: Town) -> None:
    meeting = await tied(town, tie_rule="lot")
    async with refused("round.not_following"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "runoff"})
    async with refused("request.malformed"):
        await meeting.act("lot_drawn")
    seed = "三颗骰子：二、五、六"
    await meeting.act("lot_drawn", seed=seed)

    lot = (await meeting.shown())["lot"]
    assert lot["seed"] == seed
    assert lot["chosen"] == [draw(meeting.hall.company.election, 1, seed, (2, 3))[0]]
    await s.certify(meeting.hall, 1, final=False)
    public = await meeting.hall.public.get(f"{meeting.path}/public")
    assert public["rounds"][0]["elected"] == [1, *lot["chosen"]]
    await meeting.verified()


async def test_the_tied_are_voted_on_again_and_again_while_the_rules_allow(town: Town) -> None:
    meeting = await tied(town, tie_again="repeat", max_rounds=4)
    for number in (2, 3):
        outcome = await run_off(meeting, for_two=6, number=number)
        assert (outcome["status"], outcome["action"]) == ("undecided_second_tie", "runoff")
    outcome = await run_off(meeting, for_two=7, number=4)

    assert (outcome["status"], outcome["elected"]) == ("final", [2])
    await meeting.verified()


@pytest.mark.parametrize("kind", ["runoff", "fill", "revote"])
async def test_no_round_follows_one_that_is_not_finished(town: Town, kind: str) -> None:
    meeting = await meet(town)

    async with refused("stage.wrong" if kind == "revote" else "list.wrong"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": kind})
