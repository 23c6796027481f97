"""Two tellers who differ: shown cell by cell, nobody overwritten, counted again, agreed."""

import msgspec
import pytest_asyncio

from ballot.events import HandCountEntered, decode
from ballot.results import ChannelTally
from service.rehearsal import session as s
from service.rehearsal.plan import count_paper
from tests.contract.service.lifecycle.meeting import PAPER_FREEZERS, Meeting, meet, refused, row
from tests.support.hall import Town

NUMBERS = (1, 2, 3, 4)


@pytest_asyncio.fixture(loop_scope="session")
async def meeting(town: Town) -> Meeting:
    """Seven sheets and five cards voted; the boxes are counted, the tellers are not."""
    meeting = await meet(town)
    await s.print_cards(meeting.hall, 5)
    await s.hand_out(meeting.hall, 1, 12, 7, 5)
    await meeting.act("opened")
    await s.cast_all(meeting.hall, 1, s.rows_of(NUMBERS, [row(NUMBERS, 1, 2)] * 5))
    await meeting.act("closed")
    await meeting.chief.post(f"{meeting.round()}/leftover", {"left_over": s.RESERVE})
    await meeting.chief.post(f"{meeting.round()}/box", {"count": 7})
    return meeting


def tally(meeting: Meeting) -> ChannelTally:
    rows = [row(NUMBERS, 1, 2)] * 4 + [row(NUMBERS, 1)] * 3
    return count_paper(NUMBERS, rows, meeting.hall.plan.rules, meeting.seats)


def misread(found: ChannelTally) -> ChannelTally:
    """One approval of project 2 taken for an abstention, and one sheet for invalid."""
    items = tuple(
        msgspec.structs.replace(one, approve=one.approve - 1, abstain=one.abstain + 1)
        if one.number == 2
        else one
        for one in found.items
    )
    return msgspec.structs.replace(found, valid=6, invalid=1, items=items)


async def test_differing_cells_are_shown_and_a_recount_agrees(meeting: Meeting) -> None:
    right = tally(meeting)
    assert await meeting.enter(1, right) == {"agreed": False, "differences": []}
    told = await meeting.enter(2, misread(right))

    assert {(one["cell"], one["number"]) for one in told["differences"]} == {
        ("valid", None),
        ("invalid", None),
        ("approve", 2),
        ("abstain", 2),
    }
    assert all(one.keys() == {"cell", "number", "chinese"} for one in told["differences"])
    assert not any(digit in one["chinese"] for one in told["differences"] for digit in "3467")
    shown = await meeting.api("teller", 1).get(f"{meeting.round()}/hand-counts/differences")
    assert shown == told["differences"]
    async with refused("hand_count.different"):
        await meeting.act("paper_frozen", PAPER_FREEZERS)

    assert await meeting.enter(2, right, entry=2) == {"agreed": True, "differences": []}
    async with refused("act.already_done"):
        await meeting.enter(1, right, entry=2)
    await meeting.act("paper_frozen", PAPER_FREEZERS)
    await s.open_sum(meeting.hall, 1, 5)
    outcome = await s.decide(meeting.hall, 1)
    assert {one["number"]: one["approve"] for one in outcome["counts"]} == {1: 12, 2: 9, 3: 0, 4: 0}
    await s.certify(meeting.hall, 1, final=True)
    await meeting.verified()
    assert await entries(meeting) == [(1, right), (2, misread(right)), (2, right)]


async def entries(meeting: Meeting) -> list[tuple[int, ChannelTally]]:
    """Every entry ever made: nobody's figures are overwritten."""
    ledger, name = meeting.town.house.ledger, meeting.hall.company.election
    events = [decode(one) for one in await ledger.leaves(name, 0, await ledger.size(name))]
    return [(one.teller, one.tally) for one in events if isinstance(one, HandCountEntered)]


async def test_one_teller_does_not_agree_with_himself(meeting: Meeting) -> None:
    right = tally(meeting)
    for entry in (1, 2):
        told = await meeting.enter(1, right, entry=entry)
        assert told == {"agreed": False, "differences": []}

    async with refused("act.not_yet"):
        await meeting.act("paper_frozen", PAPER_FREEZERS)


async def test_figures_that_do_not_add_up_are_not_taken_over(meeting: Meeting) -> None:
    """Fixed, they could have no outcome and be mended by nobody, the sum already opened."""
    right = tally(meeting)
    wrong = msgspec.structs.replace(right, valid=6)
    await meeting.enter(1, wrong)
    async with refused("counting.does_not_reconcile", words="收回 7"):
        await meeting.enter(2, wrong)
    async with refused("counting.does_not_reconcile", words="收回 7"):
        await meeting.act("paper_frozen", PAPER_FREEZERS)

    await meeting.enter(1, right, entry=2)
    assert await meeting.enter(2, right, entry=2) == {"agreed": True, "differences": []}


async def test_an_entry_is_not_taken_a_second_time(meeting: Meeting) -> None:
    """Whoever holds the log could else bring back what a teller has counted again since."""
    right = tally(meeting)
    await meeting.enter(1, misread(right))
    await meeting.enter(1, right, entry=2)
    async with refused("hand_count.old_entry", words="已经登记 2 次"):
        await meeting.enter(1, misread(right))
    assert await meeting.enter(2, right) == {"agreed": True, "differences": []}


async def test_a_box_that_was_miscounted_is_counted_again(meeting: Meeting) -> None:
    right = tally(meeting)
    await meeting.chief.post(f"{meeting.round()}/box", {"count": 8})
    await meeting.enter(1, right)
    async with refused("counting.does_not_reconcile", words="票箱清点 8"):
        await meeting.enter(2, right)

    await meeting.chief.post(f"{meeting.round()}/box", {"count": 7})
    assert await meeting.enter(2, right, entry=2) == {"agreed": True, "differences": []}
    async with refused("act.already_done"):
        await meeting.chief.post(f"{meeting.round()}/box", {"count": 7})


async def test_a_project_counted_twice_is_refused(meeting: Meeting) -> None:
    right = tally(meeting)
    twice = msgspec.structs.replace(right, items=(*right.items, right.items[0]))

    async with refused("figures.wrong"):
        await meeting.enter(1, twice)
