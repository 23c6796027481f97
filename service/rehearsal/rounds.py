"""One round from its list to the announced result, and what may follow it."""

from collections.abc import Sequence
from typing import Any

from service.rehearsal import machine
from service.rehearsal import session as s
from service.rehearsal.ballots import Row
from service.rehearsal.company import Signer
from service.rehearsal.plan import Split, count_paper
from service.rehearsal.session import Hall

FREEZERS: tuple[Signer, ...] = (("scrutineer", 1), ("scrutineer", 2), ("chief_scrutineer", 1))


async def play(hall: Hall, number: int, numbers: Sequence[int], seats: int, voters: Split) -> Any:
    """Play round ``number`` from the frozen list to the announcement; return its outcome."""
    await prepare(hall, number, voters)
    await vote(hall, number, numbers, voters)
    outcome = await count(hall, number, numbers, seats, voters)
    await s.certify(hall, number, final=_announces(outcome))
    if hall.machine and voters.paper and hall.plan.rules.publish_paper != "totals":
        await machine.publish(hall, number)
    return outcome


def _announces(outcome: Any) -> bool:
    """A round that elects nobody and leaves everything to a runoff has no 公告 of its own."""
    return bool(outcome["elected"])


async def prepare(hall: Hall, number: int, voters: Split) -> None:
    """Print, declare attendance, hand out, and destroy what is left over."""
    paper, tablet = len(voters.paper), len(voters.tablet)
    if tablet and not hall.deck:
        await s.print_cards(hall, tablet + s.RESERVE)
    await hand_out(hall, number, paper + tablet, paper, tablet)
    await drop_leftover(hall, number, paper, tablet)


async def hand_out(
    hall: Hall, number: int, present: int, paper: int, tablet: int, *, reserve: int = s.RESERVE
) -> None:
    """Print sheets with a reserve, as a machine or people will count them, and hand out."""
    if paper:
        await print_sheets(hall, number, paper + reserve)
    await s.issue(hall, number, present, paper, tablet)


async def print_sheets(hall: Hall, number: int, count: int) -> None:
    """Print sheets as a machine or people will count them."""
    await (machine.print_sheets if hall.machine else s.print_sheets)(hall, number, count)


async def drop_leftover(hall: Hall, number: int, paper: int, tablet: int) -> None:
    """Destroy the reserve of sheets and the cards beyond those handed out."""
    if paper:
        await drop_sheets(hall, number, s.RESERVE)
    spare = hall.deck[tablet:] if tablet else []
    await s.cancel_cards(hall, number, spare)
    hall.deck = hall.deck[:tablet] if tablet else hall.deck


async def drop_sheets(hall: Hall, number: int, count: int) -> None:
    """Cut up ``count`` leftover sheets before everybody."""
    body = {"left_over": count, "archived": 0}
    await hall.company.api("chief_scrutineer").post(f"{hall.round(number)}/leftover", body)


async def vote(hall: Hall, number: int, numbers: Sequence[int], voters: Split) -> None:
    """Open, let everybody vote, close."""
    await hall.company.act(number, "opened", s.CHIEF_AND_PRESIDER)
    if voters.tablet:
        await s.cast_all(hall, number, s.rows_of(numbers, voters.tablet))
    await hall.company.act(number, "closed", s.CHIEF_AND_PRESIDER)


async def count(hall: Hall, number: int, numbers: Sequence[int], seats: int, voters: Split) -> Any:
    """Count the paper, open the tablets' sum, and return the outcome with its papers issued."""
    if voters.paper:
        await count_sheets(hall, number, numbers, seats, voters.paper)
    await hall.company.act(number, "paper_frozen", FREEZERS)
    if voters.tablet:
        await s.open_sum(hall, number, len(voters.tablet))
    return await s.decide(hall, number)


async def count_sheets(
    hall: Hall, number: int, numbers: Sequence[int], seats: int, rows: Sequence[Row]
) -> None:
    """Let a machine or two tellers count the sheets in the box, one for each of ``rows``."""
    tally = count_paper(numbers, rows, hall.plan.rules, seats)
    if hall.machine:
        await machine.count(hall, number, numbers, rows, tally)
    else:
        await s.count_by_hand(hall, number, tally)


async def follow(
    hall: Hall, kind: str, candidates: Sequence[int] = ()
) -> tuple[int, tuple[int, ...], int]:
    """Start the next round and freeze its list; return its number, candidates and seats.

    ``candidates`` of a fill, where they are not those that the log leads to.
    """
    clerk = hall.company.api("clerk")
    number = (
        await clerk.post(f"{hall.path}/rounds", {"kind": kind, "candidates": list(candidates)})
    )["round"]
    await hall.company.act(number, "list_frozen", [("clerk", 1), ("presider", 1)])
    state = await clerk.get(hall.path)
    opened = state["rounds"][number - 1]
    return number, tuple(opened["candidates"]), opened["seats"]
