"""The roll with names and attendance on both databases."""

import asyncio

import pytest
from sqlalchemy import text

from ballot.roll import Deputy
from service.office.errors import Conflict, NotFound
from service.office.rolls import Attendance, Rolls

from .conftest import Desk

DEPUTIES = tuple(
    Deputy(number=number, name=name, delegation="一团", seat=str(number))
    for number, name in enumerate(["王明", "李䶮", "𬱖㛃"], start=1)
)


@pytest.fixture
async def rolls(desk: Desk) -> Rolls:
    rolls = Rolls(desk.office, desk.clock)
    await rolls.replace("e1", DEPUTIES, by="clerk")
    return rolls


async def test_a_roll_comes_back_in_its_order_and_in_its_election(rolls: Rolls) -> None:
    assert await rolls.deputies("e1") == DEPUTIES
    assert await rolls.deputies("e2") == ()


async def test_a_new_roll_takes_the_place_of_the_old(rolls: Rolls) -> None:
    await rolls.replace("e1", DEPUTIES[:1], by="clerk")
    assert await rolls.deputies("e1") == DEPUTIES[:1]


async def test_attendance_is_counted_by_round(rolls: Rolls) -> None:
    await rolls.mark("e1", 1, [1, 3], present=True)
    await rolls.mark("e1", 1, [3], present=True)
    await rolls.mark("e1", 2, [2], present=True)

    assert await rolls.present("e1", 1) == (DEPUTIES[0], DEPUTIES[2])
    assert await rolls.attendance("e1", 1) == Attendance(3, 2)
    assert await rolls.attendance("e1", 2) == Attendance(3, 1)


async def test_a_mark_can_be_taken_back(rolls: Rolls) -> None:
    await rolls.mark("e1", 1, [1, 2], present=True)
    await rolls.mark("e1", 1, [1, 3], present=False)
    assert await rolls.present("e1", 1) == (DEPUTIES[1],)


async def test_marks_made_at_once_all_count(rolls: Rolls) -> None:
    await asyncio.gather(*(rolls.mark("e1", 1, [1, 2, 3], present=True) for _ in range(4)))
    assert await rolls.attendance("e1", 1) == Attendance(3, 3)


async def test_an_unknown_number_marks_nobody(rolls: Rolls) -> None:
    with pytest.raises(NotFound, match="4"):
        await rolls.mark("e1", 1, [1, 4], present=True)
    assert await rolls.attendance("e1", 1) == Attendance(3, 0)


async def test_the_roll_stays_while_somebody_is_marked_present(rolls: Rolls) -> None:
    await rolls.mark("e1", 1, [1], present=True)
    with pytest.raises(Conflict):
        await rolls.replace("e1", DEPUTIES[1:], by="clerk")
    await rolls.mark("e1", 1, [1], present=False)
    await rolls.replace("e1", DEPUTIES[1:], by="clerk")


async def test_attendance_keeps_no_time_and_leaves_no_trail(desk: Desk, rolls: Rolls) -> None:
    before = await desk.trail.latest()
    await rolls.mark("e1", 1, [1], present=True)
    async with desk.office.reading() as db:
        row = (await db.execute(text("SELECT * FROM office_attendance"))).mappings().one()

    assert dict(row) == {"election": "e1", "round": 1, "deputy": 1}
    assert await desk.trail.latest() == before
