"""One round from its list to the announced result, and what may follow it."""

from collections.abc import Sequence
from typing import Any

from ballot.rules import Rules
from service.rehearsal import session as s
from service.rehearsal.company import Signer
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.session import Hall


async def play(hall: Hall, number: int, numbers: Sequence[int], seats: int, voters: Split) -> Any:
    """Play round ``number`` from the frozen list to the announcement; return its outcome."""
    rules, paper, tablet = hall.plan.rules, len(voters.paper), len(voters.tablet)
    if tablet and not hall.deck:
        await s.print_cards(hall, tablet + s.RESERVE)
    await s.hand_out(hall, number, paper + tablet, paper, tablet)
    await _drop_leftover(hall, number, paper, tablet)
    await hall.company.act(number, "opened", s.CHIEF_AND_PRESIDER)
    if tablet:
        await s.cast_all(hall, number, s.rows_of(numbers, voters.tablet))
    await hall.company.act(number, "closed", s.CHIEF_AND_PRESIDER)
    await _count(hall, number, numbers, seats, voters, rules)
    outcome = await s.decide(hall, number)
    await s.certify(hall, number, final=_announces(outcome))
    return outcome


def _announces(outcome: Any) -> bool:
    """A round that elects nobody and leaves everything to a runoff has no 公告 of its own."""
    return bool(outcome["elected"])


async def _drop_leftover(hall: Hall, number: int, paper: int, tablet: int) -> None:
    if paper:
        body = {"left_over": s.RESERVE, "archived": 0}
        await hall.company.api("chief_scrutineer").post(f"{hall.round(number)}/leftover", body)
    spare = hall.deck[tablet:] if tablet else []
    await s.cancel_cards(hall, number, spare)
    hall.deck = hall.deck[:tablet] if tablet else hall.deck


async def _count(
    hall: Hall, number: int, numbers: Sequence[int], seats: int, voters: Split, rules: Rules
) -> None:
    if voters.paper:
        tally = count_paper(numbers, voters.paper, rules, seats)
        await s.count_by_hand(hall, number, tally)
    signers: list[Signer] = [("scrutineer", 1), ("scrutineer", 2), ("chief_scrutineer", 1)]
    await hall.company.act(number, "paper_frozen", signers)
    if voters.tablet:
        await s.open_sum(hall, number, len(voters.tablet))


async def follow(hall: Hall, kind: str) -> tuple[int, tuple[int, ...], int]:
    """Start the next round and freeze its list; return its number, candidates and seats."""
    clerk = hall.company.api("clerk")
    number = (await clerk.post(f"{hall.path}/rounds", {"kind": kind}))["round"]
    await hall.company.act(number, "list_frozen", [("clerk", 1), ("presider", 1)])
    state = await clerk.get(hall.path)
    opened = state["rounds"][number - 1]
    return number, tuple(opened["candidates"]), opened["seats"]
