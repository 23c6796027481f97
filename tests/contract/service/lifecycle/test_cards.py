"""Voided, spent, lost and disputed cards, from the hall to the verified record."""

from typing import Any

import pytest_asyncio

from service.rehearsal import session as s
from service.rehearsal.plan import count_paper
from service.rehearsal.rounds import follow, play
from tests.contract.service.lifecycle.meeting import (
    PAPER_FREEZERS,
    Meeting,
    halves,
    meet,
    refused,
    row,
)
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)
BALLOT = row(NUMBERS, 1, 2)
UNSPENT = {"state": "unspent", "tracker": None}
VOIDED = {"state": "voided", "tracker": None}


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    """Six sheets and six cards are out, the round is open; cards 6 to 8 of the deck are spare."""
    meeting = await meet(town)
    await s.print_cards(meeting.hall, 9)
    await s.hand_out(meeting.hall, 1, 12, 6, 6)
    await meeting.act("opened")
    return meeting


async def finish(meeting: Meeting, *, sheets: int, cards: int, spare: list[int]) -> None:
    """Close, destroy the reserve, count ``sheets`` and ``cards``, and announce."""
    await meeting.act("closed")
    paper = (await meeting.shown())["paper"]
    left = paper["printed"] - paper["issued"] - paper["replaced"]
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": left})
    await meeting.cancel(spare)
    tally = count_paper(NUMBERS, [BALLOT] * sheets, meeting.hall.plan.rules, meeting.seats)
    await s.count_by_hand(meeting.hall, 1, tally)
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    await s.open_sum(meeting.hall, 1, cards)
    await s.decide(meeting.hall, 1)
    await s.certify(meeting.hall, 1, final=True)


def not_returned(outcome: Any) -> int:
    """Cards that somebody held and nobody cast."""
    ballots = outcome["channels"]["tablet"]["ballots"]
    return int(ballots["issued"] - ballots["returned"])


async def test_a_spoiled_card_is_exchanged_and_can_never_cast(meeting: Meeting) -> None:
    await meeting.void(0)
    await meeting.exchange("tablet", "tablet")

    async with refused("card.void"):
        await meeting.vote(0, BALLOT)
    assert await meeting.status(0) == VOIDED
    async with refused("card.void"):
        await meeting.void(0)
    for card in (1, 2, 3, 4, 5, 6):
        await meeting.vote(card, BALLOT)
    await finish(meeting, sheets=6, cards=6, spare=[7, 8])

    books = (await meeting.shown())["tablet"]
    assert books == {"printed": 9, "issued": 6, "replaced": 1, "archived": 0, "left_over": 2}
    await meeting.verified()


async def test_a_spoiled_sheet_is_exchanged_from_the_reserve(meeting: Meeting) -> None:
    await meeting.exchange("paper", "paper")
    for card in range(6):
        await meeting.vote(card, BALLOT)
    await finish(meeting, sheets=6, cards=6, spare=[6, 7, 8])

    books = (await meeting.shown())["paper"]
    assert (books["issued"], books["replaced"], books["left_over"]) == (6, 1, s.RESERVE - 1)
    await meeting.verified()


async def test_people_change_channel_both_ways_while_it_is_open(meeting: Meeting) -> None:
    await meeting.void(0)
    await meeting.exchange("tablet", "paper")
    await meeting.void(1)
    await meeting.exchange("tablet", "paper")
    await meeting.exchange("paper", "tablet")
    for card in (2, 3, 4, 5, 6):
        await meeting.vote(card, BALLOT)
    await finish(meeting, sheets=7, cards=5, spare=[7, 8])

    shown = await meeting.shown()
    assert (shown["tablet"]["issued"], shown["tablet"]["replaced"]) == (5, 2)
    assert (shown["paper"]["issued"], shown["paper"]["replaced"]) == (7, 1)
    await meeting.verified()


async def test_a_spent_card_is_never_replaced(meeting: Meeting) -> None:
    receipt = await meeting.vote(0, BALLOT)

    async with refused("card.spent"):
        await meeting.void(0)
    for target in ("tablet", "paper"):
        async with refused("act.not_yet", words="作废"):
            await meeting.exchange("tablet", target)
    async with refused("card.spent"):
        await meeting.vote(0, row(NUMBERS, 3))
    assert await meeting.status(0) == {"state": "spent", "tracker": receipt.tracker}
    async with refused("card.spent"):
        await meeting.cancel([0])


async def test_one_voided_card_is_exchanged_once(meeting: Meeting) -> None:
    await meeting.void(0)
    await meeting.exchange("tablet", "tablet")

    async with refused("act.not_yet"):
        await meeting.exchange("tablet", "paper")


async def test_a_disputed_card_tells_its_holder_and_its_receipt_leads_to_the_log(
    meeting: Meeting,
) -> None:
    assert await meeting.status(0) == UNSPENT
    receipt = await meeting.vote(0, BALLOT)
    for _ in range(2):
        assert await meeting.status(0) == {"state": "spent", "tracker": receipt.tracker}
    async with refused("act.not_yet"):
        await meeting.hall.public.get(f"{meeting.round()}/inclusion", tracker=receipt.tracker)

    await meeting.act("closed")
    assert await meeting.status(0) == {"state": "spent", "tracker": receipt.tracker}
    assert await meeting.status(1) == UNSPENT
    proof = await meeting.hall.public.get(f"{meeting.round()}/inclusion", tracker=receipt.tracker)
    assert proof["index"] < proof["size"]


async def test_a_lost_card_is_not_returned_and_is_missing_in_the_next_round(
    meeting: Meeting,
) -> None:
    for card in range(5):
        await meeting.vote(card, row(NUMBERS, 1, 2 + card % 2))
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE})
    await meeting.cancel([6, 7, 8])
    lost = meeting.hall.deck.pop(5)
    rows = [row(NUMBERS, 1, 2)] * 3 + [row(NUMBERS, 1, 3)] * 3
    tally = count_paper(NUMBERS, rows, meeting.hall.plan.rules, meeting.seats)
    await s.count_by_hand(meeting.hall, 1, tally)
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    await s.open_sum(meeting.hall, 1, 5)
    outcome = await s.decide(meeting.hall, 1)
    assert (outcome["status"], outcome["elected"]) == ("shortfall", [1])
    assert not_returned(outcome) == 1
    await s.certify(meeting.hall, 1, final=True)

    await meeting.decides(1, "shortfall", 2, 3, 4)
    number, left, seats = await follow(meeting.hall, "fill")
    assert (await meeting.shown(number))["tablet"]["printed"] == 5
    assert lost not in meeting.hall.deck
    outcome = await play(meeting.hall, number, left, seats, halves([row(left, 2)] * 10))
    assert outcome["elected"] == [2]
    await meeting.verified()


async def test_a_card_found_again_after_it_was_voided_stays_dead_in_the_next_round(
    meeting: Meeting,
) -> None:
    await meeting.void(0)
    for card in range(1, 6):
        await meeting.vote(card, row(NUMBERS, 1, 2))
    await finish(meeting, sheets=6, cards=5, spare=[6, 7, 8])
    outcome = (await meeting.shown())["outcome"]
    assert not_returned(outcome) == 1
    (credential,) = meeting.credentials(0, 2)[0]
    head = await meeting.town.house.ledger.head(meeting.hall.company.election)
    assert credential in head.state.dead[1]
    await meeting.verified()
