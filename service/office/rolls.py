"""The roll with names, and who is present: only here, never in the log."""

from collections.abc import Callable, Sequence

from sqlalchemy import delete, select

from ballot.roll import Deputy
from service.office.store import Office
from service.office.tables import AttendanceRow, DeputyRow
from service.office.trail import Trail


class Rolls:
    """Read and replace the roll of an election, and note who is present in a round."""

    def __init__(self, office: Office, clock: Callable[[], int]) -> None:
        self._office = office
        self._trail = Trail(office, clock)

    async def of(self, election: str) -> tuple[Deputy, ...]:
        """Return the deputies in the order of the roll."""
        async with self._office.reading() as db:
            rows = await db.scalars(
                select(DeputyRow).where(DeputyRow.election == election).order_by(DeputyRow.number)
            )
            return tuple(
                Deputy(number=row.number, name=row.name, delegation=row.delegation, seat=row.seat)
                for row in rows
            )

    async def replace(self, election: str, deputies: Sequence[Deputy], *, by: str) -> None:
        """Replace the whole roll; attendance noted for the old one goes with it."""
        async with self._office.writing() as db:
            await db.execute(delete(AttendanceRow).where(AttendanceRow.election == election))
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
            self._trail.note(db, "roll_replaced", actor=by, subject=election, election=election)

    async def mark(self, election: str, number: int, present: Sequence[int]) -> int:
        """Note exactly ``present`` (numbers in the roll) for round ``number``; return how many."""
        async with self._office.writing() as db:
            await db.execute(
                delete(AttendanceRow).where(
                    AttendanceRow.election == election, AttendanceRow.round == number
                )
            )
            known = set(
                await db.scalars(select(DeputyRow.number).where(DeputyRow.election == election))
            )
            here = sorted(set(present) & known)
            db.add_all(AttendanceRow(election=election, round=number, deputy=one) for one in here)
        return len(here)
