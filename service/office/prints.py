"""Sheets on their way to the printer: the finished PDF, kept until people say that it is printed.

It is not an object of the ledger, because objects are never deleted and this must be.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from service.office.errors import NotFound
from service.office.store import Office
from service.office.tables import PrintRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """``count`` sheets under a ``name``: the commitment to their identities, or a random one."""

    name: str
    count: int


class Prints:
    """The PDFs of all rounds that are not printed yet."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def keep(self, election: str, number: int, what: Print, pdf: bytes) -> None:
        """Keep a finished PDF."""
        async with self._office.writing() as db:
            db.add(
                PrintRow(election=election, round=number, name=what.name, count=what.count, pdf=pdf)
            )

    async def waiting(self, election: str, number: int) -> tuple[Print, ...]:
        """Return what is made and not yet said to be printed."""
        wanted = (
            select(PrintRow.name, PrintRow.count)
            .where(PrintRow.election == election, PrintRow.round == number)
            .order_by(PrintRow.name)
        )
        async with self._office.reading() as db:
            rows = await db.execute(wanted)
            return tuple(Print(name=name, count=count) for name, count in rows.all())

    async def pdf(self, election: str, number: int, name: str) -> bytes:
        """Return a PDF, as often as the printer jams.

        Raises NotFound once it was deleted, and after a restore: no backup holds it.
        """
        async with self._office.reading() as db:
            row = await _row(db, election, number, name)
        if not row.pdf:
            raise NotFound(
                "印制文件已经不在：删除还没有登记完，或者服务是从备份恢复的，备份里没有印制文件。"
                "已经印好的，登记删除即可；没有印的，请撤回清单，重新确定以后再印。",
                code="print.not_in_backup",
            )
        return row.pdf

    async def erase(self, election: str, number: int, name: str) -> int:
        """Delete a PDF and return how many sheets it held; again is the same. Raises NotFound.

        It stays listed until it is booked as deleted (`forget`), so that a crash cannot hide it.
        """
        async with self._office.writing() as db:
            row = await _row(db, election, number, name)
            row.pdf = b""
            return row.count

    async def forget(self, election: str, number: int, name: str) -> None:
        """List a printing no more. Raises NotFound."""
        async with self._office.writing() as db:
            await db.delete(await _row(db, election, number, name))


async def _row(db: AsyncSession, election: str, number: int, name: str) -> PrintRow:
    row = await db.get(PrintRow, (election, number, name))
    if row is None:
        raise NotFound("没有这批待印的票，可能已经印好并删除。", code="print.unknown")
    return row
