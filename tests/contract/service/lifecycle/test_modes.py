"""Rounds of every mode from the frozen list to a verified record, open voting among them."""

from typing import Any

import msgspec

from ballot.results import ChannelTally, ItemTotals, WrittenIn
from ballot.rules import Rules
from counting.readings import Box
from counting.validity import Ballot, Sheet, count
from service.rehearsal import session as s
from service.rehearsal.plan import count_paper
from service.rehearsal.rounds import follow, play, prepare
from tests.contract.service.lifecycle.meeting import (
    PAPER_FREEZERS,
    Meeting,
    halves,
    meet,
    on_paper,
    refused,
    row,
)
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)
VOTERS = 12


def rules(**said: Any) -> Rules:
    return msgspec.convert({"roster_total": VOTERS, **said}, Rules)


async def test_a_list_is_voted_on_as_a_whole_on_paper_and_tablets(town: Town) -> None:
    asked = rules(ballot_mode="whole_list", channels=["paper", "tablet"])
    meeting = await meet(town, seats=4, rules=asked)
    yes, no = row(NUMBERS, *NUMBERS), row(NUMBERS)
    ballots = [yes, yes, yes, yes, no, no, yes, yes, yes, yes, yes, no]
    outcome = await play(meeting.hall, 1, NUMBERS, 4, halves(ballots))

    assert (outcome["status"], outcome["elected"]) == ("final", [1, 2, 3, 4])
    assert {one["approve"] for one in outcome["counts"]} == {9}
    await meeting.verified()


async def test_a_list_that_fails_as_a_whole_is_not_voted_on_again(town: Town) -> None:
    meeting = await meet(town, seats=4, rules=rules(ballot_mode="whole_list"))
    ballots = [row(NUMBERS, *(NUMBERS if at < 6 else ())) for at in range(VOTERS)]
    outcome = await play(meeting.hall, 1, NUMBERS, 4, on_paper(ballots))

    assert (outcome["status"], outcome["elected"], outcome["vacant"]) == ("shortfall", [], 4)
    async with refused("round.not_following"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "fill"})
    async with refused("presidium.wrong"):
        await meeting.decides(1, "shortfall")
    await meeting.verified()


async def test_exactly_as_many_as_there_are_seats_are_approved_on_tablets(town: Town) -> None:
    asked = rules(
        seats=2,
        ballot_mode="exactly_k",
        choices=["approve"],
        undervote="void",
        channels=["paper", "tablet"],
    )
    meeting = await meet(town, rules=asked)
    ballots = [
        tuple("approve" if one in pair else "abstain" for one in NUMBERS)
        for pair in [(1, 2)] * 8 + [(1, 3)] * 4
    ]
    outcome = await play(meeting.hall, 1, NUMBERS, 2, halves(ballots))

    assert (outcome["status"], outcome["elected"]) == ("final", [1, 2])
    await meeting.verified()


async def test_projects_are_ranked_on_paper_and_chosen_by_points(town: Town) -> None:
    asked = rules(
        seats=2, ballot_mode="ranked", rank_by="points", choices=["approve"], rank_points=[5, 1]
    )
    meeting = await meet(town, rules=asked)
    ballots: list[Any] = [(1, 2, "abstain", "abstain")] * 7 + [("abstain", 1, 2, "abstain")] * 5
    outcome = await play(meeting.hall, 1, NUMBERS, 2, on_paper(ballots))

    assert outcome["elected"] == [1, 2]
    assert [one.get("points", 0) for one in outcome["counts"]] == [35, 32, 5, 0]
    await meeting.verified()


async def test_what_is_written_in_is_counted_twice_reported_and_not_chosen(town: Town) -> None:
    asked = rules(seats=2, write_in="allowed", identifying_mark="ignore")
    meeting = await meet(town, rules=asked)
    ballots = [row(NUMBERS, 1)] * VOTERS
    await prepare(meeting.hall, 1, on_paper(ballots))
    await meeting.act("opened")
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/box", {"count": VOTERS})
    listed = count_paper(NUMBERS, ballots, asked, 2)
    bridge = WrittenIn(title="修桥", approve=VOTERS)
    found = msgspec.structs.replace(listed, written=(bridge,))
    less = msgspec.structs.replace(bridge, approve=VOTERS - 1)
    async with refused("figures.wrong", words="只登记一次"):
        await meeting.enter(1, msgspec.structs.replace(listed, written=(bridge, bridge)))
    await meeting.enter(1, found)
    told = await meeting.enter(2, msgspec.structs.replace(listed, written=(less,)))
    assert told["differences"] == [{"cell": "written", "number": None, "chinese": "另提项目“修桥”"}]
    assert (await meeting.enter(2, found, entry=2))["agreed"]
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    outcome = await s.decide(meeting.hall, 1)

    assert (outcome["elected"], outcome["vacant"]) == ([1], 1)
    assert outcome["channels"]["paper"]["written"] == [{"title": "修桥", "approve": VOTERS}]
    await s.certify(meeting.hall, 1, final=True)
    await meeting.verified()


async def test_a_blank_box_approves_where_the_rules_say_so(town: Town) -> None:
    """Six of twelve leave project 3 blank, and six oppose it: half is no majority."""
    asked = rules(seats=3, ballot_mode="per_item", blank_means="approve", mark_abstain=["fill"])
    meeting = await meet(town, seats=3, rules=asked)
    await prepare(meeting.hall, 1, on_paper([row(NUMBERS)] * VOTERS))
    await meeting.act("opened")
    await meeting.act("closed")
    blank, yes, no = Box(), Box(symbols=("○",)), Box(symbols=("×",))
    sheets = [Sheet(boxes=(blank, yes, blank, no))] * 6 + [Sheet(boxes=(blank, blank, no, no))] * 6
    tally = count(sheets, asked, numbers=NUMBERS, ballot=Ballot(seats=3))
    await s.count_by_hand(meeting.hall, 1, tally)
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    outcome = await s.decide(meeting.hall, 1)

    assert (outcome["elected"], outcome["vacant"]) == ([1, 2], 1)
    assert [one["approve"] for one in outcome["counts"]] == [12, 12, 6, 0]
    await s.certify(meeting.hall, 1, final=True)
    await meeting.verified()


ROADS_AND_WATER = "\n".join(
    ["序号,项目名称,类别", *(f"{n},项目{n},{'道路' if n < 4 else '饮水'}" for n in range(1, 7))]
)


async def test_each_category_fills_its_own_seats_through_runoff_and_fill(town: Town) -> None:
    """道路 has two seats and a tie for the second; 饮水 has two and only one project passes."""
    numbers = (1, 2, 3, 4, 5, 6)
    asked = rules(
        seats=4,
        category_quota={"道路": 2, "饮水": 2},
        shortfall_action="same_session",
        shortfall_pool="by_order",
    )
    meeting = await meet(
        town, numbers=numbers, seats=4, rules=asked, listed=ROADS_AND_WATER.encode()
    )
    ballots = [row(numbers, 1, 2, 3, 4)] * 7 + [row(numbers, 1, 5)] * 5
    first = await play(meeting.hall, 1, numbers, 4, on_paper(ballots))
    assert (first["elected"], first["tied"]) == ([1, 4], [2, 3])
    assert (first["seats_left"], first["vacant"]) == (1, 1)

    number, candidates, seats = await follow(meeting.hall, "runoff")
    assert (number, candidates, seats) == (2, (2, 3), 1)
    again = [row(candidates, 3)] * 7 + [row(candidates, 2)] * 5
    assert (await play(meeting.hall, 2, candidates, 1, on_paper(again)))["elected"] == [3]

    number, candidates, seats = await follow(meeting.hall, "fill")
    assert (number, candidates, seats) == (3, (5, 6), 1)
    last = await play(meeting.hall, 3, candidates, 1, on_paper([row(candidates, 5)] * 12))
    assert (last["elected"], last["vacant"]) == ([5], 0)
    await meeting.verified()


async def _failed(town: Town) -> Meeting:
    """Let the scanner fail after the close, and the round be void."""
    meeting = await meet(town, rules=rules(seats=2, fallback="show_of_hands"))
    await s.hand_out(meeting.hall, 1, VOTERS, VOTERS, 0)
    await meeting.act("opened")
    await meeting.act("closed")
    said: dict[str, Any] = {"ground": "devices_failed", "clause": "设备故障的，举手表决。"}
    async with refused("act.not_yet"):
        await meeting.act("round_voided", **said)
    chief = [("chief_scrutineer", 1)]
    failed = {"device": "scanner", "readings": 5, "clause": "设备故障的，举手表决。"}
    await meeting.act("fallback_declared", chief, **failed)  # type: ignore[arg-type]  # roles
    await meeting.act("round_voided", **said)
    await meeting.decides(1, "revote")
    return meeting


def hands(*approve: int, present: int = VOTERS) -> ChannelTally:
    items = tuple(
        ItemTotals(number=number, approve=yes, oppose=present - yes, abstain=0, illegible=0)
        for number, yes in zip(NUMBERS, approve, strict=True)
    )
    return ChannelTally(
        channel="hands", returned=present, valid=present, invalid=0, foreign=0, items=items
    )


async def test_hands_are_shown_where_the_devices_fail_and_the_record_says_so(town: Town) -> None:
    meeting = await _failed(town)
    number, candidates, seats = await follow(meeting.hall, "revote")
    assert (number, candidates, seats) == (2, NUMBERS, 2)
    assert ((await meeting.shown(2))["hands"], (await meeting.shown(2))["stage"]) == (True, "ready")
    async with refused("figures.wrong"):
        await meeting.clerk.post(f"{meeting.round(2)}/sheets", {"count": 12})
    body = {"roster_total": VOTERS, "present": VOTERS}
    await meeting.clerk.post(f"{meeting.round(2)}/attendance", body)
    await meeting.act("opened", number=2)
    await meeting.act("closed", number=2)
    async with refused("figures.wrong", words="实到"):
        await meeting.enter(1, hands(9, 8, 3, 0, present=11), 2)
    await meeting.enter(1, hands(9, 8, 3, 0), 2)
    assert (await meeting.enter(2, hands(9, 8, 3, 0), 2))["agreed"]
    await meeting.act("paper_frozen", PAPER_FREEZERS, number=2)
    outcome: Any = await meeting.chief.post(f"{meeting.round(2)}/outcome")
    await meeting.clerk.post(f"{meeting.round(2)}/papers/count_report")
    await s.certify(meeting.hall, 2, final=True)

    assert (outcome["status"], outcome["elected"]) == ("final", [1, 2])
    report = await meeting.verified()
    said = [words for one in report.results for words in one.remarks]
    assert any("举手方式公开表决" in words for words in said)
    assert any("设备故障" in words for words in said)
