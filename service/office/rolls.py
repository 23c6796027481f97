"""The roll with names, and who is present. The log holds 应到 and 实到 only."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ballot.roll import Deputy
from service.office.errors import Conflict, NotFound
from service.office.store import Office, insert_or_ignore
from service.office.tables import AttendanceRow, DeputyRow
from service.office.trail import Trail


@dataclass(frozen=True, slots=True)
class Attendance:
    """应到 and 实到 of a round: all that leaves the office."""

    roster_total: int
    present: int


class Rolls:
    """One roll per election; attendance anew in every round, without times."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._trail = Trail(office, clock)

    async def replace(self, election: str, deputies: Sequence[Deputy], *, by: str) -> None:
        """Put a new roll in the place of the old one.

        Raises Conflict while somebody is marked present: marks point to lines of the old roll.
        """
        async with self._office.writing() as db:
            if await _count(db, AttendanceRow, AttendanceRow.election == election):
                raise Conflict("已有代表签到，请先清除签到再更换名册。", code="roll.in-use")
            await db.execute(delete(DeputyRow).where(DeputyRow.election == election))
            db.add_all(
                DeputyRow(
                    election=election,
                    number=one.number,
                    name=one.name,
                    delegation=one.delegation,
                    seat=one.seat,
                )
                for one in deputies
            )
            detail = f"{len(deputies)} deputies"
            self._trail.note(db, "roll_replaced", actor=by, election=election, detail=detail)

    async def deputies(self, election: str) -> tuple[Deputy, ...]:
        """Return the roll in its order."""
        async with self._office.reading() as db:
            wanted = select(DeputyRow).where(DeputyRow.election == election)
            rows = await db.scalars(wanted.order_by(DeputyRow.number))
            return tuple(map(_deputy, rows))

    async def mark(
        self, election: str, round_number: int, numbers: Collection[int], *, present: bool
    ) -> None:
        """Mark deputies, by their lines in the roll, as present or not. Marking twice is once.

        Raises NotFound if a number is not in the roll; then nobody is marked.
        """
        async with self._office.writing() as db:
            for number in sorted(set(numbers)):
                await self._mark(db, election, round_number, number, present=present)

    async def present(self, election: str, round_number: int) -> tuple[Deputy, ...]:
        """Return who is present in the round, in the order of the roll."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(DeputyRow)
                .join(
                    AttendanceRow,
                    (AttendanceRow.election == DeputyRow.election)
                    & (AttendanceRow.deputy == DeputyRow.number),
                )
                .where(DeputyRow.election == election, AttendanceRow.round == round_number)
                .order_by(DeputyRow.number)
            )
            return tuple(map(_deputy, rows))

    async def attendance(self, election: str, round_number: int) -> Attendance:
        """Return 应到 and 实到 of the round."""
        async with self._office.reading() as db:
            total = await _count(db, DeputyRow, DeputyRow.election == election)
            present = await _count(
                db,
                AttendanceRow,
                (AttendanceRow.election == election) & (AttendanceRow.round == round_number),
            )
        return Attendance(total, present)

    async def _mark(
        self, db: AsyncSession, election: str, round_number: int, number: int, *, present: bool
    ) -> None:
        if await db.get(DeputyRow, (election, number)) is None:
            raise NotFound(f"名册里没有第 {number} 号代表。", code="deputy.unknown")
        key = {"election": election, "round": round_number, "deputy": number}
        if present:
            await insert_or_ignore(db, AttendanceRow, key)
        else:
            await db.execute(delete(AttendanceRow).filter_by(**key))


async def _count(
    db: AsyncSession,
    table: type[DeputyRow | AttendanceRow],
    condition: ColumnElement[bool],
) -> int:
    return await db.scalar(select(func.count()).select_from(table).where(condition)) or 0


def _deputy(row: DeputyRow) -> Deputy:
    return Deputy(number=row.number, name=row.name, delegation=row.delegation, seat=row.seat)
