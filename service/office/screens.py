"""What the hall's screen has been told to show: kept, so that a restart shows the same again."""

from service.office.store import Office, insert_into
from service.office.tables import ScreenRow


class Screens:
    """One figure per round: how many projects of its result are shown."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def shown(self, election: str, number: int) -> int:
        """Return how many projects are shown; 0 until somebody shows one."""
        async with self._office.reading() as db:
            row = await db.get(ScreenRow, (election, number))
        return 0 if row is None else row.shown

    async def show(self, election: str, number: int, count: int) -> None:
        """Show the first ``count`` projects (>= 0), from now on and on every service."""
        values = {"election": election, "round": number, "shown": count}
        async with self._office.writing() as db:
            statement = insert_into(db, ScreenRow).values(**values)
            await db.execute(
                statement.on_conflict_do_update(
                    index_elements=["election", "round"], set_={"shown": count}
                )
            )
