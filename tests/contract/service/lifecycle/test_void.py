"""收回多于发出: the round is void, its sealed sum is never opened, and it is voted again."""

from typing import Any

import msgspec
import pytest

from ballot import events as e
from ballot.events import decode
from service.client.closed import NotOurLog
from service.rehearsal import session as s
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.rounds import follow, play
from tests.contract.service.lifecycle.meeting import (
    PAPER_FREEZERS,
    Meeting,
    halves,
    meet,
    refused,
    row,
    to_outcome,
)
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)
GROUND: dict[str, Any] = {
    "ground": "returned_gt_issued",
    "clause": "收回的票决票多于发出的，本次票决无效。",
}


async def overfull(town: Town) -> Meeting:
    """Play to a closed round of 6 sheets and 6 cards in whose box 7 sheets are found."""
    meeting = await meet(town)
    hall = meeting.hall
    await s.print_cards(hall, 6)
    await s.hand_out(hall, 1, 12, 6, 6)
    await meeting.act("opened")
    await s.cast_all(hall, 1, s.rows_of(NUMBERS, [row(NUMBERS, 1, 2)] * 6))
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE})
    await meeting.chief.post(f"{meeting.round()}/cards-in-box", {"count": 6})
    return meeting


async def count(meeting: Meeting, sheets: int, foreign: int = 0) -> None:
    """Let both tellers find ``sheets`` sheets of ours and ``foreign`` others."""
    rows = [row(NUMBERS, 1, 3)] * sheets
    tally = count_paper(NUMBERS, rows, meeting.hall.plan.rules, meeting.seats)
    await s.count_by_hand(meeting.hall, 1, msgspec.structs.replace(tally, foreign=foreign))


async def test_a_void_round_is_never_opened_and_is_voted_again_to_the_end(town: Town) -> None:
    meeting = await overfull(town)
    await count(meeting, 7)
    one = meeting.hall.trustees[0]

    async with refused("round.must_be_void", words="收回 7"):
        await meeting.act("paper_frozen", PAPER_FREEZERS)
    async with refused("act.not_yet"):
        await meeting.act("opening_authorised", [("chief_scrutineer", 1)])
    async with refused("act.not_yet"):
        await one.open(1)
    await meeting.act("round_voided", **GROUND)
    await _nothing_opens(meeting)

    async with refused("act.not_yet", words="主席团"):
        await meeting.clerk.post(f"{meeting.path}/rounds", {"kind": "revote"})
    await meeting.decides(1, "revote")
    number, candidates, seats = await follow(meeting.hall, "revote")
    assert (number, candidates, seats) == (2, NUMBERS, 2)
    deck = list(meeting.hall.deck)
    ballots = [row(NUMBERS, 1, 4)] * 12
    outcome = await play(meeting.hall, 2, NUMBERS, 2, halves(ballots))
    assert (outcome["status"], outcome["elected"]) == ("final", [1, 4])
    assert meeting.hall.deck == deck
    report = await meeting.verified()
    assert report.stages == ("第 1 轮无效", "第 2 轮已公告")
    await _no_sum_in_the_log(meeting)


async def _nothing_opens(meeting: Meeting) -> None:
    """Try every way that leads to the sum of the void round."""
    assert (await meeting.shown())["stage"] == "void"
    async with refused("stage.wrong"):
        await meeting.act("opening_authorised", [("chief_scrutineer", 1)])
    async with refused("act.not_yet"):
        await meeting.chief.post(f"{meeting.round()}/encrypted-tally")
    async with refused("act.not_yet"):
        await meeting.chief.post(f"{meeting.round()}/outcome")
    body = {"factors": "{}", "strong": "{}"}
    async with refused("act.not_yet"):
        await meeting.api("scrutineer", 1).post(f"{meeting.round()}/partials", body)
    for one in meeting.hall.trustees:
        with pytest.raises(NotOurLog) as caught:
            await one.open(1)
        assert caught.value.code == "scrutineer.void"


async def _no_sum_in_the_log(meeting: Meeting) -> None:
    ledger, name = meeting.town.house.ledger, meeting.hall.company.election
    events = [decode(one) for one in await ledger.leaves(name, 0, await ledger.size(name))]
    opening = e.OpeningAuthorised | e.EncryptedTally | e.PartialDecryption | e.Tallied
    assert {one.round for one in events if isinstance(one, opening)} == {2}


async def test_foreign_sheets_in_the_box_are_no_ground_to_void(town: Town) -> None:
    meeting = await overfull(town)
    await count(meeting, 6, foreign=1)

    async with refused("figures.wrong", words="没有多于"):
        await meeting.act("round_voided", **GROUND)
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    with pytest.raises(NotOurLog, match="批准"):
        await meeting.hall.trustees[0].open(1)
    await meeting.open_with(1, 3)
    outcome = await s.decide(meeting.hall, 1)
    assert {one["number"]: one["approve"] for one in outcome["counts"]} == {1: 12, 2: 6, 3: 6, 4: 0}


async def test_a_round_that_is_void_while_open_takes_no_ballot_and_keeps_none(town: Town) -> None:
    meeting = await meet(town)
    await s.print_cards(meeting.hall, 6)
    await s.hand_out(meeting.hall, 1, 12, 6, 6)
    await meeting.act("opened")
    receipt = await meeting.vote(0, row(NUMBERS, 1))

    lost: dict[str, Any] = {"ground": "urn_lost", "clause": "票箱损坏，本轮无效。"}
    await meeting.act("round_voided", **lost)
    async with refused("ballot.not_counted"):
        await meeting.vote(1, row(NUMBERS, 1))
    async with refused("not_found"):
        await meeting.hall.public.get(f"{meeting.round()}/inclusion", tracker=receipt.tracker)
    await meeting.decides(1, "revote")
    number, _, _ = await follow(meeting.hall, "revote")
    await play(meeting.hall, number, NUMBERS, 2, halves([row(NUMBERS, 1, 2)] * 12))
    await meeting.verified()


async def test_the_revote_of_a_runoff_keeps_its_line_and_its_rule_for_a_second_tie(
    town: Town,
) -> None:
    meeting = await meet(town, channels=("paper",))
    hall, pairs = meeting.hall, [(1, 2)] * 5 + [(1, 3)] * 5 + [(2, 3)] * 2
    first = Split(paper=tuple(row(NUMBERS, *pair) for pair in pairs), tablet=())
    assert (await play(hall, 1, NUMBERS, 2, first))["status"] == "tie_at_cutoff"
    number, tied, _ = await follow(hall, "runoff")
    await s.hand_out(hall, number, 12, 12, 0)
    await meeting.act("opened", number=number)
    await meeting.act("closed", number=number)
    await meeting.chief.post(f"{meeting.round(number)}/box", {"count": 13})
    await meeting.act("round_voided", number=number, **GROUND)
    await meeting.decides(number, "revote")

    number, again, seats = await follow(hall, "revote")
    assert (number, again, seats) == (3, tied, 1)
    ballots = [row(tied, *one) for one in [(2,)] * 4 + [(3,)] * 4 + [()] * 4]
    outcome = await to_outcome(hall, number, tied, 1, Split(paper=tuple(ballots), tablet=()))
    assert (outcome["threshold"], outcome["status"]) == (0, "undecided_second_tie")
    await meeting.verified()
