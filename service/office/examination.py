"""The office's tables looked at without changing anything, also while a service uses them."""

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from service.office.errors import Unavailable
from service.office.store import Office


async def examine(url: URL) -> None:
    """Raise SchemaTooNew, or Unavailable for tables that are missing, old or damaged."""
    office = await Office.attach(url)
    try:
        async with office.reading() as db:
            sqlite = db.get_bind().dialect.name == "sqlite"
            if sqlite and await db.scalar(text("PRAGMA quick_check(1)")) != "ok":
                raise _damaged()
    except SQLAlchemyError as error:
        raise _damaged() from error
    finally:
        await office.close()


def _damaged() -> Unavailable:
    return Unavailable("办公数据表内部已损坏，请用备份恢复（piaojue restore）。")
